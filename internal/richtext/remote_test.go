package richtext

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRemote(t *testing.T) {
	const rel = ` rel="nofollow noopener ugc"`
	tests := []struct{ name, in, want string }{
		{"plain text", "Great talk", "<p>Great talk</p>"},
		{"mastodon mention", `<p><span class="h-card" translate="no"><a href="https://a.example/@b" class="u-url mention">@<span>b</span></a></span> hi</p>`,
			`<p><span class="h-card"><a href="https://a.example/@b"` + rel + ` class="u-url mention">@<span>b</span></a></span> hi</p>`},
		{"long link", `<p><a href="https://a.example/long/path" target="_blank"><span class="invisible">https://</span><span class="ellipsis">a.example/long</span><span class="invisible">/path</span></a></p>`,
			`<p><a href="https://a.example/long/path"` + rel + `><span class="invisible">https://</span><span class="ellipsis">a.example/long</span><span class="invisible">/path</span></a></p>`},
		{"heading", "<h2>News</h2><p>of the day</p>", "<p><strong>News</strong></p><p>of the day</p>"},
		{"divs part words", "<div>one</div><div>two</div>", "<p>one</p><p>two</p>"},
		{"table keeps text", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "<p>a b</p><p>c</p>"},
		{"picture leaves alt", `<p>so <img src="https://x.example/p.png" alt=":smile:"></p>`, "<p>so :smile:</p>"},
		{"figure", `<figure><img src=x><figcaption>Cap</figcaption></figure>`, "<p>Cap</p>"},
		{"classes", `<span class="h-card evil u-url" id="x" style="x">a</span>`, `<p><span class="h-card u-url">a</span></p>`},
		{"lang and dir", `<p lang="cy" dir="RTL">a</p><p lang='"><x'>b</p>`, `<p lang="cy" dir="rtl">a</p><p>b</p>`},
		{"lists", "<ol start=3><li>a<li>b</ol><li>c", `<ol start="3"><li>a</li><li>b</li></ol><ul><li>c</li></ul>`},
		{"nested lists", "<ul><li>a<ul><li>b</li></ul>c</li></ul>", "<ul><li>a<ul><li>b</li></ul><p>c</p></li></ul>"},
		{"quote", "<blockquote>said</blockquote>ok", "<blockquote><p>said</p></blockquote><p>ok</p>"},
		{"code", "<pre><code>\na &lt; b\n</code></pre>", "<pre><code>a &lt; b\n</code></pre>"},
		{"unclosed", "<b><i>x", "<p><b><i>x</i></b></p>"},
		{"misnested", "<p><b>x<i>y</b>z</i></p>", "<p><b>x<i>y</i></b>z</p>"},
		{"block in line", "<b>x<p>y</p></b>", "<p><b>x</b></p><p>y</p>"},
		{"empty blocks", "<p></p><p> </p><p><br></p><p>x<br></p>", "<p>x<br></p>"},
		{"link in link", `<a href="https://a.example">x<a href="https://b.example">y</a>`,
			`<p><a href="https://a.example"` + rel + `>x</a><a href="https://b.example"` + rel + `>y</a></p>`},
		{"mailto", `<a href="mailto:a@b.example">mail</a>`, `<p><a href="mailto:a@b.example"` + rel + `>mail</a></p>`},
		{"relative link", `<a href="/x">x</a> <a href="//evil.example">y</a> <a href="?q">z</a>`, "<p>x y z</p>"},
		{"ruby", "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>"},
		{"user information", `<a href="https://kent.gov.uk@evil.example/">x</a>`, `<p><a href="https://evil.example/"` + rel + `>x</a></p>`},
		{"host in punycode", `<a href="https://bücher.example/">x</a>`, `<p><a href="https://xn--bcher-kva.example/"` + rel + `>x</a></p>`},
		{"nothing", " <div> </div> ", ""},
		{"nul and controls", "a\x00b\x07c\u0085d", "<p>abcd</p>"},
		{"broken utf-8", "a\xff", "<p>a\uFFFD</p>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Remote(tt.in).String()
			if got != tt.want {
				t.Errorf("Remote(%q)\n got %s\nwant %s", tt.in, got, tt.want)
			}
			if again := Remote(got).String(); again != got {
				t.Errorf("again\n got %s\nwant %s", again, got)
			}
		})
	}
}

