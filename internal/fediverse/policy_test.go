package fediverse_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"inews/federation/delivery"
	"inews/federation/fedtest"
)

// Check 53: One inbox hangs 15 s, 50 others healthy → others all delivered within
// 5 s p95; breaker opens after 5; table shows rows kept.
func TestCheck53HangingInbox(t *testing.T) {
	t.Parallel()
	const healthy, posts = 50, 8
	const hang = 2 * time.Second // for 15 s
	o := newOffice(t)
	o.poster.Timeout = hang
	arrived := make(chan time.Time, healthy*posts)
	for i := range healthy {
		o.reader(fmt.Sprintf("h%d.example", i), func(rw http.ResponseWriter, _ *http.Request) {
			rw.WriteHeader(http.StatusAccepted)
			arrived <- time.Now()
		})
	}
	o.reader("hanging.example", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	for range posts {
		o.publishes("News")
	}
	hung := make(chan struct{}, posts)
	begun := time.Now()
	stop := o.dispatches(func(r delivery.Result) {
		if r.Delivery.Host == "hanging.example" && r.Outcome.HostFailed {
			hung <- struct{}{}
		}
	})
	var took []time.Duration
	for range healthy * posts {
		select {
		case at := <-arrived:
			took = append(took, at.Sub(begun))
		case <-time.After(time.Minute):
			t.Fatalf("%d of %d arrived at healthy inboxes", len(took), healthy*posts)
		}
	}
	slices.Sort(took)
	if p95 := took[len(took)*95/100]; p95 > 5*time.Second {
		t.Errorf("95 %% of the others took up to %s", p95)
	}
	for range 5 {
		<-hung
	}
	stop()
	var failures, waiting, tried int
	var open bool
	o.one(`SELECT failures, COALESCE(open_until > now(), false) FROM hosts WHERE host = 'hanging.example'`).into(&failures, &open)
	o.one(`SELECT count(*), count(*) FILTER (WHERE attempts > 0) FROM deliveries WHERE host = 'hanging.example' AND state = 'waiting'`).into(&waiting, &tried)
	if failures < 5 || !open || waiting != posts {
		t.Errorf("%d failures, breaker open %v, %d rows kept of %d", failures, open, waiting, posts)
	}
	if n := o.count(`SELECT count(*) FROM deliveries WHERE state <> 'delivered' AND host <> 'hanging.example'`); n != 0 {
		t.Errorf("%d deliveries to healthy hosts are not settled", n)
	}
	if tried == posts {
		t.Errorf("the breaker has kept none of the %d back", posts)
	}
	for pause, want := range []int{0, 1} {
		o.passes(time.Duration(pause) * 61 * time.Second)
		claimed, err := o.queue.Claim(t.Context(), 100, 2)
		check(t, err)
		if len(claimed) != want {
			t.Errorf("%d deliveries are tried after %d minutes, want %d", len(claimed), pause, want)
		}
	}
}

// dispatches runs the whole dispatcher until stop.
func (o *office) dispatches(observe func(delivery.Result)) (stop func()) {
	ctx, cancel := context.WithCancel(o.Context())
	d := &delivery.Dispatcher{Queue: o.queue, Post: o.poster.Post, Observe: observe}
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	return sync.OnceFunc(func() {
		cancel()
		check(o.T, <-ended)
	})
}

// Check 54: 429 Retry-After 120, 503 HTTP-date, 404, 410, 401, 501, TLS error, DNS
// NXDOMAIN, DNS timeout → each follows the written policy, in the table and for
// the host.
func TestCheck54PolicyInTheTable(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.poster.Client = o.network.Client()
	o.poster.Client.Resolver, o.poster.Client.ConnectTimeout = mute{o.network}, 200*time.Millisecond
	answer := func(code int, after string) http.HandlerFunc {
		return func(rw http.ResponseWriter, _ *http.Request) {
			if after != "" {
				rw.Header().Set("Retry-After", after)
			}
			rw.WriteHeader(code)
		}
	}
	untrusted := httptest.NewUnstartedServer(answer(202, ""))
	untrusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	untrusted.StartTLS()
	t.Cleanup(untrusted.Close)
	strange := strings.TrimPrefix(untrusted.URL, "https://")
	const asItWas, failed, soon = "host as it was", "host failed once", "waiting, again in 1m0s"
	for _, test := range []struct {
		name, host string
		answer     http.HandlerFunc
		row, about string // what is to become of the delivery, and of its host
	}{
		{"429 Retry-After 120", "busy.example", answer(429, "120"), "waiting, again in 2m0s", "host rests 2m0s"},
		{"503 with a date", "mending.example", answer(503, time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)), "waiting, again in 1h0m0s", "host rests 1h0m0s, failed once"},
		{"404", "lost.example", answer(404, ""), "failed", "inbox retired"},
		{"410", "gone.example", answer(410, ""), "failed", "inbox retired"},
		{"401", "strict.example", answer(401, ""), soon, asItWas},
		{"501", "simple.example", answer(501, ""), "failed", asItWas},
		{"TLS error", strange, nil, soon, failed},
		{"NXDOMAIN", "nowhere.example", nil, soon, failed},
		{"DNS timeout", "mute.example", nil, soon, failed},
	} {
		o.reader(test.host, test.answer)
		o.publishes("For " + test.host)
		o.rounds()
		if row, about := o.became(test.host); row != test.row || about != test.about {
			t.Errorf("%s: %s; %s, want %s; %s", test.name, row, about, test.row, test.about)
		}
		o.exec(`DELETE FROM deliveries`)
		if test.about == "inbox retired" {
			o.publishes("For nobody")
			if n := o.count(`SELECT count(*) FROM deliveries WHERE host = $1`, test.host); n != 0 {
				t.Errorf("%s: %d more deliveries to the inbox", test.name, n)
			}
			if n := o.count(`SELECT count(*) FROM followers f JOIN people p ON p.uri = f.person_uri WHERE p.host = $1`, test.host); n != 1 {
				t.Errorf("%s: the follower went with the inbox", test.name)
			}
		}
		o.exec(`DELETE FROM followers`)
	}
}

