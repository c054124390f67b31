package postgres

import (
	"cmp"
	"context"
	"fmt"
	"slices"
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
	Host       string // whose signature was proven; "" or "-": nobody's
	Body       []byte
	ReceivedAt time.Time
	Attempts   int
}

// InsertInboxItems keeps activities that have passed the door. One that is
// there already is left alone: that is how a repeated activity has one effect.
func (tx *Tx) InsertInboxItems(ctx context.Context, items []InboxItem) error {
	var (
		ids, types, actors, objects, hosts pq.StringArray
		forwarded, gone                    pq.BoolArray
		bodies                             []byte // all in one: an array of them would go as text, twice as long
		starts, lengths                    pq.Int64Array
	)
	for _, item := range items {
		starts, lengths = append(starts, int64(len(bodies))+1), append(lengths, int64(len(item.Body)))
		bodies = append(bodies, item.Body...)
		ids, types = append(ids, item.ActivityID), append(types, item.Type)
		actors, objects = append(actors, item.Actor), append(objects, item.ObjectID)
		forwarded, gone = append(forwarded, item.Forwarded), append(gone, item.ActorGone)
		hosts = append(hosts, cmp.Or(item.Host, "-"))
	}
	err := tx.exec(ctx, `
		INSERT INTO inbox_items (activity_id, type, actor, object_id, forwarded, actor_gone, host, body)
		SELECT i.id, i.type, i.actor, i.object, i.forwarded, i.gone, i.host, substr($7::bytea, i.start, i.length)
		FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::boolean[], $8::int[], $9::int[], $10::text[])
			AS i (id, type, actor, object, forwarded, gone, start, length, host)
		ON CONFLICT (activity_id) DO NOTHING`, ids, types, actors, objects, forwarded, gone, bodies, starts, lengths, hosts)
	if err != nil {
		return fmt.Errorf("keep inbox items: %w", err)
	}
	return nil
}

// hostsAtOnce is how many hosts a claim looks at before it asks for more.
const hostsAtOnce = 32

// ClaimInboxItems leases waiting items to this worker until the given time. It
// goes from host to host, beginning behind the given one ("" for the first),
// and takes one item of each before it takes a second of any: so nobody waits
// for another host's backlog. Of a host only one worker has items, since one
// host that is slow must not keep them all busy; of an actor only one item is
// taken, so that what somebody did is applied in the order in which it came.
// The items are in the order in which to work; last is the host to go on from.
func (tx *Tx) ClaimInboxItems(ctx context.Context, lease time.Duration, after string, limit int) (items []InboxItem, last string, err error) {
	// One claim at a time: two that look at the same moment would each find
	// nobody busy with a host, and take its items.
	if err := tx.exec(ctx, `SELECT pg_advisory_xact_lock('inbox_items'::regclass::oid::bigint)`); err != nil {
		return nil, after, err
	}
	begin, around := after, after == ""
	for last = after; len(items) < limit; {
		var hosts []string
		if hosts, err = tx.hostsInLine(ctx, last); err != nil {
			return nil, after, err
		}
		if end := slices.IndexFunc(hosts, func(host string) bool { return around && begin != "" && host > begin }); end >= 0 {
			hosts = hosts[:end] // where the round began
		}
		if len(hosts) > 0 {
			var claimed []InboxItem
			if claimed, err = tx.claimOf(ctx, hosts, lease, limit-len(items)); err != nil {
				return nil, after, err
			}
			if items = append(items, claimed...); len(items) == limit {
				return items, slices.MaxFunc(claimed, byHost).Host, nil
			}
			last = hosts[len(hosts)-1]
		}
		if len(hosts) == hostsAtOnce {
			continue
		}
		if around {
			break
		}
		last, around = "", true
	}
	return items, last, nil
}

func byHost(a, b InboxItem) int { return cmp.Compare(a.Host, b.Host) }

// hostsInLine returns the next hosts of which something waits, by name. It steps
// through the index from name to name, however much waits of each.
func (tx *Tx) hostsInLine(ctx context.Context, after string) ([]string, error) {
	var hosts []string
	err := tx.all(ctx, &hosts, `
		WITH RECURSIVE line AS (
			(SELECT host, 1 AS place FROM inbox_items WHERE state = 'waiting' AND host > $1 ORDER BY host LIMIT 1)
			UNION ALL
			SELECT (SELECT i.host FROM inbox_items i WHERE i.state = 'waiting' AND i.host > line.host ORDER BY i.host LIMIT 1),
				line.place + 1
			FROM line WHERE line.host IS NOT NULL AND line.place < $2
		)
		SELECT host FROM line WHERE host IS NOT NULL ORDER BY host`, after, hostsAtOnce)
	return hosts, err
}

