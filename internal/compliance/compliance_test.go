package compliance

import (
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/newsroom"
	"inews/internal/pgtest"
	"inews/internal/postgres"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// noon is when every test takes place, unless it moves its clock: a Thursday.
var noon = time.Date(2026, 12, 3, 12, 0, 0, 0, time.UTC)

// office is where staff do what the law asks, with a clock that the test turns.
type office struct {
	*Compliance
	room  *newsroom.Newsroom
	clock time.Time
	chief blog.Editor // an owner
	post  blog.Post
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{clock: noon}
	now := func() time.Time { return o.clock }
	db := pgtest.New(t)
	o.room = &newsroom.Newsroom{DB: db, Now: now, Site: "https://council.example"}
	o.Compliance = &Compliance{DB: db, Zone: london(t), Now: now, Tell: o.room.Tell}
	o.chief = o.hire(t, "nadia", blog.Owner)
	p, err := o.room.Draft(t.Context(), o.chief, newsroom.Draft{Title: "Benches that talk", Body: "Six benches."})
	check(t, err)
	o.post, err = o.room.Publish(t.Context(), o.chief, p.ID)
	check(t, err)
	return o
}

func london(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	check(t, err)
	return zone
}

func (o *office) hire(t *testing.T, name string, role blog.Role) blog.Editor {
	t.Helper()
	e := blog.Editor{Email: name + "@council.example", Name: strings.ToUpper(name[:1]) + name[1:], Role: role}
	o.tx(t, func(tx *postgres.Tx) (err error) {
		e, err = tx.InsertEditor(t.Context(), e)
		return err
	})
	return e
}

func (o *office) tx(t *testing.T, fn func(tx *postgres.Tx) error) {
	t.Helper()
	check(t, o.DB.InTx(t.Context(), fn))
}

// said puts a comment from the web under the post, and decides about it.
func (o *office) said(t *testing.T, parent, words string, verdict blog.Verdict) blog.Comment {
	t.Helper()
	c := blog.Comment{
		PostID: o.post.ID, ParentID: parent, Origin: blog.FromWeb, Audience: blog.AudiencePublic, Verdict: blog.VerdictHeld,
		Name: "Jean Poole", Email: "jean@home.example", HTML: "<p>" + words + "</p>", Text: words, Published: noon,
	}
	o.tx(t, func(tx *postgres.Tx) (err error) {
		if c, _, err = tx.InsertComment(t.Context(), c, "https://council.example/ap/comments/", nil); err != nil || verdict == blog.VerdictHeld {
			return err
		}
		return tx.DecideComment(t.Context(), c.ID, verdict, "Off topic", o.chief.ID)
	})
	return c
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, what string, err error, kind blog.Kind) {
	t.Helper()
	if blog.KindOf(err) != kind {
		t.Errorf("%s: %v, want %q", what, err, kind)
	}
}
