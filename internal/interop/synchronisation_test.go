package interop

import (
	"slices"
	"testing"

	fed "inews/federation"
)

// What a whole server sends to followers says which of them it has, and a server
// that does as Mastodon does may ask for the list, and mends itself by it.
func TestSynchronisation(t *testing.T) {
	t.Parallel()
	i := newInternet(t)
	n, anna := i.node().start(), i.peer("anna")
	_, err := anna.Follow(within(t), n.actor())
	check(t, err)
	n.await("the blog has a follower", func() bool { return n.desk.count(`SELECT count(*) FROM followers`) == 1 })
	post := n.publish("post", "---\ntitle: Bins\n---\nNew ones.\n")
	news, err := anna.Wait(within(t), fed.CreateType, post.Object)
	check(t, err)
	ghost := anna.ID("/users/ghost")
	kept, err := anna.Synchronise(within(t), news, anna.Actor(), ghost)
	check(t, err)
	if !slices.Equal(kept, []fed.ID{anna.Actor()}) {
		t.Errorf("her server holds %v for followers, want her alone", kept)
	}
	kept, err = anna.Synchronise(within(t), news) // her Undo was lost
	check(t, err)
	if len(kept) != 0 {
		t.Errorf("her server holds %v for followers, want nobody", kept)
	}
	n.await("the blog has none", func() bool { return n.desk.count(`SELECT count(*) FROM followers`) == 0 })
	n.noTrouble()
}
