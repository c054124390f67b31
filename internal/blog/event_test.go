package blog

import (
	"testing"
	"time"
)

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

func TestFree(t *testing.T) {
	for price, want := range map[string]bool{
		"Free": true, "free.": true, "Free of charge": true, "FREE ENTRY": true, "No charge": true, "Am ddim": true, "£0": true, "0.00": true, "€ 0,00": true,
		"": false, "£5": false, "Free for members, £5 others": false, "0.50": false, "£10": false, "freehold": false,
	} {
		if got := (Event{Price: price}).Free(); got != want {
			t.Errorf("%q: free is %v", price, got)
		}
	}
}
