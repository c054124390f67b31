package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"inews/federation"
)

// StatusError is the answer of a server that said anything but 200. It wraps
// the error of package federation that fits its code.
type StatusError struct {
	Code       int
	RetryAfter time.Duration // 0: it did not say
}

// Error tells the code in words.
func (e *StatusError) Error() string {
	return fmt.Sprintf("answered %d %s", e.Code, http.StatusText(e.Code))
}

// Unwrap is federation.ErrNotFound for 404, ErrGone for 410, ErrUnauthorized
// for 401, ErrForbidden for 403 and 451, ErrUnavailable for what may pass, and
// ErrMalformed for the rest, which says that there is no such document here.
func (e *StatusError) Unwrap() error {
	switch e.Code {
	case http.StatusNotFound:
		return federation.ErrNotFound
	case http.StatusGone:
		return federation.ErrGone
	case http.StatusUnauthorized:
		return federation.ErrUnauthorized
	case http.StatusForbidden, http.StatusUnavailableForLegalReasons:
		return federation.ErrForbidden
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return federation.ErrUnavailable
	}
	if e.Code >= 500 {
		return federation.ErrUnavailable
	}
	return federation.ErrMalformed
}

// trouble names what went wrong below HTTP: a refusal of the guard stays one,
// and everything else may pass.
func trouble(ctx context.Context, err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err // its text repeats the address
	}
	if errors.Is(err, federation.ErrForbidden) || errors.Is(err, federation.ErrMalformed) {
		return err
	}
	if cause := ctx.Err(); cause != nil && !errors.Is(err, cause) {
		err = fmt.Errorf("%w: %w", cause, err)
	}
	return fmt.Errorf("%w: %w", federation.ErrUnavailable, err)
}
