package delivery

import "time"

// tolerated is how many attempts in a row may fail before a host is taken for
// down: one or two are an accident.
const tolerated = 5

// pauses are how long an open breaker waits before each probe. The last one
// repeats until the host is dormant.
var pauses = [...]time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 12 * time.Hour}

// caution is for how long a host that asked for rest gets one delivery at a
// time when the rest is over: to go on as before would soon be too much again.
const caution = time.Hour

// Breaker keeps deliveries from a host that does not answer, so that they do
// not spend their attempts, or other hosts' time, on it. The zero value is
// closed. It is a value without a clock: a Queue stores one for each host.
//
// A breaker opens after 5 failures in a row, lets one delivery through as a
// probe after 1, 5, 30 minutes, 2, 12 hours and then every 12 hours, and closes
// when a probe is answered or the host sends us a signed request. After seven
// days the host is dormant: it is probed once a week, with whatever was
// published in that week. A host that asks to be left alone is paused in the
// same way, and then gets one delivery at a time for an hour.
type Breaker struct {
	Failures int       // network trouble and 5xx in a row
	Opened   int       // how often it opened since the host last answered
	Until    time.Time // nothing to the host before, then one delivery; zero: closed
	Down     time.Time // when the first of the failures in a row was; zero: there is none
	Slow     time.Time // one delivery at a time before, since the host asked for rest; zero: it did not
}

// Open tells whether deliveries to the host are held back, all or all but one.
func (b Breaker) Open() bool { return !b.Until.IsZero() }

// Dormant tells whether the host has been held back and has not answered for
// seven days, however little there was to send in them.
func (b Breaker) Dormant(now time.Time) bool {
	return b.Open() && !b.Down.IsZero() && now.Sub(b.Down) >= Horizon
}

// Slots is how many deliveries to the host may be under way at now, out of
// perHost: all, none, or one.
func (b Breaker) Slots(now time.Time, perHost int) int {
	switch {
	case now.Before(b.Until):
		return 0
	case b.Open(), now.Before(b.Slow):
		return min(1, perHost)
	}
	return perHost
}

// After is the breaker after an attempt. Any answer that is not the host's
// failure closes it; an Outcome that tells nothing of the host leaves it as it is.
func (b Breaker) After(o Outcome) Breaker {
	switch {
	case o.HostFailed:
		b = b.failed(o.At)
	case o.Code != 0:
		b = Breaker{Slow: b.Slow}
	}
	if o.Rest.After(b.Until) {
		b.Until = o.Rest
		if slow := o.Rest.Add(caution); slow.After(b.Slow) {
			b.Slow = slow
		}
	}
	return b
}

// Woken is the breaker after a signed request came from the host: closed, but
// for a pause that the host itself asked for.
func (b Breaker) Woken() Breaker {
	if b.Opened == 0 {
		b.Failures, b.Down = 0, time.Time{}
		return b
	}
	return Breaker{Slow: b.Slow}
}

func (b Breaker) failed(at time.Time) Breaker {
	b.Failures++
	if b.Down.IsZero() {
		b.Down = at
	}
	if b.Failures < tolerated || at.Before(b.Until) { // the latter was under way when the breaker opened
		return b
	}
	b.Opened++
	b.Until = at.Add(pauses[min(b.Opened, len(pauses))-1])
	if b.Dormant(at) {
		b.Until = at.Add(Horizon)
	}
	return b
}
