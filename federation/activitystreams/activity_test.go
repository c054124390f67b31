package activitystreams_test

import (
	"bytes"
	"errors"
	"reflect"
	"testing"

	"inews/federation"
	"inews/federation/activitystreams"
)

func readActivity(t *testing.T, text string) federation.Activity {
	t.Helper()
	a, err := activitystreams.ReadActivity([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return a
}

func TestReadActivityObject(t *testing.T) {
	const object = federation.ID("https://b.example/1")
	for _, test := range []struct {
		name, json string
		id         federation.ID
		embedded   string // type
		kind       activitystreams.Kind
		objects    int
	}{
		{"address", `"type":"Like","object":"https://b.example/1"`, object, "", activitystreams.OtherKind, 1},
		{"list of one", `"type":"Like","object":["https://b.example/1"]`, object, "", activitystreams.OtherKind, 1},
		{"bare id", `"type":"Delete","object":{"id":"https://b.example/1"}`, object, "", activitystreams.OtherKind, 1},
		{"object", `"type":"Create","object":{"id":"https://b.example/1","type":"Note"}`, object, "Note", activitystreams.ObjectKind, 1},
		{"list of one object", `"type":"Create","object":[{"id":"https://b.example/1","type":["Note"]}]`, object, "Note", activitystreams.ObjectKind, 1},
		{"unheard of", `"type":"Create","object":{"id":"https://b.example/1","type":"ChatMessage"}`, object, "ChatMessage", activitystreams.ObjectKind, 1},
		{"tombstone", `"type":"Delete","object":{"id":"https://b.example/1","type":"Tombstone"}`, object, "Tombstone", activitystreams.ObjectKind, 1},
		{"actor", `"type":"Update","object":{"id":"https://b.example/1","type":"Person"}`, object, "Person", activitystreams.ActorKind, 1},
		{"activity", `"type":"Undo","object":{"id":"https://b.example/1","type":"Follow","object":"https://a.example/"}`, object, "Follow", activitystreams.ActivityKind, 1},
		{"unheard of in known", `"type":"Undo","object":{"id":"https://b.example/1","type":"EmojiReact","object":"https://a.example/"}`, object, "EmojiReact", activitystreams.ActivityKind, 1},
		{"known in unheard of", `"type":"Bite","object":{"id":"https://b.example/1","type":"Note"}`, object, "Note", activitystreams.ObjectKind, 1},
		{"request", `"type":"QuoteRequest","object":"https://b.example/1","instrument":"https://a.example/q"`, object, "", activitystreams.OtherKind, 1},
		{"question", `"type":"Create","object":{"id":"https://b.example/1","type":"Question"}`, object, "Question", activitystreams.ObjectKind, 1},
		{"several", `"type":"Flag","object":["https://b.example/1",{"id":"https://b.example/2","type":"Note"}]`, "", "", activitystreams.OtherKind, 2},
		{"none", `"type":"View","object":null`, "", "", activitystreams.OtherKind, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := readActivity(t, `{"id":"https://a.example/1","actor":"https://a.example/jane",`+test.json+`}`)
			if a.ObjectID != test.id || len(a.Objects) != test.objects || a.Actor() != "https://a.example/jane" {
				t.Errorf("%+v", a)
			}
			kind, typ := activitystreams.OtherKind, ""
			switch {
			case a.Object != nil:
				kind, typ = activitystreams.ObjectKind, a.Object.Type
			case a.ObjectActor != nil:
				kind, typ = activitystreams.ActorKind, a.ObjectActor.Type
			case a.Inner != nil:
				kind, typ = activitystreams.ActivityKind, a.Inner.Type
			}
			if kind != test.kind || typ != test.embedded {
				t.Errorf("embedded %s %q, want %s %q", kind, typ, test.kind, test.embedded)
			}
		})
	}
}

func TestReadActivityActors(t *testing.T) {
	for _, test := range []struct {
		json string
		want federation.ID
	}{
		{`"https://a.example/jane"`, "https://a.example/jane"},
		{`{"id":"https://a.example/jane","type":"Person"}`, "https://a.example/jane"},
		{`["https://a.example/jane"]`, "https://a.example/jane"},
		// More than one actor is trusted by nobody (CVE-2024-37903).
		{`["https://a.example/jane","https://b.example/victim"]`, ""},
		{`null`, ""},
		{`5`, ""},
	} {
		if got := readActivity(t, `{"type":"Like","object":"https://b.example/1","actor":`+test.json+`}`).Actor(); got != test.want {
			t.Errorf("%s: %q, want %q", test.json, got, test.want)
		}
	}
}

func TestReadActivityReaction(t *testing.T) {
	for _, test := range []struct{ json, want string }{
		{`"type":"Like","content":"⭐","_misskey_reaction":"⭐"`, "⭐"},
		{`"type":"Like","_misskey_reaction":":blob:"`, ":blob:"},
		{`"type":"EmojiReact","content":"👌"`, "👌"},
		{`"type":"Like"`, ""},
	} {
		a := readActivity(t, `{"actor":"https://a.example/jane","object":"https://b.example/1",`+test.json+`}`)
		if a.Content != test.want || a.Extra != nil {
			t.Errorf("%s: %q, %v", test.json, a.Content, a.Extra)
		}
	}
}

// An activity may lack an id or an actor (Mastodon's Add and FeatureRequest),
// but an id that nobody can look up or compare is refused.
func TestReadActivityID(t *testing.T) {
	for _, test := range []struct {
		id   string
		want error
	}{
		{`null`, nil}, {`""`, nil}, {`"https://a.example/1#likes//undo"`, nil},
		{`5`, federation.ErrMalformed}, {`{"a":1}`, federation.ErrMalformed}, {`"tag:a.example,2026:1"`, federation.ErrMalformed},
		{`"https://jane:x@a.example/"`, federation.ErrMalformed}, {`"https://a.example/\u0000"`, federation.ErrMalformed},
	} {
		if _, err := activitystreams.ReadActivity([]byte(`{"type":"Add","id":` + test.id + `}`)); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.id, err, test.want)
		}
	}
}

func TestWriteActivityKeepsWhatCame(t *testing.T) {
	const follow = `{"@context":"https://www.w3.org/ns/activitystreams","id":"https://social.example/0f1e","type":"Follow",` +
		`"actor":"https://social.example/users/jane","object":"https://council.example/ap/actors/inews","proof":{"b":1,"a":2}}`
	received := readActivity(t, follow)
	written, err := activitystreams.WriteActivity(federation.Activity{
		ID: host + "/ap/activities/4", Type: federation.AcceptType, Actors: []federation.ID{blog}, Inner: &received,
	})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(written, []byte(follow)) {
		t.Errorf("the Follow is not as it came in %s", written)
	}
	again := readActivity(t, string(written))
	received.Raw = again.Inner.Raw
	if !reflect.DeepEqual(*again.Inner, received) {
		t.Errorf("%+v, want %+v", *again.Inner, received)
	}
}
