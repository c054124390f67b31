package web_test

import (
	"fmt"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/postgres"
	"inews/web"
)

// write sends a form of a page of ours, a minute after it was opened.
func (p *press) write(path string, form url.Values) *httptest.ResponseRecorder {
	p.Helper()
	form.Set("opened", fmt.Sprint(time.Now().Add(-time.Minute).Unix()))
	return ask(p.server, "POST", path, form.Encode(), formHeader...)
}

func TestPagesOfMessages(t *testing.T) {
	t.Parallel()
	e := newEdition(newPress(t))
	for _, page := range []struct{ path, title, text string }{
		{"/contact", "Contact us - iNews", "A person reads every message."},
		{"/ideas", "Ideas - iNews", "Yours could be the first idea."},
		{"/ideas/new", "Tell us your idea - iNews", "Only staff read it."},
		{"/feedback", "Tell us what you think of this page - iNews", "What do you think of this site?"},
		{"/feedback?page=" + e.lead.Path() + "&useful=yes", "Tell us what you think of this page - iNews", e.lead.Title},
		{"/feedback?page=/pages/about", "Tell us what you think of this page - iNews", "About"},
		{"/thanks/CONTACT-7K3F-9QWX", "Thank you - iNews", "CONTACT-7K3F-9QWX"},
	} {
		w := e.get(page.path)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: status %d", page.path, w.Code)
		}
		m := checkMarkup(t, w.Body.String())
		if m.title != page.title || !strings.Contains(m.text, page.text) {
			t.Errorf("%s has title %q and says no %q", page.path, m.title, page.text)
		}
		checkHeaders(t, w.Header())
	}
	for _, path := range []string{e.lead.Path(), e.talk.Path(), "/pages/about"} {
		if body := e.get(path).Body.String(); !strings.Contains(body, `href="/feedback?page=`+strings.ReplaceAll(path, "/", "%2f")+`&amp;useful=no"`) {
			t.Errorf("%s asks nobody whether it is useful", path)
		}
	}
	for _, path := range []string{"/thanks/x", "/thanks/IDEA-7k3f-9qwx", "/ideas/nothing"} {
		if w := e.get(path); w.Code != http.StatusNotFound {
			t.Errorf("%s answers %d", path, w.Code)
		}
	}
	// An address that somebody else made up puts no words on our page.
	for _, page := range []string{"https://evil.example/", "//evil.example", "/\\evil.example", "/posts/call-0800-scam", "/call-0800-scam", "javascript:alert(1)", "/" + strings.Repeat("a", 300)} {
		if body := e.get("/feedback?page=" + url.QueryEscape(page)).Body.String(); !strings.Contains(body, "What do you think of this site?") || strings.Contains(body, "evil") || strings.Contains(body, "0800") {
			t.Errorf("%s stands on the page", page)
		}
	}
}

func TestIdeaOfAReader(t *testing.T) {
	t.Parallel()
	e := newEdition(newPress(t))
	w := e.write("/ideas", url.Values{"title": {"Benches on route 4"}, "text": {"The <b>walk</b> is long."}, "name": {"Jean"}, "email": {"jean@home.example"}, "named": {"yes"}})
	to := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !regexp.MustCompile(`^/ideas/[A-Z2-7]{26}\?sent=1$`).MatchString(to) {
		t.Fatalf("status %d to %q: %s", w.Code, to, w.Body)
	}
	mine := e.get(to)
	m := checkMarkup(t, mine.Body.String())
	if mine.Code != http.StatusOK || mine.Header().Get("Cache-Control") != "no-store" || !strings.Contains(mine.Body.String(), "noindex") || !strings.Contains(m.text, "The <b>walk</b> is long.") {
		t.Errorf("the sender sees %d, %v: %s", mine.Code, mine.Header(), m.text)
	}
	list, err := e.db.MessagesWaiting(t.Context(), blog.IdeaMessage, postgres.Cursor{}, 10)
	if err != nil || len(list) != 1 || !list[0].Named || list[0].Name != "Jean" {
		t.Fatalf("kept is %+v, %v", list, err)
	}
	e.server.ForgetAll()
	for _, path := range append(everywhere(e), "/ideas", "/contact", "/sitemap.xml") {
		if body := e.get(path).Body.String(); strings.Contains(body, "route 4") || strings.Contains(body, "Jean") {
			t.Errorf("%s shows what is private", path)
		}
	}
	path, _, _ := strings.Cut(to, "?")
	if w := e.write(path+"/remove", url.Values{}); w.Code != http.StatusSeeOther {
		t.Errorf("taking it back answers %d", w.Code)
	}
	if w := e.get(path); w.Code != http.StatusNotFound {
		t.Errorf("after that its page answers %d", w.Code)
	}
}

