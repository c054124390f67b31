package mailing

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"net/mail"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"inews/internal/pgtest"
	"inews/internal/postgres"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// office is a mail server of others' making, on loopback.
type office struct {
	*testing.T
	server  *smtp.Server
	address string // host:port
	roots   *x509.CertPool

	mu      sync.Mutex
	secured bool            // the last talk was in TLS
	tells   []error         // what the next messages are answered, before they are taken
	drops   int             // of the next messages, that are kept and not answered
	got     []*mail.Message // what was taken, or kept
	bodies  []string
	to      []string
	from    []string         // return paths
	refuses map[string]error // addresses, and how
}

// How an office is.
type manner struct{ tls, inTLS, asksName bool }

const postman, word = "post", "a lamp, a pear and a bus"

func newOffice(t *testing.T, m manner) *office {
	t.Helper()
	o := &office{T: t, roots: x509.NewCertPool()}
	certified := httptest.NewTLSServer(nil) // for its certificate, which is good for example.com and 127.0.0.1
	t.Cleanup(certified.Close)
	o.roots.AddCert(certified.Certificate())
	o.server = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		_, secured := c.TLSConnectionState()
		o.mu.Lock()
		defer o.mu.Unlock()
		o.secured = secured
		s := session{o, c, new(bool)}
		if m.asksName {
			return asking{s}, nil
		}
		*s.known = true
		return s, nil
	}))
	o.server.Domain, o.server.ReadTimeout, o.server.WriteTimeout = "mail.council.example", 10*time.Second, 10*time.Second
	settings := &tls.Config{Certificates: certified.TLS.Certificates}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	o.check(err)
	o.address = listener.Addr().String()
	if m.tls {
		o.server.TLSConfig = settings
	}
	if m.inTLS {
		listener = tls.NewListener(listener, settings)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = o.server.Serve(listener) // ends when it is closed
	}()
	t.Cleanup(func() {
		_ = o.server.Close()
		<-done
	})
	return o
}

func (o *office) check(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

// session is one talk.
type session struct {
	*office
	conn  *smtp.Conn
	known *bool // who it is
}

func (s session) Reset()        {}
func (s session) Logout() error { return nil }

func (s session) Mail(from string, _ *smtp.MailOptions) error {
	if !*s.known {
		return smtp.ErrAuthRequired
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.from = append(s.from, from)
	return nil
}

func (s session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.refuses[to]; err != nil {
		return err
	}
	s.to = append(s.to, to)
	return nil
}

func (s session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.tells) > 0 {
		answer := s.tells[0]
		s.tells = s.tells[1:]
		return answer
	}
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	body, err := io.ReadAll(m.Body)
	if err != nil {
		return err
	}
	s.got, s.bodies = append(s.got, m), append(s.bodies, string(body))
	if s.drops > 0 {
		s.drops--
		_ = s.conn.Conn().Close()
		return errors.New("the line is cut")
	}
	return nil
}

// asking is a session in which nobody sends before they have said who they are.
type asking struct{ session }

func (a asking) AuthMechanisms() []string { return []string{sasl.Plain} }

func (a asking) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, name, password string) error {
		if name != postman || password != word {
			return smtp.ErrAuthFailed
		}
		*a.known = true
		return nil
	}), nil
}

// server is the office as the configuration names it, at a host that leads to
// loopback. "" is loopback itself.
func (o *office) as(scheme, user, host string) *Server {
	o.Helper()
	u := url.URL{Scheme: scheme, Host: o.address}
	if user != "" {
		u.User = url.UserPassword(user, word)
	}
	_, port, err := net.SplitHostPort(o.address)
	o.check(err)
	if host != "" {
		u.Host = net.JoinHostPort(host, port)
	}
	s, err := NewServer(u, "inews.council.example", o.roots)
	o.check(err)
	if host != "" {
		s.dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, o.address)
		}
	}
	return s
}

// box is a postbox with a clock.
type box struct {
	*Postbox
	clock time.Time
}

func newBox(t *testing.T, db *postgres.DB, server *Server) *box {
	t.Helper()
	b := &box{clock: time.Now().Add(time.Second)}
	b.Postbox = &Postbox{DB: db, Composer: newComposer(), Server: server, Now: func() time.Time {
		if now := time.Now().Add(time.Second); b.clock.Before(now) {
			b.clock = now // the database says by its own clock from when a message is due, and on a slow machine that comes past ours
		}
		return b.clock
	}}
	return b
}

// taken is what came so far.
func (o *office) taken() []*mail.Message {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.got
}
