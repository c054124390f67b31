package desk_test

import (
	"context"
	"html"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"inews/internal/accounts"
	"inews/internal/blog"
	"inews/internal/calendar"
	"inews/internal/comments"
	"inews/internal/compliance"
	"inews/internal/look"
	"inews/internal/mailing"
	"inews/internal/media"
	"inews/internal/network"
	"inews/internal/newsroom"
	"inews/internal/pgtest"
	"inews/internal/postgres"
	"inews/internal/privacy"
	"inews/internal/reach"
	"inews/web"
	"inews/web/desk"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const base = "https://inews.council.example"

var allRoles = []blog.Role{blog.Contributor, blog.Moderator, blog.Managing, blog.Owner}

// floor is a whole site with its desk, one member of staff of each role, and a
// browser for each of them.
type floor struct {
	testing.TB
	db       *postgres.DB
	options  desk.Options
	server   *web.Server
	accounts *accounts.Accounts
	editors  map[blog.Role]blog.Editor
	cookies  map[blog.Role]string
	tokens   map[blog.Role]string // of forms
}

// wire stands for the federation library at the edge of package web.
type wire struct{}

func (wire) Wants(*http.Request) bool { return false }

func (wire) Way(context.Context, netip.Addr, string, blog.Errand) (blog.Way, error) {
	return blog.Way{}, nil
}

func (wire) ServeHTTP(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }

// finder knows one server on the network.
type finder struct{ db *postgres.DB }

func (f finder) Find(ctx context.Context, handle string) (blog.Person, error) {
	person := blog.Person{
		URI: "https://weald.example/ap/actors/news", Type: "Organization", Handle: "@news@weald.example",
		Name: "Weald Council", URL: "https://weald.example/", Host: "weald.example", Inbox: "https://weald.example/inbox",
	}
	if !strings.EqualFold(strings.TrimPrefix(handle, "@"), "news@weald.example") {
		return person, blog.InvalidField("handle", "Nobody is to be found at %s.", handle)
	}
	return person, f.db.InTx(ctx, func(tx *postgres.Tx) error { return tx.SavePerson(ctx, person, nil, nil) })
}

func newFloor(t testing.TB) *floor {
	t.Helper()
	return newFloorIn(t)
}

// newFloorIn is a floor whose readers have pages in further languages.
func newFloorIn(t testing.TB, languages ...string) *floor {
	t.Helper()
	db := pgtest.New(t)
	room := &newsroom.Newsroom{DB: db, Site: base}
	f := &floor{
		TB: t, db: db, accounts: &accounts.Accounts{DB: db, Origin: base, Name: "iNews"},
		editors: map[blog.Role]blog.Editor{}, cookies: map[blog.Role]string{}, tokens: map[blog.Role]string{},
	}
	folder := media.Folder{Root: t.TempDir()}
	f.options = desk.Options{
		DB: db, Newsroom: room, Calendar: &calendar.Calendar{DB: db, Newsroom: room},
		Comments: &comments.Comments{DB: db, Base: base + "/ap/comments/"},
		Network:  &network.Network{DB: db, Finder: finder{db}, Base: base + "/ap/activities/"},
		Accounts: f.accounts, Postbox: &mailing.Postbox{DB: db}, Updates: &mailing.Updates{DB: db, Site: "iNews", Sends: true}, Reach: &reach.Reach{DB: db, Zone: time.UTC, Now: time.Now},
		Looks:      &look.Looks{DB: db},
		Uploads:    &media.Uploads{DB: db, Folder: folder, Darkroom: media.NewDarkroom(1, media.Limits{})},
		Compliance: &compliance.Compliance{DB: db, Zone: time.UTC, Tell: room.Tell},
		Privacy:    &privacy.Privacy{DB: db, Site: base, Address: mailing.Tokens{}.AddressHash},
		Examine: func(context.Context) []blog.Finding {
			return []blog.Finding{{About: "handle", Weight: blog.Trouble, Says: "It leads nowhere.", Do: "Mend the proxy."}}
		},
		Appear: func(_ context.Context, p blog.Post, _ *blog.Event) ([]blog.Appearance, error) {
			return []blog.Appearance{{Program: "Mastodon", Title: p.Title, Text: p.Summary, Link: base + p.Path(), Card: base + p.Path(), Says: "Nothing else."}}, nil
		},
	}
	var err error
	f.server, err = web.New(web.Options{
		DB: db, Comments: f.options.Comments, Media: folder, Federation: wire{}, Desk: &f.options,
		BaseURL: base, Name: "iNews", Tagline: "New ideas", Organisation: "Wealdshire County Council", Languages: languages,
		Handle: "inews", HandleDomain: "council.example",
		Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})),
	})
	f.check(err)
	for _, role := range allRoles {
		f.hire(role)
	}
	return f
}

