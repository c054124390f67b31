package interop

import (
	"context"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	fed "inews/federation"
	"inews/internal/blog"
)

// rehearsed is what "inews move --rehearse" prints.
type rehearsed struct {
	Possible           bool
	Target             fed.ID
	Followers, Servers int
	Findings           []blog.Finding
}

// rehearses rehearses a move, which must not change a row, and tells what the
// exit code says.
func (n *node) rehearses(handle string) rehearsed {
	n.Helper()
	before := n.desk.tables()
	out, err := n.command("--json", "move", "--rehearse", handle).Output()
	var r rehearsed
	check(n.T, json.Unmarshal(out, &r))
	if after := n.desk.tables(); after != before {
		n.Errorf("the rehearsal has changed the tables from\n%s\nto\n%s", before, after)
	}
	if (err == nil) != r.Possible {
		n.Errorf("possible %v, and the program ends with %v", r.Possible, err)
	}
	return r
}

// tables is the content of every table that a move may touch, and the number of
// rows of every other, in short.
func (d *desk) tables() string {
	d.Helper()
	return d.one(`
		SELECT concat_ws(' | ',
			(SELECT md5(COALESCE(string_agg(x::text, ' ' ORDER BY x::text), '')) FROM followers x),
			(SELECT md5(COALESCE(string_agg(x::text, ' ' ORDER BY x::text), '')) FROM people x),
			(SELECT md5(COALESCE(string_agg(x::text, ' ' ORDER BY x::text), '')) FROM people_keys x),
			(SELECT md5(COALESCE(string_agg(x::text, ' ' ORDER BY x::text), '')) FROM partners x),
			(SELECT md5(COALESCE(string_agg(x::text, ' ' ORDER BY x::text), '')) FROM outbox_activities x),
			(SELECT md5(COALESCE(string_agg(x::text, ' ' ORDER BY x::text), '')) FROM actor_keys x),
			(SELECT md5(COALESCE(string_agg(x::text, ' ' ORDER BY x::text), '')) FROM aliases x),
			(SELECT count(*) FROM moves), (SELECT count(*) FROM changes), (SELECT count(*) FROM deliveries), (SELECT count(*) FROM hosts))`)
}

// moved is what "inews move" prints.
type moved struct{ Target, Handle string }

// Check 20, from end to end: Move without reciprocal alias → no effect; with it →
// followers moved once. A moves to B: a person on a Mastodon follows B instead of
// A, and so does council C, which follows A and trusts it. The rehearsal before
// that changes nothing.
func TestCheck20FollowersMoveFromServerToServer(t *testing.T) {
	t.Parallel()
	i := newInternet(t)
	a, b, c := i.node("INEWS_NAME=Aville").start(), i.node("INEWS_NAME=Beeham").start(), i.node("INEWS_NAME=Ceeford").start()
	anna := i.peer("anna")
	follow, err := anna.Follow(within(t), a.actor())
	check(t, err)
	_, err = anna.Wait(within(t), fed.AcceptType, follow)
	check(t, err)
	c.desk.follow(a.handle())
	c.await("A's Accept has come", func() bool { return c.desk.count(`SELECT count(*) FROM partners WHERE state = 'accepted'`) == 1 })
	a.await("nothing waits", func() bool { return a.desk.count(`SELECT count(*) FROM deliveries WHERE state = 'waiting'`) == 0 })

	if r := a.rehearses(b.handle()); r.Possible || r.Followers != 2 || r.Servers != 2 || r.Target != b.actor() {
		t.Errorf("without the alias the rehearsal finds %+v", r)
	}
	a.declines("does not name", "move", "--yes", b.handle())
	var alias struct{ ID fed.ID }
	b.inews(&alias, "aliases", "add", a.handle())
	if alias.ID != a.actor() {
		t.Errorf("B's alias is %s", alias.ID)
	}
	b.await("B's actor names A", func() bool {
		known, _ := b.object(b.actor())["alsoKnownAs"].([]any)
		return len(known) == 1 && known[0] == string(a.actor())
	})
	if r := a.rehearses(b.handle()); !r.Possible || r.Followers != 2 || r.Servers != 2 {
		t.Errorf("with the alias the rehearsal finds %+v", r)
	}
	if n := len(anna.Received()); n != 1 {
		t.Errorf("the rehearsals have sent something: Anna has %d activities", n)
	}

	a.asks(b.handle(), "no\n", false)
	a.asks(b.handle(), a.handle()+"\n", true)
	move, err := anna.Wait(within(t), fed.MoveType, a.actor())
	check(t, err)
	if movedTo := a.object(a.actor())["movedTo"]; movedTo != string(b.actor()) {
		t.Errorf("A's actor has moved to %v", movedTo)
	}
	_, err = anna.FollowMove(within(t), move)
	check(t, err)
	c.await("C follows B, whom it trusts as it did A", func() bool {
		return c.desk.count(`SELECT count(*) FROM partners WHERE person_uri = $1 AND state = 'accepted' AND trust = 'trusted'`, b.actor()) == 1
	})
	b.await("both follow B", func() bool { return b.desk.count(`SELECT count(*) FROM followers`) == 2 })
	a.await("nobody follows A", func() bool { return a.desk.count(`SELECT count(*) FROM followers`) == 0 })

	post := b.publish("post", "---\ntitle: Where we are now\n---\nHere.\n")
	_, err = anna.Wait(within(t), fed.CreateType, post.Object)
	check(t, err)
	c.await("C shows what B publishes", func() bool {
		_, page := c.page("/network")
		return strings.Contains(page, "Where we are now")
	})
	a.afterMove(b, i.peer("late").Follow)
	for _, n := range []*node{a, b, c} {
		n.noTrouble()
	}
}

