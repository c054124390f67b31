package comments

import (
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Approve shows a comment, and trusts its author from then on when they are
// known by name on another server. What was not addressed to everybody cannot
// be approved.
func (c *Comments) Approve(ctx context.Context, by blog.Editor, id string) (blog.Comment, error) {
	return c.ApproveRead(ctx, by, id, "")
}

// ApproveRead is Approve for who has read the given edition of the comment. It is
// a Conflict when that is not what it says any more, so that nobody gets words
// shown by changing others that wait; "" approves whatever it says.
func (c *Comments) ApproveRead(ctx context.Context, by blog.Editor, id, edition string) (blog.Comment, error) {
	return c.decide(ctx, by, id, func(tx *postgres.Tx, comment blog.Comment) error {
		if err := stillSays(comment, edition); err != nil {
			return err
		}
		return c.approve(ctx, tx, by, comment)
	})
}

func stillSays(comment blog.Comment, edition string) error {
	if edition != "" && edition != comment.Edition() {
		return blog.Errorf(blog.Conflict, "Its author has changed it since this page was made. Reload the page and read it again.")
	}
	return nil
}

func (c *Comments) approve(ctx context.Context, tx *postgres.Tx, by blog.Editor, comment blog.Comment) error {
	if err := showable(ctx, tx, comment); err != nil || comment.Verdict == blog.VerdictApproved {
		return err
	}
	if err := tx.DecideComment(ctx, comment.ID, blog.VerdictApproved, "", by.ID); err != nil {
		return err
	}
	if comment.Origin == blog.FromFediverse {
		if err := tx.TrustPerson(ctx, comment.Person.URI); err != nil {
			return err
		}
	}
	if err := c.tellOf(ctx, tx, comment); err != nil {
		return err
	}
	return record(ctx, tx, by, blog.Approved, comment, "")
}

// showable tells why a comment cannot be shown, whatever staff press.
func showable(ctx context.Context, tx *postgres.Tx, comment blog.Comment) error {
	severity, err := tx.SeverityOf(ctx, comment.Person.Host)
	switch {
	case err != nil:
		return err
	case comment.Mention():
		return blog.Errorf(blog.Conflict, "This stands under no post of ours, so there is no page to show it on. Say that it is done with.")
	case comment.Private():
		return blog.Errorf(blog.Conflict, "This was not written for everybody: its author addressed it to the blog alone. It cannot be shown.")
	case !comment.Person.BlockedAt.IsZero():
		return blog.Errorf(blog.Conflict, "Its author is blocked. Take the block back first.")
	case severity.Refuses():
		return blog.Errorf(blog.Conflict, "The server of its author is blocked. Take the block back first.")
	}
	return nil
}

// Hide takes a comment from the page, for a reason that staff can look up.
func (c *Comments) Hide(ctx context.Context, by blog.Editor, id, reason string) (blog.Comment, error) {
	reason = oneLine(reason)
	return c.decide(ctx, by, id, func(tx *postgres.Tx, comment blog.Comment) error {
		if reason == "" {
			return blog.InvalidField("reason", "Say why: it is what you can answer when somebody asks.")
		}
		if err := tx.DecideComment(ctx, id, blog.VerdictHidden, reason, by.ID); err != nil {
			return err
		}
		return record(ctx, tx, by, blog.Hidden, comment, reason)
	})
}

// MarkSpam takes a comment from the page and its author's trust with it.
func (c *Comments) MarkSpam(ctx context.Context, by blog.Editor, id string) (blog.Comment, error) {
	return c.decide(ctx, by, id, func(tx *postgres.Tx, comment blog.Comment) error {
		if comment.Verdict == blog.VerdictSpam {
			return nil
		}
		if err := tx.DecideComment(ctx, id, blog.VerdictSpam, "", by.ID); err != nil {
			return err
		}
		if comment.Origin == blog.FromFediverse {
			if err := tx.DistrustPerson(ctx, comment.Person.URI); err != nil {
				return err
			}
		}
		return record(ctx, tx, by, blog.Spammed, comment, "")
	})
}

// decide is the transaction of every verdict. The blog's own answers are not
// judged but taken back.
func (c *Comments) decide(ctx context.Context, by blog.Editor, id string, step func(*postgres.Tx, blog.Comment) error) (blog.Comment, error) {
	var comment blog.Comment
	if err := moderator(by); err != nil {
		return comment, err
	}
	err := c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		var err error
		if comment, err = locked(ctx, tx, id); err != nil {
			return err
		}
		if comment.Origin == blog.FromBlog {
			return blog.Errorf(blog.Conflict, "This is the blog's own answer. Edit it, or take it back.")
		}
		if comment.Verdict == blog.VerdictRemoved {
			return blog.Errorf(blog.Conflict, "Its author has taken this comment back.")
		}
		if err := step(tx, comment); err != nil {
			return err
		}
		comment, err = tx.CommentByID(ctx, id)
		return err
	})
	return comment, err
}

// locked reads a comment that nobody else changes until the transaction ends: what
// is decided about it is decided about these words.
func locked(ctx context.Context, tx *postgres.Tx, id string) (blog.Comment, error) {
	if err := tx.LockComment(ctx, id); err != nil {
		return blog.Comment{}, err
	}
	return tx.CommentByID(ctx, id)
}
