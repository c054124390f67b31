package interop

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	fed "inews/federation"
	"inews/federation/signature"
)

// A person on a server with Fedify finds the blog, follows, receives a post and
// an event, replies, is approved and answered, and so in turns to depth five;
// then edits, deletes, likes, shares, unfollows. In both schemes of signatures.
func TestFedify(t *testing.T) {
	for _, scheme := range []signature.Scheme{signature.Cavage, signature.RFC9421} {
		t.Run(string(scheme), func(t *testing.T) {
			t.Parallel()
			i := newInternet(t)
			talk := &fedifyTalk{node: i.node().start(), anna: i.fedify(scheme)}
			talk.follows()
			talk.receives()
			talk.inTurns()
			talk.isInOrder()
			talk.edits()
			talk.deletes()
			talk.reacts()
			talk.leaves()
			talk.noTrouble()
			talk.anna.noTrouble()
		})
	}
}

// fedifyTalk is a post, an event, anna, and what was said in turns.
type fedifyTalk struct {
	*node
	anna        *fedify
	post, event published
	follow      fed.ID
	said        []fed.ID // from the top down: hers, ours, hers …
}

// follows has anna find the blog by its handle, and follow it.
func (c *fedifyTalk) follows() {
	c.Helper()
	var found struct {
		Subject string
		Actor   fedifyThing
	}
	c.anna.have("webfinger", map[string]any{"handle": c.handle()}, &found)
	if found.Subject != "acct:"+c.handle()[1:] || found.Actor.ID != c.actor() || found.Actor.Type != "Organization" {
		c.Fatalf("%s leads to %s, %s %s", c.handle(), found.Subject, found.Actor.Type, found.Actor.ID)
	}
	c.follow = c.anna.says("follow", map[string]any{"actor": c.actor()})
	accept := c.anna.hears(fed.AcceptType, c.follow)
	if accept.Heard.Actor != c.actor() || accept.Heard.Object.Type != fed.FollowType {
		c.Errorf("the follow was answered with %s by %s", accept.Body, accept.Heard.Actor)
	}
}

// receives publishes a post and an event, and checks what Fedify reads of them.
func (c *fedifyTalk) receives() {
	c.Helper()
	c.post = c.publish("post", "---\ntitle: Bins\nsummary: A new round.\ntags: [waste]\n---\nNew bins from **May**.\n")
	c.event = c.publish("event", fmt.Sprintf(seminar, "Buying software"))
	post := c.anna.hears(fed.CreateType, c.post.Object).Heard.Object
	if post.Type != "Article" || post.Name != "Bins" || !strings.Contains(post.Content, "<strong>May</strong>") || fmt.Sprint(post.AttributedTo) != fmt.Sprint([]fed.ID{c.actor()}) {
		c.Errorf("Fedify reads of the post: %+v", post)
	}
	event := c.anna.hears(fed.CreateType, c.event.Object).Heard.Object
	if event.Type != "Event" || event.Name != "Buying software" || event.Start != "2026-12-03T10:00:00Z" || event.End != "2026-12-03T11:30:00Z" {
		c.Errorf("Fedify reads of the event: %+v", event)
	}
}

// inTurns has her reply, and the blog approve and answer, to the depth.
func (c *fedifyTalk) inTurns() {
	c.Helper()
	above := c.post.Object
	for turn := 1; turn <= depth; turn++ {
		words := fmt.Sprintf("What about street %d?", turn)
		reply := c.anna.says("reply", map[string]any{"to": above, "words": words})
		if turn == 1 { // a stranger's first comment is held; then she is trusted
			held := c.desk.held(words)
			if _, page := c.page(c.post.Page); strings.Contains(page, words) {
				c.Error("a held comment is on the page")
			}
			c.desk.approve(held)
		}
		c.shows(words)
		answer := c.desk.answer(c.idOf(reply), fmt.Sprintf("Street %d is next.", turn))
		above = fed.ID(answer.URI)
		got := c.anna.hears(fed.CreateType, above).Heard.Object
		if got.Type != "Note" || got.InReplyTo != reply || !strings.Contains(got.Content, fmt.Sprintf("Street %d is next.", turn)) || !got.mentions(c.anna.actor) {
			c.Errorf("Fedify reads of the answer to %s: %+v", reply, got)
		}
		c.said = append(c.said, reply, above)
	}
}

// mentions tells whether a Mention leads to the actor and it is addressed.
func (o *fedifyThing) mentions(actor fed.ID) bool {
	for _, tag := range o.Tags {
		if tag.Type == "Mention" && tag.Href == string(actor) {
			return strings.Contains(strings.Join(append(o.To, o.CC...), " "), string(actor))
		}
	}
	return false
}

