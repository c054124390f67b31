package inbox_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"inews/federation/inbox"
)

// create is a Create of a Note of 3 kB in the shape that Mastodon sends.
func create() string {
	return fmt.Sprintf(`{"@context":["https://www.w3.org/ns/activitystreams",{"ostatus":"http://ostatus.org#","atomUri":"ostatus:atomUri",`+
		`"inReplyToAtomUri":"ostatus:inReplyToAtomUri","conversation":"ostatus:conversation","sensitive":"as:sensitive","toot":"http://joinmastodon.org/ns#",`+
		`"votersCount":"toot:votersCount","Hashtag":"as:Hashtag"}],"id":"https://peer.example/users/ann/1/activity","type":"Create","actor":"https://peer.example/users/ann",`+
		`"published":"2026-11-20T10:00:00Z","to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["https://peer.example/users/ann/followers"],`+
		`"object":{"id":"https://peer.example/users/ann/1","type":"Note","summary":null,"inReplyTo":"https://council.example/ap/posts/1",`+
		`"attributedTo":"https://peer.example/users/ann","content":"<p>%s</p>","contentMap":{"en":"<p>%[1]s</p>"},"attachment":[],`+
		`"tag":[{"type":"Mention","href":"https://council.example/ap/actors/inews","name":"@inews@council.example"},{"type":"Hashtag","href":"https://peer.example/tags/a","name":"#a"}],`+
		`"replies":{"id":"https://peer.example/users/ann/1/replies","type":"Collection","first":{"type":"CollectionPage","next":"https://peer.example/p","items":[]}}}}`,
		strings.Repeat("Words of a comment. ", 40))
}

func BenchmarkReadEnvelope(b *testing.B) {
	body := []byte(create())
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := inbox.ReadEnvelope(body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHandler(b *testing.B) {
	w := newWorld(b)
	w.Report = nil
	body := create()
	r := w.request(b, ann, body)
	for b.Loop() {
		next := r.Clone(b.Context())
		next.Body = httptest.NewRequest("POST", door, strings.NewReader(body)).Body
		answer := httptest.NewRecorder()
		w.ServeHTTP(answer, next)
		if answer.Code != 202 {
			b.Fatal(answer.Code, answer.Body)
		}
	}
}
