package postgres

import (
	"context"
	"time"

	"inews/internal/blog"
)

// PostsRelated returns published posts and events that readers of one may like
// as well, best first: they share tags with it, of which a rare one tells more
// than one that stands everywhere, or their titles are alike. Those of its own
// series are left out, which has a list of its own, and so are events that are
// over at now.
func (q queries) PostsRelated(ctx context.Context, post blog.Post, now time.Time, limit int) ([]blog.Post, error) {
	return q.posts(ctx, `
		WITH weighed AS (
			SELECT other.post_id AS id, sum(1.0 / uses.posts) AS weight
			FROM post_tags mine
			JOIN LATERAL (
				SELECT count(*) AS posts FROM post_tags t JOIN posts p ON p.id = t.post_id
				WHERE t.key = mine.key AND p.state = 'published') uses ON uses.posts > 0
			JOIN post_tags other ON other.key = mine.key
			WHERE mine.post_id = $1
			GROUP BY other.post_id
			UNION ALL
			SELECT p.id, similarity(lower(p.title), lower($2)) FROM posts p WHERE lower(p.title) % lower($2)
		), best AS (
			SELECT id, sum(weight) AS weight FROM weighed WHERE id <> $1 GROUP BY id
		)
		SELECT `+postColumns+` FROM `+postTables+`
		JOIN best ON best.id = p.id
		LEFT JOIN events e ON e.post_id = p.id
		WHERE p.state = 'published' AND ($3::uuid IS NULL OR p.series_id IS DISTINCT FROM $3::uuid)
			AND (e.post_id IS NULL OR COALESCE(e.ends_at, e.starts_at) > $4)
		ORDER BY best.weight DESC, p.published_at DESC, p.id DESC LIMIT $5`,
		post.ID, post.Title, null(post.SeriesID), now, limit)
}

// AuthorUse is an author and how many published posts they have.
type AuthorUse struct {
	blog.Author
	Posts int
}

// AuthorsInUse returns the authors of published posts, by name.
func (q queries) AuthorsInUse(ctx context.Context, limit int) ([]AuthorUse, error) {
	var authors []AuthorUse
	err := q.all(ctx, &authors, `
		SELECT a.id, a.slug, a.name, a.guest, a.bio, a.handle, a.url, count(*) AS posts
		FROM authors a JOIN posts p ON p.author_id = a.id AND p.state = 'published'
		GROUP BY a.id ORDER BY lower(a.name), a.id LIMIT $1`, limit)
	return authors, err
}

// SeriesUse is a series and how many published posts and events are in it.
type SeriesUse struct {
	blog.Series
	Posts int
}

// SeriesInUse returns the series that have published posts, the one with the
// newest first.
func (q queries) SeriesInUse(ctx context.Context, limit int) ([]SeriesUse, error) {
	var series []SeriesUse
	err := q.all(ctx, &series, `
		SELECT s.id, s.slug, s.title, s.summary, count(*) AS posts
		FROM series s JOIN posts p ON p.series_id = s.id AND p.state = 'published'
		GROUP BY s.id ORDER BY max(p.published_at) DESC, s.id LIMIT $1`, limit)
	return series, err
}
