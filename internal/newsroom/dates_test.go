package newsroom

import (
	"slices"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Acceptance 8: a scheduled post goes out at its time over a change of summer
// time, in either direction and whatever the zone, and not at all if it was
// taken back.
func TestScheduleOverSummerTime(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, zone string
		now, at    string // at: the instant of the wall time, worked out by hand
	}{
		{"London, spring", "Europe/London", "2027-03-27T12:00:00Z", "2027-03-28T01:00:00Z"},      // 02:00 BST
		{"London, autumn", "Europe/London", "2027-10-30T12:00:00Z", "2027-10-31T00:30:00Z"},      // 01:30, the first
		{"New York, spring", "America/New_York", "2027-03-13T12:00:00Z", "2027-03-14T07:00:00Z"}, // 03:00 EDT
		{"Lord Howe, autumn", "Australia/Lord_Howe", "2027-04-03T00:00:00Z", "2027-04-03T14:45:00Z"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := newRoom(t)
			at, _ := time.Parse(time.RFC3339, test.at)
			r.clock, _ = time.Parse(time.RFC3339, test.now)
			in, err := time.LoadLocation(test.zone)
			if err != nil {
				t.Fatal(err)
			}
			p, back := r.draft(t, example(1)), r.draft(t, example(2))
			for _, id := range []string{p.ID, back.ID} {
				if _, err := r.Schedule(t.Context(), chief, id, at.In(in)); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := r.Unschedule(t.Context(), chief, back.ID); err != nil {
				t.Fatal(err)
			}
			r.clock = at.Add(-time.Second)
			if n, err := r.PublishDue(t.Context()); n != 0 || err != nil {
				t.Errorf("%d went out a second early, %v", n, err)
			}
			r.clock = at
			if n, err := r.PublishDue(t.Context()); n != 1 || err != nil {
				t.Errorf("%d went out at the time, %v", n, err)
			}
			r.clock = at.Add(2 * time.Hour)
			if n, err := r.PublishDue(t.Context()); n != 0 || err != nil {
				t.Errorf("%d went out an hour later, %v", n, err)
			}
			if p, err = r.DB.PostByID(t.Context(), back.ID); err != nil || p.State != blog.StateDraft {
				t.Errorf("what was taken back is %q, %v", p.State, err)
			}
		})
	}
}

