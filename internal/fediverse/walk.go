package fediverse

import (
	"context"
	"errors"
	"fmt"
	"iter"
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
	walksAtOnce    = 10 // comments, and as many items, in one round, a minute apart
	repliesPerWalk = 50 // entries of a collection that are looked at
	walkTime       = time.Minute
)

// WalkThreads looks for replies to comments that nobody has sent us: those that
// name the commenter and not the blog. What it finds is taken in as if it had
// been delivered, from its own server. Source: mastodon/mastodon "fetch all
// replies", FEP-7458, FEP-f228.
func (r *Receiver) WalkThreads(ctx context.Context) error {
	var ofComments, ofItems []postgres.Walk
	err := r.DB.InTx(ctx, func(tx *postgres.Tx) (err error) {
		if ofComments, err = tx.ClaimWalks(ctx, r.Now(), pauses, walksAtOnce); err != nil {
			return err
		}
		ofItems, err = tx.ClaimItemWalks(ctx, r.Now(), pauses, walksAtOnce)
		return err
	})
	if err != nil {
		return fmt.Errorf("claim walks: %w", err)
	}
	for _, walk := range ofComments {
		r.within(ctx, walk, "looked for replies", r.walkReplies)
		r.within(ctx, walk, "looked through the conversation", r.walkContext)
	}
	for _, walk := range ofItems {
		r.within(ctx, walk, "looked through the conversation", r.walkContext)
	}
	return nil
}

// within makes one walk with a budget of its own.
func (r *Receiver) within(ctx context.Context, walk postgres.Walk, what string, walks func(context.Context, fed.Object) (int, error)) {
	ctx, cancel := context.WithTimeout(abroad(fetch.WithBudget(ctx, fetchesPerActivity)), walkTime)
	defer cancel()
	object, err := activitystreams.ReadObject(walk.Raw)
	found := 0
	if err == nil {
		found, err = walks(ctx, object)
	}
	r.Log.Debug(what, "activity", walk.URI, "outcome", found, "err", err)
}

// walkReplies takes in the unknown replies of one comment, and tells how many.
// Its error says why it stopped; what was taken in stays.
func (r *Receiver) walkReplies(ctx context.Context, comment fed.Object) (int, error) {
	if comment.Replies == nil {
		return 0, nil
	}
	return r.takeAll(ctx, r.repliesOf(ctx, comment.ID, *comment.Replies))
}

// takeAll takes in those of some objects that are unknown replies in our threads,
// and tells how many.
func (r *Receiver) takeAll(ctx context.Context, ids iter.Seq2[fed.ID, error]) (found int, err error) {
	for id, err := range ids {
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
func (r *Receiver) repliesOf(ctx context.Context, comment fed.ID, replies fed.Collection) iter.Seq2[fed.ID, error] {
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
	if err := showable(object); err != nil {
		return false, err
	}
	at, err := r.find(ctx, object.InReplyTo)
	if err != nil {
		return false, err
	}
	_, err = r.adopt(ctx, object, at)
	return err == nil, err
}
