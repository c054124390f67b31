package web_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/postgres"
	"inews/web"
)

// copies are several nodes over one database, which hear of what was committed
// and have one clock, which stands still.
type copies struct {
	*press
	nodes []*web.Server
	heard []chan string // by each node, once it has acted on it
	clock atomic.Int64
}

func newCopies(p *press, n int) *copies {
	c := &copies{press: p}
	c.clock.Store(time.Now().UnixNano())
	ctx, end := context.WithCancel(context.Background())
	var listeners sync.WaitGroup
	p.Cleanup(func() { end(); listeners.Wait() })
	for range n {
		node, heard, ready := p.openAt(p.db, c.now), make(chan string, 100), make(chan struct{})
		c.nodes, c.heard = append(c.nodes, node), append(c.heard, heard)
		var once sync.Once
		listeners.Go(func() {
			_ = p.db.Listen(ctx, func(_, notice string) {
				if notice == "ready" {
					once.Do(func() { close(ready) })
					return
				}
				node.Forget(notice)
				heard <- notice
			}, node.ForgetAll, postgres.ChangesChannel)
		})
		c.await(ready)
	}
	return c
}

// await says "ready" until a node hears it: then it misses nothing.
func (c *copies) await(ready chan struct{}) {
	c.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for late := time.After(time.Minute); ; {
		if _, err := c.db.SQL().ExecContext(c.Context(), `SELECT pg_notify($1, 'ready')`, postgres.ChangesChannel); err != nil {
			c.Fatal(err)
		}
		select {
		case <-ready:
			return
		case <-late:
			c.Fatal("a node does not listen")
		case <-tick.C:
		}
	}
}

func (c *copies) now() time.Time { return time.Unix(0, c.clock.Load()) }

// everywhere waits until each node has heard of one change.
func (c *copies) everywhere() {
	c.Helper()
	for _, heard := range c.heard {
		select {
		case <-heard:
		case <-time.After(time.Minute):
			c.Fatal("a node hears nothing")
		}
	}
}

// read asks each node for a page, and tells whether all show the words.
func (c *copies) read(path, words string) bool {
	c.Helper()
	all := true
	for _, node := range c.nodes {
		w := ask(node, "GET", path, "")
		if w.Code != 200 {
			c.Fatalf("%s: status %d", path, w.Code)
		}
		all = all && strings.Contains(w.Body.String(), words)
	}
	return all
}

func (c *copies) made() (n int64) {
	for _, node := range c.nodes {
		n += node.Made()
	}
	return n
}

// A thousand likes within a moment, while people read on two nodes: the page is
// made anew for what staff hide meanwhile, at once and on both nodes, and once
// more when the number may be late no longer; and then it is right.
func TestStormOfLikes(t *testing.T) {
	t.Parallel()
	const likes = 1000
	p := newPress(t)
	post := p.save(blog.Post{Title: "Much liked", Body: "Go on."})
	said := p.say(blog.Comment{PostID: post.ID, Text: "Zebras everywhere"})
	person := func(n int) string { return fmt.Sprintf("https://social.example/users/%d", n) }
	p.tx(func(ctx context.Context, tx *postgres.Tx) error {
		for n := range likes {
			if err := tx.SavePerson(ctx, blog.Person{URI: person(n), Type: "Person", Host: "social.example", Inbox: person(n) + "/inbox"}, nil, nil); err != nil {
				return err
			}
		}
		return nil
	})
	c := newCopies(p, 2)
	staff := &comments.Comments{DB: p.db, Base: base + "/ap/comments/"}
	if !c.read(post.Path(), "Zebras") {
		t.Fatal("the comment is not there")
	}
	for n := range likes {
		err := staff.React(t.Context(), postgres.ReactionTo{Kind: blog.Like, PostID: post.ID, PersonURI: person(n), ActivityID: person(n) + "#like"})
		if err != nil {
			t.Fatal(err)
		}
		c.everywhere()
		c.read(post.Path(), "")
		if n != likes/2 {
			continue
		}
		if _, err := staff.Hide(t.Context(), blog.Editor{Role: blog.Owner}, said.ID, "rude"); err != nil {
			t.Fatal(err)
		}
		c.everywhere()
		for _, node := range c.nodes {
			if body := ask(node, "GET", post.Path(), "").Body.String(); strings.Contains(body, "Zebras") {
				t.Error("what staff hid in the middle of the storm is shown still")
			}
		}
	}
	if made := c.made(); made != 4 {
		t.Errorf("the page was made %d times for %d likes, want two times on each of two nodes", made, likes)
	}
	c.clock.Add(int64(blog.TallyLate))
	for range 10 {
		if !c.read(post.Path(), fmt.Sprintf("%d likes", likes)) {
			t.Fatal("in the end the number is wrong")
		}
	}
	if made := c.made(); made != 6 {
		t.Errorf("the page was made %d times in the end, want once more on each node", made)
	}
}
