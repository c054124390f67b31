package comments

import (
	"net/netip"
	"net/url"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/pgtest"
	"inews/internal/postgres"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var noon = time.Date(2026, 12, 3, 12, 0, 0, 0, time.UTC)

const base = "https://council.example/ap/comments/"

var chief = blog.Editor{Role: blog.Managing}

// desk is the comments of a blog with one open post, and a clock.
type desk struct {
	*Comments
	post  blog.Post
	staff blog.Editor
	clock time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{clock: noon}
	now := func() time.Time { return d.clock }
	d.Comments = &Comments{DB: pgtest.New(t), Base: base, Now: now, Ours: []string{"https://council.example/ap/actors/inews"}}
	d.post = d.publish(t, "A post")
	err := d.DB.InTx(t.Context(), func(tx *postgres.Tx) error {
		var err error
		d.staff, err = tx.InsertEditor(t.Context(), blog.Editor{Email: "moira@council.example", Name: "Moira", Role: blog.Moderator})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// publish puts a post on the page, as the newsroom does.
func (d *desk) publish(t *testing.T, title string) blog.Post {
	t.Helper()
	var p blog.Post
	err := d.DB.InTx(t.Context(), func(tx *postgres.Tx) error {
		slug, err := tx.FreeSlug(t.Context(), "post", "")
		if err != nil {
			return err
		}
		author, err := tx.SaveAuthor(t.Context(), blog.Author{Slug: slug, Name: "Ada"})
		if err != nil {
			return err
		}
		p = blog.Post{
			Form: blog.FormArticle, State: blog.StateDraft, Slug: slug, Title: title, Body: "Words.", Author: author,
			Language: "en-GB", Comments: blog.CommentsOpen,
		}
		if p, err = tx.InsertPost(t.Context(), p, ""); err != nil {
			return err
		}
		if err := p.Publish(noon); err != nil {
			return err
		}
		p, err = tx.UpdatePost(t.Context(), p)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// set saves another state of the post.
func (d *desk) set(t *testing.T, how func(*blog.Post) error) {
	t.Helper()
	if err := how(&d.post); err != nil {
		t.Fatal(err)
	}
	err := d.DB.InTx(t.Context(), func(tx *postgres.Tx) error {
		var err error
		d.post, err = tx.UpdatePost(t.Context(), d.post)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// close ends the conversation under the post.
func (d *desk) close(t *testing.T) {
	t.Helper()
	d.set(t, func(p *blog.Post) error { p.Comments = blog.CommentsClosed; return nil })
}

// person saves somebody on another server, as the bridge does.
func (d *desk) person(t *testing.T, uri string) blog.Person {
	t.Helper()
	u, err := url.Parse(uri)
	if err != nil {
		t.Fatal(err)
	}
	p := blog.Person{URI: uri, Type: "Person", Name: "Someone", Handle: "@someone@" + u.Host, Host: u.Host, URL: uri + "/page", Inbox: uri + "/inbox"}
	err = d.DB.InTx(t.Context(), func(tx *postgres.Tx) error { return tx.SavePerson(t.Context(), p, nil, nil) })
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// remote is a public comment under the post.
func (d *desk) remote(by blog.Person, id, html string) Remote {
	return Remote{
		URI: id, PostID: d.post.ID, Person: by, HTML: html, Audience: blog.AudiencePublic,
		Published: noon.Add(-time.Hour), URL: id, Raw: []byte(`{}`), Language: "en",
	}
}

func (d *desk) receive(t *testing.T, r Remote) blog.Comment {
	t.Helper()
	c, err := d.Receive(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (d *desk) approve(t *testing.T, c blog.Comment) {
	t.Helper()
	if _, err := d.Approve(t.Context(), d.staff, c.ID); err != nil {
		t.Fatal(err)
	}
}

// shown are the texts that readers see under the post, in thread order.
func (d *desk) shown(t *testing.T) []string {
	t.Helper()
	list, err := d.DB.CommentsOnPost(t.Context(), d.post.ID, "", 100)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, c := range list {
		texts = append(texts, c.Text)
	}
	return texts
}

func (d *desk) submission(text string) Submission {
	return Submission{
		PostID: d.post.ID, Text: text, Opened: d.clock.Add(-time.Minute), Address: netip.MustParseAddr("192.0.2.7"),
	}
}

func wantKind(t *testing.T, what string, err error, kind blog.Kind) {
	t.Helper()
	if blog.KindOf(err) != kind {
		t.Errorf("%s: got %q (%v), want %q", what, blog.KindOf(err), err, kind)
	}
}
