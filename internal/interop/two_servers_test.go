package interop

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"inews/internal/newsroom"
	"inews/internal/postgres"
)

const seminar = `---
title: %s
summary: Six questions to ask before you buy.
start: 2026-12-03 10:00
end: 2026-12-03 11:30
timezone: Europe/London
venue: Town Hall
---
Bring a question.
`

// A's blog follows B's; B publishes a post and an event and A receives both, to
// be shown with a link to the original and never as A's own; A shares one, B
// counts it, A takes it back; B edits and withdraws; A unfollows.
func TestTwoServers(t *testing.T) {
	t.Parallel()
	i := newInternet(t)
	a, b := i.node("INEWS_NAME=Aville Council").start(), i.node("INEWS_NAME=Beeham Council").start()
	a.desk.follow(b.handle())
	b.await("A is a follower of B", func() bool { return b.desk.count(`SELECT count(*) FROM followers`) == 1 })
	a.await("B's Accept has come", func() bool {
		return a.desk.count(`SELECT count(*) FROM partners WHERE state = 'accepted'`) == 1
	})

	post := b.publish("post", "---\ntitle: Potholes and how we find them\n---\nWith cameras on bin lorries.\n")
	event := b.publish("event", fmt.Sprintf(seminar, "Buying software"))
	a.await("A shows both", func() bool { return a.desk.count(`SELECT count(*) FROM network_items`) == 2 })
	_, network := a.page("/network")
	for _, words := range []string{"Potholes and how we find them", "Buying software", `href="` + post.Page + `"`, `href="` + event.Page + `"`, "Beeham Council"} {
		if !strings.Contains(network, words) {
			t.Errorf("A's page of the network does not show %q", words)
		}
	}
	for _, ours := range []string{strings.TrimPrefix(post.Page, b.base), strings.TrimPrefix(string(post.Object), b.base), strings.TrimPrefix(event.Page, b.base)} {
		if code, _ := a.page(ours); code != http.StatusNotFound {
			t.Errorf("A serves B's %s as its own: %d", ours, code)
		}
	}

	a.sharesAndTakesBack(b, post)

	b.desk.edit(post, "Potholes, found")
	a.await("A has B's edit", func() bool {
		return a.desk.count(`SELECT count(*) FROM network_items WHERE title = 'Potholes, found'`) == 1
	})
	_, err := b.desk.newsroom.Withdraw(context.Background(), b.desk.editor, event.ID, "moved")
	check(t, err)
	a.await("A has forgotten the event", func() bool { return a.desk.count(`SELECT count(*) FROM network_items`) == 1 })

	partners, err := a.desk.db.Partners(context.Background())
	check(t, err)
	_, err = a.desk.network.Unfollow(context.Background(), a.desk.editor, partners[0].ID)
	check(t, err)
	b.await("A follows B no more", func() bool { return b.desk.count(`SELECT count(*) FROM followers`) == 0 })
	a.await("A shows nothing of B", func() bool {
		_, network := a.page("/network")
		return !strings.Contains(network, "Potholes")
	})
	b.noTrouble()
	a.noTrouble()
}

// sharesAndTakesBack passes B's post on to A's followers and back.
func (n *node) sharesAndTakesBack(b *node, post published) {
	n.Helper()
	item, err := n.desk.db.ItemByURI(context.Background(), string(post.Object))
	check(n.T, err)
	_, err = n.desk.network.Share(context.Background(), n.desk.editor, item.ID)
	check(n.T, err)
	b.await("B counts the share", func() bool {
		shares, _ := b.object(post.Object + "/shares")["totalItems"].(float64)
		return shares == 1
	})
	_, err = n.desk.network.Unshare(context.Background(), n.desk.editor, item.ID)
	check(n.T, err)
	b.await("B no longer counts it", func() bool {
		shares, _ := b.object(post.Object + "/shares")["totalItems"].(float64)
		return shares == 0
	})
}

// A's inbox is down at first and still gets everything, in order, once.
func TestDownAtFirst(t *testing.T) {
	t.Parallel()
	i := newInternet(t)
	a, b := i.node().start(), i.node().start()
	a.desk.follow(b.handle())
	b.await("A is a follower of B", func() bool { return b.desk.count(`SELECT count(*) FROM followers`) == 1 })
	a.await("B's Accept has come", func() bool {
		return a.desk.count(`SELECT count(*) FROM partners WHERE state = 'accepted'`) == 1
	})
	a.stop()
	zone, err := time.LoadLocation(newsroom.DefaultZone)
	check(t, err)
	var posts []published
	for n := range 4 { // a minute apart: on the wire times have no fractions
		at := time.Now().In(zone).Add(time.Duration(n-4) * time.Minute).Format("2006-01-02 15:04")
		posts = append(posts, b.publish("post", fmt.Sprintf("---\ntitle: Number %d\npublished: %s\n---\nText %d.\n", n, at, n)))
	}
	b.desk.edit(posts[1], "Potholes, found")
	b.await("B has tried", func() bool {
		return b.desk.count(`SELECT count(*) FROM deliveries WHERE state = 'waiting' AND attempts > 0 AND lease_until IS NULL`) > 0
	})
	a.start()
	// The pauses between attempts are a minute and more: let them be over.
	b.desk.exec(`UPDATE deliveries SET run_at = now() WHERE state = 'waiting'`)
	b.desk.exec(`UPDATE hosts SET open_until = now() WHERE open_until IS NOT NULL`)
	a.await("everything has come", func() bool {
		return a.desk.count(`SELECT count(*) FROM network_items`) == 4 &&
			b.desk.count(`SELECT count(*) FROM deliveries WHERE state = 'waiting'`) == 0
	})
	a.await("the edit is in", func() bool {
		return a.desk.count(`SELECT count(*) FROM network_items WHERE title = 'Potholes, found'`) == 1
	})
	if n := a.desk.count(`SELECT count(*) FROM inbox_items WHERE type = 'Create'`); n != 4 {
		t.Errorf("A took in %d Creates, want 4: each once", n)
	}
	// In order: of one object, the Update came behind its Create.
	if n := a.desk.count(`
		SELECT count(*) FROM inbox_items u JOIN inbox_items c ON c.object_id = u.object_id AND c.type = 'Create'
		WHERE u.type = 'Update' AND u.id < c.id`); n != 0 {
		t.Errorf("%d Updates overtook their Creates", n)
	}
	items, err := a.desk.db.ItemsShown(context.Background(), "", postgres.Cursor{}, 10)
	check(t, err)
	for n, item := range items { // newest first
		if want := posts[len(posts)-1-n].Object; item.URI != string(want) {
			t.Errorf("item %d is %s, want %s", n, item.URI, want)
		}
	}
	b.noTrouble()
}

// noTrouble fails the test if the server met something that it calls an error,
// or an activity that it could not apply.
func (n *node) noTrouble() {
	n.Helper()
	for _, line := range strings.Split(n.log.all(), "\n") {
		if strings.Contains(line, "level=ERROR") || strings.Contains(line, "panic") {
			n.Errorf("%s logged: %s", n.base, line)
		}
	}
	if failed := n.desk.count(`SELECT count(*) FROM inbox_items WHERE state = 'failed'`); failed != 0 {
		n.Errorf("%d activities failed at %s", failed, n.base)
	}
}
