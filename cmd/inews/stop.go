package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// goodbye is how long a server that is to stop goes on taking connections: a
// client that keeps one learns from its next answer to make a new one, and a
// proxy that asks /readyz sends its requests elsewhere.
const goodbye = time.Second

// entrance is the public server, closed in an order in which nobody is cut off.
// http.Server's Shutdown alone drops what it reads once it has been called: a
// client that has just connected would be left without an answer.
type entrance struct {
	handler  http.Handler
	listener net.Listener
	server   *http.Server
	served   chan struct{} // closed when no connection is accepted any more

	closing atomic.Bool
	mu      sync.Mutex
	busy    map[net.Conn]bool // connections that wait for an answer, or may be about to ask
}

// newEntrance makes the server answer through the entrance.
func newEntrance(server *http.Server, listener net.Listener) *entrance {
	e := &entrance{handler: server.Handler, listener: listener, server: server, served: make(chan struct{}), busy: map[net.Conn]bool{}}
	server.Handler, server.ConnState = e, e.watch
	return e
}

// ServeHTTP answers, and once the entrance is closing asks not to be asked
// again on the same connection.
func (e *entrance) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if e.closing.Load() {
		w.Header()["Connection"] = []string{"close"} // HTTP/2 turns it into a GOAWAY
	}
	e.handler.ServeHTTP(w, r)
}

func (e *entrance) watch(conn net.Conn, state http.ConnState) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch state {
	case http.StateNew, http.StateActive:
		e.busy[conn] = true
	default:
		delete(e.busy, conn)
	}
}

func (e *entrance) quiet() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.busy) == 0
}

// serve runs until the entrance is closed.
func (e *entrance) serve(run func(*http.Server, net.Listener) error) error {
	defer close(e.served)
	err := run(e.server, e.listener)
	if e.closing.Load() && errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// stop closes the entrance, and behind it the private server, so that probes
// are answered to the end. It waits for what is under way. A client whose
// connection the kernel has made but we have not accepted at the moment of the
// closing is reset: the goodbye is there for the proxy to be gone by then.
func (e *entrance) stop(private *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	e.closing.Store(true)
	pause(ctx, goodbye)
	err := e.listener.Close()
	if errors.Is(err, net.ErrClosed) { // the server has ended by itself
		err = nil
	}
	<-e.served
	for !e.quiet() && ctx.Err() == nil {
		pause(ctx, glance)
	}
	return errors.Join(err, e.server.Shutdown(ctx), private.Shutdown(ctx))
}

// glance is the time between two looks at whether everybody is answered.
const glance = 10 * time.Millisecond

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
