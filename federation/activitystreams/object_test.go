package activitystreams_test

import (
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"testing"
	"time"

	"inews/federation"
	"inews/federation/activitystreams"
)

// readObject reads an object of a few properties.
func readObject(t *testing.T, properties string) federation.Object {
	t.Helper()
	o, err := activitystreams.ReadObject([]byte(`{"id":"https://a.example/1",` + properties + `}`))
	if err != nil {
		t.Fatalf("%s: %v", properties, err)
	}
	return o
}

func TestReadObjectAddresses(t *testing.T) {
	type ids = []federation.ID
	for _, test := range []struct {
		json string
		want ids
		got  func(federation.Object) ids
	}{
		{`"to":"https://b.example/1"`, ids{"https://b.example/1"}, func(o federation.Object) ids { return o.To }},
		{`"to":["https://b.example/1",null,"https://b.example/2"]`, ids{"https://b.example/1", "https://b.example/2"}, func(o federation.Object) ids { return o.To }},
		{`"to":"as:Public","cc":["Public"]`, ids{federation.Public}, func(o federation.Object) ids { return o.To }},
		{`"to":null,"cc":["Public"]`, ids{federation.Public}, func(o federation.Object) ids { return o.CC }},
		{`"cc":[["https://b.example/1"]]`, nil, func(o federation.Object) ids { return o.CC }},
		{`"cc":{"id":"https://b.example/1","type":"Person"}`, ids{"https://b.example/1"}, func(o federation.Object) ids { return o.CC }},
		{`"to":["acct:jane@b.example","javascript:alert(1)"]`, nil, func(o federation.Object) ids { return o.To }},
		{`"attributedTo":[{"type":"Person","id":"https://b.example/1"},"https://b.example/2"]`, ids{"https://b.example/1", "https://b.example/2"}, func(o federation.Object) ids { return o.AttributedTo }},
		{`"inReplyTo":"https://b.example/1"`, ids{"https://b.example/1"}, func(o federation.Object) ids { return ids{o.InReplyTo} }},
		{`"inReplyTo":{"id":"https://b.example/1","type":"Note","content":"x"}`, ids{"https://b.example/1"}, func(o federation.Object) ids { return ids{o.InReplyTo} }},
		{`"inReplyTo":["https://b.example/1"]`, ids{"https://b.example/1"}, func(o federation.Object) ids { return ids{o.InReplyTo} }},
		{`"inReplyTo":{"type":"Link","href":"https://b.example/1"}`, ids{"https://b.example/1"}, func(o federation.Object) ids { return ids{o.InReplyTo} }},
		{`"quote":"https://b.example/1","quoteUri":"https://b.example/2"`, ids{"https://b.example/1"}, func(o federation.Object) ids { return ids{o.Quote} }},
		{`"quoteUri":"https://b.example/1"`, ids{"https://b.example/1"}, func(o federation.Object) ids { return ids{o.Quote} }},
		{`"quoteUrl":"https://b.example/1"`, ids{"https://b.example/1"}, func(o federation.Object) ids { return ids{o.Quote} }},
		{`"_misskey_quote":"https://b.example/1"`, ids{"https://b.example/1"}, func(o federation.Object) ids { return ids{o.Quote} }},
	} {
		if got := test.got(readObject(t, `"type":"Note",`+test.json)); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %q, want %q", test.json, got, test.want)
		}
	}
}

func TestReadObjectText(t *testing.T) {
	for _, test := range []struct{ json, content, name, language string }{
		{`"content":"Reminder: meeting","name":"Note: this"`, "Reminder: meeting", "Note: this", ""},
		{`"content":"a","contentMap":{"cy":"b","en":"a"}`, "a", "", "cy"},
		{`"contentMap":{"en-GB":"b","cy":"c"}`, "b", "", "en-GB"},
		{`"content":null,"contentMap":{"en":"b"}`, "b", "", "en"},
		{`"content":{"@value":"b","@language":"fr"}`, "b", "", "fr"},
		{`"content":["b","c"]`, "b", "", ""},
		{`"content":{"de":"b"}`, "b", "", "de"},
		{`"content":"b","contentMap":{"und":"b"}`, "b", "", ""},
		{`"content":"b","contentMap":{"not a language":"b"}`, "b", "", ""},
		{`"content":"b","contentMap":[]`, "b", "", ""},
		{`"content":"b","nameMap":{"en":"n"}`, "b", "n", "en"},
		{`"content":"b","summaryMap":{"en":"n"}`, "b", "", "en"},
		{`"content":"b","inLanguage":"cy"`, "b", "", "cy"},
		{`"content":"a\u0000b"`, "ab", "", ""},
		{`"content":5,"name":true`, "", "", ""},
		{`"name":"Blue","inReplyTo":"https://b.example/poll"`, "", "Blue", ""}, // a vote
	} {
		o := readObject(t, `"type":"Note",`+test.json)
		if o.Content != test.content || o.Name != test.name || o.Language != test.language {
			t.Errorf("%s: %q, %q, %q", test.json, o.Content, o.Name, o.Language)
		}
	}
}

