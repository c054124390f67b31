package mailing

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// sendTimeout bounds the talk with the mail server before the message, and that
// about it.
const sendTimeout = 20 * time.Second

// Ports where none is given: submission (RFC 6409), and submission within TLS
// (RFC 8314).
const (
	submission    = 587
	submissionTLS = 465
)

// Server is the mail server that takes our messages.
type Server struct {
	host, user, password, hello string

	port  int
	inTLS bool // from the first byte on
	roots *x509.CertPool

	// dial connects to the server; a plain connection when nil. Tests lead other
	// names to loopback with it.
	dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// NewServer reads the address of a mail server: smtp://name:password@host:587,
// where the talk must go on in TLS (STARTTLS) before anything is told, except
// with this machine itself; or smtps://…:465, which is TLS from the beginning.
// hello is how we call ourselves, and roots are the certificates that are
// believed, the system's when nil.
func NewServer(address url.URL, hello string, roots *x509.CertPool) (*Server, error) {
	s := &Server{host: address.Hostname(), hello: hello, roots: roots, inTLS: address.Scheme == "smtps", port: submission}
	if s.inTLS {
		s.port = submissionTLS
	}
	if port := address.Port(); port != "" {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 {
			return nil, fmt.Errorf("read mail server: %q is not a port", port)
		}
		s.port = int(n)
	}
	s.user = address.User.Username()
	s.password, _ = address.User.Password()
	return s, nil
}

// String is the server's host and port.
func (s *Server) String() string { return net.JoinHostPort(s.host, strconv.Itoa(s.port)) }

// Try connects, greets, secures and signs in as for a message, and sends none.
func (s *Server) Try(ctx context.Context) error {
	client, err := s.client()
	if err != nil {
		return err
	}
	if err := client.DialWithContext(ctx); err != nil {
		return fmt.Errorf("reach mail server %s: %w", s, err)
	}
	_ = client.Close() // it was polite to say so
	return nil
}

// send hands one message over. A refusal for good is a *refusal; after every
// other error the message may be sent again.
func (s *Server) send(ctx context.Context, message *mail.Msg) error {
	client, err := s.client()
	if err != nil {
		return err
	}
	if err := client.DialWithContext(ctx); err != nil {
		return fmt.Errorf("reach mail server %s: %w", s, err)
	}
	defer func() { _ = client.Close() }()
	err = client.Send(message)
	if err == nil || message.IsDelivered() { // what goes wrong after the server said yes is no matter
		return nil
	}
	var said *mail.SendError
	if errors.As(err, &said) && said.ErrorCode() >= 500 {
		return &refusal{err}
	}
	return fmt.Errorf("send: %w", err)
}

// refusal is a mail server's word that it will never take the message (RFC 5321
// §4.2.1: 5yz).
type refusal struct{ err error }

func (r *refusal) Error() string { return r.err.Error() }
func (r *refusal) Unwrap() error { return r.err }

// nobody tells whether the refusal is of the address and not of us: there is no such
// person (RFC 3463 §3.2, RFC 5321 §4.2.3).
func (r *refusal) nobody() bool {
	var said *mail.SendError
	if !errors.As(r.err, &said) || said.Reason != mail.ErrSMTPRcptTo {
		return false
	}
	if status := said.EnhancedStatusCode(); status != "" {
		return strings.HasPrefix(status, "5.1.")
	}
	return said.ErrorCode() == 550 || said.ErrorCode() == 553
}

func (s *Server) client() (*mail.Client, error) {
	options := []mail.Option{
		mail.WithPort(s.port), mail.WithTimeout(sendTimeout), mail.WithoutNoop(),
		mail.WithTLSConfig(&tls.Config{ServerName: s.host, RootCAs: s.roots, MinVersion: tls.VersionTLS12}),
		mail.WithTLSPolicy(s.policy()),
	}
	if s.hello != "" {
		options = append(options, mail.WithHELO(s.hello))
	}
	if s.inTLS {
		options = append(options, mail.WithSSL())
	}
	if s.dial != nil {
		options = append(options, mail.WithDialContextFunc(s.dial))
	}
	if s.user != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.user), mail.WithPassword(s.password))
	}
	client, err := mail.NewClient(s.host, options...)
	if err != nil {
		return nil, fmt.Errorf("set up mail: %w", err)
	}
	return client, nil
}

// policy is whether the talk must be in TLS. To a server on this machine there
// is nobody between; its certificate is often one that nobody believes, so that
// it is asked for one only where a password is to be told.
func (s *Server) policy() mail.TLSPolicy {
	switch {
	case !s.here():
		return mail.TLSMandatory
	case s.user != "":
		return mail.TLSOpportunistic
	}
	return mail.NoTLS
}

func (s *Server) here() bool {
	ip, err := netip.ParseAddr(s.host)
	return (err == nil && ip.IsLoopback()) || s.host == "localhost" || strings.HasSuffix(s.host, ".localhost")
}
