package fediverse

import (
	"context"
	"fmt"
	"sync"
	"time"

	fed "inews/federation"
	"inews/federation/inbox"
	"inews/internal/postgres"
)

const (
	// backlogLife is how long a count of what waits is believed. What this node
	// takes in is added meanwhile; what others do may exceed a bound by as much
	// as they take in a second.
	backlogLife = time.Second
	// backlogPause is when a host whose place is full may ask again.
	backlogPause = 5 * time.Minute
)

// Backlog bounds the activities that wait behind the inbox: of each host, so
// that one cannot fill everybody's place, and of all. A nil Backlog bounds
// nothing.
type Backlog struct {
	DB      *postgres.DB
	Now     func() time.Time
	Most    int // of all; 0: any number
	PerHost int // by whose signature was proven; 0: any number

	looking sync.Mutex // held while the count is read: one reads for everybody who waits
	mu      sync.Mutex // of what follows
	read    time.Time
	all     int
	waiting map[string]int
}

// room tells whether more may come from a host: only what is proven has been
// counted, so asking for a name that is merely claimed harms nobody.
func (b *Backlog) room(ctx context.Context, host string) error {
	return b.count(ctx, host, 0)
}

// take takes a place for one activity whose signer is proven, "" when nobody is.
func (b *Backlog) take(ctx context.Context, host string) error {
	if host == "" {
		host = "-"
	}
	return b.count(ctx, host, 1)
}

func (b *Backlog) count(ctx context.Context, host string, more int) error {
	if b == nil {
		return nil
	}
	if err := b.look(ctx); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.Most > 0 && b.all >= b.Most:
		return fmt.Errorf("%w: %d activities wait", fed.ErrUnavailable, b.all)
	case b.PerHost > 0 && b.waiting[host] >= b.PerHost:
		return fmt.Errorf("%d activities of %s wait: %w", b.waiting[host], host, inbox.TooMany{RetryAfter: backlogPause})
	}
	if more > 0 {
		b.all, b.waiting[host] = b.all+more, b.waiting[host]+more
	}
	return nil
}

func (b *Backlog) isFresh() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.waiting != nil && b.Now().Sub(b.read) < backlogLife
}

func (b *Backlog) look(ctx context.Context) error {
	if b.isFresh() {
		return nil
	}
	b.looking.Lock()
	defer b.looking.Unlock()
	if b.isFresh() {
		return nil
	}
	rows, err := b.DB.InboxBacklog(ctx)
	if err != nil {
		return fmt.Errorf("count what waits: %w", err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.read, b.all, b.waiting = b.Now(), 0, make(map[string]int, len(rows))
	for _, row := range rows {
		b.all, b.waiting[row.Host] = b.all+row.N, row.N
	}
	return nil
}
