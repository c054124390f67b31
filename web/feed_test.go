package web_test

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"
)

func readRSS(t *testing.T, e *edition) {
	var doc struct {
		Version string `xml:"version,attr"`
		Channel struct {
			Title string `xml:"title"`
			Items []struct {
				Title     string `xml:"title"`
				Link      string `xml:"link"`
				GUID      string `xml:"guid"`
				Published string `xml:"pubDate"`
				Creator   string `xml:"http://purl.org/dc/elements/1.1/ creator"`
				Content   string `xml:"http://purl.org/rss/1.0/modules/content/ encoded"`
			} `xml:"item"`
		} `xml:"channel"`
	}
	if err := xml.Unmarshal(e.get("/feed.rss").Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	items := doc.Channel.Items
	if doc.Version != "2.0" || doc.Channel.Title != "iNews" || len(items) != 10 {
		t.Fatalf("RSS %s %q with %d items, want 10", doc.Version, doc.Channel.Title, len(items))
	}
	first := items[0]
	if first.Title != e.lead.Title || first.Link != base+e.lead.Path() || first.GUID != base+"/ap/posts/"+e.lead.ObjectID || first.Creator != "Dr Jane Shaw" {
		t.Errorf("first item is %+v", first)
	}
	if _, err := time.Parse(time.RFC1123Z, first.Published); err != nil {
		t.Error(err)
	}
	if !strings.Contains(first.Content, "<strong>forty volunteers</strong>") || !strings.Contains(first.Content, `href="`+base+`/events"`) {
		t.Errorf("the content is not whole, or its links lead nowhere: %s", first.Content)
	}
}

func readAtom(t *testing.T, e *edition) {
	var doc struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"id"`
		Updated string   `xml:"updated"`
		Links   []struct {
			Rel  string `xml:"rel,attr"`
			Href string `xml:"href,attr"`
		} `xml:"link"`
		Entries []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Updated string `xml:"updated"`
			Content struct {
				Type string `xml:"type,attr"`
				Text string `xml:",chardata"`
			} `xml:"content"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(e.get("/tags/care/feed.atom").Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.ID != base+"/tags/care/feed.atom" || doc.Links[0].Rel != "self" || doc.Links[0].Href != doc.ID || len(doc.Entries) != 2 {
		t.Errorf("feed %s with links %v and %d entries", doc.ID, doc.Links, len(doc.Entries))
	}
	for _, entry := range doc.Entries {
		if _, err := time.Parse(time.RFC3339, entry.Updated); err != nil || entry.ID == "" || entry.Content.Type != "html" || entry.Content.Text == "" {
			t.Errorf("entry %+v, %v", entry, err)
		}
	}
}

func readJSONFeed(t *testing.T, e *edition) {
	var doc struct {
		Version string
		Feed    string `json:"feed_url"`
		Items   []struct {
			ID, URL, Title, Image string
			Content               string `json:"content_html"`
			Tags                  []string
		}
	}
	if err := json.Unmarshal(e.get("/feed.json").Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Version != "https://jsonfeed.org/version/1.1" || doc.Feed != base+"/feed.json" || len(doc.Items) != 10 {
		t.Fatalf("feed %s %s with %d items", doc.Version, doc.Feed, len(doc.Items))
	}
	if first := doc.Items[0]; first.URL != base+e.lead.Path() || first.Image != base+e.lead.Picture.Path() || len(first.Tags) != 3 || first.Content == "" {
		t.Errorf("first item is %+v", first)
	}
}

func readCalendars(t *testing.T, e *edition) {
	for path, want := range map[string][]string{
		"/events.ics":                {"BEGIN:VCALENDAR", "Talk 1", "Talk 2", "STATUS:CANCELLED"},
		"/tags/seminars/events.ics":  {"Talk 1"},
		e.talk.Path() + "/event.ics": {"UID:" + e.talk.ObjectID, "Sessions House", "BEGIN:VTIMEZONE"},
	} {
		w := e.get(path)
		for _, text := range want {
			if !strings.Contains(w.Body.String(), text) || w.Header().Get("Content-Type") != "text/calendar; charset=utf-8" {
				t.Errorf("%s: status %d, lacks %q:\n%s", path, w.Code, text, w.Body)
			}
		}
	}
	if body := e.get("/tags/seminars/events.ics").Body.String(); strings.Contains(body, "Talk 2") {
		t.Error("the calendar of a tag holds an event without it")
	}
	if w := e.get(e.lead.Path() + "/event.ics"); w.Code != 404 {
		t.Errorf("a post as calendar: status %d", w.Code)
	}
}

func readSitemap(t *testing.T, e *edition) {
	var doc struct {
		URLs []struct {
			Address string `xml:"loc"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(e.get("/sitemap.xml").Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, u := range doc.URLs {
		found[u.Address] = true
		if w := e.get(strings.TrimPrefix(u.Address, base)); w.Code != 200 {
			t.Errorf("%s: status %d", u.Address, w.Code)
		}
	}
	for _, path := range []string{"/", e.lead.Path(), e.talk.Path(), "/pages/privacy"} {
		if !found[base+path] {
			t.Errorf("lacks %s", path)
		}
	}
	if body := e.get("/robots.txt").Body.String(); !strings.Contains(body, "Sitemap: "+base+"/sitemap.xml") || !strings.Contains(body, "Disallow: /desk/") {
		t.Errorf("robots.txt is %q", body)
	}
	if body := e.get("/.well-known/security.txt").Body.String(); !strings.Contains(body, "Contact: mailto:security@council.example\n") || !strings.Contains(body, "Expires: ") {
		t.Errorf("security.txt is %q", body)
	}
}
