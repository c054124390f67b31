package postgres

import (
	"context"
	"fmt"
	"time"

	"inews/internal/blog"
)

// NotesOn returns the notes on a post, oldest first.
func (q queries) NotesOn(ctx context.Context, postID string) ([]blog.Note, error) {
	var notes []blog.Note
	err := q.all(ctx, &notes, `
		SELECT n.id, n.post_id, COALESCE(n.editor_id::text, '') AS editor_id, COALESCE(n.guest_id::text, '') AS guest_id,
			COALESCE(e.name, g.name) AS who, n.quote, n.words, n.created_at, or_never(n.resolved_at) AS resolved_at,
			CASE WHEN n.resolved_at IS NULL THEN '' ELSE COALESCE(r.name, 'the guest') END AS resolved_by
		FROM notes n
		LEFT JOIN editors e ON e.id = n.editor_id
		LEFT JOIN guest_links g ON g.id = n.guest_id
		LEFT JOIN editors r ON r.id = n.resolved_by
		WHERE n.post_id = $1 ORDER BY n.created_at, n.id`, postID)
	return notes, err
}

// InsertNote saves a note, and tells whether it is new: the same words by the
// same person about the same passage, still open, are the same form sent twice.
func (tx *Tx) InsertNote(ctx context.Context, n blog.Note) (blog.Note, bool, error) {
	var ids []string
	err := tx.all(ctx, &ids, `
		INSERT INTO notes (post_id, editor_id, guest_id, quote, words)
		SELECT $1, $2, $3, $4, $5
		WHERE NOT EXISTS (
			SELECT FROM notes WHERE post_id = $1 AND editor_id IS NOT DISTINCT FROM $2::uuid
				AND guest_id IS NOT DISTINCT FROM $3::uuid AND quote = $4 AND words = $5 AND resolved_at IS NULL
		)
		RETURNING id`, n.PostID, null(n.EditorID), null(n.GuestID), n.Quote, n.Words)
	if err != nil {
		return n, false, fmt.Errorf("insert note: %w", err)
	}
	if len(ids) == 0 {
		return n, false, nil
	}
	n.ID = ids[0]
	return n, true, nil
}

// ResolveNote says that what a note on the post asks for is done, or at a zero
// time that it is not, and tells whether that is new.
func (tx *Tx) ResolveNote(ctx context.Context, postID, id, editorID string, at time.Time) (bool, error) {
	if at.IsZero() {
		editorID = ""
	}
	n, err := tx.execCount(ctx, `
		UPDATE notes SET resolved_at = $3, resolved_by = $4
		WHERE id = $1 AND post_id = $2 AND (resolved_at IS NULL) <> ($3::timestamptz IS NULL)`,
		id, postID, nullTime(at), null(editorID))
	return n > 0, err
}

// PeopleOn returns the ids of the staff who work on a post and may sign in: who
// drafted it, saved it or wrote notes on it, and who invited its guest.
func (q queries) PeopleOn(ctx context.Context, postID string) ([]string, error) {
	var ids []string
	err := q.all(ctx, &ids, `
		SELECT id::text FROM editors WHERE disabled_at IS NULL AND id IN (
			SELECT editor_id FROM posts WHERE id = $1
			UNION SELECT saved_by FROM revisions WHERE post_id = $1
			UNION SELECT editor_id FROM notes WHERE post_id = $1
			UNION SELECT invited_by FROM guest_links WHERE post_id = $1)
		ORDER BY id`, postID)
	return ids, err
}
