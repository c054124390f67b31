package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"
)

// Audience says to whom an activity goes. The parts add up; each inbox gets it
// once.
type Audience struct {
	Followers bool
	PostID    string   // everybody who commented on, liked or shared the post
	People    []string // URIs
	Partners  bool     // whom we follow
	Host      string   // of all these, only who is there; "": everywhere
	Hosts     bool     // somebody on every server that we know
	Holders   bool     // somebody on every server that got anything about the object before
}

// Deliver queues an activity to the audience: one row per distinct shared
// inbox, or personal inbox where a server has no shared one. Gone, blocked and
// retired inboxes get none. It returns the number of rows.
func (tx *Tx) Deliver(ctx context.Context, activityID, objectID string, to Audience) (int, error) {
	n, err := tx.execCount(ctx, `
		WITH had AS (
			SELECT d.host, array_agg(DISTINCT d.inbox) AS inboxes FROM outbox_activities o JOIN deliveries d ON d.activity_id = o.id
			WHERE $9 AND o.object_id = $2 AND d.state = 'delivered' GROUP BY d.host
		), audience AS (
			SELECT person_uri AS uri FROM followers WHERE $3
			UNION SELECT person_uri FROM comments WHERE post_id = $4::uuid AND person_uri IS NOT NULL
			UNION SELECT person_uri FROM reactions WHERE post_id = $4::uuid
			UNION SELECT person_uri FROM partners WHERE $6 AND state = 'accepted'
			UNION SELECT unnest($5::text[])
			UNION (SELECT DISTINCT ON (host) uri FROM people
				WHERE $8 AND gone_at IS NULL AND blocked_at IS NULL AND inbox_gone_at IS NULL AND inbox <> ''
				ORDER BY host, shared_inbox = '', uri)
			UNION SELECT h.uri FROM had CROSS JOIN LATERAL (
				SELECT uri FROM people
				WHERE host = had.host AND gone_at IS NULL AND blocked_at IS NULL AND inbox_gone_at IS NULL AND inbox <> ''
				ORDER BY COALESCE(NULLIF(shared_inbox, ''), inbox) = ANY (had.inboxes) DESC, shared_inbox = '', uri LIMIT 1) h
		)
		INSERT INTO deliveries (activity_id, host, inbox, object_id)
		SELECT DISTINCT ON (inbox) $1::uuid, pe.host, COALESCE(NULLIF(pe.shared_inbox, ''), pe.inbox) AS inbox, $2
		FROM audience a JOIN people pe ON pe.uri = a.uri
		WHERE pe.gone_at IS NULL AND pe.blocked_at IS NULL AND pe.inbox_gone_at IS NULL AND pe.inbox <> ''
			AND ($7 = '' OR pe.host = $7)
			AND NOT `+personIsSuspended+`
		ORDER BY inbox
		ON CONFLICT (activity_id, inbox) DO NOTHING`,
		activityID, objectID, to.Followers, null(to.PostID), pq.Array(to.People), to.Partners, to.Host, to.Hosts, to.Holders)
	if err != nil {
		return 0, fmt.Errorf("queue deliveries: %w", err)
	}
	return n, tx.announceDeliveries(ctx)
}

// DeliverTo queues an activity to one person's own inbox: what Follow, Accept
// and their like want.
func (tx *Tx) DeliverTo(ctx context.Context, activityID, objectID, personURI string) error {
	err := tx.exec(ctx, `
		INSERT INTO deliveries (activity_id, host, inbox, object_id)
		SELECT $1, host, inbox, $2 FROM people WHERE uri = $3 AND inbox <> '' AND gone_at IS NULL
		ON CONFLICT (activity_id, inbox) DO NOTHING`, activityID, objectID, personURI)
	if err != nil {
		return fmt.Errorf("queue delivery: %w", err)
	}
	return tx.announceDeliveries(ctx)
}

