package fediverse_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/internal/blog"
)

// estate is a world with a follower and a new house that knows the old one.
type estate struct {
	*world
	clock time.Time
	alice *fedtest.Peer // follows the blog
	house *fedtest.Peer // where it moves
}

func newEstate(t *testing.T) *estate {
	t.Helper()
	e := &estate{world: newWorld(t), clock: time.Now()}
	e.bridge.Now = func() time.Time { return e.clock }
	e.alice, e.house = e.peer("alice@a.example"), e.peer("news@new.example")
	e.house.Put("/users/news", map[string]any{"alsoKnownAs": []any{"https://other.example/a", e.bridge.Blog()}, "name": "Weald\u202e <Council>"})
	e.asksToFollow(e.alice, fed.AcceptType)
	return e
}

// asksToFollow lets somebody ask to follow the blog, and reads the answer.
func (e *estate) asksToFollow(p *fedtest.Peer, want string) {
	e.Helper()
	follow, err := p.Follow(e.Context(), e.bridge.Blog())
	check(e.T, err)
	e.work()
	e.deliver()
	if _, err := p.Wait(e.soon(), want, follow); err != nil {
		e.Errorf("%s asks to follow and is not answered %s: %v", p.Handle(), want, err)
	}
	is := e.count(`SELECT count(*) FROM followers WHERE person_uri = $1`, p.Actor())
	if should := want == fed.AcceptType; should != (is == 1) {
		e.Errorf("%s is answered %s, and of followers like them there are %d", p.Handle(), want, is)
	}
}

func (e *estate) moves(force bool) error {
	e.Helper()
	_, err := e.bridge.Move(e.Context(), owner, "@"+e.house.Handle(), force)
	if err == nil {
		e.tells(blog.Moved, blog.BlogSubject)
	}
	return err
}

func (e *estate) undoes() {
	e.Helper()
	_, err := e.bridge.UndoMove(e.Context(), owner)
	check(e.T, err)
	e.tells(blog.Edited, blog.BlogSubject)
}

// soon bounds the wait for what has been delivered already.
func (w *world) soon() context.Context {
	ctx, cancel := context.WithTimeout(w.Context(), 10*time.Second)
	w.Cleanup(cancel)
	return ctx
}

// taken counts the activities of a type that somebody has taken.
func taken(p *fedtest.Peer, activity string) (n int) {
	for _, r := range p.Received() {
		if r.Type == activity {
			n++
		}
	}
	return n
}

// A rehearsal says what a move would do, and changes and sends nothing; who does
// not answer is named.
func TestRehearse(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	for _, person := range []string{"https://quiet.example/users/1", "https://quiet.example/users/2", "https://asleep.example/users/1", "https://a.example/users/lost"} {
		e.known(fed.ID(person), fed.ID(person+"/follow"))
	}
	e.exec(`UPDATE people SET inbox_gone_at = now() WHERE uri = 'https://a.example/users/lost'`)
	e.exec(`INSERT INTO hosts (host, open_until, down_since) VALUES ('quiet.example', now(), now() - INTERVAL '5.5 hours'),
		('asleep.example', now(), now() - INTERVAL '9.5 days')`)
	before := e.snapshot()
	r, err := e.bridge.Rehearse(t.Context(), " @"+e.house.Handle(), false)
	check(t, err)
	if rows := before.changed(e.snapshot()); rows != "" {
		t.Errorf("the rehearsal has changed %s", rows)
	}
	e.deliver()
	if n := taken(e.alice, fed.MoveType) + len(e.house.Received()); n != 0 {
		t.Errorf("the rehearsal has sent %d activities", n)
	}
	if r.Target.URI != string(e.house.Actor()) || r.Followers != 4 || r.Servers != 3 || blog.WorstOf(r.Findings) != blog.Worry {
		t.Errorf("the rehearsal finds %+v", r)
	}
	if !slices.Equal(r.Failing, []string{"quiet.example"}) || !slices.Equal(r.Dormant, []string{"asleep.example"}) {
		t.Errorf("failing are %v, dormant %v", r.Failing, r.Dormant)
	}
	said := ""
	for _, f := range r.Findings {
		said += f.About + ": " + f.Says + "\n"
	}
	for _, words := range []string{
		`@news@new.example exists: "Weald <Council>"`, "names https://blog.example/ap/actors/inews as itself", "4 followers on 3 servers would be told",
		"1 follower cannot be told", "quiet.example (2 followers, silent for 5 hours)", "asleep.example (1 follower, silent for 9 days)",
		"never moved", "They do not move", "Nobody can follow the blog here any more", "Publishing goes on", "do not come back",
	} {
		if !strings.Contains(said, words) {
			t.Errorf("the rehearsal does not say %q:\n%s", words, said)
		}
	}
}

