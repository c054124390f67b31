package fedtest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"inews/federation"
	"inews/federation/signature"
)

// maxReceived is the largest activity that a peer takes.
const maxReceived = 1 << 20

// Received is an activity that a peer's inbox took.
type Received struct {
	ID       federation.ID
	Type     string
	Activity map[string]any       // its JSON
	Body     []byte               // and its bytes
	Key      federation.PublicKey // that signed it; zero when an Answer was given instead of looking
	Scheme   signature.Scheme     // in which it was signed
	Inbox    federation.ID        // where it came
	At       time.Time

	// Synchronisation is the federation.SynchronisationHeader that came with it,
	// if the signature covers it.
	Synchronisation string
}

// Object is the id of the activity's object, embedded or not.
func (r Received) Object() federation.ID { return idOf(r.Activity["object"]) }

// Received is all that was received, in that order.
func (p *Peer) Received() []Received {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.received)
}

// Refused says why requests were answered 401.
func (p *Peer) Refused() []error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.refused)
}

// Wait returns the first activity received, before or after the call, of the
// given type and about the given object; "" stands for any. It ends with ctx.
func (p *Peer) Wait(ctx context.Context, activityType string, object federation.ID) (Received, error) {
	return p.WaitFor(ctx, func(r Received) bool {
		return (activityType == "" || r.Type == activityType) && (object == "" || r.Object() == object)
	})
}

// WaitFor returns the first activity received, before or after the call, of
// which wanted is true. It ends with ctx.
func (p *Peer) WaitFor(ctx context.Context, wanted func(Received) bool) (Received, error) {
	for {
		p.mu.Lock()
		received, refused, changed := p.received, p.refused, p.changed
		p.mu.Unlock()
		if i := slices.IndexFunc(received, wanted); i >= 0 {
			return received[i], nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return Received{}, fmt.Errorf("%s received %d activities and refused %v, none of them the one: %w", p.Handle(), len(received), refused, ctx.Err())
		}
	}
}

func (p *Peer) serveInbox(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxReceived))
	if err != nil {
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	a := p.next()
	if !a.wait(r) {
		return
	}
	got := Received{Body: body, Inbox: p.ID(r.URL.Path), At: time.Now()}
	if a.Code == 0 {
		if err := p.prove(r, &got); err != nil {
			p.note(func() { p.refused = append(p.refused, err) })
			http.Error(w, err.Error(), http.StatusUnauthorized)
			return
		}
	}
	if a.code() < 300 {
		if err := json.Unmarshal(body, &got.Activity); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		got.ID = idOf(got.Activity)
		got.Type, _ = got.Activity["type"].(string)
		p.note(func() { p.received = append(p.received, got) })
	}
	a.write(w)
}

// prove makes sure who sent a request, and that it speaks for nobody else.
func (p *Peer) prove(r *http.Request, got *Received) error {
	s, err := signature.Parse(r)
	if err != nil {
		return err
	}
	if !p.understands(s.Scheme) {
		return fmt.Errorf("signed with %s: %w", s.Scheme, federation.ErrUnauthorized)
	}
	got.Scheme = s.Scheme
	if slices.Contains(s.Components, strings.ToLower(federation.SynchronisationHeader)) {
		got.Synchronisation = r.Header.Get(federation.SynchronisationHeader)
	}
	got.Key, err = p.verifier.Verify(r.Context(), r, got.Body)
	if err != nil {
		return err
	}
	var claimed struct{ Actor any }
	if err := json.Unmarshal(got.Body, &claimed); err != nil {
		return err
	}
	if actor := idOf(claimed.Actor); actor != got.Key.Owner {
		return fmt.Errorf("%s signed for %s: %w", got.Key.Owner, actor, federation.ErrUnauthorized)
	}
	return nil
}

// note changes what was received and wakes those who wait for it.
func (p *Peer) note(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
	close(p.changed)
	p.changed = make(chan struct{})
}

// keySource finds the keys of those who write to a peer, in their actors.
type keySource struct {
	peer  *Peer
	mu    sync.Mutex
	known map[federation.ID]federation.PublicKey
}

// Key is that of signature.KeySource.
func (k *keySource) Key(ctx context.Context, id federation.ID, fresh bool) (federation.PublicKey, error) {
	k.mu.Lock()
	key, ok := k.known[id]
	k.mu.Unlock()
	if ok && !fresh {
		return key, nil
	}
	owner, err := k.peer.look(ctx, id.Document())
	if err != nil {
		return federation.PublicKey{}, err
	}
	listed := keyIn(owner["publicKey"], id)
	if idOf(listed["owner"]) != id.Document() {
		return federation.PublicKey{}, fmt.Errorf("%s does not list the key: %w", id.Document(), federation.ErrUnauthorized)
	}
	pem, _ := listed["publicKeyPem"].(string)
	public, err := signature.ParsePublicKeyPEM(pem)
	if err != nil {
		return federation.PublicKey{}, fmt.Errorf("%w: %w", federation.ErrUnauthorized, err)
	}
	key = federation.PublicKey{ID: id, Owner: id.Document(), Key: public}
	k.mu.Lock()
	k.known[id] = key
	k.mu.Unlock()
	return key, nil
}

// keyIn is the key with the id among the keys of an actor, which may be one or a
// list.
func keyIn(keys any, id federation.ID) document {
	list, ok := keys.([]any)
	if !ok {
		list = []any{keys}
	}
	for _, entry := range list {
		if key, ok := entry.(document); ok && idOf(key) == id {
			return key
		}
	}
	return nil
}

// idOf is the id of a JSON value: the string itself, or the object's id.
func idOf(v any) federation.ID {
	switch v := v.(type) {
	case string:
		return federation.ID(v)
	case federation.ID:
		return v
	case document:
		return idOf(v["id"])
	}
	return ""
}
