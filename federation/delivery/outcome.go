package delivery

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"inews/federation"
	"inews/federation/fetch"
	"inews/federation/signature"
)

// Kind says what is to be done with a delivery after an attempt.
type Kind string

// The kinds of Outcome. Only Retry and Released leave a delivery waiting.
const (
	Delivered Kind = "delivered"  // the inbox took it
	Retry     Kind = "retry"      // again at Next
	Refused   Kind = "refused"    // never again: the inbox will not take this activity
	InboxGone Kind = "inbox gone" // never again, and nothing else there until the actor was fetched anew
	Expired   Kind = "expired"    // tried for as long as Horizon
	Released  Kind = "released"   // cut off by our own shutdown: as if it had not been claimed
)

// Outcome is what came of one attempt.
type Outcome struct {
	Kind   Kind
	Code   int              // HTTP status code; 0: no answer
	At     time.Time        // when the attempt ended
	Next   time.Time        // of Retry: not before
	Reason string           // for people; "" when delivered
	Scheme signature.Scheme // what the host has just understood; "": nothing learned

	HostFailed bool      // network trouble or 5xx: it counts against the host, see Breaker
	Rest       time.Time // the host asked to be left alone until then; zero: it did not
}

const (
	// maxRetryAfter bounds what a server may ask for.
	maxRetryAfter = 24 * time.Hour

	// leniency is how long 401 and 403 are taken for passing trouble: a clock
	// that is wrong, a key that is cached.
	leniency = 24 * time.Hour
)

// Classify says what to do after an attempt that ended at now with a response
// or an error. It is the whole policy and has no memory; chance, from 0 to
// under 1, spreads the next attempts.
//
//	2xx                               Delivered
//	404, 410                          InboxGone
//	401, 403                          Retry for 24 hours, then Refused
//	408, 421, 425, 429, 3xx           Retry
//	500 and above except 501          Retry, and the host has failed
//	no answer: network, TLS, DNS      Retry, and the host has failed
//	501, every other 4xx              Refused
//	refused by the guard or a block   Refused
//
// Retry-After of 429 and 503 is honoured up to 24 hours, for the delivery and
// for its host. What would be tried later than Horizon is tried just before it
// is over, and is Expired then: until the end its host may come back.
func Classify(d Delivery, response fetch.Response, err error, now time.Time, chance float64) Outcome {
	o := judge(d, response, err, now)
	o.At = now
	if o.Kind != Retry {
		return o
	}
	wait := Backoff(d.Attempt+1, chance)
	switch response.Code {
	case http.StatusUnauthorized, http.StatusForbidden:
		// It was not asked for a day, say because it was down: a cached key
		// deserves more than a minute now.
		if late(d, now) {
			wait = max(wait, Backoff(len(waits), chance))
		}
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		asked := min(response.RetryAfter, maxRetryAfter)
		if asked == 0 && response.Code == http.StatusTooManyRequests {
			asked = Backoff(1, chance)
		}
		if asked > 0 {
			o.Rest = now.Add(asked)
		}
		wait = max(wait, asked)
	}
	o.Next = now.Add(wait)
	if last := d.Since.Add(Horizon - Lease); o.Next.After(last) {
		o.Next = last
		if !now.Before(last) {
			o.Kind, o.Next = Expired, time.Time{}
		}
	}
	return o
}

// judge is the table of Classify without the times.
func judge(d Delivery, response fetch.Response, err error, now time.Time) Outcome {
	if err != nil {
		return lost(err)
	}
	code := response.Code
	o := Outcome{Code: code, Reason: fmt.Sprintf("answered %d %s", code, http.StatusText(code))}
	switch {
	case response.Accepted():
		o.Kind, o.Reason = Delivered, ""
	case code == http.StatusNotFound, code == http.StatusGone:
		o.Kind = InboxGone
	case code == http.StatusUnauthorized, code == http.StatusForbidden:
		o.Kind = Retry
		if late(d, now) && (d.Code == http.StatusUnauthorized || d.Code == http.StatusForbidden) {
			o.Kind = Refused
		}
	case code == http.StatusRequestTimeout, code == http.StatusMisdirectedRequest,
		code == http.StatusTooEarly, code == http.StatusTooManyRequests:
		o.Kind = Retry
	case code == http.StatusNotImplemented:
		o.Kind = Refused
	case code >= 500:
		o.Kind, o.HostFailed = Retry, true
	case code >= 400:
		o.Kind = Refused
	default: // a redirect, which a signed request must not follow
		o.Kind = Retry
	}
	return o
}

// lost judges an attempt that nobody answered.
func lost(err error) Outcome {
	o := Outcome{Kind: Retry, Reason: err.Error()}
	switch {
	case errors.Is(err, federation.ErrForbidden), errors.Is(err, federation.ErrMalformed):
		o.Kind = Refused
	case errors.Is(err, federation.ErrUnavailable):
		o.HostFailed = true
	}
	return o // with anything else, such as a missing key, the trouble is ours
}

func late(d Delivery, now time.Time) bool { return now.Sub(d.Since) >= leniency }
