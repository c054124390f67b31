package postgres

import (
	"context"
	"time"

	"github.com/lib/pq"
)

// Walk is a comment whose replies are to be looked for at its own server.
type Walk struct {
	ID  string // of the comment
	URI string
	Raw []byte // the object as received
}

// MaxWalks is how often the replies of one comment are looked for; the partial
// index comments_to_walk knows it, too.
const MaxWalks = 5

// ClaimWalks returns comments whose replies are due to be looked for, longest
// due first, and notes that it was done: a walk that a crash ends is not made
// again, since the next one comes. pauses are from the comment's arrival to the
// first walk, and between walks; there are MaxWalks.
func (tx *Tx) ClaimWalks(ctx context.Context, now time.Time, pauses [MaxWalks]time.Duration, limit int) ([]Walk, error) {
	seconds := make(pq.Float64Array, len(pauses))
	for i, pause := range pauses {
		seconds[i] = pause.Seconds()
	}
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
		RETURNING c.id, c.uri, c.raw`, now.UTC(), seconds, limit)
	return walks, err
}