// claimOf leases items of the given hosts.
func (tx *Tx) claimOf(ctx context.Context, hosts []string, lease time.Duration, limit int) ([]InboxItem, error) {
	type turn struct {
		InboxItem
		Turn int
	}
	var claimed []turn
	err := tx.all(ctx, &claimed, `
		WITH due AS (
			SELECT d.id, d.actor, h.host FROM unnest($2::text[]) AS h (host) CROSS JOIN LATERAL (
				SELECT id, actor FROM inbox_items
				WHERE state = 'waiting' AND host = h.host AND run_at <= now() AND (lease_until IS NULL OR lease_until < now())
					AND actor <> ALL (ARRAY( -- once, and few: not for each that waits
						SELECT actor FROM inbox_items WHERE state = 'waiting' AND lease_until >= now()))
				ORDER BY id LIMIT $4
				FOR UPDATE SKIP LOCKED
			) AS d
			WHERE h.host <> ALL (ARRAY(SELECT host FROM inbox_items WHERE state = 'waiting' AND lease_until >= now()))
		), first AS (
			SELECT DISTINCT ON (actor) id, host FROM due ORDER BY actor, id
		), turns AS (
			SELECT id, host, row_number() OVER (PARTITION BY host ORDER BY id) AS turn FROM first
		), chosen AS (
			SELECT id, turn FROM turns ORDER BY turn, host LIMIT $3
		)
		UPDATE inbox_items i SET lease_until = now() + make_interval(secs => $1), attempts = attempts + 1
		FROM chosen WHERE i.id = chosen.id
		RETURNING i.id, i.activity_id, i.type, i.actor, i.object_id, i.forwarded, i.actor_gone, i.host, i.body, i.received_at,
			i.attempts, chosen.turn`,
		lease.Seconds(), pq.StringArray(hosts), limit, 4*limit/len(hosts)+2)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(claimed, func(a, b turn) int {
		return cmp.Or(cmp.Compare(a.Turn, b.Turn), byHost(a.InboxItem, b.InboxItem))
	})
	items := make([]InboxItem, len(claimed))
	for i, c := range claimed {
		items[i] = c.InboxItem
	}
	return items, nil
}

// InboxWaiting is how many items of one host wait.
type InboxWaiting struct {
	Host string
	N    int
}

// InboxBacklog tells of which hosts how many items wait, for whatever reason.
func (q queries) InboxBacklog(ctx context.Context) ([]InboxWaiting, error) {
	var waiting []InboxWaiting
	err := q.all(ctx, &waiting, `
		SELECT host, count(*) AS n FROM inbox_items WHERE state = 'waiting' GROUP BY host`)
	return waiting, err
}

// SettledItem is what became of an item.
type SettledItem struct {
	ID     int64
	State  string        // "done", "ignored", "failed", or "waiting" to try again
	Reason string        // why
	Pause  time.Duration // before the next attempt
	Undo   bool          // the attempt does not count: it was cut off by our own end
}

// SettleInboxItems notes what became of items, all in one statement.
func (tx *Tx) SettleInboxItems(ctx context.Context, settled []SettledItem) error {
	var (
		ids             pq.Int64Array
		states, reasons pq.StringArray
		pauses          pq.Float64Array
		undone          pq.BoolArray
	)
	for _, s := range settled {
		ids, states = append(ids, s.ID), append(states, s.State)
		reasons, pauses, undone = append(reasons, s.Reason), append(pauses, s.Pause.Seconds()), append(undone, s.Undo)
	}
	return tx.exec(ctx, `
		UPDATE inbox_items i SET state = s.state, reason = s.reason, lease_until = NULL,
			attempts = i.attempts - CASE WHEN s.undo THEN 1 ELSE 0 END,
			run_at = CASE WHEN s.state = 'waiting' THEN now() + make_interval(secs => s.pause) ELSE i.run_at END,
			done_at = CASE WHEN s.state = 'waiting' THEN NULL ELSE now() END
		FROM unnest($1::bigint[], $2::text[], $3::text[], $4::float8[], $5::boolean[]) AS s (id, state, reason, pause, undo)
		WHERE i.id = s.id AND i.state = 'waiting'`, ids, states, reasons, pauses, undone)
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

// OldestInboxItem tells since when that activity is due which has waited longest;
// the zero time when none is.
func (q queries) OldestInboxItem(ctx context.Context) (time.Time, error) {
	var oldest time.Time
	err := q.one(ctx, &oldest, `
		SELECT or_never(min(run_at)) FROM inbox_items
		WHERE state = 'waiting' AND run_at <= now() AND (lease_until IS NULL OR lease_until < now())`)
	return oldest, err
}

// InboxOutcome tells what became of an activity: its state and the reason.
func (q queries) InboxOutcome(ctx context.Context, activityID string) (state, reason string, err error) {
	var row struct{ State, Reason string }
	err = q.one(ctx, &row, `SELECT state, reason FROM inbox_items WHERE activity_id = $1`, activityID)
	return row.State, row.Reason, err
}
