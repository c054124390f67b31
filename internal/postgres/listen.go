package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"
)

// Bounds of the pause before a lost connection for LISTEN is made anew, and
// the time after which a silent one is tried.
const (
	minReconnect = 100 * time.Millisecond
	maxReconnect = 2 * time.Second // a database that is back finds us before a reader has noticed
	pingAfter    = 60 * time.Second
)

// Listen calls notice for everything committed on the channels until ctx ends.
// After a lost connection it calls lost, since notices may have been missed:
// whoever keeps copies must forget them all.
func (db *DB) Listen(ctx context.Context, notice func(channel, payload string), lost func(), channels ...string) error {
	listener := pq.NewListener(db.url, minReconnect, maxReconnect, nil)
	defer func() { _ = listener.Close() }() // nothing is left to do for a closing listener
	for _, channel := range channels {
		if err := listener.Listen(channel); err != nil {
			return fmt.Errorf("listen on %s: %w", channel, err)
		}
	}
	timer := time.NewTicker(pingAfter)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case n := <-listener.Notify:
			if n == nil { // the connection was lost and made anew
				lost()
				continue
			}
			notice(n.Channel, n.Extra)
		case <-timer.C:
			_ = listener.Ping() // an error makes the listener reconnect by itself
		}
	}
}
