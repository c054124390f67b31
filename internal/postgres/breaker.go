package postgres

import (
	"context"
	"time"

	"github.com/lib/pq"
)

// Breaker is what the queue keeps of a host: see delivery.Breaker.
type Breaker struct {
	Host              string
	Failures, Opened  int
	Until, Down, Slow time.Time
	Scheme            string
	Error             string
}

// LockBreakers returns the breakers of the hosts, and keeps them from others
// until the transaction ends.
func (tx *Tx) LockBreakers(ctx context.Context, hosts []string) ([]Breaker, error) {
	if err := tx.exec(ctx, `
		INSERT INTO hosts (host) SELECT h FROM unnest($1::text[]) AS h ORDER BY h ON CONFLICT DO NOTHING`, pq.Array(hosts)); err != nil {
		return nil, err
	}
	var breakers []Breaker
	err := tx.all(ctx, &breakers, `
		SELECT host, failures, opened, or_never(open_until) AS until, or_never(down_since) AS down,
			or_never(slow_until) AS slow, scheme, last_error AS error
		FROM hosts WHERE host = ANY($1) ORDER BY host FOR UPDATE`, pq.Array(hosts))
	return breakers, err
}

// SaveBreakers keeps the breakers of hosts after attempts, all in one
// statement. Answered tells, beside each, whether the host took something.
func (tx *Tx) SaveBreakers(ctx context.Context, breakers []Breaker, answered []bool, now time.Time) error {
	var (
		hosts, schemes, reasons pq.StringArray
		until, down, slow       pq.StringArray
		failures, opened        pq.Int64Array
	)
	for _, b := range breakers {
		hosts, schemes, reasons = append(hosts, b.Host), append(schemes, b.Scheme), append(reasons, b.Error)
		failures, opened = append(failures, int64(b.Failures)), append(opened, int64(b.Opened))
		until, down, slow = append(until, orEmpty(b.Until)), append(down, orEmpty(b.Down)), append(slow, orEmpty(b.Slow))
	}
	return tx.exec(ctx, `
		UPDATE hosts h SET failures = b.failures, opened = b.opened, scheme = b.scheme, last_error = b.error,
			open_until = NULLIF(b.until, '')::timestamptz, down_since = NULLIF(b.down, '')::timestamptz,
			slow_until = NULLIF(b.slow, '')::timestamptz,
			last_success = CASE WHEN b.answered THEN $1 ELSE h.last_success END,
			last_failure = CASE WHEN b.answered THEN h.last_failure ELSE $1 END
		FROM unnest($2::text[], $3::int[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::boolean[])
			AS b (host, failures, opened, until, down, slow, scheme, error, answered)
		WHERE h.host = b.host`,
		now.UTC(), hosts, failures, opened, until, down, slow, schemes, reasons, pq.BoolArray(answered))
}

// orEmpty is a time as an element of an array of text, "" for never.
func orEmpty(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// BreakersOpen returns the hosts whose breaker is open.
func (q queries) BreakersOpen(ctx context.Context) ([]string, error) {
	var hosts []string
	err := q.all(ctx, &hosts, `SELECT host FROM hosts WHERE open_until IS NOT NULL ORDER BY host`)
	return hosts, err
}
