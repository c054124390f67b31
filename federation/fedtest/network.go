package fedtest

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"sync"

	"inews/federation/fetch"
)

// Network is a small internet on loopback, with names, certificates and
// servers. A host in an address may be
//
//   - an invented name, "a.example": only clients of the network know it, and
//     see no port. The usual choice.
//   - a name or an address with a port, "a.localhost:8443", "127.0.0.1:8443";
//     port 0 picks a free one. For whole programs, which have their own idea of
//     names and find the authority's certificate in CAFile.
type Network struct {
	authority *authority

	mu      sync.Mutex
	servers map[string]*Server     // by host
	names   map[string]netip.Addr  // invented names and the addresses invented for them
	routes  map[netip.Addr]*Server // and who is really there
	folder  string                 // of certificate files; "" until one is asked for
}

// loopback is all of it: each invented name gets an address of its own there.
var loopback = netip.MustParsePrefix("127.0.0.0/8")

// NewNetwork makes a network without servers. Close it.
func NewNetwork() (*Network, error) {
	authority, err := newAuthority()
	if err != nil {
		return nil, err
	}
	return &Network{
		authority: authority, servers: map[string]*Server{},
		names: map[string]netip.Addr{}, routes: map[netip.Addr]*Server{},
	}, nil
}

// Serve starts a TLS server for a host, which must not have one yet.
func (n *Network) Serve(host string, handler http.Handler) (*Server, error) {
	name, port, err := net.SplitHostPort(host)
	invented := err != nil
	if invented {
		name, port = host, "0"
	}
	certificate, err := n.authority.issue(name)
	if err != nil {
		return nil, err
	}
	listenOn := "127.0.0.1:" + port
	if ip, err := netip.ParseAddr(name); err == nil {
		listenOn = net.JoinHostPort(ip.String(), port)
	}
	s := &Server{Handler: handler, certificate: certificate, address: listenOn}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.servers[host] != nil && port != "0" || invented && n.servers[name] != nil {
		return nil, fmt.Errorf("host %s is taken", host)
	}
	if err := s.Start(); err != nil {
		return nil, err
	}
	if invented {
		n.name(name, s)
		s.Host = name
	} else {
		_, port, _ = net.SplitHostPort(s.listensOn())
		s.Host = net.JoinHostPort(name, port)
	}
	n.servers[s.Host] = s
	return s, nil
}

// name gives an invented name the next address: 127.64.0.1 and up.
func (n *Network) name(name string, s *Server) {
	i := len(n.names) + 1
	addr := netip.AddrFrom4([4]byte{127, 64 + byte(i>>16), byte(i >> 8), byte(i)})
	n.names[name], n.routes[addr] = addr, s
}

// Client is a client within the network: it finds its names, trusts its
// authority and may reach loopback. More may be set before its first use.
func (n *Network) Client() *fetch.Client {
	c := new(fetch.Client)
	n.Join(c)
	return c
}

// Join makes a client that was not used yet one of the network.
func (n *Network) Join(c *fetch.Client) {
	c.Resolver, c.Dial, c.RootCAs = n, n.Dial, n.RootCAs()
	c.Allow = append(c.Allow, loopback)
}

// LookupNetIP finds the address of an invented name, or of a name under
// localhost (RFC 6761 §6.3). Every other name does not exist. It makes Network
// a fetch.Resolver.
func (n *Network) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if addr, ok := n.names[host]; ok {
		return []netip.Addr{addr}, nil
	}
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1})}, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
}

// Dial connects to an address; those of invented names lead to their servers'
// real ones.
func (n *Network) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	if addr, err := netip.ParseAddrPort(address); err == nil {
		n.mu.Lock()
		server := n.routes[addr.Addr()]
		n.mu.Unlock()
		if server != nil {
			if addr.Port() != 443 {
				return nil, fmt.Errorf("dial %s: only port 443 is served", address)
			}
			address = server.listensOn()
		}
	}
	return new(net.Dialer).DialContext(ctx, network, address)
}

// RootCAs holds the certificate of the network's authority.
func (n *Network) RootCAs() *x509.CertPool { return n.authority.pool() }

// CAFile writes the authority's certificate to a PEM file, which lasts until
// Close, and returns its path.
func (n *Network) CAFile() (string, error) {
	folder, err := n.files()
	if err != nil {
		return "", err
	}
	return writePEM(folder, "authority.pem", "CERTIFICATE", n.authority.certificate.Raw)
}

// CertFiles writes a certificate for a host, given without port, and its key to
// PEM files, which last until Close: for a program that serves by itself.
func (n *Network) CertFiles(host string) (cert, key string, err error) {
	folder, err := n.files()
	if err != nil {
		return "", "", err
	}
	issued, err := n.authority.issue(host)
	if err != nil {
		return "", "", err
	}
	der, err := x509.MarshalPKCS8PrivateKey(issued.PrivateKey)
	if err != nil {
		return "", "", err
	}
	if cert, err = writePEM(folder, host+".pem", "CERTIFICATE", issued.Certificate[0]); err != nil {
		return "", "", err
	}
	key, err = writePEM(folder, host+".key.pem", "PRIVATE KEY", der)
	return cert, key, err
}

func (n *Network) files() (string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.folder == "" {
		folder, err := os.MkdirTemp("", "fedtest")
		if err != nil {
			return "", err
		}
		n.folder = folder
	}
	return n.folder, nil
}

// Close stops the servers, cuts their connections and removes the files.
func (n *Network) Close() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	var failure error
	for _, s := range n.servers {
		failure = errors.Join(failure, s.Stop())
	}
	if n.folder != "" {
		failure = errors.Join(failure, os.RemoveAll(n.folder))
	}
	return failure
}
