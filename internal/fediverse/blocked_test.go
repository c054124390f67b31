package fediverse_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/federation/signature"
	"inews/internal/blog"
	"inews/internal/postgres"
)

// paths are the six ways by which something of a person's may come to the blog,
// and what became of it: direct, by the shared inbox, forwarded, boosted, above
// a reply of somebody allowed, and behind a redirect.
func (w *world) paths(from, via *fedtest.Peer) map[string]bool {
	w.Helper()
	w.number++
	at := func(path string) string { return fmt.Sprintf("/%s/%d", path, w.number) }
	public := func(path string, more fed.ID) fed.ID {
		note := map[string]any{
			"@context": fed.Namespace, "id": from.ID(path), "type": "Note", "attributedTo": from.Actor(), "content": "<p>" + path + "</p>",
			"to": []any{fed.Public}, "published": "2026-11-20T10:00:00Z",
		}
		if more != "" {
			note["inReplyTo"] = more
		}
		from.Put(path, note)
		return from.ID(path)
	}
	came := map[string]bool{}
	knock := func(name string, inbox fed.ID, body []byte) {
		shared := w.inbox
		w.inbox = inbox
		code := w.knock(from, signature.Cavage, body, time.Now(), nil)
		w.inbox = shared
		if code != http.StatusAccepted && code != http.StatusForbidden {
			w.Errorf("%s: %d", name, code)
		}
		w.work()
		came[name] = code == http.StatusAccepted
	}
	sends := func(name string, activity map[string]any) {
		if activity["actor"] == nil {
			activity["actor"] = via.Actor()
		}
		if code := w.knock(via, signature.Cavage, marshal(w.T, activity), time.Now(), nil); code == http.StatusForbidden {
			return
		}
		state, reason := w.outcome(activity["id"].(fed.ID))
		if state != "done" && state != "ignored" {
			w.Errorf("%s: %s (%s)", name, state, reason)
		}
		came[name] = state == "done"
	}
	knock("direct", w.bridge.Blog()+"/inbox", w.like(from, at("likes")))
	create := w.reply(from, at("shared"), w.post)
	create["actor"] = from.Actor()
	knock("shared inbox", w.bridge.SharedInbox(), marshal(w.T, create))
	sends("forwarded", forwarded(w.reply(from, at("forwarded"), w.post), from.Actor()))
	sends("boosted", map[string]any{"id": via.ID(at("boosts")), "type": "Announce", "object": public(at("boosted"), "")})
	sends("reply under an allowed actor", w.reply(via, at("under"), public(at("above"), w.post)))
	behind := public(at("behind"), w.post)
	mirror := fmt.Sprintf("mirror%d.example", w.number)
	_, err := w.network.Serve(mirror, http.RedirectHandler(string(behind), http.StatusFound))
	check(w.T, err)
	sends("redirect", w.reply(via, at("redirected"), fed.ID("https://"+mirror+"/notes/1")))
	return came
}

// Check 21: Blocked domain by six paths (direct, shared inbox, forwarded,
// boosted, reply under allowed actor, redirect) → refused.
func TestCheck21SixPaths(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	via := w.peer("bob@b.example")
	w.follows(via)
	eves := []*fedtest.Peer{w.peer("eve@evil.example"), w.peer("eve@below.evil.example")}
	for _, from := range eves {
		for path, came := range w.paths(from, via) {
			if !came {
				t.Errorf("%s, %s: refused before anybody is blocked", from.Handle(), path)
			}
		}
	}
	staff := blog.Editor{Role: blog.Owner}
	check(t, w.staff.BlockHost(t.Context(), staff, "evil.example", "spam"))
	w.guard.Forget() // what the notice of the change does
	for _, hidden := range []string{
		`SELECT count(*) FROM comments c JOIN people p ON p.uri = c.person_uri WHERE p.host LIKE '%evil.example' AND c.verdict <> 'hidden'`,
		`SELECT count(*) FROM reactions r JOIN people p ON p.uri = r.person_uri WHERE p.host LIKE '%evil.example'`,
	} {
		if n := w.count(hidden); n != 0 {
			t.Errorf("%d are left of: %s", n, hidden)
		}
	}
	items, err := w.bridge.DB.ItemsShown(t.Context(), "", postgres.Cursor{}, 100)
	check(t, err)
	for _, item := range items {
		t.Errorf("readers still see %s, passed on by a partner", item.URI)
	}
	w.exec(`DELETE FROM comments WHERE origin = 'fediverse'; DELETE FROM network_items; DELETE FROM people_keys`)
	for _, from := range eves {
		for path, came := range w.paths(from, via) {
			if came {
				t.Errorf("%s, %s: let in", from.Handle(), path)
			}
		}
	}
	for _, table := range []string{"comments WHERE person_uri", "reactions WHERE person_uri", "network_items WHERE author_uri", "people_keys WHERE owner"} {
		if n := w.count(`SELECT count(*) FROM ` + table + ` LIKE '%evil.example/%'`); n != 0 {
			t.Errorf("%d rows came in by one of the paths: %s", n, table)
		}
	}
}

