package newsroom

import (
	"context"
	"errors"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Before an election nothing becomes public by one person's word alone. A post in
// review that another handed in has its second person in whoever lets it out;
// otherwise somebody must have approved it, or given a reason.

// ElectionField is where the editor tells that a second person is needed.
const ElectionField = "election"

// secondPerson refuses to let a post out at a time before an election, unless
// somebody else than by stands behind it as well. For a post that goes out later
// the approval is kept until then.
func (n *Newsroom) secondPerson(ctx context.Context, tx *postgres.Tx, by blog.Editor, p blog.Post, at time.Time) error {
	e, err := tx.ElectionAt(ctx, at)
	if err != nil || e.ID == "" {
		return err
	}
	now := n.now()
	approval := blog.ElectionApproval{ElectionID: e.ID, PostID: p.ID, EditorID: by.ID, Second: true, At: now}
	if !at.After(now) {
		approval.UsedAt = now
	}
	if p.State == blog.StateReview && by.ID != "" && p.Submission.By != by.ID {
		return tx.InsertApproval(ctx, approval)
	}
	if at.After(now) { // it is used when the post goes out
		approvals, err := tx.Approvals(ctx, e.ID, p.ID)
		if err != nil {
			return err
		}
		for _, a := range approvals {
			if a.UsedAt.IsZero() {
				return nil
			}
		}
		return needsSecond(e)
	}
	used, err := tx.UseApproval(ctx, e.ID, p.ID, "", now)
	if err == nil && !used {
		err = needsSecond(e)
	}
	return err
}

// isElection tells whether only a second person is missing.
func isElection(err error) bool {
	var known *blog.Error
	return errors.As(err, &known) && known.Field == ElectionField
}

func needsSecond(e blog.Election) error {
	return &blog.Error{
		Kind: blog.Conflict, Field: ElectionField,
		Msg: "It is the time before an election (" + e.Name + "), when a second person approves whatever is published. Hand it in for review, or see “Before the election” in the box beside the text.",
	}
}

// ApproveForElection has somebody stand behind a post that is to go out, or be
// changed, before an election. Whoever wrote it must give a reason why it cannot
// wait for a second person. The approval is good for one step.
func (n *Newsroom) ApproveForElection(ctx context.Context, by blog.Editor, id, reason string) error {
	if err := publisher(by); err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	return n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		p, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		at := n.now()
		if p.State == blog.StateScheduled {
			at = p.ScheduledAt
		}
		e, err := tx.ElectionAt(ctx, at)
		if err != nil {
			return err
		}
		if e.ID == "" {
			return blog.Errorf(blog.Conflict, "There is no election near: nobody needs to approve this.")
		}
		alone, err := isAlone(ctx, tx, by, p)
		if err != nil {
			return err
		}
		approval := blog.ElectionApproval{ElectionID: e.ID, PostID: p.ID, EditorID: by.ID, Second: !alone, Reason: reason, At: n.now()}
		if err := approval.Check(); err != nil {
			return err
		}
		if err := tx.InsertApproval(ctx, approval); err != nil {
			return err
		}
		c := change(by, blog.Approved, p)
		if c.Reason = reason; alone {
			c.Verb = blog.Overrode
		}
		_, err = tx.Record(ctx, c)
		return err
	})
}

// isAlone tells whether the words of a post are the editor's own: they drafted it,
// or saved it last, or set when it goes out.
func isAlone(ctx context.Context, tx *postgres.Tx, by blog.Editor, p blog.Post) (bool, error) {
	drafter, err := tx.DraftedBy(ctx, p.ID)
	if err != nil || drafter == by.ID || by.ID == "" {
		return true, err
	}
	changes, err := tx.ChangesOf(ctx, SubjectOf(p), p.ID)
	for i := len(changes) - 1; i >= 0 && err == nil; i-- {
		switch changes[i].Verb {
		case blog.Drafted, blog.Edited, blog.Scheduled:
			return changes[i].Editor == by.ID, nil
		}
	}
	return false, err
}
