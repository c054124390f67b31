package fetch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"inews/federation"
	"inews/federation/activitystreams"
)

// accept asks for ActivityStreams in both names. Source: ActivityPub §3.2.
const accept = federation.MediaType + ", " + federation.LDMediaType

// Document is an ActivityStreams document that its own address has confirmed.
type Document struct {
	ID   federation.ID // its real one, which may differ from the address that was asked
	Type string
	Kind activitystreams.Kind
	Raw  []byte
}

// Document fetches an ActivityStreams document. The address where it was found,
// after redirects, must be the id that it bears, fragment aside; otherwise that
// id is fetched once, on the same origin, and must confirm itself. So a page's address leads
// to its object, and nobody can speak for another. Callers that know what they
// asked for compare Document.ID with it. Source: FEP-fe34, CVE-2024-23832.
//
// Errors wrap federation.ErrNotFound, ErrGone, ErrUnauthorized, ErrForbidden
// (also: not a public address), ErrTooLarge, ErrMalformed (also: not served as
// ActivityStreams, not its own id), ErrBudget or ErrUnavailable.
func (c *Client) Document(ctx context.Context, id federation.ID) (Document, error) {
	ctx, cancel := context.WithTimeout(ctx, or(c.Timeout, defaultTimeout))
	defer cancel()
	found, at, err := c.document(ctx, id)
	if err != nil {
		return Document{}, err
	}
	if found.ID.Document() == at {
		return found, nil
	}
	if !found.ID.SameOrigin(at) || !canonical(found.ID) {
		return Document{}, fmt.Errorf("%s says that it is %q: %w", at, found.ID, federation.ErrMalformed)
	}
	confirmed, where, err := c.document(ctx, found.ID)
	if err != nil {
		return Document{}, err
	}
	if confirmed.ID != found.ID || where != found.ID.Document() {
		return Document{}, fmt.Errorf("%s says that it is %q, which does not say so itself: %w", at, found.ID, federation.ErrMalformed)
	}
	return confirmed, nil
}

// Actor fetches an actor. Errors are those of Document.
func (c *Client) Actor(ctx context.Context, id federation.ID) (federation.Actor, error) {
	return as(c, ctx, id, activitystreams.ReadActor)
}

// Object fetches an object. A Tombstone is federation.ErrGone; other errors are
// those of Document.
func (c *Client) Object(ctx context.Context, id federation.ID) (federation.Object, error) {
	return as(c, ctx, id, activitystreams.ReadObject)
}

// Collection fetches a collection or one page of it. Errors are those of
// Document.
func (c *Client) Collection(ctx context.Context, id federation.ID) (federation.Collection, error) {
	return as(c, ctx, id, activitystreams.ReadCollection)
}

func as[T any](c *Client, ctx context.Context, id federation.ID, read func([]byte) (T, error)) (T, error) {
	var none T
	d, err := c.Document(ctx, id)
	if err != nil {
		return none, err
	}
	if d.Type == federation.TombstoneType {
		return none, fmt.Errorf("fetch %s: a tombstone: %w", id, federation.ErrGone)
	}
	v, err := read(d.Raw)
	if err != nil {
		return none, fmt.Errorf("fetch %s: %w", id, err)
	}
	return v, nil
}

// JSON fetches what is not ActivityStreams, such as WebFinger or NodeInfo:
// without a signature, but behind the same guards. It returns the body and its
// Content-Type, which the caller judges. accept are the media types to ask for;
// none: application/json. Errors are those of Document.
func (c *Client) JSON(ctx context.Context, address string, accept ...string) ([]byte, string, error) {
	ctx, cancel := context.WithTimeout(ctx, or(c.Timeout, defaultTimeout))
	defer cancel()
	if len(accept) == 0 {
		accept = []string{"application/json"}
	}
	a, err := c.get(ctx, federation.ID(address), question{accept: strings.Join(accept, ", ")}, false)
	return a.raw, a.contentType, err
}

// WellKnown fetches /.well-known/path of a host, as JSON does, by https; and
// with AllowHTTP, by http where nobody answers https. It tells which address it
// asked, since only that one's origin has spoken. Source: RFC 8615 §3.
func (c *Client) WellKnown(ctx context.Context, host, path string, accept ...string) ([]byte, federation.ID, error) {
	at := federation.ID("https://" + host + "/.well-known/" + path)
	raw, _, err := c.JSON(ctx, string(at), accept...)
	var answered *StatusError
	if c.AllowHTTP && errors.Is(err, federation.ErrUnavailable) && !errors.As(err, &answered) {
		at = federation.ID("http://" + host + "/.well-known/" + path)
		raw, _, err = c.JSON(ctx, string(at), accept...)
	}
	return raw, at, err
}

// document fetches and reads without asking whose the document is; it tells
// where it was found.
func (c *Client) document(ctx context.Context, id federation.ID) (Document, federation.ID, error) {
	a, err := c.get(ctx, id, question{accept: accept}, true)
	if err != nil {
		return Document{}, "", err
	}
	if !federation.IsMediaType(a.contentType) {
		return Document{}, "", fmt.Errorf("fetch %s: served as %q: %w", a.at, a.contentType, federation.ErrMalformed)
	}
	kind, typ, err := activitystreams.KindOf(a.raw)
	if err != nil {
		return Document{}, "", fmt.Errorf("fetch %s: %w", a.at, err)
	}
	// A map, since a struct would take "ID" for "id".
	var root map[string]json.RawMessage
	var own string
	if err := json.Unmarshal(a.raw, &root); err != nil {
		return Document{}, "", fmt.Errorf("fetch %s: %w: %w", a.at, federation.ErrMalformed, err)
	}
	if err := json.Unmarshal(root["id"], &own); err != nil {
		return Document{}, "", fmt.Errorf("fetch %s: no id: %w", a.at, federation.ErrMalformed)
	}
	return Document{ID: federation.ID(own), Type: typ, Kind: kind, Raw: a.raw}, a.at, nil
}

// canonical tells whether an id spells its origin in the one right way: lower
// case, no final dot, no default port. Another spelling would be another id for
// the same thing.
func canonical(id federation.ID) bool {
	origin := id.Origin()
	rest, ok := strings.CutPrefix(string(id), origin)
	return origin != "" && ok && (rest == "" || strings.ContainsRune("/?#", rune(rest[0])))
}

func secure(id federation.ID) bool { return strings.HasPrefix(id.Origin(), "https://") }