// What comes from a server on hold waits for staff, and comes in when they take
// that back: in the order in which it was sent, so that what was undone in
// between stays undone.
func TestServerOnHold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.peer("alice@a.example")
	staff := blog.Editor{Role: blog.Owner}
	check(t, w.staff.DecideHost(t.Context(), staff, "a.example", blog.Hold, "a wave"))
	activity := func(path, kind string, object any) map[string]any {
		return map[string]any{"id": alice.ID(path), "type": kind, "object": object}
	}
	for _, sent := range []map[string]any{
		activity("/follows/1", fed.FollowType, w.bridge.Blog()),
		activity("/likes/1", fed.LikeType, w.post),
		activity("/shares/1", fed.AnnounceType, w.post),
		activity("/undos/1", fed.UndoType, map[string]any{"id": alice.ID("/likes/1"), "type": "Like", "actor": alice.Actor(), "object": w.post}),
	} {
		state, reason := w.sends(alice, sent)
		w.wants(sent["type"].(string), state, reason, "held", "on hold")
	}
	state, reason := w.sends(alice, w.reply(alice, "/notes/1", w.post))
	w.wants("a reply", state, reason, "done", "")
	shows := func(followers, likes, shares int) {
		t.Helper()
		got := [3]int{w.count(`SELECT count(*) FROM followers`), w.count(`SELECT count(*) FROM reactions WHERE kind = 'like'`),
			w.count(`SELECT count(*) FROM reactions WHERE kind = 'share'`)}
		if want := [3]int{followers, likes, shares}; got != want {
			t.Errorf("followers, likes and shares are %v, want %v", got, want)
		}
	}
	shows(0, 0, 0)
	check(t, w.staff.DecideHost(t.Context(), staff, "a.example", blog.Hold, "a wave, still"))
	w.work()
	shows(0, 0, 0)
	check(t, w.staff.UnblockHost(t.Context(), staff, "a.example"))
	w.work()
	shows(1, 0, 1)
}

// Where only some servers may interact, the others are refused at the door and
// on every path behind it, and nothing goes out to them; what is public can
// still be read by everybody.
func TestOnlyListedServersInteract(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	partner, stranger := w.peer("news@council.example"), w.peer("eve@elsewhere.example")
	w.follows(partner)
	w.guard.Only = []string{"council.example"}
	came := w.paths(stranger, partner)
	if len(came) < 2 {
		t.Errorf("only %d paths were tried", len(came))
	}
	for path, in := range came {
		if in {
			t.Errorf("%s: a server that is not on the list was let in", path)
		}
	}
	state, reason := w.sends(partner, map[string]any{"id": partner.ID("/likes/1"), "type": "Like", "object": w.post})
	w.wants("a like from the list", state, reason, "done", "")
	for host, want := range map[string]bool{
		"council.example": true, "news.council.example": true, "blog.example": true, "council.example.org": false, "notcouncil.example": false,
	} {
		if err := w.guard.Host(t.Context(), host); (err == nil) != want {
			t.Errorf("%s: %v", host, err)
		}
	}
	for _, address := range []string{"/.well-known/webfinger?resource=acct:inews@blog.example", "/ap/actors/inews", "/ap/posts/" + string(w.post[len("https://blog.example/ap/posts/"):])} {
		answer := httptest.NewRecorder()
		request := httptest.NewRequest(http.MethodGet, "https://blog.example"+address, nil)
		request.Header.Set("Accept", fed.MediaType)
		w.site.ServeHTTP(answer, request)
		if answer.Code != http.StatusOK {
			t.Errorf("%s answers %d", address, answer.Code)
		}
	}
}
