package interop

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	fed "inews/federation"
	"inews/internal/newsroom"
)

// Numbers of the load.
const (
	visitors = 6  // of each sort, who ask all the time
	boxes    = 40 // inboxes of followers
	issues   = 20 // posts
)

// Check 57: SIGTERM under load: no connection reset, exit ≤ 30 s, leases free,
// second instance continues; two workers never send one row together.
func TestCheck57Stopped(t *testing.T) {
	t.Parallel()
	i := newInternet(t)
	n := i.node("INEWS_LOG=info").start()
	first := n.publish("post", "---\ntitle: What do you think?\n---\nTell us.\n")
	n.await("the first post is told of, to nobody", func() bool {
		return n.desk.count(`SELECT count(*) FROM outbox_activities`) == 1
	})
	counters := i.counters(n, boxes)
	crowd := i.crowd(n, first.Object)
	load := n.load(first)
	crowd.release(replies)
	n.await("the visitors and the replies come", func() bool { return load.answered() > 500 && len(crowd.accepted()) > 20 })
	posts := n.desk.issue()
	n.await("deliveries go out", func() bool { return counters.sum() > boxes })
	begun := time.Now()
	process := n.process
	n.stop()
	if took := time.Since(begun); took > 30*time.Second {
		t.Errorf("it took %s to stop, want at most 30 s", took)
	}
	if code := process.ProcessState.ExitCode(); code != 0 {
		t.Errorf("it ended with code %d", code)
	}
	if left := n.desk.count(`SELECT count(*) FROM deliveries WHERE state = 'waiting'`); left == 0 {
		t.Error("nothing was left to send: the load was too small to tell anything")
	}
	for what, query := range map[string]string{
		"deliveries":  `SELECT count(*) FROM deliveries WHERE state = 'waiting' AND lease_until IS NOT NULL`,
		"inbox items": `SELECT count(*) FROM inbox_items WHERE state = 'waiting' AND lease_until IS NOT NULL`,
		"jobs":        `SELECT count(*) FROM river_job WHERE state = 'running'`,
	} {
		if leased := n.desk.count(query); leased != 0 {
			t.Errorf("%d %s are leased to the server that has ended", leased, what)
		}
	}
	load.end()
	twin := n.twin() // on the same database, both at once
	twin.start()
	n.start()
	crowd.wait()
	n.await("everything is delivered and applied", func() bool {
		return n.desk.count(`SELECT count(*) FROM deliveries WHERE state = 'waiting'`)+
			n.desk.count(`SELECT count(*) FROM inbox_items WHERE state = 'waiting'`) == 0 &&
			n.desk.count(`SELECT count(DISTINCT object_id) FROM outbox_activities WHERE type = 'Create'`) == len(posts)+1
	})
	counters.haveOnce(posts)
	n.desk.hasEach(crowd.accepted())
	n.noTrouble()
	twin.noTrouble()
}

// issue publishes posts, one at once behind the other.
func (d *desk) issue() (posts []fed.ID) {
	d.Helper()
	for number := range issues {
		post, err := d.newsroom.Draft(context.Background(), d.editor, newsroom.Draft{Title: fmt.Sprintf("News %d", number), Body: "Text."})
		check(d.T, err)
		post, err = d.newsroom.Publish(context.Background(), d.editor, post.ID)
		check(d.T, err)
		posts = append(posts, fed.ID(d.base+"/ap/posts/"+post.ObjectID))
	}
	return posts
}

// twin is another server on the same database, at another port of the same
// machine, with the same name to the world.
func (n *node) twin() *node {
	n.Helper()
	other := *n
	other.base, other.process, other.log = "https://localhost:"+n.internet.freePort(), nil, &journal{}
	other.env = append(n.env[:len(n.env):len(n.env)], "INEWS_LISTEN="+strings.TrimPrefix(other.base, "https://"))
	n.Cleanup(func() {
		other.stop()
		if n.Failed() {
			n.Logf("the log of the twin:\n%s", other.log.end())
		}
	})
	return &other
}

// counters count what each inbox was sent.
type counters struct {
	*testing.T
	mu  sync.Mutex
	got map[string]int // by host and object
}