// afterMove looks at a server that has moved to b: what readers see, who is
// refused, that another move is, and that it can be taken back.
func (n *node) afterMove(b *node, lateFollows func(context.Context, fed.ID) (fed.ID, error)) {
	n.Helper()
	for _, page := range []string{"/", "/follow"} {
		n.await(page+" says where A has gone", func() bool {
			_, words := n.page(page)
			return strings.Contains(words, "We have moved") && strings.Contains(words, b.handle())
		})
	}
	_, err := lateFollows(within(n.T), n.actor())
	check(n.T, err)
	n.await("who comes late is refused", func() bool {
		return n.desk.count(`SELECT count(*) FROM outbox_activities WHERE type = 'Reject'`) == 1
	})
	if left := n.desk.count(`SELECT count(*) FROM followers`); left != 0 {
		n.Errorf("%d follow who came late", left)
	}
	n.declines("ignores another move for a week", "move", "--yes", b.handle())
	post := n.publish("post", "---\ntitle: Still open\n---\nUntil May.\n")
	if code, _ := n.page(post.Page); code != 200 {
		n.Errorf("what A publishes after the move answers %d", code)
	}
	var undone moved
	n.inews(&undone, "move", "--undo")
	n.await("A's actor is where it was", func() bool { return n.object(n.actor())["movedTo"] == nil })
	n.declines("ignores another move for a week", "move", "--yes", b.handle())
}

// asks moves with the question of whether one is sure, answered.
func (n *node) asks(handle, answer string, moves bool) {
	n.Helper()
	command := n.command("move", handle)
	command.Stdin = strings.NewReader(answer)
	said, err := command.CombinedOutput()
	if (err == nil) != moves || !strings.Contains(string(said), "type the blog's handle, "+n.handle()) {
		n.Errorf("answered %q, the move ends with %v:\n%s", answer, err, said)
	}
	if stands := n.desk.count(`SELECT count(*) FROM moves`) == 1; stands != moves {
		n.Errorf("answered %q, the blog has moved: %v", answer, stands)
	}
}

// declines runs a command that must fail, with exit code 1, and say so.
func (n *node) declines(words string, args ...string) {
	n.Helper()
	said, err := n.command(args...).CombinedOutput()
	failed, ok := err.(*exec.ExitError)
	if !ok || failed.ExitCode() != 1 || !strings.Contains(string(said), words) {
		n.Errorf("inews %s ends with %v, want 1 and … %s …:\n%s", strings.Join(args, " "), err, words, said)
	}
}
