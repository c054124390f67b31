package web_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/media"
	"inews/internal/pgtest"
	"inews/internal/postgres"
	"inews/internal/richtext"
	"inews/internal/tongue"
	"inews/web"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const base = "https://inews.council.example"

// press is a whole site with a database of its own, and shortcuts to fill it.
type press struct {
	testing.TB
	db     *postgres.DB
	folder media.Folder
	server *web.Server
	author blog.Author
	guest  blog.Author
	tags   []string // of the further languages
	called map[string]tongue.Called
}

// wire stands for the federation library at the edge of this package.
type wire struct{}

func (wire) Wants(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/activity+json")
}

func (wire) Way(_ context.Context, _ netip.Addr, handle string, errand blog.Errand) (blog.Way, error) {
	_, host, found := strings.Cut(strings.TrimPrefix(handle, "@"), "@")
	if !found {
		return blog.Way{}, blog.InvalidField("to", "This is not a handle. Write it like @you@server.example.")
	}
	way := blog.Way{Server: host, Known: blog.WayTold, Address: "https://" + host + "/" + string(errand.Do) + "?" + url.QueryEscape(errand.Object)}
	if errand.Text != "" {
		way.Write = "https://" + host + "/write?" + url.QueryEscape(errand.Text)
	}
	return way, nil
}

func (wire) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/activity+json")
	_, _ = io.WriteString(w, `{"at":"`+r.URL.Path+`"}`)
}

func newPress(t testing.TB) *press {
	t.Helper()
	return newPressOn(t, pgtest.New(t))
}

func newPressOn(t testing.TB, db *postgres.DB) *press {
	t.Helper()
	p := &press{TB: t, db: db, folder: media.Folder{Root: t.TempDir()}}
	p.server = p.open(p.db)
	p.tx(func(ctx context.Context, tx *postgres.Tx) (err error) {
		if p.author, err = tx.SaveAuthor(ctx, blog.Author{Slug: "ines-okoro", Name: "Ines Okoro"}); err != nil {
			return err
		}
		p.guest, err = tx.SaveAuthor(ctx, blog.Author{
			Slug: "jane-shaw", Name: "Dr Jane Shaw", Guest: true, Handle: "@jane@social.example",
			Bio: "researches how towns look after their older neighbours at the University of Thanet.",
		})
		return err
	})
	return p
}

// open makes the handler over a database.
func (p *press) open(db *postgres.DB) *web.Server { return p.openAt(db, time.Now) }

// openAt is open with a clock.
func (p *press) openAt(db *postgres.DB, now func() time.Time) *web.Server {
	p.Helper()
	server, err := web.New(web.Options{
		Now: now,
		DB:  db, Comments: &comments.Comments{DB: db, Base: base + "/ap/comments/", Letters: comments.Letters{Site: base, Sent: true}}, Media: p.folder, Federation: wire{},
		BaseURL: base, Name: "iNews", Tagline: "New ideas for public service, tried in the open",
		Organisation: "Wealdshire County Council", Languages: p.tags, Called: p.called, Handle: "inews", HandleDomain: "council.example",
		SecurityContact: "security@council.example",
	})
	if err != nil {
		p.Fatal(err)
	}
	return server
}

func (p *press) tx(fn func(ctx context.Context, tx *postgres.Tx) error) {
	p.Helper()
	if err := p.db.InTx(p.Context(), func(tx *postgres.Tx) error { return fn(p.Context(), tx) }); err != nil {
		p.Fatal(err)
	}
}