// counters makes followers, each on a host of its own, whose inboxes count.
func (i *internet) counters(n *node, many int) *counters {
	i.Helper()
	c := &counters{T: i.T, got: map[string]int{}}
	for range many {
		server, err := i.network.Serve("localhost:0", http.HandlerFunc(c.take))
		check(i.T, err)
		n.desk.exec(`INSERT INTO people (uri, host, inbox) VALUES ($1, $2, $1 || '/inbox')`, server.ID("/users/reader"), server.Host)
		n.desk.exec(`INSERT INTO followers (person_uri, follow_id) VALUES ($1, $1 || '/follow')`, server.ID("/users/reader"))
	}
	return c
}

// take counts a delivery at once and answers a moment later, so that somebody
// else who sent the same one would be counted as well.
func (c *counters) take(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var activity struct{ Object struct{ ID fed.ID } }
	if err != nil || json.Unmarshal(body, &activity) != nil {
		http.Error(w, "this is no delivery", http.StatusBadRequest)
		return
	}
	c.mu.Lock()
	c.got[r.Host+" "+string(activity.Object.ID)]++
	c.mu.Unlock()
	timer := time.NewTimer(100 * time.Millisecond)
	defer timer.Stop()
	<-timer.C
	w.WriteHeader(http.StatusAccepted)
}

func (c *counters) sum() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.got)
}

func (c *counters) haveOnce(posts []fed.ID) {
	c.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for what, times := range c.got {
		if times != 1 {
			c.Errorf("%s was sent %d times, want once", what, times)
		}
	}
	if want := len(posts) * boxes; len(c.got) != want {
		c.Errorf("%d deliveries arrived, want %d", len(c.got), want)
	}
}

// load is visitors who ask all the time: on connections that they keep, in
// HTTP/1.1 and HTTP/2, and on a new one each time; some read, some write.
type load struct {
	*testing.T
	stop  context.CancelFunc
	group sync.WaitGroup

	mu sync.Mutex
	n  int
}

func (n *node) load(post published) *load {
	ctx, stop := context.WithCancel(context.Background())
	l := &load{T: n.T, stop: stop}
	roots := func() *tls.Config { return &tls.Config{RootCAs: n.internet.network.RootCAs()} }
	for name, transport := range map[string]*http.Transport{
		"HTTP/1.1": {TLSClientConfig: roots(), MaxIdleConnsPerHost: visitors},
		"HTTP/2":   {TLSClientConfig: roots(), ForceAttemptHTTP2: true},
		"new":      {TLSClientConfig: roots(), DisableKeepAlives: true},
	} {
		n.Cleanup(transport.CloseIdleConnections)
		client := &http.Client{Transport: transport}
		for v := range visitors {
			l.group.Go(func() { l.visit(ctx, name, client, v%2 == 0, n, post) })
		}
	}
	n.Cleanup(l.end)
	return l
}

// visit asks until the server is no longer there. Whoever reached it must have
// been answered. Who did not is refused, or reset in the instant in which the
// kernel has made a connection that no program will accept any more: that is no
// promise of ours, and this proves nothing about it.
func (l *load) visit(ctx context.Context, name string, client *http.Client, reads bool, n *node, post published) {
	for ctx.Err() == nil {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, post.Page, nil)
		if !reads { // refused with 415, but only after it was read
			request, err = http.NewRequestWithContext(ctx, http.MethodPost, n.base+"/ap/inbox", bytes.NewReader([]byte("{}")))
		}
		if err != nil {
			l.Error(err)
			return
		}
		var accepted atomic.Bool
		response, err := client.Do(request.WithContext(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
			GetConn:          func(string) { accepted.Store(false) }, // also when the client tries again
			TLSHandshakeDone: func(_ tls.ConnectionState, err error) { accepted.Store(err == nil) },
			GotConn:          func(conn httptrace.GotConnInfo) { accepted.Store(accepted.Load() || conn.Reused) },
		})))
		if ctx.Err() != nil || errors.Is(err, syscall.ECONNREFUSED) || !accepted.Load() && errors.Is(err, syscall.ECONNRESET) {
			return
		}
		if err == nil {
			_, err = io.Copy(io.Discard, response.Body)
			_ = response.Body.Close()
		}
		if err != nil {
			l.Errorf("a visitor (%s) was cut off: %v", name, err)
			return
		}
		if response.StatusCode >= http.StatusInternalServerError {
			l.Errorf("a visitor (%s) is answered %d", name, response.StatusCode)
		}
		l.mu.Lock()
		l.n++
		l.mu.Unlock()
	}
}

func (l *load) answered() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.n
}

func (l *load) end() {
	l.stop()
	l.group.Wait()
}