// DeliverParting is DeliverTo for the last word to somebody: it goes also to a
// host that staff refuse, which gets nothing else, and does not wait for what is
// held back there. It is for a Reject and an Undo alone.
func (tx *Tx) DeliverParting(ctx context.Context, activityID, objectID, personURI string) error {
	err := tx.exec(ctx, `
		INSERT INTO deliveries (activity_id, host, inbox, object_id, parting)
		SELECT a.id, pe.host, pe.inbox, $2, true FROM people pe JOIN outbox_activities a ON a.id = $1
		WHERE pe.uri = $3 AND pe.inbox <> '' AND pe.gone_at IS NULL AND a.type IN ('Reject', 'Undo')
		ON CONFLICT (activity_id, inbox) DO NOTHING`, activityID, objectID, personURI)
	if err != nil {
		return fmt.Errorf("queue last delivery: %w", err)
	}
	return tx.announceDeliveries(ctx)
}

// WantsUpdate tells whether somebody on the host follows us or is followed, and
// nothing about the object waits for it.
func (q queries) WantsUpdate(ctx context.Context, host, objectID string) (bool, error) {
	var wants bool
	err := q.one(ctx, &wants, `
		SELECT EXISTS (SELECT FROM people pe WHERE pe.host = $1 AND (
				EXISTS (SELECT FROM followers f WHERE f.person_uri = pe.uri)
				OR EXISTS (SELECT FROM partners pa WHERE pa.person_uri = pe.uri AND pa.state = 'accepted')))
			AND NOT EXISTS (SELECT FROM deliveries WHERE state = 'waiting' AND host = $1 AND object_id = $2)`, host, objectID)
	return wants, err
}

// ReplaceUnsent takes back what is still waiting about an object, and not on
// its way at this moment, because something newer makes it needless.
func (tx *Tx) ReplaceUnsent(ctx context.Context, objectID string, types ...string) error {
	return tx.exec(ctx, `
		UPDATE deliveries d SET state = 'replaced', done_at = now()
		FROM outbox_activities a
		WHERE a.id = d.activity_id AND a.object_id = $1 AND d.state IN ('waiting', 'held') AND a.type = ANY($2)
			AND (d.lease_until IS NULL OR d.lease_until < now())`, objectID, pq.Array(types))
}

func (tx *Tx) announceDeliveries(ctx context.Context) error {
	return tx.exec(ctx, `SELECT pg_notify($1, '')`, DeliveriesChannel)
}

// Delivery is a leased row of the queue, with the bytes to send.
type Delivery struct {
	ID         int64
	ActivityID string // wire id
	Sender     string // our actor's name
	ObjectID   string
	Host       string
	Inbox      string
	Body       []byte
	Attempts   int // claims before this one
	Code       int // last answer
	CreatedAt  time.Time
	Scheme     string // of signatures, that the host last understood
	Followers  bool   // addressed to the sender's followers
	Parting    bool   // the last word, also to a host that staff refuse
}

// isDue is the condition under which a delivery d may be handed out at $1: no
// earlier activity about the same object waits for the same host.
const isDue = `d.state = 'waiting' AND d.run_at <= $1 AND (d.lease_until IS NULL OR d.lease_until <= $1)
	AND (d.object_id = '' OR NOT EXISTS (SELECT FROM deliveries earlier
		WHERE earlier.state = 'waiting' AND earlier.host = d.host AND earlier.object_id = d.object_id
			AND earlier.id < d.id AND earlier.activity_id <> d.activity_id))`

// isParting is isDue at a host that staff refuse: the last word to it, which
// waits for no other delivery than another last word.
const isParting = `d.state = 'waiting' AND d.parting AND d.run_at <= $1 AND (d.lease_until IS NULL OR d.lease_until <= $1)
	AND (d.object_id = '' OR NOT EXISTS (SELECT FROM deliveries earlier
		WHERE earlier.state = 'waiting' AND earlier.parting AND earlier.host = d.host AND earlier.object_id = d.object_id
			AND earlier.id < d.id AND earlier.activity_id <> d.activity_id))`

