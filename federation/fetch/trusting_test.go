package fetch

import (
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// The client for the operator's own addresses reaches this machine, believes the
// operator's certificates alone, follows nobody elsewhere and reads no endless
// body.
func TestTrusting(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, "https://evil.example/", http.StatusFound)
		case "/long":
			_, _ = io.WriteString(w, strings.Repeat("x", 2*trustingBody)) // the client may leave
		default:
			_, _ = io.WriteString(w, strings.Repeat("x", trustingBody))
		}
	}))
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	client := Trusting(roots)
	t.Cleanup(client.CloseIdleConnections)
	for path, want := range map[string]struct {
		code int
		err  error
	}{"/": {http.StatusOK, nil}, "/away": {http.StatusFound, nil}, "/long": {http.StatusOK, errLong}} {
		response, err := client.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
		if response.StatusCode != want.code || !errors.Is(err, want.err) {
			t.Errorf("%s answers %d, %v", path, response.StatusCode, err)
		}
	}
	if _, err := Trusting(nil).Get(server.URL); err == nil {
		t.Error("a certificate of nobody's is believed")
	}
}
