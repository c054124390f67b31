package calendar

import (
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/newsroom"
	"inews/internal/pgtest"
	"inews/internal/tongue"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var noon = time.Date(2026, 12, 3, 12, 0, 0, 0, time.UTC)

var chief = blog.Editor{Role: blog.Managing, Name: "Ada Chief"}

func newCalendar(t *testing.T) *Calendar {
	t.Helper()
	db := pgtest.New(t)
	clock := func() time.Time { return noon }
	return &Calendar{DB: db, Now: clock, Newsroom: &newsroom.Newsroom{DB: db, Now: clock}}
}

func seminar() EventDraft {
	start := time.Date(2027, 2, 11, 14, 0, 0, 0, time.UTC)
	return EventDraft{
		Draft:  newsroom.Draft{Title: "Open seminar", Body: "Come and see. #Seminar"},
		Starts: start, Ends: start.Add(2 * time.Hour), Zone: "Europe/London",
		Venue: blog.Venue{Name: "Sessions House", Locality: "Maidstone"},
	}
}

func (c *Calendar) published(t *testing.T, d EventDraft) blog.Event {
	t.Helper()
	e, err := c.Draft(t.Context(), chief, d)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Newsroom.Publish(t.Context(), chief, e.ID); err != nil {
		t.Fatal(err)
	}
	e, err = c.DB.EventByID(t.Context(), e.ID)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestDraftAndPublish(t *testing.T) {
	t.Parallel()
	c := newCalendar(t)
	e := c.published(t, seminar())
	if e.Form != blog.FormEvent || e.Path() != "/events/open-seminar" || !e.Visible() {
		t.Errorf("form %q, path %q, state %q", e.Form, e.Path(), e.State)
	}
	if got, want := tongue.In("en").When(e), "Thu 11 Feb 2027, 14:00 to 16:00 GMT"; got != want {
		t.Errorf("when = %q, want %q", got, want)
	}
	if e.Standing != blog.GoesAhead || e.Sequence != 0 || e.Venue.Name != "Sessions House" {
		t.Errorf("standing %q, sequence %d, venue %+v", e.Standing, e.Sequence, e.Venue)
	}
	_, err := c.Newsroom.Edit(t.Context(), chief, e.ID, newsroom.Draft{Title: "x", Body: "x", Version: e.Version, Form: blog.FormEvent})
	if blog.KindOf(err) != blog.Invalid {
		t.Errorf("the newsroom edited an event: %v", err)
	}
	for name, spoil := range map[string]func(*EventDraft){
		"zone":     func(d *EventDraft) { d.Zone = "Mars/Olympus" },
		"ends":     func(d *EventDraft) { d.Ends = d.Starts.Add(-time.Hour) },
		"online":   func(d *EventDraft) { d.Online = "ftp://x" },
		"capacity": func(d *EventDraft) { d.Capacity = -1 },
		"standing": func(d *EventDraft) { d.Standing = "maybe" },
		"title":    func(d *EventDraft) { d.Title, d.Body = "", "" },
	} {
		d := seminar()
		spoil(&d)
		if _, err := c.Draft(t.Context(), chief, d); blog.KindOf(err) != blog.Invalid {
			t.Errorf("bad %s: %v", name, err)
		}
	}
	posts, err := c.DB.PostsOnDesk(t.Context(), "", "", 10)
	if err != nil || len(posts) != 1 {
		t.Errorf("refused drafts left %d posts behind, %v", len(posts)-1, err)
	}
}

func TestEditMovesEvent(t *testing.T) {
	t.Parallel()
	c := newCalendar(t)
	d := seminar()
	e := c.published(t, d)
	edit := func(change func(*EventDraft)) blog.Event {
		t.Helper()
		now, err := c.DB.EventByID(t.Context(), e.ID)
		if err != nil {
			t.Fatal(err)
		}
		d.Version, d.Summary = now.Version, now.Summary
		change(&d)
		saved, err := c.Edit(t.Context(), chief, e.ID, d)
		if err != nil {
			t.Fatal(err)
		}
		return saved
	}
	if same := edit(func(*EventDraft) {}); same.Sequence != 0 || !same.EditedAt.IsZero() {
		t.Errorf("saving the same: sequence %d, edited %v", same.Sequence, same.EditedAt)
	}
	if words := edit(func(d *EventDraft) { d.Body = "Other words." }); words.Sequence != 0 || words.EditedAt.IsZero() {
		t.Errorf("other words: sequence %d, edited %v", words.Sequence, words.EditedAt)
	}
	place := edit(func(d *EventDraft) { d.Venue.Name = "County Hall" })
	if place.Sequence != 1 || !place.PreviousStarts.IsZero() {
		t.Errorf("another place: sequence %d, previous start %v", place.Sequence, place.PreviousStarts)
	}
	moved := edit(func(d *EventDraft) { d.Starts, d.Ends = d.Starts.Add(24*time.Hour), d.Ends.Add(24*time.Hour) })
	if moved.Sequence != 2 || !moved.PreviousStarts.Equal(e.Starts) {
		t.Errorf("another time: sequence %d, previous start %v", moved.Sequence, moved.PreviousStarts)
	}
	d.Version = e.Version
	if _, err := c.Edit(t.Context(), chief, e.ID, d); blog.KindOf(err) != blog.Conflict {
		t.Errorf("an edit of a stale version: %v", err)
	}
}

func TestStanding(t *testing.T) {
	t.Parallel()
	c := newCalendar(t)
	e := c.published(t, seminar())
	steps := []struct {
		verb     func() (blog.Event, error)
		standing blog.Standing
		sequence int
	}{
		{func() (blog.Event, error) { return c.Postpone(t.Context(), chief, e.ID, "strike") }, blog.Postponed, 1},
		{func() (blog.Event, error) { return c.Cancel(t.Context(), chief, e.ID, "flood") }, blog.Cancelled, 2},
		{func() (blog.Event, error) { return c.Cancel(t.Context(), chief, e.ID, "again") }, blog.Cancelled, 2},
		{func() (blog.Event, error) { return c.Confirm(t.Context(), chief, e.ID, "dry") }, blog.GoesAhead, 3},
	}
	for i, step := range steps {
		got, err := step.verb()
		if err != nil || got.Standing != step.standing || got.Sequence != step.sequence || !got.Visible() {
			t.Errorf("step %d: standing %q, sequence %d, %v", i, got.Standing, got.Sequence, err)
		}
	}
	changes, err := c.DB.ChangesOf(t.Context(), blog.EventSubject, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, change := range changes {
		got = append(got, string(change.Verb)+" "+change.Reason)
	}
	want := []string{"draft ", "publish ", "edit strike", "edit flood", "edit dry"}
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Fatalf("changes = %q, want %q", got, want)
		}
	}
	if _, err := c.Cancel(t.Context(), blog.Editor{Role: blog.Contributor}, e.ID, ""); blog.KindOf(err) != blog.Forbidden {
		t.Errorf("a contributor cancels: %v", err)
	}
	draft, err := c.Draft(t.Context(), chief, seminar())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Cancel(t.Context(), chief, draft.ID, ""); blog.KindOf(err) != blog.Conflict {
		t.Errorf("cancelling a draft: %v", err)
	}
}
