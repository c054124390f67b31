package postgres

import (
	"context"

	"inews/internal/blog"
)

const pageColumns = `slug, title, body, html, position, version, edited_at`

// PageBySlug returns one of the lasting pages.
func (q queries) PageBySlug(ctx context.Context, slug string) (blog.Page, error) {
	var page blog.Page
	err := q.one(ctx, &page, `SELECT `+pageColumns+` FROM pages WHERE slug = $1`, slug)
	return page, err
}

// Pages returns all lasting pages in the order of the navigation, those that
// are kept out of it last.
func (q queries) Pages(ctx context.Context) ([]blog.Page, error) {
	var pages []blog.Page
	err := q.all(ctx, &pages, `
		SELECT `+pageColumns+` FROM pages ORDER BY position = 0, position, slug`)
	return pages, err
}

// SavePage inserts a page without a version, and replaces one that has the version
// that is stored. It answers whether it did: if not, somebody else was faster.
func (tx *Tx) SavePage(ctx context.Context, p blog.Page) (bool, error) {
	if p.Version == 0 {
		n, err := tx.execCount(ctx, `
			INSERT INTO pages (slug, title, body, html, position) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (slug) DO NOTHING`,
			p.Slug, p.Title, p.Body, p.HTML, p.Position)
		return n == 1, err
	}
	n, err := tx.execCount(ctx, `
		UPDATE pages SET title = $2, body = $3, html = $4, position = $5, edited_at = now(), version = version + 1
		WHERE slug = $1 AND version = $6`,
		p.Slug, p.Title, p.Body, p.HTML, p.Position, p.Version)
	return n == 1, err
}

// SeriesBySlug returns one series.
func (q queries) SeriesBySlug(ctx context.Context, slug string) (blog.Series, error) {
	var series blog.Series
	err := q.one(ctx, &series, `SELECT id, slug, title, summary FROM series WHERE slug = $1`, slug)
	return series, err
}

// AllSeries returns every series, by title.
func (q queries) AllSeries(ctx context.Context) ([]blog.Series, error) {
	var series []blog.Series
	err := q.all(ctx, &series, `SELECT id, slug, title, summary FROM series ORDER BY title`)
	return series, err
}

// SaveSeries inserts the series, or updates the one with the same slug, and
// returns it with its id.
func (tx *Tx) SaveSeries(ctx context.Context, s blog.Series) (blog.Series, error) {
	err := tx.one(ctx, &s.ID, `
		INSERT INTO series (slug, title, summary) VALUES ($1, $2, $3)
		ON CONFLICT (slug) DO UPDATE SET title = EXCLUDED.title, summary = EXCLUDED.summary
		RETURNING id`, s.Slug, s.Title, s.Summary)
	return s, err
}
