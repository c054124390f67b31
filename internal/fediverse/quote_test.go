package fediverse_test

import (
	"fmt"
	"strings"
	"testing"

	fed "inews/federation"
	"inews/federation/fedtest"
)

// quoting is a comment on the blog that quotes a note of ben's, and what stands
// at the address that it names as ben's consent.
type quoting struct {
	name     string
	approved bool
	change   func(note, stamp map[string]any)
}

// quotings are all ways of being wrong, and the one of being right.
func quotings(ann, ben, eve *fedtest.Peer) []quoting {
	return []quoting{
		{"as it should be", true, func(_, _ map[string]any) {}},
		{"without an authorisation", false, func(note, _ map[string]any) { delete(note, "quoteAuthorization") }},
		{"on the quoting host", false, func(note, stamp map[string]any) {
			note["quoteAuthorization"], stamp["id"] = ann.ID("/stamps/1"), ann.ID("/stamps/1")
			ann.Put("/stamps/1", stamp)
		}},
		{"on a third host", false, func(note, stamp map[string]any) {
			note["quoteAuthorization"], stamp["id"] = eve.ID("/stamps/1"), eve.ID("/stamps/1")
			eve.Put("/stamps/1", stamp)
		}},
		{"embedded", false, func(note, stamp map[string]any) { note["quoteAuthorization"] = stamp }},
		{"embedded in a list", false, func(note, stamp map[string]any) { note["quoteAuthorization"] = []any{stamp} }},
		{"for another quote", false, func(_, stamp map[string]any) { stamp["interactingObject"] = ann.ID("/notes/other") }},
		{"for another quoted object", false, func(_, stamp map[string]any) { stamp["interactionTarget"] = ben.ID("/notes/other") }},
		{"given by somebody elsewhere", false, func(_, stamp map[string]any) { stamp["attributedTo"] = eve.Actor() }},
		{"given by nobody", false, func(_, stamp map[string]any) { delete(stamp, "attributedTo") }},
		{"for something else than a quote", false, func(_, stamp map[string]any) { stamp["type"] = "FeatureAuthorization" }},
		{"under an id that is not its address", false, func(_, stamp map[string]any) { stamp["id"] = ben.ID("/stamps/other") }},
		{"revoked", false, func(note, _ map[string]any) { note["quoteAuthorization"] = ben.ID("/stamps/gone") }},
	}
}

// Check 22: quote authorisation on wrong host, or embedded, or for another
// object → unapproved.
func TestCheck22QuoteAuthorisation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ann, ben, eve := w.peer("ann@a.example"), w.peer("ben@b.example"), w.peer("eve@e.example")
	for i, q := range quotings(ann, ben, eve) {
		path := fmt.Sprintf("/notes/%d", i)
		create := w.reply(ann, path, w.post)
		note := create["object"].(map[string]any)
		stampPath := fmt.Sprintf("/stamps/%d", i)
		stamp := map[string]any{
			"@context": fed.Namespace, "id": ben.ID(stampPath), "type": "QuoteAuthorization", "attributedTo": ben.Actor(),
			"interactingObject": ann.ID(path), "interactionTarget": ben.ID("/notes/quoted"),
		}
		note["quote"], note["quoteAuthorization"] = ben.ID("/notes/quoted"), ben.ID(stampPath)
		q.change(note, stamp)
		ben.Put(stampPath, stamp)
		state, reason := w.sends(ann, create)
		w.wants("the comment, "+q.name, state, reason, "done", "")
		comment, err := w.db.CommentByURI(t.Context(), string(ann.ID(path)))
		check(t, err)
		if comment.QuoteApproved != q.approved || comment.Quote != string(ben.ID("/notes/quoted")) {
			t.Errorf("%s: approved %t of %s, want %t", q.name, comment.QuoteApproved, comment.Quote, q.approved)
		}
	}
}

// Check 22, of our own posts: only a stamp of ours that holds, and is for just
// that quote, approves it; it may come with an Update that edits nothing.
func TestCheck22QuoteOfOurs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ann := w.peer("ann@a.example")
	create := w.reply(ann, "/notes/1", w.post)
	note := create["object"].(map[string]any)
	note["quote"] = w.post
	note["content"] = `<p class="quote-inline">RE: <a href="` + string(w.post) + `">` + string(w.post) + `</a></p><p>Worth reading</p>`
	approved := func() bool {
		comment, err := w.db.CommentByURI(t.Context(), string(ann.ID("/notes/1")))
		check(t, err)
		if comment.Text != "Worth reading" || strings.Contains(comment.HTML, "RE:") || !comment.Edited.IsZero() {
			t.Errorf("the comment is %q, edited %v", comment.HTML, comment.Edited)
		}
		return comment.QuoteApproved
	}
	state, reason := w.sends(ann, create)
	w.wants("the comment", state, reason, "done", "")
	if approved() {
		t.Error("it is approved without a stamp")
	}
	stamp := w.asks(ann, map[string]any{
		"@context": fed.Namespace, "id": ann.ID("/requests/1"), "type": "QuoteRequest", "object": w.post, "instrument": ann.ID("/notes/1"),
	})
	_, other := w.quote(ann, "/notes/2", w.post)
	for i, test := range []struct {
		stamp fed.ID
		want  bool
	}{{w.asks(ann, other), false}, {stamp, true}, {w.bridge.Stamp("00000000-0000-4000-8000-000000000000"), false}} {
		note["quoteAuthorization"] = test.stamp
		state, reason = w.sends(ann, map[string]any{
			"@context": fed.Namespace, "id": ann.ID(fmt.Sprint("/updates/", i)), "type": "Update", "object": note, "to": []any{fed.Public},
		})
		w.wants("the Update", state, reason, "done", "")
		if got := approved(); got != test.want {
			t.Errorf("update %d with %s: approved %t", i, test.stamp, got)
		}
	}
}

// A line that repeats the address of what is quoted stays where nothing else
// shows it.
func TestQuoteLineStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ann := w.peer("ann@a.example")
	create := w.reply(ann, "/notes/1", w.post)
	note := create["object"].(map[string]any)
	note["quote"] = ann.ID("/notes/elsewhere")
	note["content"] = `<p class="quote-inline">RE: <a href="https://a.example/notes/elsewhere">there</a></p><p>Compare</p>`
	state, reason := w.sends(ann, create)
	w.wants("the comment", state, reason, "done", "")
	comment, err := w.db.CommentByURI(t.Context(), string(ann.ID("/notes/1")))
	check(t, err)
	if !strings.Contains(comment.HTML, "https://a.example/notes/elsewhere") {
		t.Errorf("the comment lost its quote: %s", comment.HTML)
	}
}
