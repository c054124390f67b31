package comments

import (
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// RemoveFollower ends somebody's following; their server is told. Unless they are
// blocked, they may follow again.
func (c *Comments) RemoveFollower(ctx context.Context, by blog.Editor, personURI string) error {
	return c.about(ctx, by, personURI, func(tx *postgres.Tx, _ blog.Person) error {
		removed, err := tx.DismissFollower(ctx, personURI)
		if err == nil && !removed {
			err = blog.Errorf(blog.Conflict, "They do not follow the blog any more.")
		}
		if err != nil {
			return err
		}
		_, err = tx.Record(ctx, blog.Change{Editor: by.ID, Verb: blog.Removed, Subject: blog.FollowerSubject, SubjectID: personURI})
		return err
	})
}
