package fediverse_test

import (
	"testing"

	fed "inews/federation"
	"inews/federation/fedtest"
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

// Check 17: Undo without id matches only own tuple: this kind of reaction, to
// this thing.
func TestCheck17UndoWithoutIDTakesOneReaction(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.peer("alice@a.example")
	comment := alice.ID("/notes/1")
	w.commentBy(alice.Actor(), comment, "As I said")
	tuples := []struct {
		kind   string
		object fed.ID
	}{{fed.LikeType, comment}, {fed.LikeType, w.post}, {fed.AnnounceType, comment}, {fed.AnnounceType, w.post}}
	for i, tuple := range tuples {
		id := alice.ID("/done/" + string(rune('a'+i)))
		state, reason := w.sends(alice, map[string]any{"id": id, "type": tuple.kind, "object": tuple.object})
		w.wants(tuple.kind, state, reason, "done", "")
	}
	for i, tuple := range tuples {
		state, reason := w.sends(alice, map[string]any{
			"id": alice.ID("/undone/" + string(rune('a'+i))), "type": "Undo",
			"object": map[string]any{"type": tuple.kind, "object": tuple.object, "actor": alice.Actor()},
		})
		w.wants("Undo of a "+tuple.kind, state, reason, "done", "")
		if n := w.count(`SELECT count(*) FROM reactions`); n != len(tuples)-1-i {
			t.Errorf("after the Undo of %s of %s %d reactions are left, want %d", tuple.kind, tuple.object, n, len(tuples)-1-i)
		}
	}
}

// Check 17: Undo of another's Announce → no effect, of what a partner has passed
// on, too.
func TestCheck17UndoOfWhatAPartnerPassedOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, partner, mallory := w.peer("alice@a.example"), w.peer("partner@p.example"), w.peer("mallory@m.example")
	w.follows(partner)
	w.follows(mallory)
	note := alice.ID("/notes/1")
	alice.Put("/notes/1", map[string]any{
		"@context": fed.Namespace, "id": note, "type": "Note", "attributedTo": alice.Actor(), "content": "<p>Words</p>",
		"to": []any{fed.Public}, "published": "2026-11-20T10:00:00Z",
	})
	share := map[string]any{"id": partner.ID("/shares/1"), "type": "Announce", "actor": partner.Actor(), "object": note}
	state, reason := w.sends(partner, share)
	w.wants("an Announce", state, reason, "done", "")
	undo := func(p *fedtest.Peer, path string, actor fed.ID) (string, string) {
		return w.sends(p, map[string]any{
			"id": p.ID(path), "type": "Undo", "object": map[string]any{"type": "Announce", "actor": actor, "object": note},
		})
	}
	for path, actor := range map[string]fed.ID{"/undone/1": partner.Actor(), "/undone/2": mallory.Actor()} {
		state, reason = undo(mallory, path, actor)
		w.wants("Undo of what another has passed on, as if by "+string(actor), state, reason, "ignored", "")
		if n := w.count(`SELECT count(*) FROM network_items`); n != 1 {
			t.Fatalf("%d items are left, want 1", n)
		}
	}
	state, reason = undo(partner, "/undone/1", partner.Actor())
	w.wants("Undo of what one has passed on oneself", state, reason, "done", "")
	if n := w.count(`SELECT count(*) FROM network_items`); n != 0 {
		t.Errorf("%d items are left", n)
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
	if rows := before.changed(w.snapshot()); rows != "" && rows != "actor_keys+4" {
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
	for i, was := range []string{"rejected", "ended"} {
		w.exec(`UPDATE partners SET state = $1`, was)
		id := council.ID("/answers/late" + string(rune('a'+i)))
		state, reason := w.sends(council, map[string]any{"id": id, "type": "Accept", "object": follow})
		w.wants("Accept of a Follow that is "+was, state, reason, "ignored", "")
		if n := w.count(`SELECT count(*) FROM partners WHERE state = $1`, was); n != 1 {
			t.Errorf("a Follow that is %s was accepted late", was)
		}
	}
}

// Check 18: Accept/Reject by another actor → no effect, also when we wait for an
// answer of that actor's, too.
func TestCheck18AnswerToAnothersFollow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	council, mallory := w.peer("council@a.example"), w.peer("mallory@m.example")
	theirs, hers := cell{known: true, n: 1, owner: council.Actor()}, cell{known: true, n: 2, owner: mallory.Actor()}
	w.known(council.Actor(), "")
	w.known(mallory.Actor(), "")
	follow, own := w.asked(&theirs).(map[string]any), w.asked(&hers).(map[string]any)
	for i, object := range []any{follow, follow["id"]} {
		for _, kind := range []string{fed.AcceptType, fed.RejectType} {
			id := mallory.ID("/answers/" + kind + string(rune('a'+i)))
			state, reason := w.sends(mallory, map[string]any{"id": id, "type": kind, "object": object})
			w.wants(kind+" of another's Follow", state, reason, "ignored", "only whom we asked may answer")
			if n := w.count(`SELECT count(*) FROM partners WHERE state = 'sent'`); n != 2 {
				t.Errorf("after %s of another's Follow %d wait for an answer, want 2", kind, n)
			}
		}
	}
	state, reason := w.sends(mallory, map[string]any{"id": mallory.ID("/follows/1"), "type": fed.FollowType, "object": w.bridge.Blog()})
	w.wants("a Follow", state, reason, "done", "")
	var accept fed.ID // ours, which is about her
	w.one(`SELECT uri FROM outbox_activities WHERE type = 'Accept' AND object_id = $1`, mallory.Actor()).into(&accept)
	state, reason = w.sends(mallory, map[string]any{"id": mallory.ID("/answers/accept"), "type": fed.AcceptType, "object": accept})
	w.wants("Accept of what is no Follow", state, reason, "ignored", "we did not ask")
	state, reason = w.sends(mallory, map[string]any{"id": mallory.ID("/answers/own"), "type": fed.AcceptType, "object": own})
	w.wants("Accept of her own", state, reason, "done", "")
}

// commentBy puts an approved comment on the post.
func (w *world) commentBy(person, uri fed.ID, text string) {
	w.Helper()
	w.known(person, "")
	w.exec(`
		INSERT INTO comments (uri, post_id, path, origin, verdict, person_uri, html, plain, published_at)
		VALUES ($1, $2, $1, 'fediverse', 'approved', $3, $4, $4, '2026-11-01T10:00:00Z')`, uri, w.postID, person, text)
}
