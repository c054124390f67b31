package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
)

// The events to come are narrowed by month, place, subject and cost, each of which
// is offered with what there is.
func TestEventsNarrowed(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	now := time.Now().UTC()
	first := time.Date(now.Year(), now.Month()+1, 1, 12, 0, 0, 0, time.UTC)
	second := first.AddDate(0, 1, 0)
	hold := func(title string, starts, ends time.Time, e blog.Event) {
		e.Title, e.Body, e.Starts, e.Ends = title, "Come.", starts, ends
		p.saveEvent(e)
	}
	hold("Walk", first, time.Time{}, blog.Event{Post: blog.Post{Tags: []string{"Care"}}, Venue: blog.Venue{Locality: "Maidstone"}, Price: "Free"})
	hold("Talk", second, time.Time{}, blog.Event{Post: blog.Post{Tags: []string{"Care", "OpenData"}}, Venue: blog.Venue{Locality: "maidstone "}, Online: "https://meet.example/1", Price: "£5"})
	hold("Market", first.AddDate(0, 0, 1), second.AddDate(0, 0, 1), blog.Event{Venue: blog.Venue{Locality: "Ashford"}})
	hold("Fair", first.AddDate(0, -2, 0), time.Time{}, blog.Event{Post: blog.Post{Tags: []string{"Care"}}, Price: "Free"})
	month := func(at time.Time) string { return "month=" + at.Format("2006-01") }
	for query, want := range map[string]struct{ holds, heading string }{
		"":                                     {"Walk Market Talk Fair", "Coming up"},
		"month=&place=&tag=&cost=":             {"Walk Market Talk Fair", "Coming up"},
		month(first):                           {"Walk Market", "2 events"},
		month(second):                          {"Market Talk", "2 events"},
		"place=maidstone":                      {"Walk Talk", "2 events"},
		"place=Ashford":                        {"Market", "1 event"},
		"place=online":                         {"Talk", "1 event"},
		"tag=care":                             {"Walk Talk", "2 events"},
		"tag=%23OpenData":                      {"Talk", "1 event"},
		"cost=free":                            {"Walk", "1 event"},
		"tag=care&place=maidstone&cost=free":   {"Walk", "1 event"},
		"tag=nothing":                          {"", "Nothing found"},
		month(first.AddDate(-1, 0, 0)):         {"", "Nothing found"},
		"month=2026-13&cost=5&place=%20&tag=+": {"Walk Market Talk Fair", "Coming up"},
	} {
		w := p.get("/events?" + query)
		m := checkMarkup(t, w.Body.String())
		var holds []string
		for _, piece := range strings.Split(w.Body.String(), `<h3><a href="/events/`)[1:] {
			_, piece, _ = strings.Cut(piece, ">")
			title, _, _ := strings.Cut(piece, "<")
			holds = append(holds, title)
		}
		if got := strings.Join(holds, " "); w.Code != http.StatusOK || got != want.holds || !strings.Contains(m.text, want.heading) {
			t.Errorf("%q: status %d, %q, want %q under %q", query, w.Code, got, want.holds, want.heading)
		}
	}
	body := p.get("/events").Body.String()
	for _, option := range []string{
		`<option value="` + first.Format("2006-01") + `">` + first.Format("January 2006") + ` (2)</option>`,
		`<option value="maidstone">Maidstone (2)</option>`, `<option value="online">Online (1)</option>`,
		`<option value="care">#Care (2)</option>`, `<option value="free">Free of charge (1)</option>`,
	} {
		if !strings.Contains(body, option) {
			t.Errorf("not offered: %s", option)
		}
	}
	if body = p.get("/events?tag=care&place=Maidstone").Body.String(); !strings.Contains(body, `<a href="webcal://inews.council.example/tags/care/events.ics`) ||
		!strings.Contains(body, `<option value="maidstone" selected>`) || !strings.Contains(body, `<a href="/events">Clear filters</a>`) || !strings.Contains(body, `content="noindex`) {
		t.Errorf("narrowed:\n%s", body)
	}
}
