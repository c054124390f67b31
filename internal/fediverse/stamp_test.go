package fediverse_test

import (
	"encoding/json"
	"net/http/httptest"
	"testing"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/internal/blog"
)

var moderator = blog.Editor{Role: blog.Owner}

// quote is a note on the peer's server that quotes an object, and the request
// for consent in which it stands.
func (w *world) quote(p *fedtest.Peer, path string, quoted fed.ID) (note, request map[string]any) {
	note = map[string]any{
		"@context": fed.Namespace, "id": p.ID(path), "type": "Note", "attributedTo": p.Actor(), "url": p.ID("/@" + path[1:]),
		"content": `<p class="quote-inline">RE: <a href="` + string(quoted) + `">it</a></p><p>Worth reading</p>`,
		"to":      []any{fed.Public}, "quote": quoted, "published": "2026-11-20T10:00:00Z",
	}
	p.Put(path, note)
	w.number++
	return note, map[string]any{
		"@context": fed.Namespace, "id": p.ID("/requests/" + string(rune('a'+w.number))), "type": "QuoteRequest",
		"object": quoted, "instrument": note,
	}
}

// answered is the newest activity that waits for the peer's own inbox.
func (w *world) answered(p *fedtest.Peer) (answer struct {
	Type   string
	Object json.RawMessage
	Result fed.ID
}) {
	w.Helper()
	var body []byte
	w.one(`
		SELECT a.body FROM deliveries d JOIN outbox_activities a ON a.id = d.activity_id
		WHERE d.inbox = $1 ORDER BY d.id DESC LIMIT 1`, p.Inbox()).into(&body)
	check(w.T, json.Unmarshal(body, &answer))
	return answer
}

// asks sends a request and returns the stamp of the Accept, "" for a Reject.
func (w *world) asks(p *fedtest.Peer, request map[string]any) fed.ID {
	w.Helper()
	if state, reason := w.sends(p, request); state != "done" {
		w.Fatalf("the request came to be %s (%s)", state, reason)
	}
	answer := w.answered(p)
	var about struct{ ID fed.ID }
	check(w.T, json.Unmarshal(answer.Object, &about))
	if want := map[bool]string{true: "Accept", false: "Reject"}[answer.Result != ""]; answer.Type != want || about.ID != request["id"] {
		w.Fatalf("the answer is %s of %s with %q", answer.Type, about.ID, answer.Result)
	}
	return answer.Result
}

// serves returns what the blog answers at an address of its own.
func (w *world) serves(id fed.ID) (code int, body string) {
	r := httptest.NewRequest("GET", string(id), nil)
	r.Header.Set("Accept", fed.MediaType)
	rec := httptest.NewRecorder()
	w.site.ServeHTTP(rec, r)
	return rec.Code, rec.Body.String()
}

// gone fails the test unless a stamp answers as what never was.
func (w *world) gone(what string, stamp fed.ID) {
	w.Helper()
	code, body := w.serves(stamp)
	never, nothing := w.serves(w.bridge.Stamp("00000000-0000-4000-8000-000000000000"))
	if code != 404 || code != never || body != nothing {
		w.Errorf("%s: the stamp answers %d %s, what never was %d %s", what, code, body, never, nothing)
	}
}

// tellsAll turns what was recorded into activities.
func (w *world) tellsAll() {
	w.Helper()
	rows, err := w.db.SQL().QueryContext(w.Context(), `SELECT id FROM changes WHERE told_at IS NULL ORDER BY id`)
	check(w.T, err)
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
		check(w.T, w.bridge.Tell(w.Context(), change))
	}
}

// lastPart is the uuid of a stamp.
func lastPart(id fed.ID) string { return string(id[len("https://blog.example/ap/stamps/"):]) }

