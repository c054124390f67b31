package fediverse

import (
	"context"
	"fmt"
	"slices"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// overlap is how long a replaced key stays listed. Mastodon looks at an actor
// anew after a week at most.
const overlap = 7 * 24 * time.Hour

// RotateKey gives an actor of ours a new key of a kind, RSA or Ed25519, with
// which every node signs from now on. The old one stays listed beside it until
// RetireKeys; until then the actor's other keys stay as they are, so that
// nobody ever finds only keys that they do not know.
func (b *Bridge) RotateKey(ctx context.Context, by blog.Editor, actor, algorithm string) (postgres.ActorKey, error) {
	if !by.Role.May(blog.MayManage) {
		return postgres.ActorKey{}, blog.Errorf(blog.Forbidden, "Only an owner of the blog may replace its keys.")
	}
	if actor != b.Handle && actor != InstanceName {
		return postgres.ActorKey{}, blog.InvalidField("actor", "The actors here are %s and %s.", b.Handle, InstanceName)
	}
	if algorithm != RSA && algorithm != Ed25519 {
		return postgres.ActorKey{}, blog.InvalidField("algorithm", "A key is of the kind %s or %s.", RSA, Ed25519)
	}
	if _, err := b.Keys.Listed(ctx, actor); err != nil { // which makes the first ones
		return postgres.ActorKey{}, err
	}
	var key postgres.ActorKey
	err := b.DB.InTx(ctx, func(tx *postgres.Tx) error {
		listed, err := tx.ActorKeys(ctx)
		if err != nil {
			return err
		}
		if err := mayRotate(listed, actor); err != nil {
			return err
		}
		if key, err = b.Keys.newKey(ctx, tx, actor, algorithm); err != nil {
			return err
		}
		if err := tx.ReplaceActorKey(ctx, key, b.Now()); err != nil {
			return fmt.Errorf("replace key: %w", err)
		}
		_, err = tx.Record(ctx, blog.Change{
			Editor: by.ID, Verb: blog.Rotated, Subject: blog.KeySubject, SubjectID: actor, Object: key.KeyID,
		})
		return err
	})
	b.Keys.Forget()
	return key, err
}

// mayRotate refuses a rotation while another is under way.
func mayRotate(listed []postgres.ActorKey, actor string) error {
	i := slices.IndexFunc(listed, func(key postgres.ActorKey) bool { return key.Actor == actor && key.State == "replaced" })
	if i < 0 {
		return nil
	}
	return blog.Errorf(blog.Conflict, "%s was replaced already and is listed still, since other servers may know no other. Retire it first; that can be done from %s.",
		listed[i].KeyID, listed[i].ReplacedAt.Add(overlap).UTC().Format(time.DateTime+" MST"))
}

// RetireKeys stops listing the keys that were replaced a week ago or earlier,
// and returns them. Their private halves are erased.
func (b *Bridge) RetireKeys(ctx context.Context) ([]postgres.ActorKey, error) {
	var retired []postgres.ActorKey
	err := b.DB.InTx(ctx, func(tx *postgres.Tx) error {
		var err error
		now := b.Now()
		if retired, err = tx.RetireActorKeys(ctx, now.Add(-overlap), now); err != nil {
			return fmt.Errorf("retire keys: %w", err)
		}
		for _, key := range retired {
			_, err := tx.Record(ctx, blog.Change{Verb: blog.Retired, Subject: blog.KeySubject, SubjectID: key.Actor, Object: key.KeyID})
			if err != nil {
				return err
			}
		}
		return nil
	})
	b.Keys.Forget()
	return retired, err
}

// tellKeys sends the blog's actor with the keys that it lists now to everybody
// who may have a copy. Nobody follows the instance actor.
func (b *Bridge) tellKeys(ctx context.Context, change blog.Change) (*News, error) {
	if change.SubjectID != b.Handle {
		return nil, nil
	}
	b.Keys.Forget() // what this node has at hand may be of before the change
	return b.tellProfile(ctx, change)
}
