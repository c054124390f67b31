package fediverse_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/inbox"
	"inews/federation/signature"
	"inews/internal/postgres"
)

// invalid are bodies that are no activities, or strange ones. ACTOR, HOST and
// POST stand for the sender, its server and the post. The shapes are those that
// made other servers fail, and those that honest servers send and a strict
// reader stumbles over.
var invalid = []string{
	// No activity at all.
	``, ` `, `null`, `0`, `"Like"`, `[]`, `[{}]`, `{}`, `{`, `{"type":"Like"`, "\xef\xbb\xbf{}", "{\"type\":\"\xff\"}", `{"type":null}`,
	`{"type":[]}`, `{"type":["Like","Follow"]}`, `{"type":{"id":"Like"}}`, `{"type":7}`, `{"type":""}`, `{"type":"Collection","items":[]}`,
	`{"@context":null,"@type":"Like"}`, `{"type":"\ud800"}`, `{"type":"Like\u0000"}`,
	// Ids and actors.
	`{"type":"Like"}`, `{"type":"Like","actor":null,"object":null,"id":null}`, `{"type":"Like","actor":[],"object":"POST"}`,
	`{"type":"Like","actor":{},"object":"POST"}`, `{"type":"Like","actor":["ACTOR","ACTOR"],"object":"POST"}`, `{"type":"Like","actor":7,"object":"POST"}`,
	`{"type":"Like","actor":"ACTOR","id":{"id":"HOST/x"},"object":"POST"}`, `{"type":"Like","actor":"ACTOR","id":"not an id","object":"POST"}`,
	`{"type":"Like","actor":"ACTOR","id":"","object":"POST"}`, `{"type":"Like","actor":"javascript:alert(1)","object":"POST"}`,
	`{"type":"Like","actor":"https://[::1","object":"POST"}`, `{"type":"Like","actor":"ACTOR","id":"HOST/\u0000","object":"POST"}`,
	`{"type":"Like","actor":"ACTOR","object":"\u0000"}`, `{"type":"Like","actor":"ACTOR","object":{"id":"POST\u0000","type":"\u0000"}}`,
	`{"type":"Like","actor":{"type":"Person","id":"ACTOR"},"id":"HOST/l/1","object":{"id":"POST"}}`,
	`{"type":"Like","actor":"ACTOR","id":"HOST/l/2#likes/1","object":["POST"]}`,
	// Objects of the wrong kind, for every verb.
	`{"type":"VERB","actor":"ACTOR","id":"HOST/v/VERB/1"}`, `{"type":"VERB","actor":"ACTOR","id":"HOST/v/VERB/2","object":null}`,
	`{"type":"VERB","actor":"ACTOR","id":"HOST/v/VERB/3","object":[]}`, `{"type":"VERB","actor":"ACTOR","id":"HOST/v/VERB/4","object":{}}`,
	`{"type":"VERB","actor":"ACTOR","id":"HOST/v/VERB/5","object":7}`, `{"type":"VERB","actor":"ACTOR","id":"HOST/v/VERB/6","object":"nonsense"}`,
	`{"type":"VERB","actor":"ACTOR","id":"HOST/v/VERB/7","object":[null,{},"POST",7]}`, `{"type":"VERB","actor":"ACTOR","id":"HOST/v/VERB/8","object":{"type":"VERB"}}`,
	`{"type":"VERB","actor":"ACTOR","id":"HOST/v/VERB/9","object":{"type":"VERB","object":{"type":"VERB","object":{"type":"VERB"}}}}`,
	`{"type":"VERB","actor":"ACTOR","id":"HOST/v/VERB/10","object":"ACTOR","target":7,"to":null,"cc":{}}`,
	`{"type":"VERB","actor":"ACTOR","id":"HOST/v/VERB/11","object":"POST","result":[],"instrument":{"type":"Note"}}`,
	`{"type":"VERB","actor":"ACTOR","id":"HOST/v/VERB/12","object":{"id":"POST","type":["Note","Article"]}}`,
	`{"type":"VERB","actor":"ACTOR","id":"HOST/v/VERB/13","object":{"id":"HOST/n/VERB","type":"Tombstone"}}`,
	// Notes with something wrong in each field.
	`{"type":"Create","actor":"ACTOR","id":"HOST/c/N","object":{"id":"HOST/n/N","type":"Note","attributedTo":"ACTOR","inReplyTo":"POST","to":["as:Public"],"content":"words"WRONG}}`,
	// Mastodon: no audience, no id, no actor; a vote; a Flag; a Move; a quote.
	`{"type":"Follow","actor":"ACTOR","id":"HOST/0f5d","object":"POST"}`,
	`{"type":"Undo","actor":"ACTOR","id":"HOST/u/1","object":{"type":"Follow"}}`, `{"type":"Undo","actor":"ACTOR","id":"HOST/u/2","object":"HOST/unknown"}`,
	`{"type":"Add","actor":"ACTOR","object":"HOST/n/1","target":"ACTOR/collections/featured"}`, `{"type":"Remove","actor":"ACTOR","target":null}`,
	`{"type":"FeatureRequest","object":"POST"}`, `{"type":"QuoteRequest","actor":"ACTOR","id":"HOST/q/1","object":"POST","instrument":null}`,
	`{"type":"Create","actor":"ACTOR","id":"HOST/c/vote","to":"POST","object":{"id":"HOST/n/vote","type":"Note","name":"Yes","attributedTo":"ACTOR","inReplyTo":"POST","to":"POST"}}`,
	`{"type":"Flag","actor":"ACTOR","id":"HOST/f/1","content":null,"object":["POST",null,"ACTOR"]}`, `{"type":"Flag","actor":"ACTOR","id":"HOST/f/2","object":{"POST":1}}`,
	`{"type":"Move","actor":"ACTOR","id":"HOST/m/1","object":"ACTOR","target":"ACTOR"}`, `{"type":"Move","actor":"ACTOR","id":"HOST/m/2","object":"ACTOR","target":["HOST/x"]}`,
	`{"type":"Block","actor":"ACTOR","id":"HOST/b/1","object":null}`,
	// Others: an embedded parent, chat, reactions without an emoji, a community's Announce.
	`{"type":"Create","actor":"ACTOR","id":"HOST/c/p","object":{"id":"HOST/n/p","type":"Note","attributedTo":"ACTOR","content":"x","inReplyTo":{"type":"Note","id":"POST"}}}`,
	`{"type":"Create","actor":"ACTOR","id":"HOST/c/chat","object":{"id":"HOST/n/chat","type":"ChatMessage","content":"x","actor":"ACTOR"}}`,
	`{"type":"EmojiReact","actor":"ACTOR","id":"HOST/e/1","object":"POST","content":null}`, `{"type":"Like","actor":"ACTOR","id":"HOST/e/2","object":"POST","_misskey_reaction":{},"tag":{}}`,
	`{"type":"Announce","actor":"ACTOR","id":"HOST/a/1","object":{"type":"Create","object":{"type":"Note"}}}`, `{"type":"Dislike","actor":"ACTOR","id":"HOST/d/1","object":"POST"}`,
	`{"type":"Listen","actor":"ACTOR","id":"HOST/x/1"}`, `{"type":"https://example.org/ns#Cheer","actor":"ACTOR","id":"HOST/x/2","object":"POST"}`,
}

