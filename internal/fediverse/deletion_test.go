package fediverse_test

import "testing"

// Whoever got a post hears that it is gone, also when they follow no more; whoever
// came later, or never got it, does not.
func TestDeletionReachesWhoeverGotIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	bob, carol := o.follower("bob@left.example"), o.follower("carol@stays.example")
	post := o.publishes("News")
	o.rounds()
	state, reason := o.sends(bob, map[string]any{"id": bob.ID("/undo/1"), "type": "Undo", "object": map[string]any{
		"id": bob.ID("/follows/1"), "type": "Follow", "actor": bob.Actor(), "object": o.bridge.Blog(),
	}})
	o.wants("an Undo", state, reason, "done", "")
	if n := o.count(`SELECT count(*) FROM followers`); n != 1 {
		t.Fatalf("%d follow", n)
	}
	o.editsAgain(post) // which is no business of Bob's any more
	o.rounds()
	o.withdraws(post)
	o.live(1)
	o.heardOf(bob, post, "gone away", []string{"Create", "Delete"})
	o.heardOf(carol, post, "still there", []string{"Create", "Update", "Delete"})
}
