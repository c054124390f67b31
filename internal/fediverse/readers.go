package fediverse

import (
	"context"
	"errors"
	"net/http"

	fed "inews/federation"
	"inews/federation/inbox"
	"inews/federation/signature"
)

// Readers decides who may read our documents: who has signed the request with a
// key that the inbox would believe, and is welcome at the inbox.
type Readers struct {
	Verifier *signature.Verifier // the inbox's own, with its memory of keys
	Guard    *Guard
	// Throttle bounds the work that signatures make, apart from the inbox's: who
	// reads much may still deliver. nil: any amount.
	Throttle *inbox.Throttle
}

// howToRead is what an unsigned request is told to do.
const howToRead = ": this server gives its documents to servers that sign their requests; sign the GET with the key of an actor of yours, " +
	"in draft-cavage over (request-target), host and date, or by RFC 9421 over @method and @target-uri with created"

// admit is actor.Handler.Admit for what only a proven reader may see.
func (rs *Readers) admit(w http.ResponseWriter, r *http.Request, _ fed.ID) (fed.ID, bool) {
	reader, err := rs.prove(r)
	if err != nil {
		inbox.RefuseReader(w, err)
		return "", false
	}
	return reader, true
}

// admitUnless is the same for everything but what is open.
func (rs *Readers) admitUnless(open func(fed.ID) bool) func(http.ResponseWriter, *http.Request, fed.ID) (fed.ID, bool) {
	return func(w http.ResponseWriter, r *http.Request, id fed.ID) (fed.ID, bool) {
		if open(id) {
			return "", true
		}
		return rs.admit(w, r, id)
	}
}

// prove finds out who asks, and whether they may. The claim alone is enough to
// be refused, before a key is looked for.
func (rs *Readers) prove(r *http.Request) (fed.ID, error) {
	ctx := r.Context()
	claimed, err := signature.Parse(r)
	if err != nil {
		return "", advise(err)
	}
	claim := inbox.Visitor{Host: claimed.KeyID.Host(), Address: r.RemoteAddr}
	if err := rs.welcome(ctx, claim); err != nil {
		return "", err
	}
	key, err := rs.Verifier.Verify(ctx, r, nil)
	if err != nil {
		return "", advise(err)
	}
	proven := inbox.Visitor{Actor: key.Owner, Host: key.Owner.Host(), Address: r.RemoteAddr, Proven: true}
	return key.Owner, rs.welcome(ctx, proven)
}

// welcome asks what staff have decided, and whether it was too often.
func (rs *Readers) welcome(ctx context.Context, visitor inbox.Visitor) error {
	err := rs.Guard.Read(ctx, visitor)
	if errors.Is(err, fed.ErrForbidden) {
		return &signature.Error{Reason: "this server gives nothing to yours", Kind: fed.ErrForbidden, Err: err}
	}
	if err == nil && rs.Throttle != nil {
		err = rs.Throttle.Admit(visitor)
	}
	return err
}

// advise adds to why a request was not taken as signed what to do about it.
func advise(err error) error {
	var refused *signature.Error
	if errors.As(err, &refused) && refused.Kind == fed.ErrUnauthorized {
		return &signature.Error{Reason: refused.Reason + howToRead, Kind: refused.Kind, Err: refused.Err}
	}
	return err
}
