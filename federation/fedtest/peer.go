package fedtest

import (
	"context"
	"crypto/rsa"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"inews/federation"
	"inews/federation/fetch"
	"inews/federation/signature"
)

// Peer is a server of the fediverse with one person on it, in memory. It shows
// its actor, WebFinger, notes and collections, proves the signatures of what
// reaches its inboxes, keeps what it received, and acts through its verbs. It
// may be used by many goroutines; exported fields must be set before that.
type Peer struct {
	*Server

	Scheme     signature.Scheme   // with which it signs; "": draft-cavage
	Understood []signature.Scheme // which it accepts; nil: both
	Client     *fetch.Client      // with which it asks others, signing as its person; of the peer's network
	Templates  map[string]string  // by relation: what its WebFinger says of pages where its person does something

	name     string // before the @
	verifier *signature.Verifier

	mu        sync.Mutex
	key       *rsa.PrivateKey
	numbered  int // ids so far
	documents map[string]any
	activity  []any                             // of the outbox, oldest first
	followers []federation.ID                   // whose Follow was accepted
	sent      map[federation.ID][]federation.ID // inboxes that an activity, or the activity about an object, went to
	about     map[federation.ID]document        // activities by their id, for Undo
	answers   []Answer
	always    Answer
	received  []Received
	refused   []error
	changed   chan struct{} // closed and renewed when something was received or refused
}

// Peer starts a server for a handle such as "alice@a.example".
func (n *Network) Peer(handle string) (*Peer, error) {
	name, host, ok := strings.Cut(handle, "@")
	if !ok || name == "" {
		return nil, fmt.Errorf("handle %q is not name@host", handle)
	}
	p := &Peer{
		Client: n.Client(), name: name, documents: map[string]any{},
		sent: map[federation.ID][]federation.ID{}, about: map[federation.ID]document{},
		changed: make(chan struct{}),
	}
	p.Client.Key = func(context.Context) (signature.Key, error) { return p.Key(), nil }
	p.verifier = &signature.Verifier{Keys: &keySource{peer: p, known: map[federation.ID]federation.PublicKey{}}}
	if err := p.Rotate(); err != nil {
		return nil, err
	}
	server, err := n.Serve(host, p.routes())
	if err != nil {
		return nil, err
	}
	p.Server = server
	p.verifier.Origin = server.ID("").Origin()
	return p, nil
}

// Handle is the peer's handle, without a leading @.
func (p *Peer) Handle() string { return p.name + "@" + p.Host }

// Actor is the id of the person.
func (p *Peer) Actor() federation.ID { return p.ID("/users/" + p.name) }

// Inbox is the person's own inbox.
func (p *Peer) Inbox() federation.ID { return p.Actor() + "/inbox" }

// SharedInbox is that of the server.
func (p *Peer) SharedInbox() federation.ID { return p.ID("/inbox") }

// Key is the key with which the person signs now.
func (p *Peer) Key() signature.Key {
	p.mu.Lock()
	defer p.mu.Unlock()
	return signature.Key{ID: p.keyID(), Signer: p.key}
}

// Rotate gives the person a new key, as Mastodon's administrators can. The
// actor shows the new one only; what was signed by the old one proves nothing
// any more.
func (p *Peer) Rotate() error {
	key, err := signature.GenerateRSA()
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.key = key
	return nil
}

// Put serves a document, to be written as JSON, at a path of the server; nil
// makes it gone (410).
func (p *Peer) Put(path string, document any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.documents[path] = document
}

// Followers are the actors whose Follow the peer has accepted.
func (p *Peer) Followers() []federation.ID {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.followers)
}

// keyID stays the same when the key changes, as with Mastodon.
func (p *Peer) keyID() federation.ID { return p.Actor() + "#main-key" }

// mint makes an id below the actor that was not used before.
func (p *Peer) mint(format string) federation.ID {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.numbered++
	return p.Actor() + federation.ID(fmt.Sprintf(format, p.numbered))
}

func (p *Peer) understands(scheme signature.Scheme) bool {
	return p.Understood == nil || slices.Contains(p.Understood, scheme)
}

func (p *Peer) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /inbox", p.serveInbox)
	mux.HandleFunc("POST /users/"+p.name+"/inbox", p.serveInbox)
	mux.HandleFunc("GET /.well-known/webfinger", p.serveWebFinger)
	mux.HandleFunc("GET /users/"+p.name, p.serveActor)
	mux.HandleFunc("GET /users/"+p.name+"/outbox", p.serveOutbox)
	mux.HandleFunc("GET /users/"+p.name+"/followers", p.serveFollowers)
	mux.HandleFunc("GET /", p.serveDocument)
	return mux
}
