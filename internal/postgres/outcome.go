package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"inews/internal/blog"
)

// OutcomeOf tells of what a post is the outcome; NotFound when of nothing.
func (q queries) OutcomeOf(ctx context.Context, postID string) (blog.Outcome, error) {
	var o blog.Outcome
	err := q.one(ctx, &o, `SELECT post_id, state FROM outcomes WHERE post_id = $1`, postID)
	return o, err
}

// OutcomesAmong tells which of the posts are outcomes, and in what state.
func (q queries) OutcomesAmong(ctx context.Context, posts []blog.Post) (map[string]blog.MessageState, error) {
	ids := make([]string, len(posts))
	for i, p := range posts {
		ids[i] = p.ID
	}
	var rows []blog.Outcome
	err := q.all(ctx, &rows, `SELECT post_id, state FROM outcomes WHERE post_id = ANY ($1::uuid[])`, pq.Array(ids))
	states := make(map[string]blog.MessageState, len(rows))
	for _, row := range rows {
		states[row.PostID] = row.State
	}
	return states, err
}

// OutcomesPublished returns the published posts that say what became of an idea,
// newest first, after the cursor.
func (q queries) OutcomesPublished(ctx context.Context, after Cursor, limit int) ([]blog.Post, error) {
	return q.posts(ctx, `SELECT `+postColumns+` FROM `+postTables+`
		JOIN outcomes o ON o.post_id = p.id
		WHERE p.state = 'published' AND ($1::timestamptz IS NULL OR (p.published_at, p.id) < ($1, $2::uuid))
		ORDER BY p.published_at DESC, p.id DESC LIMIT $3`, after.at(), after.id(), limit)
}

// CountOutcomes tells how many such posts are published.
func (q queries) CountOutcomes(ctx context.Context) (int, error) {
	var n int
	err := q.one(ctx, &n, `SELECT count(*) FROM outcomes o JOIN posts p ON p.id = o.post_id WHERE p.state = 'published'`)
	return n, err
}

// PostsForOutcome returns the posts that may say what became of an idea: those
// that say so of others first, then the newest.
func (q queries) PostsForOutcome(ctx context.Context, limit int) ([]blog.Post, error) {
	return q.posts(ctx, `SELECT `+postColumns+` FROM `+postTables+`
		LEFT JOIN outcomes o ON o.post_id = p.id
		WHERE p.state <> 'withdrawn' AND p.title <> ''
		ORDER BY o.post_id IS NULL, p.created_at DESC, p.id LIMIT $1`, limit)
}

// SaveOutcome notes that a post says what became of an idea.
func (tx *Tx) SaveOutcome(ctx context.Context, o blog.Outcome) error {
	err := tx.exec(ctx, `
		INSERT INTO outcomes (post_id, state) VALUES ($1, $2)
		ON CONFLICT (post_id) DO UPDATE SET state = EXCLUDED.state`, o.PostID, o.State)
	if err != nil {
		return fmt.Errorf("save outcome: %w", err)
	}
	return nil
}

// LinkOutcome notes which post says what became of an idea.
func (tx *Tx) LinkOutcome(ctx context.Context, messageID, postID string, at time.Time) error {
	return tx.exec(ctx, `
		UPDATE messages SET outcome_id = $2, told_at = NULL, touched_at = $3 WHERE id = $1`, messageID, null(postID), at)
}

// SendersUntold returns the ideas that a post is about whose senders were not
// told of it, and keeps others from them until the transaction ends.
func (tx *Tx) SendersUntold(ctx context.Context, postID string) ([]blog.ReaderMessage, error) {
	var list []blog.ReaderMessage
	err := tx.all(ctx, &list, `
		SELECT `+messageColumns+` FROM messages m
		WHERE m.outcome_id = $1 AND m.told_at IS NULL AND m.spam_at IS NULL ORDER BY m.id FOR UPDATE`, postID)
	return list, err
}

// SenderTold notes that the sender of an idea was told of its post.
func (tx *Tx) SenderTold(ctx context.Context, messageID string, at time.Time) error {
	return tx.exec(ctx, `UPDATE messages SET told_at = $2 WHERE id = $1`, messageID, at)
}

// IdeasBehind returns the ideas that a post is about, oldest first: for staff.
func (q queries) IdeasBehind(ctx context.Context, postID string) ([]blog.ReaderMessage, error) {
	var list []blog.ReaderMessage
	err := q.all(ctx, &list, `
		SELECT `+messageColumns+` FROM messages m WHERE m.outcome_id = $1 ORDER BY m.created_at, m.id`, postID)
	return list, err
}
