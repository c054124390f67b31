package delivery

import "time"

// tolerated is how many attempts in a row may fail before a host is taken for
// down: one or two are an accident.
const tolerated = 5

// pauses are how long an open breaker waits before each probe. The last one
// repeats until the host has been down for about seven days, when it is dormant.
var pauses = [...]time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 12 * time.Hour}

// dormant is how often a breaker opens before its host is dormant: 12 hours
// fourteen times after the four shorter pauses.
const dormant = len(pauses) - 1 + 14

// Breaker keeps deliveries from a host that does not answer, so that they do
// not spend their attempts, or other hosts' time, on it. The zero value is
// closed. It is a value without a clock: a Queue stores one for each host.
//
// A breaker opens after 5 failures in a row, lets one delivery through as a
// probe after 1, 5, 30 minutes, 2, 12 hours and then every 12 hours, and closes
// when a probe is answered or the host sends us a signed request. After seven
// days the host is dormant: it is probed once a week, with whatever was
// published in that week. A host that asks to be left alone is paused in the
// same way.
type Breaker struct {
	Failures int       // network trouble and 5xx in a row
	Opened   int       // how often it opened since the host last answered
	Until    time.Time // nothing to the host before, then one delivery; zero: closed
}

// Open tells whether deliveries to the host are held back, all or all but one.
func (b Breaker) Open() bool { return !b.Until.IsZero() }

// Dormant tells whether the host has not answered for seven days.
func (b Breaker) Dormant() bool { return b.Opened > dormant }

// Slots is how many deliveries to the host may be under way at now, out of
// perHost: all, none, or one probe.
func (b Breaker) Slots(now time.Time, perHost int) int {
	switch {
	case !b.Open():
		return perHost
	case now.Before(b.Until):
		return 0
	}
	return min(1, perHost)
}

// After is the breaker after an attempt. Any answer that is not the host's
// failure closes it; an Outcome that tells nothing of the host leaves it as it is.
func (b Breaker) After(o Outcome) Breaker {
	switch {
	case o.HostFailed:
		b = b.failed(o.At)
	case o.Code != 0:
		b = Breaker{}
	}
	if o.Rest.After(b.Until) {
		b.Until = o.Rest
	}
	return b
}

// Woken is the breaker after a signed request came from the host: closed, but
// for a pause that the host itself asked for.
func (b Breaker) Woken() Breaker {
	if b.Opened == 0 {
		b.Failures = 0
		return b
	}
	return Breaker{}
}

func (b Breaker) failed(at time.Time) Breaker {
	b.Failures++
	if b.Failures < tolerated || at.Before(b.Until) { // the latter was under way when the breaker opened
		return b
	}
	b.Opened++
	pause := pauses[min(b.Opened, len(pauses))-1]
	if b.Dormant() {
		pause = Horizon
	}
	b.Until = at.Add(pause)
	return b
}
