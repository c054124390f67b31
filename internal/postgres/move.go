package postgres

import (
	"context"
	"time"

	"inews/internal/blog"
)

// moveRow is a move with whom it leads to.
type moveRow struct {
	blog.Person
	At time.Time
}

// StandingMove returns where the blog has moved; nil when it has not.
func (q queries) StandingMove(ctx context.Context) (*blog.Move, error) {
	var row moveRow
	err := q.one(ctx, &row, `
		SELECT `+personColumns+`, m.moved_at AS at FROM moves m JOIN people pe ON pe.uri = m.target
		WHERE m.ended_at IS NULL`)
	return row.move(err)
}

// LastMove returns the newest move, whether it stands or not; nil when there
// never was one.
func (q queries) LastMove(ctx context.Context) (*blog.Move, error) {
	var row moveRow
	err := q.one(ctx, &row, `
		SELECT `+personColumns+`, m.moved_at AS at FROM moves m JOIN people pe ON pe.uri = m.target
		ORDER BY m.moved_at DESC, m.id DESC LIMIT 1`)
	return row.move(err)
}

// move is what was read, or nothing.
func (r moveRow) move(err error) (*blog.Move, error) {
	switch {
	case blog.KindOf(err) == blog.NotFound:
		return nil, nil
	case err != nil:
		return nil, err
	}
	return &blog.Move{Target: r.Person, At: r.At}, nil
}

// KeepFollowers keeps everybody from becoming a follower, or ceasing to be one,
// until the transaction ends: whoever is one at its end is told of the move, and
// whoever comes after that is refused.
func (tx *Tx) KeepFollowers(ctx context.Context) error {
	return tx.exec(ctx, `LOCK TABLE followers IN SHARE MODE`)
}

// Move notes where the blog has moved, in the place of what stood.
func (tx *Tx) Move(ctx context.Context, target string, at time.Time) error {
	if _, err := tx.EndMove(ctx, at); err != nil {
		return err
	}
	return tx.exec(ctx, `INSERT INTO moves (target, moved_at) VALUES ($1, $2)`, target, at)
}

// EndMove takes the standing move back; it tells whether there was one.
func (tx *Tx) EndMove(ctx context.Context, at time.Time) (bool, error) {
	// Another node's clock may be a little behind.
	n, err := tx.execCount(ctx, `UPDATE moves SET ended_at = greatest(moved_at, $1) WHERE ended_at IS NULL`, at)
	return n > 0, err
}

// MoveConcerns tells whether it concerns the blog that somebody moves: they follow it,
// or are a partner that has not moved before.
func (q queries) MoveConcerns(ctx context.Context, personURI string) (bool, error) {
	var concerns bool
	err := q.one(ctx, &concerns, `
		SELECT EXISTS (SELECT FROM followers WHERE person_uri = $1) OR EXISTS (SELECT FROM partners
			WHERE person_uri = $1 AND state IN ('sent', 'accepted') AND moved_to IS NULL)`, personURI)
	return concerns, err
}

// FollowersAt is how many follow from a server, and whether it can be told
// anything.
type FollowersAt struct {
	Host    string
	Told    int       // that an activity would go out for
	Untold  int       // whose inbox is gone, or who are refused
	Failing bool      // the server does not answer, and deliveries are held back
	Down    time.Time // since when it does not answer; zero: it does
}

// FollowersByServer counts the followers on each server, most first.
func (q queries) FollowersByServer(ctx context.Context) ([]FollowersAt, error) {
	var rows []FollowersAt
	err := q.all(ctx, &rows, `
		SELECT pe.host, count(*) FILTER (WHERE pe.told) AS told, count(*) FILTER (WHERE NOT pe.told) AS untold,
			COALESCE(bool_or(h.open_until IS NOT NULL), false) AS failing, or_never(max(h.down_since)) AS down
		FROM (
			SELECT pe.host, pe.gone_at IS NULL AND pe.blocked_at IS NULL AND pe.inbox_gone_at IS NULL AND pe.inbox <> ''
				AND NOT `+personIsSuspended+` AS told
			FROM followers f JOIN people pe ON pe.uri = f.person_uri
		) pe LEFT JOIN hosts h ON h.host = pe.host
		GROUP BY pe.host ORDER BY count(*) DESC, pe.host`)
	return rows, err
}
