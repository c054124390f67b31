package postgres

import (
	"context"
	"fmt"
	"math/big"

	"github.com/lib/pq"
)

// mostListed bounds a list of followers, in bytes of JSON: Mastodon reads 1 MiB.
// A server that has more is told nothing, since it could not read the list.
const mostListed = 900_000

// isElsewhere is the condition under which the inbox of pe is on another server
// than their id; deliveredTo is that inbox.
const (
	deliveredTo = `COALESCE(NULLIF(pe.shared_inbox, ''), pe.inbox)`
	isElsewhere = `split_part(` + deliveredTo + `, '/', 3) <> split_part(pe.uri, '/', 3)`
)

// DigestsOfFollowers returns, for each of the origins from which somebody
// follows the blog, the exclusive or of the SHA-256 of their ids, in hexadecimal
// digits. There is none for an origin whose server may see it otherwise: because
// it takes in deliveries for followers whose ids are elsewhere, or because this
// database was put back from a backup, and nobody knows whom it has lost.
func (q queries) DigestsOfFollowers(ctx context.Context, origins []string) (map[string]string, error) {
	var rows []struct{ Origin, Bits string }
	err := q.all(ctx, &rows, `
		SELECT d.origin, d.digest::text AS bits
		FROM follower_digests d
		WHERE d.origin = ANY ($1) AND d.followers > 0 AND d.bytes + 3 * d.followers <= $2
			AND NOT EXISTS (SELECT FROM epochs)
			AND NOT EXISTS (SELECT FROM people pe JOIN followers f ON f.person_uri = pe.uri
				WHERE `+isElsewhere+` AND origin_of(`+deliveredTo+`) = d.origin
				OFFSET 0) -- a look into the small index for each, never at all people`,
		pq.Array(origins), mostListed)
	if err != nil {
		return nil, fmt.Errorf("digest followers: %w", err)
	}
	digests := make(map[string]string, len(rows))
	for _, row := range rows {
		digest, ok := new(big.Int).SetString(row.Bits, 2)
		if !ok {
			return nil, fmt.Errorf("digest followers: %q are no bits", row.Bits)
		}
		digests[row.Origin] = fmt.Sprintf("%064x", digest)
	}
	return digests, nil
}

// FollowersAt returns the ids of the followers that an origin owns.
func (q queries) FollowersAt(ctx context.Context, origin string) ([]string, error) {
	var ids []string
	err := q.all(ctx, &ids, `SELECT person_uri FROM followers WHERE origin_of(person_uri) = $1 ORDER BY person_uri`, origin)
	return ids, err
}