func (f *floor) check(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

// hire adds an editor with the role and signs them in.
func (f *floor) hire(role blog.Role) {
	f.Helper()
	ctx, owner := f.Context(), blog.Editor{Role: blog.Owner}
	e, err := f.accounts.Add(ctx, owner, blog.Editor{
		Email: string(role) + "@council.example", Name: strings.ToUpper(string(role[:1])) + string(role[1:]) + " Okafor", Role: role,
	})
	f.check(err)
	link, err := f.accounts.Link(ctx, e.ID, time.Hour)
	f.check(err)
	pass, err := f.accounts.Redeem(ctx, link, netip.Addr{})
	f.check(err)
	f.editors[role], f.cookies[role] = e, pass.Token
	f.tokens[role] = f.token(f.get(role, "/desk/password"))
}

var tokenShape = regexp.MustCompile(`name="form_token" value="([^"]+)"`)

// token is the form token of a page.
func (f *floor) token(page *httptest.ResponseRecorder) string {
	f.Helper()
	found := tokenShape.FindStringSubmatch(page.Body.String())
	if found == nil {
		f.Fatalf("no form token in a page that answers %d:\n%s", page.Code, page.Body)
	}
	return html.UnescapeString(found[1])
}

// core is the part of a page that is its own.
func core(page string) string {
	_, main, _ := strings.Cut(page, "<main")
	return main
}

// request is one from the browser of the role, "" for a stranger's, and from a
// page of ours.
func (f *floor) request(role blog.Role, method, path string, form url.Values) *http.Request {
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, base+path, body)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if method != http.MethodGet {
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if role != "" {
		r.AddCookie(&http.Cookie{Name: "__Host-inews", Value: f.cookies[role]})
	}
	return r
}

func (f *floor) serve(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	f.server.ServeHTTP(w, r)
	if strings.Contains(w.Body.String(), "ZgotmplZ") {
		f.Errorf("%s: a template does not let an address through:\n%s", r.URL, core(w.Body.String()))
	}
	return w
}

func (f *floor) get(role blog.Role, path string) *httptest.ResponseRecorder {
	return f.serve(f.request(role, http.MethodGet, path, nil))
}

// see gets a page that must be there and hold the words.
func (f *floor) see(role blog.Role, path string, words ...string) string {
	f.Helper()
	w := f.get(role, path)
	body := html.UnescapeString(w.Body.String())
	if w.Code != http.StatusOK {
		f.Fatalf("GET %s as %s answers %d:\n%s", path, role, w.Code, core(body))
	}
	for _, s := range words {
		if !strings.Contains(body, s) {
			f.Errorf("GET %s as %s has no %q:\n%s", path, role, s, core(body))
		}
	}
	return body
}

// post sends a form with its token.
func (f *floor) post(role blog.Role, path string, form url.Values) *httptest.ResponseRecorder {
	full := url.Values{"form_token": {f.tokens[role]}}
	maps.Copy(full, form)
	return f.serve(f.request(role, http.MethodPost, path, full))
}

// done posts a form that must be taken, and returns where it leads.
func (f *floor) done(role blog.Role, path string, form url.Values) string {
	f.Helper()
	w := f.post(role, path, form)
	if w.Code != http.StatusSeeOther {
		f.Fatalf("POST %s as %s answers %d:\n%s", path, role, w.Code, core(w.Body.String()))
	}
	return w.Header().Get("Location")
}

// refused posts a form that must be refused with the code and the words, and
// returns the page.
func (f *floor) refused(role blog.Role, path string, form url.Values, code int, words ...string) string {
	f.Helper()
	w := f.post(role, path, form)
	body := html.UnescapeString(w.Body.String())
	if w.Code != code {
		f.Fatalf("POST %s as %s answers %d, not %d:\n%s", path, role, w.Code, code, core(body))
	}
	for _, s := range words {
		if !strings.Contains(body, s) {
			f.Errorf("POST %s as %s has no %q:\n%s", path, role, s, core(body))
		}
	}
	return body
}

func (f *floor) tx(fn func(ctx context.Context, tx *postgres.Tx) error) {
	f.Helper()
	f.check(f.db.InTx(f.Context(), func(tx *postgres.Tx) error { return fn(f.Context(), tx) }))
}

// id is the last part of an address like /desk/posts/{id}?done=saved.
func id(address string) string {
	path, _, _ := strings.Cut(address, "?")
	return path[strings.LastIndexByte(path, '/')+1:]
}

// text is a form that makes a whole post.
func text(title string) url.Values {
	return url.Values{
		"title": {title}, "summary": {"Six free talks from November."}, "body": {"## What\n\nText with a [link](https://other.example/)."},
		"form": {"article"}, "language": {"en-GB"}, "tags": {"Care, LocalGov"}, "comments": {"open"}, "version": {"0"},
	}
}
