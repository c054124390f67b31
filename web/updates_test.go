package web_test

import (
	"bytes"
	"context"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/mailing"
	"inews/internal/pgtest"
	"inews/internal/postgres"
	"inews/web"
)

// counter is a site with a form for updates, and whoever fills it in.
type counter struct {
	*testing.T
	db     *postgres.DB
	server *web.Server
}

func newCounter(t *testing.T, sends bool) *counter {
	t.Helper()
	db := pgtest.New(t)
	tokens := mailing.Tokens{Key: bytes.Repeat([]byte("k"), 32)}
	updates := &mailing.Updates{DB: db, BaseURL: base, Site: "iNews", Tokens: tokens, Sends: sends}
	server, err := web.New(web.Options{
		DB: db, Comments: &comments.Comments{DB: db}, Federation: wire{}, BaseURL: base, Name: "iNews", Handle: "inews", HandleDomain: "council.example",
		Updates:     updates,
		Unsubscribe: mailing.Unsubscribe{Tokens: tokens, Lists: map[string]func(context.Context, string) error{mailing.UpdatesList: updates.End}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return &counter{t, db, server}
}

// ask asks for a page, or sends a form to it from our own, and returns what it says.
func (c *counter) ask(method, path string, form url.Values, code int) *markup {
	c.Helper()
	r := httptest.NewRequest(method, base+path, strings.NewReader(form.Encode()))
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	w := httptest.NewRecorder()
	c.server.ServeHTTP(w, r)
	if w.Code != code || w.Header().Get("Set-Cookie") != "" {
		c.Fatalf("%s %s answers %d, want %d: %s", method, path, w.Code, code, w.Body)
	}
	if strings.Contains(path, ".") && (w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("X-Robots-Tag") != "noindex") {
		c.Errorf("%s may be kept: %v", path, w.Header())
	}
	if code == 303 {
		return &markup{text: w.Header().Get("Location")}
	}
	return checkMarkup(c.T, w.Body.String())
}

func (c *counter) says(m *markup, words ...string) {
	c.Helper()
	for _, w := range words {
		if !strings.Contains(m.text, w) {
			c.Errorf("the page does not say %q: %s", w, m.text)
		}
	}
}

// link is the last that was mailed below a path.
func (c *counter) link(path string) string {
	c.Helper()
	var body string
	row := c.db.SQL().QueryRowContext(c.Context(), `SELECT body FROM mails ORDER BY id DESC LIMIT 1`)
	if err := row.Scan(&body); err != nil {
		c.Fatal(err)
	}
	found := regexp.MustCompile(regexp.QuoteMeta(path) + `[A-Za-z0-9.-]+[A-Za-z0-9._-]+`).FindString(body)
	if found == "" {
		c.Fatalf("no %s in %s", path, body)
	}
	return found
}

func (c *counter) standing() int {
	c.Helper()
	var n int
	row := c.db.SQL().QueryRowContext(c.Context(), `SELECT count(*) FROM subscriptions WHERE confirmed_at IS NOT NULL AND ended_at IS NULL`)
	if err := row.Scan(&n); err != nil {
		c.Fatal(err)
	}
	return n
}

// A reader asks, sees what is wrong with nothing lost, confirms with a button,
// changes and stops.
func TestUpdates(t *testing.T) {
	t.Parallel()
	c := newCounter(t, true)
	c.says(c.ask("GET", "/updates", nil, 200), "Get updates by e-mail", "Send me updates from iNews at this address")
	wrong := c.ask("POST", "/updates", url.Values{"email": {"jean"}, "about": {"some"}}, 422)
	c.says(wrong, "This was not sent yet", "This is not an e-mail address", "Choose how often", "Choose at least one subject")

	wish := url.Values{"email": {"jean@home.example"}, "pace": {"now"}, "about": {"everything"}}
	for range 2 { // the second is for an address that is known
		if to := c.ask("POST", "/updates", wish, 303).text; to != "/updates?sent=1" {
			t.Errorf("the form leads to %s", to)
		}
	}
	c.says(c.ask("GET", "/updates?sent=1", nil, 200), "Look into your mailbox")

	confirm := c.link("/updates/confirm/")
	for _, method := range []string{"GET", "HEAD", "GET"} {
		r := httptest.NewRequest(method, base+confirm, nil)
		w := httptest.NewRecorder()
		c.server.ServeHTTP(w, r)
		if w.Code != 200 || c.standing() != 0 {
			t.Fatalf("a look with %s answers %d and confirms %d", method, w.Code, c.standing())
		}
	}
	c.says(c.ask("GET", confirm, nil, 200), "Confirm your updates", "jean@home.example")
	c.ask("POST", confirm, nil, 200)
	if c.standing() != 0 {
		t.Error("a form without the button confirms")
	}
	c.says(c.ask("POST", confirm, url.Values{"do": {"confirm"}}, 200), "Your updates have begun")
	if c.standing() != 1 {
		t.Fatal("the button does not confirm")
	}
	c.ask("GET", confirm+"x", nil, 404)

	c.ask("POST", "/updates", wish, 303) // who is known gets a link to what comes already
	manage := c.link("/updates/")
	c.says(c.ask("GET", manage, nil, 200), "Your updates", "jean@home.example", "Stop all updates")
	c.says(c.ask("POST", manage, url.Values{"do": {"change"}, "about": {"everything"}}, 422), "Choose how often")
	c.says(c.ask("POST", manage, url.Values{"do": {"change"}, "pace": {"weekly"}, "about": {"everything"}}, 200), "Your choice is saved")
	c.says(c.ask("POST", manage, url.Values{"do": {"stop"}}, 200), "Your updates are stopped")
	if c.standing() != 0 {
		t.Error("it is not stopped")
	}
	c.says(c.ask("GET", manage, nil, 410), "This link does not work any more")
	c.says(c.ask("GET", confirm, nil, 410), "This link does not work any more")

	before := c.count()
	c.ask("POST", "/updates", url.Values{"email": {"b@home.example"}, "pace": {"now"}, "about": {"everything"}, "website": {"x"}}, 303)
	if c.count() != before {
		t.Error("what fills in everything is taken in")
	}
}

func (c *counter) count() int {
	c.Helper()
	var n int
	if err := c.db.SQL().QueryRowContext(c.Context(), `SELECT count(*) FROM mails`).Scan(&n); err != nil {
		c.Fatal(err)
	}
	return n
}

// Nobody can have us flood an address, or try addresses by the hundred.
func TestUpdatesFlood(t *testing.T) {
	t.Parallel()
	c := newCounter(t, true)
	wish := url.Values{"email": {"jean@home.example"}, "pace": {"now"}, "about": {"everything"}}
	for range 10 {
		c.ask("POST", "/updates", wish, 303)
	}
	if n := c.count(); n != 3 {
		t.Errorf("%d messages go to one address a day, want 3", n)
	}
	c.says(c.ask("POST", "/updates", url.Values{"email": {"b@home.example"}, "pace": {"now"}, "about": {"everything"}}, 429), "wait an hour")
}

// Without a mail server the page says so, and leads elsewhere.
func TestNoUpdates(t *testing.T) {
	t.Parallel()
	c := newCounter(t, false)
	c.says(c.ask("GET", "/updates", nil, 200), "This site sends no e-mail yet", "Add the RSS feed")
	c.says(c.ask("POST", "/updates", url.Values{"email": {"jean@home.example"}}, 200), "This site sends no e-mail yet")
}

// Before an election that has mail wait, whoever asks for updates is told why and until
// when.
func TestUpdatesWaitForAnElection(t *testing.T) {
	t.Parallel()
	c := newCounter(t, true)
	err := c.db.InTx(t.Context(), func(tx *postgres.Tx) error {
		_, err := tx.SaveElection(t.Context(), blog.Election{
			Name: "County election", Reason: "We stay neutral.", BeginsAt: time.Now().Add(-time.Hour), EndsAt: time.Now().AddDate(0, 0, 30),
			Comments: blog.CommentsHeld, HoldsMail: true,
		}, "")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	c.says(c.ask("GET", "/updates", nil, 200), "updates wait until", "in the first weekly message after that", "Send me a link to confirm")
	c.says(c.ask("GET", "/pre-election", nil, 200), "Updates by e-mail wait until it is over")
}
