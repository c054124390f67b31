package inbox_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"inews/federation"
	"inews/federation/inbox"
)

func TestReadEnvelope(t *testing.T) {
	for body, want := range map[string]inbox.Envelope{
		like: {ID: "https://peer.example/likes/1", Type: "Like", Actor: ann, ObjectID: "https://council.example/ap/posts/1"},
		` { "type" : [ "Create" ] , "id":null, "actor":{"type":"Person","id":"https://peer.example/users/ann"},
		  "object":[{"type":"Note","id":"https://peer.example/1","tag":[]}],"signature":{} } `: {Type: "Create", Actor: ann, ObjectID: "https://peer.example/1", ObjectType: "Note", Signed: true},
		`{"type":"Flag","actor":["https://peer.example/users/ann"],"object":["https://a.example/1","https://a.example/2"]}`: {Type: "Flag", Actor: ann},
		`{"type":"Undo","id":"","object":{"type":"Follow"}}`:                                                                {Type: "Undo", ObjectType: "Follow"},
		`{"\u0074ype":"Li\u006be","object":"https:\/\/a.example\/1"}`:                                                       {Type: "Like", ObjectID: "https://a.example/1"},
		`{"type":"View","object":[],"content":"}{\"\\","n":-1.5e3,"b":[true,false,null,[],{}]}`:                             {Type: "View"},
		`{"type":"Like","@context":["https://www.w3.org/ns/activitystreams",{"Object":"x:other"}]}`:                         {Type: "Like"},
		`{"type":"Like","contentMap":{"en-GB":"a","en-gb":"b"},"object":{"id":null}}`:                                       {Type: "Like"},
	} {
		if got, err := inbox.ReadEnvelope([]byte(body)); err != nil || got != want {
			t.Errorf("%s:\ngot  %+v, %v\nwant %+v", body, got, err, want)
		}
	}
}

