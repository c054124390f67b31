package fedtest_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"inews/federation"
	"inews/federation/fedtest"
	"inews/federation/fetch"
	"inews/federation/signature"
	"inews/federation/webfinger"
)

// couple is alice@a.example and bob@b.example.
func couple(t *testing.T) (alice, bob *fedtest.Peer) {
	t.Helper()
	n := newNetwork(t)
	var peers []*fedtest.Peer
	for _, handle := range []string{"alice@a.example", "bob@b.example"} {
		p, err := n.Peer(handle)
		if err != nil {
			t.Fatal(err)
		}
		peers = append(peers, p)
	}
	return peers[0], peers[1]
}

// within bounds what a test waits for.
func within(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// got waits for an activity and checks who signed it.
func got(t *testing.T, at *fedtest.Peer, from *fedtest.Peer, activityType string, object federation.ID) fedtest.Received {
	t.Helper()
	r, err := at.Wait(within(t), activityType, object)
	if err != nil {
		t.Fatalf("%s about %s: %v", activityType, object, err)
	}
	if r.Key.Owner != from.Actor() || r.Activity["actor"] != string(from.Actor()) {
		t.Errorf("%s signed by %s as %v, want %s", activityType, r.Key.Owner, r.Activity["actor"], from.Actor())
	}
	return r
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestPeersSpeak(t *testing.T) {
	alice, bob := couple(t)
	ctx := within(t)

	follow, err := alice.Follow(ctx, bob.Actor())
	ok(t, err)
	received := got(t, bob, alice, "Follow", bob.Actor())
	ok(t, bob.Accept(ctx, received))
	if r := got(t, alice, bob, "Accept", follow); len(bob.Followers()) != 1 || r.Inbox != alice.Inbox() {
		t.Errorf("followers %v, Accept at %s", bob.Followers(), r.Inbox)
	}
	post, err := bob.Publish(ctx, "Fish & chips")
	ok(t, err)
	create := got(t, alice, bob, "Create", post)
	if content := create.Activity["object"].(map[string]any)["content"]; content != "<p>Fish &amp; chips</p>" {
		t.Errorf("content %q", content)
	}
	reply, err := alice.Reply(ctx, post, "Vinegar?")
	ok(t, err)
	answer := got(t, bob, alice, "Create", reply)
	if to := answer.Activity["object"].(map[string]any)["inReplyTo"]; to != string(post) {
		t.Errorf("in reply to %v, want %s", to, post)
	}
	like, err := alice.Like(ctx, post)
	ok(t, err)
	got(t, bob, alice, "Like", post)
	share, err := alice.Announce(ctx, post)
	ok(t, err)
	got(t, bob, alice, "Announce", post)
	for _, id := range []federation.ID{like, share, follow} {
		ok(t, alice.Undo(ctx, id))
		got(t, bob, alice, "Undo", id)
	}
	ok(t, alice.Update(ctx, reply, "Salt?"))
	got(t, bob, alice, "Update", reply)
	ok(t, alice.Delete(ctx, reply))
	got(t, bob, alice, "Delete", reply)
	if _, err := bob.Client.Object(ctx, reply); !errors.Is(err, federation.ErrGone) {
		t.Errorf("the deleted reply: %v", err)
	}
	_, err = bob.Block(ctx, alice.Actor())
	ok(t, err)
	got(t, alice, bob, "Block", alice.Actor())
	ok(t, alice.Move(ctx, bob.Actor(), bob.Actor()))
	got(t, bob, alice, "Move", alice.Actor())
	ok(t, alice.Delete(ctx, alice.Actor(), bob.Actor()))
	got(t, bob, alice, "Delete", alice.Actor())
	if refused := append(alice.Refused(), bob.Refused()...); len(refused) != 0 {
		t.Errorf("refused: %v", refused)
	}
}

func TestPeerSchemes(t *testing.T) {
	for _, scheme := range []signature.Scheme{signature.Cavage, signature.RFC9421} {
		alice, bob := couple(t)
		alice.Scheme = scheme
		_, err := alice.Follow(within(t), bob.Actor())
		ok(t, err)
		if r := got(t, bob, alice, "Follow", ""); r.Scheme != scheme {
			t.Errorf("signed with %s, want %s", r.Scheme, scheme)
		}
	}
	alice, bob := couple(t)
	bob.Understood = []signature.Scheme{signature.RFC9421}
	if _, err := alice.Follow(within(t), bob.Actor()); !errors.Is(err, federation.ErrUnauthorized) {
		t.Errorf("a scheme that is not understood: %v", err)
	}
}

func TestPeerRefuses(t *testing.T) {
	alice, bob := couple(t)
	ctx := within(t)
	forged := map[string]any{"id": "https://a.example/1", "type": "Like", "actor": "https://c.example/users/carol", "object": "x"}
	if err := alice.Post(ctx, bob.Inbox(), forged); !errors.Is(err, federation.ErrUnauthorized) {
		t.Errorf("an activity of somebody else's: %v", err)
	}
	ok(t, alice.Post(ctx, bob.Inbox(), map[string]any{"type": "Like", "actor": alice.Actor()}))
	ok(t, alice.Rotate())
	ok(t, alice.Post(ctx, bob.SharedInbox(), map[string]any{"type": "Like", "actor": alice.Actor()}))
	if n := len(bob.Received()); n != 2 || len(bob.Refused()) != 1 {
		t.Errorf("received %d, refused %v", n, bob.Refused())
	}
}

func TestPeerAnswers(t *testing.T) {
	alice, bob := couple(t)
	ctx := within(t)
	bob.Answers(fedtest.Answer{Code: 429, Header: http.Header{"Retry-After": {"120"}}}, fedtest.Answer{Delay: 30 * time.Millisecond})
	began := time.Now()
	err := alice.Post(ctx, bob.Inbox(), map[string]any{"type": "Like", "actor": alice.Actor()})
	if status := new(fetch.StatusError); !errors.As(err, &status) || status.Code != 429 || status.RetryAfter != 2*time.Minute {
		t.Errorf("the first answer: %v", err)
	}
	ok(t, alice.Post(ctx, bob.Inbox(), map[string]any{"type": "Like", "actor": alice.Actor()}))
	if took := time.Since(began); took < 30*time.Millisecond {
		t.Errorf("the second answer came after %s", took)
	}
	bob.Always(fedtest.Answer{Hang: true})
	impatient, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	if err := alice.Post(impatient, bob.Inbox(), map[string]any{"type": "Like", "actor": alice.Actor()}); !errors.Is(err, federation.ErrUnavailable) {
		t.Errorf("a peer that hangs: %v", err)
	}
	if n := len(bob.Received()); n != 1 {
		t.Errorf("received %d", n)
	}
}

func TestPeerIsReadable(t *testing.T) {
	alice, bob := couple(t)
	ctx := within(t)
	actor, err := bob.Client.Actor(ctx, alice.Actor())
	ok(t, err)
	if actor.PreferredUsername != "alice" || actor.DeliveryInbox() != alice.SharedInbox() || len(actor.Keys) != 1 {
		t.Errorf("actor %+v", actor)
	}
	post, err := alice.Publish(ctx, "Hello", bob.Actor())
	ok(t, err)
	note, err := bob.Client.Object(ctx, post)
	ok(t, err)
	if note.Author() != alice.Actor() || !note.IsPublic() || !strings.Contains(note.Content, "@<span>bob</span>") || len(note.Tags) != 1 {
		t.Errorf("note %+v", note)
	}
	outbox, err := bob.Client.Collection(ctx, actor.Outbox)
	ok(t, err)
	if len(outbox.Items) != 1 || !bytes.Contains(outbox.Items[0].Document, []byte(post)) {
		t.Errorf("outbox %+v", outbox)
	}
	finger := &webfinger.Client{Fetch: bob.Client}
	found, err := finger.Lookup(ctx, webfinger.Handle{Name: "alice", Host: "a.example"})
	ok(t, err)
	if found.ActorID != alice.Actor() {
		t.Errorf("WebFinger leads to %+v", found)
	}
	alice.Put("/odd", map[string]any{"id": alice.ID("/odd"), "type": "Note", "@context": federation.Namespace})
	_, err = bob.Client.Document(ctx, alice.ID("/odd"))
	ok(t, err)
}

// A peer follows a Move as Mastodon does: not where the new actor does not name
// the old one, and otherwise with a new Follow and the Undo of the old.
func TestPeerFollowsMove(t *testing.T) {
	n := newNetwork(t)
	peers := map[string]*fedtest.Peer{}
	for _, name := range []string{"reader", "old", "new"} {
		p, err := n.Peer(name + "@" + name + ".example")
		ok(t, err)
		peers[name] = p
	}
	reader, old, next := peers["reader"], peers["old"], peers["new"]
	follow, err := reader.Follow(t.Context(), old.Actor())
	ok(t, err)
	ok(t, old.Move(t.Context(), next.Actor(), reader.Actor()))
	move := got(t, reader, old, federation.MoveType, old.Actor())
	if _, err := reader.FollowMove(t.Context(), move); !errors.Is(err, federation.ErrForbidden) || len(next.Received()) != 0 {
		t.Fatalf("without the alias: %v", err)
	}
	next.Put("/users/new", map[string]any{"alsoKnownAs": []any{old.Actor()}})
	_, err = reader.FollowMove(t.Context(), move)
	ok(t, err)
	got(t, next, reader, federation.FollowType, next.Actor())
	got(t, old, reader, federation.UndoType, follow)
}
