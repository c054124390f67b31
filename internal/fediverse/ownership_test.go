package fediverse_test

import (
	"testing"

	fed "inews/federation"
)

// Check 16: Update and Delete by same-host non-owner → no effect.
func TestCheck16NeighbourMayNotEdit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	mallory := w.peer("mallory@one.example")
	victim, note := mallory.ID("/users/victim"), mallory.ID("/notes/1")
	w.commentBy(victim, note, "As I said")
	state, reason := w.sends(mallory, map[string]any{"id": mallory.ID("/follows/1"), "type": "Follow", "object": w.bridge.Blog()})
	w.wants("a Follow", state, reason, "done", "")
	edited := map[string]any{
		"id": note, "type": "Note", "content": "<p>Never said</p>", "inReplyTo": w.post, "to": []any{fed.Public},
		"published": "2026-11-20T10:00:00Z", "updated": "2026-11-21T10:00:00Z",
	}
	for i, author := range []fed.ID{mallory.Actor(), victim} {
		edited["attributedTo"] = author
		state, reason := w.sends(mallory, map[string]any{
			"id": mallory.ID("/edits/" + string(rune('a'+i))), "type": "Update", "object": edited,
		})
		w.wants("an Update that names "+string(author), state, reason, "ignored", "")
	}
	for i, object := range []any{note, map[string]any{"id": note, "type": "Tombstone"}} {
		state, reason := w.sends(mallory, map[string]any{"id": mallory.ID("/deletions/" + string(rune('a'+i))), "type": "Delete", "object": object})
		w.wants("a Delete", state, reason, "ignored", "only its author may delete a thing")
	}
	w.sends(mallory, map[string]any{"id": mallory.ID("/deletions/person"), "type": "Delete", "object": victim})
	if text := w.text(note); text != "As I said" {
		t.Errorf("the comment reads %q", text)
	}
	if n := w.count(`SELECT count(*) FROM people WHERE uri = $1 AND gone_at IS NULL`, victim); n != 1 {
		t.Error("the neighbour is gone")
	}
}

// Check 17: Undo of another's Follow, Like, Announce → no effect; Undo without id
// matches only own tuple.
func TestCheck17UndoIsForOneself(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, mallory := w.peer("alice@a.example"), w.peer("mallory@m.example")
	kinds := []struct {
		name   string
		object fed.ID
		left   string // counts what is left of Alice's
	}{
		{fed.FollowType, w.bridge.Blog(), `SELECT count(*) FROM followers WHERE person_uri = $1`},
		{fed.LikeType, w.post, `SELECT count(*) FROM reactions WHERE kind = 'like' AND person_uri = $1`},
		{fed.AnnounceType, w.post, `SELECT count(*) FROM reactions WHERE kind = 'share' AND person_uri = $1`},
	}
	for _, kind := range kinds {
		done := map[string]any{"id": alice.ID("/" + kind.name), "type": kind.name, "actor": alice.Actor(), "object": kind.object}
		state, reason := w.sends(alice, done)
		w.wants(kind.name, state, reason, "done", "")
		forgeries := map[string]any{
			"by id":            alice.ID("/" + kind.name),
			"whole":            done,
			"without its id":   map[string]any{"type": kind.name, "actor": alice.Actor(), "object": kind.object},
			"as one's own":     map[string]any{"id": alice.ID("/" + kind.name), "type": kind.name, "actor": mallory.Actor(), "object": kind.object},
			"without an actor": map[string]any{"type": kind.name, "object": kind.object},
			"own, never done":  map[string]any{"id": mallory.ID("/never"), "type": kind.name, "actor": mallory.Actor(), "object": kind.object},
		}
		for how, object := range forgeries {
			id := mallory.ID("/undo/" + kind.name + "/" + how[:2] + how[len(how)-2:])
			state, reason := w.sends(mallory, map[string]any{"id": id, "type": "Undo", "object": object})
			w.wants("Undo of another's "+kind.name+" "+how, state, reason, "ignored", "")
			if n := w.count(kind.left, alice.Actor()); n != 1 {
				t.Fatalf("Undo of another's %s %s: %d are left, want 1", kind.name, how, n)
			}
		}
		state, reason = w.sends(alice, map[string]any{
			"id": alice.ID("/undo/" + kind.name), "type": "Undo",
			"object": map[string]any{"type": kind.name, "actor": alice.Actor(), "object": kind.object},
		})
		w.wants("Undo of one's own "+kind.name+" without id", state, reason, "done", "")
		if n := w.count(kind.left, alice.Actor()); n != 0 {
			t.Errorf("Undo of one's own %s: %d are left", kind.name, n)
		}
	}
}

// Check 18: Accept/Reject for a Follow never sent, or by another actor → no
// effect.
func TestCheck18AnswersToNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	council, mallory := w.peer("council@a.example"), w.peer("mallory@m.example")
	c := cell{known: true, n: 1, owner: council.Actor()}
	w.known(council.Actor(), "")
	follow := w.asked(&c).(map[string]any)
	never := map[string]any{"id": w.bridge.Activity("00000000-0000-4000-9000-00000000ffff"), "type": "Follow", "actor": w.bridge.Blog(), "object": mallory.Actor()}
	before := w.snapshot()
	for i, object := range []any{follow, follow["id"], never, never["id"], w.bridge.Blog()} {
		for _, kind := range []string{fed.AcceptType, fed.RejectType} {
			id := mallory.ID("/answers/" + kind + string(rune('a'+i)))
			state, reason := w.sends(mallory, map[string]any{"id": id, "type": kind, "object": object})
			w.wants(kind, state, reason, "ignored", "")
		}
	}
	if rows := before.changed(w.snapshot()); rows != "" && rows != "actor_keys+2" {
		t.Errorf("rows %q changed", rows)
	}
	state, reason := w.sends(council, map[string]any{"id": council.ID("/answers/1"), "type": "Accept", "object": never})
	w.wants("Accept of what was not asked, by a partner", state, reason, "ignored", "we did not ask")
	for _, step := range []struct{ kind, state string }{{fed.AcceptType, "accepted"}, {fed.RejectType, "rejected"}} {
		state, reason := w.sends(council, map[string]any{"id": council.ID("/answers/" + step.kind), "type": step.kind, "object": follow})
		w.wants(step.kind+" by whom we asked", state, reason, "done", "")
		if n := w.count(`SELECT count(*) FROM partners WHERE state = $1`, step.state); n != 1 {
			t.Errorf("after %s the partner is not %s", step.kind, step.state)
		}
	}
}

// commentBy puts an approved comment on the post.
func (w *world) commentBy(person, uri fed.ID, text string) {
	w.Helper()
	w.known(person, "")
	w.exec(`
		INSERT INTO comments (uri, post_id, path, origin, verdict, person_uri, html, plain, published_at)
		VALUES ($1, $2, $1, 'fediverse', 'approved', $3, $4, $4, '2026-11-01T10:00:00Z')`, uri, w.postID, person, text)
}