// ClaimDeliveries leases due rows until lease has passed since now, at most
// perHost of them in flight to one host, and one to a host that asked for rest
// not long ago. A host whose breaker is open gets the oldest that is due, once
// its pause is over. A row waits for every earlier activity about the same
// object to the same host. The first row of every host goes before the second of
// any. A host that staff refuse gets the last word to it and nothing else. Rows older than horizon are ended instead.
func (tx *Tx) ClaimDeliveries(ctx context.Context, now time.Time, lease, horizon time.Duration, perHost, limit int) ([]Delivery, error) {
	now = now.UTC()
	if err := tx.exec(ctx, `
		UPDATE deliveries SET state = 'failed', done_at = $1, error = 'The server did not answer for a week.'
		WHERE state = 'waiting' AND created_at < $2 AND (lease_until IS NULL OR lease_until <= $1)`,
		now, now.Add(-horizon)); err != nil {
		return nil, fmt.Errorf("end old deliveries: %w", err)
	}
	var claimed []Delivery
	err := tx.all(ctx, &claimed, `
		WITH RECURSIVE waiting AS ( -- the distinct hosts, by skipping through the index
			(SELECT host FROM deliveries WHERE state = 'waiting' ORDER BY host LIMIT 1)
			UNION ALL
			SELECT (SELECT d.host FROM deliveries d WHERE d.state = 'waiting' AND d.host > w.host ORDER BY d.host LIMIT 1)
			FROM waiting w WHERE w.host IS NOT NULL
		), reachable AS (
			SELECT w.host, COALESCE(h.scheme, '') AS scheme, h.open_until IS NOT NULL AS open, staff.refuse,
				CASE WHEN h.open_until IS NULL AND (h.slow_until IS NULL OR h.slow_until <= $1) THEN $3 ELSE least(1, $3) END - (
					SELECT count(*) FROM deliveries busy
					WHERE busy.host = w.host AND busy.state = 'waiting' AND busy.lease_until > $1) AS slots
			FROM waiting w LEFT JOIN hosts h ON h.host = w.host
			CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM hosts b
				WHERE b.host = ANY (domains_of(w.host)) AND b.blocked_at IS NOT NULL AND b.severity = 'suspend') AS refuse) staff
			WHERE w.host IS NOT NULL AND (h.open_until IS NULL OR h.open_until <= $1)
				AND CASE WHEN staff.refuse
					THEN EXISTS (SELECT FROM deliveries d WHERE d.host = w.host AND `+isParting+`)
					ELSE EXISTS (SELECT FROM deliveries d WHERE d.host = w.host AND d.state = 'waiting' AND d.run_at <= $1
						AND (d.lease_until IS NULL OR d.lease_until <= $1)) END
			ORDER BY random() LIMIT $4
		), candidate AS MATERIALIZED (
			SELECT d.id, d.run_at, r.host, r.scheme
			FROM reachable r CROSS JOIN LATERAL (
				SELECT d.id, d.run_at FROM deliveries d WHERE d.host = r.host AND `+isDue+`
				ORDER BY d.run_at, d.id LIMIT greatest(0, r.slots)
				FOR UPDATE SKIP LOCKED
			) d WHERE NOT r.open AND NOT r.refuse
		), parting AS MATERIALIZED (
			SELECT d.id, d.run_at, r.host, r.scheme
			FROM reachable r CROSS JOIN LATERAL (
				SELECT d.id, d.run_at FROM deliveries d WHERE d.host = r.host AND `+isParting+`
				ORDER BY d.run_at, d.id LIMIT greatest(0, r.slots)
				FOR UPDATE SKIP LOCKED
			) d WHERE r.refuse
		), probe AS MATERIALIZED (
			SELECT d.id, d.run_at, r.scheme
			FROM reachable r CROSS JOIN LATERAL (
				SELECT d.id, d.run_at FROM deliveries d WHERE d.host = r.host AND `+isDue+`
				ORDER BY d.id LIMIT greatest(0, r.slots)
				FOR UPDATE SKIP LOCKED
			) d WHERE r.open AND NOT r.refuse
		), picked AS (
			SELECT id, scheme FROM (
				SELECT id, scheme, run_at, row_number() OVER (PARTITION BY host ORDER BY run_at, id) AS turn
				FROM (SELECT id, scheme, run_at, host FROM candidate UNION ALL SELECT id, scheme, run_at, host FROM parting) c
				UNION ALL SELECT id, scheme, run_at, 1 FROM probe
			) c ORDER BY turn, run_at, id LIMIT $4
		)
		UPDATE deliveries d SET lease_until = $2, attempts = attempts + 1
		FROM picked p, outbox_activities a
		WHERE d.id = p.id AND a.id = d.activity_id
		RETURNING d.id, a.uri AS activity_id, a.sender, d.object_id, d.host, d.inbox, a.body,
			d.attempts - 1 AS attempts, d.code, d.created_at, p.scheme, a.to_followers AS followers, d.parting`,
		now, now.Add(lease), perHost, limit)
	if err != nil {
		return nil, fmt.Errorf("claim deliveries: %w", err)
	}
	return claimed, nil
}

