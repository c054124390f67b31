package fetch_test

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"inews/federation"
)

// Check 26: Resolver flips public → private between calls → refused at dial.
func TestCheck26RebindingIsRefusedAtDial(t *testing.T) {
	p := &pages{}
	p.set("/notes/1", note("https://peer.example.com/notes/1"))
	n := newNetwork(t)
	n.serve("peer.example.com", p)
	c := n.client()
	if _, err := c.Document(t.Context(), "https://peer.example.com/notes/1"); err != nil {
		t.Fatal(err)
	}
	c.CloseIdleConnections()
	n.point("peer.example.com", "127.0.0.1")
	_, err := c.Document(t.Context(), "https://peer.example.com/notes/1")
	wantError(t, err, federation.ErrForbidden)
	if got := n.dialled.Load(); got != 1 || p.count() != 1 {
		t.Errorf("%d connections, %d requests, want one of each", got, p.count())
	}
}

// Check 28: HTTP_PROXY set in the environment → ignored.
func TestCheck28ProxyOfTheEnvironmentIsIgnored(t *testing.T) {
	var proxied atomic.Int32
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { proxied.Add(1) }))
	t.Cleanup(proxy.Close)
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"} {
		t.Setenv(name, proxy.URL)
	}
	p := &pages{}
	p.set("/notes/1", note("https://peer.example.com/notes/1"))
	n := newNetwork(t)
	n.serve("peer.example.com", p)
	if _, err := n.client().Document(t.Context(), "https://peer.example.com/notes/1"); err != nil {
		t.Error(err)
	}
	if proxied.Load() != 0 || p.count() != 1 {
		t.Errorf("the proxy was asked %d times, the server %d", proxied.Load(), p.count())
	}
}

func TestDialTriesTheNextPublicAddress(t *testing.T) {
	p := &pages{}
	p.set("/notes/1", note("https://peer.example.com/notes/1"))
	n := newNetwork(t)
	n.serve("peer.example.com", p) // at 81.2.69.1
	n.point("peer.example.com", "10.0.0.1", "81.2.69.200", "81.2.69.1")
	if _, err := n.client().Document(t.Context(), "https://peer.example.com/notes/1"); err != nil {
		t.Error(err)
	}
	if got := n.dialled.Load(); got != 2 {
		t.Errorf("%d connections, want 2: the private address is not tried", got)
	}
}

func TestUnknownAndDeadHostsAreUnavailable(t *testing.T) {
	n := newNetwork(t)
	n.point("dead.example.com", "81.2.69.200")
	n.point("empty.example.com")
	for _, host := range []string{"unknown", "dead", "empty"} {
		_, err := n.client().Document(t.Context(), federation.ID("https://"+host+".example.com/notes/1"))
		wantError(t, err, federation.ErrUnavailable)
	}
}

func TestHTTP2(t *testing.T) {
	var major atomic.Int32
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		major.Store(int32(r.ProtoMajor))
		w.Header().Set("Content-Type", federation.MediaType)
		_, _ = w.Write([]byte(note("https://peer.example.com/notes/1")))
	}))
	s.EnableHTTP2 = true
	s.StartTLS()
	n := newNetwork(t)
	n.roots.AddCert(s.Certificate())
	n.join("peer.example.com", s)
	if _, err := n.client().Document(t.Context(), "https://peer.example.com/notes/1"); err != nil {
		t.Error(err)
	}
	if major.Load() != 2 {
		t.Errorf("HTTP/%d, want 2", major.Load())
	}
}
