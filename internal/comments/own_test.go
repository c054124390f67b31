package comments

import (
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Whoever commented comes back by the link that only they have, and changes what
// waits; what readers see waits again once its words are others.
func TestOwnComment(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.clock = time.Now()
	ctx := t.Context()
	sent, err := d.Submit(ctx, d.submission("The bench at the chruch is broken."))
	if err != nil || sent.Link == "" {
		t.Fatalf("link %q, %v", sent.Link, err)
	}
	for _, token := range []string{"", "x", sent.ID, strings.ToLower(sent.Link), sent.Link + "x"} {
		_, err := d.Own(ctx, token)
		wantKind(t, "another link", err, blog.NotFound)
		_, err = d.EditOwn(ctx, token, "x")
		wantKind(t, "an edit by another link", err, blog.NotFound)
		_, err = d.RemoveOwn(ctx, token)
		wantKind(t, "a deletion by another link", err, blog.NotFound)
	}
	edit := func(text string, want blog.Verdict) blog.Comment {
		t.Helper()
		c, err := d.EditOwn(ctx, sent.Link, text)
		if err != nil || c.Verdict != want || c.Text != text {
			t.Errorf("%q: %s, %q, %v; want %s", text, c.Verdict, c.Text, err, want)
		}
		return c
	}
	edit("The bench at the chruch is broken, as ever.", blog.VerdictHeld)
	d.approve(t, sent)
	edit("The bench at the church is broken, as ever.", blog.VerdictApproved) // two letters
	edit("The bench at the church is broken by fools.", blog.VerdictHeld)
	if got := d.shown(t); got != nil {
		t.Errorf("readers see what nobody has read: %q", got)
	}
	d.approve(t, sent)
	edit("Casino at the church is broken by fools.", blog.VerdictHeld)
	d.approve(t, sent)
	for _, bad := range []string{"", " \n", "\u202e", strings.Repeat("é", blog.MaxComment+1)} {
		_, err := d.EditOwn(ctx, sent.Link, bad)
		wantKind(t, "bad words", err, blog.Invalid)
	}
	d.clock = d.clock.Add(EditableFor + time.Minute)
	_, err = d.EditOwn(ctx, sent.Link, "Too late.")
	wantKind(t, "an edit a day later", err, blog.Conflict)
	gone, err := d.RemoveOwn(ctx, sent.Link)
	if err != nil || gone.Verdict != blog.VerdictRemoved || gone.Text+gone.Markdown+gone.Name+gone.Email != "" {
		t.Errorf("deleted: %+v, %v", gone, err)
	}
	if _, err := d.RemoveOwn(ctx, sent.Link); blog.KindOf(err) != blog.Conflict {
		t.Errorf("deleted twice: %v", err)
	}
	if own, err := d.Own(ctx, sent.Link); err != nil || own.Verdict != blog.VerdictRemoved {
		t.Errorf("after that: %s, %v", own.Verdict, err)
	}
}

// What staff hid stays hidden, whatever its writer does; the token stands nowhere
// in the database.
func TestOwnCommentThatStaffHid(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	sent, err := d.Submit(t.Context(), d.submission("You are all fools."))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Hide(t.Context(), d.staff, sent.ID, "Abuse or hate: names people"); err != nil {
		t.Fatal(err)
	}
	_, err = d.EditOwn(t.Context(), sent.Link, "You are all wise.")
	wantKind(t, "an edit of what is hidden", err, blog.Conflict)
	err = d.DB.InTx(t.Context(), func(tx *postgres.Tx) error {
		return tx.LinkComment(t.Context(), sent.ID, hashOf("another"))
	})
	wantKind(t, "a second link", err, blog.Conflict)
}

func TestCorrections(t *testing.T) {
	for _, test := range []struct {
		before, after string
		want          bool
	}{
		{"Teh bench", "The bench", false}, // too short to tell
		{"The bnech is old", "The bench is old", true},
		{"The bench is old", "The bench is  old", true},
		{"The bench is old", "The bench is old!", false}, // "old" is too short
		{"We do like this", "We do not like this", false},
		{"I think that works", "I think this fails", false},
		{"helo wrold agian freinds", "hello world again friends", false}, // four words
		{"café terrase", "café terrasse", true},
	} {
		if got := isCorrection(test.before, test.after); got != test.want {
			t.Errorf("%q to %q is a correction: %v", test.before, test.after, got)
		}
	}
}

// A reader's report reaches staff with its rule and how to write back, for as
// long as it is open; programs and floods do not.
func TestComplain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx := t.Context()
	shown := d.receive(t, d.remote(d.person(t, ann), ann+"/1", "<p>Buy here</p>"))
	complaint := func() Complaint {
		return Complaint{CommentID: shown.ID, Rule: "Advertising", Words: " It sells. ", Contact: "rosa@home.example"}
	}
	wantKind(t, "what readers do not see", d.Complain(ctx, complaint()), blog.NotFound)
	d.approve(t, shown)
	for field, spoil := range map[string]func(*Complaint){
		"rule": func(c *Complaint) { c.Rule = "I disagree" }, "words": func(c *Complaint) { c.Words = strings.Repeat("x", maxComplaint+1) },
		"contact": func(c *Complaint) { c.Contact = "not an address" },
	} {
		bad := complaint()
		spoil(&bad)
		if problems := blog.ProblemsOf(d.Complain(ctx, bad)); len(problems) != 1 || problems[0].Field != field {
			t.Errorf("%s: %v", field, problems)
		}
	}
	trapped := complaint()
	trapped.Trap = "x"
	if err := d.Complain(ctx, trapped); err != nil {
		t.Errorf("a program is told so: %v", err)
	}
	if err := d.Complain(ctx, complaint()); err != nil {
		t.Fatal(err)
	}
	reports, err := d.DB.OpenReports(ctx, 10)
	if err != nil || len(reports) != 1 {
		t.Fatalf("staff see %d reports, %v", len(reports), err)
	}
	r := reports[0]
	if r.Host != "" || r.Rule != "Advertising" || r.Words != "It sells." || r.Contact != "rosa@home.example" || len(r.Subjects) != 1 || r.Subjects[0].CommentID != shown.ID {
		t.Errorf("staff see %+v", r)
	}
	if err := d.CloseReport(ctx, d.staff, r.ID); err != nil {
		t.Fatal(err)
	}
	var contact string
	if err := d.DB.SQL().QueryRowContext(ctx, "SELECT contact FROM reports WHERE id = $1", r.ID).Scan(&contact); err != nil || contact != "" {
		t.Errorf("a report that is done with keeps %q, %v", contact, err)
	}
	var last error
	for range blog.FloodShortLimit {
		last = d.Complain(ctx, complaint())
	}
	wantKind(t, "a flood", last, blog.TooMany)
}
