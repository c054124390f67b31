package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"inews/internal/blog"
)

// OpeningByID is an opening of the editor, with the fields as they were shown.
func (q queries) OpeningByID(ctx context.Context, id, editorID string) (blog.Opening, error) {
	var row struct {
		blog.Opening
		Said []byte
	}
	err := q.one(ctx, &row, `
		SELECT id, editor_id, post_id, version, coalesce(base, 'null') AS said
		FROM openings WHERE id = $1 AND editor_id = $2`, id, editorID)
	if err != nil {
		return row.Opening, err
	}
	if err := json.Unmarshal(row.Said, &row.Base); err != nil {
		return row.Opening, fmt.Errorf("read opening: %w", err)
	}
	return row.Opening, nil
}

// SaveOpening notes that a post was opened, and what it was like.
func (tx *Tx) SaveOpening(ctx context.Context, o blog.Opening, at time.Time) error {
	base, err := json.Marshal(o.Base)
	if err != nil {
		return fmt.Errorf("write opening: %w", err)
	}
	err = tx.exec(ctx, `
		INSERT INTO openings (id, editor_id, post_id, version, base, opened_at, seen_at)
		VALUES ($1, $2, $3, $4, $5::jsonb, $6, $6)
		ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version, base = EXCLUDED.base, seen_at = EXCLUDED.seen_at
		WHERE openings.editor_id = EXCLUDED.editor_id`, o.ID, o.EditorID, o.PostID, o.Version, string(base), at)
	if err != nil {
		return fmt.Errorf("save opening: %w", err)
	}
	return nil
}

// RenewOpening notes that the post is still open. What the fields were stays as
// it is, also where it is not known.
func (tx *Tx) RenewOpening(ctx context.Context, o blog.Opening, at time.Time) error {
	return tx.exec(ctx, `
		INSERT INTO openings (id, editor_id, post_id, version, opened_at, seen_at, renewed)
		VALUES ($1, $2, $3, $4, $5, $5, true)
		ON CONFLICT (id) DO UPDATE SET seen_at = EXCLUDED.seen_at, renewed = true
		WHERE openings.editor_id = EXCLUDED.editor_id`, o.ID, o.EditorID, o.PostID, o.Version, at)
}

// LeaveOpening notes that the page was left. What the fields were is still
// needed where something was typed.
func (tx *Tx) LeaveOpening(ctx context.Context, id, editorID string) error {
	err := tx.exec(ctx, `
		DELETE FROM openings WHERE id = $1 AND editor_id = $2
			AND NOT EXISTS (SELECT FROM working_copies c WHERE c.id = openings.id AND c.ended_at IS NULL)`, id, editorID)
	if err != nil {
		return err
	}
	return tx.exec(ctx, `UPDATE openings SET seen_at = NULL WHERE id = $1 AND editor_id = $2`, id, editorID)
}

// OthersAt are those beside the editor who have the post open: seen since the
// first time where a script says so, and opened since the second where none does.
func (q queries) OthersAt(ctx context.Context, postID, editorID string, renewed, opened time.Time) ([]blog.Presence, error) {
	var list []blog.Presence
	err := q.all(ctx, &list, `
		SELECT o.editor_id, e.name, min(o.opened_at) AS since
		FROM openings o JOIN editors e ON e.id = o.editor_id
		WHERE o.post_id = $1 AND o.editor_id <> $2 AND o.seen_at > CASE WHEN o.renewed THEN $3::timestamptz ELSE $4::timestamptz END
		GROUP BY o.editor_id, e.name ORDER BY since, e.name`, postID, editorID, renewed, opened)
	return list, err
}

// AskAt notes, at everybody else who has the post open, that the editor would
// like to take over.
func (tx *Tx) AskAt(ctx context.Context, postID, editorID string, at time.Time) error {
	return tx.exec(ctx, `
		UPDATE openings SET asked_by = $2, asked_at = $3
		WHERE post_id = $1 AND editor_id <> $2 AND seen_at IS NOT NULL`, postID, editorID, at)
}

// AskedAt are those who asked the editor since the given time to take over.
func (q queries) AskedAt(ctx context.Context, postID, editorID string, since time.Time) ([]blog.Presence, error) {
	var list []blog.Presence
	err := q.all(ctx, &list, `
		SELECT e.id AS editor_id, e.name, max(o.asked_at) AS since
		FROM openings o JOIN editors e ON e.id = o.asked_by
		WHERE o.post_id = $1 AND o.editor_id = $2 AND o.asked_at > $3
		GROUP BY e.id, e.name ORDER BY e.name`, postID, editorID, since)
	return list, err
}

// LastSaving tells who saved the post last. Who it was is in the trail: a save
// that changes no text makes no revision.
func (q queries) LastSaving(ctx context.Context, postID string) (blog.Saving, error) {
	var last blog.Saving
	err := q.one(ctx, &last, `
		SELECT p.version, p.saved_at AS at, coalesce(e.id::text, '') AS editor_id, coalesce(e.name, '') AS name,
			coalesce((SELECT max(r.version) FROM revisions r WHERE r.post_id = p.id), 0) AS revision
		FROM posts p
		LEFT JOIN LATERAL (
			SELECT c.editor_id FROM changes c
			WHERE c.subject IN ('post', 'event') AND c.subject_id = p.id::text ORDER BY c.id DESC LIMIT 1
		) last ON true
		LEFT JOIN editors e ON e.id = last.editor_id
		WHERE p.id = $1`, postID)
	return last, err
}

// RevisionAt is what the post said at a version: a save that changed no text
// has no revision of its own.
func (q queries) RevisionAt(ctx context.Context, postID string, version int) (blog.Revision, error) {
	var r blog.Revision
	err := q.one(ctx, &r, `
		SELECT post_id, version, title, summary, body, coalesce(saved_by::text, '') AS saved_by, saved_at
		FROM revisions WHERE post_id = $1 AND version <= $2 ORDER BY version DESC LIMIT 1`, postID, version)
	return r, err
}