// What is wrong is told above the form, and nothing typed is lost.
func TestMessagesRefused(t *testing.T) {
	t.Parallel()
	e := newEdition(newPress(t))
	for _, try := range []struct {
		path string
		form url.Values
		says string
		keep []string
	}{
		{"/ideas", url.Values{"title": {"Benches"}, "text": {"Half way up."}, "name": {"Jean"}, "email": {"jean"}, "named": {"yes"}}, `<a href="#message-email">This is not an e-mail address.`, []string{`value="Benches"`, "Half way up.", `value="Jean"`, `value="jean"`, "checked"}},
		{"/ideas", url.Values{"email": {"jean@home.example"}}, `<a href="#message-title">Give your idea a name`, []string{"Describe your idea", "jean@home.example"}},
		{"/contact", url.Values{"title": {"Bins"}, "text": {strings.Repeat("a", 5001)}}, "5000 is the most", []string{`value="Bins"`, "aaaa"}},
		{"/feedback", url.Values{"page": {e.lead.Path()}}, `<a href="#message-useful">Say whether the page was useful`, []string{`value="` + e.lead.Path() + `"`, e.lead.Title}},
	} {
		w := e.write(try.path, try.form)
		body := html.UnescapeString(w.Body.String())
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, try.says) || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s answers %d without %q: %s", try.path, w.Code, try.says, body)
		}
		checkMarkup(t, w.Body.String())
		for _, kept := range try.keep {
			if !strings.Contains(body, kept) {
				t.Errorf("%s has lost %q", try.path, kept)
			}
		}
	}
	if n, err := e.db.CountWaitingMessages(t.Context()); n != 0 || err != nil {
		t.Errorf("%d were kept, %v", n, err)
	}
	if w := ask(e.server, "POST", "/ideas", "title=a&text=b", "Content-Type", formHeader[1], "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusForbidden {
		t.Errorf("another site's form answers %d", w.Code)
	}
}

func TestOpinionOfAReader(t *testing.T) {
	t.Parallel()
	e := newEdition(newPress(t))
	w := e.write("/feedback", url.Values{"page": {e.lead.Path()}, "useful": {"yes"}})
	to := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/thanks/PAGE-") || !strings.HasSuffix(to, "?page="+e.lead.Path()) {
		t.Fatalf("status %d to %q", w.Code, to)
	}
	if body := e.get(to).Body.String(); !strings.Contains(body, `href="`+e.lead.Path()+`">Back to the page`) {
		t.Error("no way back")
	}
	opinion, err := e.db.OpinionOfPost(t.Context(), e.lead.ID)
	if err != nil || opinion.Yes != 1 || opinion.All() != 1 {
		t.Errorf("the opinion is %+v, %v", opinion, err)
	}
}

// The log of what was asked for opens nobody's page.
func TestSecretsAreNotLogged(t *testing.T) {
	t.Parallel()
	var said strings.Builder
	p := newPress(t)
	server, err := web.New(web.Options{
		DB: p.db, Comments: &comments.Comments{DB: p.db}, Federation: wire{}, BaseURL: base, Name: "iNews", Log: slog.New(slog.NewTextHandler(&said, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	ask(server, "GET", "/ideas/SECRETSECRETSECRETSECRET12", "")
	ask(server, "GET", "/contact", "")
	if log := said.String(); strings.Contains(log, "SECRETSECRET") || !strings.Contains(log, "/ideas/:token") || !strings.Contains(log, "/contact") {
		t.Errorf("the log says %s", log)
	}
}
