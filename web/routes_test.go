package web_test

import (
	"net/http"
	"strings"
	"testing"

	"inews/internal/blog"
)

func readPages(t *testing.T, e *edition) {
	month := e.lead.PublishedAt.UTC().Format("/archive/2006/01")
	for _, page := range []struct{ path, title, text string }{
		{"/", "iNews: New ideas for public service, tried in the open", "What three villages taught us"},
		{e.lead.Path(), e.lead.Title + " - iNews", "forty volunteers"},
		{e.talk.Path(), e.talk.Title + " - iNews", "Sessions House, County Road, Maidstone, ME14 1XQ"},
		{e.online.Path(), e.online.Title + " - iNews", "Postponed: a new date will follow"},
		{"/events", "Events - iNews", "Past events"},
		{"/authors/ines-okoro", "Ines Okoro - iNews", "Cancelled: "},
		{"/tags/opendata", "#OpenData - iNews", "We are opening the pothole data"},
		{"/authors/jane-shaw", "Dr Jane Shaw - iNews", "Guest author"},
		{"/archive", "Archive - iNews", "Subjects"},
		{month, e.lead.PublishedAt.UTC().Format("January 2006") + " - iNews", "What three villages"},
		{"/search", "Search - iNews", "#Care"},
		{"/search?q=bench", "Search for bench - iNews", "1 result"},
		{"/search?q=xyzzy", "Search for xyzzy - iNews", "Nothing found"},
		{"/network", "Councils and partners - iNews", "Digital benches arrive in Eastmarch Council"},
		{"/pages/about", "About - iNews", "everything about About"},
		{"/follow", "Follow - iNews", "In your calendar"},
		{"/follow/poster", "Poster - iNews", "inews.council.example/follow"},
		{"/follow?to=@me@social.example", "Follow - iNews", "Continue to social.example"},
		{e.lead.Path() + "/comments/" + e.said.ID, "Comment by Ana Ruiz on " + e.lead.Title + " - iNews", "Reply to Ana Ruiz"},
		{e.lead.Path() + "/comments/" + e.said.ID + "/report", "Report a comment - iNews", "What is wrong with it?"},
		{e.lead.Path() + "/comments/" + e.said.ID + "/report?sent=1", "Report a comment - iNews", "A person looks at every report"},
		{e.talk.Path() + "?after=", e.talk.Title + " - iNews", "A person reads it before it appears"},
	} {
		t.Run(page.path, func(t *testing.T) {
			w := e.get(page.path)
			if w.Code != http.StatusOK {
				t.Fatalf("status %d: %s", w.Code, w.Body)
			}
			m := checkMarkup(t, w.Body.String())
			if m.title != page.title {
				t.Errorf("title %q, want %q", m.title, page.title)
			}
			if !strings.Contains(m.text, page.text) {
				t.Errorf("does not say %q", page.text)
			}
			checkHeaders(t, w.Header())
			if head := e.ask("HEAD", page.path); head.Code != 200 || head.Body.Len() != 0 || head.Header().Get("Etag") != w.Header().Get("Etag") {
				t.Errorf("HEAD: status %d, %d bytes, tag %q", head.Code, head.Body.Len(), head.Header().Get("Etag"))
			}
		})
	}
}

// Readers get no cookie, and every answer limits what a browser may do with it.
func checkHeaders(t *testing.T, h http.Header) {
	t.Helper()
	if cookie := h.Get("Set-Cookie"); cookie != "" {
		t.Errorf("sets the cookie %s", cookie)
	}
	for name, part := range map[string]string{
		"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin",
		"Permissions-Policy": "camera=()", "Cross-Origin-Opener-Policy": "same-origin", "X-Request-Id": "",
		"Strict-Transport-Security": "max-age=",
	} {
		if v := h.Get(name); v == "" || !strings.Contains(v, part) {
			t.Errorf("%s is %q", name, v)
		}
	}
	if strings.Contains(h.Get("Vary"), "Cookie") {
		t.Error("varies by cookie")
	}
}

