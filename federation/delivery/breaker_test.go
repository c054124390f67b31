package delivery_test

import (
	"slices"
	"testing"
	"time"

	"inews/federation/delivery"
)

func down(at time.Time) delivery.Outcome {
	return delivery.Outcome{Kind: delivery.Retry, HostFailed: true, At: at}
}

// opened is a breaker after five failures at morning.
func opened() delivery.Breaker {
	var b delivery.Breaker
	for range 5 {
		b = b.After(down(morning))
	}
	return b
}

func TestBreakerOpensAfterFive(t *testing.T) {
	var b delivery.Breaker
	for i := range 4 {
		b = b.After(down(morning))
		if b.Open() || b.Slots(morning, 2) != 2 {
			t.Fatalf("open after %d failures", i+1)
		}
	}
	interrupted := b.After(delivery.Outcome{Kind: delivery.Refused, Code: 422, At: morning})
	if interrupted != (delivery.Breaker{}) {
		t.Errorf("an answer does not end the row of failures: %+v", interrupted)
	}
	if b = b.After(down(morning)); !b.Open() {
		t.Fatal("closed after 5 failures")
	}
	for at, want := range map[time.Duration]int{0: 0, 59 * time.Second: 0, time.Minute: 1, time.Hour: 1} {
		if got := b.Slots(morning.Add(at), 2); got != want {
			t.Errorf("%d slots after %s, want %d", got, at, want)
		}
	}
	// Those that were under way when it opened are no probes.
	if late := b.After(down(morning.Add(10 * time.Second))); !late.Until.Equal(b.Until) {
		t.Errorf("a failure before the probe moved the probe to %s", late.Until)
	}
}

func TestBreakerProbes(t *testing.T) {
	const minute, hour = time.Minute, time.Hour
	want := []time.Duration{minute, 5 * minute, 30 * minute, 2 * hour}
	for range 14 {
		want = append(want, 12*hour)
	}
	want = append(want, delivery.Horizon, delivery.Horizon)

	var got []time.Duration
	b, now := opened(), morning
	for range want {
		got = append(got, b.Until.Sub(now))
		if dormant := b.Until.Sub(now) == delivery.Horizon; b.Dormant(now) != dormant {
			t.Errorf("Dormant() = %v when the pause is %s", b.Dormant(now), b.Until.Sub(now))
		}
		now = b.Until
		b = b.After(down(now))
	}
	if !slices.Equal(got, want) {
		t.Errorf("pauses\n%v, want\n%v", got, want)
	}
}

// A host for which there is little to send is dormant as soon as one for which
// there is much.
func TestDormantByTime(t *testing.T) {
	const day = 24 * time.Hour
	b := opened().After(down(morning.Add(3 * day)))
	for after, want := range map[time.Duration]bool{0: false, 6 * day: false, delivery.Horizon: true, 30 * day: true} {
		if got := b.Dormant(morning.Add(after)); got != want {
			t.Errorf("dormant %v after %s, want %v", got, after, want)
		}
	}
	for what, woken := range map[string]delivery.Breaker{
		"a signed request": b.Woken(), "an answer": b.After(delivery.Outcome{Kind: delivery.Delivered, Code: 202}),
	} {
		if woken != (delivery.Breaker{}) {
			t.Errorf("after %s: %+v", what, woken)
		}
	}
}

// Check 54: a 429 lowers that host's rate: nothing while it rests, and one at a
// time for an hour.
func TestCheck54RateIsLowered(t *testing.T) {
	rest := morning.Add(2 * time.Minute)
	b := delivery.Breaker{}.After(delivery.Outcome{Kind: delivery.Retry, Code: 429, At: morning, Rest: rest})
	after := b.After(delivery.Outcome{Kind: delivery.Delivered, Code: 202, At: rest})
	for _, test := range []struct {
		when    string
		breaker delivery.Breaker
		at      time.Time
		want    int
	}{
		{"while it rests", b, rest.Add(-time.Second), 0},
		{"a request of its own is no leave to send", b.Woken(), rest.Add(-time.Second), 0},
		{"after its rest", b, rest, 1},
		{"after it took something", after, rest.Add(time.Second), 1},
		{"after a request of its own", after.Woken(), rest.Add(time.Second), 1},
		{"an hour later", after, rest.Add(time.Hour), 2},
	} {
		if got := test.breaker.Slots(test.at, 2); got != test.want {
			t.Errorf("%s: %d slots of 2, want %d", test.when, got, test.want)
		}
	}
}

func TestBreakerCloses(t *testing.T) {
	rested := delivery.Breaker{}.After(delivery.Outcome{Kind: delivery.Retry, Code: 429, At: morning, Rest: morning.Add(time.Hour)})
	for _, test := range []struct {
		name string
		got  delivery.Breaker
		open bool
	}{
		{"success", opened().After(delivery.Outcome{Kind: delivery.Delivered, Code: 202}), false},
		{"any answer", opened().After(delivery.Outcome{Kind: delivery.Retry, Code: 401}), false},
		{"a request from the host", opened().Woken(), false},
		{"our own trouble says nothing", opened().After(delivery.Outcome{Kind: delivery.Retry}), true},
		{"our shutdown says nothing", opened().After(delivery.Outcome{Kind: delivery.Released}), true},
		{"a rest", rested, true},
		{"a rest is not ended by a request", rested.Woken(), true},
		{"a rest is ended by an answer", rested.After(delivery.Outcome{Kind: delivery.Delivered, Code: 202}), false},
		{"503 with Retry-After rests at the first", delivery.Breaker{}.After(delivery.Outcome{HostFailed: true, Code: 503, At: morning, Rest: morning.Add(time.Hour)}), true},
	} {
		if test.got.Open() != test.open {
			t.Errorf("%s: %+v, want open %v", test.name, test.got, test.open)
		}
	}
}