// Nothing moves the blog to where nobody would follow, or where staff do not
// want it: the rehearsal says why, the move says the same, and nothing changes.
func TestMoveIsRefused(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	is := func(properties map[string]any) func() { return func() { e.house.Put("/users/news", properties) } }
	us := []any{e.bridge.Blog()}
	for _, test := range []struct {
		what, handle, words string
		prepare             func()
	}{
		{"a hijack: the target does not name us", "", "does not name", is(map[string]any{"alsoKnownAs": []any{"https://other.example/a"}})},
		{"no alias at all", "", "does not name", is(map[string]any{})},
		{"who has moved", "", "has itself moved, to https://third.example/c", is(map[string]any{"alsoKnownAs": us, "movedTo": "https://third.example/c"})},
		{"who is suspended", "", "suspended", is(map[string]any{"alsoKnownAs": us, "suspended": true})},
		{"nobody", "@nobody@new.example", "Nobody was found", is(map[string]any{"alsoKnownAs": us})},
		{"no server", "@news@nowhere.example", "Nobody was found", func() {}},
		{"us", "@inews@blog.example", "this blog itself", func() {}},
		{"no handle", "Weald Council", "Nobody was found", func() {}},
		{"who is blocked", "", "Staff have blocked", func() {
			_, err := e.bridge.Find(t.Context(), e.house.Handle())
			check(t, err)
			e.exec(`UPDATE people SET blocked_at = now() WHERE uri = $1`, e.house.Actor())
		}},
		{"a server that is blocked", "", "blocked", func() {
			e.exec(`UPDATE people SET blocked_at = NULL`)
			check(t, e.staff.BlockHost(t.Context(), owner, "new.example", ""))
			e.guard.Forget()
		}},
	} {
		test.prepare()
		if test.handle == "" {
			test.handle = "@" + e.house.Handle()
		}
		before := e.snapshot()
		r, err := e.bridge.Rehearse(t.Context(), test.handle, true)
		check(t, err)
		if blog.WorstOf(r.Findings) != blog.Trouble {
			t.Errorf("%s: the rehearsal finds %+v", test.what, r.Findings)
		}
		_, err = e.bridge.Move(t.Context(), owner, test.handle, true)
		if blog.KindOf(err) != blog.Conflict || !strings.Contains(err.Error(), test.words) {
			t.Errorf("%s: %v, want … %s …", test.what, err, test.words)
		}
		if rows := before.changed(e.snapshot()); rows != "" {
			t.Errorf("%s has changed %s", test.what, rows)
		}
	}
	if _, err := e.bridge.Move(t.Context(), blog.Editor{Role: blog.Managing}, "x", false); blog.KindOf(err) != blog.Forbidden {
		t.Errorf("a move by who is no owner: %v", err)
	}
}

