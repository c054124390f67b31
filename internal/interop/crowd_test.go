package interop

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/fedtest"
)

// journalOf is what one letterbox was sent: by object, each version once.
type journalOf struct {
	mu  sync.Mutex
	got map[fed.ID]map[string]bool
}

// take answers a delivery, after a moment in which the sender may be killed.
func (j *journalOf) take(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var activity struct {
		ID     string
		Object struct{ ID fed.ID }
	}
	if err != nil || json.Unmarshal(body, &activity) != nil || r.Header.Get("Signature") == "" {
		http.Error(w, "this is no delivery", http.StatusBadRequest)
		return
	}
	timer := time.NewTimer(20 * time.Millisecond)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.got == nil {
		j.got = map[fed.ID]map[string]bool{}
	}
	if j.got[activity.Object.ID] == nil {
		j.got[activity.Object.ID] = map[string]bool{}
	}
	j.got[activity.Object.ID][string(body)] = true
	w.WriteHeader(http.StatusAccepted)
}

func (j *journalOf) all() map[fed.ID]map[string]bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.got
}

// crowd is people who reply to a post. Like any server, theirs sends again what
// was not answered 202.
type crowd struct {
	*testing.T
	node  *node
	post  fed.ID
	turns chan int // numbers of replies that may be sent
	next  int
	group sync.WaitGroup

	mu   sync.Mutex
	done []fed.ID // notes whose Create was answered 202
}

func (i *internet) crowd(n *node, post fed.ID) *crowd {
	i.Helper()
	c := &crowd{T: i.T, node: n, post: post, turns: make(chan int, replies)}
	for p := range repliers {
		peer := i.peer(fmt.Sprintf("reader%d", p))
		c.group.Go(func() {
			for number := range c.turns {
				c.send(peer, number)
			}
		})
	}
	return c
}

// release lets so many more replies go.
func (c *crowd) release(many int) {
	for range many {
		c.turns <- c.next
		c.next++
	}
}

// wait returns when every reply has been answered 202.
func (c *crowd) wait() {
	close(c.turns)
	c.group.Wait()
}

func (c *crowd) accepted() []fed.ID {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.done
}

// send sends one reply until it is taken.
func (c *crowd) send(from *fedtest.Peer, number int) {
	id := from.ID(fmt.Sprintf("/notes/%d", number))
	create := map[string]any{
		"@context": fed.Namespace, "id": id + "/activity", "type": "Create", "actor": from.Actor(), "to": []any{fed.Public},
		"object": map[string]any{
			"id": id, "type": "Note", "attributedTo": from.Actor(), "inReplyTo": c.post, "to": []any{fed.Public},
			"content": fmt.Sprintf("<p>Opinion number %d</p>", number), "published": "2026-11-20T10:00:00Z",
		},
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*patience)
	defer cancel()
	ticker := time.NewTicker(5 * glance)
	defer ticker.Stop()
	for {
		if err := from.Post(ctx, fed.ID(c.node.base+"/ap/inbox"), create); err == nil {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.done = append(c.done, id)
			return
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			c.Errorf("reply %d was never answered 202", number)
			return
		}
	}
}
