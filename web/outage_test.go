package web_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"inews/internal/pgtest"
	"inews/internal/postgres"
)

// cable joins a program to the database, and can be cut.
type cable struct {
	sync.Mutex
	listener net.Listener
	ends     []net.Conn
	running  sync.WaitGroup
}

// lay puts a cable before the database with the given address, and returns the
// address of its near end.
func lay(t *testing.T, address string) (*cable, string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	far := filepath.Join(query.Get("host"), ".s.PGSQL.5432")
	folder := t.TempDir()
	query.Set("host", folder)
	u.RawQuery = query.Encode()
	c := &cable{}
	if c.listener, err = net.Listen("unix", filepath.Join(folder, ".s.PGSQL.5432")); err != nil {
		t.Fatal(err)
	}
	c.running.Go(func() { c.accept(far) })
	t.Cleanup(c.cut)
	return c, u.String()
}

func (c *cable) accept(far string) {
	for {
		near, err := c.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("unix", far)
		if err != nil {
			_ = near.Close()
			continue
		}
		c.Lock()
		c.ends = append(c.ends, near, server)
		c.Unlock()
		c.running.Go(func() { _, _ = io.Copy(server, near); _ = server.Close() })
		c.running.Go(func() { _, _ = io.Copy(near, server); _ = near.Close() })
	}
}

func (c *cable) cut() {
	_ = c.listener.Close()
	c.Lock()
	for _, end := range c.ends {
		_ = end.Close()
	}
	c.Unlock()
	c.running.Wait()
}

// When the database is away, readers get what we have; what we do not have is
// a page that says to come back, never one that says that it is gone.
func TestOutage(t *testing.T) {
	t.Parallel()
	cable, address := lay(t, pgtest.URL(t))
	db, err := postgres.Open(context.Background(), address, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	p := newPressOn(t, db)
	e := newEdition(p)
	before := e.get(e.lead.Path())
	if before.Code != 200 {
		t.Fatalf("status %d before the outage", before.Code)
	}
	cable.cut()
	e.server.Forget("like 1 2") // makes it stale, and takes nothing back
	w := e.get(e.lead.Path())
	if w.Code != 200 || w.Body.String() != before.Body.String() {
		t.Errorf("a page that we have: status %d", w.Code)
	}
	for _, path := range []string{e.talk.Path(), "/posts/never-was", "/", "/feed.rss"} {
		w := e.get(path)
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: status %d, Retry-After %q, Cache-Control %q", path, w.Code, w.Header().Get("Retry-After"), w.Header().Get("Cache-Control"))
		}
		if strings.Contains(w.Body.String(), "sql") || strings.Contains(w.Body.String(), "socket") {
			t.Errorf("%s tells what is inside: %s", path, w.Body)
		}
		checkMarkup(t, w.Body.String())
	}
	e.server.Forget("post 1 ") // something may have been withdrawn
	if w := e.get(e.lead.Path()); w.Code != http.StatusServiceUnavailable {
		t.Errorf("a page from before a change that may have taken it back: status %d, want 503", w.Code)
	}
}
