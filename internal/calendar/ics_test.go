package calendar

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"inews/internal/blog"
)

var update = flag.Bool("update", false, "write the golden files anew")

func goldenEvents(t *testing.T) []blog.Event {
	t.Helper()
	at := func(wall, zone string) time.Time {
		t.Helper()
		v, err := At("start", wall, zone)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	lat, long := 51.2787, 0.5217
	published := time.Date(2026, 11, 2, 9, 30, 0, 0, time.UTC)
	post := func(id, slug, title string) blog.Post {
		return blog.Post{
			ObjectID: "0192aaaa-0000-7000-8000-00000000000" + id, Slug: slug, Title: title, Form: blog.FormEvent,
			State: blog.StatePublished, PublishedAt: published,
		}
	}
	seminar := blog.Event{
		Post: post("1", "open-seminar", "Open seminar; maps, data\\and you"), Zone: "Europe/London",
		Starts: at("2026-12-03 14:00", "Europe/London"), Ends: at("2026-12-03 16:00", "Europe/London"),
		Venue: blog.Venue{
			Name: "Sessions House", Street: "County Road", Locality: "Maidstone", Postcode: "ME14 1XQ",
			Latitude: &lat, Longitude: &long, Access: "Step-free, hearing loop",
		},
		Online: "https://meet.example/room?x=1;y=2", Booking: "https://book.example/1", Capacity: 40, Price: "Free",
		Standing: blog.GoesAhead,
	}
	seminar.Summary = "What a map can tell a council, und was nicht: Überraschungen für jede und jeden, 地図で見る町。"
	seminar.Tags = []string{"LocalGov", "Maps"}
	seminar.Picture = blog.Picture{Hash: "abc", Ext: "jpg", MediaType: "image/jpeg"}
	cancelled := blog.Event{
		Post: post("2", "summer-walk", "Summer walk"), Zone: "Europe/London", Starts: at("2027-07-01 09:00", "Europe/London"),
		Standing: blog.Cancelled, Sequence: 2, Venue: blog.Venue{Name: "The park"},
	}
	cancelled.EditedAt = published.Add(48 * time.Hour)
	away := blog.Event{
		Post: post("3", "away-day", "Away day"), Zone: "Asia/Tokyo", Starts: at("2026-12-10 10:00", "Asia/Tokyo"),
		Ends: at("2026-12-11 18:00", "Asia/Tokyo"), Online: "https://meet.example/2", Standing: blog.Postponed, Sequence: 1,
	}
	call := blog.Event{
		Post: post("4", "call", "Call"), Zone: "UTC", Starts: at("2026-12-12 10:00", "UTC"), Online: "https://meet.example/3",
		Standing: blog.GoesAhead,
	}
	hidden := call
	hidden.State, hidden.Title = blog.StateDraft, "Nobody may see this"
	return []blog.Event{seminar, cancelled, away, call, hidden}
}

var goldenFeed = Feed{
	Name: "Innovation, council", Description: "Seminars and walks", Base: "https://council.example",
	URL: "https://council.example/events", Source: "https://council.example/events.ics", Refresh: time.Hour,
}

func TestWriteICSGolden(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		file   string
		feed   Feed
		events []blog.Event
	}{
		{"feed.ics", goldenFeed, goldenEvents(t)},
		{"single.ics", Feed{Name: "Open seminar", Base: "https://council.example"}, goldenEvents(t)[:1]},
		{"empty.ics", goldenFeed, nil},
	} {
		var got bytes.Buffer
		if err := WriteICS(&got, test.feed, test.events); err != nil {
			t.Fatal(err)
		}
		path := "testdata/" + test.file
		if *update {
			if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want) {
			t.Errorf("%s: got\n%s\nwant\n%s", test.file, got.String(), want)
		}
		if strings.Contains(got.String(), "Nobody may see this") {
			t.Errorf("%s: holds a draft", test.file)
		}
	}
}

func TestFold(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", strings.Repeat("a", 75), strings.Repeat("a", 76), strings.Repeat("ü", 200), strings.Repeat("地", 99), strings.Repeat("👩‍💻", 40),
	} {
		folded := fold(text)
		for line := range strings.SplitSeq(strings.TrimSuffix(folded, "\r\n"), "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) {
				t.Errorf("line of %d octets, valid %v: %q", len(line), utf8.ValidString(line), line)
			}
		}
		if unfolded := strings.ReplaceAll(strings.TrimSuffix(folded, "\r\n"), "\r\n ", ""); unfolded != text {
			t.Errorf("%q came back as %q", text, unfolded)
		}
	}
}

// Europe/London through 2026 and 2027, as the rules of the zone say.
func TestZoneLondon(t *testing.T) {
	t.Parallel()
	in, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	(&lines{w: &b}).zone(zoneSpan{"Europe/London", in, 2026, 2027})
	want := strings.Join([]string{
		"BEGIN:VTIMEZONE", "TZID:Europe/London",
		"BEGIN:STANDARD", "DTSTART:20251026T020000", "RDATE:20261025T020000", "RDATE:20271031T020000",
		"TZOFFSETFROM:+0100", "TZOFFSETTO:+0000", "TZNAME:GMT", "END:STANDARD",
		"BEGIN:DAYLIGHT", "DTSTART:20260329T010000", "RDATE:20270328T010000",
		"TZOFFSETFROM:+0000", "TZOFFSETTO:+0100", "TZNAME:BST", "END:DAYLIGHT",
		"END:VTIMEZONE", "",
	}, "\r\n")
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

// A leap year beyond the zone's table, where Time.ZoneBounds stands still.
func TestZoneFarAhead(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Europe/London", "America/New_York", "Asia/Tokyo", "Africa/Casablanca", "Europe/Dublin"} {
		in, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		rules := zoneSpan{name, in, 2180, 2181}.observances()
		if len(rules) == 0 || len(rules) > 2 {
			t.Errorf("%s: %d rules", name, len(rules))
		}
		for _, rule := range rules {
			if n := len(rule.beginnings); n > 3 {
				t.Errorf("%s: %s begins %d times in two years", name, rule.name, n)
			}
		}
	}
}

func TestDuration(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		time.Hour: "PT1H", 90 * time.Minute: "PT1H30M", 30 * time.Second: "PT30S", time.Hour + time.Second: "PT1H0M1S",
		48 * time.Hour: "PT48H", 5 * time.Minute: "PT5M",
	} {
		if got := duration(d); got != want {
			t.Errorf("%v = %s, want %s", d, got, want)
		}
	}
}
