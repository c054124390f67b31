package comments

import (
	"testing"

	"inews/internal/blog"
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

// A comment that waits is shown and answered in one go, or neither.
func TestApproveAndAnswer(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.receive(t, d.remote(d.person(t, ann), ann+"/1", "<p>Why?</p>"))
	if _, err := d.ApproveAndAnswer(t.Context(), d.staff, c.ID, " "); blog.KindOf(err) != blog.Invalid {
		t.Errorf("an empty answer: %v", err)
	}
	if kept, err := d.DB.CommentByID(t.Context(), c.ID); err != nil || kept.Verdict != blog.VerdictHeld {
		t.Errorf("the comment is %s, %v", kept.Verdict, err)
	}
	answer, err := d.ApproveAndAnswer(t.Context(), d.staff, c.ID, "Because.")
	if err != nil || answer.ParentID != c.ID || len(d.shown(t)) != 2 {
		t.Errorf("answered %+v, %v; readers see %q", answer, err, d.shown(t))
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
