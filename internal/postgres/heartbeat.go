package postgres

import (
	"context"
	"fmt"
	"time"
)

// Beat notes that a node serves at this moment, by the database's clock, and
// returns when any node last did: zero at the very first time. Nodes that beat
// at once do so one behind the other.
func (tx *Tx) Beat(ctx context.Context) (last, now time.Time, err error) {
	// The first two to come would both find no row.
	if err := tx.exec(ctx, `SELECT pg_advisory_xact_lock('heartbeat'::regclass::oid::bigint)`); err != nil {
		return last, now, fmt.Errorf("wait for another heartbeat: %w", err)
	}
	var beat struct{ Last, Now time.Time }
	err = tx.one(ctx, &beat, `
		WITH before AS (SELECT max(beat_at) AS at FROM heartbeat)
		INSERT INTO heartbeat (beat_at) VALUES (clock_timestamp())
		ON CONFLICT (one) DO UPDATE SET beat_at = EXCLUDED.beat_at
		RETURNING or_never((SELECT at FROM before)) AS last, beat_at AS now`)
	if err != nil {
		return last, now, fmt.Errorf("beat: %w", err)
	}
	if beat.Last.Year() == 1 {
		beat.Last = time.Time{}
	}
	return beat.Last, beat.Now, nil
}
