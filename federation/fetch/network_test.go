package fetch_test

import (
	"context"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"

	"inews/federation"
	"inews/federation/fetch"
	"inews/federation/signature"
)

// network is an internet of invented hosts with public addresses: TLS servers
// on loopback, a resolver that knows them and a dialer that finds them. The
// certificate of httptest is good for every name under example.com.
type network struct {
	t       *testing.T
	mu      sync.Mutex
	addrs   map[string][]netip.Addr
	servers map[netip.Addr]*httptest.Server
	roots   *x509.CertPool
	dialled atomic.Int32
}

func newNetwork(t *testing.T) *network {
	return &network{t: t, addrs: map[string][]netip.Addr{}, servers: map[netip.Addr]*httptest.Server{}, roots: x509.NewCertPool()}
}

// serve gives a host a TLS server at the next free public address.
func (n *network) serve(host string, h http.Handler) *httptest.Server {
	s := httptest.NewTLSServer(h)
	n.roots.AddCert(s.Certificate())
	n.join(host, s)
	return s
}

func (n *network) join(host string, s *httptest.Server) {
	n.t.Cleanup(s.Close)
	n.mu.Lock()
	defer n.mu.Unlock()
	addr := netip.AddrFrom4([4]byte{81, 2, 69, byte(len(n.servers) + 1)})
	n.servers[addr] = s
	n.addrs[host] = []netip.Addr{addr}
}

// point makes the resolver give other addresses for a host.
func (n *network) point(host string, addrs ...string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.addrs[host] = nil
	for _, a := range addrs {
		n.addrs[host] = append(n.addrs[host], netip.MustParseAddr(a))
	}
}

func (n *network) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if addrs, ok := n.addrs[host]; ok {
		return addrs, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
}

func (n *network) dial(ctx context.Context, network, address string) (net.Conn, error) {
	n.dialled.Add(1)
	n.mu.Lock()
	s, ok := n.servers[netip.MustParseAddrPort(address).Addr()]
	n.mu.Unlock()
	if !ok {
		return nil, errors.New("connection refused")
	}
	var d net.Dialer
	return d.DialContext(ctx, network, s.Listener.Addr().String())
}

func (n *network) client() *fetch.Client {
	c := &fetch.Client{RootCAs: n.roots, Resolver: n, Dial: n.dial}
	n.t.Cleanup(c.CloseIdleConnections)
	return c
}

// silent takes the whole request and never answers. To return when the client
// has gone would be an answer, and one that may still arrive.
func silent(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // only then the server notices that the client has gone
	<-r.Context().Done()
	panic(http.ErrAbortHandler)
}

// pages is a host that serves documents by path and counts requests.
type pages struct {
	mu    sync.Mutex
	docs  map[string]string
	asked int
}

func (p *pages) set(path, doc string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.docs == nil {
		p.docs = map[string]string{}
	}
	p.docs[path] = doc
}

func (p *pages) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked
}

func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.asked++
	doc, ok := p.docs[r.URL.RequestURI()]
	p.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", federation.MediaType)
	fmt.Fprint(w, doc)
}

// note is a small object.
func note(id string) string {
	return fmt.Sprintf(`{"@context":%q,"id":%q,"type":"Note","content":"Hello"}`, federation.Namespace, id)
}

// actor is an actor with one key.
func actor(id, keyID, owner string, key *rsa.PrivateKey) string {
	pem, err := signature.MarshalPublicKeyPEM(key.Public())
	if err != nil {
		return err.Error()
	}
	raw, err := json.Marshal(map[string]any{
		"@context": []string{federation.Namespace, "https://w3id.org/security/v1"},
		"id":       id, "type": "Person", "preferredUsername": "anna",
		"inbox": id + "/inbox", "outbox": id + "/outbox",
		"publicKey": map[string]string{"id": keyID, "owner": owner, "publicKeyPem": pem},
	})
	if err != nil {
		return err.Error()
	}
	return string(raw)
}

// made is one key for all tests, since making one takes a tenth of a second.
var made = sync.OnceValues(signature.GenerateRSA)

func aKey(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	key, err := made()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func anotherKey(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	key, err := signature.GenerateRSA()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// signWith makes the client sign its GETs as the instance actor.
func signWith(c *fetch.Client, key *rsa.PrivateKey) {
	c.Key = func(context.Context) (signature.Key, error) {
		return signature.Key{ID: "https://council.example.com/ap/actors/instance#main-key", Signer: key}, nil
	}
}

func wantError(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("error %v, want %v", err, want)
	}
}
