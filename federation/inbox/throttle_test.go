package inbox

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"inews/federation"
)

// watch is a throttle with a clock that stands still.
type watch struct {
	Throttle
	clock time.Time
}

func newWatch(perAddress, perHost, perActor int) *watch {
	w := &watch{clock: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)}
	w.Throttle = Throttle{PerAddress: perAddress, PerHost: perHost, PerActor: perActor, Now: func() time.Time { return w.clock }}
	return w
}

func visitor(host, name, address string, proven bool) Visitor {
	return Visitor{Actor: federation.ID("https://" + host + "/users/" + name), Host: host, Address: address, Proven: proven}
}

// comes tells how many of so many visits are let in, claimed first and proven
// then, as the Handler does.
func (w *watch) comes(many int, host, name, address string) (in int) {
	for range many {
		if w.Admit(visitor(host, name, address, false)) == nil && w.Admit(visitor(host, name, address, true)) == nil {
			in++
		}
	}
	return in
}

// Check 33 (this package's half): One host sending 1000/min → 429 with
// Retry-After; others unaffected.
func TestCheck33Throttle(t *testing.T) {
	w := newWatch(600, 300, 60)
	in := 0
	for n := range 1000 { // evenly over a minute, by as many people as there are
		in += w.comes(1, "flood.example", fmt.Sprint(n), "192.0.2.1:1")
		w.clock = w.clock.Add(time.Minute / 1000)
	}
	if in < 500 || in > 600 { // what may come at once, and what may come in a minute
		t.Errorf("of 1000 in a minute %d were let in, want 600 at the most", in)
	}
	if in := w.comes(200, "calm.example", "ann", "192.0.2.2:1"); in != 60 {
		t.Errorf("another host: of 200 of one person at once %d were let in, want 60", in)
	}
	// Also from the same address: who is turned away by name costs the address nothing.
	if in := w.comes(50, "neighbour.example", "ann", "192.0.2.1:2"); in == 0 {
		t.Error("a host at the address of the flood was turned away from the start")
	}
	w.comes(2, "flood.example", "x", "192.0.2.9:1") // the last there is
	var flood TooMany
	if err := w.Admit(visitor("flood.example", "x", "192.0.2.9:1", false)); !errors.As(err, &flood) || flood.RetryAfter <= 0 || flood.RetryAfter > time.Minute {
		t.Errorf("the host that has used up all gets %v", err)
	}
	w.clock = w.clock.Add(time.Minute)
	if in := w.comes(1, "flood.example", "x", "192.0.2.9:1"); in != 1 {
		t.Error("a minute later the host is still turned away")
	}
}

// A host cannot use up what another is allowed by claiming its name.
func TestThrottleCountsOnlyWhatIsProven(t *testing.T) {
	w := newWatch(600, 300, 60)
	refused := 0
	for range 1000 {
		if w.Admit(visitor("victim.example", "ann", "192.0.2.66:1", false)) != nil {
			refused++
		}
	}
	if refused != 400 {
		t.Errorf("of 1000 claims from one address %d were refused, want 400", refused)
	}
	if in := w.comes(60, "victim.example", "ann", "192.0.2.1:1"); in != 60 {
		t.Errorf("of 60 by the one whose name was claimed %d were let in", in)
	}
}

// One line is one address: all of an IPv6 network, either way of writing an
// IPv4 address, any port. Who says no actor is counted by it, too.
func TestThrottleAddresses(t *testing.T) {
	for _, test := range []struct {
		first, second string
		same          bool
	}{
		{"192.0.2.1:1", "192.0.2.1:2", true},
		{"192.0.2.1:1", "[::ffff:192.0.2.1]:1", true},
		{"192.0.2.1:1", "192.0.2.2:1", false},
		{"[2001:db8:1:2::1]:1", "[2001:db8:1:2:ffff::9]:1", true},
		{"[2001:db8:1:2::1]:1", "[2001:db8:1:3::1]:1", false},
		{"@", "@", true}, // a Unix socket
	} {
		w := newWatch(1, 0, 0)
		first, second := w.Admit(Visitor{Address: test.first}), w.Admit(Visitor{Address: test.second})
		if first != nil || (second != nil) != test.same {
			t.Errorf("%s and %s: %v, %v", test.first, test.second, first, second)
		}
	}
}

func TestThrottleWithoutBounds(t *testing.T) {
	w := newWatch(0, 0, 0)
	if in := w.comes(5000, "a.example", "ann", "192.0.2.1:1"); in != 5000 {
		t.Errorf("%d of 5000 were let in", in)
	}
}

// A million names leave no more behind than a bounded number.
func TestThrottleMemoryIsBounded(t *testing.T) {
	b, now := newBuckets(60), time.Now()
	for n := range 1_000_000 {
		b.take(fmt.Sprint(n), now)
		if n%1000 == 0 { // somebody who comes all the time is not forgotten
			b.take("busy", now)
		}
	}
	if kept := len(b.young) + len(b.old); kept > maxBuckets {
		t.Errorf("%d names are kept, want %d at the most", kept, maxBuckets)
	}
	if b.wait("busy", now) == 0 {
		t.Error("whoever comes all the time was forgotten")
	}
}
