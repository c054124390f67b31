package fetch_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"inews/federation"
	"inews/federation/signature"
)

// redirects is a host whose paths lead elsewhere; the others are notes.
func redirects(to map[string]string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if next, ok := to[r.URL.Path]; ok {
			w.Header().Set("Location", next)
			w.WriteHeader(http.StatusFound)
			return
		}
		w.Header().Set("Content-Type", federation.MediaType)
		_, _ = w.Write([]byte(note("https://" + r.Host + r.URL.Path)))
	})
}

// Check 27: Redirect to private, to http, loop, chain of 4, cross-host with
// signature → refused or re-signed; POST never follows.
func TestCheck27Redirects(t *testing.T) {
	for _, test := range []struct {
		name, path string
		want       error // nil: a document
		id         federation.ID
	}{
		{"private address", "/private", federation.ErrForbidden, ""},
		{"private name", "/name", federation.ErrForbidden, ""},
		{"http", "/http", federation.ErrForbidden, ""},
		{"other scheme", "/file", federation.ErrForbidden, ""},
		{"userinfo", "/userinfo", federation.ErrForbidden, ""},
		{"to itself", "/self", federation.ErrForbidden, ""},
		{"loop of two", "/loop1", federation.ErrForbidden, ""},
		{"chain of four", "/4", federation.ErrForbidden, ""},
		{"chain of three", "/3", nil, "https://peer.example.com/0"},
		{"other host", "/other", nil, "https://other.example.com/notes/1"},
		{"blocked host", "/blocked", federation.ErrForbidden, ""},
		{"no location", "/none", federation.ErrMalformed, ""},
		{"other port", "/port", federation.ErrForbidden, ""},
	} {
		n := newNetwork(t)
		n.serve("other.example.com", redirects(nil))
		n.serve("blocked.example.com", redirects(nil))
		n.point("rebind.example.com", "192.168.1.1")
		n.serve("peer.example.com", redirects(map[string]string{
			"/private": "https://169.254.169.254/latest/meta-data", "/name": "https://rebind.example.com/",
			"/http": "http://other.example.com/notes/1", "/file": "file:///etc/passwd",
			"/userinfo": "https://peer.example.com@other.example.com/notes/1",
			"/self":     "/self", "/loop1": "/loop2", "/loop2": "/loop1#again",
			"/4": "/3", "/3": "/2", "/2": "https://peer.example.com/1", "/1": "0#fragment",
			"/other": "//other.example.com/notes/1", "/blocked": "https://blocked.example.com/notes/1",
			"/none": "", "/port": "https://other.example.com:8443/notes/1",
		}))
		c := n.client()
		c.AllowHTTP = test.name == "http" // going down stays refused
		c.Admit = func(_ context.Context, host string) error {
			if host == "blocked.example.com" {
				return errors.New("blocked by staff")
			}
			return nil
		}
		d, err := c.Document(t.Context(), federation.ID("https://peer.example.com"+test.path))
		if !errors.Is(err, test.want) || d.ID != test.id {
			t.Errorf("%s: %q, %v; want %q, %v", test.name, d.ID, err, test.id, test.want)
		}
	}
}

// Check 27: cross-host with signature → re-signed: what was signed for one host
// never reaches another.
func TestCheck27EachHopIsSignedForItself(t *testing.T) {
	key := aKey(t)
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	seen := map[string]string{}
	verified := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			s, err := signature.Parse(r)
			if err == nil {
				err = s.Verify(nil, key.Public(), now)
			}
			if err != nil || r.Header.Get("Digest") != "" || r.Header.Get("Referer") != "" {
				t.Errorf("%s%s: %v, header %v", r.Host, r.URL, err, r.Header)
			}
			seen[r.Host] = r.Header.Get("Signature")
			next.ServeHTTP(w, r)
		})
	}
	n := newNetwork(t)
	n.serve("peer.example.com", verified(redirects(map[string]string{"/a": "https://other.example.com/b?x=1&y=%20"})))
	other := &pages{}
	other.set("/b?x=1&y=%20", note("https://other.example.com/b?x=1&y=%20"))
	n.serve("other.example.com", verified(other))
	c := n.client()
	c.Now = func() time.Time { return now }
	signWith(c, key)
	if _, err := c.Document(t.Context(), "https://peer.example.com/a"); err != nil {
		t.Error(err)
	}
	if len(seen) != 2 || seen["peer.example.com"] == seen["other.example.com"] {
		t.Errorf("signatures %v", seen)
	}
}

func TestDoubleKnockIsRememberedByHost(t *testing.T) {
	key := aKey(t)
	var schemes []string
	n := newNetwork(t)
	n.serve("peer.example.com", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s, err := signature.Parse(r)
		if err != nil {
			t.Error(err)
			return
		}
		schemes = append(schemes, string(s.Scheme))
		if s.Scheme != signature.RFC9421 {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", federation.MediaType)
		_, _ = w.Write([]byte(note("https://peer.example.com" + r.URL.Path)))
	}))
	c := n.client()
	signWith(c, key)
	for _, path := range []string{"/1", "/2"} {
		if _, err := c.Document(t.Context(), federation.ID("https://peer.example.com"+path)); err != nil {
			t.Error(err)
		}
	}
	want := strings.Join([]string{string(signature.Cavage), string(signature.RFC9421), string(signature.RFC9421)}, " ")
	if got := strings.Join(schemes, " "); got != want {
		t.Errorf("schemes %s, want %s", got, want)
	}
}

func TestUnauthorizedInBothSchemesIsAskedTwiceOnly(t *testing.T) {
	asked := 0
	n := newNetwork(t)
	n.serve("peer.example.com", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		w.WriteHeader(http.StatusUnauthorized)
	}))
	c := n.client()
	signWith(c, aKey(t))
	_, err := c.Document(t.Context(), "https://peer.example.com/1")
	wantError(t, err, federation.ErrUnauthorized)
	if asked != 2 {
		t.Errorf("asked %d times, want 2", asked)
	}
}
