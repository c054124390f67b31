package fediverse_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/activitystreams"
	"inews/federation/inbox"
	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/fediverse"
)

// The storm of check 32: its replies, the new hosts from which they come, and
// how many accounts each host has made for it.
const (
	stormReplies  = 5000
	stormHosts    = 300
	stormAccounts = 4 // on each host
	roomOfHost    = 10
	roomInAll     = 1200
)

// storm is a wave of spam that is on its way, as the door has proven it.
func (w *world) storm() []inbox.Received {
	w.Helper()
	w.exec(`
		INSERT INTO people (uri, host, name, inbox)
		SELECT 'https://h' || h || '.example/users/' || a, 'h' || h || '.example', 'Spammer', 'https://h' || h || '.example/inbox'
		FROM generate_series(1, $1) h, generate_series(1, $2) a`, stormHosts, stormAccounts)
	var wave []inbox.Received
	for n := range stormReplies {
		host := fmt.Sprintf("h%d.example", n%stormHosts+1)
		actor := fed.ID(fmt.Sprintf("https://%s/users/%d", host, n/stormHosts%stormAccounts+1))
		words := "Follow us for prizes! https://prizes.example/" + host
		if n%3 == 0 { // some say something else each time
			words = fmt.Sprintf("Great read number %d, look at my page", n)
		}
		wave = append(wave, w.said(actor, fmt.Sprintf("/notes/%d", n), words))
	}
	return wave
}

// said is a public reply to the post, proven to be its author's.
func (w *world) said(actor fed.ID, path, words string) inbox.Received {
	id := fed.ID(actor.Origin() + path)
	body := marshal(w.T, map[string]any{
		"@context": fed.Namespace, "id": id + "/activity", "type": "Create", "actor": actor, "to": []any{fed.Public},
		"object": map[string]any{
			"id": id, "type": "Note", "attributedTo": actor, "inReplyTo": w.post, "content": "<p>" + words + "</p>",
			"to": []any{fed.Public}, "published": time.Now().UTC(),
		},
	})
	return inbox.Received{ActivityID: id + "/activity", Type: fed.CreateType, Actor: actor, ObjectID: id, Signer: actor, Body: body}
}

// breaks lets a wave come in, sent again by whom it was refused, while four
// workers work it off. It returns how many were refused, and the most that
// ever waited.
func (w *world) breaks(wave []inbox.Received) (refused, most int) {
	w.Helper()
	for len(wave) > 0 {
		var again []inbox.Received
		for _, item := range wave {
			var flood inbox.TooMany
			switch err := w.door.Accept(w.Context(), item); {
			case errors.As(err, &flood), errors.Is(err, fed.ErrUnavailable):
				again = append(again, item)
			case err != nil:
				w.Fatal(err)
			}
		}
		refused += len(again)
		most = max(most, w.count(`SELECT count(*) FROM inbox_items WHERE state = 'waiting'`))
		wave = again
		var workers sync.WaitGroup
		for range 4 {
			workers.Go(w.work)
		}
		workers.Wait()
	}
	return refused, most
}

// Check 32: 5000 replies from 300 new hosts in 10 min → none public, queue
// bounded, one action clears them, honest reply still held-and-listed within 60 s.
func TestCheck32ReplyStorm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.door.Backlog = &fediverse.Backlog{DB: w.db, Now: time.Now, PerHost: roomOfHost, Most: roomInAll}
	ana := fed.ID("https://social.example/users/ana")
	w.known(ana, "")
	w.exec(`UPDATE people SET first_seen = now() - interval '3 days'`)
	begun := time.Now()
	wave := slices.Insert(w.storm(), stormReplies/2, w.said(ana, "/notes/1", "Will the talk be recorded?"))
	refused, most := w.breaks(wave)
	t.Logf("%s: %d times refused, at most %d waited", time.Since(begun).Round(time.Millisecond), refused, most)
	if refused == 0 || most > roomInAll {
		t.Errorf("%d were refused, and %d waited at once, of whom there is room for %d", refused, most, roomInAll)
	}
	if n := w.count(`SELECT count(*) FROM comments WHERE verdict = 'held'`); n != stormReplies+1 {
		t.Fatalf("%d comments are held, want %d: %s", n, stormReplies+1, w.reasons())
	}
	w.showsNobody()
	w.listed("during the storm", 50)

	n, err := w.staff.Clear(t.Context(), blog.Editor{Role: blog.Moderator}, comments.Flood{Since: begun.Add(-time.Hour)})
	check(t, err)
	if n != stormReplies {
		t.Errorf("one action cleared %d, want %d", n, stormReplies)
	}
	if held := w.listed("after it was cleared", 50); held != 1 {
		t.Errorf("%d comments are still held", held)
	}
	w.showsNobody()
}

// reasons are why activities were not applied, for a message.
func (w *world) reasons() (reasons string) {
	w.one(`SELECT COALESCE(string_agg(DISTINCT state || ': ' || reason, '; '), '') FROM inbox_items WHERE reason <> ''`).into(&reasons)
	return reasons
}

// showsNobody fails the test if anything is public that nobody has approved.
func (w *world) showsNobody() {
	w.Helper()
	shown, err := w.db.CommentsOnPost(w.Context(), w.postID, "", 10)
	check(w.T, err)
	newest, err := w.db.NewestComments(w.Context(), 10)
	check(w.T, err)
	answer := httptest.NewRecorder()
	w.site.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, string(w.post)+"/replies", nil))
	replies, err := activitystreams.ReadCollection(answer.Body.Bytes())
	check(w.T, err)
	if len(shown) != 0 || len(newest) != 0 || replies.TotalItems == nil || *replies.TotalItems != 0 {
		w.Errorf("%d comments stand under the post, %d on the front page, and its replies are %+v", len(shown), len(newest), replies)
	}
}

// listed makes sure that staff see the honest reply, and tells how many they see.
func (w *world) listed(when string, limit int) int {
	w.Helper()
	queue, err := w.db.CommentsInQueue(w.Context(), blog.VerdictHeld, limit)
	check(w.T, err)
	for _, c := range queue {
		if c.Text == "Will the talk be recorded?" {
			return len(queue)
		}
	}
	w.Errorf("%s the honest reply is not among the first %d of the queue", when, limit)
	return len(queue)
}
