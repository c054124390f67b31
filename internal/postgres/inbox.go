package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"
)

// InboxItem is a verified activity as it came.
type InboxItem struct {
	ID         int64
	ActivityID string
	Type       string
	Actor      string
	ObjectID   string
	Forwarded  bool
	ActorGone  bool
	Body       []byte
	ReceivedAt time.Time
	Attempts   int
}

// InsertInboxItems keeps activities that have passed the door. One that is
// there already is left alone: that is how a repeated activity has one effect.
func (tx *Tx) InsertInboxItems(ctx context.Context, items []InboxItem) error {
	var (
		ids, types, actors, objects pq.StringArray
		forwarded, gone             pq.BoolArray
		bodies                      []byte // all in one: an array of them would go as text, twice as long
		starts, lengths             pq.Int64Array
	)
	for _, item := range items {
		starts, lengths = append(starts, int64(len(bodies))+1), append(lengths, int64(len(item.Body)))
		bodies = append(bodies, item.Body...)
		ids, types = append(ids, item.ActivityID), append(types, item.Type)
		actors, objects = append(actors, item.Actor), append(objects, item.ObjectID)
		forwarded, gone = append(forwarded, item.Forwarded), append(gone, item.ActorGone)
	}
	err := tx.exec(ctx, `
		INSERT INTO inbox_items (activity_id, type, actor, object_id, forwarded, actor_gone, body)
		SELECT i.id, i.type, i.actor, i.object, i.forwarded, i.gone, substr($7::bytea, i.start, i.length)
		FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::boolean[], $8::int[], $9::int[])
			AS i (id, type, actor, object, forwarded, gone, start, length)
		ON CONFLICT (activity_id) DO NOTHING`, ids, types, actors, objects, forwarded, gone, bodies, starts, lengths)
	if err != nil {
		return fmt.Errorf("keep inbox items: %w", err)
	}
	return nil
}

// ClaimInboxItems leases waiting items to this worker until the given time, at
// most one per actor at once, so that what somebody did is applied in the
// order in which it came.
func (tx *Tx) ClaimInboxItems(ctx context.Context, lease time.Duration, limit int) ([]InboxItem, error) {
	// One claim at a time: two that look at the same moment would each find
	// nobody busy with an actor, and take an item of theirs.
	if err := tx.exec(ctx, `SELECT pg_advisory_xact_lock('inbox_items'::regclass::oid::bigint)`); err != nil {
		return nil, err
	}
	var items []InboxItem
	err := tx.all(ctx, &items, `
		WITH due AS (
			SELECT id, actor FROM inbox_items
			WHERE state = 'waiting' AND run_at <= now() AND (lease_until IS NULL OR lease_until < now())
				AND actor <> ALL (ARRAY( -- once, and few: not for each that waits
					SELECT actor FROM inbox_items WHERE state = 'waiting' AND lease_until >= now()))
			ORDER BY id LIMIT $2 * 4
			FOR UPDATE SKIP LOCKED
		), first AS (
			SELECT DISTINCT ON (actor) id FROM due ORDER BY actor, id LIMIT $2
		)
		UPDATE inbox_items i SET lease_until = now() + make_interval(secs => $1), attempts = attempts + 1
		FROM first WHERE i.id = first.id
		RETURNING i.id, i.activity_id, i.type, i.actor, i.object_id, i.forwarded, i.actor_gone, i.body, i.received_at, i.attempts`,
		lease.Seconds(), limit)
	return items, err
}

// SettledItem is what became of an item.
type SettledItem struct {
	ID     int64
	State  string        // "done", "ignored", "failed", or "waiting" to try again
	Reason string        // why
	Pause  time.Duration // before the next attempt
}

// SettleInboxItems notes what became of items, all in one statement.
func (tx *Tx) SettleInboxItems(ctx context.Context, settled []SettledItem) error {
	var (
		ids             pq.Int64Array
		states, reasons pq.StringArray
		pauses          pq.Float64Array
	)
	for _, s := range settled {
		ids, states = append(ids, s.ID), append(states, s.State)
		reasons, pauses = append(reasons, s.Reason), append(pauses, s.Pause.Seconds())
	}
	return tx.exec(ctx, `
		UPDATE inbox_items i SET state = s.state, reason = s.reason, lease_until = NULL,
			run_at = CASE WHEN s.state = 'waiting' THEN now() + make_interval(secs => s.pause) ELSE i.run_at END,
			done_at = CASE WHEN s.state = 'waiting' THEN NULL ELSE now() END
		FROM unnest($1::bigint[], $2::text[], $3::text[], $4::float8[]) AS s (id, state, reason, pause)
		WHERE i.id = s.id AND i.state = 'waiting'`, ids, states, reasons, pauses)
}

// InboxCount is how many items are in one state.
type InboxCount struct {
	State  string
	N      int
	Oldest time.Time
}

// CountInbox tells how many items are in each state, and since when the oldest
// is: for metrics.
func (q queries) CountInbox(ctx context.Context) ([]InboxCount, error) {
	var counts []InboxCount
	err := q.all(ctx, &counts, `
		SELECT state, count(*) AS n, min(received_at) AS oldest FROM inbox_items GROUP BY state`)
	return counts, err
}

// InboxOutcome tells what became of an activity: its state and the reason.
func (q queries) InboxOutcome(ctx context.Context, activityID string) (state, reason string, err error) {
	var row struct{ State, Reason string }
	err = q.one(ctx, &row, `SELECT state, reason FROM inbox_items WHERE activity_id = $1`, activityID)
	return row.State, row.Reason, err
}
