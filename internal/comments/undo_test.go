package comments

import (
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// What is undone is as it was: the verdict, the reason, and whether its author
// is trusted. Only whoever decided can undo it, once.
func TestUndo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.person(t, ann)
	c := d.receive(t, d.remote(a, ann+"/1", "<p>Hello there</p>"))
	_, err := d.Undo(t.Context(), d.staff, c.ID)
	wantKind(t, "undoing nothing", err, blog.Conflict)
	d.approve(t, c)
	_, err = d.Undo(t.Context(), blog.Editor{Role: blog.Contributor}, c.ID)
	wantKind(t, "a contributor undoes", err, blog.Forbidden)
	_, err = d.Undo(t.Context(), blog.Editor{ID: "00000000-0000-4000-8000-000000000000", Role: blog.Owner}, c.ID)
	wantKind(t, "somebody else undoes", err, blog.Conflict)
	undone, err := d.Undo(t.Context(), d.staff, c.ID)
	if err != nil || undone.Verdict != blog.VerdictHeld || undone.Person.Trusted() {
		t.Errorf("undone: %s, trusted %v, %v", undone.Verdict, undone.Person.Trusted(), err)
	}
	if got := d.shown(t); got != nil {
		t.Errorf("readers see %q", got)
	}
	_, err = d.Undo(t.Context(), d.staff, c.ID)
	wantKind(t, "undoing twice", err, blog.Conflict)

	d.approve(t, c)
	if _, err := d.MarkSpam(t.Context(), d.staff, c.ID); err != nil {
		t.Fatal(err)
	}
	undone, err = d.Undo(t.Context(), d.staff, c.ID)
	if err != nil || undone.Verdict != blog.VerdictApproved || !undone.Person.Trusted() {
		t.Errorf("undone: %s, trusted %v, %v", undone.Verdict, undone.Person.Trusted(), err)
	}
	if _, err := d.MarkSpam(t.Context(), d.staff, c.ID); err != nil {
		t.Fatal(err)
	}
	if err := d.BlockPerson(t.Context(), d.staff, ann, "spam"); err != nil {
		t.Fatal(err)
	}
	_, err = d.Undo(t.Context(), d.staff, c.ID)
	wantKind(t, "showing what a blocked person says", err, blog.Conflict)
	if kept, err := d.DB.CommentByID(t.Context(), c.ID); err != nil || kept.Verdict != blog.VerdictSpam {
		t.Errorf("the comment is %s, %v", kept.Verdict, err)
	}
}

// Undoing a decision does not undo those of colleagues: whom somebody else
// distrusts since, because something else of theirs was spam, stays distrusted.
func TestUndoLeavesTheTrustOfOthersAlone(t *testing.T) {
	t.Parallel()
	for undone, decide := range map[string]func(d *desk, id string) error{
		"hidden":   func(d *desk, id string) error { _, err := d.Hide(t.Context(), d.staff, id, "Other"); return err },
		"spam":     func(d *desk, id string) error { _, err := d.MarkSpam(t.Context(), d.staff, id); return err },
		"approved": func(d *desk, id string) error { _, err := d.Approve(t.Context(), d.staff, id); return err },
	} {
		t.Run(undone, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			a := d.person(t, ann)
			first := d.receive(t, d.remote(a, ann+"/1", "<p>Hello there</p>"))
			d.approve(t, first)
			second := d.receive(t, d.remote(a, ann+"/2", "<p>Casino! And once more: casino!</p>")) // held, although she is trusted
			third := d.receive(t, d.remote(a, ann+"/3", "<p>Something else</p>"))
			if err := decide(d, second.ID); err != nil {
				t.Fatal(err)
			}
			if _, err := d.MarkSpam(t.Context(), chief, third.ID); err != nil {
				t.Fatal(err)
			}
			after, err := d.Undo(t.Context(), d.staff, second.ID)
			if err != nil || after.Verdict != blog.VerdictHeld || after.Person.Trusted() {
				t.Errorf("undone: %s, trusted %v, %v", after.Verdict, after.Person.Trusted(), err)
			}
			if next := d.receive(t, d.remote(a, ann+"/4", "<p>Now you see me</p>")); next.Verdict != blog.VerdictHeld {
				t.Errorf("what she says next is %s", next.Verdict)
			}
		})
	}
}

