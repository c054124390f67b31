package postgres

import (
	"context"

	"inews/internal/blog"
)

// ReactionTo is a like or a share of a post or of a comment.
type ReactionTo struct {
	Kind              blog.Reaction
	PostID, CommentID string // one of the two
	PersonURI         string
	ActivityID        string
	Emoji             string
}

// AddReaction counts a reaction; the second of the same kind by the same person
// changes nothing. It tells whether this was the first.
func (tx *Tx) AddReaction(ctx context.Context, r ReactionTo) (bool, error) {
	n, err := tx.execCount(ctx, `
		INSERT INTO reactions (kind, post_id, comment_id, person_uri, activity_id, emoji)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT DO NOTHING`, r.Kind, null(r.PostID), null(r.CommentID), r.PersonURI, r.ActivityID, r.Emoji)
	return n > 0, err
}

// RemoveReaction takes back what the person did: by the activity's id, or by
// what it was done to when that id is not known. It returns what it removed.
func (tx *Tx) RemoveReaction(ctx context.Context, r ReactionTo) (ReactionTo, error) {
	var removed struct{ PostID, CommentID string }
	err := tx.one(ctx, &removed, `
		DELETE FROM reactions
		WHERE person_uri = $1 AND kind = $2 AND (activity_id = $3 OR ($3 = '' OR NOT EXISTS (
				SELECT FROM reactions WHERE activity_id = $3 AND person_uri = $1))
			AND post_id IS NOT DISTINCT FROM $4::uuid AND comment_id IS NOT DISTINCT FROM $5::uuid)
		RETURNING COALESCE(post_id::text, '') AS post_id, COALESCE(comment_id::text, '') AS comment_id`,
		r.PersonURI, r.Kind, r.ActivityID, null(r.PostID), null(r.CommentID))
	r.PostID, r.CommentID = removed.PostID, removed.CommentID
	return r, err
}

// ReactionByActivity returns the reaction that an activity made.
func (q queries) ReactionByActivity(ctx context.Context, activityID string) (ReactionTo, error) {
	var r ReactionTo
	err := q.one(ctx, &r, `
		SELECT kind, COALESCE(post_id::text, '') AS post_id, COALESCE(comment_id::text, '') AS comment_id,
			person_uri, activity_id, emoji
		FROM reactions WHERE activity_id = $1 LIMIT 1`, activityID)
	return r, err
}

// CountReactions tells how many likes or shares a post has (commentID "") or a
// comment has (postID "").
func (q queries) CountReactions(ctx context.Context, kind blog.Reaction, postID, commentID string) (int, error) {
	var n int
	err := q.one(ctx, &n, `
		SELECT count(*) FROM reactions
		WHERE kind = $1 AND post_id IS NOT DISTINCT FROM $2::uuid AND comment_id IS NOT DISTINCT FROM $3::uuid`,
		kind, null(postID), null(commentID))
	return n, err
}
