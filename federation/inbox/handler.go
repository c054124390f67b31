package inbox

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"sync/atomic"

	"inews/federation"
	"inews/federation/signature"
)

// Defaults of a Handler.
const (
	defaultLimit    = 1 << 20  // Mastodon takes as much
	defaultInFlight = 256      // with full bodies, 256 MiB
	believed        = 32 << 10 // of an announced length, before the bytes are there
)

// Handler is the inbox of an actor, or the shared inbox of a server. It answers
//
//	202 taken in, or not worth taking in
//	400 not an activity, or an ambiguous one; a signature header that cannot be read
//	401 no signature, or not a good one
//	403 signed by somebody else than the actor; a host that is not wanted
//	405 not a POST
//	408 the body did not arrive
//	413 a body over the limit
//	415 another media type, or a compressed body
//	429 too many requests, with Retry-After
//	503 the key cannot be fetched or the Store does not answer, with Retry-After
//
// Refusals carry a problem document (FEP-c180). Store and Verifier must be set.
// The time that a body may take is the server's to limit (http.Server's
// ReadTimeout). Source: ActivityPub §7.
type Handler struct {
	Store    Store
	Verifier *signature.Verifier

	Limit       int64 // bytes of a body; 0: 1 MiB
	MaxInFlight int   // requests at work at one time, beyond which 503; 0: 256

	// Admit says whether a visitor may come in. It is asked twice: about the
	// actor that the activity claims, before its signature is looked at, and
	// about the one that the key has proven. Return an error that wraps
	// federation.ErrForbidden for a blocked host (403), a TooMany for a flood
	// (429, see Throttle); any other is 503. nil admits everybody.
	Admit func(ctx context.Context, visitor Visitor) error
	// Known tells whether the application holds anything of an actor. When it
	// does not, the actor's own Delete is answered with 202 and dropped before
	// its key is looked for: Mastodon announces every deleted actor to every
	// server it knows, and would send again what is answered 429: so these are
	// dropped before Admit counts them. nil: everybody is known.
	Known func(ctx context.Context, actor federation.ID) (bool, error)
	// Report is told how each request ended, after the answer is written. nil:
	// nobody is.
	Report func(Outcome)

	inFlight atomic.Int64
}

// Visitor is who asks to come in.
type Visitor struct {
	Actor   federation.ID // "" when the activity does not say, until the key has
	Host    string        // of the actor, with its port when it is not the usual one
	Address string        // RemoteAddr of the request
	// Proven tells whether the signature has proven the actor. Count a flood by
	// Address until then, or one host could use up what another is allowed.
	Proven bool
}

// Outcome is how a request ended.
type Outcome struct {
	Status   int
	Received Received // as far as it was read; Body is empty
	Address  string   // RemoteAddr of the request
	Dropped  bool     // answered 202 and not handed to the Store
	Err      error    // why it was refused, in full; nil for 202
}

// InFlight is how many requests are at work at this moment. An application that
// works off activities in the same process may let them wait while it is high: a
// sender waits for its answer, an activity that is stored waits for nobody.
func (h *Handler) InFlight() int { return int(h.inFlight.Load()) }

// ServeHTTP takes one activity in.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	outcome := Outcome{Status: http.StatusAccepted, Address: r.RemoteAddr}
	if err := h.take(w, r, &outcome); err != nil {
		answer := refuse(err)
		outcome.Status, outcome.Err = answer.status, err
		answer.write(w)
	} else {
		w.WriteHeader(http.StatusAccepted)
	}
	if h.Report != nil {
		outcome.Received.Body = nil
		h.Report(outcome)
	}
}

