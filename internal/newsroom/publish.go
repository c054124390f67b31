package newsroom

import (
	"context"
	"errors"
	"fmt"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

func summary(html string) string {
	return richtext.Summary(richtext.Trusted(html), richtext.SummaryLength)
}

// Publish lets a draft or scheduled post out, now. A time that the draft gave
// itself in the past is kept.
func (n *Newsroom) Publish(ctx context.Context, by blog.Editor, id string) (blog.Post, error) {
	return n.moveAnd(ctx, by, id, blog.Change{Verb: blog.Published}, func(tx *postgres.Tx, p *blog.Post) error {
		if err := n.whole(ctx, tx, *p); err != nil {
			return err
		}
		if err := n.secondPerson(ctx, tx, by, *p, n.now()); err != nil {
			return err
		}
		return n.publish(ctx, tx, p)
	}, n.approved(ctx, by))
}

// whole holds a post that an editor lets out to everything at once. One whose
// time has come was held to it when it was scheduled: what the rules for
// pictures asked less of then still goes out.
func (n *Newsroom) whole(ctx context.Context, tx *postgres.Tx, p blog.Post) error {
	bad, err := n.illustrated(ctx, tx, blog.Post{}, p)
	if err != nil {
		return err
	}
	unfinished := translated(ctx, tx, p)
	if unfinished != nil && blog.KindOf(unfinished) != blog.Invalid {
		return unfinished
	}
	bad = append(bad, blog.ProblemsOf(unfinished)...)
	if len(bad) == 0 {
		return nil
	}
	return append(blog.ProblemsOf(p.Check(true)), bad...).Err()
}

func (n *Newsroom) publish(ctx context.Context, tx *postgres.Tx, p *blog.Post) error {
	if p.PublishedAt.After(n.now()) {
		return blog.InvalidField("published", "The date of the post lies ahead: schedule it instead.")
	}
	if err := ready(ctx, tx, p); err != nil {
		return err
	}
	return p.Publish(n.now())
}

// Schedule sets a post to go out by itself; again, to go out at another time.
func (n *Newsroom) Schedule(ctx context.Context, by blog.Editor, id string, at time.Time) (blog.Post, error) {
	return n.moveAnd(ctx, by, id, blog.Change{Verb: blog.Scheduled}, func(tx *postgres.Tx, p *blog.Post) error {
		if err := n.whole(ctx, tx, *p); err != nil {
			return err
		}
		if err := ready(ctx, tx, p); err != nil {
			return err
		}
		if err := n.secondPerson(ctx, tx, by, *p, at); err != nil {
			return err
		}
		return p.Schedule(at, n.now())
	}, n.approved(ctx, by))
}

// approved tells the writer of a post that it was let out.
func (n *Newsroom) approved(ctx context.Context, by blog.Editor) func(*postgres.Tx, blog.Post) error {
	return func(tx *postgres.Tx, p blog.Post) error { return n.tellApproved(ctx, tx, by, p) }
}

// Unschedule takes a scheduled post back to draft.
func (n *Newsroom) Unschedule(ctx context.Context, by blog.Editor, id string) (blog.Post, error) {
	return n.move(ctx, by, id, blog.Change{Verb: blog.TakenBack}, func(_ *postgres.Tx, p *blog.Post) error {
		return p.Unschedule()
	})
}

// Withdraw takes a published post back from the world. Its wire id is never
// given out again.
func (n *Newsroom) Withdraw(ctx context.Context, by blog.Editor, id, reason string) (blog.Post, error) {
	withdrawn := blog.Change{Verb: blog.Withdrawn, Reason: reason}
	return n.move(ctx, by, id, withdrawn, func(tx *postgres.Tx, p *blog.Post) error {
		if err := p.Withdraw(n.now()); err != nil {
			return err
		}
		return tx.RetireObject(ctx, p.ObjectID, p.ID)
	})
}

// Reopen makes a draft of a withdrawn post, under a new wire id.
func (n *Newsroom) Reopen(ctx context.Context, by blog.Editor, id string) (blog.Post, error) {
	return n.move(ctx, by, id, blog.Change{Verb: blog.Reopened}, func(tx *postgres.Tx, p *blog.Post) error {
		objectID, err := tx.NewObjectID(ctx)
		if err != nil {
			return err
		}
		return p.Reopen(objectID)
	})
}

// PublishDue lets out every scheduled post whose time has come, and returns how
// many. Each has a transaction of its own and is locked first, so any number
// of nodes may call this at once and each post goes out once. A post that has
// come to break a rule goes back to draft, with the reason in its Change.
func (n *Newsroom) PublishDue(ctx context.Context) (int, error) {
	ids, err := n.DB.PostsDue(ctx, n.now())
	if err != nil {
		return 0, fmt.Errorf("list due posts: %w", err)
	}
	published := 0
	var failures []error
	for _, id := range ids {
		done, err := n.publishOneDue(ctx, id)
		if err != nil {
			failures = append(failures, fmt.Errorf("publish due post %s: %w", id, err))
		}
		if done {
			published++
		}
	}
	return published, errors.Join(failures...)
}

func (n *Newsroom) publishOneDue(ctx context.Context, id string) (published bool, err error) {
	err = n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := tx.LockPost(ctx, id); err != nil {
			return err
		}
		p, err := tx.PostByID(ctx, id)
		if err != nil {
			return err
		}
		if p.State != blog.StateScheduled || p.ScheduledAt.After(n.now()) {
			return nil // another node was faster, or an editor thought again
		}
		verb, reason := blog.Published, ""
		err = n.secondPerson(ctx, tx, blog.Editor{}, p, n.now())
		if err == nil {
			err = n.publish(ctx, tx, &p)
		}
		switch {
		case blog.KindOf(err) == blog.Invalid, isElection(err):
			verb, reason = blog.Drafted, "Could not be published: "+blog.Message(err)
			if err := p.Unschedule(); err != nil {
				return err
			}
		case err != nil:
			return err
		}
		published = verb == blog.Published
		if err := n.settle(ctx, tx, p, blog.Change{Verb: verb, Reason: reason}); err != nil {
			return err
		}
		if !published {
			return n.tellPeople(ctx, tx, p, blog.NoticeSentBack, called(p)+" did not go out. "+reason)
		}
		return n.tellApproved(ctx, tx, blog.Editor{}, p)
	})
	return published && err == nil, err
}