// A quote of a post is consented to, whether it comes inside the request or is
// fetched; the stamp says who, what and whose, and asking twice changes nothing.
func TestQuoteRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ann := w.peer("ann@a.example")
	note, request := w.quote(ann, "/notes/1", w.post)
	stamp := w.asks(ann, request)
	code, body := w.serves(stamp)
	var document map[string]any
	check(t, json.Unmarshal([]byte(body), &document))
	delete(document, "@context")
	want := marshal(t, map[string]any{
		"id": stamp, "type": "QuoteAuthorization", "attributedTo": w.bridge.Blog(),
		"interactingObject": note["id"], "interactionTarget": w.post,
	})
	if code != 200 || string(marshal(t, document)) != string(want) {
		t.Errorf("the stamp answers %d %s", code, body)
	}
	again := map[string]any{
		"@context": fed.Namespace, "id": ann.ID("/requests/again"), "type": "QuoteRequest", "object": w.post,
		"instrument": note["id"], // Mastodon sends it either way
	}
	if second := w.asks(ann, again); second != stamp {
		t.Errorf("the same request got %s and then %s", stamp, second)
	}
	if n := w.count(`SELECT count(*) FROM stamps`); n != 1 {
		t.Errorf("%d stamps are kept", n)
	}
	if n := w.count(`SELECT count(*) FROM comments`); n != 0 {
		t.Errorf("a quote that answers nothing became %d comments", n)
	}
}

// A comment of the blog's may be quoted; one that is somebody else's, or not
// shown, is none of ours to consent to.
func TestQuoteOfComment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ann := w.peer("ann@a.example")
	var editor string
	w.one(`INSERT INTO editors (email, name, role) VALUES ('e@blog.example', 'E', 'owner') RETURNING id`).into(&editor)
	ours := fed.ID(w.bridge.Comments.Base + "00000000-0000-4000-8000-0000000000aa")
	w.exec(`
		INSERT INTO comments (id, uri, post_id, path, origin, verdict, editor_id, html, plain)
		VALUES ('00000000-0000-4000-8000-0000000000aa', $1, $2, '/1', 'blog', 'approved', $3, '<p>Yes</p>', 'Yes')`, ours, w.postID, editor)
	_, request := w.quote(ann, "/notes/1", ours)
	stamp := w.asks(ann, request)
	if code, _ := w.serves(stamp); code != 200 {
		t.Errorf("the stamp of a comment answers %d", code)
	}
	w.exec(`UPDATE comments SET verdict = 'hidden'`)
	w.gone("the comment is hidden", stamp)
	_, request = w.quote(ann, "/notes/2", ours)
	state, reason := w.sends(ann, request)
	w.wants("a quote of a hidden comment", state, reason, "ignored", "nothing of ours that we show")
}

// What cannot be what it says is refused: with a Reject when it is the asker's
// own doing, without a word when it is not theirs to ask.
func TestQuoteRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ann, ben := w.peer("ann@a.example"), w.peer("ben@b.example")
	wrong, request := w.quote(ann, "/notes/1", w.post)
	wrong["quote"] = ann.ID("/notes/9")
	if stamp := w.asks(ann, request); stamp != "" {
		t.Errorf("a note that quotes something else got %s", stamp)
	}
	_, request = w.quote(ann, "/notes/2", w.post)
	request["instrument"] = ann.ID("/notes/not-there")
	if stamp := w.asks(ann, request); stamp != "" {
		t.Errorf("a note that is not there got %s", stamp)
	}
	note, request := w.quote(ann, "/notes/3", w.post)
	note["attributedTo"] = ann.ID("/users/eve")
	state, reason := w.sends(ann, request)
	w.wants("a note of somebody else there", state, reason, "ignored", "only who writes a quote may ask for it")
	foreign, _ := w.quote(ben, "/notes/4", w.post)
	_, request = w.quote(ann, "/notes/4", w.post)
	request["instrument"] = foreign["id"]
	state, reason = w.sends(ann, request)
	w.wants("a note on another server", state, reason, "ignored", "only who writes a quote may ask for it")
	for _, id := range []fed.ID{
		w.bridge.Object(blog.FormArticle, "00000000-0000-4000-8000-000000000000"), w.post + "?x", w.post + "#x", w.post + "/replies",
		w.bridge.Blog(), ann.ID("/notes/1"),
	} {
		_, request = w.quote(ann, "/notes/5", id)
		state, reason = w.sends(ann, request)
		w.wants("a quote of "+string(id), state, reason, "ignored", "nothing of ours that we show")
	}
	if n := w.count(`SELECT count(*) FROM stamps`); n != 0 {
		t.Errorf("%d stamps were given", n)
	}
}

