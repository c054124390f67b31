package interop

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"inews/federation/webfinger"
)

// Readers whose browsers run no scripts find their own servers: one as Mastodon
// from 4.6 on, which publishes intents, one as older servers, one as GoToSocial,
// which says nothing, and one that nobody has heard of. The page shows where it
// leads and never goes there by itself; what is no handle leads nowhere.
func TestBrowserFindsTheServer(t *testing.T) {
	i := newInternet(t)
	n := i.node().start()
	p := n.publish("post", "---\ntitle: Bins\ntags: [Waste]\n---\nNew bins from May.\n")
	toot, older, bare := i.peer("anna"), i.peer("bert"), i.peer("cleo")
	toot.Templates = map[string]string{
		webfinger.Subscribe: string(toot.ID("/authorize_interaction?uri={uri}")),
		webfinger.Create:    string(toot.ID("/share?text={content}")),
		webfinger.Object:    string(toot.ID("/authorize_interaction?uri={object}")),
	}
	older.Templates = map[string]string{webfinger.Subscribe: string(older.ID("/ostatus?acct={uri}"))}
	reader := n.window()
	reader.withoutScripts()
	actor, object := url.QueryEscape(string(n.actor())), url.QueryEscape(string(p.Object))
	find := func(path, field, handle string) (way, notice string) {
		reader.open(path)
		reader.do(chromedp.SendKeys(field, handle))
		reader.leads(chromedp.Submit(field))
		return tell[string](reader, "document.querySelector('.notice .button')?.href ?? ''"), reader.text(".notice")
	}
	for _, test := range []struct{ path, field, handle, way, notice string }{
		{"/", "#follow-to", toot.Handle(), string(toot.ID("/authorize_interaction?uri=" + actor)), "You are leaving"},
		{"/follow", "#to", older.Handle(), string(older.ID("/ostatus?acct=" + actor)), "You are leaving"},
		{"/follow", "#to", bare.Handle(), string(bare.ID("/authorize_interaction?uri=" + actor)), "does not say where"},
		{"/follow", "#to", "me@nobody-knows.example", "https://nobody-knows.example/authorize_interaction?uri=" + actor, "did not answer"},
		{"/posts/bins", "#reply-to", "@" + toot.Handle(), string(toot.ID("/authorize_interaction?uri=" + object)), "You are leaving"},
		{"/posts/bins", "#reply-to", bare.Handle(), string(bare.ID("/authorize_interaction?uri=" + object)), "does not say where"},
		{"/posts/bins/interact?do=like", "#to", older.Handle(), string(older.ID("/ostatus?acct=" + object)), "You are leaving"},
		{"/posts/bins/interact?do=share", "#to", toot.Handle(), string(toot.ID("/authorize_interaction?uri=" + object)), "a post of your own"},
	} {
		if way, notice := find(test.path, test.field, test.handle); way != test.way || !strings.Contains(notice, test.notice) {
			t.Errorf("%s from %s leads to %q, and says %q; want %s", test.handle, test.path, way, notice, test.way)
		}
		if at := tell[string](reader, "location.origin"); at != n.base {
			t.Errorf("%s from %s: the browser is at %s", test.handle, test.path, at)
		}
	}
	for _, handle := range []string{
		"//evil.example", `\\evil.example`, "https://good@evil.example", "evil%2f..example", "javascript:alert(1)", "data:text/html,x",
		"http://evil.example/@me", "@me@[::1]", "@me@ev\u0456l.example", "@me@evil.example?uri=https://good.example", "@{uri}@evil.example",
		"@me@evil.example/{uri}", "@me@user:pass@evil.example",
	} {
		way, _ := find("/follow", "#to", handle)
		reader.sees(".problems", "This is not a handle.")
		if typed := tell[string](reader, "document.querySelector('#to').value"); way != "" || typed != handle {
			t.Errorf("%s leads to %s; in the field is %q", handle, way, typed)
		}
	}
	for _, at := range []string{"/follow?to=", "/posts/bins/interact?to="} {
		r, err := n.client.Get(n.base + at + "%0d%0aLocation:%20https://evil.example")
		check(t, err)
		check(t, r.Body.Close())
		if r.StatusCode != 200 || r.Header.Get("Location") != "" {
			t.Errorf("%s with line ends answers %d, %v", at, r.StatusCode, r.Header)
		}
	}
	reader.forget()
	reader.quiet("the search for servers")
	reader.keepsNothing()
}
