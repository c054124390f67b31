package fediverse_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/activitystreams"
	"inews/federation/delivery"
	"inews/federation/fedtest"
	"inews/federation/signature"
	"inews/internal/blog"
	"inews/internal/fediverse"
)

// A key is replaced with overlap: we sign with the new one at once, a server
// that knew the old one looks and believes, and every follower is sent the actor
// as it is at each step.
func TestRotation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	clock := time.Now()
	w.bridge.Now = func() time.Time { return clock }
	alice := w.peer("alice@a.example")
	_, err := alice.Follow(t.Context(), w.bridge.Blog())
	check(t, err)
	w.work()
	w.deliver()
	w.actorIs("keys-first.json")
	w.signedWith(alice, fed.AcceptType, 1, "#main-key")

	w.rotates(fediverse.RSA)
	w.actorIs("keys-rotated.json")
	w.signedWith(alice, fed.UpdateType, 1, "#main-key-2")
	for range 2 {
		if rows, err := w.bridge.RetireKeys(t.Context()); err != nil || len(rows) != 0 {
			t.Errorf("a key is retired within the week: %v, %v", rows, err)
		}
		clock = clock.Add(7*24*time.Hour - time.Minute)
	}
	clock = clock.Add(-7*24*time.Hour + 2*time.Minute)
	w.retires(w.bridge.Blog() + "#main-key")
	w.actorIs("keys-retired.json")
	w.signedWith(alice, fed.UpdateType, 2, "#main-key-2")

	w.rotates(fediverse.Ed25519)
	w.actorIs("keys-ed25519.json")
	w.signedWith(alice, fed.UpdateType, 3, "#main-key-2")
	if refused := alice.Refused(); len(refused) != 0 {
		t.Errorf("the follower's server has refused %v", refused)
	}
}

// All keys of an actor are never on their way out together, whoever asks for it
// and when.
func TestRotationOneAtATime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.rotates(fediverse.RSA)
	before := w.snapshot()
	for _, algorithm := range []string{fediverse.RSA, fediverse.Ed25519} {
		_, err := w.bridge.RotateKey(t.Context(), blog.Editor{Role: blog.Owner}, "inews", algorithm)
		if blog.KindOf(err) != blog.Conflict || !strings.Contains(blog.Message(err), "listed still") {
			t.Errorf("a second rotation, of %s: %v", algorithm, err)
		}
	}
	for what, ask := range map[string][3]string{
		"an editor":        {string(blog.Managing), "instance", fediverse.RSA},
		"nobody's actor":   {string(blog.Owner), "nobody", fediverse.RSA},
		"an unknown kind":  {string(blog.Owner), "instance", "dsa"},
		"no kind of a key": {string(blog.Owner), "instance", ""},
	} {
		if key, err := w.bridge.RotateKey(t.Context(), blog.Editor{Role: blog.Role(ask[0])}, ask[1], ask[2]); err == nil {
			t.Errorf("%s: %s was made", what, key.KeyID)
		}
	}
	if rows := before.changed(w.snapshot()); rows != "" {
		t.Errorf("what was refused has changed %s", rows)
	}
	_, err := w.bridge.RotateKey(t.Context(), blog.Editor{Role: blog.Owner}, "instance", fediverse.RSA)
	check(t, err) // another actor's keys have nothing to do with it
}

// The table itself refuses what must never be.
func TestKeysThatCannotBeKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.rotates(fediverse.RSA)
	for what, statement := range map[string]string{
		"two that sign":               `INSERT INTO actor_keys (key_id, actor, algorithm, private_key) VALUES ('x', 'inews', 'rsa', 'x')`,
		"all on their way out":        `UPDATE actor_keys SET state = 'replaced', replaced_at = now() WHERE actor = 'inews'`,
		"retired within the week":     `UPDATE actor_keys SET state = 'retired', retired_at = replaced_at + INTERVAL '167 hours', private_key = '' WHERE state = 'replaced'`,
		"retired and not erased":      `UPDATE actor_keys SET state = 'retired', retired_at = replaced_at + INTERVAL '168 hours' WHERE state = 'replaced'`,
		"listed and erased":           `UPDATE actor_keys SET private_key = ''`,
		"replaced, nobody knows when": `UPDATE actor_keys SET replaced_at = NULL`,
		"signing and retired":         `UPDATE actor_keys SET retired_at = now() WHERE state = 'signing'`,
	} {
		if _, err := w.db.SQL().ExecContext(t.Context(), statement); err == nil {
			t.Fatalf("%s: the table took it", what)
		}
	}
}

