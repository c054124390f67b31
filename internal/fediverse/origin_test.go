package fediverse_test

import (
	"net/http"
	"testing"

	fed "inews/federation"
	"inews/federation/fetch"
	"inews/federation/signature"
)

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

// Check 11: Actor 410 plus its Delete → actor data removed; 404 → not.
func TestCheck11ActorGone(t *testing.T) {
	t.Parallel()
	for code, left := range map[int]int{http.StatusGone: 0, http.StatusNotFound: 1} {
		t.Run(http.StatusText(code), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			// Who signs lives elsewhere in memory: the actor itself answers no more.
			_, err := w.network.Serve("a.example", http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
				rw.WriteHeader(code)
			}))
			check(t, err)
			alice := fed.ID("https://a.example/users/alice")
			w.commentBy(alice, alice+"/notes/1", "As I said")
			w.farewell(alice)
			if n := w.count(`SELECT count(*) FROM comments WHERE plain = 'As I said'`); n != left {
				t.Errorf("%d comments are left, want %d", n, left)
			}
		})
	}
}

// farewell sends somebody's own Delete, signed by a key that nobody can look up
// any more.
func (w *world) farewell(actor fed.ID) {
	w.Helper()
	key, err := signature.GenerateRSA()
	check(w.T, err)
	client := w.network.Client()
	_, err = client.Post(w.Context(), fetch.Post{
		Inbox: w.inbox, Scheme: signature.Cavage, Key: signature.Key{ID: actor + "#main-key", Signer: key},
		Body: marshal(w.T, map[string]any{
			"@context": fed.Namespace, "id": actor + "#delete", "type": "Delete", "actor": actor, "object": actor,
		}),
	})
	check(w.T, err)
	w.work()
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
