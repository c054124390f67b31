package compliance

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// SetElection stores an election: a new one, or a change of the one with its id.
// It begins and ends by itself.
func (c *Compliance) SetElection(ctx context.Context, by blog.Editor, e blog.Election) (blog.Election, error) {
	if err := owner(by); err != nil {
		return e, err
	}
	e.Name, e.Reason = oneLine(e.Name), strings.TrimSpace(e.Reason)
	e.Watched = lines(e.Watched)
	if err := e.Check(c.now()); err != nil {
		return e, err
	}
	err := c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if e.ID != "" {
			before, err := tx.ElectionByID(ctx, e.ID)
			if err != nil {
				return err
			}
			if !before.EndsAt.After(c.now()) {
				return blog.Errorf(blog.Conflict, "This election is over. What was done then stays as it was.")
			}
			if before.On(c.now()) && !e.BeginsAt.Equal(before.BeginsAt) {
				return blog.InvalidField("begins", "It has begun: when it did cannot be changed any more.")
			}
		}
		saved, err := tx.SaveElection(ctx, e, by.ID)
		if err != nil {
			return err
		}
		e = saved
		return c.recordElection(ctx, tx, by, blog.Set, e)
	})
	return e, err
}

// EndElection ends one that is on now, or forgets one that has not begun.
func (c *Compliance) EndElection(ctx context.Context, by blog.Editor, id string) error {
	if err := owner(by); err != nil {
		return err
	}
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		e, err := tx.ElectionByID(ctx, id)
		if err != nil {
			return err
		}
		switch {
		case e.On(c.now()):
			e.EndsAt = c.now()
			if e, err = tx.SaveElection(ctx, e, by.ID); err != nil {
				return err
			}
		case e.BeginsAt.After(c.now()):
			if _, err := tx.DeleteElection(ctx, id, c.now()); err != nil {
				return err
			}
		default:
			return blog.Errorf(blog.Conflict, "This election is over already.")
		}
		return c.recordElection(ctx, tx, by, blog.Closed, e)
	})
}

func (c *Compliance) recordElection(ctx context.Context, tx *postgres.Tx, by blog.Editor, verb blog.Verb, e blog.Election) error {
	_, err := tx.Record(ctx, blog.Change{
		Editor: by.ID, Verb: verb, Subject: blog.ElectionSubject, SubjectID: e.ID,
		Reason: fmt.Sprintf("%s, from %s to %s", e.Name, c.moment(e.BeginsAt), c.moment(e.EndsAt)),
	})
	return err
}

func (c *Compliance) moment(at time.Time) string {
	return at.In(c.Zone).Format("2 January 2006, 15:04")
}

// lines are the words that staff listed, each once and none empty.
func lines(typed []string) (list []string) {
	for _, words := range typed {
		if words = oneLine(words); words != "" && !slices.Contains(list, words) {
			list = append(list, words)
		}
	}
	return list
}

// Reminders of an election.
const electionAhead = 7 * 24 * time.Hour

// remindOfElection tells those who publish that the time before an election is
// near, once.
func (c *Compliance) remindOfElection(ctx context.Context) error {
	e, err := c.DB.ElectionAt(ctx, c.now().Add(electionAhead))
	if err != nil || e.ID == "" || e.On(c.now()) {
		return err
	}
	words := fmt.Sprintf("The time before %q begins on %s: from then on a second person approves whatever is published.", e.Name, c.moment(e.BeginsAt))
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		staff, err := tx.Editors(ctx)
		if err != nil {
			return err
		}
		var to []string
		for _, editor := range staff {
			if editor.Role.May(blog.MayPublish) {
				to = append(to, editor.ID)
			}
		}
		notice := blog.Notice{Kind: blog.NoticeElection, Words: words, Path: "/desk/election"}
		return c.tellOnce(ctx, tx, notice, func(n blog.Notice) (bool, error) { return tx.ToldSince(ctx, n, e.BeginsAt.Add(-electionAhead)) }, to...)
	})
}
