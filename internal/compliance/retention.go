package compliance

import (
	"context"
	"errors"
	"fmt"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// How the clean-up goes about it: so much in one transaction, so that nobody
// waits long for a lock, and so many transactions for a class in one run; what is
// left waits for the next.
const (
	batchSize   = 500
	mostBatches = 400
)

// Progress is told how far a clean-up has come: the class that is done, and how
// much of it went or would go.
type Progress func(r blog.Retention, n int)

// Kept is the table of how long what is kept, with what staff chose.
func (c *Compliance) Kept(ctx context.Context) ([]blog.Retention, error) {
	chosen, err := c.DB.RetentionChoices(ctx)
	if err != nil {
		return nil, fmt.Errorf("read what staff chose to keep: %w", err)
	}
	return blog.KeptFor(chosen), nil
}

// Due tells how much of each class a clean-up would delete now. Nothing changes.
func (c *Compliance) Due(ctx context.Context, tell Progress) (map[blog.Class]int, error) {
	table, err := c.Kept(ctx)
	if err != nil {
		return nil, err
	}
	due := make(map[blog.Class]int, len(table))
	for _, r := range table {
		if due[r.Class], err = c.DB.CountDue(ctx, r.Class, r.Before(c.now())); err != nil {
			return due, fmt.Errorf("count what of class %s is due: %w", r.Class, err)
		}
		if tell != nil {
			tell(r, due[r.Class])
		}
	}
	return due, nil
}

// Clean deletes what was kept for long enough, class by class, and keeps a report
// of the run. It may be ended at any time and goes on at the next; a class that
// fails does not keep the others.
func (c *Compliance) Clean(ctx context.Context, tell Progress) (blog.RetentionRun, error) {
	run := blog.RetentionRun{BeganAt: c.now(), Deleted: map[blog.Class]int{}}
	table, err := c.Kept(ctx)
	if err != nil {
		return run, err
	}
	var failures []error
	for _, r := range table {
		n, err := c.expire(ctx, r)
		run.Deleted[r.Class] = n
		if err != nil {
			failures = append(failures, fmt.Errorf("delete what of class %s is due: %w", r.Class, err))
		}
		if tell != nil {
			tell(r, n)
		}
	}
	failed := errors.Join(failures...)
	if failed != nil {
		run.Problem = "Not everything could be deleted. It is tried again with the next run; the log of the server says why."
	}
	if run.EndedAt = c.now(); run.EndedAt.Before(run.BeganAt) {
		run.EndedAt = run.BeganAt // somebody set the clock
	}
	ctx = context.WithoutCancel(ctx) // what was deleted is reported
	return run, errors.Join(failed, c.DB.InTx(ctx, func(tx *postgres.Tx) error { return tx.InsertRetentionRun(ctx, run) }))
}

// CleanUp is Clean for the clock. Call it every day.
func (c *Compliance) CleanUp(ctx context.Context) error {
	_, err := c.Clean(ctx, nil)
	return err
}

func (c *Compliance) expire(ctx context.Context, r blog.Retention) (sum int, err error) {
	before := r.Before(c.now())
	for range mostBatches {
		var n int
		err := c.DB.InTx(ctx, func(tx *postgres.Tx) (err error) {
			n, err = tx.Expire(ctx, r.Class, before, batchSize)
			return err
		})
		if err != nil || n == 0 {
			return sum, err
		}
		sum += n
	}
	return sum, nil
}

// Choose sets how long classes are kept from now on; those that are not named
// stay as they are.
func (c *Compliance) Choose(ctx context.Context, by blog.Editor, amounts map[blog.Class]int) error {
	if err := owner(by); err != nil {
		return err
	}
	table, err := c.Kept(ctx)
	if err != nil {
		return err
	}
	var bad blog.Problems
	var changed []blog.Retention
	for _, r := range table {
		amount, named := amounts[r.Class]
		if !named || amount == r.Amount {
			continue
		}
		chosen, err := r.Choose(amount)
		if err != nil {
			bad = append(bad, blog.ProblemsOf(err)...)
			continue
		}
		changed = append(changed, chosen)
	}
	if err := bad.Err(); err != nil || len(changed) == 0 {
		return err
	}
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		for _, r := range changed {
			if err := tx.ChooseRetention(ctx, r, by.ID); err != nil {
				return err
			}
			_, err := tx.Record(ctx, blog.Change{
				Editor: by.ID, Verb: blog.Set, Subject: blog.RetentionSubject, SubjectID: string(r.Class), Reason: r.What + ": " + r.Words(),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}
