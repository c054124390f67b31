package signature

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"inews/federation"
)

// KeySource finds public keys.
type KeySource interface {
	// Key is the key with the given id, as its owner publishes it now or, when
	// fresh is false, as it was last seen. The source answers for the owner: it
	// has made sure that the owner's own document lists this key id. It bounds
	// how often fresh is obeyed for one key. Errors wrap
	// federation.ErrUnauthorized, ErrNotFound, ErrGone or ErrMalformed when
	// there is no such key, ErrForbidden when policy keeps it from looking, and
	// ErrUnavailable when it cannot be told now.
	Key(ctx context.Context, id federation.ID, fresh bool) (federation.PublicKey, error)
}

// Verifier proves who sent a request. Only Keys must be set. It may be used by
// many goroutines when Keys may.
type Verifier struct {
	Keys   KeySource
	Now    func() time.Time // nil: time.Now
	Window time.Duration    // how far Date and created may be from Now, either side; 0: one hour
	// Origin is the public scheme and host, such as "https://council.example":
	// what senders sign, whatever a proxy makes of it. "": from the request.
	Origin string
}

// Verify proves that the request and its body were signed by the key that it
// names, and returns that key with its owner. A known key that does not fit is
// looked up afresh, once. Errors wrap federation.ErrUnauthorized (answer 401),
// ErrMalformed (the header cannot be read: 400), ErrForbidden (403) or
// ErrUnavailable (the key cannot be had now: 503).
func (v *Verifier) Verify(ctx context.Context, r *http.Request, body []byte) (federation.PublicKey, error) {
	s, err := v.parse(r)
	if err != nil {
		return federation.PublicKey{}, err
	}
	window := v.Window
	if window == 0 {
		window = hour
	}
	if err := s.check(body, v.Clock(), window); err != nil {
		return federation.PublicKey{}, err
	}
	known, err := v.key(ctx, s.KeyID, false)
	if err != nil {
		return federation.PublicKey{}, err
	}
	failure := s.prove(known.Key)
	if failure == nil {
		return known, nil
	}
	latest, err := v.key(ctx, s.KeyID, true)
	if err != nil {
		return federation.PublicKey{}, err
	}
	if latest.Owner == known.Owner && same(latest.Key, known.Key) {
		return federation.PublicKey{}, failure
	}
	if err := s.prove(latest.Key); err != nil {
		return federation.PublicKey{}, err
	}
	return latest, nil
}

// Clock is the time that the Verifier goes by.
func (v *Verifier) Clock() time.Time {
	if v.Now != nil {
		return v.Now()
	}
	return time.Now()
}

func (v *Verifier) parse(r *http.Request) (*Signature, error) {
	if v.Origin == "" {
		return parse(r, nil)
	}
	origin, err := url.Parse(v.Origin)
	if err != nil || origin.Host == "" {
		return nil, fmt.Errorf("signature: origin %q is not a scheme and a host", v.Origin)
	}
	return parse(r, origin)
}

// key asks the source and sorts its errors: a key that does not exist makes the
// request unproven, never malformed or not found. A key that its owner has
// withdrawn for good keeps federation.ErrGone, for the deletion of an actor.
func (v *Verifier) key(ctx context.Context, id federation.ID, fresh bool) (federation.PublicKey, error) {
	key, err := v.Keys.Key(ctx, id, fresh)
	switch {
	case err == nil && key.Owner != "" && key.Key != nil:
		return key, nil
	case err == nil:
		return federation.PublicKey{}, refuse("the key %s has no owner", id)
	}
	failure := &Error{Err: err}
	switch {
	case is(err, federation.ErrUnavailable):
		failure.Kind, failure.Reason = federation.ErrUnavailable, "the key cannot be fetched now"
	case is(err, federation.ErrForbidden):
		failure.Kind, failure.Reason = federation.ErrForbidden, "the key may not be fetched"
	case is(err, federation.ErrUnauthorized, federation.ErrNotFound, federation.ErrGone, federation.ErrMalformed, federation.ErrTooLarge):
		failure.Kind, failure.Reason = federation.ErrUnauthorized, "the key is not published by its owner"
	default:
		failure.Kind, failure.Reason = federation.ErrUnavailable, "the key cannot be looked up now"
	}
	return federation.PublicKey{}, failure
}

func is(err error, targets ...error) bool {
	for _, target := range targets {
		if errors.Is(err, target) {
			return true
		}
	}
	return false
}

// same tells whether two public keys are equal; both kinds know Equal.
func same(a, b crypto.PublicKey) bool {
	key, ok := a.(interface{ Equal(crypto.PublicKey) bool })
	return ok && key.Equal(b)
}
