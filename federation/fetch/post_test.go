package fetch_test

import (
	"context"
	"crypto/rsa"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"inews/federation"
	"inews/federation/fetch"
	"inews/federation/signature"
)

func keyOf(key *rsa.PrivateKey) signature.Key {
	return signature.Key{ID: "https://council.example.com/ap/actors/inews#main-key", Signer: key}
}

func TestPostSignsTheBytesThatItSends(t *testing.T) {
	key := aKey(t)
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for _, scheme := range []signature.Scheme{"", signature.Cavage, signature.RFC9421} {
		var body []byte
		var failure error
		var got signature.Scheme
		n := newNetwork(t)
		n.serve("peer.example.com", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ = io.ReadAll(r.Body)
			s, err := signature.Parse(r)
			if err == nil {
				got, err = s.Scheme, s.Verify(body, key.Public(), now)
			}
			if r.Header.Get("Content-Type") != federation.MediaType {
				err = errors.New("content type " + r.Header.Get("Content-Type"))
			}
			failure = err
			w.WriteHeader(http.StatusAccepted)
		}))
		r, err := n.client().Post(t.Context(), fetch.Post{
			Inbox: "https://peer.example.com/inbox?shared=1", Body: []byte(`{"type":"Create"}`),
			Key: keyOf(key), Scheme: scheme, Date: now,
		})
		if err != nil || failure != nil || !r.Accepted() || r.Code != http.StatusAccepted {
			t.Errorf("scheme %q: %+v, %v; the inbox found %v", scheme, r, err, failure)
		}
		if string(body) != `{"type":"Create"}` || scheme != "" && got != scheme {
			t.Errorf("scheme %q: body %s signed with %q", scheme, body, got)
		}
	}
}

func TestPostReadsTheAnswer(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	key := aKey(t)
	for _, test := range []struct {
		code   int
		header string
		want   time.Duration
	}{
		{429, "120", 2 * time.Minute},
		{503, "Tue, 24 Nov 2026 12:05:00 GMT", 5 * time.Minute},
		{503, "Tue, 24 Nov 2026 11:05:00 GMT", 0},
		{503, "4294967295", 30 * 24 * time.Hour},
		{503, "99999999999999999999", 0},
		{503, "-5", 0},
		{503, "soon", 0},
		{410, "", 0},
	} {
		n := newNetwork(t)
		n.serve("peer.example.com", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", test.header)
			w.WriteHeader(test.code)
			_, _ = io.WriteString(w, strings.Repeat("x", 100<<10))
		}))
		c := n.client()
		c.Now = func() time.Time { return now }
		r, err := c.Post(t.Context(), fetch.Post{Inbox: "https://peer.example.com/inbox", Key: keyOf(key)})
		if err != nil || r.Code != test.code || r.RetryAfter != test.want || r.Accepted() || len(r.Body) != 64<<10 {
			t.Errorf("%d %q: code %d, retry after %v, body of %d, %v", test.code, test.header, r.Code, r.RetryAfter, len(r.Body), err)
		}
	}
}

// Check 27: POST never follows.
func TestCheck27PostNeverFollows(t *testing.T) {
	var stolen atomic.Int32
	n := newNetwork(t)
	n.serve("thief.example.com", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { stolen.Add(1) }))
	key := aKey(t)
	for _, code := range []int{301, 302, 303, 307, 308} {
		n.serve("peer.example.com", http.RedirectHandler("https://thief.example.com/inbox", code))
		r, err := n.client().Post(t.Context(), fetch.Post{Inbox: "https://peer.example.com/inbox", Body: []byte("{}"), Key: keyOf(key)})
		if err != nil || r.Code != code || r.Accepted() {
			t.Errorf("%d: %+v, %v", code, r, err)
		}
	}
	if stolen.Load() != 0 {
		t.Error("a redirect was followed")
	}
}

func TestPostWithoutAnAnswer(t *testing.T) {
	n := newNetwork(t)
	n.serve("slow.example.com", http.HandlerFunc(silent))
	n.point("dead.example.com", "81.2.69.200")
	key := aKey(t)
	for _, test := range []struct {
		inbox federation.ID
		want  error
	}{
		{"https://slow.example.com/inbox", federation.ErrUnavailable},
		{"https://dead.example.com/inbox", federation.ErrUnavailable},
		{"https://unknown.example.com/inbox", federation.ErrUnavailable},
		{"https://blocked.example.com/inbox", federation.ErrForbidden},
		{"https://127.0.0.1/inbox", federation.ErrForbidden},
		{"http://slow.example.com/inbox", federation.ErrForbidden},
		{"mailto:anna@peer.example.com", federation.ErrMalformed},
	} {
		c := n.client()
		c.PostTimeout = 100 * time.Millisecond
		c.Admit = func(_ context.Context, host string) error {
			if host == "blocked.example.com" {
				return errors.New("blocked by staff")
			}
			return nil
		}
		r, err := c.Post(t.Context(), fetch.Post{Inbox: test.inbox, Body: []byte("{}"), Key: keyOf(key)})
		if !errors.Is(err, test.want) {
			t.Errorf("%s: %+v, error %v, want %v", test.inbox, r, err, test.want)
		}
	}
}
