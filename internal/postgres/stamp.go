package postgres

import (
	"context"
	"fmt"
	"time"

	"inews/internal/blog"
)

const stampColumns = personInStamp + `
	st.id, st.kind, st.uri, st.target, COALESCE(st.post_id::text, '') AS post_id,
	COALESCE(st.comment_id::text, '') AS comment_id, st.audience, st.url, st.given_at AS given,
	or_never(st.shown_at) AS shown, or_never(st.revoked_at) AS revoked,
	COALESCE(about.title, '') AS post_title`

const personInStamp = `
	pe.uri AS "person.uri", pe.handle AS "person.handle", pe.name AS "person.name", pe.url AS "person.url",
	pe.host AS "person.host", or_never(pe.blocked_at) AS "person.blocked_at",`

const stampTables = `stamps st JOIN people pe ON pe.uri = st.person_uri LEFT JOIN posts about ON about.id = st.post_id`

// stampHolds is the one condition under which a stamp may be seen: nobody
// revoked it, nobody blocked whoever asked for it, and what it is about is
// public, under the wire id that it names.
const stampHolds = `st.revoked_at IS NULL AND pe.blocked_at IS NULL
	AND NOT EXISTS (SELECT FROM hosts h WHERE h.blocked_at IS NOT NULL
		AND (pe.host = h.host OR right(pe.host, length(h.host) + 1) = '.' || h.host))
	AND (st.kind = 'listing' OR EXISTS (SELECT FROM posts po WHERE po.id = st.post_id AND po.state = 'published'
		AND CASE WHEN st.comment_id IS NULL THEN st.target LIKE '%/' || po.object_id::text
			ELSE EXISTS (SELECT FROM comments c WHERE c.id = st.comment_id AND ` + shown + `) END))`

// StampByID returns a stamp, whatever was decided about it.
func (q queries) StampByID(ctx context.Context, id string) (blog.Stamp, error) {
	var stamp blog.Stamp
	err := q.one(ctx, &stamp, `SELECT `+stampColumns+` FROM `+stampTables+` WHERE st.id = $1`, id)
	return stamp, err
}

// StampHolding returns a stamp that anybody may see.
func (q queries) StampHolding(ctx context.Context, id string) (blog.Stamp, error) {
	var stamp blog.Stamp
	err := q.one(ctx, &stamp, `SELECT `+stampColumns+` FROM `+stampTables+` WHERE st.id = $1 AND `+stampHolds, id)
	return stamp, err
}

// Stamps returns who quotes a post or the blog's comments below it or, of no
// post, who quotes or lists the blog at all, newest first: for staff.
func (q queries) Stamps(ctx context.Context, postID string, limit int) ([]blog.Stamp, error) {
	var stamps []blog.Stamp
	err := q.all(ctx, &stamps, `SELECT `+stampColumns+` FROM `+stampTables+`
		WHERE $1::uuid IS NULL OR st.post_id = $1
		ORDER BY st.given_at DESC, st.id LIMIT $2`, null(postID), limit)
	return stamps, err
}

// QuotesShown returns the quotes of a post that readers see, oldest first. What
// is a comment as well stands among the comments.
func (q queries) QuotesShown(ctx context.Context, postID string, limit int) ([]blog.Stamp, error) {
	var stamps []blog.Stamp
	err := q.all(ctx, &stamps, `SELECT `+stampColumns+` FROM `+stampTables+`
		WHERE st.post_id = $1 AND st.shown_at IS NOT NULL AND `+stampHolds+`
			AND NOT EXISTS (SELECT FROM comments c WHERE c.uri = st.uri AND c.post_id IS NOT NULL)
		ORDER BY st.given_at, st.id LIMIT $2`, postID, limit)
	return stamps, err
}

