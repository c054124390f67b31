package activitystreams_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"inews/federation"
	"inews/federation/activitystreams"
)

func TestReadPlace(t *testing.T) {
	latitude, longitude := 51.0, -0.5
	const room = "https://a.example/room"
	for _, test := range []struct {
		json   string
		place  *federation.Place
		online string
	}{
		{`"The hall"`, &federation.Place{Name: "The hall"}, ""},
		{`{"type":"Place","name":"Hall","address":"1 Road, Town","latitude":51,"longitude":"-0.5"}`,
			&federation.Place{Name: "Hall", Street: "1 Road, Town", Latitude: &latitude, Longitude: &longitude}, ""},
		{`{"type":"Place","id":"https://a.example/p","name":"Hall","address":{"type":"PostalAddress","streetAddress":"1 Road","addressLocality":"Town","addressRegion":"Kent","postalCode":"ME1","addressCountry":"GB"},"latitude":null}`,
			&federation.Place{ID: "https://a.example/p", Name: "Hall", Street: "1 Road", Locality: "Town", Region: "Kent", PostalCode: "ME1", Country: "GB"}, ""},
		{`{"type":"VirtualLocation","name":"x","url":"https://a.example/room"}`, nil, room},
		{`{"type":"Place","name":"x","address":{"type":"VirtualLocation","url":"https://a.example/room"}}`, nil, room},
		{`[{"type":"Place","name":"Hall"},{"type":"VirtualLocation","url":"https://a.example/room"}]`, &federation.Place{Name: "Hall"}, room},
		{`{"type":"Place","name":"Far","latitude":910,"longitude":0}`, &federation.Place{Name: "Far"}, ""},
		{`{"type":"Place","address":null}`, nil, ""},
		{`null`, nil, ""},
	} {
		c := readObject(t, `"type":"Event","location":`+test.json).Calendar
		if !reflect.DeepEqual(c.Place, test.place) || c.Online != test.online {
			t.Errorf("%s: %+v, %q", test.json, c.Place, c.Online)
		}
	}
}

func TestReadCalendar(t *testing.T) {
	place := london(t)
	for _, test := range []struct {
		json string
		want func(*federation.Calendar)
	}{
		{`"startTime":"2026-07-03T14:00:00","timezone":"Europe/London"`, func(c *federation.Calendar) {
			c.Start, c.Zone = time.Date(2026, 7, 3, 14, 0, 0, 0, place), "Europe/London"
		}},
		{`"startTime":"2026-07-03T13:00:00.000Z","endTime":null,"timezone":"Europe/London"`, func(c *federation.Calendar) {
			c.Start, c.Zone = time.Date(2026, 7, 3, 14, 0, 0, 0, place), "Europe/London"
		}},
		{`"startTime":"2026-07-03","timezone":"../../etc/passwd"`, func(c *federation.Calendar) {
			c.Start = time.Date(2026, 7, 3, 0, 0, 0, 0, time.UTC)
		}},
		{`"status":"cancelled"`, func(c *federation.Calendar) { c.Status = "CANCELLED" }},
		{`"ical:status":"TENTATIVE"`, func(c *federation.Calendar) { c.Status = "TENTATIVE" }},
		{`"eventStatus":"https://schema.org/EventCancelled"`, func(c *federation.Calendar) { c.Status = "CANCELLED" }},
		{`"joinMode":"free","maximumAttendeeCapacity":60,"remainingAttendeeCapacity":3,"attendees":{"type":"Collection","totalItems":19}`, func(c *federation.Calendar) {
			c.JoinMode, c.Capacity, c.Participants = "free", 60, 19
		}},
		{`"maximumAttendeeCapacity":null,"participantCount":"4","category":["LEARNING"],"uuid":"u"`, func(c *federation.Calendar) {
			c.Participants, c.Category, c.UID = 4, "LEARNING", "u"
		}},
		{`"onlineLink":"https://a.example/room","externalParticipationUrl":"https://a.example/book"`, func(c *federation.Calendar) {
			c.Online, c.Booking = "https://a.example/room", "https://a.example/book"
		}},
		{`"attachment":{"type":"Link","name":"Website","href":"https://a.example/room"}`, func(c *federation.Calendar) {
			c.Online = "https://a.example/room"
		}},
	} {
		want := federation.Calendar{}
		test.want(&want)
		o := readObject(t, `"type":"Event",`+test.json)
		got := *o.Calendar
		if !got.Start.Equal(want.Start) || got.Start.Format(time.RFC3339) != want.Start.Format(time.RFC3339) {
			t.Errorf("%s: starts %v, want %v", test.json, got.Start, want.Start)
		}
		got.Start, want.Start = time.Time{}, time.Time{}
		if !reflect.DeepEqual(got, want) || o.Attachments != nil {
			t.Errorf("%s:\n%+v, want\n%+v; %v", test.json, got, want, o.Attachments)
		}
	}
}

func TestWriteEventForStrictReaders(t *testing.T) {
	o := seminar(t)
	o.Name = strings.Repeat("é", 300)
	o.Tags = append(o.Tags, federation.Tag{Type: "Mention", Href: string(jane), Name: "@jane"})
	o.Image, o.Attachments, o.Calendar.JoinMode, o.Calendar.Capacity = nil, nil, "none", 0
	o.Policy = &federation.InteractionPolicy{Reply: []federation.ID{}}
	written, err := activitystreams.WriteObject(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"joinMode":"external"`, `"latitude":51.0`, `"repliesModerationOption":"closed"`, `"attachment":[{"type":"Link"`,
		`"name":"` + strings.Repeat("é", 199) + `…"`,
	} {
		if !bytes.Contains(written, []byte(want)) {
			t.Errorf("%s is missing in %s", want, written)
		}
	}
	for _, never := range []string{"Mention", "null", `"image"`, "maximumAttendeeCapacity", `"location":[`} {
		if _, body, _ := bytes.Cut(written, []byte(`}],"id"`)); bytes.Contains(body, []byte(never)) {
			t.Errorf("%s stands in %s", never, body)
		}
	}
}