// verbs and wrongs fill the places VERB and WRONG of a shape.
var (
	verbs = []string{"Create", "Update", "Delete", "Follow", "Accept", "Reject", "Undo", "Like", "EmojiReact", "Announce", "Block", "Move", "Add", "Flag", "QuoteRequest", "Poke"}

	wrongs = []string{
		`,"content":null`, `,"content":7`, `,"content":["a"]`, `,"contentMap":[]`, `,"contentMap":{"en":null}`, `,"name":{}`, `,"summary":[]`,
		`,"published":"yesterday"`, `,"published":"9999999-01-01T00:00:00Z"`, `,"published":0`, `,"updated":{}`, `,"updated":"0000-00-00T00:00:00Z"`,
		`,"url":7`, `,"url":[]`, `,"url":[{"type":"Link","href":7}]`, `,"url":"threads://x"`, `,"tag":{}`, `,"tag":[null,7,"x",{"type":"Mention","href":null}]`,
		`,"tag":{"type":"Hashtag"}`, `,"attachment":[null,{"type":"Document","url":{}}]`, `,"attachment":"x"`, `,"replies":7`, `,"replies":{"first":{"items":7}}`,
		`,"language":7`, `,"mediaType":[]`, `,"sensitive":"yes"`, `,"icon":[[]]`, `,"cc":7`, `,"startTime":"x"`, `,"location":[7]`,
		`,"source":"x"`, `,"interactionPolicy":[]`, `,"likes":"x"`, `,"quote":{}`, `,"generator":[]`, `,"attributedTo":["ACTOR",null]`,
		`,"attributedTo":{}`, `,"inReplyTo":[]`, `,"inReplyTo":7`, `,"inReplyTo":["POST","POST"]`, `,"content":"\u0000"`, `,"content":"\ud800"`,
		`,"content":"<math><annotation-xml><svg></p>"`, `,"url":"https://[::1"`, `,"contentMap":{"` + strings.Repeat("x", 300) + `":"y"}`,
		`,"name":"` + strings.Repeat("n", 5000) + `"`, `,"tag":[` + strings.TrimSuffix(strings.Repeat(`{"type":"Mention","href":"HOST/x"},`, 500), ",") + `]`,
		`,"content":"` + strings.Repeat("<b>", 2000) + `"`, `,"x":` + strings.Repeat("[", 25) + strings.Repeat("]", 25),
		`,"content":"x","Content":"y"`, `,"content":"x","content":"y"`,
	}
)

