package fediverse

import (
	"context"
	"fmt"
	"slices"
	"time"

	fed "inews/federation"
	"inews/federation/delivery"
	"inews/federation/signature"
	"inews/internal/postgres"
)

// Queue is the delivery.Queue in Postgres.
type Queue struct {
	DB *postgres.DB
	Addresses
	Now func() time.Time
	// Greet queues what a host must know first that was dormant and is back; nil:
	// there is nothing.
	Greet func(ctx context.Context, tx *postgres.Tx, host string) error
}

// Claim leases due deliveries to this process.
func (q *Queue) Claim(ctx context.Context, n, perHost int) ([]delivery.Delivery, error) {
	var rows []postgres.Delivery
	var digests map[string]string
	err := q.DB.InTx(ctx, func(tx *postgres.Tx) (err error) {
		rows, err = tx.ClaimDeliveries(ctx, q.Now(), delivery.Lease, delivery.Horizon, perHost, n)
		if err != nil {
			return err
		}
		digests, err = q.digests(ctx, tx, rows)
		return err
	})
	if err != nil {
		return nil, err
	}
	claimed := make([]delivery.Delivery, len(rows))
	for i, row := range rows {
		claimed[i] = delivery.Delivery{
			ID: row.ID, ActivityID: fed.ID(row.ActivityID), ObjectID: fed.ID(row.ObjectID), Inbox: fed.ID(row.Inbox),
			Host: row.Host, Sender: q.Actor(row.Sender), Body: row.Body, Attempt: row.Attempts, Code: row.Code,
			Scheme: signature.Scheme(row.Scheme), Since: row.CreatedAt, Parting: row.Parting,
		}
		if digest := digests[claimed[i].Inbox.Origin()]; row.Followers && digest != "" {
			claimed[i].Synchronisation = fed.Synchronisation{
				Collection: q.Followers(), Partial: q.Synchronisation(), Digest: digest,
			}.String()
		}
	}
	return claimed, nil
}

// digests are those of the followers at each server to which one of the rows
// goes that is for followers: one question for all that is claimed together.
func (q *Queue) digests(ctx context.Context, tx *postgres.Tx, rows []postgres.Delivery) (map[string]string, error) {
	var origins []string
	for _, row := range rows {
		if row.Followers {
			origins = append(origins, fed.ID(row.Inbox).Origin())
		}
	}
	if len(origins) == 0 {
		return nil, nil
	}
	slices.Sort(origins)
	return tx.DigestsOfFollowers(ctx, slices.Compact(origins))
}

// Settle records what came of claimed deliveries, and what it says of their
// hosts.
func (q *Queue) Settle(ctx context.Context, results []delivery.Result) error {
	if len(results) == 0 {
		return nil
	}
	settled := make([]postgres.Settled, len(results))
	for i, r := range results {
		settled[i] = settle(r)
	}
	return q.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := tx.SettleDeliveries(ctx, q.Now(), settled); err != nil {
			return err
		}
		for _, r := range results {
			if r.Outcome.Kind == delivery.InboxGone {
				if err := tx.RetireInbox(ctx, string(r.Delivery.Inbox)); err != nil {
					return err
				}
			}
		}
		return q.learn(ctx, tx, results)
	})
}

func settle(r delivery.Result) postgres.Settled {
	s := postgres.Settled{
		ID: r.Delivery.ID, Attempt: r.Delivery.Attempt, RunAt: r.Outcome.Next, Code: r.Outcome.Code, Error: r.Outcome.Reason,
	}
	switch r.Outcome.Kind {
	case delivery.Delivered:
		s.State = "delivered"
	case delivery.Retry:
		s.State = "waiting"
	case delivery.Released:
		s.State, s.Undo, s.Code = "waiting", true, r.Delivery.Code
	default:
		s.State = "failed"
	}
	return s
}

// learn carries the outcomes over to the breakers of their hosts, in order.
func (q *Queue) learn(ctx context.Context, tx *postgres.Tx, results []delivery.Result) error {
	byHost := make(map[string][]delivery.Outcome)
	var hosts []string
	for _, r := range results {
		if byHost[r.Delivery.Host] == nil {
			hosts = append(hosts, r.Delivery.Host)
		}
		byHost[r.Delivery.Host] = append(byHost[r.Delivery.Host], r.Outcome)
	}
	return q.turn(ctx, tx, hosts, func(row *postgres.Breaker, b delivery.Breaker) (delivery.Breaker, bool) {
		answered := false
		for _, o := range byHost[row.Host] {
			b = b.After(o)
			if o.Scheme != "" {
				row.Scheme = string(o.Scheme)
			}
			answered = answered || o.Kind == delivery.Delivered
			if o.HostFailed {
				row.Error = o.Reason
			}
		}
		return b, answered
	})
}

// Wake closes the breaker of a host that has just sent us a signed request.
func (q *Queue) Wake(ctx context.Context, host string) error {
	return q.DB.InTx(ctx, func(tx *postgres.Tx) error {
		return q.turn(ctx, tx, []string{host}, func(_ *postgres.Breaker, b delivery.Breaker) (delivery.Breaker, bool) {
			return b.Woken(), true
		})
	})
}

// turn changes the breakers of hosts, hurries what waits for those that it closes,
// and greets those that were dormant. change returns a breaker's new state and
// whether the host answered.
func (q *Queue) turn(ctx context.Context, tx *postgres.Tx, hosts []string,
	change func(row *postgres.Breaker, before delivery.Breaker) (after delivery.Breaker, answered bool),
) error {
	rows, err := tx.LockBreakers(ctx, hosts)
	if err != nil {
		return err
	}
	var closed, awake []string
	answered := make([]bool, len(rows))
	for i := range rows {
		row := &rows[i]
		before := delivery.Breaker{Failures: row.Failures, Opened: row.Opened, Until: row.Until, Down: row.Down, Slow: row.Slow}
		var after delivery.Breaker
		after, answered[i] = change(row, before)
		row.Failures, row.Opened = after.Failures, after.Opened
		row.Until, row.Down, row.Slow = after.Until, after.Down, after.Slow
		if before.Open() && !after.Open() {
			closed = append(closed, row.Host)
			if q.Greet != nil && before.Dormant(q.Now()) {
				awake = append(awake, row.Host)
			}
		}
	}
	if err := tx.SaveBreakers(ctx, rows, answered, q.Now()); err != nil {
		return err
	}
	for _, host := range closed {
		if err := tx.HurryHost(ctx, host, q.Now()); err != nil {
			return err
		}
	}
	for _, host := range awake { // after the others were made due: what is due longest goes first
		if err := q.Greet(ctx, tx, host); err != nil {
			return fmt.Errorf("greet %s: %w", host, err)
		}
	}
	return nil
}
