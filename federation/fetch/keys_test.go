package fetch_test

import (
	"context"
	"crypto/rsa"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"inews/federation"
	"inews/federation/fetch"
)

const (
	anna   = "https://peer.example.com/users/anna"
	annas  = anna + "#main-key"
	minute = time.Minute
)

// clock is a time that moves when a test says so.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// peer is a host with keys that look it up.
func peer(t *testing.T) (*pages, *clock, *fetch.Keys) {
	p, at := &pages{}, newClock()
	n := newNetwork(t)
	n.serve("peer.example.com", p)
	c := n.client()
	c.Now = at.Now
	return p, at, &fetch.Keys{Client: c}
}

func wantKey(t *testing.T, keys *fetch.Keys, id federation.ID, fresh bool, want *rsa.PrivateKey) {
	t.Helper()
	got, err := keys.Key(t.Context(), id, fresh)
	if err != nil || !want.PublicKey.Equal(got.Key) || got.ID != id || got.Owner != anna {
		t.Errorf("key %s: owner %q, equal %t, %v", got.ID, got.Owner, want.PublicKey.Equal(got.Key), err)
	}
}

// Check 10: Rotated key: first failure triggers one refetch then 202.
func TestCheck10RotatedKeyIsLookedUpOnce(t *testing.T) {
	old, rotated := aKey(t), anotherKey(t)
	p, at, keys := peer(t)
	p.set("/users/anna", actor(anna, annas, anna, old))
	wantKey(t, keys, annas, false, old)
	p.set("/users/anna", actor(anna, annas, anna, rotated))
	wantKey(t, keys, annas, false, old)
	wantKey(t, keys, annas, true, rotated)
	wantKey(t, keys, annas, false, rotated)
	if p.count() != 2 {
		t.Errorf("%d requests, want 2", p.count())
	}
	p.set("/users/anna", actor(anna, annas, anna, old))
	at.pass(9 * minute)
	wantKey(t, keys, annas, true, rotated)
	at.pass(2 * minute)
	wantKey(t, keys, annas, true, old)
	at.pass(25 * time.Hour)
	wantKey(t, keys, annas, false, old)
	if p.count() != 4 {
		t.Errorf("%d requests, want 4: a key is looked up again after a day", p.count())
	}
}

// Check 10: 100 bad signatures for one key → at most one fetch in 10 min.
func TestCheck10HundredBadSignatures(t *testing.T) {
	key := aKey(t)
	for _, known := range []bool{true, false} {
		p, _, keys := peer(t)
		p.set("/users/anna", actor(anna, annas, anna, key))
		if known {
			wantKey(t, keys, annas, false, key)
			wantKey(t, keys, annas, false, key) // an honest request
		}
		before := p.count()
		for range 100 { // what a verifier does with a bad signature
			wantKey(t, keys, annas, false, key)
			wantKey(t, keys, annas, true, key)
		}
		if got := p.count() - before; got != 1 {
			t.Errorf("known %t: %d requests, want 1", known, got)
		}
	}
}

// Check 10: key host down → negative cache, 401 within 3 s.
func TestCheck10HostDown(t *testing.T) {
	t.Parallel() // it waits for as long as a sender would
	key := aKey(t)
	n, at := newNetwork(t), newClock()
	var asked atomic.Int32
	var up atomic.Bool
	p := &pages{}
	p.set("/users/anna", actor(anna, annas, anna, key))
	n.serve("peer.example.com", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if !up.Load() {
			silent(w, r)
		}
		p.ServeHTTP(w, r)
	}))
	c := n.client()
	c.Now = at.Now
	keys := &fetch.Keys{Client: c}
	start := time.Now()
	_, err := keys.Key(t.Context(), annas, false)
	wantError(t, err, federation.ErrUnavailable)
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("took %v", took)
	}
	for i := range 100 { // other keys of a host that is down cost nothing either
		_, err := keys.Key(t.Context(), federation.ID(fmt.Sprintf("%s#%d", anna, i)), i%2 == 0)
		wantError(t, err, federation.ErrUnavailable)
		if got := asked.Load(); got != 1 {
			t.Fatalf("asked %d times after key number %d, want 1", got, i)
		}
	}
	up.Store(true)
	at.pass(2 * minute)
	wantKey(t, keys, annas, false, key)
}

