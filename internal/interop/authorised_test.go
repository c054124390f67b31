package interop

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	fed "inews/federation"
	"inews/internal/blog"
)

// Two whole servers, each of which gives its documents only to servers that
// sign, still find, follow and read each other: neither waits for the other's
// key for ever. A stranger reads nothing, and neither does a page's address help;
// people read as before.
func TestAuthorisedTwoServers(t *testing.T) {
	t.Parallel()
	i := newInternet(t)
	a, b := i.node("INEWS_AUTHORISED_FETCH=true").start(), i.node("INEWS_AUTHORISED_FETCH=true").start()
	a.desk.follow(b.handle())
	b.await("A is a follower of B", func() bool { return b.desk.count(`SELECT count(*) FROM followers`) == 1 })
	a.await("B's Accept has come", func() bool {
		return a.desk.count(`SELECT count(*) FROM partners WHERE state = 'accepted'`) == 1
	})
	post := b.publish("post", "---\ntitle: Potholes\n---\nWith cameras.\n")
	a.await("A shows it", func() bool { return a.desk.count(`SELECT count(*) FROM network_items`) == 1 })

	anna := i.peer("anna")
	_, err := anna.Follow(within(t), b.actor()) // which looks its inbox up, signed
	check(t, err)
	_, err = anna.Wait(within(t), fed.AcceptType, "")
	check(t, err)
	note, err := anna.Reply(within(t), post.Object, "<p>And the lamps?</p>")
	check(t, err)
	b.await("B has the reply", func() bool { return b.desk.count(`SELECT count(*) FROM comments WHERE uri = $1`, note) == 1 })

	for _, id := range []fed.ID{b.actor(), post.Object, post.Object + "/context", b.actor() + "/outbox?page=1"} {
		if code, body := b.ask(string(id), fed.MediaType); code != http.StatusUnauthorized || !strings.Contains(body, "sign the GET") {
			t.Errorf("a stranger who asks for %s is answered %d %s", id, code, body)
		}
	}
	if code, body := b.ask(post.Page, fed.MediaType); code != http.StatusSeeOther || strings.Contains(body, "@context") {
		t.Errorf("the page, asked for as a document, answers %d %s", code, body)
	}
	if code, body := b.page(post.Page); code != http.StatusOK || !strings.Contains(body, "With cameras") {
		t.Errorf("the page answers %d", code)
	}
	b.object(fed.ID(b.base + "/ap/actors/instance"))
	var findings []blog.Finding
	b.inews(&findings, "check") // which fails when something does not work
	for _, f := range findings {
		if about := f.About; slices.Contains([]string{"documents", "caches", "handle", "browsers", "signatures"}, about) && f.Weight != blog.Fine {
			t.Errorf("looking at itself, the server says of its %s: %+v", about, f)
		}
	}
	a.noTrouble()
	b.noTrouble()
}