// written is the corpus as the sender would send it.
func written(shapes []string, actor, host, post string) (bodies []string) {
	for _, shape := range shapes {
		filled := []string{shape}
		if strings.Contains(shape, "VERB") {
			filled = nil
			for _, verb := range verbs {
				filled = append(filled, strings.ReplaceAll(shape, "VERB", verb))
			}
		}
		if strings.Contains(shape, "WRONG") {
			filled = nil
			for n, wrong := range wrongs {
				if key, _, _ := strings.Cut(wrong[1:], ":"); !strings.Contains(wrong, "Content") && strings.Count(wrong, `"content"`) < 2 {
					filled = append(filled, numbered(replaced(shape, key, wrong), n))
					continue
				}
				filled = append(filled, numbered(strings.Replace(shape, "WRONG", wrong, 1), n))
			}
		}
		for _, body := range filled {
			bodies = append(bodies, strings.NewReplacer("ACTOR", actor, "HOST", host, "POST", post).Replace(body))
		}
	}
	return bodies
}

func numbered(shape string, n int) string {
	return strings.NewReplacer("/c/N", fmt.Sprint("/c/", n), "/n/N", fmt.Sprint("/n/", n)).Replace(shape)
}

// replaced puts a member in the place of the one that the shape has.
func replaced(shape, key, member string) string {
	for _, honest := range []string{`,"content":"words"`, `,"attributedTo":"ACTOR"`, `,"inReplyTo":"POST"`} {
		if strings.HasPrefix(honest, ","+key+":") {
			shape = strings.Replace(shape, honest, "", 1)
		}
	}
	return strings.Replace(shape, "WRONG", member, 1)
}

// Check 36: Invalid activities corpus (Ghost 5xx list, fuzz 10 min) → never 5xx,
// never panic; neither at the door nor in the worker.
func TestCheck36InvalidActivities(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.peer("alice@a.example")
	bodies := written(invalid, string(alice.Actor()), string(alice.ID("")), string(w.post))
	codes := map[int]int{}
	for _, body := range bodies {
		answer := w.ask(alice, signature.Cavage, []byte(body), time.Now(), nil)
		codes[answer.Code]++
		if answer.Code >= http.StatusInternalServerError || answer.Code == http.StatusUnauthorized {
			t.Errorf("%.200s: %d %s", body, answer.Code, answer.Body)
		}
	}
	if len(bodies) < 250 || codes[http.StatusAccepted] < 100 || codes[http.StatusBadRequest] < 20 {
		t.Errorf("%d bodies were answered %v", len(bodies), codes)
	}
	w.work()
	w.survived()
}

// survived fails the test if a worker could not cope with what came in, or would
// try it for ever.
func (w *world) survived() {
	w.Helper()
	rows, err := w.db.SQL().QueryContext(w.Context(), `SELECT state, reason, convert_from(body, 'UTF8') FROM inbox_items WHERE state = 'failed'`)
	check(w.T, err)
	for rows.Next() {
		var state, reason, body string
		check(w.T, rows.Scan(&state, &reason, &body))
		w.Errorf("%s (%s): %.300s", state, reason, body)
	}
	check(w.T, rows.Err())
	if n := w.count(`SELECT count(*) FROM inbox_items WHERE state = 'waiting' AND reason NOT LIKE '%unavailable%'`); n != 0 {
		w.Errorf("%d activities are to be tried again: %s", n, w.reasons())
	}
}