// Whoever edits a comment in the moment in which staff hide it does not bring it
// back.
func TestEditWhileStaffHide(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.person(t, ann)
	c := d.receive(t, d.remote(a, ann+"/1", "<p>Hello there</p>"))
	d.approve(t, c)
	edit := d.remote(a, ann+"/1", "<p>Hello again</p>")
	edit.Edited = noon.Add(time.Minute)
	edited := make(chan error, 1)
	err := d.DB.InTx(t.Context(), func(tx *postgres.Tx) error {
		if err := tx.DecideComment(t.Context(), c.ID, blog.VerdictHidden, "Other", ""); err != nil {
			return err
		}
		go func() {
			_, err := d.Revise(t.Context(), edit)
			edited <- err
		}()
		waits(t, d.DB)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := <-edited; err != nil {
		t.Fatal(err)
	}
	if kept, err := d.DB.CommentByID(t.Context(), c.ID); err != nil || kept.Verdict != blog.VerdictHidden || kept.Text != "Hello again" {
		t.Errorf("the comment is %s and says %q, %v", kept.Verdict, kept.Text, err)
	}
}

// waits returns once somebody waits in the database for somebody else.
func waits(t *testing.T, db *postgres.DB) {
	t.Helper()
	for n := 0; n == 0; {
		err := db.SQL().QueryRowContext(t.Context(), `
			SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
	}
}

// A comment that waits is shown and answered in one go, or neither.
func TestApproveAndAnswer(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.receive(t, d.remote(d.person(t, ann), ann+"/1", "<p>Why?</p>"))
	if _, err := d.ApproveAndAnswer(t.Context(), d.staff, c.ID, "", " "); blog.KindOf(err) != blog.Invalid {
		t.Errorf("an empty answer: %v", err)
	}
	if kept, err := d.DB.CommentByID(t.Context(), c.ID); err != nil || kept.Verdict != blog.VerdictHeld {
		t.Errorf("the comment is %s, %v", kept.Verdict, err)
	}
	answer, err := d.ApproveAndAnswer(t.Context(), d.staff, c.ID, c.Edition(), "Because.")
	if err != nil || answer.ParentID != c.ID || len(d.shown(t)) != 2 {
		t.Errorf("answered %+v, %v; readers see %q", answer, err, d.shown(t))
	}
}

// What staff approve is what they have read: words that their author put in the
// place of others in the meantime wait on.
func TestApprovingWhatWasRead(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.person(t, ann)
	read := d.receive(t, d.remote(a, ann+"/1", "<p>Well done!</p>"))
	edit := d.remote(a, ann+"/1", "<p>Buy pills!</p>")
	edit.Edited = noon.Add(time.Minute)
	if _, err := d.Revise(t.Context(), edit); err != nil {
		t.Fatal(err)
	}
	_, err := d.ApproveRead(t.Context(), d.staff, read.ID, read.Edition())
	wantKind(t, "approving what nobody has read", err, blog.Conflict)
	_, err = d.ApproveAndAnswer(t.Context(), d.staff, read.ID, read.Edition(), "Thank you!")
	wantKind(t, "answering what nobody has read", err, blog.Conflict)
	if got := d.shown(t); got != nil {
		t.Errorf("readers see %q", got)
	}
	now, err := d.DB.CommentByID(t.Context(), read.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.ApproveRead(t.Context(), d.staff, read.ID, now.Edition()); err != nil {
		t.Error(err)
	}
}

// What is noticed about a comment is kept in words, with points.
func TestSignsAreKept(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.person(t, ann)
	link := `<a href="https://pills.example/">x</a> `
	c := d.receive(t, d.remote(a, ann+"/1", "<p>Casino! "+link+link+link+link+"</p>"))
	want := map[string]int{"holds 4 links": 45, `says "casino"`: 50, "none of theirs was approved before": 10}
	for _, sign := range c.Signs {
		if want[sign.Words] != sign.Points {
			t.Errorf("a sign: %+v", sign)
		}
		delete(want, sign.Words)
	}
	if len(want) > 0 || c.Signs.Score() != 99 {
		t.Errorf("missing %v, the score is %d", want, c.Signs.Score())
	}
	if _, err := d.MarkSpam(t.Context(), d.staff, c.ID); err != nil {
		t.Fatal(err)
	}
	c = d.receive(t, d.remote(a, ann+"/2", "<p>Something honest this time</p>"))
	if c.Suspicion != "" || c.Signs.Score() != forNewcomer+forSpammer {
		t.Errorf("the second has %+v and %q", c.Signs, c.Suspicion)
	}
}
