package actor_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"inews/federation/actor"
)

func TestWants(t *testing.T) {
	for _, test := range []struct {
		name   string
		accept []string
		want   bool
	}{
		{"Mastodon, object", []string{`application/activity+json, application/ld+json`}, true},
		{"Mastodon, with profile", []string{`application/ld+json; profile="https://www.w3.org/ns/activitystreams", application/activity+json`}, true},
		{"Mastodon, pasted address", []string{`application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams", text/html;q=0.1`}, true},
		{"ActivityPub client", []string{`application/ld+json; profile="https://www.w3.org/ns/activitystreams"`}, true},
		{"GoToSocial", []string{`application/activity+json;q=0.9`, `application/ld+json;profile="https://www.w3.org/ns/activitystreams"`}, true},
		{"Misskey", []string{`application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"; q=0.9`}, true},
		{"upper case", []string{`Application/Activity+JSON`}, true},
		{"as much as a page", []string{`text/html, application/activity+json`}, true},
		{"Firefox", []string{`text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8`}, false},
		{"Chromium", []string{`text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7`}, false},
		{"page first by weight", []string{`application/activity+json;q=0.5, text/html`}, false},
		{"refused", []string{`application/activity+json;q=0, */*`}, false},
		{"curl", []string{`*/*`}, false},
		{"none", nil, false},
		{"empty", []string{``}, false},
		{"any application", []string{`application/*`}, false},
		{"plain JSON", []string{`application/json`}, false},
		{"no number", []string{`application/activity+json;q=lots`}, false},
		{"not a number", []string{`application/activity+json;q=NaN, text/html;q=0.1`}, false},
		{"over one", []string{`application/activity+json;q=2, text/html`}, false},
		{"broken beside good", []string{`;;;, application/activity+json`}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/ap/posts/1", nil)
			r.Header["Accept"] = test.accept
			if got := actor.Wants(r); got != test.want {
				t.Errorf("Wants with %q is %t", test.accept, got)
			}
		})
	}
}
