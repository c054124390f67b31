package interop

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/federation/signature"
	"inews/internal/blog"
)

// depth is how far a conversation in turns goes down.
const depth = 5

// A person on another server replies, the blog approves and answers, and so in
// turns to depth five: every comment stands on the post's page in order; then
// edits, deletes, likes, shares, unfollows. In both schemes of signatures.
func TestConversation(t *testing.T) {
	for _, scheme := range []signature.Scheme{signature.Cavage, signature.RFC9421} {
		t.Run(string(scheme), func(t *testing.T) {
			t.Parallel()
			i := newInternet(t)
			talk := &conversation{node: i.node().start(), anna: i.peer("anna")}
			talk.anna.Scheme = scheme
			talk.anna.Understood = []signature.Scheme{scheme}
			talk.follow()
			talk.post = talk.publish("post", "---\ntitle: Bins\ntags: [waste]\n---\nNew bins from May.\n")
			talk.arrives(fed.CreateType, talk.post.Object)
			talk.inTurns()
			talk.standsInOrder()
			talk.isListed()
			talk.edits()
			talk.deletes()
			talk.reacts()
			talk.leaves()
			talk.noTrouble()
		})
	}
}

// conversation is a post, somebody elsewhere, and what was said in turns.
type conversation struct {
	*node
	anna *fedtest.Peer
	post published
	said []fed.ID // wire ids from the top down: hers, ours, hers …
}

func (c *conversation) follow() {
	c.Helper()
	follow, err := c.anna.Follow(within(c.T), c.actor())
	check(c.T, err)
	c.arrives(fed.AcceptType, follow)
}

// arrives waits for an activity of the blog's about an object, and makes sure
// that the blog has signed it.
func (c *conversation) arrives(activity string, object fed.ID) fedtest.Received {
	c.Helper()
	got, err := c.anna.Wait(within(c.T), activity, object)
	check(c.T, err)
	if got.Key.Owner != c.actor() || got.Activity["actor"] != string(c.actor()) {
		c.Errorf("%s about %s is signed by %s for %v", activity, object, got.Key.Owner, got.Activity["actor"])
	}
	return got
}

// inTurns has her reply, and the blog approve and answer, to the depth.
func (c *conversation) inTurns() {
	c.Helper()
	above := c.post.Object
	for turn := 1; turn <= depth; turn++ {
		words := fmt.Sprintf("What about street %d?", turn)
		reply, err := c.anna.Reply(within(c.T), above, words)
		check(c.T, err)
		id := ""
		if turn == 1 { // a stranger's first comment is held; then she is trusted
			id = c.desk.held(words)
			if _, page := c.page(c.post.Page); strings.Contains(page, words) {
				c.Error("a held comment is on the page")
			}
			c.desk.approve(id)
		}
		c.shows(words)
		if id == "" {
			id = c.comment(reply).ID
		}
		answer := c.desk.answer(id, fmt.Sprintf("Street %d is next.", turn))
		got := c.arrives(fed.CreateType, fed.ID(answer.URI))
		if object, _ := got.Activity["object"].(map[string]any); object["inReplyTo"] != string(reply) {
			c.Errorf("the answer is in reply to %v, want %s", object["inReplyTo"], reply)
		}
		c.said = append(c.said, reply, fed.ID(answer.URI))
		above = fed.ID(answer.URI)
	}
}

// comment is what the database has of a comment.
func (c *conversation) comment(uri fed.ID) blog.Comment {
	c.Helper()
	comment, err := c.desk.db.CommentByURI(context.Background(), string(uri))
	check(c.T, err)
	return comment
}

// shows waits until the post's page has the words.
func (c *conversation) shows(words string) {
	c.Helper()
	c.await("the page shows "+words, func() bool {
		_, page := c.page(c.post.Page)
		return strings.Contains(page, words)
	})
}

// standsInOrder checks that the page has every comment, from the top down.
func (c *conversation) standsInOrder() {
	c.Helper()
	c.shows(fmt.Sprintf("Street %d is next.", depth))
	_, page := c.page(c.post.Page)
	last := -1
	for i, uri := range c.said {
		at := strings.Index(page, `id="comment-`+c.comment(uri).ID+`"`)
		if at <= last {
			c.Errorf("comment %d of the conversation stands at %d, the one above at %d", i+1, at, last)
		}
		last = at
		if got := c.comment(uri).Depth; got != i {
			c.Errorf("comment %d is at depth %d", i+1, got)
		}
	}
}

