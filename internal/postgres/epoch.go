package postgres

import (
	"context"
	"fmt"
	"time"
)

// FirstEpochs is the first schema that knows epochs, without which no backup
// can be put back safely.
const FirstEpochs = 14

// EpochBegins closes the transaction in which a backup is put back: from here
// on, what happened before is not sent again. It is part of that transaction, so
// that no server ever sees the one without the other. It names the schema, since
// a dump empties the search path; psql fills in the time of the backup, which
// the caller sets as its variable "backup".
const EpochBegins = `
	INSERT INTO public.epochs (began_at, backup_at, due)
	SELECT greatest(now(), max(at)), :'backup',
		ARRAY(SELECT id FROM public.posts WHERE state = 'scheduled' AND scheduled_at <= now())
	FROM (SELECT at FROM public.changes UNION ALL SELECT received_at FROM public.inbox_items) AS past;
	UPDATE public.deliveries SET state = 'held', lease_until = NULL WHERE state = 'waiting';
	UPDATE public.inbox_items SET lease_until = NULL WHERE state = 'waiting';
`

// IsOfEarlierEpoch tells whether what happened at the given time may have been
// told by a server that was lost since. postID, unless "", is a post that went
// out because its time had come: that counts as of before when the time came
// before the epoch did.
func (q queries) IsOfEarlierEpoch(ctx context.Context, at time.Time, postID string) (bool, error) {
	var earlier bool
	err := q.one(ctx, &earlier, `
		SELECT EXISTS (SELECT FROM epochs WHERE resumed_at IS NULL AND (began_at >= $1 OR $2::uuid = ANY(due)))`,
		at.UTC(), null(postID))
	return earlier, err
}

// HoldDeliveries keeps an activity's deliveries from being sent.
func (tx *Tx) HoldDeliveries(ctx context.Context, activityID string) error {
	return tx.exec(ctx, `UPDATE deliveries SET state = 'held' WHERE activity_id = $1 AND state = 'waiting'`, activityID)
}

// ResumeDeliveries lets go what is held, oldest first, and returns how many
// deliveries that are.
func (tx *Tx) ResumeDeliveries(ctx context.Context) (int, error) {
	if err := tx.exec(ctx, `UPDATE epochs SET resumed_at = now() WHERE resumed_at IS NULL`); err != nil {
		return 0, fmt.Errorf("end the hold: %w", err)
	}
	n, err := tx.execCount(ctx, `UPDATE deliveries SET state = 'waiting', run_at = now() WHERE state = 'held'`)
	if err != nil {
		return 0, fmt.Errorf("resume deliveries: %w", err)
	}
	return n, tx.announceDeliveries(ctx)
}

// CountHeld tells how many deliveries are held since the database was put back
// from a backup.
func (q queries) CountHeld(ctx context.Context) (int, error) {
	var n int
	err := q.one(ctx, &n, `SELECT count(*) FROM deliveries WHERE state = 'held'`)
	return n, err
}