// save stores a post, published unless it has another state.
func (p *press) save(post blog.Post) blog.Post {
	p.Helper()
	doc, err := richtext.Markdown(post.Body, richtext.Options{Site: base})
	if err != nil {
		p.Fatal(err)
	}
	post.HTML, post.Text = doc.HTML.String(), doc.Text
	if post.Form == "" {
		post.Form = blog.FormArticle
	}
	if post.State == "" {
		post.State = blog.StatePublished
	}
	if post.PublishedAt.IsZero() && post.State != blog.StateDraft {
		post.PublishedAt = time.Now().Add(-time.Hour)
	}
	if post.Author.ID == "" {
		post.Author = p.author
	}
	if post.Comments == "" {
		post.Comments = blog.CommentsOpen
	}
	post.Language = "en-GB"
	wanted := post
	p.tx(func(ctx context.Context, tx *postgres.Tx) error {
		if wanted.Slug, err = tx.FreeSlug(ctx, richtext.Slug(wanted.Title), ""); err != nil {
			return err
		}
		if post, err = tx.InsertPost(ctx, wanted, ""); err != nil {
			return err
		}
		tags := make([]postgres.Tag, len(wanted.Tags))
		for i, label := range wanted.Tags {
			tags[i] = postgres.Tag{Key: richtext.TagKey(label), Label: label}
		}
		return tx.SetTags(ctx, post.ID, tags)
	})
	return post
}

func (p *press) saveEvent(e blog.Event) blog.Event {
	p.Helper()
	e.Form = blog.FormEvent
	if e.Zone == "" {
		e.Zone = "Europe/London"
	}
	if e.Standing == "" {
		e.Standing = blog.GoesAhead
	}
	e.Post = p.save(e.Post)
	p.tx(func(ctx context.Context, tx *postgres.Tx) error { return tx.SaveEvent(ctx, e) })
	return e
}

// say stores a comment, approved unless it has another verdict.
func (p *press) say(c blog.Comment) blog.Comment {
	p.Helper()
	if c.Verdict == "" {
		c.Verdict = blog.VerdictApproved
	}
	if c.Audience == "" {
		c.Audience = blog.AudiencePublic
	}
	if c.Origin == "" {
		c.Origin = blog.FromWeb
	}
	html := richtext.Comment(c.Text)
	c.HTML, c.Text = html.String(), richtext.PlainText(html)
	p.tx(func(ctx context.Context, tx *postgres.Tx) (err error) {
		if c.Person.URI != "" {
			if err := tx.SavePerson(ctx, c.Person, nil, nil); err != nil {
				return err
			}
		}
		c, _, err = tx.InsertComment(ctx, c, base+"/ap/comments/", nil)
		return err
	})
	return c
}

// upload stores a picture of hills in the two given colours.
func (p *press) upload(sky, land color.RGBA) blog.Picture {
	p.Helper()
	const width, height = 720, 450
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := sky
			for hill := range 4 {
				fx, fh := float64(x), float64(hill)
				edge := 170 + 63*fh + 40*math.Sin(fx/(86+27*fh)+2*fh)
				if float64(y) > edge {
					shade := 1 - .2*fh
					c = color.RGBA{uint8(float64(land.R) * shade), uint8(float64(land.G) * shade), uint8(float64(land.B) * shade), 255}
				}
			}
			img.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		p.Fatal(err)
	}
	picture, err := media.Read(&b, media.Limits{})
	if err != nil {
		p.Fatal(err)
	}
	if err := p.folder.Save(picture); err != nil {
		p.Fatal(err)
	}
	kept := blog.Picture{
		Hash: picture.Hash, Ext: picture.Ext, MediaType: picture.MediaType, Width: picture.Width,
		Height: picture.Height, Blurhash: picture.Blurhash, Widths: picture.Widths(),
	}
	p.tx(func(ctx context.Context, tx *postgres.Tx) error { return tx.InsertPicture(ctx, kept, "") })
	return kept
}

// ask sends a request with header lines in pairs.
func (p *press) ask(method, path string, header ...string) *httptest.ResponseRecorder {
	p.Helper()
	w := ask(p.server, method, path, "", header...)
	if strings.Contains(w.Body.String(), "ZgotmplZ") {
		p.Errorf("%s: a template does not let an address through:\n%s", path, w.Body)
	}
	return w
}

func (p *press) get(path string) *httptest.ResponseRecorder { return p.ask("GET", path) }

func ask(h http.Handler, method, path, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, base+path, strings.NewReader(body))
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}
