package fetch

import (
	"fmt"
	"net/netip"

	"inews/federation"
)

// global is where addresses of servers come from: all of IPv4, and of IPv6 the
// one block that is handed out for global unicast. Everything else in IPv6,
// such as mapped, translated, link-local and multicast addresses, lies outside.
// Source: IANA IPv6 Address Space.
var global = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/0"),
	netip.MustParsePrefix("2000::/3"),
}

// special are the ranges within global that are no place for a server. Source:
// IANA IPv4 and IPv6 Special-Purpose Address Registries.
var special = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),         // this network, RFC 791
	netip.MustParsePrefix("10.0.0.0/8"),        // private use, RFC 1918
	netip.MustParsePrefix("100.64.0.0/10"),     // carrier-grade NAT, RFC 6598; holds the metadata address of one cloud
	netip.MustParsePrefix("127.0.0.0/8"),       // loopback, RFC 1122
	netip.MustParsePrefix("168.63.129.16/32"),  // the host of a virtual machine at Azure, public in form only
	netip.MustParsePrefix("169.254.0.0/16"),    // link-local, RFC 3927; holds the metadata address of most clouds
	netip.MustParsePrefix("172.16.0.0/12"),     // private use, RFC 1918
	netip.MustParsePrefix("192.0.0.0/24"),      // protocol assignments, RFC 6890
	netip.MustParsePrefix("192.0.2.0/24"),      // documentation, RFC 5737
	netip.MustParsePrefix("192.31.196.0/24"),   // AS112, RFC 7535
	netip.MustParsePrefix("192.52.193.0/24"),   // AMT relays, RFC 7450
	netip.MustParsePrefix("192.88.99.0/24"),    // 6to4 relays, RFC 7526
	netip.MustParsePrefix("192.168.0.0/16"),    // private use, RFC 1918
	netip.MustParsePrefix("192.175.48.0/24"),   // AS112, RFC 7534
	netip.MustParsePrefix("198.18.0.0/15"),     // benchmarking, RFC 2544
	netip.MustParsePrefix("198.51.100.0/24"),   // documentation, RFC 5737
	netip.MustParsePrefix("203.0.113.0/24"),    // documentation, RFC 5737
	netip.MustParsePrefix("224.0.0.0/4"),       // multicast, RFC 5771
	netip.MustParsePrefix("240.0.0.0/4"),       // reserved, with broadcast, RFC 1112
	netip.MustParsePrefix("2001::/23"),         // protocol assignments with Teredo, benchmarking, ORCHID, RFC 2928
	netip.MustParsePrefix("2001:db8::/32"),     // documentation, RFC 3849
	netip.MustParsePrefix("2002::/16"),         // 6to4, which hides an IPv4 address, RFC 3056
	netip.MustParsePrefix("2620:4f:8000::/48"), // AS112, RFC 7534
	netip.MustParsePrefix("3fff::/20"),         // documentation, RFC 9637
}

// Public tells whether an address is one that any server on the internet may
// have. An address with a zone never is.
func Public(addr netip.Addr) bool {
	addr = addr.Unmap()
	return contains(global, addr) && !contains(special, addr)
}

// permit is the guard: it decides for every single connection, after the name
// was resolved, so no answer of a name server can change under it.
func (c *Client) permit(addr netip.AddrPort) error {
	ip := addr.Addr().Unmap()
	switch {
	case contains(c.Allow, ip):
		return nil
	case !Public(ip):
		return fmt.Errorf("%s is not a public address: %w", ip, federation.ErrForbidden)
	case addr.Port() == 443, addr.Port() == 80 && c.AllowHTTP:
		return nil
	}
	return fmt.Errorf("port %d is not one of the web: %w", addr.Port(), federation.ErrForbidden)
}

func contains(ranges []netip.Prefix, addr netip.Addr) bool {
	for _, r := range ranges {
		if r.Contains(addr) {
			return true
		}
	}
	return false
}
