package delivery_test

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"inews/federation"
	"inews/federation/delivery"
	"inews/federation/fedtest"
	"inews/federation/fetch"
	"inews/federation/signature"
)

// letter is from alice@council.example to bob@friend.example.
type letter struct {
	network    *fedtest.Network
	alice, bob *fedtest.Peer
	poster     *delivery.Poster
	delivery   delivery.Delivery
}

func newLetter(t *testing.T) *letter {
	t.Helper()
	l := new(letter)
	var err error
	if l.network, err = fedtest.NewNetwork(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.network.Close() })
	if l.alice, err = l.network.Peer("alice@council.example"); err != nil {
		t.Fatal(err)
	}
	if l.bob, err = l.network.Peer("bob@friend.example"); err != nil {
		t.Fatal(err)
	}
	l.reset(t)
	return l
}

// reset makes a letter new but for the peers, whose keys take time to make.
func (l *letter) reset(t *testing.T) {
	t.Helper()
	if err := l.bob.Start(); err != nil {
		t.Fatal(err)
	}
	l.bob.Understood = nil
	l.bob.Always(fedtest.Answer{})
	l.poster = &delivery.Poster{
		Client: l.network.Client(),
		Key:    func(context.Context, federation.ID) (signature.Key, error) { return l.alice.Key(), nil },
		Chance: func() float64 { return middle },
	}
	l.delivery = delivery.Delivery{
		ID: 1, Inbox: l.bob.SharedInbox(), Host: l.bob.Host, Sender: l.alice.Actor(), Since: time.Now(),
		Body: []byte(`{"id":"https://council.example/1","type":"Like","actor":"` + string(l.alice.Actor()) + `"}`),
	}
}

func TestPost(t *testing.T) {
	l := newLetter(t)
	o := l.poster.Post(t.Context(), l.delivery)
	if o.Kind != delivery.Delivered || o.Code != 202 || o.Scheme != signature.Cavage || o.Reason != "" {
		t.Fatalf("outcome %+v; refused: %v", o, l.bob.Refused())
	}
	got := l.bob.Received()[0]
	if string(got.Body) != string(l.delivery.Body) || got.Key.Owner != l.alice.Actor() {
		t.Errorf("received %s signed by %s", got.Body, got.Key.Owner)
	}
}

// Mastodon's S8: cavage, then on 400 or 401 once with RFC 9421, or what the
// host understood before; remembered.
func TestSecondKnock(t *testing.T) {
	l, before := newLetter(t), 0
	both := []signature.Scheme{signature.Cavage, signature.RFC9421}
	for _, test := range []struct {
		name       string
		known      signature.Scheme
		understood []signature.Scheme
		kind       delivery.Kind
		learned    signature.Scheme
		knocks     int
	}{
		{"new host, knows both", "", both, delivery.Delivered, signature.Cavage, 1},
		{"new host, knows the new one", "", both[1:], delivery.Delivered, signature.RFC9421, 2},
		{"remembered", signature.RFC9421, both, delivery.Delivered, signature.RFC9421, 1},
		{"remembered, but it went back", signature.RFC9421, both[:1], delivery.Delivered, signature.Cavage, 2},
		{"knows neither", "", []signature.Scheme{}, delivery.Retry, "", 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			l.reset(t)
			l.bob.Understood = test.understood
			l.delivery.Scheme = test.known
			o := l.poster.Post(t.Context(), l.delivery)
			if o.Kind != test.kind || o.Scheme != test.learned {
				t.Errorf("outcome %+v, want %s having learned %q", o, test.kind, test.learned)
			}
			all := len(l.bob.Received()) + len(l.bob.Refused())
			if knocks := all - before; knocks != test.knocks {
				t.Errorf("%d knocks, want %d", knocks, test.knocks)
			}
			before = all
		})
	}
}

// The second answer counts only when it shows that the signature was read.
func TestSecondKnockAnswers(t *testing.T) {
	l := newLetter(t)
	for _, test := range []struct {
		first, second int
		code          int
		kind          delivery.Kind
	}{
		{400, 401, 400, delivery.Refused},
		{401, 400, 401, delivery.Retry},
		{400, 202, 202, delivery.Delivered},
		{401, 422, 422, delivery.Refused},
		{401, 410, 410, delivery.InboxGone},
		{401, 503, 503, delivery.Retry},
		{403, 202, 403, delivery.Retry}, // no second knock
	} {
		l.reset(t)
		l.bob.Answers(fedtest.Answer{Code: test.first}, fedtest.Answer{Code: test.second})
		o := l.poster.Post(t.Context(), l.delivery)
		if o.Code != test.code || o.Kind != test.kind {
			t.Errorf("%d then %d: %+v, want %d, %s", test.first, test.second, o, test.code, test.kind)
		}
	}
}

