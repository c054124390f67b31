package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"inews/internal/blog"
)

// copyRow is a blog.WorkingCopy as the driver reads it.
type copyRow struct {
	blog.WorkingCopy
	Said []byte
}

func (r copyRow) copy() (blog.WorkingCopy, error) {
	if err := json.Unmarshal(r.Said, &r.Fields); err != nil {
		return r.WorkingCopy, fmt.Errorf("read working copy: %w", err)
	}
	return r.WorkingCopy, nil
}

// CopyByID is a working copy of the editor that has not ended.
func (q queries) CopyByID(ctx context.Context, id, editorID string) (blog.WorkingCopy, error) {
	var row copyRow
	err := q.one(ctx, &row, `
		SELECT id, editor_id, coalesce(post_id::text, '') AS post_id, event, version, turn, fields AS said, kept_at
		FROM working_copies WHERE id = $1 AND editor_id = $2 AND ended_at IS NULL`, id, editorID)
	if err != nil {
		return row.WorkingCopy, err
	}
	return row.copy()
}

// CopiesOf are the working copies of an editor, the newest first.
func (q queries) CopiesOf(ctx context.Context, editorID string, limit int) ([]blog.WorkingCopy, error) {
	return q.copies(ctx, `
		SELECT id, editor_id, coalesce(post_id::text, '') AS post_id, event, version, turn, fields AS said, kept_at
		FROM working_copies WHERE editor_id = $1 AND ended_at IS NULL ORDER BY kept_at DESC, id LIMIT $2`, editorID, limit)
}

// CopiesOfPost are those of an editor and one post, the newest first.
func (q queries) CopiesOfPost(ctx context.Context, editorID, postID string, limit int) ([]blog.WorkingCopy, error) {
	return q.copies(ctx, `
		SELECT id, editor_id, coalesce(post_id::text, '') AS post_id, event, version, turn, fields AS said, kept_at
		FROM working_copies WHERE editor_id = $1 AND post_id = $2 AND ended_at IS NULL
		ORDER BY kept_at DESC, id LIMIT $3`, editorID, postID, limit)
}

func (q queries) copies(ctx context.Context, query string, args ...any) ([]blog.WorkingCopy, error) {
	var rows []copyRow
	if err := q.all(ctx, &rows, query, args...); err != nil {
		return nil, err
	}
	list := make([]blog.WorkingCopy, len(rows))
	for i, row := range rows {
		var err error
		if list[i], err = row.copy(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// KeepCopy keeps a working copy, unless it has ended, is somebody else's or a
// later turn of it is here already: then kept is false.
func (tx *Tx) KeepCopy(ctx context.Context, c blog.WorkingCopy) (kept bool, err error) {
	said, err := json.Marshal(c.Fields)
	if err != nil {
		return false, fmt.Errorf("write working copy: %w", err)
	}
	n, err := tx.execCount(ctx, `
		INSERT INTO working_copies (id, editor_id, post_id, event, version, turn, fields, kept_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8)
		ON CONFLICT (id) DO UPDATE SET
			post_id = EXCLUDED.post_id, version = EXCLUDED.version, turn = EXCLUDED.turn,
			fields = EXCLUDED.fields, kept_at = EXCLUDED.kept_at
		WHERE working_copies.editor_id = EXCLUDED.editor_id AND working_copies.ended_at IS NULL
			AND working_copies.turn <= EXCLUDED.turn`,
		c.ID, c.EditorID, null(c.PostID), c.Event, c.Version, c.Turn, string(said), c.KeptAt)
	if err != nil {
		return false, fmt.Errorf("keep working copy: %w", err)
	}
	return n > 0, nil
}

// EndCopy empties a working copy of the editor, unless a later turn than the
// given one was kept. One that is not there is noted, so that it does not come
// late.
func (tx *Tx) EndCopy(ctx context.Context, id, editorID string, turn int, at time.Time) error {
	return tx.exec(ctx, `
		INSERT INTO working_copies (id, editor_id, event, version, turn, kept_at, ended_at)
		VALUES ($1, $2, false, 0, $3, $4, $4)
		ON CONFLICT (id) DO UPDATE SET fields = NULL, ended_at = EXCLUDED.ended_at
		WHERE working_copies.editor_id = EXCLUDED.editor_id AND working_copies.ended_at IS NULL
			AND working_copies.turn <= EXCLUDED.turn`, id, editorID, turn, at)
}

// HasEnded tells whether a working copy of the editor was saved or thrown away.
func (q queries) HasEnded(ctx context.Context, id, editorID string) (ended bool, err error) {
	err = q.one(ctx, &ended, `
		SELECT EXISTS (SELECT FROM working_copies WHERE id = $1 AND editor_id = $2 AND ended_at IS NOT NULL)`, id, editorID)
	return ended, err
}

// TrimCopies deletes the oldest working copies of an editor beyond so many.
func (tx *Tx) TrimCopies(ctx context.Context, editorID string, most int) error {
	return tx.exec(ctx, `
		DELETE FROM working_copies WHERE id IN (
			SELECT id FROM working_copies WHERE editor_id = $1 AND ended_at IS NULL ORDER BY kept_at DESC OFFSET $2
		)`, editorID, most)
}

// TrimEnded forgets that the oldest of an editor's copies have ended, beyond so
// many: one that comes later than that does not come any more.
func (tx *Tx) TrimEnded(ctx context.Context, editorID string, most int) error {
	return tx.exec(ctx, `
		DELETE FROM working_copies WHERE id IN (
			SELECT id FROM working_copies WHERE editor_id = $1 AND ended_at IS NOT NULL ORDER BY ended_at DESC, id OFFSET $2
		)`, editorID, most)
}
