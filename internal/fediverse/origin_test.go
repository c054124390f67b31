package fediverse_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/signature"
)

// Check 8 at the whole door: owner on another host → 401, also when that owner
// is somebody whose keys we keep.
func TestCheck08KeptKeyOfAnotherHost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, eve := w.peer("alice@a.example"), w.peer("eve@e.example")
	pem, err := signature.MarshalPublicKeyPEM(eve.Key().Signer.Public())
	check(t, err)
	hers, own := alice.Key().ID, eve.Key().ID
	eve.Put("/users/eve", map[string]any{"publicKey": []any{
		map[string]any{"id": own, "owner": eve.Actor(), "publicKeyPem": pem},
		map[string]any{"id": hers, "owner": eve.Actor(), "publicKeyPem": pem},
	}})
	state, reason := w.sends(eve, map[string]any{"id": eve.ID("/likes/1"), "type": "Like", "object": w.post})
	w.wants("a Like under her own key", state, reason, "done", "")
	if n := w.count(`SELECT count(*) FROM people_keys WHERE key_id = $1`, own); n != 1 {
		t.Error("her own key is not kept: nothing is tested")
	}
	body := w.like(eve, "/likes/2")
	if code := w.knockAs(signature.Key{ID: hers, Signer: eve.Key().Signer}, body); code != http.StatusUnauthorized {
		t.Errorf("a Like under the id of another server's key: %d", code)
	}
	if n := w.count(`SELECT count(*) FROM people_keys WHERE key_id = $1 AND owner = $2`, hers, eve.Actor()); n != 0 {
		t.Error("the id of another server's key is kept as hers")
	}
}

// knockAs posts a body under any key, and returns the inbox's answer.
func (w *world) knockAs(key signature.Key, body []byte) int {
	w.Helper()
	r := httptest.NewRequest(http.MethodPost, string(w.inbox), bytes.NewReader(body))
	r.Header.Set("Content-Type", fed.MediaType)
	check(w.T, signature.Sign(r, body, key, signature.Cavage, time.Now()))
	answer := httptest.NewRecorder()
	w.site.ServeHTTP(answer, r)
	return answer.Code
}

// Check 10 at the whole door: Rotated key: first failure triggers one refetch
// then 202.
func TestCheck10RotatedKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.peer("alice@a.example")
	state, reason := w.sends(alice, map[string]any{"id": alice.ID("/likes/1"), "type": "Like", "object": w.post})
	w.wants("a Like", state, reason, "done", "")
	check(t, alice.Rotate())
	state, reason = w.sends(alice, map[string]any{"id": alice.ID("/likes/1/undo"), "type": "Undo", "object": alice.ID("/likes/1")})
	w.wants("an Undo under the new key", state, reason, "done", "")
	if n := w.count(`SELECT count(*) FROM reactions`); n != 0 {
		t.Errorf("%d likes are left", n)
	}
}

