package comments

import (
	"fmt"
	"testing"

	"inews/internal/blog"
)

// A mention waits for staff whoever writes it, and is never shown: the store
// itself refuses. What waits of one server is bounded.
func TestMentionsWait(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.person(t, ann)
	if err := d.Trust(t.Context(), d.staff, ann); err != nil {
		t.Fatal(err)
	}
	mention := func(n int) (blog.Comment, error) {
		r := d.remote(a, fmt.Sprintf("%s/mentions/%d", ann, n), fmt.Sprintf("<p>Hello number %d</p>", n))
		r.PostID = ""
		return d.Receive(t.Context(), r)
	}
	first, err := mention(0)
	if err != nil || first.Verdict != blog.VerdictHeld || !first.Mention() {
		t.Fatalf("%+v, %v", first, err)
	}
	if _, err := d.DB.SQL().ExecContext(t.Context(), `UPDATE comments SET verdict = 'approved' WHERE id = $1`, first.ID); err == nil {
		t.Error("the store shows a mention")
	}
	_, err = d.Note(t.Context(), d.staff, d.receive(t, d.remote(a, ann+"/1", "<p>Under a post</p>")).ID)
	wantKind(t, "being done with a comment", err, blog.Conflict)
	noted, err := d.Note(t.Context(), d.staff, first.ID)
	if err != nil || noted.Verdict != blog.VerdictNoted {
		t.Errorf("noted: %s, %v", noted.Verdict, err)
	}
	undone, err := d.Undo(t.Context(), d.staff, first.ID)
	if err != nil || undone.Verdict != blog.VerdictHeld {
		t.Errorf("undone: %s, %v", undone.Verdict, err)
	}
	for n := 1; n < maxMentionsOfHost; n++ {
		if _, err := mention(n); err != nil {
			t.Fatal(err)
		}
	}
	_, err = mention(maxMentionsOfHost)
	wantKind(t, "one too many", err, blog.TooMany)
	counts, err := d.DB.CountMentions(t.Context())
	if err != nil || counts[blog.VerdictHeld] != maxMentionsOfHost {
		t.Errorf("%v wait, %v", counts, err)
	}
	if held, err := d.DB.CountComments(t.Context()); err != nil || held[blog.VerdictHeld] != 0 {
		t.Errorf("the queue of comments has %v, %v", held, err)
	}
}
