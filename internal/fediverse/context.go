package fediverse

import (
	"context"
	"fmt"
	"iter"
	"time"

	fed "inews/federation"
	"inews/federation/activitystreams"
	"inews/internal/postgres"
)

// Bounds of looking through conversations, which may be long, and which many
// comments name.
const (
	entriesPerContext = 500              // most of them known; fetching one costs of the budget
	contextRest       = 15 * time.Minute // between two looks at one
)

// walkContext takes in what somebody's collection of a whole conversation lists
// and we do not have: of what a comment or a partner's item belongs to. The list
// is only a hint where to look. It tells how many were taken in. Source:
// FEP-7888, FEP-f228.
func (r *Receiver) walkContext(ctx context.Context, of fed.Object) (int, error) {
	id, err := fed.ParseID(of.Context)
	if err != nil || r.Ours(id) { // a mere name; or ours, which we know
		return 0, nil
	}
	var free bool
	err = r.DB.InTx(ctx, func(tx *postgres.Tx) (err error) {
		free, err = tx.ClaimContext(ctx, string(id), r.Now(), contextRest)
		return err
	})
	if err != nil || !free {
		return 0, err
	}
	conversation, err := r.Client.Collection(ctx, id)
	if err != nil {
		return 0, err
	}
	if !conversation.AttributedTo.SameOrigin(conversation.ID) {
		return 0, ignored("%s names no owner on its own server", conversation.ID)
	}
	return r.takeAll(ctx, r.entriesOf(ctx, conversation))
}

// entriesOf yields the posts that a conversation lists, by their ids or by the
// activities that created them. What comes embedded says an id and nothing more.
func (r *Receiver) entriesOf(ctx context.Context, conversation fed.Collection) iter.Seq2[fed.ID, error] {
	return func(yield func(fed.ID, error) bool) {
		for item, err := range r.Client.ItemsOf(ctx, conversation, entriesPerContext) {
			if err != nil {
				err = fmt.Errorf("read conversation: %w", err)
			}
			if !yield(postOf(item), err) {
				return
			}
		}
	}
}

// postOf is the id of an entry, or of the post that an entry created.
func postOf(item fed.Item) fed.ID {
	if kind, typ, err := activitystreams.KindOf(item.Document); err != nil || kind != activitystreams.ActivityKind || typ != fed.CreateType {
		return item.ID
	}
	activity, err := activitystreams.ReadActivity(item.Document)
	if err != nil {
		return ""
	}
	return activity.ObjectID
}
