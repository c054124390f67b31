package postgres

import (
	"context"
	"time"
)

// Reach says how far a post has come: servers reached, and those still failing.
type Reach struct {
	Delivered, Waiting, Failing, Failed int
}

// ReachOf counts the deliveries of all activities about a post.
func (q queries) ReachOf(ctx context.Context, postID string) (Reach, error) {
	var reach Reach
	err := q.one(ctx, &reach, `
		SELECT count(DISTINCT d.host) FILTER (WHERE d.state = 'delivered') AS delivered,
			count(*) FILTER (WHERE d.state = 'waiting' AND d.attempts = 0) AS waiting,
			count(*) FILTER (WHERE d.state = 'waiting' AND d.attempts > 0) AS failing,
			count(*) FILTER (WHERE d.state = 'failed') AS failed
		FROM deliveries d JOIN outbox_activities a ON a.id = d.activity_id WHERE a.post_id = $1`, postID)
	return reach, err
}

// DeliveryReport is one line of a post's ledger.
type DeliveryReport struct {
	ID                 int64
	Activity           string // type
	Host, Inbox, State string
	Attempts, Code     int
	Error              string
	CreatedAt, RunAt   time.Time
	DoneAt             time.Time
}

// DeliveriesOf returns the ledger of a post: what is in trouble first.
func (q queries) DeliveriesOf(ctx context.Context, postID string, limit int) ([]DeliveryReport, error) {
	var reports []DeliveryReport
	err := q.all(ctx, &reports, `
		SELECT d.id, a.type AS activity, d.host, d.inbox, d.state, d.attempts, d.code, d.error, d.created_at,
			d.run_at, or_never(d.done_at) AS done_at
		FROM deliveries d JOIN outbox_activities a ON a.id = d.activity_id
		WHERE a.post_id = $1
		ORDER BY d.state = 'delivered', d.state, d.host, d.id LIMIT $2`, postID, limit)
	return reports, err
}

// RetryDeliveries makes the failing and failed deliveries of a post due at
// once, and closes the breakers of their hosts; it returns how many.
func (tx *Tx) RetryDeliveries(ctx context.Context, postID string) (int, error) {
	n, err := tx.execCount(ctx, `
		UPDATE deliveries d SET state = 'waiting', done_at = NULL, run_at = now()
		FROM outbox_activities a
		WHERE a.id = d.activity_id AND a.post_id = $1 AND (d.state = 'failed' OR d.state = 'waiting' AND d.attempts > 0)
			AND (d.lease_until IS NULL OR d.lease_until < now())`, postID)
	if err != nil {
		return 0, err
	}
	err = tx.exec(ctx, `
		UPDATE hosts h SET open_until = NULL, failures = 0, down_since = NULL
		WHERE open_until IS NOT NULL AND EXISTS (
			SELECT FROM deliveries d JOIN outbox_activities a ON a.id = d.activity_id
			WHERE d.host = h.host AND a.post_id = $1 AND d.state = 'waiting')`, postID)
	if err != nil {
		return 0, err
	}
	return n, tx.announceDeliveries(ctx)
}

// QueueDepth is how many deliveries wait, and for what.
type QueueDepth struct {
	Waiting int
	Held    int       // of them, for a host whose breaker is open
	Oldest  time.Time // since when that is due which could go out at once: late is only what waits for us, and not what staff stopped
	Open    int       // hosts whose breaker is open
}

// DeliveryDepth measures the queue: for metrics and the desk.
func (q queries) DeliveryDepth(ctx context.Context) (QueueDepth, error) {
	var depth QueueDepth
	err := q.one(ctx, &depth, `
		WITH refused AS (
			SELECT w.host FROM (SELECT DISTINCT host FROM deliveries WHERE state = 'waiting') w
			WHERE EXISTS (SELECT FROM hosts b
				WHERE b.host = ANY (domains_of(w.host)) AND b.blocked_at IS NOT NULL AND b.severity = 'suspend')
		)
		SELECT count(*) AS waiting, count(*) FILTER (WHERE h.open_until IS NOT NULL) AS held,
			or_never(min(d.run_at) FILTER (WHERE h.open_until IS NULL AND (d.parting OR d.host NOT IN (SELECT host FROM refused))
				AND `+isDue+`)) AS oldest,
			(SELECT count(*) FROM hosts WHERE open_until IS NOT NULL) AS open
		FROM deliveries d LEFT JOIN hosts h ON h.host = d.host WHERE d.state = 'waiting'`, time.Now().UTC())
	return depth, err
}
