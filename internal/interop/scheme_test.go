package interop

import (
	"errors"
	"net/http"
	"testing"

	fed "inews/federation"
	"inews/federation/fetch"
	"inews/federation/signature"
)

// Check 1: Honest draft-cavage POST → 202; honest RFC 9421 → 202; our deliveries
// verify at the other side in both forms, also where only one is understood; a
// delivery by somebody in between is refused.
func TestCheck01HonestInBothSchemes(t *testing.T) {
	t.Parallel()
	i := newInternet(t)
	n := i.node().start()
	for _, scheme := range []signature.Scheme{signature.Cavage, signature.RFC9421} {
		peer := i.peer("anna")
		peer.Scheme, peer.Understood = scheme, []signature.Scheme{scheme}
		follow, err := peer.Follow(within(t), n.actor())
		check(t, err) // anything but 202 is an error
		accept, err := peer.Wait(within(t), fed.AcceptType, follow)
		check(t, err)
		if accept.Scheme != scheme || accept.Key.Owner != n.actor() {
			t.Errorf("the Accept is signed in %s by %s", accept.Scheme, accept.Key.Owner)
		}
		// What the blog has said, under the signature of somebody else.
		other := i.peer("eve")
		other.Scheme = scheme
		err = other.Post(within(t), peer.Inbox(), accept.Body)
		var refused *fetch.StatusError
		if !errors.As(err, &refused) || refused.Code != http.StatusUnauthorized {
			t.Errorf("a delivery in the blog's name by somebody else: %v", err)
		}
	}
	post := n.publish("post", "---\ntitle: Bins\n---\nNew ones.\n")
	n.await("both have the post", func() bool {
		return n.desk.count(`SELECT count(*) FROM deliveries WHERE object_id = $1 AND state = 'delivered'`, post.Object) == 2
	})
	if n := n.desk.count(`SELECT count(*) FROM hosts WHERE scheme = 'rfc9421'`); n != 1 {
		t.Errorf("%d hosts are remembered for RFC 9421, want 1", n)
	}
	n.noTrouble()
}

// Check 1 with software that shares no line with ours, which a mistake that both
// our sides make cannot please: what Fedify signs is taken in, and what we sign
// it believes, where nothing but the one scheme is spoken.
func TestCheck01Fedify(t *testing.T) {
	for _, scheme := range []signature.Scheme{signature.Cavage, signature.RFC9421} {
		t.Run(string(scheme), func(t *testing.T) {
			t.Parallel()
			i := newInternet(t)
			talk := &fedifyTalk{node: i.node().start(), anna: i.fedify(scheme)}
			talk.follows()
			talk.noTrouble()
			talk.anna.noTrouble()
		})
	}
}
