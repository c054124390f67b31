package fetch

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"time"
)

// Limits of a Trusting client: what it asks for is small, and somebody waits.
const (
	trustingTimeout = 15 * time.Second
	trustingBody    = 1 << 20 // bytes
)

// Trusting returns a client for an address that the operator has set, such as a
// sign-in service: it reaches private addresses too, which a Client never does
// for an address that somebody else chose, and must not be used for one. It
// believes the system's certificates when roots is nil, follows no redirect, and
// reads at most a megabyte, each within fifteen seconds.
func Trusting(roots *x509.CertPool) *http.Client {
	return &http.Client{
		Timeout: trustingTimeout,
		Transport: &bounded{http.Transport{
			TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}, ForceAttemptHTTP2: true,
			TLSHandshakeTimeout: defaultConnectTimeout, ResponseHeaderTimeout: defaultHeaderTimeout, MaxResponseHeaderBytes: maxHeaderBytes,
			MaxIdleConnsPerHost: 2, IdleConnTimeout: time.Minute,
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// bounded refuses to read bodies without an end.
type bounded struct{ http.Transport }

// RoundTrip is that of http.Transport, with the bound.
func (b *bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.Transport.RoundTrip(r)
	if err == nil {
		answer.Body = &bound{answer.Body, trustingBody + 1} // of which the last is too much
	}
	return answer, err
}

type bound struct {
	io.ReadCloser
	left int
}

var errLong = errors.New("answer of more than a megabyte")

func (b *bound) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errLong
	}
	n, err := b.ReadCloser.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}
