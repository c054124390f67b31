package fediverse

import (
	"context"
	"fmt"

	"inews/federation"
	"inews/federation/inbox"
	"inews/internal/postgres"
)

// Door is the inbox.Store in Postgres. Requests that arrive together are kept
// by one statement and one commit: a sender waits for the disk once, however
// many others wait with it.
type Door struct {
	DB *postgres.DB
	// Together runs one call of keep for many items at once: see jobs.Batcher.
	Together func(ctx context.Context, item postgres.InboxItem) error
	Backlog  *Backlog // bounds what waits; nil: nothing does
}

// Accept keeps a verified activity for good before it returns, if there is room.
func (d *Door) Accept(ctx context.Context, item inbox.Received) error {
	host := ""
	if !item.ActorGone { // then nobody is proven
		host = item.Signer.Host()
	}
	if err := d.Backlog.take(ctx, host); err != nil {
		return err
	}
	err := d.Together(ctx, postgres.InboxItem{
		ActivityID: string(item.ActivityID), Type: item.Type, Actor: string(item.Actor), ObjectID: string(item.ObjectID),
		Forwarded: item.Forwarded, ActorGone: item.ActorGone, Host: host, Body: item.Body,
	})
	if err != nil {
		return fmt.Errorf("%w: keep activity: %w", federation.ErrUnavailable, err)
	}
	return nil
}

// Keep writes items in one transaction: what Together calls in the end.
func (d *Door) Keep(ctx context.Context, items []postgres.InboxItem) error {
	return d.DB.InTx(ctx, func(tx *postgres.Tx) error { return tx.InsertInboxItems(ctx, items) })
}

// Known tells whether we hold anything of an actor.
func (b *Bridge) Known(ctx context.Context, actor federation.ID) (bool, error) {
	return b.DB.IsKnown(ctx, string(actor))
}
