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
	if got := Template("https://peer.example/follow?a={object}&then={on-success}").Fill(map[string]string{"object": "x"}); got != "https://peer.example/follow?a=x&then=" {
		t.Error(got)
	}
}

// A template is for one host, whose name stands in it as it is. Everything that
// a browser, another program or a person could take for another place, or for
// no place, is refused.
func TestTemplateStaysOnItsHost(t *testing.T) {
	for _, good := range []Template{
		"https://peer.example/share?uri={uri}", "https://peer.example/share/{uri}", "https://peer.example?uri={uri}",
		"https://peer.example/#/share?uri={uri}", "https://peer.example/a/b/c?x[]=1&uri={uri}&on={on-success}",
	} {
		if !good.on("peer.example") {
			t.Errorf("%s is refused", good)
		}
	}
	for form, templates := range map[string][]Template{
		"another host":        {"https://evil.example/{uri}", "https://peer.example.evil.example/{uri}", "https://evilpeer.example/{uri}", "https://sub.peer.example/{uri}"},
		"no scheme":           {"//peer.example/{uri}", "//evil.example/{uri}", "/share?uri={uri}", "{uri}", ""},
		"backslashes":         {`https:\\peer.example\{uri}`, `\\evil.example\{uri}`, `https://peer.example\@evil.example/{uri}`, `https://peer.example/\evil.example/{uri}`},
		"credentials":         {"https://peer.example@evil.example/{uri}", "https://a@peer.example/{uri}", "https://a:b@peer.example/{uri}", "https://@peer.example/{uri}"},
		"escapes in the host": {"https://peer.example%2f..evil.example/{uri}", "https://peer%2eexample/{uri}", "https://peer.example%00/{uri}"},
		"scripts":             {"javascript:alert({uri})", "JavaScript://peer.example/%0aalert({uri})", "vbscript:{uri}"},
		"data":                {"data:text/html,{uri}", "blob:https://peer.example/{uri}", "mailto:{uri}", "web+ap://peer.example/{uri}"},
		"no encryption":       {"http://peer.example/{uri}", "HTTP://peer.example/{uri}", "https:peer.example/{uri}", "https:///peer.example/{uri}", "HTTPS://peer.example/{uri}"},
		"port":                {"https://peer.example:8443/{uri}", "https://peer.example:443/{uri}", "https://peer.example:/{uri}", "https://peer.example:{uri}/"},
		"other letters":       {"https://p\u0435er.example/{uri}", "https://peer.ex\u00e4mple/{uri}", "https://peer\u3002example/{uri}", "https://PEER.example/{uri}", "https://peer.example./{uri}"},
		"line ends":           {"https://peer.example/\r\nSet-Cookie: a=b{uri}", "https://peer.example/\t{uri}", " https://peer.example/{uri}", "https://peer.example/\u2028{uri}"},
		"place in the host":   {"https://{uri}/share", "https://peer.example{uri}/share", "https://{uri}.peer.example/", "https://{uri}@peer.example/", "{uri}peer.example/"},
		"a second slash":      {"https://peer.example//evil.example/{uri}"},
		"marks":               {"https://peer.example/\"><script>{uri}", "https://peer.example/'{uri}", "https://peer.example/`{uri}", "https://peer.example/%zz{uri}"},
	} {
		for _, bad := range templates {
			if bad.on("peer.example") {
				t.Errorf("%s: %q is taken for a page of peer.example", form, bad)
			}
		}
	}
}
