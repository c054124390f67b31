package fediverse_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/delivery"
	"inews/federation/fedtest"
	"inews/federation/signature"
	"inews/internal/blog"
	"inews/internal/newsroom"
)

// office is a world in which posts are published and go out. Nothing moves by
// itself: deliveries go out in rounds, and time passes when it is told to, by
// making all that is stored older.
type office struct {
	*world
	newsroom *newsroom.Newsroom
	poster   *delivery.Poster
	boss     blog.Editor
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{world: newWorld(t), boss: blog.Editor{Role: blog.Owner}}
	o.newsroom = &newsroom.Newsroom{DB: o.db, Site: o.bridge.Base}
	o.poster = &delivery.Poster{
		Client: o.network.Client(), Chance: func() float64 { return 0.5 }, // waits are as the table has them
		Key: func(ctx context.Context, sender fed.ID) (signature.Key, error) {
			local, _ := o.bridge.Parse(sender)
			return o.bridge.Keys.Key(ctx, local.Key)
		},
	}
	return o
}

// publishes lets a post out, which the bridge tells to the followers.
func (o *office) publishes(title string) blog.Post {
	o.Helper()
	draft, err := o.newsroom.Draft(o.Context(), o.boss, newsroom.Draft{Title: title, Body: "Text.", Author: "Ada"})
	check(o.T, err)
	post, err := o.newsroom.Publish(o.Context(), o.boss, draft.ID)
	check(o.T, err)
	o.tells(post)
	return post
}

func (o *office) edits(p blog.Post, title string) {
	o.Helper()
	p, err := o.db.PostByID(o.Context(), p.ID)
	check(o.T, err)
	edited := newsroom.Draft{Title: title, Body: "Better text.", Slug: p.Slug, Author: "Ada", Version: p.Version}
	p, err = o.newsroom.Edit(o.Context(), o.boss, p.ID, edited)
	check(o.T, err)
	o.tells(p)
}

func (o *office) withdraws(p blog.Post) {
	o.Helper()
	p, err := o.newsroom.Withdraw(o.Context(), o.boss, p.ID, "It was wrong.")
	check(o.T, err)
	o.tells(p)
}

// tells does the background work of the last change of a post.
func (o *office) tells(p blog.Post) {
	o.Helper()
	changes, err := o.db.ChangesOf(o.Context(), newsroom.SubjectOf(p), p.ID)
	check(o.T, err)
	check(o.T, o.bridge.Tell(o.Context(), changes[len(changes)-1]))
}

// follower is a server whose one person follows the blog.
func (o *office) follower(handle string) *fedtest.Peer {
	o.Helper()
	p := o.peer(handle)
	state, reason := o.sends(p, map[string]any{"id": p.ID("/follows/1"), "type": "Follow", "object": o.bridge.Blog()})
	o.wants("a Follow", state, reason, "done", "")
	o.rounds()
	return p
}

// reader is a follower on a server that is no more than its answer; host is
// invented, or has a port.
func (o *office) reader(host string, answer http.HandlerFunc) {
	o.Helper()
	if answer != nil {
		_, err := o.network.Serve(host, answer)
		check(o.T, err)
	}
	person := fed.ID("https://" + host + "/users/reader")
	o.known(person, person+"/follow")
}

// rounds makes the deliveries that are due, one at a time to a host, until none
// is, and returns what came of them.
func (o *office) rounds() []delivery.Result {
	o.Helper()
	var all []delivery.Result
	for {
		claimed, err := o.queue.Claim(o.Context(), 100, 1)
		check(o.T, err)
		if len(claimed) == 0 {
			return all
		}
		var results []delivery.Result
		for _, d := range claimed {
			results = append(results, delivery.Result{Delivery: d, Outcome: o.poster.Post(o.Context(), d)})
		}
		check(o.T, o.queue.Settle(o.Context(), results))
		all = append(all, results...)
	}
}

// passes lets time pass.
func (o *office) passes(d time.Duration) {
	o.Helper()
	for _, statement := range []string{
		`UPDATE deliveries SET created_at = created_at - make_interval(secs => $1), run_at = run_at - make_interval(secs => $1),
			lease_until = lease_until - make_interval(secs => $1), done_at = done_at - make_interval(secs => $1)`,
		`UPDATE hosts SET open_until = open_until - make_interval(secs => $1), down_since = down_since - make_interval(secs => $1),
			slow_until = slow_until - make_interval(secs => $1), last_success = last_success - make_interval(secs => $1)`,
	} {
		o.exec(statement, d.Seconds())
	}
	o.guard.Forget()
}

// live lets hours pass in which everything goes its way.
func (o *office) live(hours int) {
	o.Helper()
	for range hours {
		o.passes(time.Hour)
		o.rounds()
	}
}
