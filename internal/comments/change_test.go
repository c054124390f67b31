package comments

import (
	"context"
	"testing"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Every verb records what it did (DESIGN §6); one that changes a page names the
// post, so that every node makes the page anew.
func TestEveryVerbRecordsItsChange(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a, m := d.person(t, ann), d.person(t, mal)
	var theirs, web, answer blog.Comment
	like := postgres.ReactionTo{Kind: blog.Like, PostID: d.post.ID, PersonURI: ann, ActivityID: ann + "/like"}
	share := postgres.ReactionTo{Kind: blog.Share, PostID: d.post.ID, PersonURI: ann, ActivityID: ann + "/share"}
	var list blog.BlockList
	mentioned := ""
	d.Edition = func(context.Context, blog.BlockList) (Edition, error) {
		return Edition{Text: []byte("y.example\n")}, nil
	}
	ctx := t.Context()
	for _, test := range []struct {
		name    string
		do      func() error
		verb    blog.Verb
		subject blog.Subject
		onPage  bool
	}{
		{"Submit", func() (err error) { web, err = d.Submit(ctx, d.submission("Hello")); return }, blog.Submitted, blog.CommentSubject, true},
		{"Receive", func() (err error) { theirs, err = d.Receive(ctx, d.remote(a, ann+"/1", "<p>x</p>")); return }, blog.Submitted, blog.CommentSubject, true},
		{"Approve", func() (err error) { _, err = d.Approve(ctx, d.staff, theirs.ID); return }, blog.Approved, blog.CommentSubject, true},
		{"Answer", func() (err error) { answer, err = d.Answer(ctx, d.staff, theirs.ID, "Yes"); return }, blog.Answered, blog.CommentSubject, true},
		{"EditAnswer", func() (err error) { _, err = d.EditAnswer(ctx, d.staff, answer.ID, "No"); return }, blog.Edited, blog.CommentSubject, true},
		{"RemoveAnswer", func() (err error) { _, err = d.RemoveAnswer(ctx, d.staff, answer.ID); return }, blog.Removed, blog.CommentSubject, true},
		{"Revise", func() error {
			r := d.remote(a, ann+"/1", "<p>y</p>")
			r.Edited = noon
			_, err := d.Revise(ctx, r)
			return err
		}, blog.Edited, blog.CommentSubject, true},
		{"EditOwn", func() (err error) { _, err = d.EditOwn(ctx, web.Link, "Hello again"); return }, blog.Edited, blog.CommentSubject, true},
		{"Hide", func() (err error) { _, err = d.Hide(ctx, d.staff, web.ID, "rude"); return }, blog.Hidden, blog.CommentSubject, true},
		{"MarkSpam", func() (err error) { _, err = d.MarkSpam(ctx, d.staff, web.ID); return }, blog.Spammed, blog.CommentSubject, true},
		{"Undo", func() (err error) { _, err = d.Undo(ctx, d.staff, web.ID); return }, blog.Undone, blog.CommentSubject, true},
		{"Receive, a mention", func() error {
			r := d.remote(a, ann+"/mention", "<p>Hello @inews</p>")
			r.PostID = ""
			mention, err := d.Receive(ctx, r)
			mentioned = mention.ID
			return err
		}, blog.Submitted, blog.CommentSubject, false},
		{"Note", func() (err error) { _, err = d.Note(ctx, d.staff, mentioned); return }, blog.Noted, blog.CommentSubject, false},
		{"Receive from another", func() (err error) { _, err = d.Receive(ctx, d.remote(m, mal+"/1", "<p>z</p>")); return }, blog.Submitted, blog.CommentSubject, true},
		{"Clear", func() (err error) { _, err = d.Clear(ctx, d.staff, Flood{Hosts: []string{m.Host}}); return }, blog.Spammed, blog.CommentSubject, false},
		{"React", func() error { return d.React(ctx, like) }, blog.Received, blog.LikeSubject, true},
		{"Unreact", func() error { return d.Unreact(ctx, like) }, blog.Removed, blog.LikeSubject, true},
		{"React, share", func() error { return d.React(ctx, share) }, blog.Received, blog.ShareSubject, true},
		{"ReportAway", func() error { return d.ReportAway(ctx, d.staff, theirs.ID, "Insults") }, blog.Reported, blog.CommentSubject, true},
		{"TakeReport", func() error {
			return d.TakeReport(ctx, blog.Report{URI: ann + "/flag", PersonURI: ann})
		}, blog.Reported, blog.ReportSubject, false},
		{"CloseReport", func() error { return d.CloseReport(ctx, d.staff, d.report(t)) }, blog.Closed, blog.ReportSubject, false},
		{"Remove", func() error { return d.Remove(ctx, ann+"/1", ann) }, blog.Removed, blog.CommentSubject, true},
		{"Trust", func() error { return d.Trust(ctx, d.staff, m.URI) }, blog.Trusted, blog.PersonSubject, false},
		{"Distrust", func() error { return d.Distrust(ctx, d.staff, m.URI) }, blog.Distrusted, blog.PersonSubject, false},
		{"BlockPerson", func() error { return d.BlockPerson(ctx, d.staff, m.URI, "") }, blog.Blocked, blog.PersonSubject, false},
		{"UnblockPerson", func() error { return d.UnblockPerson(ctx, d.staff, m.URI) }, blog.Unblocked, blog.PersonSubject, false},
		{"DecideHost", func() error { return d.DecideHost(ctx, d.staff, "x.example", blog.Silence, "") }, blog.Silenced, blog.HostSubject, false},
		{"BlockHost", func() error { return d.BlockHost(ctx, d.staff, "x.example", "") }, blog.Blocked, blog.HostSubject, false},
		{"UnblockHost", func() error { return d.UnblockHost(ctx, d.staff, "x.example") }, blog.Unblocked, blog.HostSubject, false},
		{"FollowList", func() (err error) { list, err = d.FollowList(ctx, d.staff, listURL, Daily); return }, blog.Followed, blog.ListSubject, false},
		{"LookAtLists", func() error { return d.LookAtLists(ctx) }, blog.Blocked, blog.HostSubject, false},
		{"UnfollowList", func() error { return d.UnfollowList(ctx, d.staff, list.ID, false) }, blog.Unfollowed, blog.ListSubject, false},
		{"WatchWord", func() error { return d.WatchWord(ctx, d.staff, "Spam", "") }, blog.Watched, blog.WordSubject, false},
		{"UnwatchWord", func() error { return d.UnwatchWord(ctx, d.staff, "spam") }, blog.Unwatched, blog.WordSubject, false},
		{"WatchRange", func() error { return d.WatchRange(ctx, d.staff, "192.0.2.0/24", blog.HoldRange, "") }, blog.Watched, blog.RangeSubject, false},
		{"UnwatchRange", func() error { return d.UnwatchRange(ctx, d.staff, "192.0.2.0/24") }, blog.Unwatched, blog.RangeSubject, false},
		{"RemovePerson", func() error { return d.RemovePerson(ctx, m.URI) }, blog.Removed, blog.PersonSubject, false},
	} {
		before := d.changes(t)
		if err := test.do(); err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		id := d.changes(t)
		if id != before+1 {
			t.Fatalf("%s recorded %d changes", test.name, id-before)
		}
		got, err := d.DB.ChangeByID(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if got.Verb != test.verb || got.Subject != test.subject || got.SubjectID == "" || (got.PostID == d.post.ID) != test.onPage {
			t.Errorf("%s recorded %+v", test.name, got)
		}
	}
}

// changes is the id of the last change.
func (d *desk) changes(t *testing.T) (id int64) {
	t.Helper()
	if err := d.DB.SQL().QueryRow(`SELECT COALESCE(max(id), 0) FROM changes`).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

// report is the id of the oldest open report.
func (d *desk) report(t *testing.T) string {
	t.Helper()
	reports, err := d.DB.OpenReports(t.Context(), 1)
	if err != nil || len(reports) == 0 {
		t.Fatalf("no report is open, %v", err)
	}
	return reports[0].ID
}
