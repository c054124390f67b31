package activitystreams_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"inews/federation"
	"inews/federation/activitystreams"
)

func TestKindOf(t *testing.T) {
	for _, test := range []struct {
		json string
		kind activitystreams.Kind
		typ  string
	}{
		{`{"type":"Create"}`, activitystreams.ActivityKind, "Create"},
		{`{"type":"Arrive"}`, activitystreams.ActivityKind, "Arrive"}, // go-fed alone knows this one
		{`{"type":"EmojiReact"}`, activitystreams.ActivityKind, "EmojiReact"},
		{`{"type":"FeatureRequest","object":"https://a.example/"}`, activitystreams.ActivityKind, "FeatureRequest"},
		{`{"type":"Bite","actor":"https://a.example/","object":"https://b.example/"}`, activitystreams.ActivityKind, "Bite"},
		{`{"type":"Event","actor":"https://a.example/"}`, activitystreams.ObjectKind, "Event"},
		{`{"type":"Question"}`, activitystreams.ObjectKind, "Question"},
		{`{"type":"Tombstone"}`, activitystreams.ObjectKind, "Tombstone"},
		{`{"type":"ChatMessage","actor":"https://a.example/"}`, activitystreams.ObjectKind, "ChatMessage"},
		{`{"type":["Sculpture","Image"]}`, activitystreams.ObjectKind, "Image"},
		{`{"type":["Sculpture","Statue"]}`, activitystreams.ObjectKind, "Sculpture"},
		{`{"type":"Service"}`, activitystreams.ActorKind, "Service"},
		{`{"type":"OrderedCollectionPage"}`, activitystreams.CollectionKind, "OrderedCollectionPage"},
		{`{"type":"OrganizersCollection"}`, activitystreams.CollectionKind, "OrganizersCollection"},
		{`{"owner":"https://a.example/","publicKeyPem":""}`, activitystreams.KeyKind, ""},
		{`{"type":"Multikey","controller":"https://a.example/","publicKeyMultibase":""}`, activitystreams.KeyKind, "Multikey"},
		{`{"subject":"acct:jane@a.example","links":[]}`, activitystreams.OtherKind, ""},
		{`{"type":5}`, activitystreams.OtherKind, ""},
		{`{}`, activitystreams.OtherKind, ""},
		{`{"@context":null,"type":"Note"}`, activitystreams.ObjectKind, "Note"},
	} {
		kind, typ, err := activitystreams.KindOf([]byte(test.json))
		if kind != test.kind || typ != test.typ || err != nil {
			t.Errorf("%s: %s, %q, %v", test.json, kind, typ, err)
		}
	}
}

// Each reader reads its own kind and refuses the others: a document of one kind
// must not pass for another.
func TestReadOtherKind(t *testing.T) {
	texts := []string{`{"type":"Create"}`, `{"type":"Note"}`, `{"type":"Person"}`, `{"type":"Collection"}`, `{}`}
	for i, text := range texts {
		raw := []byte(text)
		var errs [4]error
		_, errs[0] = activitystreams.ReadActivity(raw)
		_, errs[1] = activitystreams.ReadObject(raw)
		_, errs[2] = activitystreams.ReadActor(raw)
		_, errs[3] = activitystreams.ReadCollection(raw)
		for j, err := range errs {
			if (err == nil) != (i == j) || err != nil && !errors.Is(err, federation.ErrMalformed) {
				t.Errorf("%s with reader %d: %v", text, j, err)
			}
		}
	}
}

func TestReadLimits(t *testing.T) {
	deep := func(n int) string { return strings.Repeat(`{"object":`, n) + `{}` + strings.Repeat(`}`, n) }
	for _, test := range []struct {
		name, text string
		want       error
	}{
		{"as deep as may be", deep(31), nil},
		// A document nested without end, or without end in length, costs no more than its limit.
		{"deeper", deep(32), federation.ErrTooLarge},
		{"as long as may be", `{"a":"` + strings.Repeat("x", 1<<20-8) + `"}`, nil},
		{"longer", `{"a":"` + strings.Repeat("x", 1<<20-7) + `"}`, federation.ErrTooLarge},
		// A name that stands twice lets the signer and the reader see two documents.
		{"twice", `{"id":"https://a.example/1","id":"https://b.example/2"}`, federation.ErrMalformed},
		{"twice below", `{"object":[{"id":"a","\u0069d":"b"}]}`, federation.ErrMalformed},
		{"other case", `{"id":"https://a.example/1","ID":"https://b.example/2"}`, nil},
		// JSON-LD words that put one document inside another (CVE-2022-24307 and after).
		{"graph", `{"@graph":[{"id":"https://a.example/1"}]}`, federation.ErrMalformed},
		{"included below", `{"object":{"@included":{}}}`, federation.ErrMalformed},
		{"reverse", `{"@reverse":{}}`, federation.ErrMalformed},
		{"reverse in a context", `{"@context":{"replies":{"@reverse":"as:inReplyTo"}}}`, nil},
		{"not UTF-8", "{\"a\":\"\xff\"}", federation.ErrMalformed},
		{"half", `{"a":`, federation.ErrMalformed},
		{"two", `{}{}`, federation.ErrMalformed},
		{"list", `[{"type":"Create"}]`, federation.ErrMalformed},
		{"nothing", ``, federation.ErrMalformed},
	} {
		if _, _, err := activitystreams.KindOf([]byte(test.text)); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.name, err, test.want)
		}
	}
}

func TestReadCutsLists(t *testing.T) {
	many := func(format string) string {
		var list strings.Builder
		for i := range 1200 {
			fmt.Fprintf(&list, format+",", i)
		}
		return "[" + list.String() + "null]"
	}
	address := many(`"https://a.example/%d"`)
	o := readObject(t, `"type":"Note","to":`+address+`,"tag":`+many(`{"type":"Hashtag","name":"#%d"}`)+`,"attachment":`+address+
		`,"attributedTo":`+address+`,"name":"`+strings.Repeat("é", 2000)+`"`)
	if len(o.To) != 1000 || len(o.Tags) != 1000 || len(o.Attachments) != 100 || len(o.AttributedTo) != 20 || o.Name != strings.Repeat("é", 1024) {
		t.Errorf("%d to, %d tags, %d attachments, %d authors, name of %d", len(o.To), len(o.Tags), len(o.Attachments), len(o.AttributedTo), len(o.Name))
	}
	a := readActor(t, `"alsoKnownAs":`+address+`,"attachment":`+many(`{"type":"PropertyValue","name":"%d"}`))
	if len(a.AlsoKnownAs) != 256 || len(a.Fields) != 50 {
		t.Errorf("%d aliases, %d fields", len(a.AlsoKnownAs), len(a.Fields))
	}
}
