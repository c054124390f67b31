package calendar

import (
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
)

func TestReadMarkdown(t *testing.T) {
	t.Parallel()
	f, err := ReadMarkdown(strings.NewReader(`---
title: Open seminar
author: The team
start: 2027-06-03 14:00
end: 2027-06-03 16:00
timezone: Europe/London
venue: Sessions House
street: County Road
locality: Maidstone
postcode: ME14 1XQ
country: GB
access: Step-free
latitude: 51.2787
longitude: 0.5217
online: https://meet.example/1
booking: https://book.example/1
capacity: 40
price: Free
standing: postponed
---
Come.
`))
	if err != nil {
		t.Fatal(err)
	}
	if want := "2027-06-03T14:00:00+01:00"; f.Starts.Format(time.RFC3339) != want {
		t.Errorf("starts %s, want %s", f.Starts.Format(time.RFC3339), want)
	}
	if f.Venue.Line() != "Sessions House, County Road, Maidstone, ME14 1XQ" || *f.Venue.Latitude != 51.2787 {
		t.Errorf("venue = %+v", f.Venue)
	}
	if f.Capacity != 40 || f.Price != "Free" || f.Standing != blog.Postponed || f.Body != "Come.\n" || f.Author != "The team" {
		t.Errorf("file = %+v", f)
	}
	for source, want := range map[string]string{
		"start: 2027-03-28 01:30":              "clocks go forward",
		"start: soon":                          "not a time",
		"latitude: 51.2":                       "latitude and longitude",
		"latitude: 91\nlongitude: 0":           "between -90 and 90",
		"capacity: many":                       "whole number",
		"form: note":                           "form of an event",
		"timezone: Nowhere/x\nstart: 2027-1-1": "time zone",
		"venu: x":                              `Did you mean "venue"?`,
	} {
		_, err := ReadMarkdown(strings.NewReader("---\n" + source + "\n---\n"))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", source, err, want)
		}
	}
}

// What stands on the wall in London, around both changes of the clocks.
func TestAt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ wall, zone, utc string }{
		{"2026-10-25T00:30", "Europe/London", "2026-10-24T23:30:00Z"},
		{"2026-10-25T01:30", "Europe/London", "2026-10-25T00:30:00Z"}, // comes twice: the first is meant
		{"2026-10-25T02:30", "Europe/London", "2026-10-25T02:30:00Z"},
		{"2027-03-28 00:30", "Europe/London", "2027-03-28T00:30:00Z"},
		{"2027-03-28 01:30", "Europe/London", ""}, // does not exist
		{"2027-03-28 02:30", "Europe/London", "2027-03-28T01:30:00Z"},
		{"2027-04-04 01:45", "Australia/Lord_Howe", "2027-04-03T14:45:00Z"}, // half an hour comes twice
		{"2026-12-03 9:00", "UTC", "2026-12-03T09:00:00Z"},
		{"2026-12-03T09:00:00+01:00", "Europe/London", "2026-12-03T08:00:00Z"},
		{"2026-12-03 09:00", "Nowhere/x", ""},
		{"2026-12-03 09:00", "", ""},
		{"", "UTC", ""},
	} {
		at, err := At("start", test.wall, test.zone)
		got := ""
		if err == nil {
			got = at.UTC().Format(time.RFC3339)
		} else if blog.KindOf(err) != blog.Invalid {
			t.Errorf("%q: %v", test.wall, err)
		}
		if got != test.utc {
			t.Errorf("%s in %s is %q (%v), want %q", test.wall, test.zone, got, err, test.utc)
		}
	}
}
