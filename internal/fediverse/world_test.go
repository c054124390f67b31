package fediverse_test

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/federation/fetch"
	"inews/federation/inbox"
	"inews/federation/signature"
	"inews/internal/comments"
	"inews/internal/fediverse"
	"inews/internal/network"
	"inews/internal/pgtest"
	"inews/internal/postgres"
)

// world is a blog with one published post: the real inbox, receiver and
// database, in a network of peers. Nothing works in the background: work does.
type world struct {
	*testing.T
	network  *fedtest.Network
	db       *postgres.DB
	bridge   *fediverse.Bridge
	door     *fediverse.Door
	receiver *fediverse.Receiver
	queue    *fediverse.Queue
	staff    *comments.Comments
	post     fed.ID
	postID   string // in the database
	inbox    fed.ID
	site     http.Handler
	front    http.Handler // what strangers reach: site, unless a test puts something before it
	guard    *fediverse.Guard
	readers  *fediverse.Readers
	number   int // makes names unique
}

func newWorld(t *testing.T) *world {
	t.Helper()
	net, err := fedtest.NewNetwork()
	check(t, err)
	t.Cleanup(func() { _ = net.Close() })
	w := &world{T: t, network: net, db: pgtest.New(t)}
	addresses := fediverse.Addresses{Base: "https://blog.example", Handle: "inews"}
	queue := &fediverse.Queue{DB: w.db, Addresses: addresses, Now: time.Now}
	guard := &fediverse.Guard{DB: w.db, Queue: queue, Now: time.Now}
	w.queue, w.guard = queue, guard
	ring := &fediverse.KeyRing{DB: w.db, Addresses: addresses, Now: time.Now}
	client := &fetch.Client{Key: ring.Instance, Admit: guard.Host}
	net.Join(client)
	w.staff = &comments.Comments{DB: w.db, Base: addresses.Comments(), Ours: []string{addresses.Base + "/"}}
	w.bridge = &fediverse.Bridge{
		Addresses: addresses, DB: w.db, Client: client, Keys: ring, Comments: w.staff,
		Network: &network.Network{DB: w.db, Base: string(addresses.Activity(""))},
		Log:     slog.New(slog.DiscardHandler), Now: time.Now, Profile: fediverse.Profile{HandleDomain: "blog.example"},
	}
	w.bridge.Network.Finder, queue.Greet = w.bridge, w.bridge.Greet
	w.receiver = fediverse.NewReceiver(w.bridge)
	door := &fediverse.Door{DB: w.db}
	door.Together = func(ctx context.Context, item postgres.InboxItem) error {
		return door.Keep(ctx, []postgres.InboxItem{item})
	}
	w.door = door
	w.readers = &fediverse.Readers{
		Verifier: &signature.Verifier{Keys: &fetch.Keys{Client: client, Cached: w.bridge.CachedKey, Timeout: time.Minute}, Origin: addresses.Base},
		Guard:    guard,
	}
	w.opens()
	_, err = net.Serve("blog.example", http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.front.ServeHTTP(rw, r) }))
	check(t, err)
	var object string
	w.one(`
		INSERT INTO posts (form, state, slug, title, published_at) VALUES ('article', 'published', 'bins', 'Bins', now())
		RETURNING id, object_id`).into(&w.postID, &object)
	w.post, w.inbox = fed.ID(addresses.Base+"/ap/posts/"+object), addresses.SharedInbox()
	return w
}

// opens has the site take what the world says of it by now.
func (w *world) opens() {
	w.site = fediverse.NewSite(w.bridge, fediverse.Library{Bridge: w.bridge}, &inbox.Handler{
		Store: w.door, Admit: w.guard.Admit, Known: w.bridge.Known, Verifier: w.readers.Verifier,
	}, w.readers)
	w.front = w.site
}

// peer is a server with one person.
func (w *world) peer(handle string) *fedtest.Peer {
	w.Helper()
	p, err := w.network.Peer(handle)
	check(w.T, err)
	return p
}

// sends posts an activity, signed by the peer, and works it off. It returns
// what became of it.
func (w *world) sends(p *fedtest.Peer, activity map[string]any) (state, reason string) {
	w.Helper()
	if activity["actor"] == nil {
		activity["actor"] = p.Actor()
	}
	check(w.T, p.Post(w.Context(), w.inbox, activity))
	return w.outcome(activity["id"].(fed.ID))
}

// outcome works off what waits, and tells what became of an activity.
func (w *world) outcome(id fed.ID) (state, reason string) {
	w.Helper()
	w.work()
	state, reason, err := w.db.InboxOutcome(w.Context(), string(id))
	check(w.T, err)
	return state, reason
}

func (w *world) work() {
	w.Helper()
	for {
		n, err := w.receiver.Work(w.Context())
		check(w.T, err)
		if n == 0 {
			return
		}
	}
}

// reply is the Create of a public note on the peer's server that answers an
// object; the note is served there, too.
func (w *world) reply(p *fedtest.Peer, path string, to fed.ID) map[string]any {
	note := map[string]any{
		"@context": fed.Namespace, "id": p.ID(path), "type": "Note", "attributedTo": p.Actor(), "inReplyTo": to,
		"content": "<p>From " + p.Handle() + " at " + path + "</p>", "to": []any{fed.Public}, "published": "2026-11-20T10:00:00Z",
	}
	p.Put(path, note)
	return map[string]any{"@context": fed.Namespace, "id": p.ID(path + "/activity"), "type": "Create", "object": note, "to": []any{fed.Public}}
}

// row is a row that is about to be read.
type row struct {
	*testing.T
	scan func(...any) error
}

func (w *world) one(query string, args ...any) row {
	return row{w.T, w.db.SQL().QueryRowContext(w.Context(), query, args...).Scan}
}

func (r row) into(targets ...any) {
	r.Helper()
	check(r.T, r.scan(targets...))
}

func (w *world) exec(statement string, args ...any) {
	w.Helper()
	pgtest.Exec(w, w.db, statement, args...)
}

// count is the result of a query for one number.
func (w *world) count(query string, args ...any) int {
	w.Helper()
	return pgtest.Count(w, w.db, query, args...)
}

// wants fails the test unless the outcome is the state with a reason that holds
// the words.
func (w *world) wants(what, state, reason, wantState, words string) {
	w.Helper()
	if state != wantState || !strings.Contains(reason, words) {
		w.Errorf("%s: %s (%s), want %s (… %s …)", what, state, reason, wantState, words)
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// people serves an actor at every address /users/… of a host, with a list of
// theirs at /list below it: people whom the blog has never met. Each says of itself that it was known by the names given.
func (w *world) people(host string, key string, knownAs func(id fed.ID) []fed.ID) {
	w.Helper()
	_, err := w.network.Serve(host, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/users/") {
			http.NotFound(rw, r)
			return
		}
		id := fed.ID("https://" + host + r.URL.Path)
		if owner, ok := strings.CutSuffix(string(id), "/list"); ok {
			writeJSON(rw, map[string]any{"@context": fed.Namespace, "id": id, "type": "FeaturedCollection", "attributedTo": owner})
			return
		}
		writeJSON(rw, map[string]any{
			"@context": fed.Namespace, "id": id, "type": "Person", "preferredUsername": r.URL.Path[len("/users/"):],
			"inbox": id + "/inbox", "alsoKnownAs": knownAs(id),
			"publicKey": map[string]any{"id": id + "#main-key", "owner": id, "publicKeyPem": key},
		})
	}))
	check(w.T, err)
}
