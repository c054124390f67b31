package postgres

import (
	"context"
	"fmt"
	"time"

	"inews/internal/blog"
)

// SubmitPost puts a draft into review. It is a Conflict when the draft is none
// any more, or was saved since the version that p names.
func (tx *Tx) SubmitPost(ctx context.Context, p blog.Post) (blog.Post, error) {
	n, err := tx.execCount(ctx, `
		UPDATE posts SET state = 'review', submitted_at = $3, submitted_by = $4, submitted_word = $5, submitted_due = $6::date,
			saved_at = now(), version = version + 1
		WHERE id = $1 AND version = $2 AND state = 'draft'`,
		p.ID, p.Version, p.Submission.At, null(p.Submission.By), p.Submission.Word, nullTime(p.Submission.Due))
	if err != nil {
		return p, fmt.Errorf("submit post: %w", err)
	}
	if n == 0 {
		return p, blog.Errorf(blog.Conflict, "Somebody else saved this post in the meantime. Reload the page and look at it again.")
	}
	p.Version++
	return p, nil
}

// PostsInReview returns what waits for an editor, the most urgent first; an
// editor's id narrows it to what they drafted.
func (q queries) PostsInReview(ctx context.Context, editorID string, limit int) ([]blog.Post, error) {
	return q.posts(ctx, `SELECT `+postColumns+` FROM `+postTables+`
		WHERE p.state = 'review' AND ($1::uuid IS NULL OR p.editor_id = $1)
		ORDER BY p.submitted_due NULLS LAST, p.submitted_at, p.id LIMIT $2`, null(editorID), limit)
}

// CountInReview tells how many posts wait for an editor.
func (q queries) CountInReview(ctx context.Context) (int, error) {
	var n int
	err := q.one(ctx, &n, `SELECT count(*) FROM posts WHERE state = 'review'`)
	return n, err
}

// SetDates says when a post ends and when it is asked about. It is not an edit:
// whoever has the post open may go on.
func (tx *Tx) SetDates(ctx context.Context, id string, d blog.Dates) error {
	return tx.exec(ctx, `
		UPDATE posts SET take_down_at = $2, recheck_at = $3, recheck_months = $4 WHERE id = $1`,
		id, nullTime(d.TakeDownAt), nullTime(d.RecheckAt), d.RecheckMonths)
}

// PostsToTakeDown returns the ids of published posts whose end has come by the
// given time.
func (q queries) PostsToTakeDown(ctx context.Context, by time.Time) ([]string, error) {
	var ids []string
	err := q.all(ctx, &ids, `
		SELECT id FROM posts WHERE state = 'published' AND take_down_at <= $1
		ORDER BY take_down_at LIMIT 100`, by)
	return ids, err
}

// PostsToRecheck returns the published posts about which somebody is to be
// asked by the given time whether they are still true.
func (q queries) PostsToRecheck(ctx context.Context, by time.Time, limit int) ([]blog.Post, error) {
	return q.posts(ctx, `SELECT `+postColumns+` FROM `+postTables+`
		WHERE p.state = 'published' AND p.recheck_at <= $1
		ORDER BY p.recheck_at, p.id LIMIT $2`, by, limit)
}

// PostsGoingDown returns the published posts that end between the two times.
func (q queries) PostsGoingDown(ctx context.Context, from, until time.Time, limit int) ([]blog.Post, error) {
	return q.posts(ctx, `SELECT `+postColumns+` FROM `+postTables+`
		WHERE p.state = 'published' AND p.take_down_at > $1 AND p.take_down_at <= $2
		ORDER BY p.take_down_at, p.id LIMIT $3`, from, until, limit)
}

// WaitingReplies is how many comments on a post wait for a decision.
type WaitingReplies struct {
	PostID, Title, Drafter string
	Waiting                int
	Since                  time.Time // the newest came in
}

// RepliesWaiting returns the posts with comments that wait, and who drafted them.
func (q queries) RepliesWaiting(ctx context.Context) ([]WaitingReplies, error) {
	var rows []WaitingReplies
	err := q.all(ctx, &rows, `
		SELECT p.id AS post_id, p.title, p.editor_id::text AS drafter, count(*) AS waiting, max(c.received_at) AS since
		FROM comments c JOIN posts p ON p.id = c.post_id
		WHERE c.verdict = 'held' AND p.state = 'published' AND p.editor_id IS NOT NULL
		GROUP BY p.id ORDER BY p.id LIMIT 200`)
	return rows, err
}
