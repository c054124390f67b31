package fediverse_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/internal/blog"
)

// partner is how following somebody stands: "accepted trusted".
func (w *world) partner(p *fedtest.Peer) string {
	w.Helper()
	var stands string
	w.one(`SELECT COALESCE((SELECT state || ' ' || trust FROM partners WHERE person_uri = $1), 'nobody')`, p.Actor()).into(&stands)
	return stands
}

// moveOf is a Move of a peer's.
func moveOf(p *fedtest.Peer, n int, target fed.ID) map[string]any {
	return map[string]any{"id": p.ID(fmt.Sprintf("/moves/%d", n)), "type": "Move", "object": p.Actor(), "target": target}
}

// Check 20, of a partner: Move without reciprocal alias → no effect; with it the
// blog follows the new actor instead of the old one, as far as staff trusted
// that, and once.
func TestCheck20PartnerMoves(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	old, target, eve := w.peer("news@old.example"), w.peer("news@new.example"), w.peer("eve@e.example")
	w.follows(old)
	w.follows(eve)
	w.exec(`UPDATE people SET handle = '@news@old.example' WHERE uri = $1`, old.Actor())
	sees := func(what, state, reason, wantState, words, wantOld, wantNew string) {
		t.Helper()
		w.wants(what, state, reason, wantState, words)
		if got, then := w.partner(old), w.partner(target); got != wantOld || then != wantNew {
			t.Errorf("%s: the old partner is %s, the new one %s; want %s, %s", what, got, then, wantOld, wantNew)
		}
	}
	state, reason := w.sends(old, moveOf(old, 1, target.Actor()))
	sees("a Move to who does not name the old one", state, reason, "ignored", "does not name", "accepted trusted", "nobody")
	target.Put("/users/news", map[string]any{"alsoKnownAs": []any{old.Actor()}})
	forged := moveOf(eve, 2, target.Actor())
	forged["object"] = old.Actor()
	state, reason = w.sends(eve, forged)
	sees("a Move by somebody else", state, reason, "ignored", "an actor moves itself only", "accepted trusted", "nobody")
	state, reason = w.sends(eve, moveOf(eve, 3, target.Actor()))
	sees("a Move to who names another", state, reason, "ignored", "does not name", "accepted trusted", "nobody")

	state, reason = w.sends(old, moveOf(old, 4, target.Actor()))
	sees("a Move to who names the old one", state, reason, "done", "", "ended trusted", "sent trusted")
	w.tellsAll()
	w.deliver()
	if _, err := target.Wait(w.soon(), fed.FollowType, target.Actor()); err != nil {
		t.Error(err)
	}
	undo, err := old.Wait(w.soon(), fed.UndoType, "")
	check(t, err)
	if undo.Activity["object"].(map[string]any)["object"] != string(old.Actor()) {
		t.Errorf("the old one is told %s", undo.Body)
	}
	state, reason = w.sends(old, moveOf(old, 5, target.Actor()))
	sees("the Move once more", state, reason, "ignored", "or has moved already", "ended trusted", "sent trusted")
	w.exec(`UPDATE partners SET state = 'accepted' WHERE person_uri = $1`, old.Actor())
	state, reason = w.sends(old, moveOf(old, 6, target.Actor()))
	sees("another Move of who has moved before", state, reason, "ignored", "or has moved already", "accepted trusted", "sent trusted")
	w.trail([]string{"follow moved from @news@old.example", "trust moved from @news@old.example", "unfollow moved to @news@new.example"})

	partners, err := w.db.Partners(t.Context())
	check(t, err)
	for _, p := range partners {
		if p.URI == string(old.Actor()) && p.WentTo != "@news@new.example" || p.URI == string(target.Actor()) && p.CameFrom != "@news@old.example" {
			t.Errorf("staff see of %s: went to %q, came from %q", p.URI, p.WentTo, p.CameFrom)
		}
	}
}

// trail fails the test unless the changes of partners are these.
func (w *world) trail(want []string) {
	w.Helper()
	rows, err := w.db.SQL().QueryContext(w.Context(), `SELECT verb || ' ' || reason FROM changes WHERE subject = $1 ORDER BY id`, string(blog.PartnerSubject))
	check(w.T, err)
	var got []string
	for rows.Next() {
		var line string
		check(w.T, rows.Scan(&line))
		got = append(got, line)
	}
	check(w.T, rows.Err())
	if !slices.Equal(got, want) {
		w.Errorf("the trail of partners is %q, want %q", got, want)
	}
}

