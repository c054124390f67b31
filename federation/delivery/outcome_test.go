package delivery_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"inews/federation"
	"inews/federation/delivery"
	"inews/federation/fetch"
)

var morning = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

const middle = 0.5 // the chance that leaves waits as the table has them

// Check 54: 429 Retry-After 120, 503 HTTP-date, 404, 410, 401, 501, TLS error,
// DNS NXDOMAIN, DNS timeout: each follows the written policy. TestCheck54Policy
// has the same rows over the wire.
func TestCheck54Classify(t *testing.T) {
	down := fmt.Errorf("post: %w: connection refused", federation.ErrUnavailable)
	for _, test := range []struct {
		name     string
		response fetch.Response
		err      error
		attempt  int
		lastCode int
		age      time.Duration // since first due

		kind       delivery.Kind
		next       time.Duration
		rest       time.Duration
		hostFailed bool
	}{
		{name: "200", response: fetch.Response{Code: 200}, kind: delivery.Delivered},
		{name: "202", response: fetch.Response{Code: 202}, kind: delivery.Delivered},
		{name: "308", response: fetch.Response{Code: 308}, kind: delivery.Retry, next: time.Minute},
		{name: "400", response: fetch.Response{Code: 400}, kind: delivery.Refused},
		{name: "401 at first", response: fetch.Response{Code: 401}, kind: delivery.Retry, next: time.Minute},
		{name: "401 within a day", response: fetch.Response{Code: 401}, attempt: 8, lastCode: 401, age: 23 * time.Hour, kind: delivery.Retry, next: 12 * time.Hour},
		{name: "401 after a day", response: fetch.Response{Code: 401}, attempt: 8, lastCode: 401, age: 24 * time.Hour, kind: delivery.Refused},
		{name: "403 after a day of 401", response: fetch.Response{Code: 403}, attempt: 8, lastCode: 401, age: 25 * time.Hour, kind: delivery.Refused},
		{name: "401 when it comes back after days", response: fetch.Response{Code: 401}, age: 72 * time.Hour, kind: delivery.Retry, next: 12 * time.Hour},
		{name: "403", response: fetch.Response{Code: 403}, attempt: 1, kind: delivery.Retry, next: 5 * time.Minute},
		{name: "404", response: fetch.Response{Code: 404}, kind: delivery.InboxGone},
		{name: "405", response: fetch.Response{Code: 405}, kind: delivery.Refused},
		{name: "408", response: fetch.Response{Code: 408}, kind: delivery.Retry, next: time.Minute},
		{name: "410", response: fetch.Response{Code: 410}, kind: delivery.InboxGone},
		{name: "413", response: fetch.Response{Code: 413}, kind: delivery.Refused},
		{name: "421", response: fetch.Response{Code: 421}, kind: delivery.Retry, next: time.Minute},
		{name: "422", response: fetch.Response{Code: 422}, kind: delivery.Refused},
		{name: "425", response: fetch.Response{Code: 425}, kind: delivery.Retry, next: time.Minute},
		{name: "429", response: fetch.Response{Code: 429}, attempt: 4, kind: delivery.Retry, next: time.Hour, rest: time.Minute},
		{name: "429 Retry-After 120", response: fetch.Response{Code: 429, RetryAfter: 2 * time.Minute}, kind: delivery.Retry, next: 2 * time.Minute, rest: 2 * time.Minute},
		{name: "429 Retry-After a week", response: fetch.Response{Code: 429, RetryAfter: 7 * 24 * time.Hour}, kind: delivery.Retry, next: 24 * time.Hour, rest: 24 * time.Hour},
		{name: "500", response: fetch.Response{Code: 500}, kind: delivery.Retry, next: time.Minute, hostFailed: true},
		{name: "501", response: fetch.Response{Code: 501}, kind: delivery.Refused},
		{name: "502 at the third", response: fetch.Response{Code: 502}, attempt: 2, kind: delivery.Retry, next: 15 * time.Minute, hostFailed: true},
		{name: "503", response: fetch.Response{Code: 503}, kind: delivery.Retry, next: time.Minute, hostFailed: true},
		{name: "503 Retry-After", response: fetch.Response{Code: 503, RetryAfter: time.Hour}, kind: delivery.Retry, next: time.Hour, rest: time.Hour, hostFailed: true},
		{name: "network", err: down, kind: delivery.Retry, next: time.Minute, hostFailed: true},
		{name: "network, last chance", err: down, attempt: 18, age: 155 * time.Hour, kind: delivery.Retry, next: 12 * time.Hour, hostFailed: true},
		{name: "network, until the end", err: down, attempt: 18, age: 157 * time.Hour, kind: delivery.Retry, next: 11*time.Hour - time.Minute, hostFailed: true},
		{name: "network, too late", err: down, attempt: 19, age: delivery.Horizon - time.Minute, kind: delivery.Expired, hostFailed: true},
		{name: "refused by the guard", err: fmt.Errorf("post: %w", federation.ErrForbidden), kind: delivery.Refused},
		{name: "no address", err: fmt.Errorf("post: %w", federation.ErrMalformed), kind: delivery.Refused},
		{name: "our own trouble", err: errors.New("no key"), kind: delivery.Retry, next: time.Minute},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := delivery.Delivery{Attempt: test.attempt, Code: test.lastCode, Since: morning.Add(-test.age)}
			o := delivery.Classify(d, test.response, test.err, morning, middle)
			if o.Kind != test.kind || o.HostFailed != test.hostFailed || o.Code != test.response.Code || !o.At.Equal(morning) {
				t.Errorf("outcome %+v, want %s, host failed %v", o, test.kind, test.hostFailed)
			}
			if got := after(o.Next); got != test.next {
				t.Errorf("next after %s, want %s", got, test.next)
			}
			if got := after(o.Rest); got != test.rest {
				t.Errorf("rest of %s, want %s", got, test.rest)
			}
			if (o.Reason == "") != (o.Kind == delivery.Delivered) {
				t.Errorf("reason %q of %s", o.Reason, o.Kind)
			}
		})
	}
}

// after is how long after morning t is, 0 for never.
func after(t time.Time) time.Duration {
	if t.IsZero() {
		return 0
	}
	return t.Sub(morning)
}
