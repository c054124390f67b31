package postgres

import (
	"context"
	"time"

	"github.com/lib/pq"

	"inews/internal/blog"
)

// Past is what we know of somebody from before.
type Past struct {
	FirstSeen              time.Time
	Approved, Hidden, Spam int // comments of theirs
	Follows                bool
}

// PastsOf returns the pasts of people by their wire ids; whom we do not know is
// missing.
func (q queries) PastsOf(ctx context.Context, people []string) (map[string]Past, error) {
	var rows []struct {
		URI string
		Past
	}
	err := q.all(ctx, &rows, `
		SELECT pe.uri, pe.first_seen, count(c.id) FILTER (WHERE c.verdict IN ('approved', 'noted')) AS approved,
			count(c.id) FILTER (WHERE c.verdict = 'hidden') AS hidden, count(c.id) FILTER (WHERE c.verdict = 'spam') AS spam,
			EXISTS (SELECT FROM followers f WHERE f.person_uri = pe.uri) AS follows
		FROM people pe LEFT JOIN comments c ON c.person_uri = pe.uri
		WHERE pe.uri = ANY ($1)
		GROUP BY pe.uri`, pq.StringArray(people))
	pasts := make(map[string]Past, len(rows))
	for _, row := range rows {
		pasts[row.URI] = row.Past
	}
	return pasts, err
}

// TrustedPeople returns the people whose comments need no approval, whose name
// or handle has the words, the newest first.
func (q queries) TrustedPeople(ctx context.Context, words string, limit int) ([]blog.Person, error) {
	var people []blog.Person
	err := q.all(ctx, &people, `
		SELECT `+personColumns+` FROM people pe
		WHERE pe.trusted_at IS NOT NULL AND ($1 = '' OR strpos(lower(pe.name || ' ' || pe.handle), lower($1)) > 0)
		ORDER BY pe.trusted_at DESC, pe.uri LIMIT $2`, words, limit)
	return people, err
}
