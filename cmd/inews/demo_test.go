package main

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"path"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/calendar"
	"inews/internal/comments"
	"inews/internal/fediverse"
	"inews/internal/media"
	"inews/internal/network"
	"inews/internal/newsroom"
	"inews/internal/pgtest"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// demoParts wires what the demonstration is loaded through, on a database of
// its own.
func demoParts(t *testing.T) demoDeps {
	db := pgtest.New(t)
	base := "https://blog.example"
	addresses := fediverse.Addresses{Base: base, Handle: "inews"}
	room := &newsroom.Newsroom{DB: db, Site: base}
	return demoDeps{
		DB: db, Newsroom: room, Calendar: &calendar.Calendar{DB: db, Newsroom: room}, Base: base, Now: time.Now,
		Comments: &comments.Comments{DB: db, Base: addresses.Comments()},
		Network:  &network.Network{DB: db, Base: string(addresses.Activity(""))},
		Uploads: &media.Uploads{
			DB: db, Folder: media.Folder{Root: t.TempDir()}, Darkroom: media.NewDarkroom(1, media.Limits{}),
		},
	}
}

// demoCounts is how much of everything there is.
func demoCounts(t *testing.T, db *postgres.DB) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for name, query := range map[string]string{
		"published posts":    `SELECT count(*) FROM posts WHERE state = 'published' AND form <> 'event'`,
		"published events":   `SELECT count(*) FROM posts WHERE state = 'published' AND form = 'event'`,
		"drafts":             `SELECT count(*) FROM posts WHERE state = 'draft'`,
		"scheduled posts":    `SELECT count(*) FROM posts WHERE state = 'scheduled'`,
		"guests":             `SELECT count(*) FROM authors WHERE guest`,
		"staff":              `SELECT count(*) FROM authors JOIN editors ON author_id = authors.id WHERE NOT guest`,
		"pictures":           `SELECT count(*) FROM pictures`,
		"pages":              `SELECT count(*) FROM pages`,
		"series":             `SELECT count(*) FROM series`,
		"coming events":      `SELECT count(*) FROM events WHERE starts_at > now() AND standing = 'scheduled'`,
		"cancelled events":   `SELECT count(*) FROM events WHERE standing = 'cancelled'`,
		"moved events":       `SELECT count(*) FROM events WHERE previous_starts IS NOT NULL`,
		"online-only events": `SELECT count(*) FROM events WHERE online <> '' AND venue_name = ''`,
		"approved comments":  `SELECT count(*) FROM comments WHERE verdict = 'approved'`,
		"held comments":      `SELECT count(*) FROM comments WHERE verdict = 'held'`,
		"spam":               `SELECT count(*) FROM comments WHERE verdict = 'spam'`,
		"answers":            `SELECT count(*) FROM comments WHERE origin = 'blog'`,
		"deepest comment":    `SELECT max(depth) FROM comments`,
		"followers":          `SELECT count(*) FROM followers`,
		"reactions":          `SELECT count(*) FROM reactions`,
		"trusted partners":   `SELECT count(*) FROM partners WHERE trust = 'trusted' AND state = 'accepted'`,
		"pending partners":   `SELECT count(*) FROM partners WHERE trust = 'pending' AND state = 'accepted'`,
		"items":              `SELECT count(*) FROM network_items`,
		"shared items":       `SELECT count(*) FROM network_items WHERE shared_at IS NOT NULL`,
		"ideas":              `SELECT count(*) FROM messages WHERE kind = 'idea'`,
		"outcomes":           `SELECT count(*) FROM outcomes`,
		"waiting messages":   `SELECT count(*) FROM messages WHERE spam_at IS NULL AND state NOT IN ('closed', 'done', 'declined')`,
		"messages in spam":   `SELECT count(*) FROM messages WHERE spam_at IS NOT NULL`,
		"mails":              `SELECT count(*) FROM mails`,
		"inboxes":            `SELECT count(*) FROM people WHERE inbox <> '' OR shared_inbox <> ''`,
		"translations":       `SELECT count(*) FROM translations t JOIN posts p ON p.id = t.post_id AND p.state = 'published' WHERE t.edited_at IS NULL`,
		"people elsewhere":   `SELECT count(*) FROM people WHERE host NOT LIKE '%.example'`,
	} {
		counts[name] = demoCount(t, db, query)
	}
	return counts
}

