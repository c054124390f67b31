package richtext

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// attacks is one specimen, or a few, of each known class of markup that runs
// code, loads something, or escapes from a sanitiser when it is read again.
func attacks() []string {
	list := []string{
		// Scripts, plainly and in disguise.
		`<script>alert(1)</script>`, `<ScRiPt src=//e.example/x.js></sCrIpT>`, `<script/x>alert(1)</script>`,
		`<<script>alert(1)//<</script>`, `<scr<script>ipt>alert(1)</scr</script>ipt>`, `<script>alert(1)`, `</script><script>alert(1)</script>`,
		"<scr\x00ipt>alert(1)</scr\x00ipt>", `&lt;script&gt;alert(1)&lt;/script&gt;`, `&#60;script&#62;alert(1)&#60;/script&#62;`,
		// Event handlers.
		`<img src=x onerror=alert(1)>`, `<img/src="x"/onerror=alert(1)>`, `<p onclick=alert(1)>x</p>`, `<a href="https://a.example" onmouseover="alert(1)">x</a>`,
		`<b/onpointerenter=alert(1)>x`, `<span class="h-card" onfocus=alert(1) tabindex=0 autofocus>x</span>`, "<p\fonclick=alert(1)>x", `<details open ontoggle=alert(1)>x`,
		`<video><source onerror=alert(1)></video>`, `<body onload=alert(1)>`, `<p title="` + "`" + `onclick=alert(1)" onclick=alert(1)>`,
		// Schemes.
		`<a href="javascript:alert(1)">x</a>`, `<a href="JaVaScRiPt:alert(1)">x</a>`, "<a href=\"java\nscript:alert(1)\">x</a>", "<a href=\"java\tscript:alert(1)\">x</a>",
		`<a href="&#106;avascript:alert(1)">x</a>`, `<a href="javascript&colon;alert(1)">x</a>`, "<a href=\"\x01javascript:alert(1)\">x</a>", `<a href=" javascript:alert(1)">x</a>`,
		`<a href="data:text/html,<script>alert(1)</script>">x</a>`, `<a href="vbscript:x">x</a>`, `<a href="file:///etc/passwd">x</a>`, `<a href="blob:https://a.example/1">x</a>`,
		`<a href="https:javascript:alert(1)">x</a>`, `<a href="javascript://https://a.example/%0aalert(1)">x</a>`, `<a href="view-source:https://a.example">x</a>`, `<a href="feed:javascript:alert(1)">x</a>`,
		`<a href="//evil.example">x</a>`, `<a href="\\evil.example">x</a>`, `<a href="https:\\evil.example">x</a>`, `<a href='https://a.example/"><script>alert(1)</script>'>x</a>`,
		`<a href="mailto:">x</a>`, `<a href="tel:999">x</a>`, `<a href="intent://x#Intent;end">x</a>`, `<a href="&#x2028;javascript:alert(1)">x</a>`,
		// Foreign elements and namespaces.
		`<svg onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`, `<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>`, `<svg/><p>x</p>`,
		`<svg><animate attributeName=href values=javascript:alert(1)>`, `<svg><foreignObject><p onclick=alert(1)>x</foreignObject></svg>`, `<svg><use href="data:image/svg+xml,x">`,
		`<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>`, `<math><annotation-xml encoding="text/html"><script>alert(1)</script></annotation-xml></math>`,
		`<math href="javascript:alert(1)">x</math>`, `<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">`, `<svg><![CDATA[><img src=x onerror=alert(1)>]]></svg>`,
		`<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`, `<math><mtext><mglyph><svg><mtext><style><path id="</style><img onerror=alert(1) src>">`,
		// Elements that swallow text, and comments.
		`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`, `<style><img src="</style><img src=x onerror=alert(1)//">`, `<title><a href="</title><img src=x onerror=alert(1)>">`,
		`<textarea></textarea><img src=x onerror=alert(1)>`, `<xmp><p title="</xmp><img src=x onerror=alert(1)>">`, `<noembed><img title="</noembed><img src onerror=alert(1)>">`,
		`<!--><img src=x onerror=alert(1)>-->`, `<!-- --!><img src=x onerror=alert(1)> -->`, `<!--[if gte IE 4]><script>alert(1)</script><![endif]-->`, `<? echo x ?><script>alert(1)</script>`,
		`<![CDATA[<img src=x onerror=alert(1)>]]>`, `<plaintext><script>alert(1)</script>`, `<select><template><img src=x onerror=alert(1)></template></select>`, `<listing>&lt;img onerror=alert(1) src=x&gt;</listing>`,
		// Style, frames, forms, documents.
		`<p style="background:url(javascript:alert(1))">x</p>`, `<style>@import "//e.example"</style>`, `<link rel=stylesheet href=//e.example>`, `<p style="position:fixed;inset:0">x</p>`,
		`<iframe src="javascript:alert(1)"></iframe>`, `<iframe srcdoc="<script>alert(1)</script>">`, `<object data="data:text/html,x"></object>`, `<embed src=x>`, `<applet code=x>`, `<frameset><frame src=x>`,
		`<form action=//e.example><input name=p type=password><button>go</button></form>`, `<button formaction=javascript:alert(1)>x</button>`, `<isindex action=javascript:alert(1)>`,
		`<meta http-equiv=refresh content="0;url=javascript:alert(1)">`, `<base href="https://e.example/">`, `<html manifest=x>`, `<portal src=x>`, `<marquee onstart=alert(1)>x`, `<dialog open>x`,
		// Loading and clobbering.
		`<img src="https://e.example/pixel.gif">`, `<img srcset="https://e.example/a 1x">`, `<video poster=//e.example/x>`, `<audio src=//e.example/x autoplay>`, `<picture><source srcset=//e.example/x></picture>`,
		`<a id=getElementById name=cookie href="https://a.example">x</a>`, `<p id="main">x</p>`, `<a ping="//e.example" href="https://a.example">x</a>`, `<p is="x-y" slot=a part=b>x</p>`,
		// Quotes, spaces and endings.
		`<p class="h-x"onclick="alert(1)">x</p>`, `<p class='h-x" onclick="alert(1)'>x</p>`, "<p class=`h-x` onclick=alert(1)>x", `<p lang="en" onclick="x" lang="cy">x</p>`, `<a href=https://a.example/?"onclick=alert(1)>x</a>`,
		`<p class="h-&quot; onclick=alert(1)">x</p>`, `</p onclick=alert(1)>`, `<p/onclick/=alert(1)>x`, `<a href="https://a.example/'onclick='alert(1)">x</a>`, `<`, `<p`, `<p class="`, `<a href="https://a.example`,
		"\u202e<p>x</p>\u2066", `<p>&#x202e;x</p>`, `<p class="hashtag&#32;evil">x</p>`,
	}
	for i, s := range slices.Clone(list) { // the same inside of what we keep
		wrap := []string{`<p>%s</p>`, `<ul><li>%s`, `<pre>%s</pre>`, `<a href="https://a.example/">%s</a>`, `<ruby><rt>%s`}[i%5]
		list = append(list, fmt.Sprintf(wrap, s))
	}
	return list
}

