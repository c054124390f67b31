package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// What Mastodon's link preview reads: NewsArticle before OpenGraph, the byline
// from fediverse:creator, the picture with its description.
func readLinkPreview(t *testing.T, e *edition) {
	w := e.ask("GET", e.lead.Path(), "Accept", "text/html", "User-Agent", "Mastodon/4.6.5 (http.rb/5.3.1; +https://social.example/) Bot")
	m := parse(t, w.Body.String())
	for name, want := range map[string]string{
		"og:title": e.lead.Title, "og:type": "article", "og:site_name": "iNews", "og:description": e.lead.Summary,
		"og:image": base + e.lead.Picture.Path(), "og:image:alt": e.lead.Picture.Alt, "og:image:type": "image/jpeg",
		"og:locale": "en_GB", "og:url": base + e.lead.Path(), "fediverse:creator": "@jane@social.example",
		"description": e.lead.Summary,
	} {
		if got := m.meta(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if m.meta("article:published_time") == "" {
		t.Error("lacks article:published_time")
	}
	if got := m.link("canonical", ""); got != base+e.lead.Path() {
		t.Errorf("canonical is %q", got)
	}
	var article struct {
		Context   string `json:"@context"`
		Type      string `json:"@type"`
		Headline  string
		Published string `json:"datePublished"`
		Author    []struct{ Name string }
		Publisher struct{ Name string }
	}
	if err := json.Unmarshal([]byte(m.scripts[0]), &article); err != nil {
		t.Fatal(err)
	}
	if article.Type != "NewsArticle" || article.Headline != e.lead.Title || article.Published == "" ||
		article.Author[0].Name != "Dr Jane Shaw" || article.Publisher.Name != "Wealdshire County Council" || article.Context != "https://schema.org" {
		t.Errorf("first document is %+v", article)
	}
}

func readEventDocument(t *testing.T, e *edition) {
	m := parse(t, e.get(e.talk.Path()).Body.String())
	if len(m.scripts) != 2 || !strings.Contains(m.scripts[0], `"NewsArticle"`) {
		t.Fatalf("documents are %q, want a NewsArticle and then an Event", m.scripts)
	}
	var event struct {
		Type       string `json:"@type"`
		Starts     string `json:"startDate"`
		Status     string `json:"eventStatus"`
		Attendance string `json:"eventAttendanceMode"`
		Free       bool   `json:"isAccessibleForFree"`
		Location   []struct {
			Type string `json:"@type"`
			Name string
		}
		Series struct{ Name string } `json:"superEvent"`
	}
	if err := json.Unmarshal([]byte(m.scripts[1]), &event); err != nil {
		t.Fatal(err)
	}
	if event.Type != "Event" || event.Status != "https://schema.org/EventScheduled" || !event.Free || event.Series.Name != "The future of care" ||
		event.Attendance != "https://schema.org/MixedEventAttendanceMode" || len(event.Location) != 2 || event.Location[0].Name != "Sessions House" {
		t.Errorf("document is %+v", event)
	}
	if _, zone, ok := strings.Cut(event.Starts, "T"); !ok || !strings.ContainsAny(zone, "+Z") {
		t.Errorf("startDate %q has no offset", event.Starts)
	}
}

func readDiscovery(t *testing.T, e *edition) {
	post, talk := base+"/ap/posts/"+e.lead.ObjectID, base+"/ap/events/"+e.talk.ObjectID
	for path, object := range map[string]string{"/": base + "/ap/actors/inews", e.lead.Path(): post, e.talk.Path(): talk} {
		w := e.ask("GET", path, "Accept", "text/html")
		if got := w.Header().Get("Link"); got != "<"+object+`>; rel="alternate"; type="application/activity+json"` {
			t.Errorf("%s: Link is %q", path, got)
		}
		if got := parse(t, w.Body.String()).link("alternate", "application/activity+json"); got != object {
			t.Errorf("%s: the page names %q", path, got)
		}
		if got := w.Header().Get("Vary"); got != "Accept, Accept-Encoding" {
			t.Errorf("%s: Vary is %q", path, got)
		}
		w = e.ask("GET", path, "Accept", "application/activity+json")
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != object || w.Header().Get("Vary") != "Accept, Accept-Encoding" {
			t.Errorf("%s: for a server, status %d to %q", path, w.Code, w.Header().Get("Location"))
		}
	}
	// Somebody else's comment is theirs to serve: nobody is sent away from our page.
	w := e.ask("GET", e.lead.Path()+"/comments/"+e.said.ID, "Accept", "application/activity+json")
	if w.Code != http.StatusOK || w.Header().Get("Link") != "" {
		t.Errorf("a remote comment: status %d, Link %q", w.Code, w.Header().Get("Link"))
	}
	w = e.ask("GET", "/posts/"+e.draft.Slug, "Accept", "application/activity+json")
	if w.Code != http.StatusNotFound {
		t.Errorf("a draft: status %d, want 404", w.Code)
	}
}

func readFederationIsMounted(t *testing.T, p *edition) {
	for _, path := range []string{
		"/ap/actors/inews", "/ap/posts/x/replies", "/.well-known/webfinger", "/.well-known/host-meta",
		"/.well-known/host-meta.json", "/.well-known/nodeinfo", "/nodeinfo/2.1",
	} {
		if w := p.get(path); w.Body.String() != `{"at":"`+path+`"}` || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: status %d, %q", path, w.Code, w.Body)
		}
	}
	// Servers post without a browser's headers, and a proxy may add some: the
	// signature guards an inbox, not the origin.
	w := p.ask("POST", "/ap/inbox", "Origin", "https://social.example", "Sec-Fetch-Site", "cross-site")
	if w.Code != http.StatusOK {
		t.Errorf("inbox: status %d", w.Code)
	}
}

func readFeedsAreOffered(t *testing.T, e *edition) {
	for path, folder := range map[string]string{"/": "", "/tags/care": "/tags/care"} {
		m := parse(t, e.get(path).Body.String())
		for mediaType, name := range map[string]string{
			"application/rss+xml": "/feed.rss", "application/atom+xml": "/feed.atom", "application/feed+json": "/feed.json", "text/calendar": "/events.ics",
		} {
			address := m.link("alternate", mediaType)
			if address != folder+name {
				t.Errorf("%s offers %q as %s", path, address, mediaType)
			}
			if w := e.get(address); w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), mediaType) {
				t.Errorf("%s: status %d, type %s", address, w.Code, w.Header().Get("Content-Type"))
			}
		}
	}
}
