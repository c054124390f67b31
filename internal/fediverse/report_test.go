package fediverse_test

import (
	"fmt"
	"strings"
	"testing"

	fed "inews/federation"
	"inews/internal/blog"
)

// A report of another server reaches staff with its words and with what of ours
// it is about, and changes nothing that anybody else sees.
func TestReportComesIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	server, alice := w.peer("mod@a.example"), w.peer("alice@b.example")
	w.sends(alice, w.reply(alice, "/notes/1", w.post))
	flag := func(path string, objects ...any) map[string]any {
		return map[string]any{"id": server.ID(path), "type": "Flag", "object": objects, "content": "Spam &amp; <b>worse</b>"}
	}
	before := w.snapshot()
	state, reason := w.sends(server, flag("/flags/1", alice.Actor(), alice.ID("/notes/1"), w.post, w.bridge.Blog(), "https://b.example/notes/none"))
	w.wants("a report", state, reason, "done", "")
	if rows := before.changed(w.snapshot()); !strings.HasPrefix(rows, "changes+1 ") || !strings.HasSuffix(rows, "report_subjects+3 reports+1") {
		t.Errorf("rows %q changed", rows)
	}
	reports, err := w.db.OpenReports(t.Context(), 10)
	check(t, err)
	if len(reports) != 1 || reports[0].Host != "a.example" || reports[0].Words != "Spam & worse" || len(reports[0].Subjects) != 3 {
		t.Fatalf("staff see %+v", reports)
	}
	var words []string
	for _, s := range reports[0].Subjects {
		words = append(words, fmt.Sprintf("%v %v %s %s", s.CommentID != "", s.PostID != "", s.Title, s.Text))
	}
	if got, want := strings.Join(words, "; "), "true true Bins From alice@b.example at /notes/1; false false  ; false true Bins "; got != want {
		t.Errorf("it is about %q, want %q", got, want)
	}
	state, reason = w.sends(server, flag("/flags/2", "https://b.example/notes/none"))
	w.wants("a report about nothing of ours", state, reason, "ignored", "nothing of ours")
	check(t, w.staff.BlockHost(t.Context(), blog.Editor{Role: blog.Owner}, "a.example", "x"))
	late := flag("/flags/3", w.post)
	late["actor"] = server.Actor()
	w.arrives(server.Actor(), fed.FlagType, late)
	state, reason = w.outcome(server.ID("/flags/3"))
	w.wants("a report from a blocked server", state, reason, "ignored", "blocked")
}

// A flood of reports of one server does not bury those of others.
func TestReportsAreBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.known("https://a.example/actor", "")
	var last error
	for n := range 102 {
		last = w.staff.TakeReport(t.Context(), blog.Report{
			URI: fmt.Sprint("https://a.example/flags/", n), PersonURI: "https://a.example/actor", Words: strings.Repeat("é", blog.MaxReport+1),
		})
	}
	if n := w.count(`SELECT count(*) FROM reports WHERE length(words) = 5000`); n != 100 || blog.KindOf(last) != blog.TooMany {
		t.Errorf("%d reports are kept, the last ends with %v", n, last)
	}
}

// What staff report about a comment is told to its server by our server's own
// actor, naming the author and the comment; once, and not to whom they blocked.
func TestReportGoesOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.peer("alice@b.example")
	w.sends(alice, w.reply(alice, "/notes/1", w.post))
	comment, err := w.db.CommentByURI(t.Context(), string(alice.ID("/notes/1")))
	check(t, err)
	staff := blog.Editor{Role: blog.Owner}
	tooLong := w.staff.ReportAway(t.Context(), staff, comment.ID, strings.Repeat("x", 5001))
	nothing := w.staff.ReportAway(t.Context(), staff, comment.ID, " ")
	if blog.KindOf(tooLong) != blog.Invalid || blog.KindOf(nothing) != blog.Invalid {
		t.Errorf("a report of 5001 characters: %v; one of none: %v", tooLong, nothing)
	}
	check(t, w.staff.ReportAway(t.Context(), staff, comment.ID, "Insults a neighbour"))
	if err := w.staff.ReportAway(t.Context(), staff, comment.ID, "Again"); blog.KindOf(err) != blog.Conflict {
		t.Errorf("reporting again: %v", err)
	}
	changes, err := w.db.ChangesOf(t.Context(), blog.CommentSubject, comment.ID)
	check(t, err)
	change := changes[len(changes)-1]
	if !w.bridge.Concerns(change) {
		t.Fatal("nobody is told of a report")
	}
	check(t, w.bridge.Tell(t.Context(), change))
	var sender, inbox, body string
	var public bool
	w.one(`SELECT a.sender, a.public, convert_from(a.body, 'UTF8'), d.inbox FROM outbox_activities a JOIN deliveries d ON d.activity_id = a.id
		WHERE a.type = 'Flag'`).into(&sender, &public, &body, &inbox)
	want := fmt.Sprintf(`"object":["%s","%s"]`, alice.Actor(), alice.ID("/notes/1"))
	if sender != "instance" || public || inbox != string(alice.Inbox()) || !strings.Contains(body, want) ||
		!strings.Contains(body, `"actor":"https://blog.example/ap/actors/instance"`) || !strings.Contains(body, "Insults a neighbour") {
		t.Errorf("%s sends %s to %s, public %v; want %s", sender, body, inbox, public, want)
	}

	w.sends(alice, w.reply(alice, "/notes/2", w.post))
	other, err := w.db.CommentByURI(t.Context(), string(alice.ID("/notes/2")))
	check(t, err)
	check(t, w.staff.BlockHost(t.Context(), staff, "b.example", "x"))
	if err := w.staff.ReportAway(t.Context(), staff, other.ID, "Late"); blog.KindOf(err) != blog.Conflict {
		t.Errorf("reporting to a blocked server: %v", err)
	}
}
