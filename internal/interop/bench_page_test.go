package interop

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	fed "inews/federation"
	"inews/internal/blog"
	"inews/internal/fediverse"
)

const (
	readers  = 16 // connections
	readings = 30_000
)

// The warm page of a post, a second, over a Gin handler that writes the same
// bytes from memory, each in a process of its own.
func BenchmarkPage(b *testing.B) {
	s := newBench(b)
	serveWarm(s, s.publish(s.draft()).Path(), "text/html")
}

// The same for the post as another server reads it.
func BenchmarkDocument(b *testing.B) {
	s := newBench(b)
	object := fediverse.Addresses{Base: s.base, Handle: "inews"}.Post(s.publish(s.draft()))
	serveWarm(s, string(object)[len(s.base):], fed.MediaType)
}

func serveWarm(s *bench, path, accept string) {
	request := []byte("GET " + path + " HTTP/1.1\r\nHost: " + s.address + "\r\nAccept: " + accept + "\r\nAccept-Encoding: gzip\r\n\r\n")
	requests := make([][]byte, readings)
	for i := range requests {
		requests[i] = request
	}
	ours := dial(s, s.address, readers)
	defer ours.close()
	var body bytes.Buffer
	_, header, err := ours.conns[0].ask(request, &body)
	must(s.B, err)
	bare := dial(s, s.bareGin(body.Bytes(), header.Get("Content-Type")), readers)
	defer bare.close()
	var pairs []pair
	for s.Loop() {
		p := pair{bare: readings / bare.send(requests, http.StatusOK).Seconds()}
		p.inews = readings / ours.send(requests, http.StatusOK).Seconds()
		pairs = append(pairs, p)
	}
	report(s.B, atLeast, 0.4, "per-s", pairs)
}

// bareGin starts a process that serves the bytes and nothing else.
func (s *bench) bareGin(body []byte, contentType string) (address string) {
	s.Helper()
	folder, address := s.TempDir(), freeAddress(s)
	file, binary := filepath.Join(folder, "body"), filepath.Join(folder, "bare")
	must(s.B, os.WriteFile(file, body, 0o600))
	out, err := exec.Command("go", "build", "-tags", "nomsgpack,nodynamic", "-o", binary, "./testdata/bare").CombinedOutput()
	if err != nil {
		s.Fatalf("build the bare server: %v\n%s", err, out)
	}
	process := exec.Command(binary, address, file, contentType)
	must(s.B, process.Start())
	s.Cleanup(func() {
		must(s.B, process.Process.Kill())
		_ = process.Wait() // killed is how it is to end
	})
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	for begun := time.Now(); time.Since(begun) < patience; <-ticker.C {
		if conn, err := net.Dial("tcp", address); err == nil {
			must(s.B, conn.Close())
			return address
		}
	}
	s.Fatal("the bare server does not answer")
	return ""
}

// The cold page of a post with a thread of 1,000 comments, over that of a post
// with none. It is paged: less than 100 KB of HTML.
func BenchmarkThread(b *testing.B) {
	const most, times = 100_000, 25
	s := newBench(b)
	quiet, busy := s.publish(s.draft()), s.publish(s.draft())
	s.comment(busy, 1000)
	w := dial(s, s.address, 1)
	defer w.close()
	turn := 0
	cold := func(post blog.Post) (time.Duration, int) {
		turn++ // each of these is a page of its own in the cache
		request := fmt.Sprintf("GET %s?sent=%d HTTP/1.1\r\nHost: %s\r\nAccept: text/html\r\n\r\n", post.Path(), turn, s.address)
		var page bytes.Buffer
		begun := time.Now()
		status, _, err := w.conns[0].ask([]byte(request), &page)
		took := time.Since(begun)
		must(b, err)
		if status != http.StatusOK {
			b.Fatalf("%s answers %d", post.Path(), status)
		}
		return took, page.Len()
	}
	var pairs []pair
	for b.Loop() {
		for range times {
			short, _ := cold(quiet)
			long, size := cold(busy)
			if size >= most {
				b.Fatalf("the page has %d bytes, want less than %d", size, most)
			}
			b.ReportMetric(float64(size), "bytes")
			pairs = append(pairs, pair{long.Seconds() * 1000, short.Seconds() * 1000})
		}
	}
	report(b, atMost, 3, "ms", pairs)
}

// comment puts approved comments under a post, every fourth one a reply to the
// one before.
func (s *bench) comment(post blog.Post, many int) {
	s.exec(`
		INSERT INTO comments (uri, post_id, path, depth, origin, verdict, name, html, plain)
		SELECT $2 || '/ap/comments/' || n, $1,
			'/' || lpad(to_hex(n - n % 4), 19, '0') || CASE WHEN n % 4 = 0 THEN '' ELSE '/' || lpad(to_hex(n), 19, '0') END,
			least(n % 4, 1), 'web', 'approved', 'Reader ' || n, '<p>' || words || '</p>', words
		FROM generate_series(1, $3) AS n,
			repeat('I use the list every week, for the allotments. ', 5) AS words`, post.ID, s.base, many)
	s.exec(`ANALYZE comments`)
}
