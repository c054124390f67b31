package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"inews/federation"
	"inews/federation/signature"
)

// Defaults of a Client. They are those of Mastodon (app/lib/request.rb), so a
// server that Mastodon can read, we can read.
const (
	defaultMaxBody        = 1 << 20
	defaultMaxRedirects   = 3
	defaultConnectTimeout = 5 * time.Second
	defaultHeaderTimeout  = 10 * time.Second
	defaultTimeout        = 30 * time.Second
	defaultPostTimeout    = 15 * time.Second
)

const (
	maxHeaderBytes = 64 << 10 // of an answer; honest ones stay below 8 KiB
	maxHosts       = 4096     // whose signature scheme is remembered
)

// Resolver turns a host name into addresses. *net.Resolver is one.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// Client asks other servers, and refuses every address that is not a public
// one. The zero value is ready to use and does not sign. A Client must not be
// copied after first use; many goroutines may share it.
type Client struct {
	// Key is the key that signs GET requests: that of an actor whom anybody may
	// fetch without a signature, or two careful servers wait for each other.
	// nil: requests are not signed, and GoToSocial answers 401.
	Key func(context.Context) (signature.Key, error)

	// Admit may refuse a host, given in lower case and without port, before it
	// is asked: one that staff have blocked. Its error is wrapped in
	// federation.ErrForbidden. nil: every host.
	Admit func(ctx context.Context, host string) error

	Allow     []netip.Prefix // ranges that may be reached on any port, besides public addresses on the usual one
	AllowHTTP bool           // accept http addresses too, on port 80; development and tests
	RootCAs   *x509.CertPool // nil: those of the system
	UserAgent string         // such as "iNews/1.0 (+https://council.example/)"; "": Go's own
	Resolver  Resolver       // nil: net.DefaultResolver

	// Dial replaces the connection itself. It gets an address, never a name,
	// that the guard has already let pass. nil: net.Dialer.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	Now  func() time.Time // nil: time.Now

	MaxBody        int64         // bytes of an answer, after decompression; 0: 1 MiB
	MaxRedirects   int           // of one GET; 0: 3
	ConnectTimeout time.Duration // name look-up and connection; 0: 5 s
	HeaderTimeout  time.Duration // from the request to the answer's header; 0: 10 s
	Timeout        time.Duration // a whole look-up, redirects included; 0: 30 s
	PostTimeout    time.Duration // a whole Post; 0: 15 s

	once    sync.Once
	http    *http.Client
	schemes *memory[string, signature.Scheme] // what a host understood last
}

// start builds the connection pool at first use, when the fields are set.
func (c *Client) start() {
	c.once.Do(func() {
		c.schemes = newMemory[string, signature.Scheme](maxHosts)
		c.http = &http.Client{
			Transport: &http.Transport{
				Proxy:                  nil, // behind a proxy the guard would see the proxy's address only
				DialContext:            c.dial,
				ForceAttemptHTTP2:      true,
				TLSClientConfig:        &tls.Config{RootCAs: c.RootCAs, MinVersion: tls.VersionTLS12},
				TLSHandshakeTimeout:    or(c.ConnectTimeout, defaultConnectTimeout),
				ResponseHeaderTimeout:  or(c.HeaderTimeout, defaultHeaderTimeout),
				MaxResponseHeaderBytes: maxHeaderBytes,
				// A delivery goes to many hosts, once each: keep a few
				// connections to each of them, not many to one.
				MaxIdleConns:        512,
				MaxIdleConnsPerHost: 2,
				IdleConnTimeout:     90 * time.Second,
			},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
	})
}

// CloseIdleConnections closes the connections that are kept for the next request.
func (c *Client) CloseIdleConnections() {
	c.start()
	c.http.CloseIdleConnections()
}

func (c *Client) now() time.Time {
	if c.Now != nil {
		return c.Now()
	}
	return time.Now()
}

// or is the value, or the standard one when it is zero.
func or[T comparable](value, standard T) T {
	var zero T
	if value == zero {
		return standard
	}
	return value
}

var _ signature.KeySource = (*Keys)(nil)

// host is the host name of an id without its port, as Admit sees it.
func host(id federation.ID) string {
	name := id.Host()
	if h, _, err := net.SplitHostPort(name); err == nil {
		return h
	}
	return name
}
