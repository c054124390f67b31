package privacy

import (
	"crypto/sha256"
	"slices"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/newsroom"
	"inews/internal/pgtest"
	"inews/internal/postgres"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// noon is when every test takes place, unless it moves its clock.
var noon = time.Date(2026, 12, 3, 12, 0, 0, 0, time.UTC)

const (
	site   = "https://council.example"
	annURI = "https://social.example/users/ann"
	bobURI = "https://other.example/users/bob"
	jean   = "jean@home.example"
	secret = "zanzibar" // stands in everything that somebody said who is erased
)

// office is a blog with one post, and staff.
type office struct {
	*Privacy
	room  *newsroom.Newsroom
	clock time.Time
	chief blog.Editor
	post  blog.Post
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{clock: noon}
	now := func() time.Time { return o.clock }
	db := pgtest.New(t)
	o.room = &newsroom.Newsroom{DB: db, Now: now, Site: site}
	o.Privacy = &Privacy{DB: db, Site: site, Now: now, Address: func(email string) []byte {
		sum := sha256.Sum256([]byte("address " + email))
		return sum[:]
	}}
	o.tx(t, func(tx *postgres.Tx) (err error) {
		o.chief, err = tx.InsertEditor(t.Context(), blog.Editor{Email: "nadia@council.example", Name: "Nadia", Role: blog.Owner})
		return err
	})
	p, err := o.room.Draft(t.Context(), o.chief, newsroom.Draft{Title: "Benches that talk", Body: "Six benches."})
	check(t, err)
	o.post, err = o.room.Publish(t.Context(), o.chief, p.ID)
	check(t, err)
	return o
}

func (o *office) tx(t *testing.T, fn func(tx *postgres.Tx) error) {
	t.Helper()
	check(t, o.DB.InTx(t.Context(), fn))
}

// person saves somebody on another server, as the bridge does.
func (o *office) person(t *testing.T, uri, name string) blog.Person {
	t.Helper()
	host := strings.Split(uri, "/")[2]
	p := blog.Person{
		URI: uri, Type: "Person", Name: name, Handle: "@" + uri[strings.LastIndexByte(uri, '/')+1:] + "@" + host, Host: host,
		URL: "https://" + host + "/@" + uri[strings.LastIndexByte(uri, '/')+1:], Inbox: uri + "/inbox", SharedInbox: "https://" + host + "/inbox",
	}
	o.tx(t, func(tx *postgres.Tx) error {
		return tx.SavePerson(t.Context(), p, []byte(`{"id":"`+uri+`","name":"`+name+`"}`), []postgres.PersonKey{{KeyID: uri + "#main-key", PEM: "key"}})
	})
	return p
}

// said puts a comment under the post, or a mention beside it.
func (o *office) said(t *testing.T, c blog.Comment, verdict blog.Verdict) blog.Comment {
	t.Helper()
	c.Audience, c.Published, c.Verdict = blog.AudiencePublic, noon, blog.VerdictHeld
	if c.Origin == "" {
		c.Origin = blog.FromWeb
	}
	if c.Origin == blog.FromBlog {
		c.Verdict = blog.VerdictApproved
	}
	c.HTML = "<p>" + c.Text + "</p>"
	var raw []byte
	if c.Person.URI != "" {
		raw = []byte(`{"id":"` + c.URI + `","attributedTo":"` + c.Person.URI + `","content":"` + c.Text + `","tag":[{"name":"` + c.Person.Handle + `"}]}`)
	}
	o.tx(t, func(tx *postgres.Tx) (err error) {
		if c, _, err = tx.InsertComment(t.Context(), c, site+"/ap/comments/", raw); err != nil || verdict == c.Verdict {
			return err
		}
		if err := tx.DecideComment(t.Context(), c.ID, verdict, "Off topic", o.chief.ID); err != nil {
			return err
		}
		_, err = tx.Record(t.Context(), blog.Change{Editor: o.chief.ID, Verb: blog.Approved, Subject: blog.CommentSubject, SubjectID: c.ID, PostID: c.PostID})
		return err
	})
	return c
}

// bridge does what the bridge would: it tells of every change, and every server that
// was told answers.
func (o *office) bridge(t *testing.T) {
	t.Helper()
	pgtest.Exec(t, o.DB, `UPDATE changes SET told_at = now() WHERE told_at IS NULL`)
	pgtest.Exec(t, o.DB, `DELETE FROM farewells`)
	pgtest.Exec(t, o.DB, `UPDATE deliveries SET state = 'delivered', code = 202, done_at = now() WHERE state = 'waiting'`)
}

// wish is of the person themselves, by e-mail, today.
func wish(who string) Wish {
	return Wish{Who: who, Asker: blog.AskedByPerson, Channel: "email", AskedOn: noon.Truncate(24 * time.Hour)}
}

// erased begins an erasure and sees it to its end.
func (o *office) erased(t *testing.T, w Wish) blog.Erasure {
	t.Helper()
	x, err := o.Begin(t.Context(), o.chief, w)
	check(t, err)
	o.bridge(t)
	check(t, o.Proceed(t.Context()))
	x, err = o.DB.ErasureByID(t.Context(), x.ID)
	check(t, err)
	if !x.Finished() || x.Who != "" {
		t.Fatalf("the erasure has not finished: %+v", x)
	}
	return x
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

// remains fails the test unless the words are left in just these columns.
func (o *office) remains(t *testing.T, allowed []string, words ...string) {
	t.Helper()
	if left := pgtest.Remains(t, o.DB, words...); !slices.Equal(left, allowed) {
		t.Errorf("%q is left in %q, want %q", words, left, allowed)
	}
}

// countOf is how much of a part went, or stayed.
func countOf(x blog.Erasure, part string) (gone, kept int) {
	for _, c := range x.Counts {
		if c.Part == part {
			return c.Gone, c.Kept
		}
	}
	return 0, 0
}