func TestReadObjectTimes(t *testing.T) {
	want := time.Date(2026, 10, 5, 15, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		json string
		want time.Time
	}{
		{`"2026-10-05T15:00:00Z"`, want},
		{`"2026-10-05T15:00:00+0000"`, want},
		{`"2026-10-05T16:00:00.250+01:00"`, want.Add(250 * time.Millisecond)},
		{`"2026-10-05T15:00:00"`, want},
		{`"2026-10-05T15:00Z"`, want},
		{`"2026-10-05 15:00:00"`, want},
		{`{"@type":"xsd:dateTime","@value":"2026-10-05T15:00:00Z"}`, want},
		{`["2026-10-05T15:00:00Z"]`, want},
		{`"2026-10-05"`, want.Add(-15 * time.Hour)},
		{`"yesterday, they say"`, time.Time{}},
		{`"0000-00-00T00:00:00Z"`, time.Time{}},
		{`1759676400`, time.Time{}},
		{`null`, time.Time{}},
	} {
		if got := readObject(t, `"type":"Note","published":`+test.json).Published; got != test.want {
			t.Errorf("%s: %v, want %v", test.json, got, test.want)
		}
	}
}

func TestReadObjectURL(t *testing.T) {
	for _, test := range []struct{ json, want string }{
		{`"https://a.example/p"`, "https://a.example/p"},
		{`{"type":"Link","href":"https://a.example/p"}`, "https://a.example/p"},
		{`[{"type":"Link","mediaType":"video/mp4","href":"https://a.example/v"},{"type":"Link","mediaType":"text/html","href":"https://a.example/p"}]`, "https://a.example/p"},
		{`[{"type":"Link","href":"threads://p"},{"type":"Link","href":"https://a.example/p"}]`, "https://a.example/p"},
		{`["https://a.example/1","https://a.example/2"]`, "https://a.example/1"},
		{`"javascript:alert(1)"`, ""}, // an address that a page may show is http or https
		{`null`, ""},
	} {
		if got := readObject(t, `"type":"Note","url":`+test.json).URL; got != test.want {
			t.Errorf("%s: %q, want %q", test.json, got, test.want)
		}
	}
}

func TestReadObjectRest(t *testing.T) {
	o := readObject(t, `"type":["Note","https://a.example/Thing"],"context":{"id":"https://a.example/c","type":"Collection"},
		"conversation":"tag:a.example,2026:1","sensitive":"true","likes":{"id":"https://a.example/1/likes","type":"Collection","totalItems":7},
		"replies":"https://a.example/1/replies","shares":null,"preview":{"type":"Note","content":"short"},
		"interactionPolicy":{"canQuote":{"always":"as:Public"},"canReply":{"automaticApproval":[]}},"votersCount":5,"proof":{"created":1}`)
	if o.Type != federation.NoteType || o.Context != "https://a.example/c" || o.Conversation != "tag:a.example,2026:1" || !o.Sensitive {
		t.Errorf("%+v", o)
	}
	if *o.Likes.TotalItems != 7 || o.Replies.ID != "https://a.example/1/replies" || o.Shares != nil || o.Preview.Content != "short" {
		t.Errorf("%+v, %+v, %+v, %+v", o.Likes, o.Replies, o.Shares, o.Preview)
	}
	want := federation.InteractionPolicy{Quote: []federation.ID{federation.Public}, Reply: []federation.ID{}}
	if !reflect.DeepEqual(*o.Policy, want) {
		t.Errorf("policy %+v", o.Policy)
	}
	if extra := map[string]any{"votersCount": 5.0, "proof": map[string]any{"created": 1.0}}; !reflect.DeepEqual(o.Extra, extra) {
		t.Errorf("extra %v", o.Extra)
	}
}

// Mastodon takes the first key of contentMap for the language of a post: it is
// the post's own, whatever the alphabet says.
func TestTranslationsComeAfterTheOriginal(t *testing.T) {
	o := article()
	o.Translations = []federation.Translation{
		{Language: "cy", Name: "Un", Content: "<p>Un</p>"}, {Language: "br", Summary: "Unan", Content: "<p>Unan</p>"},
		{Language: "en-GB", Content: "<p>Twice</p>"}, {Content: "<p>In no language</p>"},
	}
	keys := func(o federation.Object, name string) (keys []string) {
		t.Helper()
		written, err := activitystreams.WriteObject(o)
		if err != nil {
			t.Fatal(err)
		}
		var document map[string]json.RawMessage
		if err := json.Unmarshal(written, &document); err != nil {
			t.Fatal(err)
		}
		for _, said := range regexp.MustCompile(`"([a-zA-Z-]+)":"`).FindAllStringSubmatch(string(document[name]), -1) {
			keys = append(keys, said[1])
		}
		return keys
	}
	for name, want := range map[string][]string{"contentMap": {"en-GB", "cy", "br"}, "nameMap": {"en-GB", "cy"}, "summaryMap": {"en-GB", "br"}} {
		if got := keys(o, name); !slices.Equal(got, want) {
			t.Errorf("%s has the keys %q, want %q", name, got, want)
		}
	}
	o.Summary, o.Language = "", "en-GB"
	if got := keys(o, "summaryMap"); got != nil {
		t.Errorf("without a summary of its own: %q", got)
	}
	o.Language = ""
	if got := keys(o, "contentMap"); got != nil {
		t.Errorf("of an object in no language: %q", got)
	}
}