// Staff revoke a quote: the stamp is as if it had never been, whoever has it is
// told, and asking again does not bring it back.
func TestQuoteRevoked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ann := w.peer("ann@a.example")
	note, request := w.quote(ann, "/notes/1", w.post)
	stamp := w.asks(ann, request)
	_, err := w.staff.Revoke(t.Context(), moderator, lastPart(stamp))
	check(t, err)
	w.gone("it is revoked", stamp)
	w.tellsAll()
	answer := w.answered(ann)
	if answer.Type != "Delete" || string(answer.Object) != `"`+string(stamp)+`"` {
		t.Errorf("ann is told %s of %s", answer.Type, answer.Object)
	}
	again := map[string]any{
		"@context": fed.Namespace, "id": ann.ID("/requests/again"), "type": "QuoteRequest", "object": w.post, "instrument": note,
	}
	if second := w.asks(ann, again); second != "" {
		t.Errorf("asking again got %s", second)
	}
	w.gone("it was asked for again", stamp)
}

// A stamp ends with its post, with its quote and with the good name of whoever
// has it.
func TestStampEnds(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(w *world, ann *fedtest.Peer, note fed.ID){
		"the post is withdrawn": func(w *world, _ *fedtest.Peer, _ fed.ID) {
			w.exec(`UPDATE posts SET state = 'withdrawn', withdrawn_at = now()`)
		},
		"the post came back under another id": func(w *world, _ *fedtest.Peer, _ fed.ID) {
			w.exec(`UPDATE posts SET object_id = gen_random_uuid()`)
		},
		"its author edited the quote away": func(w *world, ann *fedtest.Peer, note fed.ID) {
			state, reason := w.sends(ann, map[string]any{
				"@context": fed.Namespace, "id": note + "#update", "type": "Update", "to": []any{fed.Public},
				"object": map[string]any{
					"id": note, "type": "Note", "attributedTo": ann.Actor(), "content": "<p>On second thoughts</p>", "to": []any{fed.Public},
				},
			})
			w.wants("the Update", state, reason, "done", "")
		},
		"its author deleted the quote": func(w *world, ann *fedtest.Peer, note fed.ID) {
			state, reason := w.sends(ann, map[string]any{
				"@context": fed.Namespace, "id": note + "#delete", "type": "Delete", "object": note, "to": []any{fed.Public},
			})
			w.wants("the Delete", state, reason, "done", "")
		},
		"the person is blocked": func(w *world, ann *fedtest.Peer, _ fed.ID) {
			check(w.T, w.staff.BlockPerson(w.Context(), moderator, string(ann.Actor()), "rude"))
			check(w.T, w.staff.UnblockPerson(w.Context(), moderator, string(ann.Actor()))) // what is revoked stays so
		},
		"the host is blocked": func(w *world, ann *fedtest.Peer, _ fed.ID) {
			check(w.T, w.staff.BlockHost(w.Context(), moderator, ann.Host, "rude"))
			check(w.T, w.staff.UnblockHost(w.Context(), moderator, ann.Host))
		},
		"the person is gone": func(w *world, ann *fedtest.Peer, _ fed.ID) {
			check(w.T, w.staff.RemovePerson(w.Context(), string(ann.Actor())))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			ann := w.peer("ann@a.example")
			note, request := w.quote(ann, "/notes/1", w.post)
			stamp := w.asks(ann, request)
			end(w, ann, note["id"].(fed.ID))
			w.gone(name, stamp)
		})
	}
}

// A quote that its author makes private is shown no more, and stays consented
// to; nobody else's edit touches it.
func TestQuoteMadePrivate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ann, eve := w.peer("ann@a.example"), w.peer("eve@e.example")
	note, request := w.quote(ann, "/notes/1", w.post)
	stamp := w.asks(ann, request)
	_, err := w.staff.ShowQuote(t.Context(), moderator, lastPart(stamp))
	check(t, err)
	shown := func(by *fedtest.Peer, n string) int {
		_, _ = w.sends(by, map[string]any{"@context": fed.Namespace, "id": by.ID("/updates/" + n), "type": "Update", "object": note})
		quotes, err := w.db.QuotesShown(t.Context(), w.postID, 10)
		check(t, err)
		return len(quotes)
	}
	if n := shown(ann, "1"); n != 1 {
		t.Errorf("%d quotes are shown after an edit that left it public", n)
	}
	note["to"] = []any{ann.Actor() + "/followers"}
	if n := shown(eve, "2"); n != 1 {
		t.Errorf("%d quotes are shown after somebody else's edit", n)
	}
	if n := shown(ann, "3"); n != 0 {
		t.Errorf("%d quotes are shown that are not for everybody", n)
	}
	if code, _ := w.serves(stamp); code != 200 {
		t.Errorf("the stamp answers %d", code)
	}
}

