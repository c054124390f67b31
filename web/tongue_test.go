package web_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"inews/internal/tongue"
)

// newWelsh is an edition with pages in Welsh beside those in English.
func newWelsh(t *testing.T) *edition {
	p := newPress(t)
	p.tags = []string{"en-GB", "cy"}
	p.server = p.open(p.db)
	return newEdition(p)
}

// spoken are the texts of a page that claim to be in a language, by what people see
// and hear of them, and the addresses that it leads to.
type spoken struct {
	texts map[string]bool
	leads []string
}

var heard = []string{"alt", "aria-label", "placeholder", "title"}

func speak(t *testing.T, body, language string) spoken {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	said := spoken{texts: make(map[string]bool)}
	var walk func(n *html.Node, of string)
	walk = func(n *html.Node, of string) {
		add := func(s string) {
			if s = strings.Join(strings.Fields(s), " "); strings.HasPrefix(of, language) && len(s) > 1 && strings.ContainsFunc(s, unicode.IsLetter) {
				said.texts[s] = true
			}
		}
		switch n.Type {
		case html.TextNode:
			add(n.Data)
		case html.ElementNode:
			if n.Data == "script" || n.Data == "style" || n.Data == "title" || n.Data == "link" || n.Data == "code" {
				return // a title may be in two languages, and cannot say so; code is in none
			}
			for _, a := range n.Attr {
				if a.Key == "lang" {
					of = a.Val
				}
			}
			for _, a := range n.Attr {
				if slices.Contains(heard, a.Key) {
					add(a.Val)
				}
				if (a.Key == "href" || a.Key == "action") && n.Data != "link" && of == language {
					said.leads = append(said.leads, a.Val)
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, of)
		}
	}
	walk(root, "")
	return said
}

// names are words that are the same in both languages.
var names = []string{
	"iNews", "Wealdshire County Council", "@inews@council.example", "RSS", "Atom", "JSON Feed", "Google", "Outlook", "Ines Okoro",
	"Dr Jane Shaw", "Ana Ruiz", "Marjorie", "@ana@social.example", "@jane@social.example", "Eastmarch Council", "Northfold Borough",
	"@news@eastmarch-council.example", "@news@northfold-borough.example", "CC BY 4.0", "A. Person", "Cost",
	"The news of Eastmarch Council.", "The news of Northfold Borough.", // nobody knows in which language
	"Sessions House, County Road, Maidstone, ME14 1XQ", "The Lab",
}

// Whoever reads in Welsh reads every page in Welsh: no word of the templates stays
// English, what is in English by nature says so, and every link leads on in Welsh.
func TestEveryPageInWelsh(t *testing.T) {
	t.Parallel()
	e := newWelsh(t)
	post := e.lead.Path()
	waiting := []string{
		"/", "/search?q=bench", "/search?q=xyzzy", "/follow?to=@me@social.example", "/follow?to=nobody", post + "?sent=1",
		post + "/comments/" + e.said.ID, "/nowhere",
	}
	seen := make(map[string]bool)
	for len(waiting) > 0 {
		path := waiting[0]
		waiting = waiting[1:]
		if seen[path] {
			continue
		}
		seen[path] = true
		welshPath := "/cy" + strings.TrimSuffix(path, "/")
		english, welsh := e.get(path), e.get(welshPath)
		if english.Code != welsh.Code {
			t.Errorf("%s answers %d, and in Welsh %d", path, english.Code, welsh.Code)
		}
		if english.Code/100 == 3 {
			if to := welsh.Header().Get("Location"); to != "/cy"+english.Header().Get("Location") {
				t.Errorf("%s sends a reader of Welsh to %s", path, to)
			}
			continue
		}
		if !strings.HasPrefix(english.Header().Get("Content-Type"), "text/html") {
			continue
		}
		checkMarkup(t, welsh.Body.String())
		waiting = append(waiting, compare(t, path, speak(t, english.Body.String(), "en"), speak(t, welsh.Body.String(), "cy"))...)
	}
	if len(seen) < 40 {
		t.Errorf("saw only %d pages", len(seen))
	}
}

// compare holds a page in Welsh against the same in English, and returns where it
// leads on.
func compare(t *testing.T, path string, english, welsh spoken) (onward []string) {
	t.Helper()
	for _, text := range slices.Sorted(maps.Keys(welsh.texts)) {
		word, _, _ := strings.Cut(text, " ")
		name, _, _ := strings.Cut(text, " (")
		if english.texts[text] && !slices.Contains(names, name) && !strings.Contains(word, ".example") && !strings.HasPrefix(text, "#") {
			t.Errorf("%s is not in Welsh, and does not say so: %s", path, text)
		}
	}
	for _, lead := range welsh.leads {
		rest, ok := strings.CutPrefix(lead, "/cy")
		switch {
		case ok && (rest == "" || strings.HasPrefix(rest, "/") || rest[0] == '?'):
			rest, _, _ = strings.Cut(rest, "#")
			if rest != "" && !strings.HasSuffix(rest, "/comments") {
				onward = append(onward, rest)
			}
		case strings.HasPrefix(lead, "#"), strings.Contains(lead, ":"), strings.HasPrefix(lead, "/media/"):
		default:
			t.Errorf("%s leads out of Welsh: %s", path, lead)
		}
	}
	return onward
}

func TestPageInEachLanguage(t *testing.T) {
	t.Parallel()
	e := newWelsh(t)
	m := parse(t, e.get("/cy/events").Body.String())
	if got := m.elements["html"][0]["lang"]; got != "cy" {
		t.Errorf("the page is in %s", got)
	}
	if got := m.link("canonical", ""); got != base+"/cy/events" {
		t.Errorf("canonical address %s", got)
	}
	if m.meta("og:locale") != "cy_GB" || m.meta("og:locale:alternate") != "en_GB" || m.meta("og:url") != base+"/cy/events" {
		t.Errorf("link previews are told %q, %q, %q", m.meta("og:locale"), m.meta("og:locale:alternate"), m.meta("og:url"))
	}
	for _, path := range []string{"", "/cy"} {
		m := parse(t, e.get(path+"/events").Body.String())
		got := map[string]string{}
		for _, a := range m.elements["link"] {
			if a["hreflang"] != "" {
				got[a["hreflang"]] = a["href"]
			}
		}
		want := map[string]string{"en-GB": base + "/events", "cy": base + "/cy/events", "x-default": base + "/events"}
		if !maps.Equal(got, want) {
			t.Errorf("%s/events has the editions %v", path, got)
		}
	}
	for path, want := range map[string]string{
		"/search?q=bench&page=2&utm=x": "/cy/search?page=2&q=bench", "/cy/search?q=bench": "/search?q=bench", "/": "/cy", "/cy": "/",
		"/nowhere": "/cy", "/cy/nowhere": "/", "/cy/events": "/events",
	} {
		var got string
		for _, a := range parse(t, e.get(path).Body.String()).elements["a"] {
			if a["hreflang"] != "" {
				got = a["href"] + " " + a["lang"]
			}
		}
		if lang := map[bool]string{true: "en-GB", false: "cy"}[strings.HasPrefix(path, "/cy")]; got != want+" "+lang {
			t.Errorf("%s offers %s, want %s", path, got, want)
		}
	}
	// Who has one language says nothing of languages.
	plain := parse(t, newEdition(newPress(t)).get("/").Body.String())
	for _, a := range slices.Concat(plain.elements["link"], plain.elements["a"]) {
		if a["hreflang"] != "" {
			t.Errorf("a site in one language has an edition %s", a["href"])
		}
	}
}

func TestWelshAddresses(t *testing.T) {
	t.Parallel()
	e := newWelsh(t)
	for path, want := range map[string]string{
		"/cy/": "/cy", "/cy/events/": "/cy/events", "/cy/posts/a-worse-headline": "/cy" + e.renamed.Path(), "/cy/tags/OpenData": "/cy/tags/opendata",
		"/cy/events/" + e.lead.Slug: "/cy" + e.lead.Path(), "/cy/tags/OpenData/feed.rss": "/cy/tags/opendata/feed.rss",
	} {
		if w := e.get(path); w.Code != http.StatusMovedPermanently || w.Header().Get("Location") != want {
			t.Errorf("%s: %d, %s, want %s", path, w.Code, w.Header().Get("Location"), want)
		}
	}
	for _, path := range []string{"/fr", "/en", "/en-GB/events", "/CY", "/cymru", "/cy/cy", "/cy/media/x.png", "/cy/sitemap.xml", "/cy/ap/actors/inews"} {
		if w := e.get(path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if w := e.get("/cy/nowhere"); !strings.Contains(w.Body.String(), "Nid yw’r dudalen hon yma") || !strings.Contains(e.get("/nowhere").Body.String(), "This page is not here") {
		t.Error("what is not there is told in the wrong language")
	}
	if w := e.ask("GET", "/cy"+e.lead.Path(), "Accept", "application/activity+json"); w.Code != http.StatusSeeOther ||
		w.Header().Get("Location") != base+"/ap/posts/"+e.lead.ObjectID || w.Header().Get("Vary") != "Accept, Accept-Encoding" {
		t.Errorf("a server that asks for the object gets %d, %s", w.Code, w.Header().Get("Location"))
	}
	sitemap := e.get("/sitemap.xml").Body.String()
	for _, part := range []string{
		"<loc>" + base + "/cy</loc>", "<loc>" + base + "/</loc>", "<loc>" + base + "/cy/events</loc>",
		`<xhtml:link rel="alternate" hreflang="cy" href="` + base + `/cy/events">`,
	} {
		if !strings.Contains(sitemap, part) {
			t.Errorf("the sitemap lacks %s", part)
		}
	}
	if robots := e.get("/robots.txt").Body.String(); !strings.Contains(robots, "Disallow: /cy/search?\n") {
		t.Error(robots)
	}
}

func TestWelshFeeds(t *testing.T) {
	t.Parallel()
	e := newWelsh(t)
	for path, parts := range map[string][]string{
		"/cy/feed.rss":  {"<language>cy</language>", "<link>" + base + "/cy" + e.lead.Path() + "</link>", `href="` + base + `/cy/feed.rss"`, base + "/ap/posts/" + e.lead.ObjectID},
		"/cy/feed.atom": {`xml:lang="cy"`, `href="` + base + "/cy" + e.lead.Path() + `"`},
		"/cy/feed.json": {`"language":"cy"`, `"url":"` + base + "/cy" + e.lead.Path() + `"`, `"home_page_url":"` + base + `/cy"`},
		"/cy/events.ics": {
			"URL:" + base + "/cy" + e.talk.Path(), "SUMMARY:Wedi’i ohirio: " + e.online.Title, "Mynediad: Step-free", "Cadw lle: ", "LABEL=\"Cyfarfod ar-lein\"", "UID:" + e.talk.ObjectID,
		},
		"/cy" + e.talk.Path() + "/event.ics": {"URL:" + base + "/cy" + e.talk.Path()},
	} {
		body := strings.ReplaceAll(e.get(path).Body.String(), "\r\n ", "")
		for _, part := range parts {
			if !strings.Contains(body, part) {
				t.Errorf("%s lacks %s", path, part)
			}
		}
	}
}

func TestCommentInWelsh(t *testing.T) {
	t.Parallel()
	e := newWelsh(t)
	form := func(text string) (int, string, string) {
		w := ask(e.server, "POST", "/cy"+e.lead.Path()+"/comments", "text="+text+"&opened=1", "Origin", base, "Content-Type", "application/x-www-form-urlencoded")
		return w.Code, w.Header().Get("Location"), w.Body.String()
	}
	if code, _, body := form(""); code != http.StatusUnprocessableEntity || !strings.Contains(body, "Ysgrifennwch rywbeth yn gyntaf.") ||
		!strings.Contains(body, `action="/cy`+e.lead.Path()+`/comments"`) || !strings.Contains(body, `lang="cy"`) {
		t.Errorf("an empty comment: %d, %s", code, body)
	}
	if code, to, body := form("Diolch+yn+fawr"); code != http.StatusSeeOther || !strings.HasPrefix(to, "/cy/") {
		t.Errorf("a comment: %d to %s, %s", code, to, body)
	}
	w := ask(e.server, "POST", "/cy"+e.lead.Path()+"/comments", "text=x", "Origin", "https://evil.example", "Content-Type", "application/x-www-form-urlencoded")
	if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "Ni chaniateir hyn") {
		t.Errorf("a comment from another site: %d", w.Code)
	}
}

// A change makes the page old in every language.
func TestCacheInEachLanguage(t *testing.T) {
	t.Parallel()
	e := newWelsh(t)
	before := [2]string{e.get("/").Body.String(), e.get("/cy").Body.String()}
	e.save(e.leadCopy("A headline that is new"))
	e.server.ForgetAll()
	for i, path := range []string{"/", "/cy"} {
		if after := e.get(path).Body.String(); after == before[i] || !strings.Contains(after, "A headline that is new") {
			t.Errorf("%s is an old page", path)
		}
	}
	made := e.server.Made()
	e.get("/cy/nowhere")
	e.get("/cy/nothing")
	e.get("/cy?utm=x")
	if n := e.server.Made() - made; n > 1 {
		t.Errorf("made %d pages for one", n)
	}
}

// A site may be called something else in Welsh, on its pages and in its feeds.
func TestNameInWelsh(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	p.tags = []string{"en-GB", "cy"}
	p.called = map[string]tongue.Called{"cy": {Name: "iNewyddion", Summary: "Syniadau newydd", Organisation: "Cyngor Sir Wealdshire"}}
	p.server = p.open(p.db)
	e := newEdition(p)
	for path, words := range map[string][]string{
		"/cy":          {`<span class="brand-name">iNewyddion</span>`, `<span class="brand-of">Cyngor Sir Wealdshire</span>`, `<span class="brand-line">Syniadau newydd</span>`, "<title>iNewyddion: Syniadau newydd</title>"},
		"/cy/feed.rss": {"<title>iNewyddion</title>", "<description>Syniadau newydd</description>"},
	} {
		for _, want := range words {
			if body := e.get(path).Body.String(); !strings.Contains(body, want) {
				t.Errorf("%s has no %s", path, want)
			}
		}
	}
	if body := e.get("/").Body.String(); strings.Contains(body, "iNewyddion") || strings.Contains(body, "Syniadau newydd") {
		t.Error("it is called so in English, too")
	}
}
