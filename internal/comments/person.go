package comments

import (
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Trust lets a person's comments through without approval from now on.
func (c *Comments) Trust(ctx context.Context, by blog.Editor, personURI string) error {
	return c.about(ctx, by, personURI, func(tx *postgres.Tx, person blog.Person) error {
		if !person.BlockedAt.IsZero() {
			return blog.Errorf(blog.Conflict, "This person is blocked. Take the block back first.")
		}
		if person.Trusted() {
			return nil
		}
		if err := tx.TrustPerson(ctx, personURI); err != nil {
			return err
		}
		return recordPerson(ctx, tx, by, blog.Trusted, personURI, "")
	})
}

// Distrust has a person's comments held again.
func (c *Comments) Distrust(ctx context.Context, by blog.Editor, personURI string) error {
	return c.about(ctx, by, personURI, func(tx *postgres.Tx, person blog.Person) error {
		if person.TrustedAt.IsZero() {
			return nil
		}
		if err := tx.DistrustPerson(ctx, personURI); err != nil {
			return err
		}
		return recordPerson(ctx, tx, by, blog.Distrusted, personURI, "")
	})
}

// BlockPerson refuses everything from a person, hides what they said and ends
// their following, and the blog's of them; their server is told.
func (c *Comments) BlockPerson(ctx context.Context, by blog.Editor, personURI, reason string) error {
	return c.about(ctx, by, personURI, func(tx *postgres.Tx, person blog.Person) error {
		if !person.BlockedAt.IsZero() {
			return nil
		}
		posts, err := tx.PostsWithTraces(ctx, personURI, "")
		if err != nil {
			return err
		}
		if err := tx.BlockPerson(ctx, personURI, oneLine(reason)); err != nil {
			return err
		}
		if err := letGo(ctx, tx, by, personURI, "", true); err != nil {
			return err
		}
		return recordWithPosts(ctx, tx, blog.Change{
			Editor: by.ID, Verb: blog.Blocked, Subject: blog.PersonSubject, SubjectID: personURI, Reason: oneLine(reason),
		}, posts)
	})
}

// UnblockPerson takes the block back; what it hid stays hidden.
func (c *Comments) UnblockPerson(ctx context.Context, by blog.Editor, personURI string) error {
	return c.about(ctx, by, personURI, func(tx *postgres.Tx, person blog.Person) error {
		if person.BlockedAt.IsZero() {
			return nil
		}
		if err := tx.UnblockPerson(ctx, personURI); err != nil {
			return err
		}
		return recordPerson(ctx, tx, by, blog.Unblocked, personURI, "")
	})
}

// about is the transaction of what staff decide about a person.
func (c *Comments) about(ctx context.Context, by blog.Editor, personURI string, step func(*postgres.Tx, blog.Person) error) error {
	if err := moderator(by); err != nil {
		return err
	}
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		person, err := tx.PersonByURI(ctx, personURI)
		if err != nil {
			return err
		}
		return step(tx, person)
	})
}

func recordPerson(ctx context.Context, tx *postgres.Tx, by blog.Editor, verb blog.Verb, uri, reason string) error {
	_, err := tx.Record(ctx, blog.Change{Editor: by.ID, Verb: verb, Subject: blog.PersonSubject, SubjectID: uri, Reason: reason})
	return err
}
