package compliance

import (
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/newsroom"
	"inews/internal/pgtest"
	"inews/internal/postgres"
)

// The owners are reminded before the pages are to be looked at again, once.
func TestReviewIsRemembered(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	pgtest.Exec(t, o.DB, `UPDATE legal SET prepared_on = '2026-01-01'`)
	l, err := o.DB.Legal(t.Context())
	check(t, err)
	l.Email, l.Issues = "web@council.example", []string{"Old maps have no description."}
	wantKind(t, "an editor", o.Describe(t.Context(), blog.Editor{Role: blog.Managing}, l), blog.Forbidden)
	check(t, o.Describe(t.Context(), o.chief, l))
	check(t, o.Approve(t.Context(), o.chief))
	told := func() int { return pgtest.Count(t, o.DB, `SELECT count(*) FROM notices WHERE kind = 'legal'`) }
	o.clock = noon.AddDate(0, 10, 0)
	check(t, o.Remind(t.Context()))
	if told() != 0 {
		t.Error("the owner is reminded two months ahead")
	}
	o.clock = noon.AddDate(0, 11, 10)
	check(t, o.Remind(t.Context()))
	check(t, o.Remind(t.Context()))
	if told() != 1 {
		t.Errorf("the owner is told %d times", told())
	}
}

// A site with known problems is not fully compliant, here or in the table.
func TestFullyHasNoIssues(t *testing.T) {
	t.Parallel()
	l := blog.Legal{Email: "web@council.example", Nation: blog.Scotland, AnswerDays: 5, ComplaintDays: 5, Standing: blog.Fully, Issues: []string{"Maps."}}
	wantKind(t, "fully, with a problem", l.Check(noon), blog.Invalid)
	l.Issues = nil
	wantKind(t, "fully", l.Check(noon), "")
	l.Standing = blog.Partly
	wantKind(t, "partly, with none", l.Check(noon), blog.Invalid)
	l.Standing, l.TestedBy = blog.Fully, "the Shaw Trust"
	wantKind(t, "tested on no day", l.Check(noon), blog.Invalid)
}

// Whoever sees to a request is told when it is theirs and again before it is due;
// the owners when it is late. Its clock follows its kind.
func TestRequestClock(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	mo := o.hire(t, "mo", blog.Moderator)
	r, err := o.Open(t.Context(), o.chief, blog.Request{Kind: blog.RequestFOI, Words: "How much?", ReceivedAt: noon, OwnerID: mo.ID})
	check(t, err)
	if got := r.DueAt.In(o.Zone).Format("2006-01-02 15:04"); got != "2027-01-06 23:59" {
		t.Errorf("it is due %s", got)
	}
	told := func(e blog.Editor) int {
		return pgtest.Count(t, o.DB, `SELECT count(*) FROM notices WHERE kind = 'request' AND editor_id = $1`, e.ID)
	}
	for _, step := range []struct {
		at        time.Time
		mo, chief int
	}{{noon, 1, 0}, {noon.AddDate(0, 0, 20), 1, 0}, {r.DueAt.Add(-48 * time.Hour), 2, 0}, {r.DueAt.Add(time.Hour), 3, 1}} {
		o.clock = step.at
		check(t, o.Remind(t.Context()))
		check(t, o.Remind(t.Context()))
		if told(mo) != step.mo || told(o.chief) != step.chief {
			t.Errorf("at %s the moderator is told %d times and the owner %d", step.at, told(mo), told(o.chief))
		}
	}
	r.Kind, r.ReceivedAt = blog.RequestAccess, noon
	check(t, o.Amend(t.Context(), mo, r))
	if r, err = o.DB.RequestByID(t.Context(), r.ID); err != nil || r.DueAt.In(o.Zone).Format("2006-01-02") != "2027-01-04" {
		t.Errorf("as a subject access request it is due %s, %v", r.DueAt, err)
	}
	wantKind(t, "a contributor", o.Answer(t.Context(), blog.Editor{Role: blog.Contributor}, r.ID, "x"), blog.Forbidden)
	check(t, o.Answer(t.Context(), mo, r.ID, "Sent."))
	wantKind(t, "twice", o.Answer(t.Context(), mo, r.ID, "Sent."), blog.Conflict)
	check(t, o.Close(t.Context(), mo, r.ID, ""))
	check(t, o.Reopen(t.Context(), mo, r.ID))
	wantKind(t, "closed without a word", o.Close(t.Context(), mo, func() string { pgtest.Exec(t, o.DB, `UPDATE requests SET outcome = ''`); return r.ID }(), " "), blog.Invalid)
}