// Checks 37 and 38: sanitised output sanitises to itself, and holds no script,
// style, form, id, picture, handler, or class beyond the list; links lead to
// http, https and mailto only.
func TestRemoteAttacks(t *testing.T) {
	for _, attack := range attacks() {
		assertRemote(t, attack)
	}
}

// Checks 37 and 38 for the text of visitors, where all markup is text.
func TestCommentAttacks(t *testing.T) {
	for _, attack := range attacks() {
		h := Comment(attack)
		assertTree(t, attack, h, remoteSet)
		if got, want := strings.Join(strings.Fields(PlainText(h)), ""), strings.Join(strings.Fields(clean(attack)), ""); got != want {
			if !strings.Contains(got, "(") { // the real host may have been added
				t.Errorf("Comment(%q) shows %q", attack, got)
			}
		}
	}
}

// Checks 37 and 38 for Markdown: raw HTML is left out, and the schemes of
// links and pictures are the same few.
func TestMarkdownAttacks(t *testing.T) {
	list := attacks()
	for _, address := range []string{"javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "vbscript:x", "java\tscript:alert(1)",
		"&#106;avascript:alert(1)", "//evil.example", "https://evil.example/x.png", "<javascript:alert(1)>", "file:///x", "/media/../x", "/media/x\" onerror=\"alert(1)"} {
		list = append(list, "[x]("+address+")", "![x]("+address+` "t")`, "[x]: "+address+"\n\n[x]", "<"+address+">", `![x" onerror="alert(1)](/media/a.jpg 'x" onclick="alert(1)')`)
	}
	list = append(list, "#<script>", "# <img src=x onerror=alert(1)>", "| a |\n|:--|\n| <script>x</script> |", "[^1]\n\n[^1]: <b onclick=x>y", "@a@<script>.example", "```\"><script>\nx\n```", "[a](/x \"t' onclick='x\")")
	for _, attack := range list {
		doc, err := Markdown(attack, Options{Mention: everybody})
		if err != nil {
			t.Fatal(err)
		}
		assertTree(t, attack, doc.HTML, writtenElements)
		if !sound(doc.HTML.String()) {
			t.Errorf("Markdown(%q): Trusted does not take it back: %s", attack, doc.HTML)
		}
	}
}

func everybody(handle string) (Mention, bool) {
	name, host, _ := strings.Cut(handle, "@")
	return Mention{URL: "https://" + host + "/@" + name, ActorID: "https://" + host + "/ap/" + name}, true
}

func assertRemote(t *testing.T, source string) {
	t.Helper()
	h := Remote(source)
	if again := Remote(h.String()); again != h {
		t.Errorf("Remote(%q) changes when sanitised again:\n%q\n%q", source, h, again)
	}
	if !sound(h.String()) {
		t.Errorf("Remote(%q) is not what Trusted accepts: %q", source, h)
	}
	assertTree(t, source, h, remoteSet)
}

// assertTree reads the output as a browser does and looks at what came of it.
func assertTree(t *testing.T, source string, h HTML, elements map[string]bool) {
	t.Helper()
	body, ok := parsed(h)
	if !ok {
		t.Fatalf("%q does not parse: %q", source, h)
	}
	for n := range body.Descendants() {
		switch n.Type {
		case html.TextNode:
		case html.ElementNode:
			if !elements[n.Data] && n.Data != "tbody" || n.Namespace != "" {
				t.Errorf("%q leaves <%s>: %q", source, n.Data, h)
			}
			for _, a := range n.Attr {
				assertAttribute(t, source, a)
			}
		default:
			t.Errorf("%q leaves a node of type %d: %q", source, n.Type, h)
		}
	}
}

func assertAttribute(t *testing.T, source string, a html.Attribute) {
	t.Helper()
	if !writtenAttributes[a.Key] {
		t.Errorf("%q leaves attribute %s=%q", source, a.Key, a.Val)
	}
	switch a.Key {
	case "href":
		if !soundAddress([]byte(a.Val)) && strings.Contains(a.Val, ":") {
			t.Errorf("%q leaves a link to %q", source, a.Val)
		}
	case "src":
		if !ownPicture.MatchString(a.Val) {
			t.Errorf("%q leaves a picture from %q", source, a.Val)
		}
	case "id":
		if !anchor.MatchString(a.Val) {
			t.Errorf("%q leaves id %q", source, a.Val)
		}
	}
}
