package fedtest

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"inews/federation"
)

// Server is one TLS server of a Network.
type Server struct {
	Host    string // as it stands in addresses: with a port unless the name is invented
	Handler http.Handler

	certificate tls.Certificate

	mu      sync.Mutex
	address string // where it listens; the port is fixed once it has started
	server  *http.Server
	ended   chan struct{} // closed when server has stopped serving
}

// ID is the address with the given path, such as "/users/alice", on the server.
func (s *Server) ID(path string) federation.ID {
	return federation.ID("https://" + s.Host + path)
}

// Start serves again after Stop, under the same address.
func (s *Server) Start() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.server != nil {
		return nil
	}
	listener, err := net.Listen("tcp", s.address)
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	s.address = listener.Addr().String()
	server, ended := &http.Server{
		Handler:           s.Handler,
		TLSConfig:         &tls.Config{Certificates: []tls.Certificate{s.certificate}},
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(io.Discard, "", 0), // broken connections are what tests are about
	}, make(chan struct{})
	s.server, s.ended = server, ended
	go func() {
		defer close(ended)
		server.ServeTLS(listener, "", "")
	}()
	return nil
}

// Stop makes the server refuse connections, as when its program is down, and
// cuts the open ones.
func (s *Server) Stop() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.server == nil {
		return nil
	}
	err := s.server.Close()
	<-s.ended
	s.server = nil
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

func (s *Server) listensOn() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.address
}
