package inbox

import (
	"hash/maphash"
	"net/netip"
	"sync"
	"time"
)

// Throttle bounds how often somebody may come in, for Handler.Admit to ask. A
// request is counted against its address before anything is proven; against the
// host and the actor only when the signature has proven them, so that nobody
// uses up what another is allowed by claiming their name. Who has used up all
// is turned away by the claim already, before a key is looked for.
//
// Each rate is requests a minute, and as many may come at once; 0 is no bound.
// Memory is bounded, too: who was not seen for the longest time is forgotten,
// and begins anew.
type Throttle struct {
	PerAddress int // of an IPv6 network, since its owner has all of its addresses
	PerHost    int
	PerActor   int

	Now func() time.Time // nil: time.Now

	once                     sync.Once
	addresses, hosts, actors *buckets
}

// Admit counts a visitor. The error is a TooMany.
func (t *Throttle) Admit(v Visitor) error {
	t.once.Do(func() {
		t.addresses, t.hosts, t.actors = newBuckets(t.PerAddress), newBuckets(t.PerHost), newBuckets(t.PerActor)
	})
	now := time.Now()
	if t.Now != nil {
		now = t.Now()
	}
	var wait time.Duration
	if v.Proven {
		// The actor first: whom that refuses has cost the host nothing.
		if wait = t.actors.take(string(v.Actor), now); wait == 0 {
			wait = t.hosts.take(v.Host, now)
		}
	} else {
		wait = max(t.hosts.wait(v.Host, now), t.actors.wait(string(v.Actor), now))
		if wait == 0 {
			wait = t.addresses.take(network(v.Address), now)
		}
	}
	if wait > 0 {
		return TooMany{RetryAfter: wait}
	}
	return nil
}

// ipv6Network is how much of an IPv6 address a provider gives to one customer,
// at the least, in bits. Source: RFC 6177.
const ipv6Network = 64

// network is what an address is counted as.
func network(address string) string {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return address
	}
	ip := at.Addr().Unmap().WithZone("")
	if ip.Is6() {
		if prefix, err := ip.Prefix(ipv6Network); err == nil {
			return prefix.String()
		}
	}
	return ip.String()
}

// maxBuckets bounds each kind of bucket; an entry is about 50 bytes.
const maxBuckets = 1 << 16

// buckets are token buckets by name. Of a bucket only the time is kept at which
// it will be full again: that says how many tokens it lacks now. Full ones need
// not be kept, and in two generations those that nobody asks for go.
type buckets struct {
	gap  time.Duration // in which one token comes back
	seed maphash.Seed  // strangers choose names: none may choose two that collide

	mu         sync.Mutex
	young, old map[uint64]time.Time
}

func newBuckets(perMinute int) *buckets {
	if perMinute <= 0 {
		return nil
	}
	return &buckets{gap: time.Minute / time.Duration(perMinute), seed: maphash.MakeSeed(), young: map[uint64]time.Time{}}
}

// wait tells after which time the bucket holds a token: 0 when it does.
func (b *buckets) wait(name string, now time.Time) time.Duration {
	if b == nil || name == "" {
		return 0
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.lacks(b.full(maphash.String(b.seed, name), now), now)
}

// take takes a token, or tells after which time there is one.
func (b *buckets) take(name string, now time.Time) time.Duration {
	if b == nil || name == "" {
		return 0
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	key := maphash.String(b.seed, name)
	full := b.full(key, now)
	wait := b.lacks(full, now)
	if wait == 0 {
		full = full.Add(b.gap)
	}
	if _, ok := b.young[key]; !ok && len(b.young) >= maxBuckets/2 {
		b.old, b.young = b.young, map[uint64]time.Time{}
	}
	b.young[key] = full // also when it is empty: whoever keeps asking stays in mind
	return wait
}

// full is when the bucket is full again.
func (b *buckets) full(key uint64, now time.Time) time.Time {
	full, ok := b.young[key]
	if !ok {
		full = b.old[key]
	}
	if full.Before(now) {
		return now
	}
	return full
}

// lacks is for how long the bucket is still empty: a whole one is a minute's.
func (b *buckets) lacks(full, now time.Time) time.Duration {
	return max(0, full.Add(b.gap).Sub(now)-time.Minute)
}
