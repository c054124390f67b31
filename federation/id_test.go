package federation_test

import (
	"strings"
	"testing"

	"inews/federation"
)

func TestOrigin(t *testing.T) {
	t.Parallel()
	for id, want := range map[federation.ID]string{
		"https://council.example/ap/posts/1":                            "https://council.example",
		"HTTPS://Council.Example:443/x#main":                            "https://council.example",
		"http://council.example:80/x":                                   "http://council.example",
		"https://council.example.:8443/x":                               "https://council.example:8443",
		"https://[2001:db8::1]:8443/x":                                  "https://[2001:db8::1]:8443",
		"https://xn--mnchen-3ya.example/x":                              "https://xn--mnchen-3ya.example",
		"https://münchen.example/x":                                     "", // two spellings of one host
		"https://user@council.example/x":                                "",
		"https:///x":                                                    "",
		"https://./x":                                                   "",
		"https://[fe80::1%25lo]/x":                                      "",
		"ftp://council.example/x":                                       "",
		"/ap/posts/1":                                                   "",
		"acct:news@council.example":                                     "",
		"https://council.example/a b":                                   "",
		"https://council.example/\nx":                                   "",
		federation.ID("https://c.example/" + strings.Repeat("x", 2048)): "",
	} {
		if got := id.Origin(); got != want {
			t.Errorf("origin of %q is %q, want %q", id, got, want)
		}
	}
}

func TestSameOrigin(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b federation.ID
		want bool
	}{
		{"https://a.example/1", "https://A.example:443/2", true},
		{"https://a.example/1", "http://a.example/1", false},
		{"https://a.example/1", "https://a.example:8443/1", false},
		{"https://a.example/1", "https://b.a.example/1", false},
		{"", "", false}, // nobody owns what is no address
	} {
		if got := test.a.SameOrigin(test.b); got != test.want {
			t.Errorf("%q and %q: same origin is %v", test.a, test.b, got)
		}
	}
}

func TestIsMediaType(t *testing.T) {
	t.Parallel()
	for contentType, want := range map[string]bool{
		"application/activity+json":                                                             true,
		"application/activity+json; charset=utf-8":                                              true,
		`application/ld+json; profile="https://www.w3.org/ns/activitystreams"`:                  true,
		`application/ld+json; charset=utf-8; profile="x https://www.w3.org/ns/activitystreams"`: true,
		"application/ld+json":                                                                   false,
		`application/ld+json; profile="x"`:                                                      false,
		"application/json":                                                                      false,
		"text/html":                                                                             false,
		"":                                                                                      false,
	} {
		if got := federation.IsMediaType(contentType); got != want {
			t.Errorf("%q: %v", contentType, got)
		}
	}
}