// What was scheduled before the election was set does not go out by one person's
// word: it goes back to draft, and a second person's approval lets it out.
func TestScheduledIntoAnElection(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	dev := o.hire(t, "dev", blog.Managing)
	later := noon.AddDate(0, 0, 10)
	scheduled := func(title string) blog.Post {
		p, err := o.room.Draft(t.Context(), dev, newsroom.Draft{Title: title, Body: "Words."})
		check(t, err)
		p, err = o.room.Schedule(t.Context(), dev, p.ID, later)
		check(t, err)
		return p
	}
	alone, both := scheduled("Alone"), scheduled("Both")
	e, err := o.SetElection(t.Context(), o.chief, blog.Election{
		Name: "County election", Reason: "We stay neutral.", BeginsAt: noon.AddDate(0, 0, 5), EndsAt: noon.AddDate(0, 0, 40), Comments: blog.CommentsHeld,
	})
	check(t, err)
	within, err := o.DB.ScheduledDuring(t.Context(), e)
	if err != nil || len(within) != 2 || within[0].Approved {
		t.Errorf("scheduled within are %+v, %v", within, err)
	}
	wantKind(t, "its writer, for no reason", o.room.ApproveForElection(t.Context(), dev, both.ID, " "), blog.Invalid)
	check(t, o.room.ApproveForElection(t.Context(), o.chief, both.ID, ""))
	o.clock = later.Add(time.Second)
	n, err := o.room.PublishDue(t.Context())
	if err != nil || n != 1 {
		t.Errorf("%d posts went out, %v", n, err)
	}
	for id, want := range map[string]blog.State{alone.ID: blog.StateDraft, both.ID: blog.StatePublished} {
		if p, err := o.DB.PostByID(t.Context(), id); err != nil || p.State != want {
			t.Errorf("%q is %s, %v", p.Title, p.State, err)
		}
	}
	published, err := o.DB.PostByID(t.Context(), both.ID)
	check(t, err)
	_, err = o.room.Edit(t.Context(), dev, both.ID, newsroom.Draft{Title: "Both, changed", Body: "Other words.", Version: published.Version})
	wantKind(t, "a change of what is published", err, blog.Conflict)
	o.clock = e.EndsAt
	_, err = o.room.Edit(t.Context(), dev, both.ID, newsroom.Draft{Title: "Both, changed", Body: "Other words.", Version: published.Version})
	wantKind(t, "after it", err, "")
	wantKind(t, "ending what is over", o.EndElection(t.Context(), o.chief, e.ID), blog.Conflict)
	pgtest.Exec(t, o.DB, `UPDATE changes SET at = $1 WHERE verb = 'publish' AND post_id = $2`, later.Add(time.Second), both.ID) // they have the clock of the database
	list, err := o.DB.EvidenceOf(t.Context(), e)
	if err != nil || len(list) != 1 || !list[0].Second || list[0].Approver != "Nadia" || list[0].Writer != "Dev" {
		t.Errorf("the evidence is %+v, %v", list, err)
	}
}

// Two elections at a time cannot be stored, and what is over cannot be changed.
func TestElections(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	e := blog.Election{Name: "One", Reason: "Why", BeginsAt: noon.AddDate(0, 0, 3), EndsAt: noon.AddDate(0, 0, 9), Comments: blog.CommentsPaused, Watched: []string{" Jo  Bloggs ", "", "Jo Bloggs"}}
	saved, err := o.SetElection(t.Context(), o.chief, e)
	if err != nil || len(saved.Watched) != 1 {
		t.Fatalf("saved is %+v, %v", saved, err)
	}
	_, err = o.SetElection(t.Context(), o.chief, e)
	wantKind(t, "another at that time", err, blog.Invalid)
	check(t, o.Remind(t.Context()))
	if n := pgtest.Count(t, o.DB, `SELECT count(*) FROM notices WHERE kind = 'election'`); n != 1 {
		t.Errorf("%d are told that it is near", n)
	}
	o.clock = noon.AddDate(0, 0, 4)
	at, err := o.DB.ElectionAt(t.Context(), o.clock)
	if err != nil || at.ID != saved.ID {
		t.Errorf("at that time it is %+v, %v", at, err)
	}
	saved.BeginsAt = noon
	_, err = o.SetElection(t.Context(), o.chief, saved)
	wantKind(t, "another beginning", err, blog.Invalid)
	check(t, o.EndElection(t.Context(), o.chief, saved.ID))
	if at, err = o.DB.ElectionAt(t.Context(), o.clock); err != nil || at.ID != "" {
		t.Errorf("it goes on: %+v, %v", at, err)
	}
	o.tx(t, func(tx *postgres.Tx) error {
		gone, err := tx.DeleteElection(t.Context(), saved.ID, o.clock)
		if gone {
			t.Error("what has begun can be forgotten")
		}
		return err
	})
}
