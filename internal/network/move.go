package network

import (
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Moved follows a partner to the new actor that it has moved to, and ends
// following the old one. Whoever calls it has made sure that the new actor names
// the old one as itself, and has saved it.
//
// What staff have decided about the old one counts for the new one: the old one,
// which they trust, has said so itself. What they have decided about the new one
// before counts more. A partner moves once; one whom the blog does not follow,
// or that has moved before, is NotFound. When the new one was followed and left
// earlier, that is a Conflict, and nothing changes.
func (n *Network) Moved(ctx context.Context, oldURI, newURI string) error {
	return n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		old, err := tx.PartnerByPerson(ctx, oldURI)
		if err != nil {
			return err
		}
		if err := tx.LockPartner(ctx, old.ID); err != nil {
			return err
		}
		if old, err = tx.PartnerByID(ctx, old.ID); err != nil {
			return err
		}
		if old.WentTo != "" || (old.State != blog.FollowSent && old.State != blog.FollowAccepted) {
			return blog.Errorf(blog.NotFound, "The blog does not follow them, or followed them before.")
		}
		next, err := n.succeed(ctx, tx, old, newURI)
		if err != nil {
			return err
		}
		if _, err := tx.MovePartner(ctx, old.ID, next.ID); err != nil {
			return err
		}
		if err := tx.SetFollowState(ctx, old.ID, blog.FollowEnded); err != nil {
			return err
		}
		return record(ctx, tx, blog.Editor{}, blog.Unfollowed, old, "moved to "+next.Called())
	})
}

// succeed follows the new actor of a partner, unless the blog does already.
func (n *Network) succeed(ctx context.Context, tx *postgres.Tx, old blog.Partner, newURI string) (blog.Partner, error) {
	before, err := tx.PartnerByPerson(ctx, newURI)
	isNew := blog.KindOf(err) == blog.NotFound
	switch {
	case err != nil && !isNew:
		return before, err
	case before.State == blog.FollowEnded:
		return before, blog.Errorf(blog.Conflict, "The blog has followed the new address of this partner before, and ended it.")
	}
	if err := mayFollow(ctx, tx, newURI); err != nil {
		return before, err
	}
	id, err := tx.NewObjectID(ctx)
	if err != nil {
		return before, err
	}
	sent, err := tx.SavePartner(ctx, newURI, n.Base+id)
	if err != nil {
		return before, err
	}
	next, err := tx.PartnerByPerson(ctx, newURI)
	if err != nil || !sent {
		return next, err
	}
	why := "moved from " + old.Called()
	if err := record(ctx, tx, blog.Editor{}, blog.Followed, next, why); err != nil || !isNew || old.Trust == next.Trust {
		return next, err
	}
	if err := tx.SetTrust(ctx, next.ID, old.Trust); err != nil {
		return next, err
	}
	verb := blog.Trusted
	if old.Trust == blog.TrustMuted {
		verb = blog.Muted
	}
	return next, record(ctx, tx, blog.Editor{}, verb, next, why)
}
