package newsroom

import (
	"context"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// MaxPinned is how many posts may be pinned: as many as the profile lists, and
// as Mastodon lets its own people pin.
const MaxPinned = 5

// Pin puts a published post first on the blog's profile on other servers.
func (n *Newsroom) Pin(ctx context.Context, by blog.Editor, id string) (blog.Post, error) {
	return n.pin(ctx, by, id, blog.Pinned, func(tx *postgres.Tx, p blog.Post) error {
		if !p.Visible() {
			return blog.Errorf(blog.Conflict, "Only a published post can be pinned.")
		}
		pinned, err := tx.CountPinned(ctx)
		if err == nil && pinned >= MaxPinned {
			err = blog.Errorf(blog.Conflict, "%d posts are pinned already: unpin one of them first.", MaxPinned)
		}
		if err != nil {
			return err
		}
		return tx.PinPost(ctx, id, n.now())
	})
}

// Unpin takes a post from its place on the profile.
func (n *Newsroom) Unpin(ctx context.Context, by blog.Editor, id string) (blog.Post, error) {
	return n.pin(ctx, by, id, blog.Unpinned, func(tx *postgres.Tx, _ blog.Post) error {
		return tx.PinPost(ctx, id, time.Time{})
	})
}

// pin is the transaction of both; what is so already is left alone.
func (n *Newsroom) pin(ctx context.Context, by blog.Editor, id string, verb blog.Verb, step func(*postgres.Tx, blog.Post) error) (blog.Post, error) {
	var p blog.Post
	if err := publisher(by); err != nil {
		return p, err
	}
	err := n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		err := tx.LockPost(ctx, id)
		if err != nil {
			return err
		}
		if p, err = tx.PostByID(ctx, id); err != nil || p.PinnedAt.IsZero() != (verb == blog.Pinned) {
			return err
		}
		if err := step(tx, p); err != nil {
			return err
		}
		if _, err := tx.Record(ctx, change(by, verb, p)); err != nil {
			return err
		}
		p, err = tx.PostByID(ctx, id)
		return err
	})
	return p, err
}