// A NUL byte, which no database keeps, is left out of what somebody says; the
// rest of it is taken. Where it stands in an id or a type, there is no such thing.
func TestCheck36NULBytes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.peer("alice@a.example")
	alice.Put("/users/alice", map[string]any{"name": "Al\x00ice", "summary": "\x00", "url": alice.ID("/@alice\x00")})
	said := w.reply(alice, "/notes/1", w.post)
	note := said["object"].(map[string]any)
	note["content"], note["summary"], note["name"] = "<p>Ze\x00bras</p>", "Strip\x00es", "\x00"
	note["contentMap"] = map[string]any{"e\x00n": note["content"]}
	note["attachment"] = []any{map[string]any{"type": "Image", "url": "https://a.example/z.jpg", "name": "Ze\x00bra", "mediaType": "image/\x00jpeg"}}
	note["tag"] = []any{map[string]any{"type": "Hashtag", "name": "#\x00"}}
	state, reason := w.sends(alice, said)
	w.wants("NUL bytes in words", state, reason, "done", "")
	if text := w.text(alice.ID("/notes/1")); !strings.Contains(text, "Zebras") {
		t.Errorf("the comment says %q, want the words without the NUL", text)
	}
	for _, id := range []string{"/notes/\x00", "/notes/2"} {
		said["id"], note["id"] = alice.ID("/notes/2/activity"), string(alice.ID(id))
		note["type"] = map[bool]string{true: "No\x00te", false: "Note"}[id == "/notes/2"]
		body, err := json.Marshal(said)
		check(t, err)
		if answer := w.ask(alice, signature.Cavage, body, time.Now(), nil); answer.Code >= http.StatusInternalServerError {
			t.Errorf("a NUL in an id or a type is answered %d", answer.Code)
		}
	}
	w.work()
	w.survived()
	if n := w.count(`SELECT count(*) FROM comments`); n != 1 {
		t.Errorf("there are %d comments, want one", n)
	}
}

// Whatever makes the program fail costs the one activity that did, and not the
// worker: it is marked as failed, and what comes behind it is applied.
func TestCheck36Panic(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.peer("alice@a.example")
	whole := w.bridge.Comments
	w.bridge.Comments = nil // stands for a fault of ours
	state, reason := w.sends(alice, w.reply(alice, "/notes/1", w.post))
	w.wants("what makes it fail", state, reason, "failed", "makes the program fail")
	w.bridge.Comments = whole
	state, reason = w.sends(alice, w.reply(alice, "/notes/2", w.post))
	w.wants("what comes after", state, reason, "done", "")
}

// The same for what real servers send, with one thing wrong in it each time:
// every member of the activity and of its object is broken in its turn.
func TestCheck36BrokenCorpus(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../../shared/wire-corpus/*.json")
	check(t, err)
	if len(files) == 0 {
		t.Log("the wire corpus is not beside this repository: nothing to do")
		return
	}
	w := newWorld(t)
	var items []postgres.InboxItem
	for f, file := range files {
		text, err := os.ReadFile(file)
		check(t, err)
		host := fmt.Sprintf("h%d.example", f)
		actor := "https://" + host + "/users/alice"
		w.known(fed.ID(actor), "")
		for n, body := range mutilated(text, actor, f) {
			envelope, err := inbox.ReadEnvelope(body)
			if err != nil {
				continue // which FuzzEnvelope holds to be no worse than that
			}
			items = append(items, postgres.InboxItem{
				ActivityID: fmt.Sprintf("%s#%s/%d", actor, filepath.Base(file), n), Type: envelope.Type, Actor: actor,
				ObjectID: string(envelope.ObjectID), Host: host, Body: body,
			})
		}
	}
	if t.Logf("%d bodies", len(items)); len(items) < 500 {
		t.Error("that is too few")
	}
	check(t, w.db.InTx(t.Context(), func(tx *postgres.Tx) error { return tx.InsertInboxItems(t.Context(), items) }))
	var workers sync.WaitGroup
	for range 4 {
		workers.Go(w.work)
	}
	workers.Wait()
	w.survived()
}

// mutilated are copies of an activity in which one member is broken; which of
// the ways is used goes by turns. The id is left out: the door names them.
func mutilated(text []byte, actor string, turn int) (bodies [][]byte) {
	var activity map[string]any
	if json.Unmarshal(text, &activity) != nil || activity["actor"] == nil {
		return nil
	}
	activity["actor"] = actor
	delete(activity, "id")
	ways := []any{nil, 7, "", "nonsense", []any{}, map[string]any{}, []any{nil, 7, map[string]any{"type": nil}}, map[string]any{"id": 7, "type": []any{7}}}
	breakEach := func(part map[string]any) {
		keys := make([]string, 0, len(part))
		for key := range part {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		for _, key := range keys {
			if key == "actor" || key == "@context" {
				continue
			}
			whole := part[key]
			part[key] = ways[turn%len(ways)]
			turn++
			if body, err := json.Marshal(activity); err == nil {
				bodies = append(bodies, body)
			}
			part[key] = whole
		}
	}
	breakEach(activity)
	if object, ok := activity["object"].(map[string]any); ok {
		breakEach(object)
	}
	return bodies
}