// A node that is told of the rotation signs with the new key at once; one that
// is not, when what it knows is three seconds old. While the database is away it
// goes on with what it has.
func TestKeyRingOfAnotherNode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	clock := time.Now()
	nodes := [2]*fediverse.KeyRing{}
	for i := range nodes {
		nodes[i] = &fediverse.KeyRing{DB: w.db, Addresses: w.bridge.Addresses, Now: func() time.Time { return clock }}
	}
	signs := func(node *fediverse.KeyRing) string {
		key, err := node.Key(t.Context(), "inews")
		check(t, err)
		return string(key.ID[len(w.bridge.Blog()):])
	}
	for _, node := range nodes {
		signs(node)
	}
	w.rotates(fediverse.RSA)
	nodes[0].Forget()
	if told, untold := signs(nodes[0]), signs(nodes[1]); told != "#main-key-2" || untold != "#main-key" {
		t.Errorf("at once the node that was told signs with %s, the other with %s", told, untold)
	}
	clock = clock.Add(3 * time.Second)
	if untold := signs(nodes[1]); untold != "#main-key-2" {
		t.Errorf("three seconds later the node that was not told signs with %s", untold)
	}
	check(t, w.db.Close())
	nodes[0].Forget()
	if key := signs(nodes[0]); key != "#main-key-2" {
		t.Errorf("without a database it signs with %s", key)
	}
}

// A node that knows of no rotation and is the one to tell of it tells of the new
// key, not of those that it has at hand.
func TestRotationToldByAnotherNode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.peer("alice@a.example")
	_, err := alice.Follow(t.Context(), w.bridge.Blog())
	check(t, err)
	w.work()
	b := w.bridge
	other := &fediverse.Bridge{
		Addresses: b.Addresses, DB: b.DB, Client: b.Client, Comments: b.Comments, Network: b.Network, Profile: b.Profile, Log: b.Log, Now: b.Now,
		Keys: &fediverse.KeyRing{DB: w.db, Addresses: b.Addresses, Now: func() time.Time { return time.Time{} }},
	}
	_, err = other.Keys.Listed(t.Context(), "inews")
	check(t, err)
	_, err = w.bridge.RotateKey(t.Context(), blog.Editor{Role: blog.Owner}, "inews", fediverse.RSA)
	check(t, err)
	w.bridge = other
	w.tells(blog.Rotated, blog.KeySubject)
	w.signedWith(alice, fed.UpdateType, 1, "#main-key-2")
}

// rotates replaces a key of the blog's, and has the followers told.
func (w *world) rotates(algorithm string) {
	w.Helper()
	_, err := w.bridge.RotateKey(w.Context(), blog.Editor{Role: blog.Owner}, "inews", algorithm)
	check(w.T, err)
	w.tells(blog.Rotated, blog.KeySubject)
}

// retires retires what can be, which must be the one key.
func (w *world) retires(id fed.ID) {
	w.Helper()
	rows, err := w.bridge.RetireKeys(w.Context())
	check(w.T, err)
	if len(rows) != 1 || rows[0].KeyID != string(id) || rows[0].PrivateKey != "" {
		w.Errorf("retired are %+v, want %s", rows, id)
	}
	w.tells(blog.Retired, blog.KeySubject)
}

