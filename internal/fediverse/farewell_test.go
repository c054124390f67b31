package fediverse_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	fed "inews/federation"
	"inews/federation/activitystreams"
	"inews/federation/delivery"
	"inews/federation/fedtest"
	"inews/federation/fetch"
	"inews/federation/signature"
	"inews/internal/blog"
	"inews/internal/postgres"
)

// told works off the changes that nobody was told of, as the jobs do.
func (w *world) told() {
	w.Helper()
	rows, err := w.db.SQL().QueryContext(w.Context(), `SELECT id FROM changes WHERE told_at IS NULL ORDER BY id`)
	check(w.T, err)
	defer rows.Close()
	var ids []int64
	for rows.Next() {
		var id int64
		check(w.T, rows.Scan(&id))
		ids = append(ids, id)
	}
	check(w.T, rows.Err())
	for _, id := range ids {
		change, err := w.db.ChangeByID(w.Context(), id)
		check(w.T, err)
		if w.bridge.Concerns(change) {
			check(w.T, w.bridge.Tell(w.Context(), change))
		}
	}
	check(w.T, w.bridge.RejectFollowers(w.Context()))
}

// dispatch hands out what is due until nothing is, and returns the types that
// were delivered to each host.
func (w *world) dispatch() map[string][]string {
	w.Helper()
	poster := &delivery.Poster{Client: w.bridge.Client, Key: func(ctx context.Context, sender fed.ID) (signature.Key, error) {
		local, _ := w.bridge.Parse(sender)
		return w.bridge.Keys.Key(ctx, local.Key)
	}}
	sent := map[string][]string{}
	for {
		claimed, err := w.queue.Claim(w.Context(), 100, 100)
		check(w.T, err)
		if len(claimed) == 0 {
			return sent
		}
		var results []delivery.Result
		for _, d := range claimed {
			outcome := poster.Post(w.Context(), d)
			activity, err := activitystreams.ReadActivity(d.Body)
			check(w.T, err)
			if outcome.Kind == delivery.Delivered {
				sent[d.Host] = append(sent[d.Host], activity.Type)
			} else {
				w.Errorf("%s to %s: %s, %s", activity.Type, d.Host, outcome.Kind, outcome.Reason)
			}
			results = append(results, delivery.Result{Delivery: d, Outcome: outcome})
		}
		check(w.T, w.queue.Settle(w.Context(), results))
	}
}

// received are the activities of a type that came to the peer.
func received(p *fedtest.Peer, kind string) (activities []map[string]any) {
	for _, got := range p.Received() {
		if got.Type == kind {
			activities = append(activities, got.Activity)
		}
	}
	return activities
}

func (w *world) followedBy(peers ...*fedtest.Peer) {
	w.Helper()
	for _, p := range peers {
		state, reason := w.sends(p, map[string]any{"id": p.ID("/follows/1"), "type": "Follow", "object": w.bridge.Blog()})
		w.wants("a Follow", state, reason, "done", "")
	}
}

// wantsReject makes sure that the peer was told once that it follows no more.
func (w *world) wantsReject(p *fedtest.Peer) {
	w.Helper()
	rejects := received(p, fed.RejectType)
	if len(rejects) != 1 {
		w.Fatalf("%s got %d Rejects", p.Handle(), len(rejects))
	}
	follow, _ := rejects[0]["object"].(map[string]any)
	want := map[string]any{
		"id": string(p.ID("/follows/1")), "type": "Follow", "actor": string(p.Actor()), "object": string(w.bridge.Blog()),
	}
	for key, value := range want {
		if follow[key] != value {
			w.Errorf("the Follow that is rejected has %s %v, want %v", key, follow[key], value)
		}
	}
	if rejects[0]["actor"] != string(w.bridge.Blog()) {
		w.Errorf("the Reject is by %v", rejects[0]["actor"])
	}
}

