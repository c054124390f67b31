package fediverse_test

import (
	"fmt"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/internal/blog"
)

// listed serves a collection of replies below a note.
func listed(p *fedtest.Peer, path string, items ...fed.ID) fed.ID {
	id := p.ID(path + "/replies")
	p.Put(path+"/replies", map[string]any{
		"@context": fed.Namespace, "id": id, "type": "Collection",
		"first": map[string]any{"type": "CollectionPage", "partOf": id, "items": items},
	})
	return id
}

// shows has a peer comment on the post and staff approve it; readers see it.
func (w *world) shows(p *fedtest.Peer, path string, replies ...fed.ID) fed.ID {
	w.Helper()
	activity := w.reply(p, path, w.post)
	note := activity["object"].(map[string]any)
	note["replies"] = listed(p, path, replies...)
	if state, reason := w.sends(p, activity); state != "done" {
		w.Fatalf("%s: %s", state, reason)
	}
	w.approve(p.ID(path))
	return p.ID(path)
}

func (w *world) approve(id fed.ID) {
	w.Helper()
	comment, err := w.db.CommentByURI(w.Context(), string(id))
	check(w.T, err)
	_, err = w.staff.Approve(w.Context(), blog.Editor{Role: blog.Owner}, comment.ID)
	check(w.T, err)
}

// later is the same world after a while: what is due by then is walked.
func (w *world) later(d time.Duration) {
	w.Helper()
	w.bridge.Now = func() time.Time { return time.Now().Add(d) }
	check(w.T, w.receiver.WalkThreads(w.Context()))
}

func (w *world) holdsComment(id fed.ID) bool {
	w.Helper()
	return w.count(`SELECT count(*) FROM comments WHERE uri = $1`, string(id)) == 1
}

// An answer to a commenter that names nobody here is found, and the answer to
// the answer, once readers see the first; each is held as any stranger's is.
func TestWalkFindsRepliesThatNobodySent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ann, bob, cyn := w.peer("ann@a.example"), w.peer("bob@b.example"), w.peer("cyn@c.example")
	first := w.shows(ann, "/notes/1", bob.ID("/notes/2"))
	second := w.reply(bob, "/notes/2", first)["object"].(map[string]any)
	second["replies"] = listed(bob, "/notes/2", cyn.ID("/notes/3"))
	bob.Put("/notes/2", second)
	w.reply(cyn, "/notes/3", bob.ID("/notes/2"))

	w.later(time.Minute)
	if w.holdsComment(bob.ID("/notes/2")) {
		t.Error("it was looked for at once: people need time to answer")
	}
	w.later(6 * time.Minute)
	if !w.holdsComment(bob.ID("/notes/2")) {
		t.Fatal("the reply was not found")
	}
	if n := w.count(`SELECT count(*) FROM comments WHERE uri = $1 AND verdict = 'held' AND person_uri = $2
		AND parent_id = (SELECT id FROM comments WHERE uri = $3)`, bob.ID("/notes/2"), bob.Actor(), first); n != 1 {
		t.Error("it is not held, or not below the comment that it answers")
	}
	w.later(2 * time.Hour)
	if w.holdsComment(cyn.ID("/notes/3")) {
		t.Error("the replies to a comment that nobody sees were looked for")
	}
	w.approve(bob.ID("/notes/2"))
	w.later(2 * time.Hour)
	if !w.holdsComment(cyn.ID("/notes/3")) {
		t.Error("the reply to the reply was not found")
	}
}

// A collection may list anything: only public replies in our threads, from their
// own servers, are taken in, and nothing of ours a second time.
func TestWalkTakesOnlyWhatBelongs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ann, bob, eve := w.peer("ann@a.example"), w.peer("bob@b.example"), w.peer("eve@e.example")
	private := w.reply(bob, "/notes/private", ann.ID("/notes/1"))["object"].(map[string]any)
	private["to"] = []any{bob.Actor() + "/followers"}
	bob.Put("/notes/private", private)
	w.reply(bob, "/notes/elsewhere", eve.ID("/notes/other"))
	forged := w.reply(eve, "/notes/forged", ann.ID("/notes/1"))["object"].(map[string]any)
	forged["attributedTo"] = bob.Actor()
	eve.Put("/notes/forged", forged)
	w.reply(eve, "/notes/blocked", ann.ID("/notes/1"))
	check(t, w.staff.BlockHost(t.Context(), blog.Editor{Role: blog.Owner}, "e.example", "spam"))
	w.shows(ann, "/notes/1", bob.ID("/notes/private"), bob.ID("/notes/elsewhere"), eve.ID("/notes/forged"),
		eve.ID("/notes/blocked"), w.post, ann.ID("/notes/1"), "https://gone.example/notes/1")
	w.later(time.Hour)
	if n := w.count(`SELECT count(*) FROM comments`); n != 1 {
		t.Errorf("there are %d comments, want the one that was sent", n)
	}
}

// However long the list, a walk ends at its budget; and there are five walks.
func TestWalkIsBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ann, bob := w.peer("ann@a.example"), w.peer("bob@b.example")
	var many []fed.ID
	for n := range 200 {
		path := fmt.Sprintf("/notes/%d", n)
		w.reply(bob, path, ann.ID("/notes/1"))
		many = append(many, bob.ID(path))
	}
	w.shows(ann, "/notes/1", many...)
	w.later(time.Hour)
	if n := w.count(`SELECT count(*) FROM comments`); n < 10 || n > 21 {
		t.Errorf("one walk has brought %d comments, want up to twenty", n-1)
	}
	for n := range 20 {
		w.later(time.Duration(n+1) * 100 * time.Hour)
	}
	if n := w.count(`SELECT walks FROM comments WHERE uri = $1`, ann.ID("/notes/1")); n != 5 {
		t.Errorf("the replies were looked for %d times, want 5", n)
	}
}