// tells tells of the newest change, which is of a kind, and delivers it.
func (w *world) tells(verb blog.Verb, subject blog.Subject) {
	w.Helper()
	var id int64
	w.one(`SELECT max(id) FROM changes`).into(&id)
	change, err := w.db.ChangeByID(w.Context(), id)
	check(w.T, err)
	if change.Verb != verb || change.Subject != subject || !w.bridge.Concerns(change) {
		w.Fatalf("recorded is %+v, want %s %s", change, verb, subject)
	}
	check(w.T, w.bridge.Tell(w.Context(), change))
	w.deliver()
}

// deliver sends what waits, until nothing is due.
func (w *world) deliver() {
	w.Helper()
	queue := &fediverse.Queue{DB: w.db, Addresses: w.bridge.Addresses, Now: time.Now}
	poster := &delivery.Poster{Client: w.bridge.Client, Key: w.keyOf}
	for {
		claimed, err := queue.Claim(w.Context(), 50, 50)
		check(w.T, err)
		if len(claimed) == 0 {
			return
		}
		var results []delivery.Result
		for _, d := range claimed {
			outcome := poster.Post(w.Context(), d)
			if outcome.Kind != delivery.Delivered {
				w.Errorf("%s to %s: %s", d.ActivityID, d.Inbox, outcome.Reason)
			}
			results = append(results, delivery.Result{Delivery: d, Outcome: outcome})
		}
		check(w.T, queue.Settle(w.Context(), results))
	}
}

// keyOf is the key with which an actor of ours signs.
func (w *world) keyOf(ctx context.Context, sender fed.ID) (signature.Key, error) {
	local, _ := w.bridge.Parse(sender)
	return w.bridge.Keys.Key(ctx, local.Key)
}

// signedWith fails the test unless the peer has taken, as the nth of its type,
// an activity that was signed with the key. An Update holds the actor as it is.
func (w *world) signedWith(p *fedtest.Peer, activity string, nth int, key fed.ID) {
	w.Helper()
	var of []fedtest.Received
	for _, r := range p.Received() {
		if r.Type == activity {
			of = append(of, r)
		}
	}
	if len(of) != nth || of[nth-1].Key.ID != w.bridge.Blog()+key {
		w.Fatalf("of %s %d were taken: %+v; want %d, the last signed with %s", activity, len(of), p.Refused(), nth, key)
	}
	if activity != fed.UpdateType {
		return
	}
	told, err := activitystreams.ReadActivity(of[nth-1].Body)
	check(w.T, err)
	served, err := w.bridge.Client.Actor(w.Context(), w.bridge.Blog())
	check(w.T, err)
	if told.ObjectActor == nil || !reflect.DeepEqual(told.ObjectActor.Keys, served.Keys) {
		w.Errorf("the Update does not list what the actor does: %v", served.Keys)
	}
}

// keyValue is what differs each time in an actor's document.
var keyValue = regexp.MustCompile(`("publicKeyPem": "|"publicKeyMultibase": ")[^"]+"`)

// actorIs fails the test unless the blog's document is that of the golden file,
// in which a key stands as its number in the order in which they are listed.
func (w *world) actorIs(name string) {
	w.Helper()
	document, err := fediverse.Library{Bridge: w.bridge}.Document(w.Context(), w.bridge.Blog())
	check(w.T, err)
	var pretty bytes.Buffer
	check(w.T, json.Indent(&pretty, document.Body, "", "  "))
	var values []string
	written := keyValue.ReplaceAllStringFunc(pretty.String()+"\n", func(found string) string {
		if slices.Contains(values, found) {
			w.Error("a key is listed twice")
		}
		values = append(values, found)
		return keyValue.FindStringSubmatch(found)[1] + fmt.Sprintf(`key %d"`, len(values))
	})
	file := "testdata/" + name
	if *update {
		check(w.T, os.WriteFile(file, []byte(written), 0o644))
	}
	want, err := os.ReadFile(file)
	check(w.T, err)
	if written != string(want) {
		w.Errorf("the actor is not that of %s:\n%s", file, written)
	}
}
