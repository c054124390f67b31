package fetch_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"inews/federation"
	"inews/federation/fetch"
)

// specials holds at least one address of every special-purpose range of IANA's
// two registries, and the ways to hide an IPv4 address in an IPv6 one.
var specials = []string{
	"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255",
	"127.0.0.1", "127.1.2.3", "168.63.129.16", "169.254.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255",
	"192.0.0.1", "192.0.0.8", "192.0.0.9", "192.0.0.170", "192.0.0.192", "192.0.2.1", "192.31.196.1", "192.52.193.1",
	"192.88.99.1", "192.168.0.1", "192.168.255.255", "192.175.48.1", "198.18.0.1", "198.19.255.255", "198.51.100.1",
	"203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
	"::", "::1", "::127.0.0.1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "::ffff:0:127.0.0.1",
	"64:ff9b::127.0.0.1", "64:ff9b::8.8.8.8", "64:ff9b:1::7f00:1", "100::1", "100:0:0:1::1",
	"2001::1", "2001:0:53aa:64c::7f00:1", "2001:1::1", "2001:2::1", "2001:3::1", "2001:4:112::1", "2001:10::1", "2001:20::1", "2001:30::1",
	"2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "2620:4f:8000::1", "3fff::1", "4000::1", "5f00::1",
	"fc00::1", "fd00:ec2::254", "fdff::1", "fe80::1", "fe80::1%lo", "fec0::1", "ff02::1", "ff0e::1", "2606:4700::1111%eth0",
}

var publics = []string{
	"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.1", "81.2.69.142", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1",
	"192.0.1.1", "192.169.0.1", "198.17.0.1", "198.20.0.1", "223.255.255.255", "::ffff:8.8.8.8",
	"2001:200::1", "2001:4860:4860::8888", "2606:4700:4700::1111", "2a00:1450:4009::200e",
}

func TestPublic(t *testing.T) {
	for _, s := range specials {
		if fetch.Public(netip.MustParseAddr(s)) {
			t.Errorf("%s passes for public", s)
		}
	}
	for _, s := range publics {
		if !fetch.Public(netip.MustParseAddr(s)) {
			t.Errorf("%s does not pass for public", s)
		}
	}
	if fetch.Public(netip.Addr{}) {
		t.Error("the zero address passes for public")
	}
}

// paths are all the ways to make a client ask an address.
func paths(c *fetch.Client) map[string]func(context.Context, federation.ID) error {
	keys := &fetch.Keys{Client: c}
	return map[string]func(context.Context, federation.ID) error{
		"document":   func(ctx context.Context, id federation.ID) error { _, err := c.Document(ctx, id); return err },
		"actor":      func(ctx context.Context, id federation.ID) error { _, err := c.Actor(ctx, id); return err },
		"object":     func(ctx context.Context, id federation.ID) error { _, err := c.Object(ctx, id); return err },
		"collection": func(ctx context.Context, id federation.ID) error { _, err := c.Collection(ctx, id); return err },
		"json":       func(ctx context.Context, id federation.ID) error { _, _, err := c.JSON(ctx, string(id)); return err },
		"key":        func(ctx context.Context, id federation.ID) error { _, err := keys.Key(ctx, id, false); return err },
		"items": func(ctx context.Context, id federation.ID) error {
			for _, err := range c.Items(ctx, id, 1) {
				return err
			}
			return nil
		},
		"well-known": func(ctx context.Context, id federation.ID) error {
			host, _, _ := strings.Cut(strings.TrimPrefix(string(id), "https://"), "/")
			_, _, err := c.WellKnown(ctx, host, "webfinger")
			return err
		},
	}
}

// Check 25: Table of ≥ 45 addresses (all IANA v4/v6 special ranges, mapped,
// compatible, NAT64 both prefixes, 6to4, Teredo, zone ids, full-width digits,
// decimal/hex/octal) → every fetch path refuses.
func TestCheck25EveryPathRefusesEveryAddress(t *testing.T) {
	n := newNetwork(t)
	c := n.client()
	key := aKey(t)
	// Forms that some resolvers take for 127.0.0.1, and a name that points there.
	hosts := []string{"①②⑦.⓪.⓪.①"}
	for _, form := range []string{"2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1", "127.1", "localhost", "rebind.example.com"} {
		n.point(form, "127.0.0.1")
		hosts = append(hosts, form)
	}
	for _, s := range specials {
		host := strings.ReplaceAll(s, "%", "%25")
		if strings.Contains(host, ":") {
			host = "[" + host + "]"
		}
		hosts = append(hosts, host)
	}
	asks := paths(c)
	asks["post"] = func(ctx context.Context, id federation.ID) error {
		_, err := c.Post(ctx, fetch.Post{Inbox: id, Body: []byte("{}"), Key: keyOf(key)})
		return err
	}
	for name, ask := range asks {
		for _, host := range hosts {
			err := ask(t.Context(), federation.ID("https://"+host+"/inbox"))
			if !errors.Is(err, federation.ErrForbidden) && !errors.Is(err, federation.ErrMalformed) {
				t.Errorf("%s of %s: %v", name, host, err)
			}
		}
	}
	if got := n.dialled.Load(); got != 0 {
		t.Errorf("%d connections were tried", got)
	}
}

// Check 25, with the dialer of the operating system.
func TestCheck25RealDialer(t *testing.T) {
	p := &pages{}
	s := httptest.NewTLSServer(p)
	t.Cleanup(s.Close)
	c := &fetch.Client{}
	_, err := c.Document(t.Context(), federation.ID(s.URL+"/notes/1"))
	wantError(t, err, federation.ErrForbidden)
	if err == nil || !strings.Contains(err.Error(), "127.0.0.1 is not a public address") {
		t.Errorf("the words are %v", err)
	}
	if p.count() != 0 {
		t.Error("the server was asked")
	}
}

func TestAllowReachesATestNetworkOnAnyPort(t *testing.T) {
	p := &pages{}
	n := newNetwork(t)
	s := n.serve("peer.example.com", p)
	p.set("/notes/1", note(s.URL+"/notes/1"))
	c := &fetch.Client{RootCAs: n.roots, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	t.Cleanup(c.CloseIdleConnections)
	if _, err := c.Document(t.Context(), federation.ID(s.URL+"/notes/1")); err != nil {
		t.Error(err)
	}
	_, err := c.Document(t.Context(), "https://10.0.0.1/notes/1")
	wantError(t, err, federation.ErrForbidden)
}

func TestPortsOfPublicAddresses(t *testing.T) {
	n := newNetwork(t)
	n.serve("peer.example.com", &pages{})
	for _, test := range []struct {
		id        federation.ID
		allowHTTP bool
		want      error
	}{
		{"https://peer.example.com/1", false, federation.ErrNotFound}, // it answered
		{"https://peer.example.com:8443/1", false, federation.ErrForbidden},
		{"https://peer.example.com:80/1", false, federation.ErrForbidden},
		{"https://peer.example.com:22/1", true, federation.ErrForbidden},
		{"https://peer.example.com:80/1", true, federation.ErrNotFound},
		{"http://peer.example.com/1", false, federation.ErrForbidden},
	} {
		c := n.client()
		c.AllowHTTP = test.allowHTTP
		_, err := c.Document(t.Context(), test.id)
		if !errors.Is(err, test.want) {
			t.Errorf("%s, http %t: %v, want %v", test.id, test.allowHTTP, err, test.want)
		}
	}
}
