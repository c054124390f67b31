// Package calendar holds the verbs of staff that only events have, and writes
// iCalendar.
//
// An event is a post with calendar facts. Its text, byline, picture and address
// are saved through internal/newsroom, in the one transaction that saves the
// facts; it is published, scheduled and withdrawn there too. What is here is
// time and place: a change of either, or of whether the event goes ahead, counts
// the event's sequence up, so that every calendar that holds it takes the change.
//
// iCalendar is written by our own few lines, because the libraries at hand write
// zones that calendars read wrongly (DESIGN §7 names them).
package calendar

import (
	"context"
	"reflect"
	"time"

	"inews/internal/blog"
	"inews/internal/newsroom"
	"inews/internal/postgres"
)

// Calendar is where events are written. DB and Newsroom are needed.
type Calendar struct {
	DB       *postgres.DB
	Newsroom *newsroom.Newsroom
	Now      func() time.Time // time.Now when nil
}

func (c *Calendar) now() time.Time {
	if c.Now == nil {
		return time.Now()
	}
	return c.Now()
}

// EventDraft is what a writer typed about an event.
type EventDraft struct {
	newsroom.Draft
	Starts, Ends time.Time // Ends may be zero
	Zone         string    // IANA name; newsroom.DefaultZone when empty
	Venue        blog.Venue
	Online       string
	Booking      string
	Capacity     int // 0: no limit
	Price        string
	Standing     blog.Standing // "" leaves it as it is
}

// Draft saves a new event as a draft.
func (c *Calendar) Draft(ctx context.Context, by blog.Editor, d EventDraft) (blog.Event, error) {
	d.Form = blog.FormEvent
	text, err := c.Newsroom.Typeset(ctx, d.Draft)
	if err != nil {
		return blog.Event{}, err
	}
	e := blog.Event{Standing: blog.GoesAhead}
	err = c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if e.Post, err = c.Newsroom.Begin(ctx, tx, by, text); err != nil {
			return err
		}
		if err := d.fill(&e); err != nil {
			return err
		}
		if err := e.Check(false); err != nil {
			return err
		}
		return c.keep(ctx, tx, &e, blog.Change{Editor: by.ID, Verb: blog.Drafted})
	})
	return e, err
}

// Edit saves what a writer changed of an event, as newsroom.Edit does of a
// post. Another time, place or standing of a published event counts its
// sequence up, and another start is kept beside the one before.
func (c *Calendar) Edit(ctx context.Context, by blog.Editor, id string, d EventDraft) (blog.Event, error) {
	d.Form = blog.FormEvent
	text, err := c.Newsroom.Typeset(ctx, d.Draft)
	if err != nil {
		return blog.Event{}, err
	}
	var e blog.Event
	err = c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if _, err := c.Newsroom.Take(ctx, tx, by, id, d.Version); err != nil {
			return err
		}
		before, err := tx.EventByID(ctx, id)
		if err != nil {
			return err
		}
		e = before
		if e.Post, err = c.Newsroom.Apply(ctx, tx, by, before.Post, text); err != nil {
			return err
		}
		if err := d.fill(&e); err != nil {
			return err
		}
		if err := e.Check(e.State != blog.StateDraft); err != nil {
			return err
		}
		if same(before, e) {
			return nil
		}
		moved(&e, before)
		if e.Post, err = c.Newsroom.Save(ctx, tx, by, before.Post, e.Post, text); err != nil {
			return err
		}
		return c.keep(ctx, tx, &e, blog.Change{Editor: by.ID, Verb: newsroom.EditVerb(e.Post)})
	})
	return e, err
}

// Preview is the event that a draft would become; nothing is saved.
func (c *Calendar) Preview(ctx context.Context, by blog.Editor, d EventDraft) (blog.Event, error) {
	d.Form = blog.FormEvent
	e := blog.Event{Standing: blog.GoesAhead}
	var err error
	if e.Post, err = c.Newsroom.Preview(ctx, by, d.Draft); err != nil {
		return e, err
	}
	return e, d.fill(&e)
}

// keep saves the calendar facts and records the change, and reads the event as
// it now stands.
func (c *Calendar) keep(ctx context.Context, tx *postgres.Tx, e *blog.Event, change blog.Change) error {
	if err := tx.SaveEvent(ctx, *e); err != nil {
		return err
	}
	change.Subject, change.SubjectID, change.PostID = blog.EventSubject, e.ID, e.ID
	if _, err := tx.Record(ctx, change); err != nil {
		return err
	}
	var err error
	*e, err = tx.EventByID(ctx, e.ID)
	return err
}

// fill sets the calendar facts.
func (d EventDraft) fill(e *blog.Event) error {
	if d.Zone == "" {
		d.Zone = newsroom.DefaultZone
	}
	switch d.Standing {
	case "":
		d.Standing = e.Standing
	case blog.GoesAhead, blog.Postponed, blog.Cancelled:
	default:
		return blog.InvalidField("standing", "%q is not a standing: choose scheduled, postponed or cancelled.", d.Standing)
	}
	e.Starts, e.Ends, e.Zone, e.Venue = d.Starts, d.Ends, d.Zone, d.Venue
	e.Online, e.Booking, e.Capacity, e.Price = d.Online, d.Booking, d.Capacity, d.Price
	e.Standing = d.Standing
	return nil
}

// moved counts a change that calendars must take. Before an event is public
// nobody has it in a calendar.
func moved(e *blog.Event, before blog.Event) {
	if !e.Visible() || !e.Moved(before) {
		return
	}
	e.Sequence = before.Sequence + 1
	if !e.Starts.Equal(before.Starts) {
		e.PreviousStarts = before.Starts
	}
}

// same tells whether two versions of an event say the same.
func same(a, b blog.Event) bool {
	for _, t := range []struct{ a, b *time.Time }{{&a.Starts, &b.Starts}, {&a.Ends, &b.Ends}} {
		if !t.a.Equal(*t.b) {
			return false
		}
		*t.a = *t.b // the same instant may be written in another zone
	}
	return reflect.DeepEqual(a, b)
}