// GiveStamp keeps our consent and returns it with its id: the one that there
// is, which staff may have revoked, when the same was asked before; fresh tells
// which. A quote that is now addressed to few is shown no more.
func (tx *Tx) GiveStamp(ctx context.Context, s blog.Stamp) (given blog.Stamp, fresh bool, err error) {
	row := struct {
		ID    string
		Fresh bool
	}{}
	err = tx.one(ctx, &row, `
		INSERT INTO stamps (kind, uri, target, person_uri, post_id, comment_id, audience, url)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (md5(person_uri || ' ' || uri || ' ' || target)) DO UPDATE SET
			audience = EXCLUDED.audience, url = EXCLUDED.url,
			shown_at = CASE WHEN EXCLUDED.audience IN ('public', 'quiet') THEN stamps.shown_at END
		RETURNING id, xmax = 0 AS fresh`,
		s.Kind, s.URI, s.Target, s.Person.URI, null(s.PostID), null(s.CommentID), s.Audience, s.URL)
	if err != nil {
		return s, false, fmt.Errorf("keep stamp: %w", err)
	}
	given, err = tx.StampByID(ctx, row.ID)
	return given, row.Fresh, err
}

// ShowStamp shows a quote to readers, or to staff alone again. One that was
// revoked or is not for everybody stays hidden.
func (tx *Tx) ShowStamp(ctx context.Context, id string, show bool) error {
	return tx.exec(ctx, `
		UPDATE stamps SET shown_at = CASE WHEN $2 THEN COALESCE(shown_at, now()) END
		WHERE id = $1 AND revoked_at IS NULL AND audience IN ('public', 'quiet')`, id, show)
}

// RevokeStamp takes our consent back for good; it tells whether there was any.
func (tx *Tx) RevokeStamp(ctx context.Context, id string) (bool, error) {
	n, err := tx.execCount(ctx, `
		UPDATE stamps SET revoked_at = now(), shown_at = NULL WHERE id = $1 AND revoked_at IS NULL`, id)
	return n > 0, err
}

// ReviseQuotes follows the edit of a quote, and returns the stamps that it
// touched: those of what it no longer quotes are dropped, unless staff revoked
// them, and one that is addressed to few by now is shown no more.
func (tx *Tx) ReviseQuotes(ctx context.Context, uri, personURI, quote string, audience blog.Audience) ([]blog.Stamp, error) {
	var dropped, hidden []blog.Stamp
	err := tx.all(ctx, &dropped, `
		DELETE FROM stamps WHERE uri = $1 AND person_uri = $2 AND kind = 'quote' AND target <> $3 AND revoked_at IS NULL
		RETURNING id, COALESCE(post_id::text, '') AS post_id`, uri, personURI, quote)
	if err != nil {
		return nil, err
	}
	err = tx.all(ctx, &hidden, `
		UPDATE stamps SET audience = $3, shown_at = CASE WHEN $3 IN ('public', 'quiet') THEN shown_at END
		WHERE uri = $1 AND person_uri = $2 AND kind = 'quote' AND audience <> $3
		RETURNING id, COALESCE(post_id::text, '') AS post_id`, uri, personURI, string(audience))
	return append(dropped, hidden...), err
}

// DropStamps forgets the stamps of what its author has deleted, and returns
// them.
func (tx *Tx) DropStamps(ctx context.Context, uri, personURI string) ([]blog.Stamp, error) {
	var dropped []blog.Stamp
	err := tx.all(ctx, &dropped, `
		DELETE FROM stamps WHERE uri = $1 AND person_uri = $2
		RETURNING id, COALESCE(post_id::text, '') AS post_id`, uri, personURI)
	return dropped, err
}

// CountQuotesToShow tells how many quotes since then staff might show to readers
// and do not.
func (q queries) CountQuotesToShow(ctx context.Context, since time.Time) (int, error) {
	var n int
	err := q.one(ctx, &n, `SELECT count(*) FROM `+stampTables+`
		WHERE st.kind = 'quote' AND st.shown_at IS NULL AND st.audience IN ('public', 'quiet') AND st.given_at >= $1
			AND NOT EXISTS (SELECT FROM comments c WHERE c.uri = st.uri) AND `+stampHolds, since.UTC())
	return n, err
}
