package fediverse_test

import (
	"fmt"
	"slices"
	"testing"

	fed "inews/federation"
	"inews/federation/delivery"
	"inews/federation/fedtest"
	"inews/internal/blog"
)

// Check 55: Update or Delete queued behind unsent Create → collapsed or ordered;
// never Delete before Create.
func TestCheck55UnsentIsCollapsedOrOrdered(t *testing.T) {
	t.Parallel()
	edits, withdraws := (*office).editsAgain, (*office).withdraws
	for i, test := range []struct {
		name  string
		steps []func(*office, blog.Post)
		alone []string // received when nothing could be sent before the last step
		begun []string // received when the Create was on its way, or may have arrived
	}{
		{"edited", []func(*office, blog.Post){edits}, []string{"Create", "Update"}, []string{"Create", "Update"}},
		{"edited twice", []func(*office, blog.Post){edits, edits}, []string{"Create", "Update"}, []string{"Create", "Update"}},
		{"withdrawn", []func(*office, blog.Post){withdraws}, []string{"Delete"}, []string{"Create", "Delete"}},
		{"edited and withdrawn", []func(*office, blog.Post){edits, withdraws}, []string{"Delete"}, []string{"Create", "Delete"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			bob := o.follower(fmt.Sprintf("bob@b%d.example", i))
			o.unsent(bob, test.steps, test.alone)
			o.onItsWay(bob, test.steps, test.begun)
			o.answeredByChance(bob, test.steps)
		})
	}
}

// editsAgain edits a post to something that it never said before.
func (o *office) editsAgain(p blog.Post) {
	o.Helper()
	o.number++
	o.edits(p, fmt.Sprintf("Better news %d", o.number))
}

// unsent: the server is down until all has happened.
func (o *office) unsent(bob *fedtest.Peer, steps []func(*office, blog.Post), want []string) {
	o.Helper()
	check(o.T, bob.Stop())
	post := o.publishes("News")
	for _, step := range steps {
		o.rounds()
		step(o, post)
	}
	check(o.T, bob.Start())
	o.live(3)
	o.heardOf(bob, post, "unsent", want)
}

// onItsWay: the Create is being sent when the rest happens.
func (o *office) onItsWay(bob *fedtest.Peer, steps []func(*office, blog.Post), want []string) {
	o.Helper()
	post := o.publishes("News")
	flying, err := o.queue.Claim(o.Context(), 100, 2)
	check(o.T, err)
	for _, step := range steps {
		step(o, post)
	}
	if early := o.rounds(); len(flying) != 1 || len(early) != 0 {
		o.Errorf("%d deliveries overtake the %d that are on their way", len(early), len(flying))
	}
	result := delivery.Result{Delivery: flying[0], Outcome: o.poster.Post(o.Context(), flying[0])}
	check(o.T, o.queue.Settle(o.Context(), []delivery.Result{result}))
	o.rounds()
	o.heardOf(bob, post, "on its way", want)
}

// answeredByChance: the server fails at some of the first requests, all of them
// at last.
func (o *office) answeredByChance(bob *fedtest.Peer, steps []func(*office, blog.Post)) {
	o.Helper()
	for round := range 8 {
		var answers []fedtest.Answer
		for n := range 3 {
			answer := fedtest.Answer{}
			if round>>n&1 == 1 {
				answer.Code = 503
			}
			answers = append(answers, answer)
		}
		bob.Answers(answers...)
		post := o.publishes("News")
		o.rounds()
		for _, step := range steps {
			step(o, post)
			o.rounds()
		}
		for hours := 0; hours < day && o.waiting(post) > 0; hours++ {
			o.live(1)
		}
		o.heardOf(bob, post, fmt.Sprintf("answered by chance %d", round), nil)
	}
}

// heardOf checks what a peer was told of a post. Whatever it was, nothing comes
// after a Delete or before a Create but the Delete that stands for all, and the
// last word is the blog's own.
func (o *office) heardOf(bob *fedtest.Peer, post blog.Post, when string, want []string) {
	o.Helper()
	var got []string
	for _, r := range bob.Received() {
		if r.Object() == o.bridge.Addresses.Post(post) {
			got = append(got, r.Type)
		}
	}
	if want != nil && !slices.Equal(got, want) {
		o.Errorf("%s: received %v, want %v", when, got, want)
	}
	now, err := o.db.PostByID(o.Context(), post.ID)
	check(o.T, err)
	last, order := fed.UpdateType, []string{fed.CreateType, fed.UpdateType, fed.DeleteType}
	if !now.Visible() {
		last = fed.DeleteType
	}
	if len(got) == 0 || got[len(got)-1] != last || got[0] == fed.UpdateType {
		o.Errorf("%s: received %v, and the last word is %s", when, got, last)
	}
	if !slices.IsSortedFunc(got, func(a, b string) int { return slices.Index(order, a) - slices.Index(order, b) }) {
		o.Errorf("%s: received %v: out of order", when, got)
	}
	if n := o.waiting(post); n != 0 {
		o.Errorf("%s: %d deliveries still wait", when, n)
	}
}

// waiting is how many deliveries of a post are not done with.
func (o *office) waiting(p blog.Post) int {
	o.Helper()
	return o.count(`
		SELECT count(*) FROM deliveries d JOIN outbox_activities a ON a.id = d.activity_id
		WHERE a.post_id = $1 AND d.state = 'waiting'`, p.ID)
}
