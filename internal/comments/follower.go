package comments

import (
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Follow notes a follower. A Follow by one who follows already is recorded
// again: their server has forgotten our answer and waits for another.
func (c *Comments) Follow(ctx context.Context, personURI, followID string) error {
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if _, err := welcome(ctx, tx, personURI); err != nil {
			return err
		}
		if _, err := tx.AddFollower(ctx, personURI, followID); err != nil {
			return err
		}
		_, err := tx.Record(ctx, blog.Change{Verb: blog.Received, Subject: blog.FollowerSubject, SubjectID: personURI})
		return err
	})
}

// Unfollow takes a follower off the list. followID is for the record: servers
// undo a Follow under ids that we never saw, and a person follows once. It is
// NotFound when they do not follow.
func (c *Comments) Unfollow(ctx context.Context, personURI, followID string) error {
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		there, err := tx.RemoveFollower(ctx, personURI)
		if err != nil {
			return err
		}
		if !there {
			return blog.Errorf(blog.NotFound, "This person does not follow the blog.")
		}
		_, err = tx.Record(ctx, blog.Change{
			Verb: blog.Removed, Subject: blog.FollowerSubject, SubjectID: personURI, Reason: followID,
		})
		return err
	})
}
