package webfinger

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"inews/federation"
	"inews/federation/fetch"
)

// Client looks handles up at other servers.
type Client struct {
	Fetch *fetch.Client // the guarded client; required
}

// Result is what the server of a handle says about it.
type Result struct {
	ActorID federation.ID
	Subject Handle // the handle as its server writes it; the one to show
	Page    string // for people; "" when not told
}

// Lookup asks the server of a handle for its actor, through host-meta where
// WebFinger finds nothing. When the answer is about another handle, as where
// the domain of the handle and of the server differ, that one is looked up,
// once, and must lead to the same actor. Source: RFC 7033, Mastodon
// app/lib/webfinger.rb. Errors are those of fetch.Client.Document.
func (c *Client) Lookup(ctx context.Context, h Handle) (Result, error) {
	said, subject, actor, err := c.resolve(ctx, h)
	if err != nil {
		return Result{}, err
	}
	page, _ := said.Link(Page)
	if _, err := federation.ParseID(page.Href); err != nil {
		page.Href = ""
	}
	return Result{ActorID: actor, Subject: subject, Page: page.Href}, nil
}

// resolve finds the document about a handle that the domain of the handle
// itself serves, the handle as that domain writes it, and its actor.
func (c *Client) resolve(ctx context.Context, h Handle) (Document, Handle, federation.ID, error) {
	fail := func(err error) (Document, Handle, federation.ID, error) { return Document{}, Handle{}, "", err }
	if _, err := ParseHandle(h.Resource()); err != nil {
		return fail(err)
	}
	first, err := c.ask(ctx, h)
	if err != nil {
		return fail(fmt.Errorf("look up %s: %w", h, err))
	}
	subject, err := ParseHandle(first.Subject)
	if err != nil && slices.Contains(first.Aliases, h.Resource()) {
		subject, err = h, nil // Hubzilla leaves the host out of the subject
	}
	if err != nil {
		return fail(fmt.Errorf("look up %s: subject: %w", h, err))
	}
	actor, err := first.Actor()
	if err != nil {
		return fail(fmt.Errorf("look up %s: %w", h, err))
	}
	if subject.Same(h) {
		return first, subject, actor, nil
	}
	second, err := c.ask(ctx, subject)
	if err != nil {
		return fail(fmt.Errorf("look up %s, that is %s: %w", h, subject, err))
	}
	confirmed, err := ParseHandle(second.Subject)
	if err != nil || !confirmed.Same(subject) {
		return fail(fmt.Errorf("look up %s: %s says that it is %q: %w", h, subject, second.Subject, federation.ErrMalformed))
	}
	if same, err := second.Actor(); err != nil || same != actor {
		return fail(fmt.Errorf("look up %s: %s leads to another actor than %s: %w", h, subject, actor, federation.ErrMalformed))
	}
	return second, confirmed, actor, nil
}

// Verify proves the handle of an actor: the one that it claims (FEP-2c59), or
// its name on the host of its id, must lead back to this very actor, byte for
// byte. Until then a handle is a claim and must not be shown. Source: Mastodon
// app/services/activitypub/process_account_service.rb. Errors are those of
// Lookup.
func (c *Client) Verify(ctx context.Context, actor federation.Actor) (Handle, error) {
	claim := actor.WebFinger
	if claim == "" {
		claim = actor.PreferredUsername + "@" + actor.ID.Host()
	}
	h, err := ParseHandle(claim)
	if err != nil {
		return Handle{}, fmt.Errorf("handle of %s: %w", actor.ID, err)
	}
	found, err := c.Lookup(ctx, h)
	if err != nil {
		return Handle{}, fmt.Errorf("handle of %s: %w", actor.ID, err)
	}
	if found.ActorID != actor.ID {
		return Handle{}, fmt.Errorf("handle of %s: %s belongs to %s: %w", actor.ID, h, found.ActorID, federation.ErrMalformed)
	}
	return found.Subject, nil
}

// ask asks the host of a handle about it.
func (c *Client) ask(ctx context.Context, h Handle) (Document, error) {
	return c.askAt(ctx, h.Host, h)
}

// askAt asks a host about a handle, perhaps of another domain.
func (c *Client) askAt(ctx context.Context, host string, h Handle) (Document, error) {
	resource := url.QueryEscape(h.Resource())
	raw, _, err := c.Fetch.WellKnown(ctx, host, "webfinger?resource="+resource, federation.JRDMediaType, "application/json")
	if errors.Is(err, federation.ErrNotFound) {
		raw, err = c.viaHostMeta(ctx, host, resource, err)
	}
	if err != nil {
		return Document{}, err
	}
	return read(raw)
}

// viaHostMeta asks where the host wants to be asked; without a useful answer
// the first one stands.
func (c *Client) viaHostMeta(ctx context.Context, host, resource string, first error) ([]byte, error) {
	raw, _, err := c.Fetch.WellKnown(ctx, host, "host-meta", xrdMediaType, "application/xml", "text/xml")
	if err != nil {
		return nil, first
	}
	address, err := template(raw)
	if err != nil {
		return nil, first
	}
	raw, _, err = c.Fetch.JSON(ctx, strings.ReplaceAll(address, "{uri}", resource), federation.JRDMediaType, "application/json")
	return raw, err
}
