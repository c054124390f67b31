package interop

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lib/pq"

	fed "inews/federation"
	"inews/federation/signature"
)

// town is many servers with followers: each has a loopback address of its own,
// and all share one listener.
type town struct {
	*testing.B
	hosts  []string
	server *http.Server
	key    signature.Key
	now    atomic.Pointer[delivered]
}

// delivered is one piece of news on its way through the town.
type delivered struct {
	after   time.Duration // until a host answers
	hanging int           // every so-many-th host accepts and never answers; 0: none
	want    int64         // answers that are waited for
	count   atomic.Int64
	all     chan struct{} // closed at the last of them
	over    chan struct{} // closed when the hanging hosts may let go
}

func newTown(b *testing.B, hosts int) *town {
	b.Helper()
	listener, err := net.Listen("tcp4", "0.0.0.0:0")
	must(b, err)
	t := &town{B: b}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	must(b, err)
	for i := range hosts {
		t.hosts = append(t.hosts, fmt.Sprintf("127.0.%d.%d:%s", 1+i/250, 1+i%250, port))
	}
	signer, err := signature.GenerateRSA()
	must(b, err)
	t.key = signature.Key{ID: "https://council.example/ap/actors/inews#main-key", Signer: signer}
	t.server = &http.Server{Handler: http.HandlerFunc(t.serve)}
	go func() { _ = t.server.Serve(listener) }() // ends with Close
	b.Cleanup(func() { must(b, t.server.Close()) })
	return t
}

func (t *town) serve(w http.ResponseWriter, r *http.Request) {
	news := t.now.Load()
	if _, err := io.Copy(io.Discard, r.Body); err != nil || r.Method != http.MethodPost || r.Header.Get("Signature") == "" {
		http.Error(w, "this is no delivery", http.StatusBadRequest)
		return
	}
	if news.hanging > 0 && number(r.Host)%news.hanging == 0 {
		select {
		case <-news.over:
		case <-r.Context().Done():
		}
		panic(http.ErrAbortHandler) // without an answer
	}
	if news.after > 0 {
		timer := time.NewTimer(news.after)
		defer timer.Stop()
		<-timer.C
	}
	w.WriteHeader(http.StatusAccepted)
	if news.count.Add(1) == news.want {
		close(news.all)
	}
}

// number is which of the hosts it is.
func number(host string) int {
	address, err := netip.ParseAddrPort(host)
	if err != nil {
		return 0
	}
	quad := address.Addr().As4()
	return (int(quad[2])-1)*250 + int(quad[3]) - 1
}

// follow makes so many followers on each host.
func (t *town) follow(s *bench, each int, shared bool) {
	s.exec(`
		WITH reader AS (
			SELECT h AS host, 'http://' || h || '/users/' || n AS uri
			FROM unnest($1::text[]) AS h, generate_series(1, $2) AS n
		), known AS (
			INSERT INTO people (uri, host, inbox, shared_inbox)
			SELECT uri, host, uri || '/inbox', CASE WHEN $3 THEN 'http://' || host || '/inbox' ELSE '' END FROM reader
		)
		INSERT INTO followers (person_uri, follow_id) SELECT uri, uri || '/follow' FROM reader`,
		pq.Array(t.hosts), each, shared)
	s.exec(`ANALYZE people, followers`)
}

// expect says what comes next, and how the hosts take it.
func (t *town) expect(want int, after time.Duration, hanging int) *delivered {
	news := &delivered{after: after, hanging: hanging, want: int64(want), all: make(chan struct{}), over: make(chan struct{})}
	t.now.Store(news)
	return news
}

// wait returns when the last answer that is waited for was given.
func (t *town) wait(news *delivered) {
	t.Helper()
	timer := time.NewTimer(4 * patience)
	defer timer.Stop()
	select {
	case <-news.all:
	case <-timer.C:
		t.Fatalf("%d deliveries arrived, want %d", news.count.Load(), news.want)
	}
}

// live are the hosts that answer.
func (t *town) live(hanging int) []string {
	if hanging == 0 {
		return t.hosts
	}
	var live []string
	for _, host := range t.hosts {
		if number(host)%hanging != 0 {
			live = append(live, host)
		}
	}
	return live
}

// bare sends one signed POST to each host with a plain client, 64 in flight,
// and returns how long that takes.
func (t *town) bare(hosts []string, after time.Duration) time.Duration {
	t.Helper()
	const inFlight = 64
	news := t.expect(len(hosts), after, 0)
	body := bytes.Repeat([]byte("news"), 800)
	client, work := &http.Client{Transport: &http.Transport{}}, make(chan string)
	var group sync.WaitGroup
	begun := time.Now()
	for range inFlight {
		group.Go(func() {
			for host := range work {
				if err := t.post(client, "http://"+host+"/inbox", body); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for _, host := range hosts {
		work <- host
	}
	close(work)
	group.Wait()
	t.wait(news)
	return time.Since(begun)
}

func (t *town) post(client *http.Client, inbox string, body []byte) error {
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, inbox, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", fed.MediaType)
	if err := signature.Sign(r, body, t.key, signature.Cavage, time.Now()); err != nil {
		return err
	}
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	return answer.Body.Close()
}
