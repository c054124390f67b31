package comments

import (
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// React counts a like or a share of a post or comment that readers see: once
// for each person. It is NotFound for what is not public, Forbidden to whom
// staff have blocked.
func (c *Comments) React(ctx context.Context, r postgres.ReactionTo) error {
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if _, _, err := welcome(ctx, tx, r.PersonURI); err != nil {
			return err
		}
		postID, err := reactedTo(ctx, tx, r)
		if err != nil {
			return err
		}
		first, err := tx.AddReaction(ctx, r)
		if err != nil || !first {
			return err
		}
		return recordReaction(ctx, tx, blog.Received, r, postID)
	})
}

// Unreact takes a like or a share back, by whoever gave it. It is NotFound when
// there is none.
func (c *Comments) Unreact(ctx context.Context, r postgres.ReactionTo) error {
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		removed, err := tx.RemoveReaction(ctx, r)
		if err != nil {
			return err
		}
		postID := removed.PostID
		if removed.CommentID != "" {
			comment, err := tx.CommentByID(ctx, removed.CommentID)
			if err != nil {
				return err
			}
			postID = comment.PostID
		}
		return recordReaction(ctx, tx, blog.Removed, removed, postID)
	})
}

// reactedTo returns the post whose page shows the reaction.
func reactedTo(ctx context.Context, tx *postgres.Tx, r postgres.ReactionTo) (string, error) {
	if r.CommentID != "" {
		comment, err := tx.ShownCommentByID(ctx, r.CommentID)
		return comment.PostID, err
	}
	p, err := tx.PostByID(ctx, r.PostID)
	if err == nil && !p.Visible() {
		err = blog.Errorf(blog.NotFound, "There is nothing here.")
	}
	return p.ID, err
}

func recordReaction(ctx context.Context, tx *postgres.Tx, verb blog.Verb, r postgres.ReactionTo, postID string) error {
	change := blog.Change{Verb: verb, Subject: blog.LikeSubject, SubjectID: r.PostID, PostID: postID}
	if r.Kind == blog.Share {
		change.Subject = blog.ShareSubject
	}
	if r.CommentID != "" {
		change.SubjectID = r.CommentID
	}
	_, err := tx.Record(ctx, change)
	return err
}