// Check 54: 429 Retry-After 120, 503 HTTP-date, 404, 410, 401, 501, TLS error,
// DNS NXDOMAIN, DNS timeout: each follows the written policy.
func TestCheck54Policy(t *testing.T) {
	l := newLetter(t)
	retryAfter := func(code int, value string) func(*letter) {
		return func(l *letter) {
			l.bob.Always(fedtest.Answer{Code: code, Header: http.Header{"Retry-After": {value}}})
		}
	}
	answers := func(code int) func(*letter) { return func(l *letter) { l.bob.Always(fedtest.Answer{Code: code}) } }
	inAnHour := morning.Add(time.Hour).Format(http.TimeFormat)
	for _, test := range []struct {
		name       string
		set        func(*letter)
		kind       delivery.Kind
		next       time.Duration
		hostFailed bool
	}{
		{"429 Retry-After 120", retryAfter(429, "120"), delivery.Retry, 2 * time.Minute, false},
		{"503 HTTP-date", retryAfter(503, inAnHour), delivery.Retry, time.Hour, true},
		{"404", answers(404), delivery.InboxGone, 0, false},
		{"410", answers(410), delivery.InboxGone, 0, false},
		{"401", answers(401), delivery.Retry, time.Minute, false},
		{"501", answers(501), delivery.Refused, 0, false},
		{"TLS error", func(l *letter) { l.poster.Client.RootCAs = nil }, delivery.Retry, time.Minute, true},
		{"DNS NXDOMAIN", func(l *letter) { l.delivery.Inbox = "https://nobody.example/inbox" }, delivery.Retry, time.Minute, true},
		{"DNS timeout", func(l *letter) { l.poster.Client.Resolver = silent{} }, delivery.Retry, time.Minute, true},
		{"connection refused", func(l *letter) { l.bob.Stop() }, delivery.Retry, time.Minute, true},
		{"no answer", func(l *letter) { l.bob.Always(fedtest.Answer{Hang: true}) }, delivery.Retry, time.Minute, true},
		{"redirect", retryAfter(307, "1"), delivery.Retry, time.Minute, false},
		{"private address", func(l *letter) { l.poster.Client.Allow = nil }, delivery.Refused, 0, false},
		{"blocked host", func(l *letter) { l.poster.Client.Admit = blocked }, delivery.Refused, 0, false},
		{"no key", func(l *letter) { l.poster.Key = keyless }, delivery.Retry, time.Minute, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			l.reset(t)
			l.poster.Now = func() time.Time { return morning }
			l.poster.Client.Now = l.poster.Now
			l.poster.Client.ConnectTimeout = 100 * time.Millisecond
			l.poster.Timeout = 300 * time.Millisecond
			l.delivery.Since = morning
			test.set(l)
			o := l.poster.Post(t.Context(), l.delivery)
			if o.Kind != test.kind || after(o.Next) != test.next || o.HostFailed != test.hostFailed {
				t.Errorf("%+v\nwant %s after %s, host failed %v", o, test.kind, test.next, test.hostFailed)
			}
			if o.Reason == "" || strings.Contains(o.Reason, "\n") {
				t.Errorf("reason %q", o.Reason)
			}
		})
	}
}

func TestPostIsReleasedWhenCutOff(t *testing.T) {
	l := newLetter(t)
	l.bob.Always(fedtest.Answer{Hang: true})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if o := l.poster.Post(ctx, l.delivery); o.Kind != delivery.Released || o.HostFailed {
		t.Errorf("outcome %+v", o)
	}
}

// Every attempt sends the same bytes under a signature of its own date.
func TestSignedAfresh(t *testing.T) {
	l := newLetter(t)
	var dates, bodies []string
	server, err := l.network.Serve("strict.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := make([]byte, r.ContentLength)
		r.Body.Read(body)
		dates, bodies = append(dates, r.Header.Get("Date")), append(bodies, string(body))
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	if err != nil {
		t.Fatal(err)
	}
	l.delivery.Inbox = server.ID("/inbox")
	for range 3 {
		at := morning.Add(time.Duration(l.delivery.Attempt) * time.Hour)
		l.poster.Client.Now = func() time.Time { return at }
		l.poster.Post(t.Context(), l.delivery)
		l.delivery.Attempt++
	}
	if len(slices.Compact(dates)) != 3 || len(slices.Compact(bodies)) != 1 || bodies[0] != string(l.delivery.Body) {
		t.Errorf("dates %v, bodies %v", dates, bodies)
	}
}

// silent is a name server that does not answer.
type silent struct{}

var _ fetch.Resolver = silent{}

func (silent) LookupNetIP(ctx context.Context, _, _ string) ([]netip.Addr, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func blocked(context.Context, string) error { return errors.New("blocked by staff") }

func keyless(context.Context, federation.ID) (signature.Key, error) {
	return signature.Key{}, errors.New("no such key")
}
