package desk_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"inews/internal/blog"
)

// guest is somebody with a link and a browser, and no session.
type guest struct {
	*floor
	path   string
	cookie *http.Cookie
	token  string
}

var linkShape = regexp.MustCompile(`value="(https://[^"]+/desk/drafts/[^"]+)"`)

func (f *floor) invited(form url.Values) *guest {
	f.Helper()
	w := f.post(blog.Managing, "/desk/guests", form)
	found := linkShape.FindStringSubmatch(w.Body.String())
	if w.Code != http.StatusOK || found == nil {
		f.Fatalf("inviting answers %d without a link:\n%s", w.Code, core(w.Body.String()))
	}
	g := &guest{floor: f, path: strings.TrimPrefix(found[1], base)}
	page := f.get("", g.path)
	if page.Code != http.StatusOK {
		f.Fatalf("the link answers %d:\n%s", page.Code, core(page.Body.String()))
	}
	g.cookie, g.token = page.Result().Cookies()[0], f.token(page)
	return g
}

func (g *guest) send(form url.Values) *httptest.ResponseRecorder {
	full := url.Values{"form_token": {g.token}}
	maps.Copy(full, form)
	r := g.request("", http.MethodPost, g.path, full)
	r.AddCookie(g.cookie)
	return g.serve(r)
}

func (g *guest) page(words ...string) string { return g.see("", g.path, words...) }

// P4: Ravi opens a link, writes, looks, saves, is asked something, answers and
// submits, without a password; an editor publishes it under his name.
func TestGuestWritesByLink(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	g := f.invited(url.Values{"name": {"Dr Ravi Nair"}, "email": {"ravi@uni.example"}, "handle": {"@ravi@uni.example"}, "thanks": {"Our thanks to Ravi."}, "days": {"14"}})
	g.page("Welcome, Dr Ravi Nair", "Our thanks to Ravi.", "@ravi@uni.example", "Submit for review")
	links, err := f.db.GuestLinks(t.Context(), "", 1)
	f.check(err)
	post := links[0].PostID

	words := url.Values{"title": {"What patients taught us"}, "summary": {"Three lessons."}, "body": {"They want to be heard."}, "version": {f.version(post)}}
	words.Set("do", "preview")
	if w := g.send(words); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Nothing is saved yet") {
		t.Fatalf("a preview answers %d:\n%s", w.Code, core(w.Body.String()))
	}
	words.Set("do", "save")
	if w := g.send(words); w.Code != http.StatusSeeOther {
		t.Fatalf("saving answers %d:\n%s", w.Code, core(w.Body.String()))
	}
	f.done(blog.Managing, "/desk/posts/"+post+"/notes", url.Values{"note": {"Which hospital?"}})
	g.page("Which hospital?", "What patients taught us")
	if w := g.send(words); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "They want to be heard.") {
		t.Errorf("an old version answers %d", w.Code)
	}
	words.Set("version", f.version(post))
	words.Set("body", "They want to be heard, at St Mary's.")
	words.Set("note", "St Mary's: it is in the text now.")
	words.Set("word", "Ready when you are.")
	words.Set("do", "submit")
	if w := g.send(words); w.Code != http.StatusSeeOther {
		t.Fatalf("submitting answers %d:\n%s", w.Code, core(w.Body.String()))
	}
	g.page("An editor looks at it now", "Take it back")
	words.Set("version", f.version(post))
	words.Set("do", "save")
	words.Del("note")
	if w := g.send(words); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "They want to be heard, at") {
		t.Errorf("saving in review answers %d", w.Code)
	}
	f.see(blog.Managing, "/desk/notices", "Dr Ravi Nair submitted “What patients taught us” for review.", "Ready when you are.", "Dr Ravi Nair wrote a note")
	f.see(blog.Managing, "/desk/posts/"+post+"/review", "Dr Ravi Nair, a guest", "St Mary's: it is in the text now.")
	f.done(blog.Managing, "/desk/posts/"+post+"/review", f.answer(post, url.Values{"do": {"publish"}}))
	g.page("It is published")
	f.see(blog.Owner, "/desk/trail", "Dr Ravi Nair (guest)", "submitted “What patients taught us” for review", "invited the guest Dr Ravi Nair to write by a link")
	p, err := f.db.PostByID(t.Context(), post)
	f.check(err)
	if p.Author.Name != "Dr Ravi Nair" || !p.Author.Guest || p.Author.Handle != "@ravi@uni.example" || p.Thanks != "Our thanks to Ravi." {
		t.Errorf("it is credited to %+v, %q", p.Author, p.Thanks)
	}
	var mails int
	f.check(f.db.SQL().QueryRowContext(t.Context(), `SELECT count(*) FROM mails WHERE address = 'ravi@uni.example'`).Scan(&mails))
	if mails != 3 { // the link, the note, published
		t.Errorf("the guest gets %d mails", mails)
	}
}

// The link opens one draft and nothing else of the desk, is kept as a hash, and
// ends when it is ended or has run out.
func TestGuestLinkOpensNothingElse(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	other := id(f.done(blog.Managing, "/desk/posts", text("Secret plans")))
	g := f.invited(url.Values{"name": {"Ravi"}, "days": {"7"}})
	token := g.path[strings.LastIndexByte(g.path, '/')+1:]
	if dump := f.dump(); strings.Contains(dump, token) {
		t.Error("the token of the link stands in the database")
	}
	for _, r := range f.routes() {
		if r.Right == "" {
			continue
		}
		path := strings.NewReplacer(":id", other, ":token", token).Replace(at(r.Path))
		request := f.request("", r.Method, path, url.Values{"form_token": {g.token}})
		request.AddCookie(g.cookie)
		request.AddCookie(&http.Cookie{Name: "__Host-inews", Value: token})
		if w := f.serve(request); w.Code != http.StatusUnauthorized && w.Code != http.StatusSeeOther || strings.Contains(w.Body.String(), "Secret plans") {
			t.Errorf("%s %s answers a guest %d", r.Method, r.Path, w.Code)
		}
	}
	w := f.get("", g.path)
	if h := w.Header(); h.Get("Cache-Control") != "no-store" || h.Get("X-Robots-Tag") != "noindex" || h.Get("Referrer-Policy") != "same-origin" {
		t.Errorf("the page of a guest has the headers %v", h)
	}
	links, err := f.db.GuestLinks(t.Context(), "", 1)
	f.check(err)
	f.done(blog.Managing, "/desk/guests/"+links[0].ID+"/revoke", nil)
	if w := f.get("", g.path); w.Code != http.StatusGone || strings.Contains(w.Body.String(), "Ravi") {
		t.Errorf("an ended link answers %d", w.Code)
	}
	late := f.invited(url.Values{"name": {"Ana"}, "days": {"7"}})
	f.sql(`UPDATE guest_links SET created_at = now() - interval '9 days', expires_at = now() - interval '1 second' WHERE name = 'Ana'`)
	for _, do := range []string{"save", "submit", "recall", "note", "preview"} {
		if w := late.send(url.Values{"do": {do}, "title": {"Late"}, "body": {"Words."}, "note": {"Hm."}}); w.Code != http.StatusGone {
			t.Errorf("%s through a link that has run out answers %d", do, w.Code)
		}
	}
	for range 40 {
		w = f.get("", "/desk/drafts/GUESSED")
	}
	if w.Code != http.StatusTooManyRequests {
		t.Errorf("the fortieth guess answers %d", w.Code)
	}
}

func (f *floor) sql(statement string) {
	f.Helper()
	_, err := f.db.SQL().ExecContext(f.Context(), statement)
	f.check(err)
}
