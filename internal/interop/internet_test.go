package interop

import (
	"context"
	"crypto/tls"
	"net/http"
	"os/exec"
	"testing"
	"time"

	"inews/federation/fedtest"
)

// internet is what servers and peers share: names, certificates and loopback.
// Every host is called localhost and has a port of its own, since that is the
// one name that leads to loopback on every machine.
type internet struct {
	*testing.T
	network                     *fedtest.Network
	authority, certificate, key string // files
	client                      *http.Client
	ends                        map[*exec.Cmd]chan struct{} // closed when a server has ended
}

func newInternet(t *testing.T) *internet {
	t.Helper()
	network, err := fedtest.NewNetwork()
	check(t, err)
	t.Cleanup(func() { _ = network.Close() })
	i := &internet{T: t, network: network, ends: map[*exec.Cmd]chan struct{}{}}
	i.authority, err = network.CAFile()
	check(t, err)
	i.certificate, i.key, err = network.CertFiles("localhost")
	check(t, err)
	i.client = &http.Client{
		Timeout:       10 * time.Second,
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{RootCAs: network.RootCAs()}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	t.Cleanup(i.client.CloseIdleConnections)
	return i
}

// peer is a server in memory with one person, who reads and writes by hand.
func (i *internet) peer(name string) *fedtest.Peer {
	i.Helper()
	p, err := i.network.Peer(name + "@localhost:0")
	check(i.T, err)
	return p
}

// patience is how long a test waits for what must happen. A machine that is
// busy with other tests takes its time; a bug takes for ever.
const patience = 30 * time.Second

// glance is the time between two looks at what is waited for.
const glance = 20 * time.Millisecond

// within bounds what a test waits for.
func within(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

// await looks until it is so.
func (n *node) await(what string, so func() bool) {
	n.Helper()
	await(n.T, what, so)
}

func await(t *testing.T, what string, so func() bool) {
	t.Helper()
	deadline := time.After(patience)
	ticker := time.NewTicker(glance)
	defer ticker.Stop()
	for !so() {
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
