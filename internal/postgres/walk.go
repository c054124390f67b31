package postgres

import (
	"context"
	"time"

	"github.com/lib/pq"
)

// Walk is a comment whose replies are to be looked for at its own server, or an
// item of a partner whose conversation is.
type Walk struct {
	ID  string // of the comment or item
	URI string
	Raw []byte // the object as received
}

// MaxWalks is how often the replies of one comment or item are looked for; the
// partial indexes comments_to_walk and network_items_to_walk know it, too.
const MaxWalks = 5

// ClaimWalks returns comments whose replies are due to be looked for, longest
// due first, and notes that it was done: a walk that a crash ends is not made
// again, since the next one comes. pauses are from the comment's arrival to the
// first walk, and between walks; there are MaxWalks.
func (tx *Tx) ClaimWalks(ctx context.Context, now time.Time, pauses [MaxWalks]time.Duration, limit int) ([]Walk, error) {
	var walks []Walk
	err := tx.all(ctx, &walks, `
		WITH due AS (
			SELECT c.id FROM comments c JOIN posts po ON po.id = c.post_id
			WHERE c.origin = 'fediverse' AND c.walks < 5 AND c.raw IS NOT NULL AND `+shown+`
				AND COALESCE(c.walked_at, c.received_at) + make_interval(secs => ($2::float8[])[c.walks + 1]) <= $1
			ORDER BY COALESCE(c.walked_at, c.received_at) LIMIT $3
			FOR UPDATE OF c SKIP LOCKED
		)
		UPDATE comments c SET walks = c.walks + 1, walked_at = $1
		FROM due WHERE c.id = due.id
		RETURNING c.id, c.uri, c.raw`, now.UTC(), inSeconds(pauses), limit)
	return walks, err
}

// ClaimItemWalks does for items that readers see what ClaimWalks does for
// comments.
func (tx *Tx) ClaimItemWalks(ctx context.Context, now time.Time, pauses [MaxWalks]time.Duration, limit int) ([]Walk, error) {
	var walks []Walk
	err := tx.all(ctx, &walks, `
		WITH due AS (
			SELECT i.id FROM `+itemTables+`
			WHERE i.walks < 5 AND i.raw IS NOT NULL AND `+shownItem+`
				AND COALESCE(i.walked_at, i.received_at) + make_interval(secs => ($2::float8[])[i.walks + 1]) <= $1
			ORDER BY COALESCE(i.walked_at, i.received_at) LIMIT $3
			FOR UPDATE OF i SKIP LOCKED
		)
		UPDATE network_items i SET walks = i.walks + 1, walked_at = $1
		FROM due WHERE i.id = due.id
		RETURNING i.id, i.uri, i.raw`, now.UTC(), inSeconds(pauses), limit)
	return walks, err
}

// ClaimContext tells whether a conversation may be looked through now: not when
// it was, by any node, since rest ago.
func (tx *Tx) ClaimContext(ctx context.Context, uri string, now time.Time, rest time.Duration) (bool, error) {
	if err := tx.exec(ctx, `DELETE FROM contexts WHERE walked_at <= $1`, now.Add(-rest).UTC()); err != nil {
		return false, err
	}
	n, err := tx.execCount(ctx, `INSERT INTO contexts (uri, walked_at) VALUES ($1, $2) ON CONFLICT DO NOTHING`, uri, now.UTC())
	return n > 0, err
}

func inSeconds(pauses [MaxWalks]time.Duration) pq.Float64Array {
	seconds := make(pq.Float64Array, len(pauses))
	for i, pause := range pauses {
		seconds[i] = pause.Seconds()
	}
	return seconds
}
