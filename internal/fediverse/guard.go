package fediverse

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	fed "inews/federation"
	"inews/federation/fetch"
	"inews/federation/inbox"
	"inews/internal/blog"
	"inews/internal/postgres"
)

// guardLife is how long the guard trusts its list of hosts when no change told
// it to look again: a block counts on every node within seconds.
const guardLife = 3 * time.Second

// Guard stands at the inbox and before every fetch, with the list of hosts that
// staff have blocked, and of those that we had given up for the moment.
type Guard struct {
	DB    *postgres.DB
	Queue *Queue
	Now   func() time.Time
	// Only are the hosts that may interact, with those below them; all may when
	// it is empty. Ours always may.
	Only []string

	// How much may come in at the inbox, and wait behind it; nil: anything.
	Throttle *inbox.Throttle
	Backlog  *Backlog

	looking sync.Mutex // held while the lists are read: one reads for everybody who waits
	mu      sync.Mutex // of the lists
	read    time.Time
	blocked map[string]bool
	down    map[string]bool
}

// Admit says whether a visitor of the inbox may come in. One whose host is
// proven, and which we held for down, is up again: what waits for it goes out.
func (g *Guard) Admit(ctx context.Context, visitor inbox.Visitor) error {
	if err := g.Host(ctx, visitor.Host); err != nil {
		return err
	}
	if g.Throttle != nil {
		if err := g.Throttle.Admit(visitor); err != nil {
			return err
		}
	}
	if err := g.Backlog.room(ctx, visitor.Host); err != nil {
		return err
	}
	if visitor.Proven && g.isDown(visitor.Host) {
		return g.Queue.Wake(ctx, visitor.Host)
	}
	return nil
}

// Read says whether a visitor may read what is not for everybody. As at the
// inbox, one whose host is proven is up.
func (g *Guard) Read(ctx context.Context, visitor inbox.Visitor) error {
	if err := g.Host(ctx, visitor.Host); err != nil || !visitor.Proven {
		return err
	}
	blocked, err := g.DB.IsBlocked(ctx, string(visitor.Actor))
	if err != nil {
		return err
	}
	if blocked {
		return fmt.Errorf("%w: %s is blocked here", fed.ErrForbidden, visitor.Actor)
	}
	if g.isDown(visitor.Host) {
		return g.Queue.Wake(ctx, visitor.Host)
	}
	return nil
}

// Host refuses a host that staff have blocked, and every host below it, except
// for the last word to it; and, where only some may interact, all others.
func (g *Guard) Host(ctx context.Context, host string) error {
	if !g.isListed(host) {
		return fmt.Errorf("%w: %s is not among the servers that may interact", fed.ErrForbidden, host)
	}
	if ctx.Value(abroadKey{}) != nil && host == fed.ID(g.Queue.Base).Host() {
		return fmt.Errorf("%w: %s is our own server", fed.ErrForbidden, host)
	}
	if fetch.IsParting(ctx) {
		return nil
	}
	if err := g.look(ctx); err != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, name := range blog.DomainsOf(host) {
		if g.blocked[name] {
			return fmt.Errorf("%w: %s is blocked here", fed.ErrForbidden, host)
		}
	}
	return nil
}

type abroadKey struct{}

// abroad marks work in which strangers chose the addresses: wherever they lead,
// also by redirects, our own server is not asked.
func abroad(ctx context.Context) context.Context {
	return context.WithValue(ctx, abroadKey{}, true)
}

func (g *Guard) isListed(host string) bool {
	if len(g.Only) == 0 {
		return true
	}
	listed := append([]string{fed.ID(g.Queue.Base).Host()}, g.Only...)
	for _, name := range blog.DomainsOf(host) {
		if slices.Contains(listed, name) {
			return true
		}
	}
	return false
}

// Forget makes the guard look at its lists again.
func (g *Guard) Forget() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.read = time.Time{}
}

func (g *Guard) isDown(host string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	down := g.down[host]
	delete(g.down, host) // one visitor wakes it
	return down
}

func (g *Guard) isFresh() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.Now().Sub(g.read) < guardLife
}

func (g *Guard) look(ctx context.Context) error {
	if g.isFresh() {
		return nil
	}
	g.looking.Lock()
	defer g.looking.Unlock()
	if g.isFresh() {
		return nil
	}
	blocked, err := g.DB.SuspendedHosts(ctx)
	if err != nil {
		return err
	}
	down, err := g.DB.BreakersOpen(ctx)
	if err != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.blocked, g.down, g.read = make(map[string]bool), make(map[string]bool), g.Now()
	for _, host := range blocked {
		g.blocked[host] = true
	}
	for _, host := range down {
		g.down[host] = true
	}
	return nil
}
