// Package reach tells how far the blog reaches: who follows, reads, answers,
// shares and likes, day by day and month by month.
//
// What can be told from what is stored is counted when somebody asks: comments
// and reactions carry their time. What leaves nothing behind is written down
// while it happens: how many follow, each day, and how often a page was read. Of
// readers nothing is kept but a number for each page, day and sort of place that
// they came from, so that no number is about anybody. A day is one by the clock of
// the site's zone.
package reach

import (
	"context"
	"time"

	"inews/internal/postgres"
)

// Reach keeps the numbers and tells them. All fields are needed.
type Reach struct {
	DB   *postgres.DB
	Zone *time.Location
	Now  func() time.Time
}

// TallyEvery is how often today's numbers are written down: the last tally of a
// day is at most so long before midnight.
const TallyEvery = 5 * time.Minute

// mostReckoned is how many days are reckoned afterwards: two years and a bit, so
// that a year can be held against the one before.
const mostReckoned = 800

// Tally writes down how today stands, ends yesterday, and fills in days on which
// no server ran. It may be done as often as one likes.
func (r *Reach) Tally(ctx context.Context) error {
	today, zone := r.today(), r.Zone.String()
	return r.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if _, err := tx.ReckonDays(ctx, date(today), zone, mostReckoned); err != nil {
			return err
		}
		if err := tx.EndDay(ctx, date(today.AddDate(0, 0, -1)), zone); err != nil {
			return err
		}
		return tx.TallyDay(ctx, date(today), zone)
	})
}

// today is the midnight at which the day began.
func (r *Reach) today() time.Time {
	now := r.Now().In(r.Zone)
	return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, r.Zone)
}

// date is a day as the database reads it.
func date(t time.Time) string { return t.Format(time.DateOnly) }
