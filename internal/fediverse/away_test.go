package fediverse_test

import (
	"slices"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/internal/blog"
)

const day = 24 // hours

// Check 52: Follower host down 6 days then up → receives the posts in order; down
// 8 days → dormant, woken by its next request. On waking it gets the latest actor
// Update and the undelivered posts of the last 7 days only.
func TestCheck52FollowerWasAway(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		days   int
		posts  int // one a day, from the first day on
		wakes  bool
		update bool
		first  int // of the posts that arrive
	}{
		{"6 days", 6, 6, false, false, 0},
		{"8 days, and says nothing", 8, 8, false, false, 8},
		{"8 days, and sends a request", 8, 8, true, true, 2},
		{"8 days, with little to hear of", 8, 1, true, true, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			bob := o.follower("bob@away.example")
			check(t, bob.Stop())
			var posts []blog.Post
			for len(posts) < test.posts {
				posts = append(posts, o.publishes("News"))
				o.rounds()
				o.live(day)
			}
			o.live(day * (test.days - test.posts))
			check(t, bob.Start())
			if test.wakes {
				state, reason := o.sends(bob, map[string]any{"id": bob.ID("/likes/1"), "type": "Like", "object": o.post})
				o.wants("its next request", state, reason, "done", "")
				o.rounds()
			} else {
				o.live(day) // a host that is not dormant is tried twice a day
			}
			var want []string
			if test.update {
				want = append(want, "Update "+string(o.bridge.Blog()))
			}
			for _, post := range posts[min(test.first, len(posts)):] {
				want = append(want, "Create "+string(o.bridge.Addresses.Post(post)))
			}
			if got := heard(bob); !slices.Equal(got, want) {
				t.Errorf("received %q, want %q", got, want)
			}
			o.laterNewsArrives(bob, test.wakes || test.first == 0)
		})
	}
}

// heard is what a peer was told of the blog and its posts, in that order.
func heard(p *fedtest.Peer) []string {
	var all []string
	for _, r := range p.Received() {
		if r.Type != fed.AcceptType {
			all = append(all, r.Type+" "+string(r.Object()))
		}
	}
	return all
}

// laterNewsArrives publishes once more: at once to a host that is back, and not
// to one that is dormant.
func (o *office) laterNewsArrives(p *fedtest.Peer, want bool) {
	o.Helper()
	before := len(heard(p))
	o.publishes("Later news")
	o.rounds()
	if got := len(heard(p)) > before; got != want {
		o.Errorf("a post that is published later arrives at once: %v, want %v", got, want)
	}
}

// Check 52, of a dormant host that nobody hears from: it is tried once a week, and
// what is found then is greeted, too.
func TestCheck52DormantIsTriedWeekly(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	bob := o.follower("bob@away.example")
	check(t, bob.Stop())
	for range 8 {
		o.publishes("News")
		o.live(day)
	}
	check(t, bob.Start())
	var open float64
	o.one(`SELECT EXTRACT(epoch FROM open_until - now()) FROM hosts WHERE host = 'away.example'`).into(&open)
	if left := time.Duration(open * float64(time.Second)); left < 5*day*time.Hour || left > 7*day*time.Hour {
		t.Errorf("the next try is in %s", left)
	}
	last := o.publishes("News at last")
	o.live(7 * day)
	got := heard(bob)
	if !slices.Contains(got, "Update "+string(o.bridge.Blog())) || !slices.Contains(got, "Create "+string(o.bridge.Addresses.Post(last))) {
		t.Errorf("received %q", got)
	}
	if n := o.count(`SELECT count(*) FROM deliveries WHERE host = 'away.example' AND state = 'waiting'`); n != 0 {
		t.Errorf("%d deliveries still wait", n)
	}
}
