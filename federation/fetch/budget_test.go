package fetch_test

import (
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"

	"inews/federation"
	"inews/federation/fetch"
)

// endless is a host on which everything leads on: objects reply to the next,
// collections continue at the next, actors name the next.
func endless(asked *atomic.Int32) http.Handler {
	mux := http.NewServeMux()
	serve := func(pattern, format string) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			asked.Add(1)
			var i int
			_, _ = fmt.Sscanf(r.PathValue("i"), "%d", &i)
			w.Header().Set("Content-Type", federation.MediaType)
			fmt.Fprintf(w, `{"@context":%q,`+format+`}`, federation.Namespace, i, i+1)
		})
	}
	serve("/notes/{i}", `"type":"Note","id":"https://peer.example.com/notes/%d","inReplyTo":"https://peer.example.com/notes/%d"`)
	serve("/pages/{i}", `"type":"OrderedCollectionPage","id":"https://peer.example.com/pages/%d","next":"https://peer.example.com/pages/%d","orderedItems":[]`)
	serve("/users/{i}", `"type":"Person","id":"https://peer.example.com/users/%d","inbox":"https://peer.example.com/inbox","alsoKnownAs":["https://peer.example.com/users/%d"]`)
	mux.HandleFunc("/self", func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Header().Set("Content-Type", federation.MediaType)
		fmt.Fprintf(w, `{"@context":%q,"type":"OrderedCollectionPage","id":"https://peer.example.com/self","next":"https://peer.example.com/self","orderedItems":["https://peer.example.com/notes/1"]}`, federation.Namespace)
	})
	return mux
}

// Check 30: Infinite `next`, self `next`, 10 000-deep reply chain, 1000
// cross-linked actors → stops at budget (≤ 20 fetches per activity).
func TestCheck30Budget(t *testing.T) {
	var asked atomic.Int32
	n := newNetwork(t)
	n.serve("peer.example.com", endless(&asked))
	c := n.client()
	walk := func(format string, fetch func(federation.ID) error) error {
		for i := range 10_000 {
			if err := fetch(federation.ID(fmt.Sprintf(format, i))); err != nil {
				return err
			}
		}
		return nil
	}
	for name, test := range map[string]struct {
		want  error
		fetch func(*testing.T) error
		asked int32
	}{
		"reply chain": {federation.ErrBudget, func(t *testing.T) error {
			ctx := fetch.WithBudget(t.Context(), 20)
			next := federation.ID("https://peer.example.com/notes/0")
			return walk("%d", func(federation.ID) error {
				o, err := c.Object(ctx, next)
				next = o.InReplyTo
				return err
			})
		}, 20},
		"cross-linked actors": {federation.ErrBudget, func(t *testing.T) error {
			ctx := fetch.WithBudget(t.Context(), 20)
			return walk("https://peer.example.com/users/%d", func(id federation.ID) error { _, err := c.Actor(ctx, id); return err })
		}, 20},
		"infinite next": {federation.ErrBudget, func(t *testing.T) error {
			for _, err := range c.Items(fetch.WithBudget(t.Context(), 20), "https://peer.example.com/pages/0", 50) {
				return err
			}
			return nil
		}, 20},
		"infinite next without a budget": {nil, func(t *testing.T) error {
			for _, err := range c.Items(t.Context(), "https://peer.example.com/pages/0", 50) {
				return err
			}
			return nil
		}, 100},
		"self next": {nil, func(t *testing.T) error {
			for _, err := range c.Items(fetch.WithBudget(t.Context(), 20), "https://peer.example.com/self", 50) {
				if err != nil {
					return err
				}
			}
			return nil
		}, 1},
	} {
		asked.Store(0)
		err := test.fetch(t)
		if test.want == nil && err != nil {
			t.Errorf("%s: %v", name, err)
		} else {
			wantError(t, err, test.want)
		}
		if got := asked.Load(); got != test.asked {
			t.Errorf("%s: %d requests, want %d", name, got, test.asked)
		}
	}
}

func TestBudgetCountsRedirectsAndNests(t *testing.T) {
	n := newNetwork(t)
	n.serve("peer.example.com", redirects(map[string]string{"/a": "/b"}))
	c := n.client()
	outer := fetch.WithBudget(t.Context(), 3)
	inner := fetch.WithBudget(outer, 100)
	if _, err := c.Document(inner, "https://peer.example.com/a"); err != nil {
		t.Error(err)
	}
	if outer, inner := fetch.BudgetOf(outer).Left(), fetch.BudgetOf(inner).Left(); outer != 1 || inner != 1 {
		t.Errorf("%d and %d left, want 1: a redirect counts, and an inner budget spends the outer", outer, inner)
	}
	_, err := c.Document(inner, "https://peer.example.com/a")
	wantError(t, err, federation.ErrBudget)
	if fetch.BudgetOf(t.Context()) != nil {
		t.Error("a context without budget has one")
	}
}

func TestItems(t *testing.T) {
	const head = `{"@context":"https://www.w3.org/ns/activitystreams","type":"OrderedCollection",`
	p := &pages{}
	p.set("/outbox", head+`"id":"https://peer.example.com/outbox","totalItems":3,"first":"https://peer.example.com/outbox?page=1"}`)
	p.set("/outbox?page=1", head+`"id":"https://peer.example.com/outbox?page=1","next":"https://peer.example.com/outbox?page=2","orderedItems":["https://peer.example.com/1","https://peer.example.com/2"]}`)
	p.set("/outbox?page=2", head+`"id":"https://peer.example.com/outbox?page=2","next":"https://other.example.com/outbox","orderedItems":["https://peer.example.com/3"]}`)
	n := newNetwork(t)
	n.serve("peer.example.com", p)
	for limit, want := range map[int]string{2: "12", 3: "123", 9: "123!"} {
		got := ""
		for item, err := range n.client().Items(t.Context(), "https://peer.example.com/outbox", limit) {
			if err != nil {
				wantError(t, err, federation.ErrForbidden) // another origin's page
				got += "!"
				continue
			}
			got += string(item.ID[len(item.ID)-1])
		}
		if got != want {
			t.Errorf("limit %d: %s, want %s", limit, got, want)
		}
	}
}
