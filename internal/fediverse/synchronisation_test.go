package fediverse_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/federation/signature"
	"inews/internal/blog"
)

// told is the whole header with a digest.
func told(digest string) string {
	return `collectionId="https://blog.example/ap/actors/inews/followers", ` +
		`url="https://blog.example/ap/actors/inews/followers/synchronization", digest="` + digest + `"`
}

// What goes to followers says which followers their server has, in both
// schemes, under the signature, as of the moment of sending.
func TestSynchronisationIsSent(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	alice, carol := o.follower("alice@a.example"), o.peer("carol@c.example")
	bob := alice.ID("/users/bob")
	o.known(bob, bob+"/follow")
	post := o.publishes("News")
	o.rounds()
	o.synchronises(alice, fed.CreateType, told(bySum(alice.Actor(), bob)))
	state, reason := o.sends(carol, map[string]any{"id": carol.ID("/likes/1"), "type": "Like", "object": o.bridge.Addresses.Post(post)})
	o.wants("a Like", state, reason, "done", "")

	// One leaves while the server is away; the same delivery is tried again.
	alice.Understood = []signature.Scheme{signature.RFC9421}
	alice.Answers(fedtest.Answer{Code: http.StatusServiceUnavailable})
	o.edits(post, "Better news")
	o.rounds()
	o.exec(`DELETE FROM followers WHERE person_uri = $1`, bob)
	o.live(1)
	o.synchronises(alice, fed.UpdateType, told(bySum(alice.Actor())))

	o.withdraws(post)
	o.rounds()
	o.synchronises(alice, fed.DeleteType, told(bySum(alice.Actor())))
	o.synchronises(carol, fed.DeleteType, "")
	o.isOfTheActivity(alice)
}

// isOfTheActivity checks that of what is claimed together for one server, only
// what is for followers has the header.
func (o *office) isOfTheActivity(alice *fedtest.Peer) {
	o.Helper()
	o.sends(alice, map[string]any{"id": alice.ID("/follows/2"), "type": "Follow", "object": o.bridge.Blog()})
	o.publishes("More news")
	claimed, err := o.queue.Claim(o.Context(), 100, 2)
	check(o.T, err)
	if len(claimed) != 2 {
		o.Fatalf("%d deliveries were claimed together, want an Accept and a Create", len(claimed))
	}
	for _, d := range claimed {
		want := told(bySum(alice.Actor()))
		if strings.Contains(string(d.Body), `"type":"Accept"`) {
			want = "" // which is for one person
		}
		if d.Synchronisation != want {
			o.Errorf("%s has the header %q, want %q", d.Body, d.Synchronisation, want)
		}
	}
}

// synchronises checks the header of the last activity of a type that a peer
// received.
func (o *office) synchronises(p *fedtest.Peer, activityType, want string) {
	o.Helper()
	received := p.Received()
	slices.Reverse(received)
	i := slices.IndexFunc(received, func(r fedtest.Received) bool { return r.Type == activityType })
	if i < 0 {
		o.Fatalf("%s received no %s; it refused %v", p.Handle(), activityType, p.Refused())
	}
	if got := received[i].Synchronisation; got != want {
		o.Errorf("%s with its %s: header\n%q, want\n%q", p.Handle(), activityType, got, want)
	}
}

// Where the digest could be taken for what it is not, none is sent.
func TestSynchronisationIsNotSent(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(o *office, alice *fedtest.Peer){
		"a follower of the inbox has an id elsewhere": func(o *office, alice *fedtest.Peer) {
			o.known("https://ids.example/users/x", "https://ids.example/follow")
			o.exec(`UPDATE people SET inbox = $1 WHERE uri = 'https://ids.example/users/x'`, alice.SharedInbox())
		},
		"the database was put back from a backup": func(o *office, _ *fedtest.Peer) {
			o.exec(`INSERT INTO epochs (began_at, backup_at, resumed_at) VALUES (now() - interval '1 hour', now() - interval '2 hours', now())`)
		},
		"their server could not read the list": func(o *office, alice *fedtest.Peer) {
			o.exec(`INSERT INTO people (uri, host) SELECT $1::text || '/users/' || repeat('x', 1000) || n, 'a.example' FROM generate_series(1, 1000) n`, "https://a.example")
			o.exec(`INSERT INTO followers (person_uri, follow_id) SELECT uri, uri FROM people WHERE host = 'a.example' AND inbox = ''`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			alice := o.follower("alice@a.example")
			change(o, alice)
			o.publishes("News")
			o.rounds()
			o.synchronises(alice, fed.CreateType, "")
		})
	}
	// Delivered to for somebody whose id is elsewhere, and nobody else.
	o := newOffice(t)
	inbox := o.peer("box@box.example")
	o.known("https://ids.example/users/x", "https://ids.example/follow")
	o.exec(`UPDATE people SET inbox = $1 WHERE uri = 'https://ids.example/users/x'`, inbox.SharedInbox())
	o.publishes("News")
	o.rounds()
	o.synchronises(inbox, fed.CreateType, "")
}

