package interop

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	fed "inews/federation"
	"inews/internal/blog"
	"inews/internal/newsroom"
)

// soakTown is who reads the blog during a soak, and what it publishes.
type soakTown struct {
	*testing.T
	desk  *desk
	boxes []*soakBox
	dead  string // host at which nobody answers

	every    int // so-many-th request fails
	requests atomic.Int64
	faults   atomic.Int64
	well     atomic.Bool   // nothing fails any more
	over     chan struct{} // closed then

	posts []blog.Post
	last  map[fed.ID]string // what is to be heard of each post at last
}

// soakBox is an inbox that keeps the last word about each object.
type soakBox struct {
	mu   sync.Mutex
	last map[fed.ID]string
	seen map[fed.ID]bool // objects of which something came: an Update at first is out of order
	late int             // what came out of order
}

func (i *internet) soakTown(n *node, faultEvery int) *soakTown {
	i.Helper()
	t := &soakTown{T: i.T, desk: n.desk, every: faultEvery, over: make(chan struct{}), last: map[fed.ID]string{}}
	follow := func(host string) {
		person := "https://" + host + "/users/reader"
		n.desk.exec(`INSERT INTO people (uri, host, inbox, shared_inbox) VALUES ($1, $2, $1 || '/inbox', $1 || '/inbox')`, person, host)
		n.desk.exec(`INSERT INTO followers (person_uri, follow_id) VALUES ($1, $1 || '/follow')`, person)
	}
	for range soakReaders {
		box := &soakBox{last: map[fed.ID]string{}, seen: map[fed.ID]bool{}}
		server, err := i.network.Serve("localhost:0", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { t.serve(box, w, r) }))
		check(i.T, err)
		t.boxes = append(t.boxes, box)
		follow(server.Host)
	}
	t.dead = "localhost:" + i.freePort()
	follow(t.dead)
	return t
}

// serve takes a delivery, or fails in one of five ways.
func (t *soakTown) serve(box *soakBox, w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	if number := t.requests.Add(1); number%int64(t.every) == 0 && !t.well.Load() {
		t.faults.Add(1)
		switch number / int64(t.every) % 5 {
		case 0:
			http.Error(w, "out of order", http.StatusInternalServerError)
			return
		case 1:
			panic(http.ErrAbortHandler) // the connection is reset
		case 2:
			select {
			case <-t.over:
			case <-r.Context().Done():
			}
			panic(http.ErrAbortHandler)
		case 3:
			w.Header().Set("Retry-After", "2")
			http.Error(w, "busy", http.StatusServiceUnavailable)
			return
		case 4: // it takes the activity and says that it did not: the same comes again
			_ = box.take(body)
			http.Error(w, "bad gateway", http.StatusBadGateway)
			return
		}
	}
	if err := box.take(body); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

func (b *soakBox) take(body []byte) error {
	var activity struct {
		Type   string
		Object struct {
			ID   fed.ID
			Name string
		}
	}
	if err := json.Unmarshal(body, &activity); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	id := activity.Object.ID
	if activity.Type == fed.UpdateType && !b.seen[id] || activity.Type != fed.DeleteType && b.last[id] == fed.DeleteType {
		b.late++
	}
	b.seen[id], b.last[id] = true, activity.Type
	if activity.Type != fed.DeleteType {
		b.last[id] = activity.Object.Name
	}
	return nil
}

// publish lets a post out; now and then it edits the one before, or withdraws it.
func (t *soakTown) publish() {
	t.Helper()
	ctx := context.Background()
	number := len(t.posts)
	title := fmt.Sprintf("News %d", number)
	draft, err := t.desk.newsroom.Draft(ctx, t.desk.editor, newsroom.Draft{Title: title, Body: "Text.", Author: "Ada"})
	check(t.T, err)
	post, err := t.desk.newsroom.Publish(ctx, t.desk.editor, draft.ID)
	check(t.T, err)
	t.posts = append(t.posts, post)
	t.last[t.id(post)] = title
	if number < 2 {
		return
	}
	before := t.posts[number-1]
	switch number % 4 {
	case 0:
		title += ", and more"
		before, err = t.desk.newsroom.Edit(ctx, t.desk.editor, before.ID, newsroom.Draft{
			Title: title, Body: "More text.", Slug: before.Slug, Author: "Ada", Version: before.Version,
		})
		t.last[t.id(before)] = title
	case 2:
		before, err = t.desk.newsroom.Withdraw(ctx, t.desk.editor, before.ID, "It was wrong.")
		t.last[t.id(before)] = fed.DeleteType
	}
	check(t.T, err)
}

func (t *soakTown) id(p blog.Post) fed.ID { return fed.ID(t.desk.base + "/ap/posts/" + p.ObjectID) }

// likeable is a post that is not withdrawn later; "" when there is none.
func (t *soakTown) likeable(number int) fed.ID {
	if len(t.posts) == 0 {
		return ""
	}
	return t.id(t.posts[number%len(t.posts)/2*2]) // those with odd numbers may go
}

func (t *soakTown) told() int { return len(t.posts) }

// recover makes every server well that is not dead.
func (t *soakTown) recover() {
	t.well.Store(true)
	close(t.over)
}

// isWhole checks that every server has heard of every post, in order, and that
// what is for the dead one waits.
func (t *soakTown) isWhole() {
	t.Helper()
	for at, box := range t.boxes {
		box.mu.Lock()
		for id, want := range t.last {
			if got := box.last[id]; got != want {
				t.Errorf("server %d heard %q of %s at last, want %q", at, got, id, want)
			}
		}
		if box.late > 0 {
			t.Errorf("server %d heard %d activities out of order", at, box.late)
		}
		box.mu.Unlock()
	}
	waiting := t.desk.count(`SELECT count(DISTINCT object_id) FROM deliveries WHERE host = $1 AND state = 'waiting'`, t.dead)
	if waiting != len(t.last) {
		t.Errorf("%d posts wait for the dead server, want %d", waiting, len(t.last))
	}
}
