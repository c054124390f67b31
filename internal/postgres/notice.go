package postgres

import (
	"context"
	"fmt"
	"time"

	"inews/internal/blog"
)

// InsertNotice tells a member of staff of something, on the desk.
func (tx *Tx) InsertNotice(ctx context.Context, n blog.Notice) error {
	err := tx.exec(ctx, `
		INSERT INTO notices (editor_id, kind, post_id, words, path, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		n.EditorID, n.Kind, null(n.PostID), n.Words, n.Path, n.CreatedAt)
	if err != nil {
		return fmt.Errorf("insert notice: %w", err)
	}
	return nil
}

// Notices returns what somebody was told before the notice with the given id,
// newest first; from the newest when it is 0.
func (q queries) Notices(ctx context.Context, editorID string, before int64, limit int) ([]blog.Notice, error) {
	var notices []blog.Notice
	err := q.all(ctx, &notices, `
		SELECT id, editor_id, kind, COALESCE(post_id::text, '') AS post_id, words, path, created_at, or_never(read_at) AS read_at
		FROM notices WHERE editor_id = $1 AND ($2::bigint = 0 OR id < $2)
		ORDER BY id DESC LIMIT $3`, editorID, before, limit)
	return notices, err
}

// CountUnread tells how many notices somebody has not read.
func (q queries) CountUnread(ctx context.Context, editorID string) (int, error) {
	var n int
	err := q.one(ctx, &n, `SELECT count(*) FROM notices WHERE editor_id = $1 AND read_at IS NULL`, editorID)
	return n, err
}

// ReadNotices marks a notice of somebody as read, or all up to it.
func (tx *Tx) ReadNotices(ctx context.Context, editorID string, id int64, andBefore bool, at time.Time) error {
	return tx.exec(ctx, `
		UPDATE notices SET read_at = $4
		WHERE editor_id = $1 AND (id = $2 OR $3 AND id < $2) AND read_at IS NULL`, editorID, id, andBefore, at)
}

// ToldSince tells whether somebody was told of such a thing, about that post if
// one is named, since the given time.
func (tx *Tx) ToldSince(ctx context.Context, n blog.Notice, since time.Time) (bool, error) {
	var told bool
	err := tx.one(ctx, &told, `
		SELECT EXISTS (SELECT FROM notices
			WHERE editor_id = $1 AND kind = $2 AND post_id IS NOT DISTINCT FROM $3::uuid AND created_at > $4)`,
		n.EditorID, n.Kind, null(n.PostID), since)
	return told, err
}

// NoticeChoices returns how somebody wants to be told, where they chose another
// way than the usual.
func (q queries) NoticeChoices(ctx context.Context, editorID string) (map[blog.NoticeKind]blog.NoticeChoice, error) {
	var rows []struct {
		Kind   blog.NoticeKind
		Choice blog.NoticeChoice
	}
	err := q.all(ctx, &rows, `SELECT kind, choice FROM notice_choices WHERE editor_id = $1`, editorID)
	choices := make(map[blog.NoticeKind]blog.NoticeChoice, len(rows))
	for _, row := range rows {
		choices[row.Kind] = row.Choice
	}
	return choices, err
}

// ChooseNotice keeps how somebody wants to be told of a kind of thing.
func (tx *Tx) ChooseNotice(ctx context.Context, editorID string, kind blog.NoticeKind, choice blog.NoticeChoice) error {
	return tx.exec(ctx, `
		INSERT INTO notice_choices (editor_id, kind, choice) VALUES ($1, $2, $3)
		ON CONFLICT (editor_id, kind) DO UPDATE SET choice = EXCLUDED.choice`, editorID, kind, choice)
}
