package fediverse

import (
	"context"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// HeartbeatEvery is how often a node that serves says so.
const HeartbeatEvery = time.Minute

// silence is the time without any node after which other servers may have
// marked this one as gone: Mastodon counts the days on which it failed.
const silence = 24 * time.Hour

// Beat notes that this node serves. After a silence of more than a day, the
// first node to beat records that the blog is back, and the change is told to
// every server that we know: once, since the beat that finds the silence ends
// it, in the same transaction.
func (b *Bridge) Beat(ctx context.Context) error {
	return b.DB.InTx(ctx, func(tx *postgres.Tx) error {
		last, now, err := tx.Beat(ctx)
		if err != nil || last.IsZero() || now.Sub(last) <= silence {
			return err
		}
		b.Log.WarnContext(ctx, "no node has served since "+last.UTC().Format(time.RFC3339)+": telling every known server that we are back")
		_, err = tx.Record(ctx, blog.Change{
			Verb: blog.Returned, Subject: blog.BlogSubject, SubjectID: string(b.Blog()),
			Reason: "No node has served since " + last.UTC().Format(time.RFC3339) + ".",
		})
		return err
	})
}
