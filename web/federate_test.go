package web_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"inews/web"
)

// doorkeeper notes the address from which the last request came.
type doorkeeper struct {
	wire
	address string
}

func (d *doorkeeper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.address, _, _ = net.SplitHostPort(r.RemoteAddr)
	w.WriteHeader(http.StatusAccepted)
}

// forwarded are ways to say another address than one's own, and whom the inbox
// must count: by the address of the connection and who is trusted.
var forwarded = []struct {
	name, trusted, from string
	header              http.Header
	want                string
}{
	{"nobody is trusted", "", "203.0.113.5:1", http.Header{"X-Forwarded-For": {"198.51.100.1"}}, "203.0.113.5"},
	{"nobody is trusted, and it comes from here", "", "127.0.0.1:1", http.Header{"X-Forwarded-For": {"198.51.100.1"}}, "127.0.0.1"},
	{"another is trusted", "10.0.0.0/8", "203.0.113.5:1", http.Header{"X-Forwarded-For": {"198.51.100.1"}}, "203.0.113.5"},
	{"another is trusted, and is named", "10.0.0.0/8", "203.0.113.5:1", http.Header{"X-Forwarded-For": {"198.51.100.1, 10.0.0.1"}}, "203.0.113.5"},
	{"a trusted proxy", "10.0.0.0/8", "10.0.0.1:1", http.Header{"X-Forwarded-For": {"198.51.100.1"}}, "198.51.100.1"},
	{"a trusted proxy that says nothing", "10.0.0.0/8", "10.0.0.1:1", nil, "10.0.0.1"},
	{"behind a forged one", "10.0.0.0/8", "10.0.0.1:1", http.Header{"X-Forwarded-For": {"1.2.3.4, 198.51.100.1"}}, "198.51.100.1"},
	{"behind a forged line", "10.0.0.0/8", "10.0.0.1:1", http.Header{"X-Forwarded-For": {"1.2.3.4", "198.51.100.1"}}, "198.51.100.1"},
	{"behind a forged one of the proxy's own", "10.0.0.0/8", "10.0.0.1:1", http.Header{"X-Forwarded-For": {"10.0.0.9, 198.51.100.1"}}, "198.51.100.1"},
	{"through two proxies", "10.0.0.0/8", "10.0.0.1:1", http.Header{"X-Forwarded-For": {"198.51.100.1, 10.0.0.2"}}, "198.51.100.1"},
	{"nonsense", "10.0.0.0/8", "10.0.0.1:1", http.Header{"X-Forwarded-For": {"me"}}, "10.0.0.1"},
	{"another header", "10.0.0.0/8", "10.0.0.1:1", http.Header{"X-Real-Ip": {"1.2.3.4"}, "Forwarded": {"for=1.2.3.4"}, "True-Client-Ip": {"1.2.3.4"}}, "10.0.0.1"},
	{"another header beside it", "10.0.0.0/8", "10.0.0.1:1", http.Header{"X-Real-Ip": {"1.2.3.4"}, "X-Forwarded-For": {"me"}}, "10.0.0.1"},
	{"an IPv6 client", "10.0.0.0/8", "10.0.0.1:1", http.Header{"X-Forwarded-For": {"2001:db8::1"}}, "2001:db8::1"},
	{"an IPv6 proxy", "fd00::/8", "[fd00::1]:1", http.Header{"X-Forwarded-For": {"198.51.100.1"}}, "198.51.100.1"},
}

// Check 34: Forged X-Forwarded-For does not change the rate-limit key unless the
// peer is a trusted proxy.
func TestCheck34Inbox(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	for _, test := range forwarded {
		door := &doorkeeper{}
		options := web.Options{DB: p.db, Federation: door, BaseURL: base, Handle: "inews", HandleDomain: "council.example"}
		if test.trusted != "" {
			options.TrustedProxies = []netip.Prefix{netip.MustParsePrefix(test.trusted)}
		}
		server, err := web.New(options)
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodPost, base+"/ap/inbox", strings.NewReader("{}"))
		r.RemoteAddr = test.from
		for name, lines := range test.header {
			r.Header[name] = lines
		}
		server.ServeHTTP(httptest.NewRecorder(), r)
		if door.address != test.want {
			t.Errorf("%s: counted as %q, want %q", test.name, door.address, test.want)
		}
		if r.RemoteAddr != test.from {
			t.Errorf("%s: the request was changed", test.name)
		}
	}
}
