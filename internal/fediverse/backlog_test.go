package fediverse_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/federation/inbox"
	"inews/federation/signature"
	"inews/internal/fediverse"
	"inews/internal/postgres"
)

// likes sends a Like of the post, and tells how it was answered: with "!" when
// it was refused and not told when to come back.
func (w *world) likes(p *fedtest.Peer, number int, tamper func(*http.Request)) string {
	w.Helper()
	answer := w.ask(p, signature.Cavage, w.like(p, fmt.Sprintf("/likes/%d", number)), time.Now(), tamper)
	if (answer.Code != http.StatusAccepted) != (answer.Header().Get("Retry-After") != "") {
		return fmt.Sprint(answer.Code, "!")
	}
	return fmt.Sprint(answer.Code)
}

// What waits is bounded, for each host and in all; what is over it is never
// answered 202, and whoever has no part in it may go on.
func TestBacklogIsBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	clock := time.Now()
	w.door.Backlog = &fediverse.Backlog{DB: w.db, Now: func() time.Time { return clock }, PerHost: 3, Most: 5}
	w.guard.Backlog = w.door.Backlog
	a, b, c := w.peer("alice@a.example"), w.peer("bo@b.example"), w.peer("cleo@c.example")
	forged := func(r *http.Request) { r.Header.Set("Digest", "SHA-256=AAAA") }
	answers := func(from *fedtest.Peer, tamper func(*http.Request), want ...string) {
		t.Helper()
		for n, code := range want {
			clock = clock.Add(2 * time.Second) // each time it is counted anew
			if got := w.likes(from, n, tamper); got != code {
				t.Errorf("like %d of %s: %s, want %s", n, from.Host, got, code)
			}
		}
	}
	answers(b, forged, "401!", "401!", "401!", "401!") // takes no place of b's
	answers(a, nil, "202", "202", "202", "429")
	answers(b, nil, "202", "202", "503")
	answers(c, nil, "503")
	if n := w.count(`SELECT count(*) FROM inbox_items`); n != 5 {
		t.Errorf("%d activities wait, want 5", n)
	}
	w.work()
	answers(a, nil, "202", "202", "202", "202")
	answers(c, nil, "202")
}

// Between two counts the places that are taken are known, too.
func TestBacklogCountsWhatItTakes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	clock := time.Now()
	w.door.Backlog = &fediverse.Backlog{DB: w.db, Now: func() time.Time { return clock }, PerHost: 2}
	alice := w.peer("alice@a.example")
	for n, want := range []string{"202", "202", "429"} {
		if got := w.likes(alice, n, nil); got != want {
			t.Errorf("like %d: %s, want %s", n, got, want)
		}
	}
}

// Check 33 at the whole door: One host sending 1000/min → 429 with Retry-After;
// others unaffected.
func TestCheck33Door(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	clock := time.Now()
	w.guard.Throttle = &inbox.Throttle{PerAddress: 600, PerHost: 300, PerActor: 60, Now: func() time.Time { return clock }}
	flood, calm := w.peer("mallory@flood.example"), w.peer("alice@calm.example")
	from := func(address string) func(*http.Request) {
		return func(r *http.Request) { r.RemoteAddr = address }
	}
	got := map[string]int{}
	for n := range 1000 {
		clock = clock.Add(time.Minute / 1000)
		got[w.likes(flood, n, from("192.0.2.1:1"))]++
		if n%100 == 0 { // now and then somebody else, even of the same address
			if code := w.likes(calm, n, from("192.0.2.1:2")); code != "202" {
				t.Errorf("an honest like during the flood: %s", code)
			}
		}
	}
	// What one actor may send at once, and what comes back in a minute.
	if got["202"] < 60 || got["202"] > 120 || got["202"]+got["429"] != 1000 {
		t.Errorf("answers to 1000 requests in a minute: %v", got)
	}
	if n := w.count(`SELECT count(*) FROM inbox_items WHERE host = 'flood.example'`); n != got["202"] {
		t.Errorf("%d activities are stored, %d were answered 202", n, got["202"])
	}
}

// queued puts Likes of so many people of a host behind the inbox.
func (w *world) queued(host string, people int) {
	w.Helper()
	items := make([]postgres.InboxItem, people)
	for n := range items {
		actor := fmt.Sprintf("https://%s/users/%d", host, n)
		items[n] = postgres.InboxItem{ActivityID: actor + "/likes/1", Type: fed.LikeType, Actor: actor, Host: host, Body: []byte("{}")}
	}
	check(w.T, w.db.InTx(w.Context(), func(tx *postgres.Tx) error { return tx.InsertInboxItems(w.Context(), items) }))
}

// claims takes the next items, and returns whose they are.
func (w *world) claims(after string, limit int) (hosts []string, ids []int64, last string) {
	w.Helper()
	check(w.T, w.db.InTx(w.Context(), func(tx *postgres.Tx) error {
		items, next, err := tx.ClaimInboxItems(w.Context(), time.Minute, after, limit)
		for _, item := range items {
			hosts, ids = append(hosts, item.Host), append(ids, item.ID)
		}
		last = next
		return err
	}))
	return hosts, ids, last
}

// One host's backlog does not delay another's: its thousand activities came
// first, and the others' are claimed at once; while a worker is at them, nobody
// else begins with more of them.
func TestClaimsAreFairByHost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.queued("flood.example", 1000)
	w.queued("alice.example", 1)
	w.queued("zoe.example", 1)
	hosts, _, last := w.claims("", 8)
	if want := "[alice.example flood.example zoe.example flood.example flood.example flood.example flood.example flood.example]"; fmt.Sprint(hosts) != want {
		t.Errorf("claimed %v, want %s", hosts, want)
	}
	if hosts, _, _ = w.claims(last, 8); len(hosts) != 0 {
		t.Errorf("another worker claimed %v", hosts)
	}
	w.queued("bo.example", 1)
	if hosts, _, _ = w.claims(last, 8); fmt.Sprint(hosts) != "[bo.example]" {
		t.Errorf("then claimed %v, want what came meanwhile", hosts)
	}
}

// However many hosts there are, each has its turn before any has a second.
func TestClaimsTakeTurns(t *testing.T) {
	t.Parallel()
	const many, each = 75, 3 // more hosts than a claim looks at
	w := newWorld(t)
	for n := range many {
		w.queued(fmt.Sprintf("h%02d.example", n), each)
	}
	w.exec(`UPDATE inbox_items SET run_at = now() + interval '1 hour' WHERE host < 'h40'`) // a long line of those that are not due
	served, last := map[string]int{}, ""
	for range (many - 40) * each / 5 {
		hosts, ids, next := w.claims(last, 5)
		last = next
		var settled []postgres.SettledItem
		for i, host := range hosts {
			served[host]++
			settled = append(settled, postgres.SettledItem{ID: ids[i], State: "done"})
		}
		check(t, w.db.InTx(t.Context(), func(tx *postgres.Tx) error { return tx.SettleInboxItems(t.Context(), settled) }))
		least, most := each, 0
		for n := 40; n < many; n++ {
			turns := served[fmt.Sprintf("h%02d.example", n)]
			least, most = min(least, turns), max(most, turns)
		}
		if len(hosts) != 5 || most > least+1 {
			t.Fatalf("claimed %v after %v", hosts, served)
		}
	}
	if hosts, _, _ := w.claims(last, 5); len(hosts) != 0 {
		t.Errorf("at the end %v were claimed", hosts)
	}
}
