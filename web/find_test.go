package web_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Each folder of the site has its page, its feeds and, where it may hold events,
// its calendar, with what belongs to it and nothing else.
func readFolders(t *testing.T, e *edition) {
	for folder, want := range map[string]struct{ holds, lacks string }{
		"/authors/jane-shaw":     {e.lead.Title, e.talk.Title},
		"/series/future-of-care": {e.talk.Title, e.lead.Title},
		"/tags/care":             {e.lead.Title, e.online.Title},
	} {
		m := parse(t, e.get(folder).Body.String())
		for mediaType, name := range map[string]string{
			"application/rss+xml": "/feed.rss", "application/atom+xml": "/feed.atom", "application/feed+json": "/feed.json",
		} {
			if got := m.link("alternate", mediaType); got != folder+name {
				t.Errorf("%s offers %q as %s", folder, got, mediaType)
			}
			w := e.get(folder + name)
			if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want.holds) || strings.Contains(w.Body.String(), want.lacks) {
				t.Errorf("%s%s: status %d, wants %q and not %q:\n%s", folder, name, w.Code, want.holds, want.lacks, w.Body)
			}
			if !strings.Contains(w.Body.String(), base+folder+name) {
				t.Errorf("%s%s does not say its own address", folder, name)
			}
		}
	}
	calendar := e.get("/series/future-of-care/events.ics").Body.String()
	if !strings.Contains(calendar, "Talk 1") || !strings.Contains(calendar, "Talk 2") || strings.Contains(calendar, "Open evening") {
		t.Errorf("the calendar of a series holds\n%s", calendar)
	}
	for _, path := range []string{"/series/nothing", "/series/nothing/feed.rss", "/series/nothing/events.ics", "/authors/nobody/feed.atom", "/authors/ines-okoro/events.ics"} {
		if w := e.get(path); w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", path, w.Code)
		}
	}
}

func readSeries(t *testing.T, e *edition) {
	m := checkMarkup(t, e.get("/series/future-of-care").Body.String())
	first, second := strings.Index(m.text, e.talk.Title), strings.Index(m.text, e.online.Title)
	if first < 0 || second < first {
		t.Errorf("the parts stand at %d and %d, want them in the order in which they happen", first, second)
	}
	if body := e.get(e.talk.Path()).Body.String(); !strings.Contains(body, `href="/series/future-of-care"`) {
		t.Error("a part does not lead to its series")
	}
	archive := e.get("/archive").Body.String()
	for _, want := range []string{`href="/series/future-of-care"`, "2 parts", `href="/authors/jane-shaw"`, "1 post"} {
		if !strings.Contains(archive, want) {
			t.Errorf("the archive lacks %s", want)
		}
	}
}

// A page leads on to what shares its subjects, and to nothing that is not public,
// over, or of its own series.
func readRelated(t *testing.T, e *edition) {
	e.save(blog.Post{Title: "Embargoed care", Body: "Not yet.", State: blog.StateDraft, Tags: []string{"Care"}})
	for path, want := range map[string][]string{
		e.lead.Path(): {"We are opening the pothole data", e.talk.Title},
		e.talk.Path(): {e.lead.Title},
	} {
		_, next, found := strings.Cut(e.get(path).Body.String(), `id="related-title"`)
		if !found {
			t.Errorf("%s leads nowhere", path)
		}
		for _, title := range want {
			if !strings.Contains(next, title) {
				t.Errorf("%s does not lead to %q", path, title)
			}
		}
		for _, title := range []string{"Embargoed", e.online.Title} {
			if strings.Contains(next, title) {
				t.Errorf("%s leads to %q", path, title)
			}
		}
	}
	if body := e.get(e.renamed.Path()).Body.String(); strings.Contains(body, "related-title") {
		t.Error("a post that is like no other leads to some")
	}
}

