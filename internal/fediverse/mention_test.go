package fediverse_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/internal/blog"
)

// mention is the Create of a note that names the blog and answers nothing of
// ours.
func (w *world) mention(p *fedtest.Peer, path, text string, to ...any) map[string]any {
	note := map[string]any{
		"@context": fed.Namespace, "id": p.ID(path), "type": "Note", "attributedTo": p.Actor(), "content": text, "to": to,
		"published": "2026-11-20T10:00:00Z",
		"tag":       []any{map[string]any{"type": "Mention", "href": w.bridge.Blog(), "name": "@inews@blog.example"}},
	}
	p.Put(path, note)
	return map[string]any{"@context": fed.Namespace, "id": p.ID(path + "/activity"), "type": "Create", "object": note, "to": to}
}

// kept is the comment or mention that came from an address.
func (w *world) kept(id fed.ID) blog.Comment {
	w.Helper()
	c, err := w.db.CommentByURI(w.Context(), string(id))
	check(w.T, err)
	return c
}

// Who names the blog in public and answers none of its posts is kept for staff,
// and for nobody else; so is what they change and take back.
func TestMentions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ann := w.peer("ann@a.example")
	state, reason := w.sends(ann, w.mention(ann, "/notes/1", `<p>Dear @inews, <script>alert(1)</script>when do you open?</p>`, fed.Public))
	w.wants("a mention", state, reason, "done", "")
	m := w.kept(ann.ID("/notes/1"))
	if !m.Mention() || m.Verdict != blog.VerdictHeld || m.Private() || strings.Contains(m.HTML, "script") || !strings.Contains(m.Text, "when do you open?") {
		t.Errorf("kept %+v", m)
	}
	again := w.mention(ann, "/notes/1", "<p>Again</p>", fed.Public)
	again["id"] = ann.ID("/notes/1/again")
	state, reason = w.sends(ann, again)
	w.wants("the same mention", state, reason, "ignored", "we have it already")

	unnamed := w.mention(ann, "/notes/2", "<p>Nothing to you</p>", fed.Public)
	delete(unnamed["object"].(map[string]any), "tag")
	state, reason = w.sends(ann, unnamed)
	w.wants("a note that names nobody", state, reason, "ignored", "answers nothing of ours")

	state, reason = w.sends(ann, w.mention(ann, "/notes/3", "<p>Between us</p>", w.bridge.Blog()))
	w.wants("a private mention", state, reason, "done", "")
	if m := w.kept(ann.ID("/notes/3")); !m.Private() || !m.Mention() {
		t.Errorf("the private mention is %+v", m)
	}

	elsewhere := w.mention(ann, "/notes/4", "<p>@inews will know</p>", fed.Public)
	elsewhere["object"].(map[string]any)["inReplyTo"] = ann.ID("/notes/2")
	state, reason = w.sends(ann, elsewhere)
	w.wants("a mention in a thread that is not ours", state, reason, "done", "")

	edit := w.mention(ann, "/notes/1", "<p>Do you open at nine?</p>", fed.Public)
	edit["type"], edit["id"] = "Update", ann.ID("/notes/1/edit")
	edit["object"].(map[string]any)["updated"] = "2026-11-21T10:00:00Z"
	state, reason = w.sends(ann, edit)
	w.wants("an edit", state, reason, "done", "")
	if m := w.kept(ann.ID("/notes/1")); m.Text != "Do you open at nine?" {
		t.Errorf("edited: %q", m.Text)
	}
	bob := w.peer("bob@b.example")
	deletion := map[string]any{"@context": fed.Namespace, "id": bob.ID("/d"), "type": "Delete", "object": ann.ID("/notes/1")}
	state, reason = w.sends(bob, deletion)
	w.wants("a deletion by another", state, reason, "ignored", "only its author")
	deletion["id"], deletion["actor"] = ann.ID("/d"), nil
	state, reason = w.sends(ann, deletion)
	w.wants("a deletion", state, reason, "done", "")
	if m := w.kept(ann.ID("/notes/1")); m.Verdict != blog.VerdictRemoved || m.Text != "" {
		t.Errorf("deleted: %+v", m)
	}
}

