package tongue

import (
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
)

// The clocks of London change on 25 October 2026 and 28 March 2027.
func TestWhen(t *testing.T) {
	t.Parallel()
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, test := range []struct{ starts, ends, zone, want string }{
		{"2026-12-03T14:00:00Z", "2026-12-03T16:00:00Z", "Europe/London", "Thu 3 Dec 2026, 14:00 to 16:00 GMT"},
		{"2026-07-01T13:00:00Z", "2026-07-01T15:00:00Z", "Europe/London", "Wed 1 Jul 2026, 14:00 to 16:00 BST"},
		{"2026-10-25T00:30:00Z", "2026-10-25T02:30:00Z", "Europe/London", "Sun 25 Oct 2026, 01:30 to 02:30 GMT"},
		{"2027-03-28T00:30:00Z", "2027-03-28T02:30:00Z", "Europe/London", "Sun 28 Mar 2027, 00:30 to 03:30 BST"},
		{"2026-12-03T14:00:00Z", "", "Europe/London", "Thu 3 Dec 2026, 14:00 GMT"},
		{"2026-12-03T23:00:00Z", "2026-12-04T01:00:00Z", "Europe/London", "Thu 3 Dec 2026, 23:00 to Fri 4 Dec 2026, 01:00 GMT"},
		{"2026-12-03T14:00:00Z", "2026-12-03T16:00:00Z", "Asia/Tokyo", "Thu 3 Dec 2026, 23:00 to Fri 4 Dec 2026, 01:00 JST"},
		{"2026-12-03T14:00:00Z", "", "Nowhere/x", "Thu 3 Dec 2026, 14:00 UTC"},
	} {
		e := blog.Event{Starts: at(test.starts), Zone: test.zone}
		if test.ends != "" {
			e.Ends = at(test.ends)
		}
		if got := In("en").When(e); got != test.want {
			t.Errorf("%s in %s: %q, want %q", test.starts, test.zone, got, test.want)
		}
	}
	if got := In("en").When(blog.Event{}); got != "" {
		t.Errorf("no time is %q", got)
	}
}

func TestFacts(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 12, 3, 12, 0, 0, 0, time.UTC)
	e := blog.Event{Starts: noon, Zone: "Europe/London", Venue: blog.Venue{Name: "Sessions House", Postcode: "ME14 1XQ"}}
	for _, test := range []struct {
		change func(*blog.Event)
		want   string
	}{
		{func(*blog.Event) {}, "Thu 3 Dec 2026, 12:00 GMT. Sessions House, ME14 1XQ"},
		{func(e *blog.Event) { e.Online = "https://meet.example" }, "Thu 3 Dec 2026, 12:00 GMT. Sessions House, ME14 1XQ, and online"},
		{func(e *blog.Event) { e.Venue, e.Online = blog.Venue{}, "https://meet.example" }, "Thu 3 Dec 2026, 12:00 GMT. Online"},
		{func(e *blog.Event) { e.Venue = blog.Venue{} }, "Thu 3 Dec 2026, 12:00 GMT"},
		{func(e *blog.Event) { e.Standing = blog.Cancelled }, "Cancelled. Thu 3 Dec 2026, 12:00 GMT. Sessions House, ME14 1XQ"},
		{func(e *blog.Event) { e.Standing = blog.Postponed }, "Postponed. Was to be Thu 3 Dec 2026, 12:00 GMT. Sessions House, ME14 1XQ"},
	} {
		changed := e
		test.change(&changed)
		got := In("en").Facts(changed)
		if got != test.want || strings.Contains(got, "://") || strings.Contains(got, "\n") {
			t.Errorf("facts = %q, want %q", got, test.want)
		}
	}
}

func TestEventsInWelsh(t *testing.T) {
	t.Parallel()
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	e := blog.Event{
		Post:   blog.Post{Title: "Diwrnod agored"},
		Starts: time.Date(2026, 3, 3, 14, 0, 0, 0, london), Ends: time.Date(2026, 3, 3, 16, 0, 0, 0, london), Zone: "Europe/London",
		Venue: blog.Venue{Name: "Neuadd y Sir"}, Online: "https://meet.example", Standing: blog.GoesAhead,
	}
	if got, want := welsh.Facts(e), "Maw 3 Maw 2026, 14:00 tan 16:00 GMT. Neuadd y Sir, ac ar-lein"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := welsh.Titled(e); got != e.Title {
		t.Errorf("an event that goes ahead is titled %s", got)
	}
	e.Standing, e.Ends, e.Venue = blog.Cancelled, time.Date(2026, 5, 30, 16, 0, 0, 0, london), blog.Venue{}
	if got, want := welsh.Facts(e), "Wedi’i ganslo. Maw 3 Maw 2026, 14:00 tan Sad 30 Mai 2026, 16:00 BST. Ar-lein"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := welsh.Titled(e), "Wedi’i ganslo: Diwrnod agored"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	// What we have no words for is told in English.
	if got, want := In("pl").Facts(e), "Cancelled. Tue 3 Mar 2026, 14:00 to Sat 30 May 2026, 16:00 BST. Online"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
