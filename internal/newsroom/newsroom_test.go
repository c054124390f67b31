package newsroom

import (
	"fmt"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/pgtest"
	"inews/internal/postgres"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// noon is when every test takes place, unless it moves its clock.
var noon = time.Date(2026, 12, 3, 12, 0, 0, 0, time.UTC)

var chief = blog.Editor{Role: blog.Managing, Name: "Ada Chief"}

// room is a newsroom with a clock that the test turns.
type room struct {
	*Newsroom
	clock time.Time
}

func newRoom(t *testing.T) *room {
	t.Helper()
	r := &room{clock: noon}
	r.Newsroom = &Newsroom{DB: pgtest.New(t), Now: func() time.Time { return r.clock }}
	return r
}

// staff adds an editor, so that drafts can be theirs.
func (r *room) staff(t *testing.T, name string, role blog.Role) blog.Editor {
	t.Helper()
	e := blog.Editor{Email: name + "@council.example", Name: name, Role: role}
	err := r.DB.InTx(t.Context(), func(tx *postgres.Tx) error {
		var err error
		e, err = tx.InsertEditor(t.Context(), e)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func (r *room) draft(t *testing.T, d Draft) blog.Post {
	t.Helper()
	p, err := r.Draft(t.Context(), chief, d)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (r *room) published(t *testing.T, d Draft) blog.Post {
	t.Helper()
	p, err := r.Publish(t.Context(), chief, r.draft(t, d).ID)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// trail is what was recorded of a post, as "verb reason" lines.
func (r *room) trail(t *testing.T, p blog.Post) []string {
	t.Helper()
	changes, err := r.DB.ChangesOf(t.Context(), SubjectOf(p), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	var verbs []string
	for _, c := range changes {
		if c.PostID != p.ID {
			t.Errorf("change %s names post %q, not %q", c.Verb, c.PostID, p.ID)
		}
		verbs = append(verbs, string(c.Verb))
	}
	return verbs
}

// wantKind fails the test when err is not of the kind, or names another field.
func wantKind(t *testing.T, err error, kind blog.Kind, field string) {
	t.Helper()
	problems := blog.ProblemsOf(err)
	if blog.KindOf(err) != kind || (field != "" && (len(problems) == 0 || problems[0].Field != field)) {
		t.Errorf("got %q error (%v), want %q about %q", blog.KindOf(err), err, kind, field)
	}
}

func example(n int) Draft {
	return Draft{Title: fmt.Sprintf("Post %d", n), Body: "We tried something. It worked. #Innovation"}
}
