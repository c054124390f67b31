package blog

import (
	"strings"
	"testing"
	"time"
)

// The clocks of London change on 25 October 2026 and 28 March 2027.
func TestEventWhen(t *testing.T) {
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
		e := Event{Starts: at(test.starts), Zone: test.zone}
		if test.ends != "" {
			e.Ends = at(test.ends)
		}
		if got := e.When(); got != test.want {
			t.Errorf("%s in %s: %q, want %q", test.starts, test.zone, got, test.want)
		}
	}
	if got := (Event{}).When(); got != "" {
		t.Errorf("no time is %q", got)
	}
}

func TestEventFacts(t *testing.T) {
	t.Parallel()
	e := Event{Starts: noon, Zone: "Europe/London", Venue: Venue{Name: "Sessions House", Postcode: "ME14 1XQ"}}
	for _, test := range []struct {
		change func(*Event)
		want   string
	}{
		{func(*Event) {}, "Thu 3 Dec 2026, 12:00 GMT. Sessions House, ME14 1XQ"},
		{func(e *Event) { e.Online = "https://meet.example" }, "Thu 3 Dec 2026, 12:00 GMT. Sessions House, ME14 1XQ, and online"},
		{func(e *Event) { e.Venue, e.Online = Venue{}, "https://meet.example" }, "Thu 3 Dec 2026, 12:00 GMT. Online"},
		{func(e *Event) { e.Venue = Venue{} }, "Thu 3 Dec 2026, 12:00 GMT"},
		{func(e *Event) { e.Standing = Cancelled }, "Cancelled. Thu 3 Dec 2026, 12:00 GMT. Sessions House, ME14 1XQ"},
		{func(e *Event) { e.Standing = Postponed }, "Postponed. Was to be Thu 3 Dec 2026, 12:00 GMT. Sessions House, ME14 1XQ"},
	} {
		changed := e
		test.change(&changed)
		got := changed.Facts()
		if got != test.want || strings.Contains(got, "://") || strings.Contains(got, "\n") {
			t.Errorf("facts = %q, want %q", got, test.want)
		}
	}
}

func TestEventCheck(t *testing.T) {
	t.Parallel()
	sound := Event{Post: whole(StateDraft), Starts: noon, Zone: "Europe/London", Venue: Venue{Name: "Hall"}}
	for _, test := range []struct {
		name  string
		spoil func(*Event)
		field string
	}{
		{"sound", func(*Event) {}, ""},
		{"zone", func(e *Event) { e.Zone = "GMT+1" }, "timezone"},
		{"no zone", func(e *Event) { e.Zone = "" }, "timezone"},
		{"start", func(e *Event) { e.Starts = time.Time{} }, "start"},
		{"end", func(e *Event) { e.Ends = noon.Add(-time.Second) }, "end"},
		{"place", func(e *Event) { e.Venue = Venue{} }, "venue"},
		{"online", func(e *Event) { e.Online = "meet.example" }, "online"},
		{"booking", func(e *Event) { e.Booking = "mailto:x@example" }, "booking"},
		{"post", func(e *Event) { e.Title = "" }, "title"},
	} {
		e := sound
		test.spoil(&e)
		problems := ProblemsOf(e.Check(true))
		if (test.field == "") != (len(problems) == 0) || test.field != "" && problems[0].Field != test.field {
			t.Errorf("%s: %v, want a problem with %q", test.name, problems, test.field)
		}
		if err := e.Publish(noon); (err == nil) != (test.field == "") {
			t.Errorf("%s: publishing gives %v", test.name, err)
		}
	}
}

func TestEventMoved(t *testing.T) {
	t.Parallel()
	before := Event{Starts: noon, Zone: "Europe/London", Venue: Venue{Name: "Hall"}, Standing: GoesAhead}
	for _, test := range []struct {
		name   string
		change func(*Event)
		want   bool
	}{
		{"nothing", func(*Event) {}, false},
		{"words", func(e *Event) { e.Title, e.Price = "Other", "£5" }, false},
		{"the same instant elsewhere", func(e *Event) { e.Starts = e.Starts.In(time.FixedZone("", 3600)) }, false},
		{"start", func(e *Event) { e.Starts = noon.Add(time.Minute) }, true},
		{"end", func(e *Event) { e.Ends = noon.Add(time.Hour) }, true},
		{"place", func(e *Event) { e.Venue.Name = "Park" }, true},
		{"standing", func(e *Event) { e.Standing = Cancelled }, true},
	} {
		e := before
		test.change(&e)
		if got := e.Moved(before); got != test.want {
			t.Errorf("%s: moved %v", test.name, got)
		}
	}
}