// Whom staff block is told that they follow no more, by a Reject that embeds
// their Follow: a person, and everybody on a host and below it. Nothing else
// goes to a blocked host, not even what waited for it before the block.
func TestBlockIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	staff := blog.Editor{Role: blog.Owner}
	bob := w.peer("bob@b.example")
	eves := []*fedtest.Peer{w.peer("eve@evil.example"), w.peer("eve@below.evil.example")}
	w.followedBy(bob, eves[0], eves[1])
	check(t, w.db.InTx(t.Context(), func(tx *postgres.Tx) error { return w.bridge.Greet(t.Context(), tx, "evil.example") }))
	if n := w.count(`SELECT count(*) FROM deliveries WHERE state = 'waiting' AND host = 'evil.example'`); n != 2 {
		t.Fatalf("%d deliveries wait for the host that is about to be blocked, and not an Accept and an Update", n)
	}

	check(t, w.staff.BlockPerson(t.Context(), staff, string(bob.Actor()), "rude"))
	check(t, w.staff.BlockHost(t.Context(), staff, "evil.example", "spam"))
	w.guard.Forget()
	w.told()
	sent := w.dispatch()
	for _, host := range []string{"b.example", "evil.example", "below.evil.example"} {
		if !slices.Equal(sent[host], []string{fed.RejectType}) {
			t.Errorf("%s got %q", host, sent[host])
		}
	}
	for _, p := range append(eves, bob) {
		w.wantsReject(p)
	}
	if n := w.count(`SELECT count(*) FROM farewells`) + w.count(`SELECT count(*) FROM followers`); n != 0 {
		t.Errorf("%d followers are left, or to be told", n)
	}
	if n := w.count(`SELECT count(*) FROM deliveries d JOIN outbox_activities a ON a.id = d.activity_id
		WHERE d.host = 'evil.example' AND d.state = 'waiting' AND a.type = 'Accept'`); n != 0 {
		t.Error("the Accept waits still, and would follow the Reject when the block is taken back")
	}
	if depth, err := w.db.DeliveryDepth(t.Context()); err != nil || depth.Waiting != 1 || !depth.Oldest.IsZero() {
		t.Errorf("what was stopped by the block counts as late: %+v, %v", depth, err)
	}
	w.told() // again
	if again := w.dispatch(); len(again) != 0 {
		t.Errorf("told again: %v", again)
	}
}

// The last word goes to a blocked host, and the same request without that mark
// does not: neither by the queue nor by the client. Where only some servers may
// interact, the others get no last word either.
func TestOnlyTheLastWordGoesToABlockedHost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	eve := w.peer("eve@evil.example")
	w.followedBy(eve)
	check(t, w.staff.BlockHost(t.Context(), blog.Editor{Role: blog.Owner}, "evil.example", "spam"))
	w.guard.Forget()
	key, err := w.bridge.Keys.Key(t.Context(), w.bridge.Handle)
	check(t, err)
	post := fetch.Post{Inbox: eve.Actor() + "/inbox", Body: []byte(`{}`), Key: key}
	if _, err := w.bridge.Client.Post(t.Context(), post); err == nil || !strings.Contains(err.Error(), "blocked here") {
		t.Errorf("a request to a blocked host: %v", err)
	}
	post.Parting, w.guard.Only = true, []string{"council.example"}
	if _, err := w.bridge.Client.Post(t.Context(), post); err == nil || !strings.Contains(err.Error(), "not among") {
		t.Errorf("a last word to a host that is not on the list: %v", err)
	}
	w.guard.Only = nil
	check(t, w.db.InTx(t.Context(), func(tx *postgres.Tx) error { // a Create is no last word, whoever says so
		id, err := tx.NewObjectID(t.Context())
		if err != nil {
			return err
		}
		if _, err := tx.InsertActivity(t.Context(), postgres.OutboxActivity{ID: id, URI: "urn:x", Type: "Create", Sender: "inews", Body: []byte(`{}`)}); err != nil {
			return err
		}
		return tx.DeliverParting(t.Context(), id, "", string(eve.Actor()))
	}))
	if n := w.count(`SELECT count(*) FROM deliveries WHERE parting`); n != 0 {
		t.Errorf("%d deliveries of a Create go as a last word", n)
	}
}

