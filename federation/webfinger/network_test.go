package webfinger_test

import (
	"context"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"inews/federation/fetch"
	"inews/federation/webfinger"
)

// network is an internet of invented hosts: each has a public address and a TLS
// server on loopback. Names that it does not know are private.
type network struct {
	addrs   map[string]netip.Addr
	servers map[netip.Addr]*httptest.Server
}

func (n network) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	if addr, ok := n.addrs[host]; ok {
		return []netip.Addr{addr}, nil
	}
	return []netip.Addr{netip.MustParseAddr("10.0.0.1")}, nil
}

func (n network) dial(ctx context.Context, network, address string) (net.Conn, error) {
	var d net.Dialer
	return d.DialContext(ctx, network, n.servers[netip.MustParseAddrPort(address).Addr()].Listener.Addr().String())
}

func newClient(t *testing.T, hosts map[string]http.Handler) *webfinger.Client {
	t.Helper()
	n, roots := network{map[string]netip.Addr{}, map[netip.Addr]*httptest.Server{}}, x509.NewCertPool()
	addr := netip.MustParseAddr("81.2.69.1")
	for host, h := range hosts {
		s := httptest.NewTLSServer(h)
		t.Cleanup(s.Close)
		roots.AddCert(s.Certificate())
		n.addrs[host], n.servers[addr] = addr, s
		addr = addr.Next()
	}
	c := &fetch.Client{RootCAs: roots, Resolver: n, Dial: n.dial}
	t.Cleanup(c.CloseIdleConnections)
	return &webfinger.Client{Fetch: c}
}
