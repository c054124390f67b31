package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"
	"strings"

	"github.com/lib/pq"

	"inews/internal/blog"
)

// Classes and codes of errors that the application tells apart. Source:
// PostgreSQL manual, appendix A.
const (
	uniqueViolation     = "23505"
	foreignKeyViolation = "23503"
	checkViolation      = "23514"
	invalidText         = "22P02" // a malformed uuid in an address
	invalidTime         = "22008" // one that no calendar has, in the cursor of a list
	invalidCharacter    = "22021" // a NUL, or bytes that are no UTF-8
	connectionClass     = "08"
	operatorClass       = "57" // shutting down, cancelled
	resourceClass       = "53" // too many connections, disk full
	readOnly            = "25006"
)

// wrap maps what the driver says to a blog.Error.
func wrap(err error) error {
	if err == nil {
		return nil
	}
	var already *blog.Error
	if errors.As(err, &already) {
		return err
	}
	if errors.Is(err, sql.ErrNoRows) {
		return &blog.Error{Kind: blog.NotFound, Msg: "There is nothing here.", Err: err}
	}
	var pqErr *pq.Error
	if errors.As(err, &pqErr) {
		return wrapCode(pqErr, err)
	}
	var netErr net.Error
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.As(err, &netErr) && !errors.Is(err, context.Canceled) {
		return unavailable(err)
	}
	return err
}

func wrapCode(pqErr *pq.Error, err error) error {
	code := string(pqErr.Code)
	switch code {
	case uniqueViolation:
		return &blog.Error{Kind: blog.Conflict, Msg: "This is taken already. Choose another, or reload the page.", Err: err}
	case foreignKeyViolation:
		return &blog.Error{Kind: blog.Conflict, Msg: "Something that this belongs to is no longer there. Reload the page.", Err: err}
	case checkViolation:
		return &blog.Error{Kind: blog.Invalid, Msg: "This breaks a rule of the blog and was not saved.", Err: err}
	case invalidText, invalidTime:
		return &blog.Error{Kind: blog.NotFound, Msg: "There is nothing here.", Err: err}
	case invalidCharacter:
		return &blog.Error{Kind: blog.Invalid, Msg: "This holds a character that is none. Take it out and try again.", Err: err}
	case readOnly:
		return unavailable(err)
	}
	for _, class := range []string{connectionClass, operatorClass, resourceClass} {
		if strings.HasPrefix(code, class) {
			return unavailable(err)
		}
	}
	return err
}

// isReadOnly tells whether a write was refused by a server that takes none.
func isReadOnly(err error) bool {
	var refused *pq.Error
	return errors.As(err, &refused) && string(refused.Code) == readOnly
}

func unavailable(err error) error {
	return &blog.Error{Kind: blog.Unavailable, Msg: "The site is busy for a moment. Please try again in a minute.", Err: err}
}
