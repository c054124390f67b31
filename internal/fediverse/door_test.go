package fediverse_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/federation/signature"
)

// knock signs a request with a body, lets it be tampered with, and returns the
// status of the inbox's answer.
func (w *world) knock(p *fedtest.Peer, scheme signature.Scheme, body []byte, at time.Time, tamper func(*http.Request)) int {
	w.Helper()
	return w.ask(p, scheme, body, at, tamper).Code
}

func (w *world) ask(p *fedtest.Peer, scheme signature.Scheme, body []byte, at time.Time, tamper func(*http.Request)) *httptest.ResponseRecorder {
	w.Helper()
	r := httptest.NewRequest(http.MethodPost, string(w.inbox), bytes.NewReader(body))
	r.Header.Set("Content-Type", fed.MediaType)
	check(w.T, signature.Sign(r, body, p.Key(), scheme, at))
	if tamper != nil {
		tamper(r)
	}
	answer := httptest.NewRecorder()
	w.site.ServeHTTP(answer, r)
	return answer
}

// like is a Like of the post as bytes; path makes its id.
func (w *world) like(p *fedtest.Peer, path string) []byte {
	return marshal(w.T, map[string]any{
		"@context": fed.Namespace, "id": p.ID(path), "type": "Like", "actor": p.Actor(), "object": w.post,
	})
}

// unmoved fails the test if anything in the database has changed, and if
// anything was taken in.
func (w *world) unmoved(before snapshot) {
	w.Helper()
	w.work()
	if rows := before.changed(w.snapshot()); rows != "" && rows != "actor_keys+4" { // our own keys are made at first use
		w.Errorf("rows %q changed", rows)
	}
	if n := w.count(`SELECT count(*) FROM inbox_items`); n != 0 {
		w.Errorf("%d activities were taken in", n)
	}
}

// Checks 2, 4 and 5 at the whole door: Body changed after signing → 401, no
// effect, no queue row. Date 61 min old, 61 min ahead, malformed, absent → 401.
// Two Signature headers, Signature plus Authorization, repeated Date → 401.
func TestCheck02To05Door(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.peer("alice@a.example")
	now := time.Now()
	body := func(text []byte) func(*http.Request) {
		return func(r *http.Request) { r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text)) }
	}
	header := func(name, value string, add bool) func(*http.Request) {
		return func(r *http.Request) {
			if !add {
				r.Header.Del(name)
			}
			if value != "" {
				r.Header.Add(name, value)
			}
		}
	}
	honest := w.like(alice, "/likes/1")
	before := w.snapshot()
	for _, test := range []struct {
		name   string
		at     time.Time
		tamper func(*http.Request)
	}{
		{"another body", now, body(w.like(alice, "/likes/2"))},
		{"a longer body", now, body(append(bytes.Clone(honest), ' '))},
		{"a date of 61 minutes ago", now.Add(-61*time.Minute - time.Second), nil},
		{"a date in 61 minutes", now.Add(61*time.Minute + time.Second), nil},
		{"a malformed date", now, header("Date", "yesterday", false)},
		{"no date", now, header("Date", "", false)},
		{"no digest", now, header("Digest", "", false)},
		{"a second Signature", now, func(r *http.Request) { r.Header.Add("Signature", r.Header.Get("Signature")) }},
		{"Signature and Authorization", now, func(r *http.Request) { r.Header.Set("Authorization", "Signature "+r.Header.Get("Signature")) }},
		{"a second Date", now, header("Date", now.UTC().Format(http.TimeFormat), true)},
		{"no signature", now, header("Signature", "", false)},
	} {
		// An unreadable header is malformed (400) and an unproven one is not
		// authorised (401): neither is taken in.
		if code := w.knock(alice, signature.Cavage, honest, test.at, test.tamper); code != http.StatusUnauthorized && code != http.StatusBadRequest {
			t.Errorf("%s: %d", test.name, code)
		}
	}
	w.unmoved(before)
	for _, scheme := range []signature.Scheme{signature.Cavage, signature.RFC9421} {
		if code := w.knock(alice, scheme, honest, now, nil); code != http.StatusAccepted {
			t.Errorf("an honest request in %s: %d", scheme, code)
		}
	}
	if n := w.count(`SELECT count(*) FROM inbox_items`); n != 1 {
		t.Errorf("the same activity twice is kept %d times", n)
	}
}

// Check 9 at the whole door: Signer differs from actor → 403.
func TestCheck09Door(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, mallory := w.peer("alice@a.example"), w.peer("mallory@m.example")
	before := w.snapshot()
	for _, kind := range []string{fed.LikeType, fed.FollowType, fed.UndoType, fed.BlockType, fed.MoveType, fed.AcceptType, fed.AnnounceType} {
		forged := forwarded(map[string]any{"@context": fed.Namespace, "id": alice.ID("/forged/" + kind), "type": kind, "object": w.post}, alice.Actor())
		if code := w.knock(mallory, signature.Cavage, marshal(t, forged), time.Now(), nil); code != http.StatusForbidden {
			t.Errorf("%s in another's name: %d", kind, code)
		}
	}
	w.unmoved(before)
}

// Check 14: LD signature, @graph, @included, @reverse, remapped @context terms →
// never change meaning or trust; duplicate and case-variant keys → 400.
func TestCheck14Door(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, mallory := w.peer("alice@a.example"), w.peer("mallory@m.example")
	honest := string(w.like(mallory, "/likes/1"))
	with := func(more string) string { return strings.TrimSuffix(honest, "}") + "," + more + "}" }
	before := w.snapshot()
	for _, document := range []string{
		with(`"actor":"` + string(alice.Actor()) + `"`),
		with(`"Actor":"` + string(alice.Actor()) + `"`),
		with(`"ACTOR":"` + string(alice.Actor()) + `"`),
		with(`"type":"Delete"`),
		with(`"@graph":[{"type":"Delete","actor":"` + string(alice.Actor()) + `"}]`),
		with(`"@included":[{"id":"x"}]`),
		with(`"@reverse":{"object":"x"}`),
	} {
		if code := w.knock(mallory, signature.Cavage, []byte(document), time.Now(), nil); code != http.StatusBadRequest {
			t.Errorf("%s: %d", document, code)
		}
	}
	w.unmoved(before)
	// A context that gives the words other meanings gives them none here.
	remapped := strings.Replace(honest, `"@context":"`+fed.Namespace+`"`,
		`"@context":["`+fed.Namespace+`",{"actor":"as:target","who":"as:actor","Like":"as:Delete"}],"who":"`+string(alice.Actor())+`"`, 1)
	if !json.Valid([]byte(remapped)) || remapped == honest {
		t.Fatal("the document was not rewritten")
	}
	if code := w.knock(mallory, signature.Cavage, []byte(remapped), time.Now(), nil); code != http.StatusAccepted {
		t.Errorf("a context of one's own: %d", code)
	}
	w.work()
	if w.count(`SELECT count(*) FROM reactions WHERE kind = 'like' AND person_uri = $1`, mallory.Actor()) != 1 {
		t.Error("the Like with a context of its own is no Like of its actor's")
	}
}