// However many followers a blocked host had, each is told, some hundreds in one
// transaction.
func TestManyFollowersAreToldOfABlock(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const many = 450
	w.exec(`INSERT INTO people (uri, host, inbox) SELECT 'https://big.example/' || n, 'big.example', 'https://big.example/' || n || '/inbox'
		FROM generate_series(1, $1::int) n`, many)
	w.exec(`INSERT INTO followers (person_uri, follow_id) SELECT uri, uri || '/follow' FROM people WHERE host = 'big.example'`)
	check(t, w.staff.BlockHost(t.Context(), blog.Editor{Role: blog.Owner}, "big.example", "spam"))
	check(t, w.bridge.RejectFollowers(t.Context()))
	if n := w.count(`SELECT count(*) FROM deliveries d JOIN outbox_activities a ON a.id = d.activity_id WHERE d.parting AND a.type = 'Reject'`); n != many {
		t.Errorf("%d of %d are told", n, many)
	}
}

// When staff block whom the blog follows, the blog follows them no more: an Undo
// of the Follow goes out. What it shared of theirs is taken back from whoever
// got it, and is gone from the outbox; so is what others brought of theirs.
func TestBlockEndsFollowingAndShares(t *testing.T) {
	t.Parallel()
	for name, block := range map[string]func(w *world, partner *fedtest.Peer) error{
		"the host": func(w *world, _ *fedtest.Peer) error {
			return w.staff.BlockHost(w.Context(), blog.Editor{Role: blog.Owner}, "evil.example", "lies")
		},
		"a host on hold": func(w *world, _ *fedtest.Peer) error {
			return w.staff.DecideHost(w.Context(), blog.Editor{Role: blog.Owner}, "evil.example", blog.Hold, "lies")
		},
		"the person": func(w *world, partner *fedtest.Peer) error {
			return w.staff.BlockPerson(w.Context(), blog.Editor{Role: blog.Owner}, string(partner.Actor()), "lies")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			staff := blog.Editor{Role: blog.Owner}
			partner, bob := w.peer("news@evil.example"), w.peer("bob@b.example")
			w.follows(partner)
			w.followedBy(bob)
			w.told()
			item, err := w.bridge.Network.Keep(t.Context(), blog.Item{
				URI: string(partner.ID("/posts/1")), Partner: blog.Person{URI: string(partner.Actor())}, Form: blog.FormArticle, Title: "News",
			}, nil)
			check(t, err)
			shared, err := w.bridge.Network.Share(t.Context(), staff, item.ID)
			check(t, err)
			w.told()
			w.dispatch()
			outbox := func() int {
				n, err := w.db.CountOutbox(t.Context(), w.bridge.Handle)
				check(t, err)
				return n
			}
			if len(received(bob, fed.AnnounceType)) != 1 || outbox() != 1 {
				t.Fatalf("before the block: %d Announces, %d in the outbox", len(received(bob, fed.AnnounceType)), outbox())
			}

			check(t, block(w, partner))
			w.guard.Forget()
			w.told()
			sent := w.dispatch()
			if !slices.Equal(sent["b.example"], []string{fed.UndoType}) {
				t.Errorf("the follower got %q", sent["b.example"])
			}
			undo := received(bob, fed.UndoType)[0]
			if share, _ := undo["object"].(map[string]any); share["id"] != string(w.bridge.Activity(shared.ShareID)) || share["type"] != fed.AnnounceType {
				t.Errorf("undone was %v", undo["object"])
			}
			if n := outbox(); n != 0 {
				t.Errorf("%d activities are in the outbox", n)
			}
			if _, err := w.db.ActivityByID(t.Context(), w.bridge.Handle, shared.ShareID); blog.KindOf(err) != blog.NotFound {
				t.Errorf("the Announce is served: %v", err)
			}
			_, err = w.bridge.Network.Share(t.Context(), staff, item.ID)
			if blog.KindOf(err) != blog.Conflict {
				t.Errorf("shared again: %v", err)
			}
			undone := received(partner, fed.UndoType)
			follows := slices.IndexFunc(undone, func(u map[string]any) bool {
				follow, _ := u["object"].(map[string]any)
				return follow["type"] == fed.FollowType
			}) >= 0
			if follows != (name != "a host on hold") {
				t.Errorf("the partner got %s", fmt.Sprint(undone))
			}
			if name == "the host" && len(undone) != 1 {
				t.Errorf("the blocked host got %d Undos", len(undone))
			}
		})
	}
}
