package fediverse

import (
	"context"
	"errors"
	"fmt"
	"time"

	fed "inews/federation"
	"inews/federation/activitystreams"
	"inews/federation/fetch"
	"inews/internal/postgres"
)

// pauses are when the replies of a comment are looked for: most people answer
// within the hour, and some the next day. Mastodon looks whenever somebody opens
// the post; we look whether anybody does or not.
var pauses = [postgres.MaxWalks]time.Duration{5 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour, 72 * time.Hour}

// Bounds of walks. A stranger chose the addresses.
const (
	walksAtOnce    = 10 // comments in one round, a minute apart
	repliesPerWalk = 50 // entries of a collection that are looked at
)

// WalkThreads looks for replies to comments that nobody has sent us: those that
// name the commenter and not the blog. What it finds is taken in as if it had
// been delivered, from its own server. Source: mastodon/mastodon "fetch all
// replies", FEP-7458.
func (r *Receiver) WalkThreads(ctx context.Context) error {
	var walks []postgres.Walk
	err := r.DB.InTx(ctx, func(tx *postgres.Tx) (err error) {
		walks, err = tx.ClaimWalks(ctx, r.Now(), pauses, walksAtOnce)
		return err
	})
	if err != nil {
		return fmt.Errorf("claim walks: %w", err)
	}
	for _, walk := range walks {
		found, err := r.walk(fetch.WithBudget(ctx, fetchesPerActivity), walk)
		r.Log.Debug("looked for replies", "activity", walk.URI, "outcome", found, "err", err)
	}
	return nil
}

// walk takes in the unknown replies of one comment, and tells how many. Its
// error says why it stopped; what was taken in stays.
func (r *Receiver) walk(ctx context.Context, walk postgres.Walk) (found int, err error) {
	comment, err := activitystreams.ReadObject(walk.Raw)
	if err != nil || comment.Replies == nil {
		return 0, err
	}
	for id, err := range r.repliesOf(ctx, fed.ID(walk.URI), *comment.Replies) {
		if err != nil {
			return found, err
		}
		taken, err := r.findReply(ctx, id)
		switch {
		case errors.Is(err, fed.ErrBudget), ctx.Err() != nil:
			return found, err
		case err != nil:
			r.Log.Debug("reply not taken in", "activity", id, "err", err)
		case taken:
			found++
		}
	}
	return found, nil
}

// repliesOf yields the entries of a comment's collection of replies, as it came
// with the comment or as its server has it now. One on another server than the
// comment is nobody's.
func (r *Receiver) repliesOf(ctx context.Context, comment fed.ID, replies fed.Collection) func(func(fed.ID, error) bool) {
	return func(yield func(fed.ID, error) bool) {
		if replies.ID.SameOrigin(comment) {
			for item, err := range r.Client.Items(ctx, replies.ID, repliesPerWalk) {
				if !yield(item.ID, err) {
					return
				}
			}
			return
		}
		if replies.FirstPage == nil {
			return
		}
		items := replies.FirstPage.Items
		for _, item := range items[:min(len(items), repliesPerWalk)] {
			if !yield(item.ID, nil) {
				return
			}
		}
	}
}

// findReply fetches an object that is said to be a reply in one of our threads,
// and takes it in where it is one, is public, and was not known.
func (r *Receiver) findReply(ctx context.Context, id fed.ID) (taken bool, err error) {
	if id == "" || r.Ours(id) {
		return false, nil
	}
	if _, known, err := r.heldBy(ctx, id); err != nil || known {
		return false, err
	}
	object, err := r.fetch(ctx, id)
	if err != nil {
		return false, err
	}
	if !object.IsPublic() || object.InReplyTo == "" {
		return false, ignored("%s is not a public reply", id)
	}
	at, err := r.find(ctx, object.InReplyTo)
	if err != nil {
		return false, err
	}
	_, err = r.adopt(ctx, object, at)
	return err == nil, err
}
