package compliance

import (
	"context"
	"fmt"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Describe stores what the council says of itself on the pages that the law asks
// for. Whoever saw an older version gets a Conflict.
func (c *Compliance) Describe(ctx context.Context, by blog.Editor, l blog.Legal) error {
	if err := owner(by); err != nil {
		return err
	}
	for _, line := range []*string{&l.Organisation, &l.Email, &l.Phone, &l.Lead, &l.LeadEmail, &l.Registration, &l.TestedBy} {
		*line = oneLine(*line)
	}
	if err := l.Check(c.today()); err != nil {
		return err
	}
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		saved, err := tx.SaveLegal(ctx, l)
		if err != nil {
			return err
		}
		if !saved {
			return blog.Errorf(blog.Conflict, "Somebody else saved this in the meantime. Nothing is overwritten: what you typed is below. Save again to have yours.")
		}
		return c.recordLegal(ctx, tx, by, blog.Edited, "")
	})
}

// Approve says that somebody has looked over what the pages say; they are asked
// again in a year.
func (c *Compliance) Approve(ctx context.Context, by blog.Editor) error {
	if err := owner(by); err != nil {
		return err
	}
	today := c.today()
	due := today.AddDate(0, blog.ReviewMonths, 0)
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		l, err := tx.Legal(ctx)
		if err != nil {
			return err
		}
		if err := l.Check(today); err != nil {
			return blog.Errorf(blog.Conflict, "Something is missing still: %s Complete and save it first, then approve.", blog.Message(err))
		}
		if err := tx.ApproveLegal(ctx, by.ID, today, due); err != nil {
			return err
		}
		return c.recordLegal(ctx, tx, by, blog.Affirmed, "To be looked at again on "+due.Format("2 January 2006"))
	})
}

func (c *Compliance) recordLegal(ctx context.Context, tx *postgres.Tx, by blog.Editor, verb blog.Verb, reason string) error {
	_, err := tx.Record(ctx, blog.Change{Editor: by.ID, Verb: verb, Subject: blog.LegalSubject, SubjectID: "legal", Reason: reason})
	return err
}

// Reminders of what must be looked at.
const (
	reviewAhead = 30 * 24 * time.Hour // before the pages must be looked at again
	reviewPace  = 14 * 24 * time.Hour // between two reminders of it
)

// remindOfReview tells the owners that the pages are to be looked at again.
func (c *Compliance) remindOfReview(ctx context.Context) error {
	l, err := c.DB.Legal(ctx)
	if err != nil {
		return fmt.Errorf("read when the legal pages are due: %w", err)
	}
	if l.ReviewDue.IsZero() || c.now().Before(l.ReviewDue.Add(-reviewAhead)) {
		return nil
	}
	words := "The accessibility statement and the privacy notice are to be reviewed by " + l.ReviewDue.Format("2 January 2006") + "."
	if !c.now().Before(l.ReviewDue) {
		words = "The accessibility statement and the privacy notice were to be reviewed by " + l.ReviewDue.Format("2 January 2006") + "."
	}
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		to, err := owners(ctx, tx)
		if err != nil {
			return err
		}
		notice := blog.Notice{Kind: blog.NoticeLegal, Words: words, Path: "/desk/legal"}
		return c.tellOnce(ctx, tx, notice, func(n blog.Notice) (bool, error) { return tx.ToldSince(ctx, n, c.now().Add(-reviewPace)) }, to...)
	})
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
