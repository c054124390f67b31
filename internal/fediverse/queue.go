package fediverse

import (
	"context"
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
}

// Claim leases due deliveries to this process.
func (q *Queue) Claim(ctx context.Context, n, perHost int) ([]delivery.Delivery, error) {
	var rows []postgres.Delivery
	err := q.DB.InTx(ctx, func(tx *postgres.Tx) (err error) {
		rows, err = tx.ClaimDeliveries(ctx, q.Now(), delivery.Lease, delivery.Horizon, perHost, n)
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
			Scheme: signature.Scheme(row.Scheme), Since: row.CreatedAt,
		}
	}
	return claimed, nil
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
	rows, err := tx.LockBreakers(ctx, hosts)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := q.save(ctx, tx, row, byHost[row.Host]); err != nil {
			return err
		}
	}
	return nil
}

func (q *Queue) save(ctx context.Context, tx *postgres.Tx, row postgres.Breaker, outcomes []delivery.Outcome) error {
	before := delivery.Breaker{Failures: row.Failures, Opened: row.Opened, Until: row.Until}
	after, answered := before, false
	for _, o := range outcomes {
		after = after.After(o)
		if o.Scheme != "" {
			row.Scheme = string(o.Scheme)
		}
		answered = answered || o.Kind == delivery.Delivered
		if o.HostFailed {
			row.Error = o.Reason
		}
	}
	row.Failures, row.Opened, row.Until = after.Failures, after.Opened, after.Until
	if err := tx.SaveBreaker(ctx, row, q.Now(), answered); err != nil {
		return err
	}
	if before.Open() && !after.Open() {
		return tx.HurryHost(ctx, row.Host, q.Now())
	}
	return nil
}

// Wake closes the breaker of a host that has just sent us a signed request.
func (q *Queue) Wake(ctx context.Context, host string) error {
	return q.DB.InTx(ctx, func(tx *postgres.Tx) error {
		rows, err := tx.LockBreakers(ctx, []string{host})
		if err != nil || len(rows) == 0 {
			return err
		}
		before := delivery.Breaker{Failures: rows[0].Failures, Opened: rows[0].Opened, Until: rows[0].Until}
		after := before.Woken()
		rows[0].Failures, rows[0].Opened, rows[0].Until = after.Failures, after.Opened, after.Until
		if err := tx.SaveBreaker(ctx, rows[0], q.Now(), true); err != nil {
			return err
		}
		if before.Open() && !after.Open() {
			return tx.HurryHost(ctx, host, q.Now())
		}
		return nil
	})
}