// Check 11: Actor 410 plus its Delete → actor data removed; 404 → not. Nor does
// the sender decide it, who may name a key of a server of his own: only the
// actor's server says that somebody is gone.
func TestCheck11ActorGone(t *testing.T) {
	t.Parallel()
	const alice = fed.ID("https://a.example/users/alice")
	for _, test := range []struct {
		name    string
		code    int    // of the actor
		key     fed.ID // under which its Delete comes
		knocked int
		left    int
	}{
		{"gone", http.StatusGone, alice + "#main-key", http.StatusAccepted, 0},
		{"not found", http.StatusNotFound, alice + "#main-key", http.StatusUnauthorized, 1},
		{"alive, and a key that is gone elsewhere", http.StatusOK, "https://m.example/gone", http.StatusAccepted, 1},
		{"not found, and a key that is gone elsewhere", http.StatusNotFound, "https://m.example/gone", http.StatusAccepted, 1},
		{"broken, and a key that is gone elsewhere", http.StatusBadGateway, "https://m.example/gone", http.StatusAccepted, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			for host, code := range map[string]int{"a.example": test.code, "m.example": http.StatusGone} {
				_, err := w.network.Serve(host, http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
					rw.Header().Set("Content-Type", fed.MediaType)
					rw.WriteHeader(code)
					_, _ = rw.Write(marshal(t, map[string]any{"@context": fed.Namespace, "id": alice, "type": "Person", "inbox": alice + "/inbox"}))
				}))
				check(t, err)
			}
			w.commentBy(alice, alice+"/notes/1", "As I said")
			signer, err := signature.GenerateRSA()
			check(t, err)
			code := w.knockAs(signature.Key{ID: test.key, Signer: signer}, marshal(t, map[string]any{
				"@context": fed.Namespace, "id": alice + "#delete", "type": "Delete", "actor": alice, "object": alice,
			}))
			w.work()
			if n := w.count(`SELECT count(*) FROM comments WHERE plain = 'As I said'`); n != test.left || code != test.knocked {
				t.Errorf("answered %d and %d comments are left, want %d and %d", code, n, test.knocked, test.left)
			}
		})
	}
}

// Check 12: id unequal to final URL → not stored; equal after one refetch →
// stored. Check 13: Fetched object with each wrong content type → refused.
func TestCheck12And13Stored(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	partner := w.peer("partner@p.example")
	w.follows(partner)
	const host = "notes.example"
	note := func(id string) map[string]any {
		return map[string]any{
			"@context": fed.Namespace, "id": id, "type": "Note", "attributedTo": "https://" + host + "/users/ada",
			"content": "<p>Words</p>", "to": []any{fed.Public}, "published": "2026-11-20T10:00:00Z",
		}
	}
	at := "https://" + host
	pages := map[string]struct{ id, contentType string }{
		"/right":    {at + "/right", fed.MediaType},
		"/alias":    {at + "/right2", fed.MediaType},
		"/right2":   {at + "/right2", fed.MediaType},
		"/lie":      {"https://victim.example/notes/1", fed.MediaType},
		"/nowhere":  {at + "/missing", fed.MediaType},
		"/userinfo": {"https://victim.example@" + host + "/userinfo", fed.MediaType},
		"/case":     {"https://NOTES.example/case", fed.MediaType},
		"/dot":      {"https://" + host + "./dot", fed.MediaType},
		"/port":     {at + ":443/port", fed.MediaType},
		"/http":     {"http://" + host + "/http", fed.MediaType},
		"/json":     {at + "/json", "application/json"},
		"/html":     {at + "/html", "text/html"},
		"/plain":    {at + "/plain", "text/plain"},
		"/png":      {at + "/png", "image/png"},
		"/bytes":    {at + "/bytes", "application/octet-stream"},
		"/ld":       {at + "/ld", "application/ld+json"},
		"/profile":  {at + "/profile", `application/ld+json; profile="https://example.com/other"`},
	}
	_, err := w.network.Serve(host, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		page, ok := pages[r.URL.Path]
		switch {
		case r.URL.Path == "/users/ada":
			writeJSON(rw, map[string]any{"@context": fed.Namespace, "id": at + "/users/ada", "type": "Person", "inbox": at + "/inbox"})
		case !ok:
			http.NotFound(rw, r)
		default:
			rw.Header().Set("Content-Type", page.contentType)
			_, _ = rw.Write(marshal(t, note(page.id)))
		}
	}))
	check(t, err)
	for path := range pages {
		w.sends(partner, map[string]any{"id": partner.ID("/shares" + path), "type": "Announce", "object": at + path})
	}
	var kept string
	w.one(`SELECT COALESCE(string_agg(uri, ' ' ORDER BY uri), '') FROM network_items`).into(&kept)
	if want := at + "/right " + at + "/right2"; kept != want {
		t.Errorf("kept %q, want %q", kept, want)
	}
}