// The followers are told and follow the new house; the actor says where that is;
// whoever is new is refused, and who stays is not.
func TestMove(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	bob, carol := e.peer("bob@b.example"), e.peer("carol@c.example")
	e.asksToFollow(bob, fed.AcceptType)
	_, err := e.bridge.AddAlias(t.Context(), owner, "@"+e.house.Handle())
	check(t, err)
	e.tells(blog.Edited, blog.BlogSubject)
	check(t, e.moves(false))
	e.actorIs("actor-moved.json")

	move, err := e.alice.Wait(e.soon(), fed.MoveType, e.bridge.Blog())
	check(t, err)
	if move.Activity["target"] != string(e.house.Actor()) || move.Activity["actor"] != string(e.bridge.Blog()) || move.ID == "" {
		t.Errorf("the follower is told %s", move.Body)
	}
	_, err = e.alice.FollowMove(t.Context(), move)
	check(t, err)
	e.work()
	if n := e.count(`SELECT count(*) FROM followers`); n != 1 {
		t.Errorf("%d follow still, want Bob alone", n)
	}
	if _, err := e.house.Wait(e.soon(), fed.FollowType, e.house.Actor()); err != nil {
		t.Error(err)
	}
	e.asksToFollow(carol, fed.RejectType)
	e.asksToFollow(bob, fed.AcceptType)
	var reason, object string
	e.one(`SELECT reason, object FROM changes WHERE verb = 'move'`).into(&reason, &object)
	if reason != "to @news@new.example" || object != string(e.house.Actor()) {
		t.Errorf("the trail has %q, %q", reason, object)
	}

	e.undoes()
	if taken(bob, fed.UpdateType) != 2 || taken(bob, fed.MoveType) != 1 {
		t.Errorf("Bob took %d Updates and %d Moves, want two and one", taken(bob, fed.UpdateType), taken(bob, fed.MoveType))
	}
	e.actorIs("actor-alias-new.json")
	e.asksToFollow(carol, fed.AcceptType)
	if _, err := e.bridge.UndoMove(t.Context(), owner); blog.KindOf(err) != blog.NotFound {
		t.Errorf("undone twice: %v", err)
	}
}

// Mastodon ignores another move for a week, so we refuse it, undone or not; by
// force it goes out.
func TestMoveRests(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	check(t, e.moves(false))
	e.undoes()
	e.clock = e.clock.Add(7*24*time.Hour - time.Minute)
	err := e.moves(false)
	var refused *blog.Error
	if !errors.As(err, &refused) || refused.Kind != blog.Conflict || !strings.Contains(refused.Msg, "ignores another move for a week") {
		t.Fatalf("a second move within the week: %v", err)
	}
	if n := e.count(`SELECT count(*) FROM moves`); n != 1 {
		t.Errorf("%d moves are noted, want 1", n)
	}
	check(t, e.moves(true))
	e.clock = e.clock.Add(7*24*time.Hour + time.Second)
	check(t, e.moves(false)) // to the same place, for those who did not hear it
	if n := taken(e.alice, fed.MoveType); n != 3 {
		t.Errorf("the follower took %d Moves, want 3", n)
	}
	if n := e.count(`SELECT count(*) FROM moves WHERE ended_at IS NULL`); n != 1 {
		t.Errorf("%d moves stand, want 1", n)
	}
}

// A server that did not hear of a move before it was undone never does.
func TestUndoneMoveIsNotToldLate(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	e.known("https://down.example/users/1", "https://down.example/follow")
	e.exec(`INSERT INTO hosts (host, open_until, down_since) VALUES ('down.example', now() + INTERVAL '1 hour', now())`)
	check(t, e.moves(false))
	waiting := func() string {
		var types string
		e.one(`SELECT COALESCE(string_agg(a.type, ' '), '') FROM deliveries d JOIN outbox_activities a ON a.id = d.activity_id
			WHERE d.state = 'waiting' AND d.host = 'down.example'`).into(&types)
		return types
	}
	if got := waiting(); got != fed.MoveType {
		t.Errorf("waiting is %q", got)
	}
	e.undoes()
	if got := waiting(); got != fed.UpdateType {
		t.Errorf("after the move was undone, waiting is %q", got)
	}
}

// Whoever asks to follow in the moment of the move is either a follower who is
// told, or refused.
func TestFollowDuringMove(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	const crowd = 20
	followers := make([]*fedtest.Peer, crowd)
	for i := range followers {
		followers[i] = e.peer("f@f" + string(rune('a'+i)) + ".example")
		_, err := followers[i].Follow(t.Context(), e.bridge.Blog())
		check(t, err)
	}
	moved := make(chan error)
	go func() {
		_, err := e.bridge.Move(t.Context(), owner, "@"+e.house.Handle(), false)
		moved <- err
	}()
	e.work()
	check(t, <-moved)
	e.tells(blog.Moved, blog.BlogSubject)
	for _, p := range followers {
		is := e.count(`SELECT count(*) FROM followers WHERE person_uri = $1`, p.Actor())
		if accepted, told, rejected := taken(p, fed.AcceptType), taken(p, fed.MoveType), taken(p, fed.RejectType); accepted != is || told != is || rejected != 1-is {
			t.Errorf("%s: follower %d, accepted %d, told of the move %d, rejected %d", p.Handle(), is, accepted, told, rejected)
		}
	}
}