// shows waits until the post's page has the words.
func (c *fedifyTalk) shows(words string) {
	c.Helper()
	c.await("the page shows "+words, func() bool {
		_, page := c.page(c.post.Page)
		return strings.Contains(page, words)
	})
}

func (c *fedifyTalk) idOf(uri fed.ID) string {
	c.Helper()
	comment, err := c.desk.db.CommentByURI(context.Background(), string(uri))
	check(c.T, err)
	return comment.ID
}

// isInOrder checks that the page has every comment, from the top down, and that
// Fedify finds the same in the thread's collections.
func (c *fedifyTalk) isInOrder() {
	c.Helper()
	c.shows(fmt.Sprintf("Street %d is next.", depth))
	_, page := c.page(c.post.Page)
	last := -1
	for turn, uri := range c.said {
		at := strings.Index(page, `id="comment-`+c.idOf(uri)+`"`)
		if at <= last {
			c.Errorf("comment %d stands at %d, the one above at %d", turn+1, at, last)
		}
		last = at
	}
	thread := append([]fed.ID{c.post.Object}, c.said...)
	for collection, want := range map[fed.ID][]fed.ID{
		c.post.Object + "/context": thread, c.post.Object + "/replies": c.said[:1], c.said[1] + "/replies": c.said[2:3],
	} {
		var list fedifyThing
		c.anna.have("list", map[string]any{"id": collection}, &list)
		if got := list.ids(); fmt.Sprint(got) != fmt.Sprint(want) {
			c.Errorf("Fedify finds in %s %v, want %v", collection, got, want)
		}
	}
}

// edits has her change her first words, and the blog its first answer.
func (c *fedifyTalk) edits() {
	c.Helper()
	c.anna.says("edit", map[string]any{"note": c.said[0], "words": "What about Elm Street?"})
	c.shows("What about Elm Street?")
	_, err := c.desk.comments.EditAnswer(context.Background(), c.desk.editor, c.idOf(c.said[1]), "Elm Street is next.")
	check(c.T, err)
	got := c.anna.hears(fed.UpdateType, c.said[1]).Heard.Object
	if !strings.Contains(got.Content, "Elm Street is next.") || got.Updated == "" {
		c.Errorf("Fedify reads of the edited answer: %+v", got)
	}
}

// deletes has her take her last words back, and the blog its last answer.
func (c *fedifyTalk) deletes() {
	c.Helper()
	c.anna.says("remove", map[string]any{"note": c.said[len(c.said)-2]})
	words := fmt.Sprintf("What about street %d?", depth)
	c.await("her last comment is gone", func() bool {
		_, page := c.page(c.post.Page)
		return !strings.Contains(page, words)
	})
	answer := c.said[len(c.said)-1]
	_, err := c.desk.comments.RemoveAnswer(context.Background(), c.desk.editor, c.idOf(answer))
	check(c.T, err)
	if got := c.anna.hears(fed.DeleteType, answer).Heard.Object; got.Type != "Tombstone" {
		c.Errorf("the answer that was taken back is a %s", got.Type)
	}
}

// reacts has her like the post and share it, and take both back.
func (c *fedifyTalk) reacts() {
	c.Helper()
	like := c.anna.says("like", map[string]any{"object": c.post.Object})
	share := c.anna.says("announce", map[string]any{"object": c.post.Object})
	counts := func(want float64) func() bool {
		return func() bool {
			return c.object(c.post.Object + "/likes")["totalItems"] == want && c.object(c.post.Object + "/shares")["totalItems"] == want
		}
	}
	c.await("a like and a share count", counts(1))
	c.anna.says("undo", map[string]any{"activity": like})
	c.anna.says("undo", map[string]any{"activity": share})
	c.await("neither counts", counts(0))
}

// leaves withdraws the event, and then has her unfollow: nothing that is
// published later reaches her.
func (c *fedifyTalk) leaves() {
	c.Helper()
	_, err := c.desk.newsroom.Withdraw(context.Background(), c.desk.editor, c.event.ID, "moved")
	check(c.T, err)
	c.anna.hears(fed.DeleteType, c.event.Object)
	if code, _ := c.ask(string(c.event.Object), fed.MediaType); code == http.StatusOK {
		c.Error("the event that was withdrawn is still served")
	}
	c.anna.says("undo", map[string]any{"activity": c.follow})
	c.await("she follows no more", func() bool { return c.desk.count(`SELECT count(*) FROM followers`) == 0 })
	later := c.publish("post", "---\ntitle: Later\n---\nFor those who follow.\n")
	c.await("it was told", func() bool {
		return c.desk.count(`SELECT count(*) FROM outbox_activities WHERE object_id = $1`, later.Object) == 1
	})
	if n := c.desk.count(`SELECT count(*) FROM deliveries WHERE object_id = $1`, later.Object); n != 0 {
		c.Errorf("%d deliveries to those who do not follow", n)
	}
}
