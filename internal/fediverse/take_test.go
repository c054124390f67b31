package fediverse_test

import (
	"testing"

	fed "inews/federation"
)

// A group passes on the activities of its members, not their posts (FEP-1b12).
func TestAnnounceOfAnActivity(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, group := w.peer("alice@a.example"), w.peer("councils@g.example")
	w.follows(group)
	note := map[string]any{
		"@context": fed.Namespace, "id": alice.ID("/notes/1"), "type": "Article", "name": "Benches", "attributedTo": alice.Actor(),
		"content": "<p>Twelve new benches</p>", "to": []any{fed.Public}, "published": "2026-11-20T10:00:00Z",
	}
	alice.Put("/notes/1", note)
	create := map[string]any{"id": alice.ID("/creates/1"), "type": "Create", "actor": alice.Actor(), "object": note}
	state, reason := w.sends(group, map[string]any{"id": group.ID("/shares/1"), "type": "Announce", "object": create})
	w.wants("an Announce of a Create", state, reason, "done", "")
	var title, author string
	w.one(`SELECT title, author_uri FROM network_items WHERE boosted`).into(&title, &author)
	if title != "Benches" || author != string(alice.Actor()) {
		t.Errorf("kept %q by %s", title, author)
	}
}

// Whose server has lifted a suspension is heard again once we have asked it.
func TestSuspensionIsLifted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.peer("alice@a.example")
	state, reason := w.sends(alice, w.reply(alice, "/notes/1", w.post))
	w.wants("the first reply", state, reason, "done", "")
	w.exec(`UPDATE people SET suspended = true WHERE uri = $1`, alice.Actor())
	state, reason = w.sends(alice, w.reply(alice, "/notes/2", w.post))
	w.wants("a reply while suspended", state, reason, "ignored", "suspended")
	w.exec(`UPDATE people SET fetched_at = now() - interval '25 hours' WHERE uri = $1`, alice.Actor())
	state, reason = w.sends(alice, w.reply(alice, "/notes/3", w.post))
	w.wants("a reply when asked again", state, reason, "done", "")
}