func readRedirects(t *testing.T, e *edition) {
	for from, to := range map[string]string{
		"/posts/a-worse-headline":          e.renamed.Path(),
		"/posts/" + e.talk.Slug:            e.talk.Path(),
		"/events/" + e.lead.Slug:           e.lead.Path(),
		"/events/a-worse-headline":         e.renamed.Path(),
		"/events":                          "",
		"/events/":                         "/events",
		"/tags/OpenData":                   "/tags/opendata",
		"/tags/OpenData/feed.rss":          "/tags/opendata/feed.rss",
		"//evil.example/":                  "/evil.example",
		"/\\evil.example/":                 "/%5Cevil.example",
		"/posts/" + e.lead.Slug + "///":    "/posts/" + e.lead.Slug,
		"/search/?q=bench":                 "/search?q=bench",
		e.lead.Path() + "?utm_source=mail": "",
	} {
		w := e.get(from)
		if got := w.Header().Get("Location"); got != to || (to != "" && w.Code != http.StatusMovedPermanently) {
			t.Errorf("%s: status %d to %q, want %q", from, w.Code, got, to)
		}
	}
}

// No byte of a draft, a withdrawn post or a held comment is reachable at any
// address, and the answer is the same as for what never existed.
func readHiddenIsAbsent(t *testing.T, e *edition) {
	nothing := e.get("/posts/never-was")
	if nothing.Code != http.StatusNotFound {
		t.Fatalf("status %d for nothing", nothing.Code)
	}
	checkMarkup(t, nothing.Body.String())
	checkHeaders(t, nothing.Header())
	for _, path := range []string{
		e.draft.Path(), e.withdrawn.Path(), "/events/" + e.draft.Slug, e.draft.Path() + "/comments/" + e.held.ID,
		e.lead.Path() + "/comments/" + e.held.ID, "/tags/embargo", "/tags/embargo/feed.rss", "/tags/embargo/events.ics",
		e.withdrawn.Path() + "?after=" + e.said.ID, "/archive/1999/12", "/archive/x/y",
		e.talk.Path() + "?after=" + e.said.ID, e.lead.Path() + "?after=nonsense", "/tags/care?after=1.nonsense", "/network?after=x",
		e.talk.Path() + "/comments/" + e.said.ID, "/pages/nothing", "/authors/nobody", "/desk-is-elsewhere",
	} {
		w := e.get(path)
		if w.Code != nothing.Code || w.Body.String() != nothing.Body.String() {
			t.Errorf("%s: status %d, and not the bytes of nothing", path, w.Code)
		}
		for name := range nothing.Header() {
			if name != "X-Request-Id" && w.Header().Get(name) != nothing.Header().Get(name) {
				t.Errorf("%s: header %s is %q, for nothing it is %q", path, name, w.Header().Get(name), nothing.Header().Get(name))
			}
		}
	}
	for _, path := range everywhere(e) {
		body := e.get(path).Body.String()
		for _, secret := range []string{"zebracrossing", "Embargo", "embargo", "Heldback", "Published too soon", "Unvetted Gazette", e.draft.ObjectID, e.withdrawn.ObjectID} {
			if strings.Contains(body, secret) && !strings.Contains(path, secret) {
				t.Errorf("%s shows %q", path, secret)
			}
		}
	}
}

// everywhere is each address that lists or shows things.
func everywhere(e *edition) []string {
	return []string{
		"/", e.lead.Path(), e.talk.Path(), "/events", "/tags/care", "/tags/opendata", "/authors/ines-okoro", "/archive",
		e.lead.PublishedAt.UTC().Format("/archive/2006/01"), "/search?q=secret", "/search?q=zebracrossing", "/network",
		"/feed.rss", "/feed.atom", "/feed.json", "/tags/care/feed.rss", "/events.ics", "/sitemap.xml",
		e.lead.Path() + "/comments/" + e.said.ID,
	}
}

func readUnknownMethods(t *testing.T, e *edition) {
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH"} {
		if w := e.ask(method, e.lead.Path(), "Origin", base); w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", method, w.Code)
		}
	}
}

func TestClosedComments(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	post := p.save(blog.Post{Title: "Closed", Body: "Closed.", Comments: blog.CommentsClosed})
	body := p.get(post.Path()).Body.String()
	if strings.Contains(body, "<textarea") || !strings.Contains(body, "Comments are closed") {
		t.Error("a post that takes no comments shows the form")
	}
}