// The blog's answer to a mention goes to its author, can be fetched by anybody,
// and is withdrawn there; the conversation goes on below it.
func TestAnswerToMention(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ann, fan := w.peer("ann@a.example"), w.peer("fan@f.example")
	w.sends(fan, map[string]any{"@context": fed.Namespace, "id": fan.ID("/follow"), "type": "Follow", "object": w.bridge.Blog()})
	w.sends(ann, w.mention(ann, "/notes/1", "<p>When do you open?</p>", fed.Public))
	m := w.kept(ann.ID("/notes/1"))
	staff := w.moira()
	_, err := w.staff.Approve(t.Context(), staff, m.ID)
	if blog.KindOf(err) != blog.Conflict {
		t.Errorf("a mention is approved: %v", err)
	}
	answer, err := w.staff.Answer(t.Context(), staff, m.ID, "At nine.")
	check(t, err)
	if m = w.kept(ann.ID("/notes/1")); m.Verdict != blog.VerdictNoted {
		t.Errorf("an answered mention is %s", m.Verdict)
	}
	w.tellsLatest(blog.CommentSubject, answer.ID)
	var hosts, body string
	w.one(`SELECT string_agg(d.host, ' '), max(convert_from(a.body, 'UTF8')) FROM deliveries d JOIN outbox_activities a ON a.id = d.activity_id
		WHERE a.type = 'Create' AND a.object_id = $1`, answer.URI).into(&hosts, &body)
	if hosts != "a.example" || !strings.Contains(body, `"inReplyTo":"`+string(ann.ID("/notes/1"))+`"`) || !strings.Contains(body, "At nine.") {
		t.Errorf("the answer goes to %s: %s", hosts, body)
	}
	if code := w.fetches(answer.URI); code != 200 {
		t.Errorf("the answer's address answers %d", code)
	}
	if list, err := w.db.CommentsOnPost(t.Context(), w.postID, "", 10); err != nil || len(list) > 0 {
		t.Errorf("readers see %+v, %v", list, err)
	}

	state, reason := w.sends(ann, w.reply(ann, "/notes/2", fed.ID(answer.URI)))
	w.wants("an answer to the answer", state, reason, "done", "")
	if below := w.kept(ann.ID("/notes/2")); !below.Mention() || below.ParentID != answer.ID || below.Verdict != blog.VerdictHeld {
		t.Errorf("below the answer stands %+v", below)
	}

	_, err = w.staff.RemoveAnswer(t.Context(), staff, answer.ID)
	check(t, err)
	w.tellsLatest(blog.CommentSubject, answer.ID)
	if n := w.count(`SELECT count(*) FROM deliveries d JOIN outbox_activities a ON a.id = d.activity_id
		WHERE a.type = 'Delete' AND a.object_id = $1 AND d.host = 'a.example'`, answer.URI); n != 1 {
		t.Errorf("%d deletions go to whom it answered", n)
	}
	if code := w.fetches(answer.URI); code != 404 {
		t.Errorf("the address of a withdrawn answer answers %d", code)
	}
}

// moira is a moderator.
func (w *world) moira() blog.Editor {
	w.Helper()
	e := blog.Editor{Role: blog.Moderator}
	w.one(`INSERT INTO editors (email, name, role) VALUES ('moira@blog.example', 'Moira', 'moderator') RETURNING id`).into(&e.ID)
	return e
}

// fetches gets one of our documents as a server does.
func (w *world) fetches(address string) int {
	r := httptest.NewRequest("GET", address, nil)
	r.Header.Set("Accept", fed.MediaType)
	rw := httptest.NewRecorder()
	w.site.ServeHTTP(rw, r)
	return rw.Code
}
