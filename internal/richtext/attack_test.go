package richtext

import (
	_ "embed"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

//go:embed testdata/attacks.txt
var attackCorpus string

// attacks is the corpus, and each of it again inside of what we keep.
func attacks() []string {
	var list []string
	for line := range strings.Lines(attackCorpus) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if unquoted, err := strconv.Unquote(line); err == nil {
			line = unquoted
		}
		list = append(list, line)
	}
	for i, s := range slices.Clone(list) {
		wrap := []string{`<p>%s</p>`, `<ul><li>%s`, `<pre>%s</pre>`, `<a href="https://a.example/">%s</a>`, `<ruby><rt>%s`}[i%5]
		list = append(list, fmt.Sprintf(wrap, s))
	}
	return list
}

func TestCorpusIsRead(t *testing.T) {
	if n := len(attacks()); n < 2*250 {
		t.Errorf("%d attacks are read, and the corpus has more", n)
	}
}

// Checks 37 and 38: "sanitised output re-sanitises to itself, no script, style,
// form, id, class beyond list, no remote image", and link "schemes other than
// http/https/mailto" are "removed".
func TestCheck37And38Remote(t *testing.T) {
	for _, attack := range attacks() {
		assertRemote(t, attack)
	}
}

// The same for the text of visitors, where all markup is text.
func TestCheck37And38Comment(t *testing.T) {
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

// The same for Markdown: raw HTML is left out, and the schemes of links and
// pictures are the same few.
func TestCheck37And38Markdown(t *testing.T) {
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
				if !elements["img"] && !slices.Contains(strangersAttributes, a.Key) {
					t.Errorf("%q leaves a stranger's attribute %s=%q", source, a.Key, a.Val)
				}
				assertAttribute(t, source, a)
			}
		default:
			t.Errorf("%q leaves a node of type %d: %q", source, n.Type, h)
		}
	}
}

// strangersAttributes are all that may come from another server: neither an
// id, nor a style, nor anything that loads.
var strangersAttributes = []string{"href", "rel", "class", "lang", "dir", "start", "reversed", "value"}

// listedClass is the list of classes: microformats, what Mastodon marks, and
// what our own writer sets.
var listedClass = regexp.MustCompile(`^((h|p|u|dt|e)-[a-z0-9-]+|mention|hashtag|ellipsis|invisible|quote-inline|footnotes|footnote-(ref|backref)|language-[a-z0-9-]+)$`)

func assertAttribute(t *testing.T, source string, a html.Attribute) {
	t.Helper()
	if !writtenAttributes[a.Key] {
		t.Errorf("%q leaves attribute %s=%q", source, a.Key, a.Val)
	}
	switch a.Key {
	case "class":
		for class := range strings.FieldsSeq(a.Val) {
			if !listedClass.MatchString(class) {
				t.Errorf("%q leaves class %q", source, class)
			}
		}
	case "href":
		u, err := url.Parse(a.Val)
		if err != nil || !slices.Contains([]string{"", "http", "https", "mailto"}, u.Scheme) || strings.HasPrefix(u.Scheme, "http") && u.Hostname() == "" || strings.HasPrefix(a.Val, "//") {
			t.Errorf("%q leaves a link to %q, %v", source, a.Val, err)
		}
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
