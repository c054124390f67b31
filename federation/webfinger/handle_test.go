package webfinger

import (
	"errors"
	"strings"
	"testing"

	"inews/federation"
)

func TestParseHandle(t *testing.T) {
	for text, want := range map[string]string{
		"@news@council.example":                     "@news@council.example",
		"news@council.example":                      "@news@council.example",
		" @News@Council.Example. ":                  "@News@council.example",
		"acct:news@council.example":                 "@news@council.example",
		"ACCT:@news@council.example":                "@news@council.example",
		"https://council.example/@news":             "@news@council.example",
		"https://council.example/@news/":            "@news@council.example",
		"https://council.example/@bea@peer.example": "@bea@peer.example",
		"council.example@council.example":           "@council.example@council.example",
		"a_b.c-d@xn--kln-sna.example":               "@a_b.c-d@xn--kln-sna.example",
		"inews@localhost:8080":                      "@inews@localhost:8080",
	} {
		h, err := ParseHandle(text)
		if err != nil || h.String() != want {
			t.Errorf("%q: %s, %v; want %s", text, h, err, want)
		}
	}
	for _, text := range []string{
		"", "@", "news", "@news", "@@council.example", "news@", "a@b@c", "acct:", "acct:news", "news@council.example/path",
		"news@council.example?x", "news@council.example#x", "ne ws@council.example", "news@coun cil.example", "news@-council.example",
		"news@council..example", "news.@council.example", "-news@council.example", "n\x00ews@council.example", "news\r\n@council.example",
		"news@①②⑦.⓪.⓪.①", "néws@council.example", "news@127.0.0.1", "news@[::1]", "news@council.example:0", "news@council.example:123456",
		"https://council.example/posts/1", "https://council.example/@news/1", "https://u@council.example/@news", "mailto:news@council.example",
		strings.Repeat("a", 600) + "@council.example",
	} {
		if h, err := ParseHandle(text); !errors.Is(err, federation.ErrMalformed) {
			t.Errorf("%q is taken for %s, %v", text, h, err)
		}
	}
}

func FuzzHandle(f *testing.F) {
	for _, seed := range []string{
		"@news@council.example", "acct:a@b", "https://council.example/@news", "a@b@c", "①@council.example", "inews@localhost:8080", "acct:@@", "//@a@b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		h, err := ParseHandle(text)
		if err != nil {
			return
		}
		for _, form := range []string{h.String(), h.Resource()} {
			again, err := ParseHandle(form)
			if err != nil || again != h {
				t.Errorf("%q became %+v, whose form %q becomes %+v, %v", text, h, form, again, err)
			}
		}
		id := federation.ID("https://" + h.Host + "/.well-known/webfinger")
		if id.Host() != strings.TrimSuffix(h.Host, ":443") || !h.Same(h) {
			t.Errorf("%q leads to host %q instead of %q", text, id.Host(), h.Host)
		}
	})
}

func TestTemplate(t *testing.T) {
	fill := map[string]string{"uri": "https://council.example/posts/1?a=b&c#d"}
	if got := Template("https://peer.example/share?uri={uri}&text={content}").Fill(fill); got != "https://peer.example/share?uri=https%3A%2F%2Fcouncil.example%2Fposts%2F1%3Fa%3Db%26c%23d&text=" {
		t.Error(got)
	}
	for template, host := range map[Template]string{
		"https://peer.example/share?uri={uri}": "peer.example",
		"https://{uri}/share":                  "",
		"https://peer.example{uri}/share":      "",
		"{uri}":                                "",
		"javascript:alert({uri})":              "",
		"https://a@peer.example/{uri}":         "",
	} {
		if got := template.host(); got != host {
			t.Errorf("%s leads to %q, want %q", template, got, host)
		}
	}
}
