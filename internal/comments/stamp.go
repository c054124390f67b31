package comments

import (
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// ShowQuote lets readers see who quotes a post. A quote that was not addressed
// to everybody cannot be shown, nor one that was revoked.
func (c *Comments) ShowQuote(ctx context.Context, by blog.Editor, id string) (blog.Stamp, error) {
	return c.aboutStamp(ctx, by, id, func(tx *postgres.Tx, s blog.Stamp) error {
		switch {
		case s.Kind != blog.QuoteStamp:
			return blog.Errorf(blog.Conflict, "This is a list, and no quote.")
		case s.Private():
			return blog.Errorf(blog.Conflict, "This was not written for everybody. It cannot be shown.")
		case !s.Holds():
			return blog.Errorf(blog.Conflict, "This quote was revoked. It cannot be shown.")
		case !s.Shown.IsZero():
			return nil
		}
		if err := tx.ShowStamp(ctx, id, true); err != nil {
			return err
		}
		return recordStamp(ctx, tx, by, blog.Approved, s)
	})
}

// HideQuote keeps a quote for staff alone again.
func (c *Comments) HideQuote(ctx context.Context, by blog.Editor, id string) (blog.Stamp, error) {
	return c.aboutStamp(ctx, by, id, func(tx *postgres.Tx, s blog.Stamp) error {
		if s.Shown.IsZero() {
			return nil
		}
		if err := tx.ShowStamp(ctx, id, false); err != nil {
			return err
		}
		return recordStamp(ctx, tx, by, blog.Hidden, s)
	})
}

// Revoke takes our consent to a quote or a listing back for good. Whoever has
// it is told, and asking again does not bring it back.
func (c *Comments) Revoke(ctx context.Context, by blog.Editor, id string) (blog.Stamp, error) {
	return c.aboutStamp(ctx, by, id, func(tx *postgres.Tx, s blog.Stamp) error {
		revoked, err := tx.RevokeStamp(ctx, id)
		if err != nil || !revoked {
			return err
		}
		return recordStamp(ctx, tx, by, blog.Revoked, s)
	})
}

// aboutStamp is the transaction of what staff decide about a stamp.
func (c *Comments) aboutStamp(ctx context.Context, by blog.Editor, id string, step func(*postgres.Tx, blog.Stamp) error) (blog.Stamp, error) {
	var stamp blog.Stamp
	if err := moderator(by); err != nil {
		return stamp, err
	}
	err := c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		var err error
		if stamp, err = tx.StampByID(ctx, id); err != nil {
			return err
		}
		if err := step(tx, stamp); err != nil {
			return err
		}
		stamp, err = tx.StampByID(ctx, id)
		return err
	})
	return stamp, err
}

// ReviseQuote follows the edit of a quote by its author, and tells whether it
// was one: our consent ends when it quotes something else by now, and readers
// no longer see it when it is not for everybody any more.
func (c *Comments) ReviseQuote(ctx context.Context, uri, personURI, quote string, audience blog.Audience) (bool, error) {
	revised := false
	err := c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		stamps, err := tx.ReviseQuotes(ctx, uri, personURI, quote, audience)
		if err != nil {
			return err
		}
		revised = len(stamps) > 0
		return recordRemoved(ctx, tx, stamps)
	})
	return revised, err
}

// dropStamps forgets our consent to what its author has deleted.
func dropStamps(ctx context.Context, tx *postgres.Tx, uri, personURI string) error {
	dropped, err := tx.DropStamps(ctx, uri, personURI)
	if err != nil {
		return err
	}
	return recordRemoved(ctx, tx, dropped)
}

func recordRemoved(ctx context.Context, tx *postgres.Tx, stamps []blog.Stamp) error {
	for _, s := range stamps {
		if err := recordStamp(ctx, tx, blog.Editor{}, blog.Removed, s); err != nil {
			return err
		}
	}
	return nil
}

func recordStamp(ctx context.Context, tx *postgres.Tx, by blog.Editor, verb blog.Verb, s blog.Stamp) error {
	_, err := tx.Record(ctx, blog.Change{
		Editor: by.ID, Verb: verb, Subject: blog.StampSubject, SubjectID: s.ID, PostID: s.PostID,
	})
	return err
}