// mute is a network in which the name server of one host does not answer.
type mute struct{ *fedtest.Network }

func (m mute) LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error) {
	if host == "mute.example" {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return m.Network.LookupNetIP(ctx, network, host)
}

// became tells what became of the one delivery to a host, and of the host. Times
// are rounded to what a test may take.
func (o *office) became(host string) (row, about string) {
	o.Helper()
	var state string
	var next, rest float64
	var failures int
	var retired bool
	o.one(`SELECT state, EXTRACT(epoch FROM run_at - now()) FROM deliveries WHERE host = $1`, host).into(&state, &next)
	o.one(`
		SELECT h.failures, COALESCE(EXTRACT(epoch FROM h.open_until - now()), 0), p.inbox_gone_at IS NOT NULL
		FROM hosts h JOIN people p ON p.host = h.host WHERE h.host = $1`, host).into(&failures, &rest, &retired)
	seconds := func(s float64) time.Duration {
		return time.Duration(s * float64(time.Second)).Round(30 * time.Second)
	}
	row, about = state, "host as it was"
	if state == "waiting" {
		row += ", again in " + seconds(next).String()
	}
	switch {
	case retired:
		about = "inbox retired"
	case rest > 0:
		about = "host rests " + seconds(rest).String()
		if failures == 1 {
			about += ", failed once"
		}
	case failures == 1:
		about = "host failed once"
	}
	return row, about
}

// Check 54, as days go by: 401 counts as temporary for 24 hours, and a 429 lowers
// that host's rate.
func TestCheck54PolicyOverTime(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.reader("strict.example", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusForbidden) })
	busy := http.StatusTooManyRequests
	o.reader("busy.example", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Retry-After", "120")
		rw.WriteHeader(busy)
	})
	for range 5 {
		o.publishes("News")
	}
	o.rounds()
	if n := o.count(`SELECT count(*) FROM deliveries WHERE host = 'busy.example' AND attempts > 0`); n != 1 {
		t.Errorf("%d were tried at a host that asked for rest after the first", n)
	}
	leased := func() int { // at once, of those for the busy host
		t.Helper()
		claimed, err := o.queue.Claim(t.Context(), 100, 2)
		check(t, err)
		var results []delivery.Result
		n := 0
		for _, d := range claimed {
			if d.Host == "busy.example" {
				n++
			}
			results = append(results, delivery.Result{Delivery: d, Outcome: o.poster.Post(t.Context(), d)})
		}
		check(t, o.queue.Settle(t.Context(), results))
		return n
	}
	busy = http.StatusAccepted
	for _, step := range []struct {
		pause time.Duration
		want  int
	}{{0, 0}, {110 * time.Second, 0}, {11 * time.Second, 1}, {0, 1}, {time.Hour, 2}, {0, 1}} {
		o.passes(step.pause)
		if got := leased(); got != step.want {
			t.Errorf("after %s more: %d to the busy host at once, want %d", step.pause, got, step.want)
		}
	}
	if n := o.count(`SELECT count(*) FROM deliveries WHERE host = 'busy.example' AND state = 'delivered'`); n != 5 {
		t.Errorf("the busy host has taken %d of 5", n)
	}
	waiting := `SELECT count(*) FROM deliveries WHERE host = 'strict.example' AND state = 'waiting'`
	o.live(22)
	if n := o.count(waiting); n != 5 {
		t.Errorf("403 within a day: %d of 5 wait", n)
	}
	o.live(18)
	if n := o.count(waiting); n != 0 {
		t.Errorf("403 for more than a day: %d still wait", n)
	}
	if n := o.count(`SELECT count(*) FROM hosts WHERE failures > 0`); n != 0 {
		t.Errorf("%d hosts count as failing, though each has answered", n)
	}
}