func TestHostDownKeepsItsKeys(t *testing.T) {
	key := aKey(t)
	n, at, p := newNetwork(t), newClock(), &pages{}
	p.set("/users/anna", actor(anna, annas, anna, key))
	n.serve("peer.example.com", p)
	c := n.client()
	c.Now = at.Now
	keys := &fetch.Keys{Client: c}
	wantKey(t, keys, annas, false, key)
	c.CloseIdleConnections()
	n.point("peer.example.com", "81.2.69.200")
	wantKey(t, keys, annas, false, key)
	_, err := keys.Key(t.Context(), annas, true)
	wantError(t, err, federation.ErrUnavailable)
	wantKey(t, keys, annas, false, key)
	at.pass(25 * time.Hour)
	wantKey(t, keys, annas, false, key)
}

// Check 11 (the look-up's part): 410 on a key says that its owner is gone, 404
// does not.
func TestCheck11GoneKey(t *testing.T) {
	for code, want := range map[int]error{404: federation.ErrNotFound, 410: federation.ErrGone} {
		n := newNetwork(t)
		n.serve("peer.example.com", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }))
		_, err := (&fetch.Keys{Client: n.client()}).Key(t.Context(), annas, false)
		wantError(t, err, want)
	}
}

func TestKeysAreLookedUpByOneAtATime(t *testing.T) {
	key := aKey(t)
	p, _, keys := peer(t)
	p.set("/users/anna", actor(anna, annas, anna, key))
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { wantKey(t, keys, annas, false, key) })
	}
	all.Wait()
	if p.count() != 1 {
		t.Errorf("%d requests, want 1", p.count())
	}
}

func TestKeysAskTheApplicationFirst(t *testing.T) {
	stored, rotated := aKey(t), anotherKey(t)
	p, _, keys := peer(t)
	p.set("/users/anna", actor(anna, annas, anna, rotated))
	keys.Cached = func(_ context.Context, id federation.ID) (federation.PublicKey, bool) {
		return federation.PublicKey{ID: id, Owner: anna, Key: &stored.PublicKey}, id == annas
	}
	wantKey(t, keys, annas, false, stored)
	if p.count() != 0 {
		t.Error("the network was asked for a key that is stored")
	}
	wantKey(t, keys, annas, true, rotated)
}

func TestBudgetAndCancellationSayNothingAboutAKey(t *testing.T) {
	key := aKey(t)
	p, _, keys := peer(t)
	p.set("/users/anna", actor(anna, annas, anna, key))
	_, err := keys.Key(fetch.WithBudget(t.Context(), 0), annas, false)
	wantError(t, err, federation.ErrBudget)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = keys.Key(cancelled, annas, false)
	wantError(t, err, context.Canceled)
	wantKey(t, keys, annas, false, key)
}

func TestKeysAreBounded(t *testing.T) {
	key := aKey(t)
	p, _, keys := peer(t)
	keys.MaxKeys = 4
	for i := range 100 {
		id := fmt.Sprintf("https://peer.example.com/users/%d", i)
		p.set(fmt.Sprintf("/users/%d", i), actor(id, id+"#main-key", id, key))
	}
	ask := func(i int) {
		if _, err := keys.Key(t.Context(), federation.ID(fmt.Sprintf("https://peer.example.com/users/%d#main-key", i)), false); err != nil {
			t.Error(err)
		}
	}
	for i := range 100 {
		ask(i)
	}
	before := p.count()
	ask(99)
	ask(0)
	if got := p.count() - before; got != 1 {
		t.Errorf("%d requests, want 1: the newest is known, the oldest forgotten", got)
	}
}
