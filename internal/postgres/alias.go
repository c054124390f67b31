package postgres

import (
	"context"

	"inews/internal/blog"
)

// Aliases returns the actors that the blog says are itself, in the order in
// which they were added.
func (q queries) Aliases(ctx context.Context) ([]blog.Alias, error) {
	var aliases []blog.Alias
	err := q.all(ctx, &aliases, `SELECT uri, handle, added_at AS since FROM aliases ORDER BY place`)
	return aliases, err
}

// AddAlias adds an actor, at the first place that is free; it tells whether it
// was not there. It is a Conflict when no place is free.
func (tx *Tx) AddAlias(ctx context.Context, uri, handle string) (bool, error) {
	var known bool
	err := tx.one(ctx, &known, `SELECT EXISTS (SELECT FROM aliases WHERE uri = $1)`, uri)
	if err != nil || known {
		return false, err
	}
	n, err := tx.execCount(ctx, `
		INSERT INTO aliases (place, uri, handle)
		SELECT min(n), $1, $2 FROM generate_series(1, $3::int) AS n
		WHERE NOT EXISTS (SELECT FROM aliases WHERE place = n)
		HAVING min(n) IS NOT NULL`, uri, handle, blog.MaxAliases)
	if err == nil && n == 0 {
		err = blog.Errorf(blog.Conflict, "There are %d aliases already: other servers read no more. Remove one first.", blog.MaxAliases)
	}
	return n > 0, err
}

// RemoveAlias takes an actor off the list; it tells whether it was there.
func (tx *Tx) RemoveAlias(ctx context.Context, uri string) (bool, error) {
	n, err := tx.execCount(ctx, `DELETE FROM aliases WHERE uri = $1`, uri)
	return n > 0, err
}