// Settled is what became of one claim.
type Settled struct {
	ID      int64
	Attempt int    // names the claim, with ID: Delivery.Attempts
	State   string // "waiting" to try again, "delivered", "failed"
	Undo    bool   // the attempt does not count: it was cut off by our own end
	RunAt   time.Time
	Code    int
	Error   string
}

// SettleDeliveries notes what became of claims, all in one statement. A claim
// that is not its row's latest counts only if it delivered.
func (tx *Tx) SettleDeliveries(ctx context.Context, now time.Time, settled []Settled) error {
	var (
		ids, codes, claims pq.Int64Array
		states, reasons    pq.StringArray
		undone             pq.BoolArray
		times              pq.StringArray
	)
	for _, s := range settled {
		ids, codes, claims = append(ids, s.ID), append(codes, int64(s.Code)), append(claims, int64(s.Attempt)+1)
		states, reasons, undone = append(states, s.State), append(reasons, s.Error), append(undone, s.Undo)
		times = append(times, s.RunAt.UTC().Format(time.RFC3339Nano))
	}
	err := tx.exec(ctx, `
		UPDATE deliveries d SET state = s.state, code = s.code, error = s.error, lease_until = NULL,
			attempts = d.attempts - CASE WHEN s.undo THEN 1 ELSE 0 END,
			run_at = CASE WHEN s.state = 'waiting' AND NOT s.undo THEN s.run_at ELSE d.run_at END,
			done_at = CASE WHEN s.state = 'waiting' THEN NULL ELSE $1::timestamptz END
		FROM unnest($2::bigint[], $3::int[], $4::text[], $5::int[], $6::text[], $7::boolean[], $8::timestamptz[])
			AS s (id, claim, state, code, error, undo, run_at)
		WHERE d.id = s.id AND d.state = 'waiting' AND (d.attempts = s.claim OR s.state = 'delivered')`,
		now.UTC(), ids, claims, states, codes, reasons, undone, times)
	if err != nil {
		return fmt.Errorf("settle deliveries: %w", err)
	}
	return nil
}

// HurryHost makes everything that waits for a host due at once, in the order
// in which it was queued.
func (tx *Tx) HurryHost(ctx context.Context, host string, now time.Time) error {
	return tx.exec(ctx, `
		UPDATE deliveries SET run_at = $2
		WHERE host = $1 AND state = 'waiting' AND (lease_until IS NULL OR lease_until <= $2)`,
		host, now.UTC())
}

// RetireInbox stops deliveries to an inbox that answered 404 or 410, until its
// owner's actor is fetched again.
func (tx *Tx) RetireInbox(ctx context.Context, inbox string) error {
	return tx.exec(ctx, `
		UPDATE people SET inbox_gone_at = now() WHERE COALESCE(NULLIF(shared_inbox, ''), inbox) = $1`, inbox)
}
