package comments

import (
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// near sets an election before which it is now.
func (d *desk) near(t *testing.T, pause blog.CommentPause) blog.Election {
	t.Helper()
	e := blog.Election{Name: "County election", Reason: "We stay neutral.", BeginsAt: d.now().Add(-time.Hour), EndsAt: d.now().Add(time.Hour), Comments: pause}
	err := d.DB.InTx(t.Context(), func(tx *postgres.Tx) (err error) {
		e, err = tx.SaveElection(t.Context(), e, "")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// Before an election nobody's comment appears unseen, also not that of somebody
// trusted, nor what they change of an old one. What they said before stays.
func TestCommentsAreHeldBeforeAnElection(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.person(t, ann)
	first := d.receive(t, d.remote(a, ann+"/1", "<p>Before it</p>"))
	d.approve(t, first)
	d.near(t, blog.CommentsHeld)
	if c := d.receive(t, d.remote(a, ann+"/2", "<p>Vote for me</p>")); c.Verdict != blog.VerdictHeld {
		t.Errorf("the comment of somebody trusted is %s", c.Verdict)
	}
	if got := d.shown(t); len(got) != 1 {
		t.Errorf("readers see %q", got)
	}
	if _, err := d.Submit(t.Context(), Submission{PostID: d.post.ID, Text: "A word from the web", Opened: d.now().Add(-time.Minute)}); err != nil {
		t.Errorf("the form refuses while comments are held: %v", err)
	}
}

// While comments are paused the form takes none and says why, and replies from other
// servers are taken in and held.
func TestCommentsArePausedBeforeAnElection(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.person(t, ann)
	d.near(t, blog.CommentsPaused)
	_, err := d.Submit(t.Context(), Submission{PostID: d.post.ID, Text: "A word from the web", Opened: d.now().Add(-time.Minute)})
	wantKind(t, "the form", err, blog.Conflict)
	if !strings.Contains(blog.Message(err), "an election is near") {
		t.Errorf("it says %q", blog.Message(err))
	}
	if c := d.receive(t, d.remote(a, ann+"/1", "<p>From elsewhere</p>")); c.Verdict != blog.VerdictHeld {
		t.Errorf("a reply is %s", c.Verdict)
	}
}