func readFilteredSearch(t *testing.T, e *edition) {
	year := e.lead.PublishedAt.UTC().Format("2006")
	for query, want := range map[string]struct {
		holds, lacks []string
		status       string
	}{
		"q=care":                             {[]string{e.talk.Title, e.lead.Title}, nil, "3 results"},
		"q=care&kind=event":                  {[]string{e.talk.Title, e.online.Title}, []string{e.lead.Title}, "2 results"},
		"q=care&kind=post":                   {[]string{e.lead.Title}, []string{e.talk.Title}, "1 result"},
		"q=care&tag=opendata":                {[]string{e.lead.Title}, []string{e.talk.Title}, "1 result"},
		"q=care&tag=Care&kind=event":         {[]string{e.talk.Title}, []string{e.online.Title}, "1 result"},
		"q=care&author=jane-shaw":            {[]string{e.lead.Title}, []string{e.talk.Title}, "1 result"},
		"q=care&author=nobody":               {[]string{"Nothing here fits both"}, []string{e.lead.Title}, "Nothing found"},
		"q=care&year=1999":                   {[]string{"Look without filters"}, []string{e.lead.Title}, "Nothing found"},
		"author=jane-shaw&year=" + year:      {[]string{e.lead.Title}, []string{e.talk.Title}, "1 result"},
		"q=recorded&kind=comment":            {[]string{"Ana Ruiz on " + e.lead.Title, "recorded"}, nil, "1 result"},
		"q=recorded&kind=comment&tag=nobody": {[]string{"Ana Ruiz"}, nil, "1 result"},
		"q=care&kind=nonsense&year=x&page=x": {[]string{e.lead.Title}, nil, "3 results"},
	} {
		w := e.get("/search?" + query)
		m := checkMarkup(t, w.Body.String())
		for _, text := range append(want.holds, want.status) {
			if w.Code != http.StatusOK || !strings.Contains(m.text, text) {
				t.Errorf("%s: status %d, does not say %q", query, w.Code, text)
			}
		}
		for _, text := range want.lacks {
			if strings.Contains(m.text, text) {
				t.Errorf("%s says %q", query, text)
			}
		}
	}
	body := e.get("/search?q=recorded&kind=comment").Body.String()
	if !strings.Contains(body, "<mark>recorded</mark>") {
		t.Error("the word is not marked in a comment")
	}
	e.save(blog.Post{Title: "The <del>lamp</del> post & you", Body: "It shines.", Form: blog.FormArticle, State: blog.StatePublished})
	if body := e.get("/search?q=lamps").Body.String(); !strings.Contains(body, ">The &lt;del&gt;<mark>lamp</mark>&lt;/del&gt; post &amp; you</a></h3>") {
		t.Errorf("the word is not marked in a title:\n%s", body)
	}
	if body := e.get("/search?q=zebracrossing").Body.String(); strings.Contains(body, "Narrow it down") {
		t.Error("filters are offered where there is nothing to choose")
	}
	for _, hidden := range []string{"zebracrossing"} {
		for _, kind := range []string{"", "&kind=post", "&kind=comment"} {
			if body := e.get("/search?q=" + hidden + kind).Body.String(); !strings.Contains(body, "Nothing found") {
				t.Errorf("%q is found%s", hidden, kind)
			}
		}
	}
	if body := e.get("/search?q=" + strings.Fields(e.held.Text)[0] + "&kind=comment").Body.String(); strings.Contains(body, e.held.Text) {
		t.Error("a comment that waits is found")
	}
}

// An address of the site before leads to where its page is now, unless this site
// has something there.
func readOldAddresses(t *testing.T, e *edition) {
	e.tx(func(ctx context.Context, tx *postgres.Tx) error {
		for from, to := range map[string]string{
			"/2009/11/future-of-care.html": e.lead.Path(), "/posts/never-here": "/archive", "/events": "/elsewhere", "/caf%C3%A9": "/events",
		} {
			if err := tx.SaveRedirect(ctx, blog.Redirect{Path: from, Target: to}); err != nil {
				return err
			}
		}
		return nil
	})
	for path, want := range map[string]string{
		"/2009/11/future-of-care.html": e.lead.Path(), "/2009/11/future-of-care.html?m=1": e.lead.Path(),
		"/posts/never-here": "/archive", "/caf%C3%A9": "/events", "/2009/11/other.html": "", "/events": "",
	} {
		w := e.get(path)
		if got := w.Header().Get("Location"); got != want || want != "" && w.Code != http.StatusMovedPermanently {
			t.Errorf("%s: status %d, leads to %q, want %q", path, w.Code, got, want)
		}
	}
	if w := e.ask("POST", "/2009/11/future-of-care.html", "Sec-Fetch-Site", "same-origin"); w.Code != http.StatusNotFound {
		t.Errorf("a form sent to an old address: status %d", w.Code)
	}
}