// Check 14: LD signature, @graph, @included, @reverse, remapped @context terms
// → never change meaning or trust; duplicate and case-variant keys → 400.
func TestCheck14AmbiguousDocuments(t *testing.T) {
	inner := func(member string) string {
		return `{"type":"Create","object":{"type":"Note","tag":[{` + member + `}]}}`
	}
	for name, body := range map[string]string{
		"duplicate id":         `{"type":"Like","id":"https://peer.example/1","id":"https://other.example/1"}`,
		"duplicate by escape":  `{"type":"Like","actor":"https://peer.example/1","\u0061ctor":"https://other.example/1"}`,
		"duplicate inside":     inner(`"name":"a","name":"b"`),
		"duplicate in context": `{"type":"Like","@context":{"a":"b","a":"c"}}`,
		"duplicate of many":    `{"type":"Like"` + manyMembers(100) + `,"k7":1}`,
		"ID":                   `{"type":"Like","ID":"https://peer.example/1"}`,
		"id and Id":            `{"type":"Like","id":"https://peer.example/1","Id":"https://other.example/1"}`,
		"Actor inside":         inner(`"Actor":"https://other.example/1"`),
		"TYPE":                 `{"TYPE":"Like"}`,
		"reſult":               `{"type":"Accept","re\u017fult":"https://other.example/1"}`,
		"@graph":               `{"type":"Like","@graph":[]}`,
		"@included inside":     inner(`"@included":[]`),
		"@reverse":             `{"type":"Like","object":{"@reverse":{}}}`,
		"@reverse in context":  `{"type":"Like","@context":{"object":{"@reverse":"as:actor"}}}`,
		"escaped @graph":       `{"type":"Like","\u0040graph":[]}`,
		"not UTF-8":            "{\"type\":\"Like\",\"content\":\"\xff\"}",
		"no object":            `"Like"`,
		"nothing":              ``,
		"two documents":        `{"type":"Like"}{"type":"Undo"}`,
		"byte order mark":      "\xef\xbb\xbf{\"type\":\"Like\"}",
		"deep":                 `{"type":"Like","a":` + strings.Repeat("[", 32) + strings.Repeat("]", 32) + `}`,
		"deep objects":         strings.Repeat(`{"a":`, 10000) + "1" + strings.Repeat("}", 10000),
		"long list":            `{"type":"Like","tag":[1` + strings.Repeat(",1", 4000) + `]}`,
		"wide":                 `{"type":"Like"` + manyMembers(1000) + `}`,
		"no type":              `{"id":"https://peer.example/1"}`,
		"null type":            `{"type":null}`,
		"two types":            `{"type":["Like","Create"]}`,
		"long type":            `{"type":"` + strings.Repeat("L", 65) + `"}`,
		"number as id":         `{"type":"Like","id":1}`,
		"id without host":      `{"type":"Like","id":"urn:uuid:1"}`,
		"two actors":           `{"type":"Like","actor":["https://peer.example/1","https://other.example/1"]}`,
		"empty actor":          `{"type":"Like","actor":""}`,
		"nobody":               `{"type":"Like","actor":[]}`,
		"actor without id":     `{"type":"Like","actor":{"type":"Person"}}`,
		"actor with a user":    `{"type":"Like","actor":"https://council.example@peer.example/1"}`,
	} {
		if got, err := inbox.ReadEnvelope([]byte(body)); !errors.Is(err, federation.ErrMalformed) {
			t.Errorf("%s: got %+v, %v, want malformed", name, got, err)
		}
	}
	for name, body := range map[string]string{
		"31 deep":   `{"type":"Like","a":` + strings.Repeat("[", 31) + strings.Repeat("]", 31) + `}`,
		"4000 long": `{"type":"Like","tag":[1` + strings.Repeat(",1", 3999) + `]}`,
		"1000 wide": `{"type":"Like"` + manyMembers(999) + `}`,
	} {
		if _, err := inbox.ReadEnvelope([]byte(body)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Check 14: case-variant keys → 400, of every key that has a meaning; but terms
// of a @context may be in any case.
func TestCheck14CaseVariants(t *testing.T) {
	for _, key := range []string{"id", "type", "actor", "object", "target", "to", "cc", "content", "attributedTo", "inReplyTo",
		"publicKey", "signature", "instrument", "result"} {
		for _, variant := range []string{strings.ToUpper(key), strings.ToUpper(key[:1]) + key[1:]} {
			if got, err := inbox.ReadEnvelope([]byte(`{"type":"Like","` + variant + `":"x"}`)); !errors.Is(err, federation.ErrMalformed) {
				t.Errorf("%s: got %+v, %v, want malformed", variant, got, err)
			}
			if _, err := inbox.ReadEnvelope([]byte(`{"type":"Like","@context":{"` + variant + `":"x"}}`)); err != nil {
				t.Errorf("%s in a context: %v", variant, err)
			}
		}
	}
}

// Every recorded payload of other software is read, or refused for a named
// reason; the corpus stands beside the repository and may be absent.
func TestReadEnvelopeCorpus(t *testing.T) {
	files, err := filepath.Glob("../../../shared/wire-corpus/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, err = inbox.ReadEnvelope(body)
		if err != nil && !errors.Is(err, federation.ErrMalformed) {
			t.Errorf("%s: %v", filepath.Base(file), err)
		}
		var document struct{ ID, Type, Actor, Object any }
		if json.Unmarshal(body, &document) != nil || document.Actor == nil || document.Object == nil {
			continue // not an activity
		}
		if err != nil && !invented(string(body)) {
			t.Errorf("%s: an activity is refused: %v", filepath.Base(file), err)
		}
	}
}

// invented tells whether a payload was cut out of a program and holds names of
// variables where ids would be.
func invented(body string) bool {
	return strings.Contains(body, "` + ") || strings.Contains(body, "SCRUBBED")
}

func manyMembers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"k%d":0`, i)
	}
	return b.String()
}

// FuzzEnvelope holds that no body makes the reader panic, that errors have a
// kind, and that what is read is what encoding/json reads.
func FuzzEnvelope(f *testing.F) {
	for _, body := range []string{like, farewell, `{"type":["Like"],"actor":{"id":"https://a.example/1"},"object":[{"id":"x","type":"y"}],"signature":{}}`,
		`{"a":[1,{"b":"\ud800\"\\"}],"type":"Like"}`, `{"type":"Like","id":"https://a.example/1","ID":1}`} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		e, err := inbox.ReadEnvelope(body)
		if err != nil {
			if !errors.Is(err, federation.ErrMalformed) {
				t.Errorf("error without a kind: %v", err)
			}
			return
		}
		var document map[string]any
		if err := json.Unmarshal(body, &document); err != nil {
			t.Fatalf("not JSON: %v", err)
		}
		if list, ok := document["type"].([]any); ok {
			document["type"] = list[0]
		}
		if document["type"] != e.Type {
			t.Errorf("type is %v, read %q", document["type"], e.Type)
		}
		if id, _ := document["id"].(string); id != string(e.ID) {
			t.Errorf("id is %v, read %q", id, e.ID)
		}
		if actor, ok := document["actor"].(string); ok && actor != string(e.Actor) {
			t.Errorf("actor is %v, read %q", actor, e.Actor)
		}
		var folded struct{ ID, Type, Actor json.RawMessage }
		if json.Unmarshal(body, &folded) == nil && string(folded.ID) != string(raw(t, body)["id"]) {
			t.Errorf("another reader sees the id %s", folded.ID)
		}
	})
}

func raw(t *testing.T, body []byte) map[string]json.RawMessage {
	t.Helper()
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		t.Fatal(err)
	}
	return members
}