func demoCount(t *testing.T, db *postgres.DB, query string) int {
	t.Helper()
	var n int
	if err := db.SQL().QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// demoWanted is what the demonstration holds.
func demoWanted() map[string]int {
	return map[string]int{
		"published posts": 12, "published events": 5, "drafts": 1, "scheduled posts": 1, "guests": 2, "staff": 2,
		"pictures": 4, "pages": 3, "series": 2, "coming events": 3, "cancelled events": 1, "moved events": 1,
		"online-only events": 1, "approved comments": 20, "held comments": 3, "spam": 1, "answers": 5,
		"deepest comment": 3, "followers": 13, "reactions": 39, "trusted partners": 1, "pending partners": 1,
		"items": 6, "shared items": 1, "inboxes": 0, "translations": 1, "people elsewhere": 0,
		"ideas": 5, "outcomes": 2, "waiting messages": 5, "messages in spam": 0, "mails": 0,
	}
}

func TestDemoLoadsOnce(t *testing.T) {
	d := demoParts(t)
	said := ""
	d.Say = func(words string) { said = words }
	if err := loadDemo(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if got, want := demoCounts(t, d.DB), demoWanted(); !reflect.DeepEqual(got, want) {
		t.Errorf("holds %v, want %v", got, want)
	}
	if said != "" {
		t.Errorf("the first loading said %q", said)
	}
	before := demoCount(t, d.DB, `SELECT count(*) FROM changes`)
	if err := loadDemo(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if after := demoCount(t, d.DB, `SELECT count(*) FROM changes`); after != before {
		t.Errorf("the second loading made %d changes", after-before)
	}
	if !strings.Contains(said, "nothing was changed") {
		t.Errorf("the second loading said %q", said)
	}
}

func TestDemoLeavesABlogInUseAlone(t *testing.T) {
	d := demoParts(t)
	said := ""
	d.Say = func(words string) { said = words }
	if _, err := d.Newsroom.Draft(t.Context(), owner, newsroom.Draft{Title: "Ours", Author: "Somebody"}); err != nil {
		t.Fatal(err)
	}
	if err := loadDemo(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if n := demoCount(t, d.DB, `SELECT count(*) FROM changes`); n != 1 {
		t.Errorf("%d changes, want the draft's alone", n)
	}
	if !strings.Contains(said, "holds posts already") {
		t.Errorf("said %q", said)
	}
}

// A loading that is cut short, again and again, comes out the same in the end.
func TestDemoIsCompletedAfterInterruptions(t *testing.T) {
	d := demoParts(t)
	cut := errors.New("cut short")
	const changes = 13 // more than a loading makes again: the pages are saved each time
	for run := 0; ; run++ {
		left := changes
		d.DB.SetEnqueue(func(context.Context, *sql.Tx, blog.Change) error {
			if left--; left < 0 {
				return cut
			}
			return nil
		})
		err := loadDemo(t.Context(), d)
		if err == nil && run > 3 {
			break
		}
		if !errors.Is(err, cut) || run > 100 {
			t.Fatalf("run %d: %v", run, err)
		}
	}
	if got, want := demoCounts(t, d.DB), demoWanted(); !reflect.DeepEqual(got, want) {
		t.Errorf("holds %v, want %v", got, want)
	}
}

var innerLink = regexp.MustCompile(`href="(/[^"]*)"`)

func TestDemoIsFitToPublish(t *testing.T) {
	d := demoParts(t)
	if err := loadDemo(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	posts, err := d.DB.PostsOnDesk(t.Context(), "", "", 100)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := d.DB.Pages(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{"/events": true, "/events.ics": true}
	html := ""
	for _, p := range pages {
		there["/pages/"+p.Slug] = true
		html += p.HTML
	}
	for _, p := range posts {
		there[p.Path()] = p.Visible()
		html += p.HTML
		if err := p.Check(p.Visible()); err != nil {
			t.Errorf("%s: %v", p.Slug, err)
		}
		if p.Visible() && (p.PublishedAt.After(time.Now()) || p.Author.Name == "" || len(p.Tags) == 0) {
			t.Errorf("%s: published %v by %q with tags %v", p.Slug, p.PublishedAt, p.Author.Name, p.Tags)
		}
		if p.Picture.Hash != "" && p.Picture.Alt == "" && !p.Picture.Decorative {
			t.Errorf("%s: a picture without a description", p.Slug)
		}
		if _, ok := media.LicenceNamed(p.Picture.Credit.Licence); p.Picture.Hash != "" && !ok {
			t.Errorf("%s: no licence is called %q", p.Slug, p.Picture.Credit.Licence)
		}
		if p.Author.Guest && (p.Thanks == "" || p.Author.Handle == "" || p.Author.Bio == "") {
			t.Errorf("%s: a guest without thanks, handle or biography", p.Slug)
		}
		if strings.Contains(p.Body, "{{") {
			t.Errorf("%s: a date was not written out", p.Slug)
		}
		if p.Form == blog.FormEvent {
			checkDemoEvent(t, d.DB, p.ID)
		}
	}
	if n := demoCount(t, d.DB, `SELECT count(*) FROM network_items WHERE title || excerpt LIKE '%<%'`); n != 0 {
		t.Errorf("%d items show markup", n)
	}
	for _, rule := range comments.Rules {
		if place := `id="section-` + richtext.Slug(rule) + `"`; !strings.Contains(html, place) {
			t.Errorf("no page has %s, where the reason %q leads", place, rule)
		}
	}
	for _, link := range innerLink.FindAllStringSubmatch(html, -1) {
		if !there[link[1]] {
			t.Errorf("a link leads to %s, which is not there", link[1])
		}
	}
}

func checkDemoEvent(t *testing.T, db *postgres.DB, id string) {
	t.Helper()
	e, err := db.EventByID(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Check(true); err != nil {
		t.Errorf("%s: %v", e.Slug, err)
	}
	if e.Booking == "" || e.Capacity == 0 || e.Series == "" || (e.Venue.Access == "") != e.Venue.IsZero() {
		t.Errorf("%s: booking %q, places %d, series %q, access %q", e.Slug, e.Booking, e.Capacity, e.Series, e.Venue.Access)
	}
}

// Nothing of the demonstration is delivered to anybody, although all of it is
// told: no one in it has an inbox.
func TestDemoIsDeliveredToNobody(t *testing.T) {
	d := demoParts(t)
	addresses := fediverse.Addresses{Base: d.Base, Handle: "inews"}
	bridge := &fediverse.Bridge{
		Addresses: addresses, DB: d.DB, Comments: d.Comments, Network: d.Network, Keys: &fediverse.KeyRing{DB: d.DB, Addresses: addresses, Now: time.Now},
		Log: slog.New(slog.DiscardHandler), Now: time.Now, Profile: fediverse.Profile{HandleDomain: path.Base(d.Base)},
	}
	var changes []blog.Change
	d.DB.SetEnqueue(func(_ context.Context, _ *sql.Tx, change blog.Change) error {
		changes = append(changes, change)
		return nil
	})
	if err := loadDemo(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	for _, change := range changes {
		if err := bridge.Tell(t.Context(), change); err != nil {
			t.Errorf("tell of %s %s: %v", change.Verb, change.Subject, err)
		}
	}
	if n := demoCount(t, d.DB, `SELECT count(*) FROM outbox_activities`); n < 17 {
		t.Errorf("%d activities, want one for each post and event at least", n)
	}
	if n := demoCount(t, d.DB, `SELECT count(*) FROM deliveries`); n != 0 {
		t.Errorf("%d deliveries, want none", n)
	}
}

func TestDemoDates(t *testing.T) {
	// A Wednesday, four days before the clocks go back in London.
	l := &demoLoad{now: time.Date(2026, 10, 21, 10, 0, 0, 0, time.UTC)}
	for text, want := range map[string]string{
		"":               "0001-01-01T00:00:00Z",
		"-12d 09:30":     "2026-10-09T09:30:00+01:00",
		"+9d Thu 17:30":  "2026-11-05T17:30:00Z",
		"+7d Wed":        "2026-10-28T00:00:00Z",
		"-164d 09:00":    "2026-05-10T09:00:00+01:00",
		"+16d Sat 10:00": "2026-11-07T10:00:00Z",
	} {
		at, err := l.day(text)
		if err != nil || at.Format(time.RFC3339) != want {
			t.Errorf("%q is %s (%v), want %s", text, at.Format(time.RFC3339), err, want)
		}
	}
	for _, text := range []string{"12d", "tomorrow", "+9d Thursday", "+1d 9:30"} {
		if at, err := l.day(text); err == nil {
			t.Errorf("%q is taken for %s", text, at)
		}
	}
}

func TestMain(m *testing.M) { pgtest.Main(m) }
