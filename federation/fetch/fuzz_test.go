package fetch_test

import (
	"context"
	"net"
	"net/netip"
	"strings"
	"testing"

	"inews/federation"
	"inews/federation/fetch"
)

// everywhere resolves every name, to a private address and a public one.
type everywhere struct{}

func (everywhere) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) {
	return []netip.Addr{netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("81.2.69.1")}, nil
}

// FuzzOrigin holds three things against any address: a client connects to
// public addresses only, for an address that has an origin, and that origin is
// its own.
func FuzzOrigin(f *testing.F) {
	for _, seed := range append(append([]string{}, specials...), publics...) {
		f.Add("https://" + seed + "/a")
	}
	for _, seed := range []string{
		"https://peer.example.com/a#b", "https://PEER.example.com:443/a", "http://a@b/c", "https://[::1]:443", "https://①②⑦.⓪.⓪.①/",
		"https://peer.example.com./", "https://.", "https://../a", "https://a..b./", "https://peer.example.com/a# ", "https:///a", "//a/b", "https://a\\@b", "https://[fe80::1%25lo]/", "https://127.1/", "https://0x7f.1/", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := &fetch.Client{AllowHTTP: true, Resolver: everywhere{}}
		c.Dial = func(_ context.Context, _, address string) (net.Conn, error) {
			addr, err := netip.ParseAddrPort(address)
			if err != nil || !fetch.Public(addr.Addr()) || addr.Port() != 443 && addr.Port() != 80 {
				t.Errorf("%q leads to %s", s, address)
			}
			origin := federation.ID(s).Origin()
			if origin == "" || origin != strings.ToLower(origin) || federation.ID(origin).Origin() != origin {
				t.Errorf("%q leads to %s and has the origin %q", s, address, origin)
			}
			return nil, net.ErrClosed
		}
		if _, err := c.Document(t.Context(), federation.ID(s)); err == nil {
			t.Errorf("%q: no error from nowhere", s)
		}
	})
}
