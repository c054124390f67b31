package fetch

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"inews/federation"
)

const (
	defaultMaxKeys     = 10_000
	defaultKeysTimeout = 2500 * time.Millisecond

	keyAge     = 24 * time.Hour   // how long a key is used before it is looked up again
	refreshGap = 10 * time.Minute // between two look-ups of one key because a signature did not fit
	missAge    = 5 * time.Minute  // how long a key that does not exist is not looked up again
	downAge    = time.Minute      // the same for a host that did not answer; GoToSocial stops sending after four
)

// Keys finds the public keys of strangers, and is what signature.Verifier asks.
// Only Client must be set. What senders choose, they choose to do harm: so a
// key is looked up by one goroutine at a time, a failure is remembered, and a
// hundred bad signatures cost one look-up in ten minutes. Source:
// CVE-2026-34148.
type Keys struct {
	Client *Client

	// Cached is the application's own memory, asked before the network; nil: none.
	Cached func(ctx context.Context, id federation.ID) (federation.PublicKey, bool)
	// Learn is told the owner's document whenever one was fetched; nil: nobody.
	Learn func(ctx context.Context, owner federation.Actor)

	Timeout time.Duration // of a whole look-up; 0: 2.5 s, so that an inbox answers within 3
	MaxKeys int           // kept in memory; 0: 10 000

	once    sync.Once
	mu      sync.Mutex
	known   *memory[federation.ID, knownKey]
	misses  *memory[federation.ID, miss]
	down    *memory[string, miss] // by host
	flights map[federation.ID]chan struct{}
}

// knownKey is a key and what is known of its use.
type knownKey struct {
	key       federation.PublicKey
	fetched   time.Time
	refreshed time.Time // when fresh was obeyed last
	served    bool      // somebody used it and did not ask for a fresh one at once
}

// miss is a look-up that failed.
type miss struct {
	until time.Time
	err   error
}

// Key is the key with the given id. It has made sure that the actor who owns
// the key lists this very id, and that one origin holds both. fresh asks the
// owner again, at most once in ten minutes for a key; within them the key is
// the one known. Errors wrap federation.ErrUnauthorized when somebody else's
// key is claimed, or are those of Client.Document; federation.ErrGone means
// that the owner is.
func (k *Keys) Key(ctx context.Context, id federation.ID, fresh bool) (federation.PublicKey, error) {
	k.start()
	for {
		k.mu.Lock()
		key, done, err := k.recall(id, fresh)
		if done {
			k.mu.Unlock()
			return key, err
		}
		flight, flying := k.flights[id]
		if !flying {
			flight = make(chan struct{})
			k.flights[id] = flight
		}
		k.mu.Unlock()
		if !flying {
			return k.fly(ctx, id, fresh, flight)
		}
		select {
		case <-flight: // what it brought, or nothing that could be kept: look again
		case <-ctx.Done():
			return federation.PublicKey{}, fmt.Errorf("key %s: %w: %w", id, federation.ErrUnavailable, ctx.Err())
		}
	}
}

func (k *Keys) start() {
	k.once.Do(func() {
		size := or(k.MaxKeys, defaultMaxKeys)
		k.known = newMemory[federation.ID, knownKey](size)
		// Apart from the keys, so that a flood of invented ids cannot push out honest ones.
		k.misses = newMemory[federation.ID, miss](size)
		k.down = newMemory[string, miss](size)
		k.flights = map[federation.ID]chan struct{}{}
	})
}

// recall answers from memory if it may.
func (k *Keys) recall(id federation.ID, fresh bool) (federation.PublicKey, bool, error) {
	now := k.Client.now()
	if m, ok := k.misses.load(id); ok && now.Before(m.until) {
		return federation.PublicKey{}, true, m.err
	}
	known, ok := k.known.load(id)
	switch {
	case ok && !fresh && now.Sub(known.fetched) < keyAge:
		if !known.served {
			known.served = true
			k.known.store(id, known)
		}
		return known.key, true, nil
	case ok && fresh && !known.served:
		// It did not fit when it had just come: that look-up was the fresh one.
		known.refreshed, known.served = known.fetched, true
		k.known.store(id, known)
		fallthrough
	case ok && fresh:
		if now.Sub(known.refreshed) < refreshGap {
			return known.key, true, nil
		}
	}
	if m, down := k.down.load(id.Host()); down && now.Before(m.until) && !(ok && !fresh) {
		return federation.PublicKey{}, true, m.err
	}
	return federation.PublicKey{}, false, nil
}

// fly looks a key up for everybody who waits for it.
func (k *Keys) fly(ctx context.Context, id federation.ID, fresh bool, flight chan struct{}) (federation.PublicKey, error) {
	defer func() {
		k.mu.Lock()
		delete(k.flights, id)
		k.mu.Unlock()
		close(flight)
	}()
	if !fresh && k.Cached != nil {
		if key, ok := k.Cached(ctx, id); ok {
			k.remember(id, knownKey{key: key, fetched: k.Client.now(), served: true})
			return key, nil
		}
	}
	limited, cancel := context.WithTimeout(ctx, or(k.Timeout, defaultKeysTimeout))
	defer cancel()
	key, err := k.Client.key(limited, id, k.Learn)
	now := k.Client.now()
	if err == nil {
		known := knownKey{key: key, fetched: now}
		if fresh {
			known.refreshed, known.served = now, true
		}
		k.remember(id, known)
		return key, nil
	}
	err = fmt.Errorf("key %s: %w", id, err)
	if ctx.Err() != nil || errors.Is(err, federation.ErrBudget) {
		return federation.PublicKey{}, err // says nothing about the key
	}
	return k.fail(id, fresh, now, err)
}

func (k *Keys) remember(id federation.ID, known knownKey) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.known.store(id, known)
	k.misses.forget(id)
}

// fail remembers a failure. A host that is down for a moment does not lose its
// keys; every other answer does, since the owner took the key back.
func (k *Keys) fail(id federation.ID, fresh bool, now time.Time, err error) (federation.PublicKey, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !errors.Is(err, federation.ErrUnavailable) {
		k.known.forget(id)
		k.misses.store(id, miss{now.Add(missAge), err})
		return federation.PublicKey{}, err
	}
	if status := new(StatusError); !errors.As(err, &status) {
		k.down.store(id.Host(), miss{now.Add(downAge), err})
	}
	known, ok := k.known.load(id)
	if !ok {
		k.misses.store(id, miss{now.Add(downAge), err})
		return federation.PublicKey{}, err
	}
	if fresh {
		known.refreshed = now
		k.known.store(id, known)
		return federation.PublicKey{}, err
	}
	known.fetched, known.served = now, true
	k.known.store(id, known)
	return known.key, nil
}
