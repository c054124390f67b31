package newsroom

import (
	"context"
	"errors"
	"fmt"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Date sets when a post is taken down by itself and when somebody is asked
// whether it is still true. Setting what is set already changes nothing.
func (n *Newsroom) Date(ctx context.Context, by blog.Editor, id string, d blog.Dates) (blog.Post, error) {
	return n.dated(ctx, by, id, blog.Dated, func(p *blog.Post) error { return p.Date(d, n.now()) })
}

// Affirm says that a post is still true; it is asked about again after as long.
func (n *Newsroom) Affirm(ctx context.Context, by blog.Editor, id string) (blog.Post, error) {
	return n.dated(ctx, by, id, blog.Affirmed, func(p *blog.Post) error { return p.Affirm(n.now()) })
}

func (n *Newsroom) dated(ctx context.Context, by blog.Editor, id string, verb blog.Verb, step func(*blog.Post) error) (blog.Post, error) {
	var p blog.Post
	if err := publisher(by); err != nil {
		return p, err
	}
	err := n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		var err error
		if p, err = lock(ctx, tx, id); err != nil {
			return err
		}
		before := p.Dates
		if err := step(&p); err != nil || p.Dates == before {
			return err
		}
		if err := tx.SetDates(ctx, id, p.Dates); err != nil {
			return err
		}
		c := change(by, verb, p)
		c.Reason = datesInWords(p.Dates)
		_, err = tx.Record(ctx, c)
		return err
	})
	return p, err
}

func datesInWords(d blog.Dates) string {
	down, ask := "it stays up", "nobody is asked about it"
	if !d.TakeDownAt.IsZero() {
		down = "it is taken down on " + moment(d.TakeDownAt)
	}
	if d.RecheckMonths > 0 {
		ask = "it is asked about on " + d.RecheckAt.Format("2 January 2006")
	}
	return down + ", " + ask
}

// TakeDownDue withdraws every published post whose end has come, and returns
// how many. Any number of nodes may call it at once; each post is withdrawn
// once.
func (n *Newsroom) TakeDownDue(ctx context.Context) (int, error) {
	ids, err := n.DB.PostsToTakeDown(ctx, n.now())
	if err != nil {
		return 0, fmt.Errorf("list posts that end: %w", err)
	}
	down := 0
	var failures []error
	for _, id := range ids {
		done, err := n.takeDownOne(ctx, id)
		if err != nil {
			failures = append(failures, fmt.Errorf("take down post %s: %w", id, err))
		}
		if done {
			down++
		}
	}
	return down, errors.Join(failures...)
}

func (n *Newsroom) takeDownOne(ctx context.Context, id string) (down bool, err error) {
	err = n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		p, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		at := p.Dates.TakeDownAt
		if !p.Visible() || at.IsZero() || at.After(n.now()) {
			return nil // another node was faster, or an editor thought again
		}
		c := blog.Change{Verb: blog.Withdrawn, Object: p.ObjectID, Reason: "Its time had come: it was to be taken down on " + moment(at) + "."}
		if err := p.Withdraw(n.now()); err != nil {
			return err
		}
		if err := tx.RetireObject(ctx, p.ObjectID, p.ID); err != nil {
			return err
		}
		down = true
		if err := n.settle(ctx, tx, p, c); err != nil {
			return err
		}
		words := called(p) + " was taken down, as you had set."
		return n.tellPeople(ctx, tx, p, blog.NoticeGoingDown, words)
	})
	return down && err == nil, err
}

// tellPeople tells everybody who works on a post of something that came by
// itself.
func (n *Newsroom) tellPeople(ctx context.Context, tx *postgres.Tx, p blog.Post, kind blog.NoticeKind, words string) error {
	people, err := tx.PeopleOn(ctx, p.ID)
	if err != nil {
		return err
	}
	return n.Tell(ctx, tx, blog.Notice{Kind: kind, PostID: p.ID, Words: words, Path: deskPath(p)}, "", people...)
}
