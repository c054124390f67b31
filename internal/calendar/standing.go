package calendar

import (
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Cancel says that a published event does not take place. It stays public, so
// that everybody who has it in a calendar learns of it.
func (c *Calendar) Cancel(ctx context.Context, by blog.Editor, id, reason string) (blog.Event, error) {
	return c.stand(ctx, by, id, blog.Cancelled, reason)
}

// Postpone says that a published event takes place at a time not yet known.
func (c *Calendar) Postpone(ctx context.Context, by blog.Editor, id, reason string) (blog.Event, error) {
	return c.stand(ctx, by, id, blog.Postponed, reason)
}

// Confirm says that an event which was cancelled or postponed goes ahead.
func (c *Calendar) Confirm(ctx context.Context, by blog.Editor, id, reason string) (blog.Event, error) {
	return c.stand(ctx, by, id, blog.GoesAhead, reason)
}

// stand sets the standing; setting it again changes nothing.
func (c *Calendar) stand(ctx context.Context, by blog.Editor, id string, standing blog.Standing, reason string) (blog.Event, error) {
	var e blog.Event
	if !by.Role.May(blog.MayPublish) {
		return e, blog.Errorf(blog.Forbidden, "Only an editor may say whether an event goes ahead.")
	}
	err := c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		err := tx.LockPost(ctx, id)
		if err != nil {
			return err
		}
		if e, err = tx.EventByID(ctx, id); err != nil {
			return err
		}
		if !e.Visible() {
			return blog.Errorf(blog.Conflict, "This event is not public. Publish it first, or edit the draft.")
		}
		if e.Standing == standing {
			return nil
		}
		before := e
		e.Standing = standing
		moved(&e, before)
		e.Edit(c.now())
		if e.Post, err = tx.UpdatePost(ctx, e.Post); err != nil {
			return err
		}
		return c.keep(ctx, tx, &e, blog.Change{Editor: by.ID, Verb: blog.Edited, Reason: reason})
	})
	return e, err
}