// What staff decided about the old partner counts for the new one, unless they
// have decided about that already; whoever they have left is not followed again.
func TestPartnerMovesWithItsTrust(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i, test := range []struct{ old, before, words, then string }{
		{"accepted trusted", "", "", "sent trusted"},
		{"accepted muted", "", "", "sent muted"},
		{"accepted pending", "", "", "sent pending"},
		{"sent trusted", "", "", "sent trusted"},
		{"accepted trusted", "accepted muted", "", "accepted muted"},
		{"accepted trusted", "accepted pending", "", "accepted pending"},
		{"accepted trusted", "rejected pending", "", "sent pending"},
		{"accepted trusted", "ended trusted", "and ended it", "ended trusted"},
	} {
		old, target := w.peer(fmt.Sprintf("a@old%d.example", i)), w.peer(fmt.Sprintf("a@new%d.example", i))
		target.Put("/users/a", map[string]any{"alsoKnownAs": []any{old.Actor()}})
		w.stands(old, test.old)
		w.stands(target, test.before)
		state, reason := w.sends(old, moveOf(old, 1, target.Actor()))
		want, wantOld := "done", "ended "+strings.Fields(test.old)[1]
		if test.words != "" {
			want, wantOld = "ignored", test.old
		}
		w.wants(test.old+" to "+test.before, state, reason, want, test.words)
		if got, then := w.partner(old), w.partner(target); got != wantOld || then != test.then {
			t.Errorf("%s to %q: the old partner is %s, the new one %s; want %s, %s", test.old, test.before, got, then, wantOld, test.then)
		}
	}
}

// stands makes somebody a partner: "accepted trusted"; "" for nobody.
func (w *world) stands(p *fedtest.Peer, how string) {
	w.Helper()
	if how == "" {
		return
	}
	w.follows(p)
	words := strings.Fields(how)
	w.exec(`UPDATE partners SET state = $2, trust = $3 WHERE person_uri = $1`, p.Actor(), words[0], words[1])
}

// Nobody comes in by moving who may not come in by the door: whom staff have
// blocked or put on hold, who is suspended, who has moved on; and not we.
func TestMoveIsNoWayIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	old, target := w.peer("a@old.example"), w.peer("a@new.example")
	w.follows(old)
	w.exec(`INSERT INTO followers (person_uri, follow_id) VALUES ($1, 'f')`, old.Actor())
	w.known(target.Actor(), "")
	alias := map[string]any{"alsoKnownAs": []any{old.Actor()}}
	is := func(name string, value any) func() {
		return func() {
			target.Put("/users/a", map[string]any{"alsoKnownAs": []any{old.Actor()}, name: value})
		}
	}
	decides := func(severity blog.Severity) func() {
		return func() {
			target.Put("/users/a", alias)
			w.exec(`UPDATE people SET blocked_at = NULL`)
			check(t, w.staff.DecideHost(t.Context(), owner, "new.example", severity, ""))
			w.guard.Forget()
		}
	}
	for i, test := range []struct {
		what, words string
		prepare     func()
	}{
		{"who has moved on", "has moved on", is("movedTo", "https://third.example/a")},
		{"who is suspended", "is suspended", is("suspended", true)},
		{"whom staff have blocked", "staff have blocked", func() {
			target.Put("/users/a", alias)
			w.exec(`UPDATE people SET blocked_at = now() WHERE uri = $1`, target.Actor())
		}},
		{"a server on hold", "on hold", decides(blog.Hold)},
		{"a server that is blocked", "blocked", decides(blog.Suspend)},
	} {
		test.prepare()
		state, reason := w.sends(old, moveOf(old, i, target.Actor()))
		w.wants(test.what, state, reason, "ignored", test.words)
		if got, then := w.partner(old), w.partner(target); got != "accepted trusted" || then != "nobody" {
			t.Errorf("%s: the old partner is %s, the new one %s", test.what, got, then)
		}
		if n := w.count(`SELECT count(*) FROM followers WHERE person_uri = $1`, old.Actor()); n != 1 {
			t.Errorf("%s: the follower is gone", test.what)
		}
	}
	state, reason := w.sends(old, moveOf(old, 9, w.bridge.Blog()))
	w.wants("to us", state, reason, "ignored", "has become this blog")
}
