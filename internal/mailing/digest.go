package mailing

import (
	"context"
	"time"

	"inews/internal/postgres"
)

// DigestTime is when the weekly digest goes out.
type DigestTime struct {
	Day  time.Weekday
	Hour int
	Zone *time.Location // UTC when nil
}

// settled is how long after its time a digest is written: whatever was published
// before then has been committed.
const settled = time.Minute

// Last is the latest time for a digest that is not after now.
func (d DigestTime) Last(now time.Time) time.Time {
	zone := d.Zone
	if zone == nil {
		zone = time.UTC
	}
	now = now.In(zone)
	back := (int(now.Weekday()) - int(d.Day) + 7) % 7
	at := time.Date(now.Year(), now.Month(), now.Day()-back, d.Hour, 0, 0, 0, zone)
	if at.After(now) {
		at = time.Date(now.Year(), now.Month(), now.Day()-back-7, d.Hour, 0, 0, 0, zone)
	}
	return at
}

// batch is how many messages are written in one transaction: a council's whole list
// mostly, and never so many that others wait.
const batch = 5000

// Write writes the messages that are due, some thousand in one transaction, and
// tells how much there was to do: it is work for a jobs.Loop. Any number of nodes
// may call it, and one that is killed leaves nothing half done. Digests wait while an
// election has them wait.
func (u *Updates) Write(ctx context.Context) (did int, err error) {
	if !u.Sends {
		return 0, nil
	}
	err = u.DB.InTx(ctx, func(tx *postgres.Tx) (err error) {
		if did, err = tx.WriteMailsAboutPost(ctx, u.now(), batch); err != nil || did > 0 {
			return err
		}
		near, err := tx.ElectionAt(ctx, u.now())
		if err != nil || near.HoldsMail {
			return err
		}
		did, err = tx.WriteDigests(ctx, u.Digest.Last(u.now().Add(-settled)), batch)
		return err
	})
	return did, err
}
