package postgres

import (
	"context"

	"inews/internal/blog"
)

// LinkComment keeps the hashed token of the link by which its writer comes back
// to a comment.
func (tx *Tx) LinkComment(ctx context.Context, id string, tokenHash []byte) error {
	return tx.exec(ctx, `INSERT INTO comment_links (comment_id, token_hash) VALUES ($1, $2)`, id, tokenHash)
}

// CommentByLink returns the comment of a link by its hashed token, whatever was
// decided about it.
func (q queries) CommentByLink(ctx context.Context, tokenHash []byte) (blog.Comment, error) {
	return q.comment(ctx, `SELECT `+commentColumns+` FROM `+commentTables+`
		JOIN comment_links l ON l.comment_id = c.id WHERE l.token_hash = $1`, tokenHash)
}

// WasShown tells whether anybody could ever see a comment, and so may have
// a copy of it.
func (q queries) WasShown(ctx context.Context, id string) (bool, error) {
	var shown bool
	err := q.one(ctx, &shown, `
		SELECT EXISTS (SELECT FROM changes WHERE subject = 'comment' AND subject_id = $1 AND verb IN ('approve', 'receive', 'answer'))`, id)
	return shown, err
}

// CountWaiting tells how many public comments on a post wait for a decision.
func (q queries) CountWaiting(ctx context.Context, postID string) (int, error) {
	var n int
	err := q.one(ctx, &n, `
		SELECT count(*) FROM comments WHERE post_id = $1 AND verdict = 'held' AND audience IN ('public', 'quiet')`, postID)
	return n, err
}

// NotShown is how many comments on a post staff do not show for one reason.
type NotShown struct {
	Reason string
	Count  int
}

// NotShown returns why staff do not show comments on a post, most often first.
func (q queries) NotShown(ctx context.Context, postID string) ([]NotShown, error) {
	var rows []NotShown
	err := q.all(ctx, &rows, `
		SELECT reason, count(*) AS count FROM comments
		WHERE post_id = $1 AND verdict = 'hidden' AND decided_by IS NOT NULL AND audience IN ('public', 'quiet')
		GROUP BY reason ORDER BY count DESC, reason`, postID)
	return rows, err
}
