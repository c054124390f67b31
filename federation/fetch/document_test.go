package fetch_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"inews/federation"
	"inews/federation/fetch"
)

// Check 12: `id` unequal to final URL (8 variants) → not stored; equal after
// one refetch → stored.
func TestCheck12DocumentIsItsOwnAddress(t *testing.T) {
	const asked = "https://peer.example.com/a"
	for _, test := range []struct {
		name, id string
		accepted federation.ID // "": refused
	}{
		{"equal", asked, asked},
		{"equal after one refetch", "https://peer.example.com/true", "https://peer.example.com/true"},
		{"other host", "https://victim.example.com/notes/1", ""},
		{"same host, not confirmed", "https://peer.example.com/b", ""},
		{"same host, absent", "https://peer.example.com/absent", ""},
		{"same host, redirected", "https://peer.example.com/moved", ""},
		{"same host, confirmed by another address", "https://peer.example.com/away", ""},
		{"final dot", "https://peer.example.com./a", ""},
		{"upper case", "https://PEER.example.com/a", ""},
		{"upper-case scheme", "HTTPS://peer.example.com/a", ""},
		{"default port", "https://peer.example.com:443/a", ""},
		{"other port", "https://peer.example.com:8443/a", ""},
		{"user information", "https://peer.example.com@peer.example.com/a", ""},
		{"fragment", asked + "#x", asked + "#x"},
		{"http", "http://peer.example.com/a", ""},
		{"relative", "/a", ""},
		{"empty", "", ""},
	} {
		p := &pages{}
		p.set("/a", note(test.id))
		p.set("/true", note("https://peer.example.com/true"))
		p.set("/b", note("https://peer.example.com/c"))
		p.set("/c", note("https://peer.example.com/c"))
		p.set("/upload", note("https://peer.example.com/away"))
		n := newNetwork(t)
		mux := http.NewServeMux()
		mux.Handle("/", p)
		mux.Handle("/moved", http.RedirectHandler("/true", http.StatusFound))
		mux.Handle("/away", http.RedirectHandler("/upload", http.StatusFound))
		n.serve("peer.example.com", mux)
		victim := &pages{}
		victim.set("/notes/1", note("https://victim.example.com/notes/1"))
		n.serve("victim.example.com", victim)
		n.point("peer.example.com.", "81.2.69.1")
		n.point("PEER.example.com", "81.2.69.1")
		d, err := n.client().Document(t.Context(), asked)
		if d.ID != test.accepted || (err == nil) != (test.accepted != "") {
			t.Errorf("%s: %q, %v; want %q", test.name, d.ID, err, test.accepted)
		}
		if p.count() > 2 || victim.count() != 0 {
			t.Errorf("%s: %d requests, %d to another host", test.name, p.count(), victim.count())
		}
	}
}

// Check 12, after a redirect: the document is the last host's, or nobody's.
func TestCheck12AfterARedirect(t *testing.T) {
	for _, test := range []struct {
		id       string
		accepted federation.ID
	}{
		{"https://other.example.com/b", "https://other.example.com/b"},
		{"https://peer.example.com/a", ""}, // it speaks for the one who redirected
		{"https://third.example.com/c", ""},
	} {
		n := newNetwork(t)
		n.serve("peer.example.com", http.RedirectHandler("https://other.example.com/b", http.StatusFound))
		p := &pages{}
		p.set("/b", note(test.id))
		n.serve("other.example.com", p)
		d, err := n.client().Document(t.Context(), "https://peer.example.com/a")
		if d.ID != test.accepted || (err == nil) != (test.accepted != "") {
			t.Errorf("%s: %q, %v", test.id, d.ID, err)
		}
	}
}

func TestFragmentOfAnIDIsNotSent(t *testing.T) {
	p := &pages{}
	p.set("/a", note("https://peer.example.com/a#it"))
	n := newNetwork(t)
	n.serve("peer.example.com", p)
	d, err := n.client().Document(t.Context(), "https://peer.example.com/a#it")
	if err != nil || d.ID != "https://peer.example.com/a#it" || p.count() != 1 {
		t.Errorf("%q, %v, %d requests", d.ID, err, p.count())
	}
}

// Check 13: Fetched object with each wrong content type → refused; `ld+json`
// without the profile → refused. A key is looked up by the same rule, since
// whoever may upload a file to a server could else sign in its people's names.
func TestCheck13ContentType(t *testing.T) {
	const id = "https://peer.example.com/notes/1"
	key := aKey(t)
	for contentType, accepted := range map[string]bool{
		"application/activity+json":                                                           true,
		"application/activity+json; charset=utf-8":                                            true,
		`application/ld+json; profile="https://www.w3.org/ns/activitystreams"`:                true,
		`application/ld+json; charset=utf-8; profile="https://www.w3.org/ns/activitystreams"`: true,
		"application/ld+json":                                                                 false,
		`application/ld+json; profile="https://peer.example.com/ns"`:                          false,
		"application/json":                     false,
		"application/problem+json":             false,
		"application/activity+json-not":        false,
		"text/html; charset=utf-8":             false,
		"text/plain":                           false,
		"text/html, application/activity+json": false,
		"image/png":                            false,
		"application/octet-stream":             false,
		"":                                     false,
	} {
		n := newNetwork(t)
		n.serve("peer.example.com", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header()["Content-Type"] = []string{contentType}
			doc := note(id)
			if r.URL.Path == "/users/anna" {
				doc = actor(anna, annas, anna, key)
			}
			_, _ = w.Write([]byte(doc))
		}))
		_, err := n.client().Object(t.Context(), id)
		_, keyErr := (&fetch.Keys{Client: n.client()}).Key(t.Context(), annas, false)
		for what, err := range map[string]error{"object": err, "key": keyErr} {
			if accepted && err != nil || !accepted && !errors.Is(err, federation.ErrMalformed) {
				t.Errorf("%s served as %q: %v", what, contentType, err)
			}
		}
	}
}

func TestAnswersThatAreNoDocument(t *testing.T) {
	for code, want := range map[int]error{
		404: federation.ErrNotFound, 410: federation.ErrGone, 401: federation.ErrUnauthorized,
		403: federation.ErrForbidden, 451: federation.ErrForbidden, 408: federation.ErrUnavailable,
		429: federation.ErrUnavailable, 500: federation.ErrUnavailable, 503: federation.ErrUnavailable,
		400: federation.ErrMalformed, 406: federation.ErrMalformed, 204: federation.ErrMalformed, 304: federation.ErrMalformed,
	} {
		n := newNetwork(t)
		n.serve("peer.example.com", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "60")
			w.WriteHeader(code)
		}))
		_, err := n.client().Actor(t.Context(), "https://peer.example.com/users/anna")
		wantError(t, err, want)
		var status *fetch.StatusError
		if !errors.As(err, &status) || status.Code != code || status.RetryAfter != time.Minute {
			t.Errorf("%d: %+v", code, status)
		}
	}
}

func TestTombstoneIsGone(t *testing.T) {
	p := &pages{}
	p.set("/notes/1", `{"@context":"https://www.w3.org/ns/activitystreams","id":"https://peer.example.com/notes/1","type":"Tombstone"}`)
	n := newNetwork(t)
	n.serve("peer.example.com", p)
	_, err := n.client().Object(t.Context(), "https://peer.example.com/notes/1")
	wantError(t, err, federation.ErrGone)
}
