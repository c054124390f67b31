package fediverse_test

import (
	"testing"

	fed "inews/federation"
	"inews/federation/fedtest"
)

// GoToSocial ends what it blocks in both directions and sends the Block alone:
// the blog must not go on as if it still followed.
func TestBlockEndsOurFollow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	mira, other := w.peer("mira@gts.example"), w.peer("other@other.example")
	w.follows(mira)
	w.follows(other)
	block := func(p *fedtest.Peer) {
		state, reason := w.sends(p, map[string]any{
			"@context": fed.Namespace, "id": p.ID("/blocks/1"), "type": "Block", "object": "https://blog.example/ap/actors/inews",
			"to": "https://blog.example/ap/actors/inews",
		})
		w.wants("a Block", state, reason, "done", "")
	}
	block(mira)
	if n := w.count(`SELECT count(*) FROM partners WHERE person_uri = $1 AND state = 'rejected'`, mira.Actor()); n != 1 {
		t.Error("the blog goes on to follow somebody who has blocked it")
	}
	if n := w.count(`SELECT count(*) FROM partners WHERE person_uri = $1 AND state = 'accepted'`, other.Actor()); n != 1 {
		t.Error("somebody else's Follow has ended")
	}
	stranger := w.peer("stranger@third.example")
	block(stranger)
	if n := w.count(`SELECT count(*) FROM partners WHERE person_uri = $1`, stranger.Actor()); n != 0 {
		t.Error("a stranger has become a partner")
	}
}
