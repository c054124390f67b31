package network

import (
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Share passes an item on to our followers; again, it changes nothing. What
// staff have blocked is not shared.
func (n *Network) Share(ctx context.Context, by blog.Editor, itemID string) (blog.Item, error) {
	return n.pass(ctx, by, itemID, func(tx *postgres.Tx, item blog.Item) error {
		held, err := tx.IsItemHeld(ctx, item.ID)
		if err == nil && held {
			err = blog.Errorf(blog.Conflict, "You have blocked whose this is, or put their server on hold. Take that back first.")
		}
		if err != nil {
			return err
		}
		id, err := tx.NewObjectID(ctx)
		if err != nil {
			return err
		}
		first, err := tx.ShareItem(ctx, item.ID, id)
		if err != nil || !first {
			return err
		}
		return recordItem(ctx, tx, by, blog.Shared, item, id)
	})
}

// Unshare takes the share back.
func (n *Network) Unshare(ctx context.Context, by blog.Editor, itemID string) (blog.Item, error) {
	return n.pass(ctx, by, itemID, func(tx *postgres.Tx, item blog.Item) error {
		there, err := tx.UnshareItem(ctx, item.ID)
		if err != nil || !there {
			return err
		}
		return recordItem(ctx, tx, by, blog.Unshared, item, item.ShareID)
	})
}

// Refused takes back a share that the item's author does not allow. It is
// NotFound when the item is not shared, or was shared anew since.
func (n *Network) Refused(ctx context.Context, itemURI, shareID string) error {
	return n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		item, err := tx.ItemByURI(ctx, itemURI)
		if err != nil {
			return err
		}
		if item.ShareID != shareID {
			return blog.Errorf(blog.NotFound, "The blog does not share this.")
		}
		if there, err := tx.UnshareItem(ctx, item.ID); err != nil || !there {
			return err
		}
		return recordItem(ctx, tx, blog.Editor{}, blog.Unshared, item, item.ShareID)
	})
}

func (n *Network) pass(ctx context.Context, by blog.Editor, id string, step func(*postgres.Tx, blog.Item) error) (blog.Item, error) {
	var item blog.Item
	if err := networker(by); err != nil {
		return item, err
	}
	err := n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		var err error
		if item, err = tx.ItemByID(ctx, id); err != nil {
			return err
		}
		if err := step(tx, item); err != nil {
			return err
		}
		item, err = tx.ItemByID(ctx, id)
		return err
	})
	return item, err
}
