package fediverse_test

import (
	"maps"
	"testing"

	fed "inews/federation"
	"inews/federation/fedtest"
)

// forwarded is somebody else's activity, as a server passes it on: with a
// signature inside that proves nothing to us.
func forwarded(activity map[string]any, actor fed.ID) map[string]any {
	passed := maps.Clone(activity)
	passed["actor"] = actor
	passed["signature"] = map[string]any{"type": "RsaSignature2017", "signatureValue": "AAAA"}
	return passed
}

// Check 9: Signer differs from actor → 403; forwarded activity causes refetch of
// the object, never use of the carried copy.
func TestCheck09ForwardedIsFetched(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.peer("alice@a.example"), w.peer("bob@b.example")
	create := w.reply(alice, "/notes/1", w.post)
	carried := maps.Clone(create["object"].(map[string]any))
	carried["content"] = "<p>Words put into her mouth</p>"
	forged := forwarded(create, alice.Actor())
	forged["object"] = carried
	state, reason := w.sends(bob, forged)
	w.wants("a forwarded Create", state, reason, "done", "")
	if text := w.text(alice.ID("/notes/1")); text != "From alice@a.example at /notes/1" {
		t.Errorf("kept %q, want what the origin serves", text)
	}

	person := map[string]any{"id": alice.Actor(), "type": "Person", "name": "Forged", "inbox": bob.Inbox()}
	state, reason = w.sends(bob, forwarded(map[string]any{"id": alice.ID("/edits/0"), "type": "Update", "object": person}, alice.Actor()))
	w.wants("a forwarded Update of an actor", state, reason, "done", "")
	if n := w.count(`SELECT count(*) FROM people WHERE uri = $1 AND name = 'alice' AND inbox = $2`, alice.Actor(), alice.Inbox()); n != 1 {
		t.Error("an actor is kept as another server describes her")
	}

	edit := forwarded(map[string]any{"id": alice.ID("/edits/1"), "type": "Update", "object": carried}, alice.Actor())
	w.sends(bob, edit)
	remove := forwarded(map[string]any{"id": alice.ID("/deletions/1"), "type": "Delete", "object": alice.ID("/notes/1")}, alice.Actor())
	state, reason = w.sends(bob, remove)
	w.wants("a forwarded Delete of what stands", state, reason, "ignored", "still there")
	if text := w.text(alice.ID("/notes/1")); text != "From alice@a.example at /notes/1" {
		t.Errorf("kept %q after a forged edit and a forged deletion", text)
	}
	alice.Put("/notes/1", nil)
	remove["id"] = alice.ID("/deletions/2")
	state, reason = w.sends(bob, remove)
	w.wants("a forwarded Delete of what is gone", state, reason, "done", "")
	if text := w.text(alice.ID("/notes/1")); text != "" {
		t.Errorf("kept %q of a note that is gone", text)
	}
}

// Check 19, where nobody carried the object but we fetched it: whose it is, its
// own server decides and no other. A document that names an author elsewhere is
// nobody's.
func TestCheck19FetchedObjectOfAForeignAuthor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, mallory := w.peer("alice@a.example"), w.peer("mallory@m.example")
	w.follows(mallory)
	spoof := func(path string, more map[string]any) fed.ID {
		note := map[string]any{
			"@context": fed.Namespace, "id": mallory.ID(path), "type": "Note", "attributedTo": alice.Actor(),
			"content": "<p>I, Alice, resign</p>", "to": []any{fed.Public}, "published": "2026-11-20T10:00:00Z",
		}
		maps.Copy(note, more)
		mallory.Put(path, note)
		return mallory.ID(path)
	}
	toPost := map[string]any{"inReplyTo": w.post}
	ways := []struct {
		name string
		send func() (state, reason string)
	}{
		{"forwarded", func() (string, string) {
			activity := map[string]any{"id": alice.ID("/activities/1"), "type": "Create", "object": spoof("/spoof/1", toPost)}
			return w.sends(mallory, forwarded(activity, alice.Actor()))
		}},
		{"above a reply", func() (string, string) {
			return w.sends(mallory, w.reply(mallory, "/notes/2", spoof("/spoof/2", toPost)))
		}},
		{"passed on by a partner", func() (string, string) {
			return w.sends(mallory, map[string]any{"id": mallory.ID("/shares/3"), "type": "Announce", "object": spoof("/spoof/3", nil)})
		}},
		{"by reference", func() (string, string) {
			return w.sends(mallory, map[string]any{"id": mallory.ID("/activities/4"), "type": "Create", "object": spoof("/spoof/4", toPost)})
		}},
	}
	for _, way := range ways {
		state, reason := way.send()
		w.wants(way.name, state, reason, "ignored", "")
	}
	if n := w.count(`SELECT count(*) FROM comments WHERE person_uri = $1`, alice.Actor()) +
		w.count(`SELECT count(*) FROM network_items`); n != 0 {
		t.Errorf("%d things stand under the name of somebody who never said them", n)
	}
}

// text is what a comment says; "" when there is none.
func (w *world) text(uri fed.ID) string {
	w.Helper()
	var text string
	w.one(`SELECT COALESCE(max(plain), '') FROM comments WHERE uri = $1`, uri).into(&text)
	return text
}

// follows makes the peer a partner that has accepted our Follow.
func (w *world) follows(p *fedtest.Peer) {
	w.Helper()
	w.known(p.Actor(), "")
	w.exec(`
		INSERT INTO partners (person_uri, state, trust, follow_id)
		VALUES ($1, 'accepted', 'trusted', 'https://blog.example/ap/activities/' || gen_random_uuid())`, p.Actor())
}
