package postgres

import (
	"context"
	"time"

	"github.com/lib/pq"

	"inews/internal/blog"
)

// postColumns are what blog.Post is read from; the tables are p (posts), au
// (authors), pi (pictures) and se (series), as postTables joins them.
const postColumns = `
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(se.slug, '') AS series_slug,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.mail, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies`

const postTables = `
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id`

// postRow is a blog.Post as the driver reads it: lists need a type of its own.
type postRow struct {
	blog.Post
	TagLabels     pq.StringArray
	PictureWidths pq.Int64Array
}

func (r postRow) post() blog.Post {
	p := r.Post
	p.Tags = []string(r.TagLabels)
	for _, w := range r.PictureWidths {
		p.Picture.Widths = append(p.Picture.Widths, int(w))
	}
	return p
}

func (q queries) posts(ctx context.Context, query string, args ...any) ([]blog.Post, error) {
	var rows []postRow
	if err := q.all(ctx, &rows, query, args...); err != nil {
		return nil, err
	}
	posts := make([]blog.Post, len(rows))
	for i, row := range rows {
		posts[i] = row.post()
	}
	return posts, nil
}

func (q queries) post(ctx context.Context, query string, args ...any) (blog.Post, error) {
	var row postRow
	err := q.one(ctx, &row, query, args...)
	return row.post(), err
}

// PostBySlug returns the published post with that address, of any form.
func (q queries) PostBySlug(ctx context.Context, slug string) (blog.Post, error) {
	return q.post(ctx, `SELECT `+postColumns+` FROM `+postTables+`
		WHERE p.slug = $1 AND p.state = 'published'`, slug)
}

// PostByOldSlug returns the published post that once had that address.
func (q queries) PostByOldSlug(ctx context.Context, slug string) (blog.Post, error) {
	return q.post(ctx, `SELECT `+postColumns+` FROM `+postTables+`
		JOIN old_slugs o ON o.post_id = p.id
		WHERE o.slug = $1 AND p.state = 'published'`, slug)
}

// PostByID returns a post in any state: for staff and for work in the background.
func (q queries) PostByID(ctx context.Context, id string) (blog.Post, error) {
	return q.post(ctx, `SELECT `+postColumns+` FROM `+postTables+` WHERE p.id = $1`, id)
}

// PostByObject returns the published post with that wire id.
func (q queries) PostByObject(ctx context.Context, objectID string) (blog.Post, error) {
	return q.post(ctx, `SELECT `+postColumns+` FROM `+postTables+`
		WHERE p.object_id = $1 AND p.state = 'published'`, objectID)
}

// Cursor names a place in a list that is sorted by time and id: the last entry
// of the page before. The zero value is the beginning.
type Cursor struct {
	At time.Time
	ID string
}

func (c Cursor) at() any { return nullTime(c.At) }
func (c Cursor) id() any { return null(c.ID) }

// PostsOnFrontPage returns published posts and events after the cursor, newest
// first.
func (q queries) PostsOnFrontPage(ctx context.Context, after Cursor, limit int) ([]blog.Post, error) {
	return q.posts(ctx, `SELECT `+postColumns+` FROM `+postTables+`
		WHERE p.state = 'published' AND ($1::timestamptz IS NULL OR (p.published_at, p.id) < ($1, $2::uuid))
		ORDER BY p.published_at DESC, p.id DESC LIMIT $3`, after.at(), after.id(), limit)
}

// PostsFeatured returns the published posts and events that stand on the blog's
// profile: pinned ones first, the newest pin before the others, then the newest.
func (q queries) PostsFeatured(ctx context.Context, limit int) ([]blog.Post, error) {
	return q.posts(ctx, `SELECT `+postColumns+` FROM `+postTables+`
		WHERE p.state = 'published'
		ORDER BY p.pinned_at DESC NULLS LAST, p.published_at DESC, p.id DESC LIMIT $1`, limit)
}

// CountPinned tells how many posts are pinned.
func (q queries) CountPinned(ctx context.Context) (int, error) {
	var n int
	err := q.one(ctx, &n, `SELECT count(*) FROM posts WHERE pinned_at IS NOT NULL`)
	return n, err
}

// PostsWithTag returns published posts and events with the tag, newest first.
func (q queries) PostsWithTag(ctx context.Context, key string, after Cursor, limit int) ([]blog.Post, error) {
	return q.posts(ctx, `SELECT `+postColumns+` FROM `+postTables+`
		JOIN post_tags pt ON pt.post_id = p.id AND pt.key = $1
		WHERE p.state = 'published' AND ($2::timestamptz IS NULL OR (p.published_at, p.id) < ($2, $3::uuid))
		ORDER BY p.published_at DESC, p.id DESC LIMIT $4`, key, after.at(), after.id(), limit)
}