// What is deleted before the request comes gets no stamp either.
func TestQuoteOfDeletedNote(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ann := w.peer("ann@a.example")
	note, request := w.quote(ann, "/notes/1", w.post)
	id := note["id"].(fed.ID)
	w.known(ann.Actor(), "")
	state, reason := w.sends(ann, map[string]any{"@context": fed.Namespace, "id": id + "#delete", "type": "Delete", "object": id})
	w.wants("the Delete", state, reason, "done", "")
	if stamp := w.asks(ann, request); stamp != "" {
		t.Errorf("a quote that its author has deleted got %s", stamp)
	}
}

// Everybody may list the blog; Mastodon asks without naming an actor. The list
// must be the asker's own.
func TestFeatureRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ann := w.peer("ann@a.example")
	list := map[string]any{
		"@context": fed.Namespace, "id": ann.ID("/lists/1"), "type": "FeaturedCollection", "attributedTo": ann.Actor(), "items": []any{},
	}
	ann.Put("/lists/1", list)
	request := func(n string, about fed.ID) map[string]any {
		return map[string]any{
			"@context": fed.Namespace, "id": ann.ID("/features/" + n), "type": "FeatureRequest", "object": about, "instrument": ann.ID("/lists/1"),
		}
	}
	send := func(r map[string]any) (string, string) {
		check(t, ann.Post(t.Context(), w.inbox, r)) // without an actor
		return w.outcome(r["id"].(fed.ID))
	}
	state, reason := send(request("1", w.bridge.Blog()))
	w.wants("the request", state, reason, "done", "")
	answer := w.answered(ann)
	code, body := w.serves(answer.Result)
	var document map[string]any
	check(t, json.Unmarshal([]byte(body), &document))
	if answer.Type != "Accept" || code != 200 || document["type"] != "FeatureAuthorization" || document["attributedTo"] != string(w.bridge.Blog()) ||
		document["interactingObject"] != string(ann.ID("/lists/1")) || document["interactionTarget"] != string(w.bridge.Blog()) {
		t.Errorf("%s with %d %s", answer.Type, code, body)
	}
	if state, reason = send(request("2", w.bridge.Blog())); state != "done" || w.answered(ann).Result != answer.Result {
		t.Errorf("asked twice: %s (%s), %s", state, reason, w.answered(ann).Result)
	}
	state, reason = send(request("3", w.bridge.Instance()))
	w.wants("a request about the instance actor", state, reason, "ignored", "not about an actor of ours")
	list["attributedTo"] = ann.ID("/users/eve")
	state, reason = send(request("4", w.bridge.Blog()))
	w.wants("somebody else's list", state, reason, "ignored", "only whose list it is may ask for it")
	_, err := w.staff.Revoke(t.Context(), moderator, lastPart(answer.Result))
	check(t, err)
	w.gone("it is revoked", answer.Result)
	w.tellsAll()
	if told := w.answered(ann); told.Type != "Delete" || string(told.Object) != `"`+string(answer.Result)+`"` {
		t.Errorf("ann is told %s of %s", told.Type, told.Object)
	}
}

// Others learn that they may quote each object, and list the blog.
func TestPolicyIsWritten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for id, name := range map[fed.ID]string{w.post: "canQuote", w.bridge.Blog(): "canFeature"} {
		_, body := w.serves(id)
		var document struct {
			Policy map[string]struct {
				Automatic []fed.ID `json:"automaticApproval"`
			} `json:"interactionPolicy"`
		}
		check(t, json.Unmarshal([]byte(body), &document))
		if who := document.Policy[name].Automatic; len(who) != 1 || who[0] != fed.Public {
			t.Errorf("%s of %s is for %v", name, id, who)
		}
	}
}