// A server that does as Mastodon does is brought to hold the same followers as
// the blog, in both directions.
func TestSynchronisationMends(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	alice := o.follower("alice@a.example")
	bob, ghost := alice.ID("/users/bob"), alice.ID("/users/ghost")
	o.known(bob, bob+"/follow")
	hears := func(local ...fed.ID) []fed.ID {
		t.Helper()
		o.publishes("News")
		o.rounds()
		received := alice.Received()
		kept, err := alice.Synchronise(t.Context(), received[len(received)-1], local...)
		check(t, err)
		o.work()
		return kept
	}
	asked := func() int { return o.count(`SELECT count(*) FROM inbox_items WHERE type = 'Undo'`) }
	if kept := hears(alice.Actor(), bob); len(kept) != 2 || asked() != 0 {
		t.Errorf("what agrees was changed: %v", kept)
	}
	// The server holds one whom the blog does not: our loss of a Follow, or theirs
	// of a Reject.
	if kept := hears(alice.Actor(), bob, ghost); !slices.Equal(kept, []fed.ID{alice.Actor(), bob}) {
		t.Errorf("their followers are %v now, want the ghost to be gone", kept)
	}
	// The blog holds one whom the server does not: a lost Undo.
	if kept := hears(bob); !slices.Equal(kept, []fed.ID{bob}) {
		t.Errorf("their followers are %v now, want %s", kept, bob)
	}
	if n := o.count(`SELECT count(*) FROM followers WHERE person_uri = $1`, alice.Actor()); n != 0 {
		t.Error("the blog still holds a follower who has left")
	}
	if kept := hears(bob); len(kept) != 1 || asked() != 1 {
		t.Errorf("after one round both hold the same, and still there were %d Undos: %v", asked(), kept)
	}
}

// The list of a server's followers is for that server: signed requests only, of
// its own actors, and never from a cache.
func TestSynchronisationIsForTheSigner(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, eve, mallory := w.peer("alice@a.example"), w.peer("eve@e.example"), w.peer("mallory@m.example")
	near, far := alice.ID("/users/bob"), fed.ID("https://below.a.example/users/bob")
	for _, id := range []fed.ID{alice.Actor(), near, far, mallory.Actor()} {
		w.known(id, id+"/follow")
	}
	check(t, w.staff.BlockPerson(t.Context(), owner, string(mallory.Actor()), "spam"))
	list := w.bridge.Synchronisation()
	for _, scheme := range []signature.Scheme{signature.Cavage, signature.RFC9421} {
		for _, test := range []struct {
			peer *fedtest.Peer
			want []fed.ID
		}{{alice, []fed.ID{alice.Actor(), near}}, {eve, []fed.ID{}}} {
			answer := w.reads(test.peer, scheme, http.MethodGet, list, nil)
			var document struct {
				ID, Type     string
				TotalItems   int
				OrderedItems []fed.ID
			}
			check(t, json.Unmarshal(answer.Body.Bytes(), &document))
			if answer.Code != http.StatusOK || document.ID != string(list) || document.Type != "OrderedCollection" ||
				document.TotalItems != len(test.want) || !slices.Equal(document.OrderedItems, test.want) || document.OrderedItems == nil {
				t.Errorf("%s in %s: %d %s, want %v", test.peer.Handle(), scheme, answer.Code, answer.Body, test.want)
			}
			if got := answer.Header().Get("Cache-Control"); got != "private, no-store" {
				t.Errorf("it may be kept: %q", got)
			}
			if head := w.reads(test.peer, scheme, http.MethodHead, list, nil); head.Code != http.StatusOK || head.Body.Len() != 0 {
				t.Errorf("HEAD: %d, %d bytes", head.Code, head.Body.Len())
			}
		}
	}
	unsigned := func(r *http.Request) { r.Header.Del("Signature") }
	w.refuses(w.reads(alice, signature.Cavage, http.MethodGet, list, unsigned), http.StatusUnauthorized, "sign the GET")
	w.refuses(w.reads(alice, signature.Cavage, http.MethodGet, list+"?page=1", unsigned), http.StatusUnauthorized, "sign the GET")
	w.refuses(w.reads(alice, signature.Cavage, http.MethodGet, list, func(r *http.Request) {
		r.Header.Set("Date", time.Now().Add(-2*time.Hour).UTC().Format(http.TimeFormat))
	}),
		http.StatusUnauthorized, "clock")
	w.refuses(w.reads(mallory, signature.Cavage, http.MethodGet, list, nil), http.StatusForbidden, "gives nothing")
	check(t, w.staff.DecideHost(t.Context(), owner, "a.example", blog.Suspend, "spam"))
	w.guard.Forget()
	w.refuses(w.reads(alice, signature.Cavage, http.MethodGet, list, nil), http.StatusForbidden, "gives nothing")
	// Nobody else's followers are told by any other address.
	for _, id := range []fed.ID{w.bridge.Followers(), w.bridge.Followers() + "?page=1"} {
		if answer := w.reads(eve, signature.Cavage, http.MethodGet, id, nil); strings.Contains(answer.Body.String(), "/users/") {
			t.Errorf("%s names somebody: %s", id, answer.Body)
		}
	}
}
