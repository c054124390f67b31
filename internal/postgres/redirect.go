package postgres

import (
	"context"

	"inews/internal/blog"
)

// RedirectFrom returns where an old address leads.
func (q queries) RedirectFrom(ctx context.Context, path string) (blog.Redirect, error) {
	var r blog.Redirect
	err := q.one(ctx, &r, `SELECT path, target, created_at FROM redirects WHERE path = $1`, path)
	return r, err
}

// Redirects returns the old addresses after the given one, in alphabetical
// order.
func (q queries) Redirects(ctx context.Context, after string, limit int) ([]blog.Redirect, error) {
	var redirects []blog.Redirect
	err := q.all(ctx, &redirects, `
		SELECT path, target, created_at FROM redirects WHERE path > $1 ORDER BY path LIMIT $2`, after, limit)
	return redirects, err
}

// CountRedirects tells how many old addresses lead somewhere.
func (q queries) CountRedirects(ctx context.Context) (int, error) {
	var n int
	err := q.one(ctx, &n, `SELECT count(*) FROM redirects`)
	return n, err
}

// SaveRedirect inserts the redirect, or gives the old address another target.
func (tx *Tx) SaveRedirect(ctx context.Context, r blog.Redirect) error {
	return tx.exec(ctx, `
		INSERT INTO redirects (path, target) VALUES ($1, $2)
		ON CONFLICT (path) DO UPDATE SET target = EXCLUDED.target`, r.Path, r.Target)
}

// RemoveRedirect makes an old address lead nowhere, and tells whether it led
// somewhere.
func (tx *Tx) RemoveRedirect(ctx context.Context, path string) (bool, error) {
	n, err := tx.execCount(ctx, `DELETE FROM redirects WHERE path = $1`, path)
	return n == 1, err
}
