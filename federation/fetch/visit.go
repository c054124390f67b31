package fetch

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"

	"inews/federation"
)

// Visit is what an address answers to a passer-by, whatever it is.
type Visit struct {
	Code   int // HTTP status code
	Header http.Header
	Body   []byte               // as far as MaxBody
	TLS    *tls.ConnectionState // nil for http
}

// Visit asks an address as a passer-by does: without a signature, with any
// Accept, and without following a redirect. It is for looking at a server from
// outside and proves nothing of what the answer says. An error means that there
// was no answer; it wraps federation.ErrForbidden, ErrMalformed or
// ErrUnavailable, as that of Post.
func (c *Client) Visit(ctx context.Context, address federation.ID, accept string) (Visit, error) {
	return c.visit(ctx, address, accept, false)
}

// SignedVisit is Visit with a signature, if the Client has a Key: how a server
// is looked at that gives its documents to servers alone.
func (c *Client) SignedVisit(ctx context.Context, address federation.ID, accept string) (Visit, error) {
	return c.visit(ctx, address, accept, true)
}

func (c *Client) visit(ctx context.Context, address federation.ID, accept string, signed bool) (Visit, error) {
	ctx, cancel := context.WithTimeout(ctx, or(c.Timeout, defaultTimeout))
	defer cancel()
	if err := c.check(ctx, address); err != nil {
		return Visit{}, fmt.Errorf("visit %s: %w", address, err)
	}
	r, err := c.ask(ctx, address, question{accept: accept}, signed)
	if err != nil {
		return Visit{}, fmt.Errorf("visit %s: %w", address, err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(io.LimitReader(r.Body, or(c.MaxBody, defaultMaxBody)))
	if err != nil {
		return Visit{}, fmt.Errorf("visit %s: %w", address, trouble(ctx, err))
	}
	return Visit{Code: r.StatusCode, Header: r.Header, Body: body, TLS: r.TLS}, nil
}
