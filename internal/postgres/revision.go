package postgres

import (
	"context"
	"fmt"

	"inews/internal/blog"
)

// KeepRevision keeps what a post says now, unless its last revision says the
// same.
func (tx *Tx) KeepRevision(ctx context.Context, p blog.Post, editorID string) error {
	err := tx.exec(ctx, `
		INSERT INTO revisions (post_id, version, title, summary, body, saved_by)
		SELECT $1, $2, $3, $4, $5, $6
		WHERE NOT EXISTS (
			SELECT FROM (
				SELECT title, summary, body FROM revisions WHERE post_id = $1 ORDER BY version DESC LIMIT 1
			) AS last
			WHERE last.title = $3 AND last.summary = $4 AND last.body = $5
		)`, p.ID, p.Version, p.Title, p.Summary, p.Body, null(editorID))
	if err != nil {
		return fmt.Errorf("keep revision: %w", err)
	}
	return nil
}

type revisionRow struct {
	blog.Revision
	Before int
}

// Revisions are those of a post, the newest first, without their text.
func (q queries) Revisions(ctx context.Context, postID string) ([]blog.Revision, error) {
	var list []blog.Revision
	err := q.all(ctx, &list, `
		SELECT post_id, version, title, coalesce(saved_by::text, '') AS saved_by, saved_at
		FROM revisions WHERE post_id = $1 ORDER BY version DESC`, postID)
	return list, err
}

// RevisionOf is one revision of a post; before is the version of the one before
// it, 0 for the first.
func (q queries) RevisionOf(ctx context.Context, postID string, version int) (r blog.Revision, before int, err error) {
	var row revisionRow
	err = q.one(ctx, &row, `
		SELECT r.post_id, r.version, r.title, r.summary, r.body, coalesce(r.saved_by::text, '') AS saved_by, r.saved_at,
			coalesce((SELECT max(b.version) FROM revisions b WHERE b.post_id = r.post_id AND b.version < r.version), 0) AS before
		FROM revisions r WHERE r.post_id = $1 AND r.version = $2`, postID, version)
	return row.Revision, row.Before, err
}
