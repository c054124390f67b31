package fediverse_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	fed "inews/federation"
	"inews/internal/blog"
)

// After a silence of more than a day the blog tells every known host, once,
// that it is back, however many nodes find the silence at the same moment.
func TestReturn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, uri := range []string{"https://one.example/users/a", "https://one.example/users/b", "https://two.example/users/c",
		"https://gone.example/users/d", "https://bad.example/users/e", "https://mute.example/users/f"} {
		w.exec(`INSERT INTO people (uri, host, inbox) VALUES ($1, $2, $1 || '/inbox')`, uri, fed.ID(uri).Host())
	}
	w.exec(`UPDATE people SET shared_inbox = 'https://one.example/inbox' WHERE uri = 'https://one.example/users/b'`)
	w.exec(`UPDATE people SET gone_at = now() WHERE host = 'gone.example'`)
	w.exec(`UPDATE people SET inbox = '' WHERE host = 'mute.example'`)
	w.exec(`INSERT INTO hosts (host, blocked_at) VALUES ('bad.example', now())`)
	returned := func() int {
		return w.count(`SELECT count(*) FROM changes WHERE verb = 'return' AND subject = 'blog'`)
	}
	steps := []struct {
		silence string
		want    int
	}{{"", 0}, {"1 second", 0}, {"23 hours 59 minutes", 0}, {"24 hours 1 minute", 1}, {"1 second", 1}, {"8 days", 2}}
	for _, step := range steps {
		if step.silence != "" {
			w.exec(`UPDATE heartbeat SET beat_at = now() - $1::interval`, step.silence)
		}
		var nodes sync.WaitGroup
		for range 8 {
			nodes.Go(func() {
				if err := w.bridge.Beat(w.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		nodes.Wait()
		if got := returned(); got != step.want {
			t.Fatalf("after a silence of %q the blog has said %d times that it is back, want %d", step.silence, got, step.want)
		}
	}
	changes, err := w.db.ChangesOf(w.Context(), blog.BlogSubject, string(w.bridge.Blog()))
	check(t, err)
	check(t, w.bridge.Tell(w.Context(), changes[0]))
	var inboxes []string
	rows, err := w.db.SQL().QueryContext(w.Context(), `
		SELECT d.inbox FROM deliveries d JOIN outbox_activities a ON a.id = d.activity_id
		WHERE a.type = 'Update' AND a.object_id = $1 AND d.state = 'waiting'`, string(w.bridge.Blog()))
	check(t, err)
	for rows.Next() {
		var inbox string
		check(t, rows.Scan(&inbox))
		inboxes = append(inboxes, inbox)
	}
	check(t, rows.Err())
	slices.Sort(inboxes)
	if want := []string{"https://one.example/inbox", "https://two.example/users/c/inbox"}; !slices.Equal(inboxes, want) {
		t.Errorf("it is told to %v, want one inbox on each server that we know: %v", inboxes, want)
	}
}

// What was caused before a backup was put back is told but not sent: the Accept
// of a Follow that had come, and a change. What is caused after it is sent.
func TestEarlierEpochIsHeld(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna := w.peer("anna@social.example")
	follow := func(number string) {
		w.Helper()
		id := anna.ID("/follows/" + number)
		check(t, anna.Post(w.Context(), w.inbox, map[string]any{
			"@context": fed.Namespace, "id": id, "type": "Follow", "actor": anna.Actor(), "object": w.bridge.Blog(),
		}))
	}
	follow("1")
	w.exec(`INSERT INTO epochs (began_at, backup_at) VALUES (now(), now())`)
	w.work()
	held := func(state string) int {
		return w.count(`SELECT count(*) FROM deliveries WHERE state = $1`, state)
	}
	if held("held") != 1 || held("waiting") != 0 {
		t.Errorf("%d deliveries are held and %d wait, want the Accept of the earlier Follow held", held("held"), held("waiting"))
	}
	follow("2")
	w.work()
	if held("held") != 1 || held("waiting") != 1 {
		t.Errorf("%d deliveries are held and %d wait, want the Accept of the later Follow to wait", held("held"), held("waiting"))
	}
	// A due post counts as of before; another that goes out at the same moment
	// does not.
	for _, due := range []bool{true, false} {
		at := time.Now().Add(time.Minute)
		post := ""
		if due {
			post = w.postID
			w.exec(`UPDATE epochs SET due = ARRAY[$1::uuid]`, post)
		}
		earlier, err := w.db.IsOfEarlierEpoch(w.Context(), at, post)
		check(t, err)
		if earlier != due {
			t.Errorf("a post that was due (%v) when the epoch began counts as earlier: %v", due, earlier)
		}
	}
}
