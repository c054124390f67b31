package interop

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"
)

// wires are connections that are kept open, on which requests go out in bytes
// that were made before: the client takes little of what it measures.
type wires struct {
	testing.TB
	conns []*wire
}

type wire struct {
	net.Conn
	answers *bufio.Reader
}

func dial(t testing.TB, address string, many int) *wires {
	t.Helper()
	w := &wires{TB: t}
	for range many {
		conn, err := net.Dial("tcp", address)
		must(t, err)
		w.conns = append(w.conns, &wire{conn, bufio.NewReaderSize(conn, 64<<10)})
	}
	return w
}

func (w *wires) close() {
	for _, c := range w.conns {
		must(w, c.Close())
	}
}

// send shares the requests among the connections, expects the status for each,
// and returns how long it took.
func (w *wires) send(requests [][]byte, status int) time.Duration {
	w.Helper()
	begun := time.Now()
	var group sync.WaitGroup
	for i, c := range w.conns {
		group.Go(func() {
			for at := i; at < len(requests); at += len(w.conns) {
				if got, _, err := c.ask(requests[at], nil); err != nil || got != status {
					w.Errorf("answer %d (%v), want %d", got, err, status)
					return
				}
			}
		})
	}
	group.Wait()
	return time.Since(begun)
}

// ask sends one request and reads the answer, its body into keep unless that is
// nil.
func (c *wire) ask(request []byte, keep io.Writer) (status int, header http.Header, err error) {
	if _, err := c.Write(request); err != nil {
		return 0, nil, fmt.Errorf("send request: %w", err)
	}
	answer, err := http.ReadResponse(c.answers, nil)
	if err != nil {
		return 0, nil, fmt.Errorf("read answer: %w", err)
	}
	if keep == nil {
		keep = io.Discard
	}
	_, err = io.Copy(keep, answer.Body)
	return answer.StatusCode, answer.Header, err
}
