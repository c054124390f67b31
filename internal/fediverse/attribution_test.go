package fediverse_test

import (
	"testing"

	fed "inews/federation"
)

// Check 19: Create with several or foreign attributedTo → refused; Announce with
// forged inline object → origin version used.
func TestCheck19Create(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, mallory := w.peer("alice@a.example"), w.peer("mallory@m.example")
	for name, authors := range map[string]any{
		"foreign":           alice.Actor(),
		"foreign, embedded": map[string]any{"id": alice.Actor(), "type": "Person"},
		"several":           []any{mallory.Actor(), alice.Actor()},
		"several, reversed": []any{alice.Actor(), mallory.Actor()},
		"neighbour":         mallory.ID("/users/neighbour"),
		"nobody":            nil,
	} {
		w.number++
		create := w.reply(mallory, "/notes/"+string(rune('a'+w.number)), w.post)
		create["object"].(map[string]any)["attributedTo"] = authors
		state, reason := w.sends(mallory, create)
		w.wants("a Create of a note whose author is "+name, state, reason, "ignored", "only its author may publish a thing")
	}
	elsewhere := w.reply(alice, "/notes/1", w.post)
	stolen := map[string]any{"id": mallory.ID("/creates/1"), "type": "Create", "object": elsewhere["object"]}
	state, reason := w.sends(mallory, stolen)
	w.wants("a Create of another server's note", state, reason, "ignored", "is not on the server of")
	if n := w.count(`SELECT count(*) FROM comments`); n != 0 {
		t.Errorf("%d comments were taken in", n)
	}
}

// Check 19, the second half.
func TestCheck19Announce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, partner := w.peer("alice@a.example"), w.peer("partner@p.example")
	w.follows(partner)
	alice.Put("/notes/1", map[string]any{
		"@context": fed.Namespace, "id": alice.ID("/notes/1"), "type": "Note", "attributedTo": alice.Actor(),
		"content": "<p>The true words</p>", "to": []any{fed.Public}, "published": "2026-11-20T10:00:00Z",
	})
	inline := map[string]any{
		"id": alice.ID("/notes/1"), "type": "Note", "attributedTo": alice.Actor(), "content": "<p>Forged words</p>",
		"to": []any{fed.Public}, "published": "2026-11-20T10:00:00Z",
	}
	state, reason := w.sends(partner, map[string]any{"id": partner.ID("/shares/1"), "type": "Announce", "object": inline, "to": []any{fed.Public}})
	w.wants("an Announce", state, reason, "done", "")
	var excerpt, author string
	w.one(`SELECT excerpt, author_uri FROM network_items`).into(&excerpt, &author)
	if excerpt != "The true words" || author != string(alice.Actor()) {
		t.Errorf("kept %q by %s", excerpt, author)
	}
}

// Check 20: Move without reciprocal alias → no effect; with it → followers moved
// once.
func TestCheck20Move(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	old, target, stranger := w.peer("ada@old.example"), w.peer("ada@new.example"), w.peer("eve@e.example")
	state, reason := w.sends(old, map[string]any{"id": old.ID("/follows/1"), "type": "Follow", "object": w.bridge.Blog()})
	w.wants("a Follow", state, reason, "done", "")
	move := func(path string) map[string]any {
		return map[string]any{"id": old.ID(path), "type": "Move", "object": old.Actor(), "target": target.Actor()}
	}
	following := func(who fed.ID) int {
		return w.count(`SELECT count(*) FROM followers WHERE person_uri = $1`, who)
	}
	state, reason = w.sends(old, move("/moves/1"))
	w.wants("a Move to an actor that does not name the old one", state, reason, "ignored", "does not name")
	if following(old.Actor()) != 1 || following(target.Actor()) != 0 {
		t.Error("a Move without the alias had an effect")
	}
	old.Put("/users/ada", map[string]any{"alsoKnownAs": []any{old.Actor()}})
	state, reason = w.sends(old, map[string]any{"id": old.ID("/moves/self"), "type": "Move", "object": old.Actor(), "target": old.Actor()})
	w.wants("a Move to where one is", state, reason, "ignored", "does not name")
	target.Put("/users/ada", map[string]any{"alsoKnownAs": []any{old.Actor()}})
	state, reason = w.sends(stranger, map[string]any{"id": stranger.ID("/follows/1"), "type": "Follow", "object": w.bridge.Blog()})
	w.wants("a Follow", state, reason, "done", "")
	state, reason = w.sends(stranger, map[string]any{"id": stranger.ID("/moves/1"), "type": "Move", "object": old.Actor(), "target": target.Actor()})
	w.wants("a Move of somebody else", state, reason, "ignored", "an actor moves itself only")
	if following(old.Actor()) != 1 || following(target.Actor()) != 0 || following(stranger.Actor()) != 1 {
		t.Error("somebody else's Move had an effect")
	}
	for i, path := range []string{"/moves/2", "/moves/2", "/moves/3"} {
		state, _ = w.sends(old, move(path))
		if following(old.Actor()) != 0 || following(target.Actor()) != 1 {
			t.Errorf("Move number %d (%s): %d follow as the old actor, %d as the new one", i, state, following(old.Actor()), following(target.Actor()))
		}
	}
	if n := w.count(`SELECT count(*) FROM changes WHERE subject = 'follower' AND reason LIKE 'moved%'`); n != 1 {
		t.Errorf("moved %d times, want once", n)
	}
}