// isListed checks that other servers find every comment, by its own id: the
// whole thread in the context, and each level in the replies of the one above.
func (c *conversation) isListed() {
	c.Helper()
	want := append([]fed.ID{c.post.Object}, c.said...)
	if got := c.list(c.post.Object + "/context"); fmt.Sprint(got) != fmt.Sprint(want) {
		c.Errorf("the context lists %v, want %v", got, want)
	}
	if got := c.list(c.post.Object + "/replies"); fmt.Sprint(got) != fmt.Sprint(c.said[:1]) {
		c.Errorf("the replies are %v, want %v", got, c.said[:1])
	}
	if got := c.list(c.said[1] + "/replies"); fmt.Sprint(got) != fmt.Sprint(c.said[2:3]) {
		c.Errorf("the replies to our answer are %v, want %v", got, c.said[2:3])
	}
}

// list is all items of a collection of the server's.
func (n *node) list(collection fed.ID) []fed.ID {
	n.Helper()
	client := n.internet.network.Client()
	defer client.CloseIdleConnections()
	var ids []fed.ID
	for item, err := range client.Items(within(n.T), collection, 1000) {
		check(n.T, err)
		ids = append(ids, item.ID)
	}
	return ids
}

// edits has her change her first words, and the blog its first answer.
func (c *conversation) edits() {
	c.Helper()
	check(c.T, c.anna.Update(within(c.T), c.said[0], "What about Elm Street?"))
	c.shows("What about Elm Street?")
	if _, page := c.page(c.post.Page); strings.Contains(page, "What about street 1?") {
		c.Error("the page still has what was edited")
	}
	_, err := c.desk.comments.EditAnswer(context.Background(), c.desk.editor, c.comment(c.said[1]).ID, "Elm Street is next.")
	check(c.T, err)
	got := c.arrives(fed.UpdateType, c.said[1])
	if body, _ := json.Marshal(got.Activity); !strings.Contains(string(body), "Elm Street is next.") {
		c.Errorf("the Update says %s", body)
	}
	c.shows("Elm Street is next.")
}

// deletes has her take her last words back, and the blog its last answer.
func (c *conversation) deletes() {
	c.Helper()
	last := c.said[len(c.said)-2]
	check(c.T, c.anna.Delete(within(c.T), last))
	words := fmt.Sprintf("What about street %d?", depth)
	c.await("her last comment is gone", func() bool {
		_, page := c.page(c.post.Page)
		return !strings.Contains(page, words)
	})
	_, err := c.desk.comments.RemoveAnswer(context.Background(), c.desk.editor, c.comment(c.said[len(c.said)-1]).ID)
	check(c.T, err)
	c.arrives(fed.DeleteType, c.said[len(c.said)-1])
	if code, _ := c.ask(string(c.said[len(c.said)-1]), fed.MediaType); code == 200 {
		c.Error("the answer that was taken back is still served")
	}
}

// reacts has her like and share the post, and take both back.
func (c *conversation) reacts() {
	c.Helper()
	like, err := c.anna.Like(within(c.T), c.post.Object)
	check(c.T, err)
	share, err := c.anna.Announce(within(c.T), c.post.Object)
	check(c.T, err)
	counts := func(want float64) func() bool {
		return func() bool {
			return c.object(c.post.Object + "/likes")["totalItems"] == want && c.object(c.post.Object + "/shares")["totalItems"] == want
		}
	}
	c.await("a like and a share count", counts(1))
	check(c.T, c.anna.Undo(within(c.T), like))
	check(c.T, c.anna.Undo(within(c.T), share))
	c.await("neither counts", counts(0))
}

// leaves has her unfollow; nothing that is published then reaches her, except
// what answers her.
func (c *conversation) leaves() {
	c.Helper()
	for _, got := range c.anna.Received() {
		if got.Type == fed.AcceptType {
			follow, _ := got.Activity["object"].(map[string]any)
			check(c.T, c.anna.Undo(within(c.T), fed.ID(follow["id"].(string))))
		}
	}
	c.await("she follows no more", func() bool { return c.desk.count(`SELECT count(*) FROM followers`) == 0 })
	later := c.publish("post", "---\ntitle: Later\n---\nFor those who follow.\n")
	c.await("it was told", func() bool {
		return c.desk.count(`SELECT count(*) FROM outbox_activities WHERE object_id = $1`, later.Object) == 1
	})
	if n := c.desk.count(`SELECT count(*) FROM deliveries WHERE object_id = $1`, later.Object); n != 0 {
		c.Errorf("%d deliveries to those who do not follow", n)
	}
}
