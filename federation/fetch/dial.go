package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"syscall"
	"time"

	"inews/federation"
)

// minAttempt is how long one of several addresses of a host is tried at least;
// net.Dialer has the same.
const minAttempt = 2 * time.Second

// dial connects to the first address of a host that may be reached and answers.
// It resolves by itself, so that the address that was judged is the address
// that is dialled.
func (c *Client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, or(c.ConnectTimeout, defaultConnectTimeout))
	defer cancel()
	addrs, err := c.resolve(ctx, address)
	if err != nil {
		return nil, err
	}
	var failure error
	for i, addr := range addrs {
		if err := c.permit(addr); err != nil {
			failure = errors.Join(failure, err)
			continue
		}
		conn, err := c.connect(ctx, network, addr, len(addrs)-i)
		if err == nil {
			return conn, nil
		}
		failure = errors.Join(failure, err)
	}
	return nil, failure
}

// isLocalhost tells whether a name stands for this machine by definition: no
// resolver is asked, and the guard judges the address as any other. Source:
// RFC 6761 §6.3.
func isLocalhost(name string) bool {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	return name == "localhost" || strings.HasSuffix(name, ".localhost")
}

// resolve turns "host:port" into addresses with ports, in the order of the
// resolver.
func (c *Client) resolve(ctx context.Context, address string) ([]netip.AddrPort, error) {
	name, service, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	port, err := strconv.ParseUint(service, 10, 16)
	if err != nil {
		return nil, fmt.Errorf("port %q: %w", service, federation.ErrMalformed)
	}
	if ip, err := netip.ParseAddr(name); err == nil {
		return []netip.AddrPort{netip.AddrPortFrom(ip, uint16(port))}, nil
	}
	if c.Resolver == nil && isLocalhost(name) {
		return []netip.AddrPort{netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), uint16(port))}, nil
	}
	var resolver Resolver = net.DefaultResolver
	if c.Resolver != nil {
		resolver = c.Resolver
	}
	ips, err := resolver.LookupNetIP(ctx, "ip", name)
	if err != nil {
		return nil, fmt.Errorf("look up %s: %w", name, err)
	}
	if len(ips) == 0 {
		return nil, &net.DNSError{Err: "no address", Name: name, IsNotFound: true}
	}
	addrs := make([]netip.AddrPort, 0, len(ips))
	for _, ip := range ips {
		addrs = append(addrs, netip.AddrPortFrom(ip.Unmap(), uint16(port)))
	}
	return addrs, nil
}

// connect dials one address and leaves time for the others.
func (c *Client) connect(ctx context.Context, network string, addr netip.AddrPort, candidates int) (net.Conn, error) {
	if end, ok := ctx.Deadline(); ok && candidates > 1 {
		share := max(time.Until(end)/time.Duration(candidates), minAttempt)
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, share)
		defer cancel()
	}
	if c.Dial != nil {
		return c.Dial(ctx, network, addr.String())
	}
	dialer := &net.Dialer{Control: c.control}
	return dialer.DialContext(ctx, network, addr.String())
}

// control judges once more what the operating system is really asked to do.
func (c *Client) control(_, address string, _ syscall.RawConn) error {
	addr, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("address %q: %w", address, federation.ErrForbidden)
	}
	return c.permit(addr)
}