// PostsByAuthor returns an author's published posts and events, newest first.
func (q queries) PostsByAuthor(ctx context.Context, authorID string, after Cursor, limit int) ([]blog.Post, error) {
	return q.posts(ctx, `SELECT `+postColumns+` FROM `+postTables+`
		WHERE p.state = 'published' AND p.author_id = $1
			AND ($2::timestamptz IS NULL OR (p.published_at, p.id) < ($2, $3::uuid))
		ORDER BY p.published_at DESC, p.id DESC LIMIT $4`, authorID, after.at(), after.id(), limit)
}

// PostsBetween returns the posts and events published from one time until
// before the other, newest first.
func (q queries) PostsBetween(ctx context.Context, from, until time.Time, limit int) ([]blog.Post, error) {
	return q.posts(ctx, `SELECT `+postColumns+` FROM `+postTables+`
		WHERE p.state = 'published' AND p.published_at >= $1 AND p.published_at < $2
		ORDER BY p.published_at DESC, p.id DESC LIMIT $3`, from, until, limit)
}

// PostsInSeries returns the published posts and events of a series in the order
// in which they happen: an event by its start, a post by its publication.
func (q queries) PostsInSeries(ctx context.Context, seriesID string, limit int) ([]blog.Post, error) {
	return q.posts(ctx, `SELECT `+postColumns+` FROM `+postTables+` LEFT JOIN events e ON e.post_id = p.id
		WHERE p.state = 'published' AND p.series_id = $1
		ORDER BY COALESCE(e.starts_at, p.published_at), p.id LIMIT $2`, seriesID, limit)
}

// PostsNewestInSeries returns the published posts and events of a series after
// the cursor, newest first: for feeds.
func (q queries) PostsNewestInSeries(ctx context.Context, seriesID string, after Cursor, limit int) ([]blog.Post, error) {
	return q.posts(ctx, `SELECT `+postColumns+` FROM `+postTables+`
		WHERE p.state = 'published' AND p.series_id = $1
			AND ($2::timestamptz IS NULL OR (p.published_at, p.id) < ($2, $3::uuid))
		ORDER BY p.published_at DESC, p.id DESC LIMIT $4`, seriesID, after.at(), after.id(), limit)
}

// PostsOnDesk returns posts and events in the given state, or in any when it
// is "", last saved first; an editor's id narrows it to their own.
func (q queries) PostsOnDesk(ctx context.Context, state blog.State, editorID string, limit int) ([]blog.Post, error) {
	return q.posts(ctx, `SELECT `+postColumns+` FROM `+postTables+`
		WHERE ($1 = '' OR p.state = $1) AND ($2::uuid IS NULL OR p.editor_id = $2)
		ORDER BY p.saved_at DESC, p.id LIMIT $3`, string(state), null(editorID), limit)
}

// PostsDue returns the ids of scheduled posts whose time has come.
func (q queries) PostsDue(ctx context.Context, now time.Time) ([]string, error) {
	var ids []string
	err := q.all(ctx, &ids, `
		SELECT id FROM posts WHERE state = 'scheduled' AND scheduled_at <= $1
		ORDER BY scheduled_at LIMIT 100`, now)
	return ids, err
}

// Month is a month in which something was published.
type Month struct {
	Year, Month, Posts int
}

// MonthsWithPosts returns the months of the archive, newest first.
func (q queries) MonthsWithPosts(ctx context.Context) ([]Month, error) {
	var months []Month
	err := q.all(ctx, &months, `
		SELECT extract(year FROM published_at)::int AS year, extract(month FROM published_at)::int AS month,
			count(*) AS posts
		FROM posts WHERE state = 'published'
		GROUP BY 1, 2 ORDER BY 1 DESC, 2 DESC`)
	return months, err
}

// DraftedBy tells which editor drafted the post, or "".
func (q queries) DraftedBy(ctx context.Context, postID string) (string, error) {
	var id string
	err := q.one(ctx, &id, `SELECT COALESCE(editor_id::text, '') FROM posts WHERE id = $1`, postID)
	return id, err
}

// PostAddress is where a published post stands and when it last changed.
type PostAddress struct {
	Path, Language string
	ChangedAt      time.Time
}

// PostAddresses returns the addresses of published posts and events, newest
// first, for the sitemap.
func (q queries) PostAddresses(ctx context.Context, limit int) ([]PostAddress, error) {
	var addresses []PostAddress
	err := q.all(ctx, &addresses, `
		SELECT CASE form WHEN 'event' THEN '/events/' ELSE '/posts/' END || slug AS path, language,
			COALESCE(edited_at, published_at) AS changed_at
		FROM posts WHERE state = 'published'
		ORDER BY published_at DESC, id DESC LIMIT $1`, limit)
	return addresses, err
}