// take runs the gates, the cheapest first.
func (h *Handler) take(w http.ResponseWriter, r *http.Request, outcome *Outcome) error {
	limit := h.MaxInFlight
	if limit == 0 {
		limit = defaultInFlight
	}
	defer h.inFlight.Add(-1)
	if h.inFlight.Add(1) > int64(limit) {
		return &refusal{kind: federation.ErrUnavailable, reason: "too many requests at once", retry: retryBusy}
	}
	body, err := h.read(w, r)
	if err != nil {
		return err
	}
	item := &outcome.Received
	envelope, err := ReadEnvelope(body)
	*item = Received{ActivityID: envelope.ID, Type: envelope.Type, Actor: envelope.Actor, ObjectID: envelope.ObjectID}
	if err != nil {
		return err
	}
	if envelope.ID != "" && envelope.Actor != "" && !envelope.ID.SameOrigin(envelope.Actor) {
		return forbidden("the id of the activity is not on the server of its actor")
	}
	if outcome.Dropped, err = h.unknown(r.Context(), envelope); err != nil || outcome.Dropped {
		return err
	}
	if err := h.admit(r, envelope.Actor, false); err != nil {
		return err
	}
	if err := h.prove(r, envelope, body, item); err != nil {
		return err
	}
	if item.ActivityID == "" {
		item.ActivityID = stableID(item.Actor, body)
	}
	item.Body, item.ReceivedAt = body, h.Verifier.Clock()
	return h.Store.Accept(r.Context(), *item)
}

// read checks the form of the request and reads its body.
func (h *Handler) read(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if r.Method != http.MethodPost {
		return nil, &refusal{status: http.StatusMethodNotAllowed, reason: "an inbox takes POST"}
	}
	if types := r.Header["Content-Type"]; len(types) != 1 || !federation.IsMediaType(types[0]) {
		return nil, &refusal{status: http.StatusUnsupportedMediaType, reason: "an inbox takes " + federation.MediaType}
	}
	if r.Header.Get("Content-Encoding") != "" {
		return nil, &refusal{status: http.StatusUnsupportedMediaType, reason: "an inbox takes no compressed body"}
	}
	limit := h.Limit
	if limit == 0 {
		limit = defaultLimit
	}
	tooLarge := &refusal{kind: federation.ErrTooLarge, reason: "the body is over the limit"}
	if r.ContentLength > limit {
		return nil, tooLarge
	}
	var body bytes.Buffer
	body.Grow(int(min(max(r.ContentLength, 0), believed)) + bytes.MinRead)
	_, err := body.ReadFrom(http.MaxBytesReader(w, r.Body, limit))
	if errors.As(err, new(*http.MaxBytesError)) {
		return nil, tooLarge
	}
	if err != nil {
		return nil, &refusal{status: http.StatusRequestTimeout, reason: "the body did not arrive", err: err}
	}
	return body.Bytes(), nil
}

func (h *Handler) admit(r *http.Request, actor federation.ID, proven bool) error {
	if h.Admit == nil {
		return nil
	}
	visitor := Visitor{Actor: actor, Address: r.RemoteAddr, Proven: proven}
	if actor != "" {
		visitor.Host = actor.Host()
	}
	return h.Admit(r.Context(), visitor)
}

// unknown tells whether this is the farewell of somebody nobody here knows.
func (h *Handler) unknown(ctx context.Context, e Envelope) (bool, error) {
	if h.Known == nil || !e.farewell() {
		return false, nil
	}
	known, err := h.Known(ctx, e.Actor)
	return err == nil && !known, err
}

// farewell tells whether an actor deletes itself.
func (e Envelope) farewell() bool {
	return e.Type == federation.DeleteType && e.Actor != "" && e.ObjectID == e.Actor
}

// prove finds out who signed, and whether that is who acts.
func (h *Handler) prove(r *http.Request, e Envelope, body []byte, item *Received) error {
	key, err := h.Verifier.Verify(r.Context(), r, body)
	if e.farewell() && errors.Is(err, federation.ErrGone) {
		item.ActorGone = true
		return nil
	}
	if err != nil {
		return err
	}
	item.Signer, item.KeyID = key.Owner, key.ID
	if item.Actor == "" {
		item.Actor = key.Owner
		if e.ID != "" && !e.ID.SameOrigin(key.Owner) {
			return forbidden("the id of the activity is not on the server of its signer")
		}
	}
	if item.Actor != key.Owner {
		if !e.forwardable() {
			return forbidden("the activity is not signed by its actor")
		}
		item.Forwarded = true
	}
	return h.admit(r, key.Owner, true)
}

// forwardable tells whether another server may have passed the activity on:
// those that expect it add a linked-data signature or a proof. Source:
// ActivityPub §7.1.2; Mastodon forwards these three.
func (e Envelope) forwardable() bool {
	switch e.Type {
	case federation.CreateType, federation.UpdateType, federation.DeleteType:
		return e.Signed && e.ObjectID != ""
	}
	return false
}

func forbidden(reason string) error {
	return &refusal{kind: federation.ErrForbidden, reason: reason}
}