// move is the transaction of every verb that takes a post from one state to
// another.
func (n *Newsroom) move(ctx context.Context, by blog.Editor, id string, c blog.Change, step func(*postgres.Tx, *blog.Post) error) (blog.Post, error) {
	return n.moveAnd(ctx, by, id, c, step, nil)
}

// moveAnd is move with something to be done in the same transaction once the
// post has moved; then may be nil.
func (n *Newsroom) moveAnd(ctx context.Context, by blog.Editor, id string, c blog.Change, step func(*postgres.Tx, *blog.Post) error,
	then func(*postgres.Tx, blog.Post) error) (blog.Post, error) {
	var p blog.Post
	if err := publisher(by); err != nil {
		return p, err
	}
	c.Editor = by.ID
	err := n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		var err error
		if p, err = lock(ctx, tx, id); err != nil {
			return err
		}
		if c.Verb == blog.Withdrawn {
			c.Object = p.ObjectID
		}
		if err := step(tx, &p); err != nil {
			return err
		}
		if err := n.settle(ctx, tx, p, c); err != nil {
			return err
		}
		if p, err = tx.PostByID(ctx, id); err != nil || then == nil {
			return err
		}
		return then(tx, p)
	})
	return p, err
}

// settle saves a post that has moved and records how.
func (n *Newsroom) settle(ctx context.Context, tx *postgres.Tx, p blog.Post, c blog.Change) error {
	p, err := tx.UpdatePost(ctx, p)
	if err != nil {
		return err
	}
	if err := tx.KeepRevision(ctx, p, c.Editor); err != nil { // publishing may write the summary
		return err
	}
	if err := tx.CarryTranslations(ctx, p.ID, p.Version); err != nil {
		return err
	}
	c.Subject, c.SubjectID, c.PostID = SubjectOf(p), p.ID, p.ID
	if _, err = tx.Record(ctx, c); err != nil || c.Verb != blog.Published {
		return err
	}
	return tx.MailPost(ctx, p.ID, n.now())
}

// ready gives the post the summary that it lacks and holds its translations to
// theirs, and an event to an event's rules; the rules of every post are checked by its state machine.
func ready(ctx context.Context, tx *postgres.Tx, p *blog.Post) error {
	if p.Summary == "" {
		p.Summary = summary(p.HTML)
	}
	if err := translated(ctx, tx, *p); err != nil {
		return err
	}
	if p.Form != blog.FormEvent {
		return nil
	}
	e, err := tx.EventByID(ctx, p.ID)
	if blog.KindOf(err) == blog.NotFound {
		return blog.InvalidField("start", "Say when it starts.")
	}
	if err != nil {
		return err
	}
	e.Post = *p
	return e.Check(true)
}

// Redeliver makes the failing and failed deliveries of a post due at once, and
// returns how many.
func (n *Newsroom) Redeliver(ctx context.Context, by blog.Editor, id string) (int, error) {
	if err := publisher(by); err != nil {
		return 0, err
	}
	var due int
	err := n.DB.InTx(ctx, func(tx *postgres.Tx) (err error) {
		due, err = tx.RetryDeliveries(ctx, id)
		return err
	})
	return due, err
}
