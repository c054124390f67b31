package postgres

import (
	"context"
	"time"

	"inews/internal/blog"
)

// TrailFilter narrows the audit trail; a zero field leaves it as wide as it is.
type TrailFilter struct {
	Editor      string // id of an editor
	Subject     blog.Subject
	Verb        blog.Verb
	From, Until time.Time // Until is not part of it
	Before      int64     // the change after which the page begins
}

// TrailRow is a change with what it needs to be told in words.
type TrailRow struct {
	blog.Change
	Who   string // the editor's or guest's name, or ""
	Title string // of the post whose page shows it, or ""
	Name  string // of a member of staff, an author or a person, when it is about one
}

// Trail returns the changes that a filter lets through, newest first.
func (q queries) Trail(ctx context.Context, f TrailFilter, limit int) ([]TrailRow, error) {
	var rows []TrailRow
	err := q.all(ctx, &rows, `
		SELECT c.id, c.at, COALESCE(c.editor_id::text, '') AS editor, c.verb, c.subject, c.subject_id,
			COALESCE(c.post_id::text, '') AS post_id, c.reason, c.object,
			COALESCE(e.name, g.name || ' (guest)', '') AS who, COALESCE(p.title, '') AS title,
			COALESCE(s.name, a.name, CASE WHEN c.subject = 'guest' THEN l.name END,
				NULLIF(h.handle, ''), NULLIF(h.name, ''), '') AS name
		FROM changes c
		LEFT JOIN editors e ON e.id = c.editor_id
		LEFT JOIN guest_links g ON c.editor_id IS NULL AND c.subject IN ('post', 'event', 'note') AND g.id::text = c.object
		LEFT JOIN posts p ON p.id = c.post_id
		LEFT JOIN editors s ON c.subject = 'editor' AND s.id::text = c.subject_id
		LEFT JOIN authors a ON c.subject = 'author' AND a.id::text = c.subject_id
		LEFT JOIN guest_links l ON c.subject = 'guest' AND l.id::text = c.subject_id
		LEFT JOIN people h ON c.subject IN ('person', 'follower') AND h.uri = c.subject_id
		WHERE ($1::uuid IS NULL OR c.editor_id = $1) AND ($2 = '' OR c.subject = $2) AND ($3 = '' OR c.verb = $3)
			AND ($4::timestamptz IS NULL OR c.at >= $4) AND ($5::timestamptz IS NULL OR c.at < $5)
			AND ($6::bigint = 0 OR c.id < $6)
		ORDER BY c.id DESC LIMIT $7`,
		null(f.Editor), string(f.Subject), string(f.Verb), nullTime(f.From), nullTime(f.Until), f.Before, limit)
	return rows, err
}

// TrailOf returns what happened to one post, newest first.
func (q queries) TrailOf(ctx context.Context, postID string) ([]TrailRow, error) {
	var rows []TrailRow
	err := q.all(ctx, &rows, `
		SELECT c.id, c.at, COALESCE(c.editor_id::text, '') AS editor, c.verb, c.subject, c.subject_id,
			COALESCE(c.post_id::text, '') AS post_id, c.reason, c.object,
			COALESCE(e.name, g.name || ' (guest)', '') AS who, p.title,
			COALESCE(CASE WHEN c.subject = 'guest' THEN l.name END, '') AS name
		FROM changes c
		JOIN posts p ON p.id = c.post_id
		LEFT JOIN editors e ON e.id = c.editor_id
		LEFT JOIN guest_links g ON c.editor_id IS NULL AND g.id::text = c.object
		LEFT JOIN guest_links l ON c.subject = 'guest' AND l.id::text = c.subject_id
		WHERE c.post_id = $1 AND c.subject IN ('post', 'event', 'note', 'guest')
		ORDER BY c.id DESC`, postID)
	return rows, err
}