// Check 39: bidirectional overrides are neutralised; a link and a mention show
// the host that they lead to.
func TestCheck39Remote(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"override", "a\u202eb\u2066c", "abc"},
		{"override as entity", "a&#x202e;b", "ab"},
		{"arabic keeps its marks", "\u200fسلام", "\u200fسلام"},
		{"another host", `<a href="https://evil.example/">https://kent.gov.uk/pay</a>`, "https://kent.gov.uk/pay (evil.example)"},
		{"within a sentence", `<a href="https://evil.example/">pay at https://kent.gov.uk/pay now</a>`, "pay at https://kent.gov.uk/pay now (evil.example)"},
		{"bare host", `<a href="https://evil.example/">kent.gov.uk</a>`, "kent.gov.uk (evil.example)"},
		{"in spans", `<a href="https://evil.example/"><span>https://</span>kent.gov.uk</a>`, "https://kent.gov.uk (evil.example)"},
		{"same site", `<a href="https://www.kent.gov.uk/x">kent.gov.uk</a>`, "kent.gov.uk"},
		{"file name", `<a href="https://a.example/1">report.pdf</a>`, "report.pdf"},
		{"mention elsewhere", `<a href="https://evil.example/@x" class="mention">@x@kent.gov.uk</a>`, "@x@kent.gov.uk (evil.example)"},
		{"mention at home", `<a href="https://social.kent.gov.uk/@x" class="mention">@x@kent.gov.uk</a>`, "@x@kent.gov.uk"},
		{"user information shown", `<a href="https://evil.example/">https://kent.gov.uk@evil.example/</a>`, "https://kent.gov.uk@evil.example/ (evil.example)"},
		{"homograph", `<a href="https://аррӏе.com/">https://аррӏе.com/</a>`, "https://аррӏе.com/ (xn--80ak6aa92e.com)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := Remote(tt.in)
			if got := PlainText(h); got != tt.want {
				t.Errorf("shows %q, want %q", got, tt.want)
			}
			if again := Remote(h.String()); again != h {
				t.Errorf("again %s, want %s", again, h)
			}
		})
	}
}

// A document that is all opening tags must cost neither memory nor time out of
// proportion: an HTML parser that reopens formatting would write gigabytes.
func TestRemoteIsBounded(t *testing.T) {
	inputs := map[string]string{
		"formatting": strings.Repeat("<b lang=a1><i lang=b2>", 2000) + strings.Repeat("<p>x", 10000),
		"blocks":     strings.Repeat("<blockquote>", 100000) + "x",
		"lists":      strings.Repeat("<ul><li>x", 20000),
		"quotes":     strings.Repeat(`"`, 1<<20),
		"links":      strings.Repeat(`<a href="https://a.example/">b.example`, 5000),
		"one tag":    "<" + strings.Repeat("a", 1<<20),
	}
	for name, in := range inputs {
		t.Run(name, func(t *testing.T) {
			h := Remote(in)
			if len(h.String()) > maxSource {
				t.Errorf("%d bytes, want at most %d", len(h.String()), maxSource)
			}
			if Remote(h.String()) != h {
				t.Error("not the same when sanitised again")
			}
		})
	}
}

// Every content of the recorded payloads comes through: not empty, and stable.
func TestRemoteWireCorpus(t *testing.T) {
	files, err := filepath.Glob("../../../shared/wire-corpus/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Content string `json:"content"`
			Object  any    `json:"object"`
		}
		if json.Unmarshal(data, &doc) != nil {
			continue
		}
		if object, ok := doc.Object.(map[string]any); ok && doc.Content == "" {
			doc.Content, _ = object["content"].(string)
		}
		if strings.TrimSpace(doc.Content) == "" {
			continue
		}
		h := Remote(doc.Content)
		if PlainText(h) == "" {
			t.Errorf("%s: nothing left of %q", filepath.Base(file), doc.Content)
		}
		if Remote(h.String()) != h {
			t.Errorf("%s: changes when sanitised again", filepath.Base(file))
		}
	}
}

func TestTrim(t *testing.T) {
	us := []string{"https://council.example/ap/actors/inews", "https://council.example/"}
	tests := []struct{ name, in, want string }{
		{"span", `<p><span class="h-card"><a href="https://council.example/" class="u-url mention">@<span>inews</span></a></span> Lovely, thank you!</p>`, "<p>Lovely, thank you!</p>"},
		{"bare, comma", `<p><a href="https://council.example/ap/actors/inews" class="mention">@inews@council.example</a>, hello</p>`, "<p>hello</p>"},
		{"twice, line break", `<p><a href="https://council.example/">@inews</a> <a href="https://council.example/">@inews</a><br>hello</p>`, "<p>hello</p>"},
		{"alone", `<p><a href="https://council.example/">@inews</a></p>`, ""},
		{"not a mention", `<p><a href="https://council.example/">your site</a> is down</p>`, ""},
		{"somebody else", `<p><a href="https://a.example/">@a</a> hello</p>`, ""},
		{"in the middle", `<p>hello <a href="https://council.example/">@inews</a></p>`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := Remote(tt.in)
			want := tt.want
			if want == "" && tt.name != "alone" {
				want = h.String() // unchanged
			}
			if got := TrimMention(h, us...).String(); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
	quoted := Remote(`<p class="quote-inline">RE: <a href="https://a.example/1">https://a.example/1</a></p><p>Worth reading</p>`)
	if got := TrimQuote(quoted).String(); got != "<p>Worth reading</p>" {
		t.Errorf("TrimQuote: %s", got)
	}
}
