package fetch_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"inews/federation"
)

// bomb writes 10 KiB of header and 1 GiB of zeros, compressed a thousandfold:
// gzip allows many members one after the other.
func bomb(t *testing.T) http.HandlerFunc {
	var member bytes.Buffer
	z := gzip.NewWriter(&member)
	if _, err := z.Write(make([]byte, 1<<20)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		for range 1 << 10 {
			if _, err := w.Write(member.Bytes()); err != nil {
				return
			}
		}
	}
}

// slowly writes one byte, and then no more within anybody's patience.
func slowly(w http.ResponseWriter, r *http.Request) {
	_, _ = io.WriteString(w, "{")
	_ = http.NewResponseController(w).Flush()
	<-r.Context().Done()
}

// held is how many bytes the heap holds of the operating system. What it once
// took it gives back slowly, or at once when clean is set: so a difference
// between clean and not is the peak in between.
func held(clean bool) int64 {
	if clean {
		debug.FreeOSMemory()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapSys) - int64(m.HeapReleased)
}

// Check 29: Bodies: 2 MiB with and without length, 1 byte/s, endless headers,
// gzip 10 KiB→1 GiB, JSON depth 10 000, 100 000 tags → bounded time (≤ 30 s),
// bounded memory (≤ 32 MiB more), clean error.
func TestCheck29Bodies(t *testing.T) {
	// Collect often, so that the peak is what is used and not what waits.
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	large := []byte(strings.Repeat(" ", 2<<20))
	text := func(s string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, s) }
	}
	for name, test := range map[string]struct {
		serve http.HandlerFunc
		want  []error
	}{
		"2 MiB with length": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(len(large)))
			_, _ = w.Write(large)
		}, []error{federation.ErrTooLarge}},
		"2 MiB without length": {func(w http.ResponseWriter, _ *http.Request) {
			_ = http.NewResponseController(w).Flush()
			_, _ = w.Write(large)
		}, []error{federation.ErrTooLarge}},
		"one byte and silence": {slowly, []error{federation.ErrUnavailable}},
		"no header":            {silent, []error{federation.ErrUnavailable}},
		"endless headers": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Long", strings.Repeat("x", 1<<20))
		}, []error{federation.ErrUnavailable}},
		"gzip bomb": {bomb(t), []error{federation.ErrTooLarge}},
		"broken gzip": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write([]byte("no"))
		}, []error{federation.ErrUnavailable}},
		"depth 10 000":    {text(strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000)), []error{federation.ErrMalformed, federation.ErrTooLarge}},
		"deep object":     {text(strings.Repeat(`{"object":`, 10_000) + "1" + strings.Repeat("}", 10_000)), []error{federation.ErrMalformed, federation.ErrTooLarge}},
		"100 000 tags":    {text(`{"type":"Note","id":"https://peer.example.com/x","tag":[` + strings.Repeat(`{},`, 99_999) + `{}]}`), []error{nil, federation.ErrMalformed, federation.ErrTooLarge}},
		"not JSON":        {text("<html>"), []error{federation.ErrMalformed}},
		"two documents":   {text(note("https://peer.example.com/a") + note("https://peer.example.com/a")), []error{federation.ErrMalformed}},
		"nothing":         {text(""), []error{federation.ErrMalformed}},
		"id of no string": {text(`{"type":"Note","id":5}`), []error{federation.ErrMalformed}},
	} {
		t.Run(name, func(t *testing.T) {
			n := newNetwork(t)
			n.serve("peer.example.com", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", federation.MediaType)
				test.serve(w, r)
			}))
			c := n.client()
			// Short where waiting is the answer, long where a loaded machine works.
			c.Timeout = 20 * time.Second
			if name == "one byte and silence" || name == "no header" {
				c.Timeout = 100 * time.Millisecond
			}
			before := held(true)
			_, err := c.Object(t.Context(), "https://peer.example.com/a")
			if more := held(false) - before; more > 32<<20 {
				t.Errorf("%d MiB more", more>>20)
			}
			for _, want := range test.want {
				if errors.Is(err, want) {
					return
				}
			}
			t.Errorf("error %v, want one of %v", err, test.want)
		})
	}
}

func TestHeaderTimeout(t *testing.T) {
	n := newNetwork(t)
	n.serve("peer.example.com", http.HandlerFunc(silent))
	c := n.client()
	c.HeaderTimeout = 50 * time.Millisecond
	_, _, err := c.JSON(t.Context(), "https://peer.example.com/a")
	wantError(t, err, federation.ErrUnavailable)
}

func TestMaxBodyCountsWhatComesOutOfGzip(t *testing.T) {
	n := newNetwork(t)
	n.serve("peer.example.com", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "gzip" {
			t.Errorf("Accept-Encoding %q", r.Header.Get("Accept-Encoding"))
		}
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = z.Write(make([]byte, 1000))
		_ = z.Close()
	}))
	for limit, want := range map[int64]error{999: federation.ErrTooLarge, 1000: nil} {
		c := n.client()
		c.MaxBody = limit
		raw, _, err := c.JSON(t.Context(), "https://peer.example.com/a")
		if !errors.Is(err, want) || err == nil && len(raw) != 1000 {
			t.Errorf("limit %d: %d bytes, %v", limit, len(raw), err)
		}
	}
}
