package newsroom

import (
	"context"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// How long a post counts as open after its page was last heard of. A script
// speaks every few seconds, and once a minute at least in a tab that lies
// behind others; without one nothing is heard.
const (
	silence      = 75 * time.Second
	silenceAlone = 10 * time.Minute
	asking       = 10 * time.Minute // how long a request to take over is shown
)

// Open notes that an editor has a post before them, and what its fields are.
func (n *Newsroom) Open(ctx context.Context, by blog.Editor, o blog.Opening) error {
	return n.opening(ctx, by, o.PostID, func(tx *postgres.Tx) error {
		o.EditorID = by.ID
		return tx.SaveOpening(ctx, o, n.now())
	})
}

// Renew notes that the editor still has the post before them.
func (n *Newsroom) Renew(ctx context.Context, by blog.Editor, o blog.Opening) error {
	return n.opening(ctx, by, o.PostID, func(tx *postgres.Tx) error {
		o.EditorID = by.ID
		return tx.RenewOpening(ctx, o, n.now())
	})
}

// Leave notes that the editor has left the page.
func (n *Newsroom) Leave(ctx context.Context, by blog.Editor, id string) error {
	return n.DB.InTx(ctx, func(tx *postgres.Tx) error { return tx.LeaveOpening(ctx, id, by.ID) })
}

// AskToTakeOver tells everybody else who has the post open that the editor
// would like to go on with it. It takes nothing away from them.
func (n *Newsroom) AskToTakeOver(ctx context.Context, by blog.Editor, postID string) error {
	return n.opening(ctx, by, postID, func(tx *postgres.Tx) error { return tx.AskAt(ctx, postID, by.ID, n.now()) })
}

func (n *Newsroom) opening(ctx context.Context, by blog.Editor, postID string, note func(tx *postgres.Tx) error) error {
	return n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := mayOpen(ctx, tx, by, postID); err != nil {
			return err
		}
		return note(tx)
	})
}

// Company is who else is at a post, and what they did meanwhile.
type Company struct {
	Others []blog.Presence // who have it open
	Asking []blog.Presence // who would like to take over
	Last   blog.Saving
}

// Company tells who is at the post beside the editor.
func (n *Newsroom) Company(ctx context.Context, by blog.Editor, postID string) (Company, error) {
	var c Company
	var err error
	now := n.now()
	if c.Others, err = n.DB.OthersAt(ctx, postID, by.ID, now.Add(-silence), now.Add(-silenceAlone)); err != nil {
		return c, err
	}
	if c.Asking, err = n.DB.AskedAt(ctx, postID, by.ID, now.Add(-asking)); err != nil {
		return c, err
	}
	c.Last, err = n.DB.LastSaving(ctx, postID)
	return c, err
}