// A post is withdrawn by itself at its end, once, with the id that servers know,
// and whoever works on it is told before and after.
func TestTakeDownDue(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	ctx := t.Context()
	dev := r.staff(t, "dev", blog.Managing)
	p, err := r.Draft(ctx, dev, example(1))
	if err == nil {
		p, err = r.Publish(ctx, dev, p.ID)
	}
	if err == nil {
		p, err = r.Date(ctx, dev, p.ID, blog.Dates{TakeDownAt: noon.Add(24 * time.Hour), RecheckMonths: 6})
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Remind(ctx); err != nil {
		t.Fatal(err)
	}
	if err := r.Remind(ctx); err != nil {
		t.Fatal(err)
	}
	if kinds, _ := r.told(t, dev); !slices.Equal(kinds, []blog.NoticeKind{blog.NoticeGoingDown}) {
		t.Errorf("told %q before", kinds)
	}
	r.clock = noon.Add(24 * time.Hour)
	for _, want := range []int{1, 0} {
		if n, err := r.TakeDownDue(ctx); n != want || err != nil {
			t.Errorf("%d were taken down, %v; want %d", n, err, want)
		}
	}
	down, err := r.DB.PostByID(ctx, p.ID)
	if err != nil || down.State != blog.StateWithdrawn || down.Dates != (blog.Dates{}) {
		t.Errorf("it is %q with %+v, %v", down.State, down.Dates, err)
	}
	changes, err := r.DB.ChangesOf(ctx, blog.PostSubject, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	if last := changes[len(changes)-1]; last.Verb != blog.Withdrawn || last.Editor != "" || last.Object != p.ObjectID || last.Reason == "" {
		t.Errorf("recorded %+v", last)
	}
	if kinds, _ := r.told(t, dev); len(kinds) != 2 {
		t.Errorf("told %q after", kinds)
	}
}

// Whoever wrote a post is asked whether it is still true, once each time.
func TestRecheck(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	ctx := t.Context()
	r.clock = time.Now().Add(-24 * time.Hour) // notices are stamped by the database's clock
	dev := r.staff(t, "dev", blog.Managing)
	p, err := r.Draft(ctx, dev, example(1))
	if err == nil {
		p, err = r.Publish(ctx, dev, p.ID)
	}
	if err == nil {
		_, err = r.Date(ctx, dev, p.ID, blog.Dates{RecheckMonths: 6})
	}
	if err == nil {
		_, err = r.DB.SQL().Exec(`UPDATE posts SET recheck_at = now() - interval '1 hour'`)
	}
	if err != nil {
		t.Fatal(err)
	}
	r.clock = time.Now()
	for range 2 {
		if err := r.Remind(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if kinds, mails := r.told(t, dev); !slices.Equal(kinds, []blog.NoticeKind{blog.NoticeRecheck}) || mails != 1 {
		t.Errorf("told %q and by %d mails", kinds, mails)
	}
	if _, err := r.Affirm(ctx, dev, p.ID); err != nil {
		t.Fatal(err)
	}
	if posts, err := r.DB.PostsToRecheck(ctx, r.clock, 10); len(posts) != 0 || err != nil {
		t.Errorf("%d are still asked about, %v", len(posts), err)
	}
}

// Comments that wait come in one digest an hour, however many there are.
func TestRepliesComeAsOneDigest(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	ctx := t.Context()
	r.clock = time.Now()
	dev := r.staff(t, "dev", blog.Managing)
	p, err := r.Draft(ctx, dev, example(1))
	if err == nil {
		p, err = r.Publish(ctx, dev, p.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	comment := func() {
		t.Helper()
		_, err := r.DB.SQL().Exec(`
			INSERT INTO comments (uri, post_id, path, origin, verdict, name, plain)
			SELECT gen_random_uuid(), $1, gen_random_uuid(), 'web', 'held', 'Ana', 'Hm.'`, p.ID)
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		later   time.Duration
		comment bool
		digests int
	}{{0, true, 1}, {0, true, 1}, {2 * time.Hour, false, 2}, {4 * time.Hour, false, 2}} {
		if test.comment {
			comment()
		}
		if test.later > 0 { // what was told lies back, and what came since does not
			if _, err := r.DB.SQL().Exec(`UPDATE notices SET created_at = created_at - interval '2 hours'`); err != nil {
				t.Fatal(err)
			}
		}
		if test.later == 4*time.Hour {
			if _, err := r.DB.SQL().Exec(`UPDATE comments SET received_at = received_at - interval '1 day'`); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.Remind(ctx); err != nil {
			t.Fatal(err)
		}
		if kinds, _ := r.told(t, dev); len(kinds) != test.digests {
			t.Errorf("after %v told %q, want %d digests", test.later, kinds, test.digests)
		}
	}
}

// The trail is narrowed by each of its filters.
func TestTrailFilters(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	ctx := t.Context()
	dev := r.staff(t, "dev", blog.Managing)
	p, err := r.Draft(ctx, dev, example(1))
	if err == nil {
		_, err = r.Publish(ctx, dev, p.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	r.draft(t, example(2)) // by nobody on the staff
	for _, test := range []struct {
		name   string
		filter postgres.TrailFilter
		rows   int
	}{
		{"all", postgres.TrailFilter{}, 3},
		{"by dev", postgres.TrailFilter{Editor: dev.ID}, 2},
		{"drafted", postgres.TrailFilter{Verb: blog.Drafted}, 2},
		{"events", postgres.TrailFilter{Subject: blog.EventSubject}, 0},
		{"later", postgres.TrailFilter{From: time.Now().Add(time.Hour)}, 0},
		{"earlier", postgres.TrailFilter{Until: time.Now().Add(-time.Hour)}, 0},
		{"today", postgres.TrailFilter{From: time.Now().Add(-time.Hour), Until: time.Now().Add(time.Hour)}, 3},
	} {
		rows, err := r.DB.Trail(ctx, test.filter, 10)
		if err != nil || len(rows) != test.rows {
			t.Errorf("%s: %d rows, %v; want %d", test.name, len(rows), err, test.rows)
		}
	}
	first, err := r.DB.Trail(ctx, postgres.TrailFilter{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	rest, err := r.DB.Trail(ctx, postgres.TrailFilter{Before: first[0].ID}, 10)
	if err != nil || len(rest) != 2 {
		t.Errorf("the second page has %d rows, %v", len(rest), err)
	}
}
