package fediverse_test

import (
	"crypto/ed25519"
	"encoding/json"
	"strings"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/federation/signature"
	"inews/internal/blog"
	"inews/internal/postgres"
)

// Check 7, on what we send: Create, Update, Delete and Announce carry a proof by
// a key that the blog's actor lists for it, in the very bytes that are kept,
// sent and served; what nobody passes on carries none.
func TestCheck07WhatWeSendIsProven(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, partner := w.peer("alice@a.example"), w.peer("bob@b.example")
	_, err := alice.Follow(t.Context(), w.bridge.Blog())
	check(t, err)
	w.follows(partner)
	w.sends(partner, w.publication(partner, "/notes/1"))
	var item string
	w.one(`SELECT id FROM network_items`).into(&item)
	_, err = w.bridge.Network.Share(t.Context(), blog.Editor{Role: blog.Owner}, item)
	check(t, err)
	w.tells(blog.Shared, blog.ItemSubject)
	for _, verb := range []blog.Verb{blog.Published, blog.Edited, blog.Withdrawn} {
		check(t, w.db.InTx(t.Context(), func(tx *postgres.Tx) error {
			_, err := tx.Record(t.Context(), blog.Change{Verb: verb, Subject: blog.PostSubject, SubjectID: w.postID, Object: w.post.Origin()})
			return err
		}))
		w.tells(verb, blog.PostSubject)
	}
	_, err = w.bridge.Network.Unshare(t.Context(), blog.Editor{Role: blog.Owner}, item)
	check(t, err)
	w.tells(blog.Unshared, blog.ItemSubject)

	served, err := w.bridge.Client.Actor(t.Context(), w.bridge.Blog())
	check(t, err)
	key, ok := served.Key(w.bridge.Blog() + "#ed25519-key")
	if !ok || !key.Asserts {
		t.Fatalf("the actor lists %v", served.Keys)
	}
	proven := map[string]bool{}
	for _, r := range alice.Received() {
		proof, ok, err := signature.ReadProof(r.Body)
		if err == nil && ok {
			err = signature.VerifyProof(r.Body, key)
		}
		if proven[r.Type] = ok; err != nil {
			t.Errorf("%s: %v", r.Type, err)
		}
		if ok && time.Since(proof.Created) > time.Hour {
			t.Errorf("%s: proven at %s", r.Type, proof.Created)
		}
		if n := w.count(`SELECT count(*) FROM outbox_activities WHERE uri = $1 AND body = $2`, r.ID, r.Body); n != 1 {
			t.Errorf("%s: other bytes were sent than are kept", r.Type)
		}
		broken := strings.Replace(string(r.Body), `"published":"2`, `"published":"3`, 1)
		if ok && signature.VerifyProof([]byte(broken), key) == nil {
			t.Errorf("%s: the proof fits another time, too", r.Type)
		}
	}
	for activity, want := range map[string]bool{
		fed.CreateType: true, fed.UpdateType: true, fed.DeleteType: true, fed.AnnounceType: true, fed.AcceptType: false, fed.UndoType: false,
	} {
		if is, came := proven[activity]; is != want || !came {
			t.Errorf("%s: came %t, proven %t, want %t", activity, came, is, want)
		}
	}
}

// Check 9, with a proof inside: a copy that is passed on with a proof which does
// not hold is refused; one whose proof holds, or says nothing to us, is fetched
// from its origin as ever.
func TestCheck09ForwardedProofs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.peer("alice@a.example"), w.peer("bob@b.example")
	hers, his, lost := w.asserts(alice, "#ed25519-key"), w.asserts(bob, "#ed25519-key"), w.edKey(alice.Actor()+"#lost")
	plain := w.edKey(alice.Actor() + "#plain") // in publicKey, for requests alone
	w.lists(alice, hers, plain)
	same := func(s string) string { return s }
	change := func(old, new string) func(string) string {
		return func(s string) string { return strings.Replace(s, old, new, 1) }
	}
	for i, test := range []struct {
		what    string
		key     signature.Key
		tamper  func(string) string
		state   string
		because string
	}{
		{"her proof", hers, same, "done", ""},
		{"her proof of other words", hers, change("From alice", "Forged by"), "ignored", "not of this document"},
		{"her proof at another time", hers, change(`"created":"2`, `"created":"3`), "ignored", "not of this document"},
		{"his proof", his, same, "ignored", "no key of " + string(alice.Actor())},
		{"her proof by a key that she does not list", lost, same, "ignored", "does not list"},
		{"her proof by a key for requests", plain, same, "ignored", "does not list in assertionMethod"},
		{"a proof without a value", hers, change(`"proofValue":"z`, `"proofValue":"`), "ignored", "no signature"},
		{"a proof for another purpose", hers, change(`"proofPurpose":"assertionMethod"`, `"proofPurpose":"authentication"`), "ignored", "another purpose"},
		{"a proof of a kind that is not read", hers, change("eddsa-jcs-2022", "mldsa44-jcs-2024"), "done", ""},
		{"a proof that has expired", hers, change(`"created"`, `"expires":"2020-01-01T00:00:00Z","created"`), "done", ""},
	} {
		path := "/notes/" + string(rune('a'+i))
		create := w.reply(alice, path, w.post)
		create["actor"] = alice.Actor()
		body, err := json.Marshal(create)
		check(t, err)
		body, err = signature.Prove(body, test.key, time.Now())
		check(t, err)
		check(t, bob.Post(t.Context(), w.inbox, []byte(test.tamper(string(body)))))
		state, reason := w.outcome(alice.ID(path + "/activity"))
		w.wants(test.what, state, reason, test.state, test.because)
		want := ""
		if test.state == "done" {
			want = "From alice@a.example at " + path
		}
		if text := w.text(alice.ID(path)); text != want {
			t.Errorf("%s: kept %q, want %q", test.what, text, want)
		}
	}
}

// publication is the Create of a public note that answers nothing.
func (w *world) publication(p *fedtest.Peer, path string) map[string]any {
	create := w.reply(p, path, w.post)
	delete(create["object"].(map[string]any), "inReplyTo")
	return create
}

func (w *world) edKey(id fed.ID) signature.Key {
	w.Helper()
	private, err := signature.GenerateEd25519()
	check(w.T, err)
	return signature.Key{ID: id, Signer: private}
}

// asserts gives the peer's actor a key for proofs.
func (w *world) asserts(p *fedtest.Peer, name fed.ID) signature.Key {
	w.Helper()
	key := w.edKey(p.Actor() + name)
	w.lists(p, key)
	return key
}

// lists has the peer's actor list a key for proofs, and other keys for requests
// beside its own.
func (w *world) lists(p *fedtest.Peer, proofs signature.Key, requests ...signature.Key) {
	w.Helper()
	multikey, err := signature.Multikey(proofs.Signer.Public().(ed25519.PublicKey))
	check(w.T, err)
	more := map[string]any{"assertionMethod": []any{map[string]any{
		"id": proofs.ID, "type": "Multikey", "controller": p.Actor(), "publicKeyMultibase": multikey,
	}}}
	var listed []any
	for _, key := range append(requests, p.Key()) {
		pem, err := signature.MarshalPublicKeyPEM(key.Signer.Public())
		check(w.T, err)
		listed = append(listed, map[string]any{"id": key.ID, "owner": p.Actor(), "publicKeyPem": pem})
	}
	more["publicKey"] = listed
	p.Put(strings.TrimPrefix(string(p.Actor()), p.Actor().Origin()), more)
}
