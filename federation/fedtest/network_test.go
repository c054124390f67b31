package fedtest_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"

	"inews/federation"
	"inews/federation/fedtest"
	"inews/federation/fetch"
)

func newNetwork(t *testing.T) *fedtest.Network {
	t.Helper()
	n, err := fedtest.NewNetwork()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return n
}

// note answers every GET with a note whose id is the address.
func note(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", federation.MediaType)
	io.WriteString(w, `{"@context":"https://www.w3.org/ns/activitystreams","type":"Note","id":"https://`+r.Host+r.URL.Path+`"}`)
}

func TestNetworkNames(t *testing.T) {
	n := newNetwork(t)
	for _, host := range []string{"a.example", "b.example", "c.localhost:0", "127.0.0.1:0"} {
		s, err := n.Serve(host, http.HandlerFunc(note))
		if err != nil {
			t.Fatal(err)
		}
		id := s.ID("/note")
		d, err := n.Client().Document(t.Context(), id)
		if err != nil || d.ID != id {
			t.Errorf("Document(%s) = %s, %v", id, d.ID, err)
		}
		if port := strings.Contains(s.Host, ":"); port != strings.Contains(host, ":") {
			t.Errorf("%s is served as %s", host, s.Host)
		}
	}
	if _, err := n.Serve("a.example", http.NotFoundHandler()); err == nil {
		t.Error("one name was served twice")
	}
	_, err := n.Client().Document(t.Context(), "https://nobody.example/note")
	if dns := new(net.DNSError); !errors.As(err, &dns) || !dns.IsNotFound {
		t.Errorf("a name that nobody has: %v", err)
	}
	_, err = n.Client().Document(t.Context(), "https://a.example:8443/note")
	if !errors.Is(err, federation.ErrUnavailable) {
		t.Errorf("a port that nobody serves: %v", err)
	}
}

// A client that is not of the network neither trusts it nor may reach it.
func TestNetworkIsClosed(t *testing.T) {
	n := newNetwork(t)
	s, err := n.Serve("a.example", http.HandlerFunc(note))
	if err != nil {
		t.Fatal(err)
	}
	guarded := &fetch.Client{Resolver: n, Dial: n.Dial, RootCAs: n.RootCAs()}
	if _, err := guarded.Document(t.Context(), s.ID("/note")); !errors.Is(err, federation.ErrForbidden) {
		t.Errorf("loopback without leave: %v", err)
	}
	distrustful := n.Client()
	distrustful.RootCAs = nil
	invalid := new(tls.CertificateVerificationError)
	if _, err := distrustful.Document(t.Context(), s.ID("/note")); !errors.As(err, &invalid) {
		t.Errorf("an authority that nobody knows: %v", err)
	}
}

func TestServerStops(t *testing.T) {
	n := newNetwork(t)
	s, err := n.Serve("a.example", http.HandlerFunc(note))
	if err != nil {
		t.Fatal(err)
	}
	c := n.Client()
	for range 2 {
		if _, err := c.Document(t.Context(), s.ID("/note")); err != nil {
			t.Fatalf("it serves: %v", err)
		}
		if err := s.Stop(); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Document(t.Context(), s.ID("/note")); !errors.Is(err, federation.ErrUnavailable) {
			t.Fatalf("it has stopped: %v", err)
		}
		if err := s.Start(); err != nil {
			t.Fatal(err)
		}
	}
}

// What a whole program needs: files, and a port under a name or an address.
func TestNetworkFiles(t *testing.T) {
	n := newNetwork(t)
	cert, key, err := n.CertFiles("program.localhost")
	if err != nil {
		t.Fatal(err)
	}
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{pair}})
	if err != nil {
		t.Fatal(err)
	}
	program := &http.Server{Handler: http.HandlerFunc(note)}
	ended := make(chan struct{})
	go func() { defer close(ended); program.Serve(listener) }()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	id := federation.ID("https://program.localhost:" + port + "/note")
	if _, err := n.Client().Document(context.Background(), id); err != nil {
		t.Errorf("a program with our certificate: %v", err)
	}
	program.Close()
	<-ended
	ca, err := n.CAFile()
	if err != nil {
		t.Fatal(err)
	}
	if pem, err := os.ReadFile(ca); err != nil || !strings.Contains(string(pem), "BEGIN CERTIFICATE") {
		t.Errorf("CAFile: %s, %v", pem, err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(ca); !os.IsNotExist(err) {
		t.Errorf("the files are still there: %v", err)
	}
}
