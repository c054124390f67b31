package richtext

import (
	"strings"

	"golang.org/x/net/html"
)

// Remote sanitises HTML from another server. Kept are the elements that
// Mastodon keeps, the classes of microformats, mentions and hashtags, lang and
// dir, and links to http, https and mailto. Headings become bold paragraphs,
// tables and figures their text, pictures their alternative text. Links carry
// rel="nofollow noopener ugc", and a link whose text names another host than
// the one it opens has the real host added. More than 64 KiB is cut off.
//
// Remote(Remote(x)) is Remote(x).
func Remote(source string) HTML {
	r := reader{flow: flow{limit: maxSource}}
	r.read(clean(capped(source, maxSource)))
	return HTML{remotePolicy.Sanitize(r.flow.finish())}
}

// reader takes a stranger's markup apart, tag by tag.
type reader struct {
	flow
	skipping string // the element whose content is left out
	depth    int
}

func (r *reader) read(source string) {
	z := html.NewTokenizer(strings.NewReader(source))
	for !r.full {
		kind := z.Next()
		if kind == html.ErrorToken {
			return
		}
		token := z.Token()
		if r.skipping != "" {
			r.skip(kind, token.Data)
			continue
		}
		switch kind {
		case html.TextToken:
			r.text(token.Data)
		case html.StartTagToken, html.SelfClosingTagToken:
			r.start(token, kind == html.SelfClosingTagToken)
		case html.EndTagToken:
			r.stop(token.Data)
		}
	}
}

// skip waits for the end of an element whose content nobody should read.
func (r *reader) skip(kind html.TokenType, name string) {
	if name != r.skipping {
		return
	}
	switch kind {
	case html.StartTagToken:
		r.depth++
	case html.EndTagToken:
		r.depth--
	}
	if r.depth == 0 {
		r.skipping = ""
	}
}

func (r *reader) start(token html.Token, selfClosing bool) {
	switch name := token.Data; {
	case hidesContent(name):
		// Only foreign elements may close themselves.
		if !selfClosing || name != "svg" && name != "math" {
			r.skipping, r.depth = name, 1
		}
	case name == "br":
		r.lineBreak()
	case name == "img":
		r.text(attr(token, "alt"))
	case name == "a":
		r.startLink(token)
	case isHeading(name):
		r.begin("p", "")
		r.begin("strong", "")
	case remoteSet[name]:
		r.begin(name, keptAttrs(token))
	case name == "td" || name == "th":
		if r.lineStarted() {
			r.text(" ")
		}
	case standsApart(name):
		r.part()
	}
}

func (r *reader) startLink(token html.Token) {
	l, ok := parseLink(attr(token, "href"))
	if !ok {
		r.end("a")
		return
	}
	r.beginLink(l, keptAttrs(token))
}

func (r *reader) stop(name string) {
	switch {
	case isHeading(name):
		r.end("p")
	case remoteSet[name]:
		r.end(name)
	case standsApart(name):
		r.part()
	}
}

var remoteSet = setOf(remoteElements)

// hidesContent names the elements whose content is not text for readers.
func hidesContent(name string) bool {
	switch name {
	case "script", "style", "template", "iframe", "object", "noscript", "noembed", "noframes", "plaintext", "xmp",
		"title", "textarea", "select", "svg", "math":
		return true
	}
	return false
}

func isHeading(name string) bool {
	return len(name) == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6'
}

// standsApart names the blocks that are dropped but still part their text from
// what is around it.
func standsApart(name string) bool {
	switch name {
	case "div", "section", "article", "header", "footer", "main", "nav", "aside", "address", "center", "details", "summary",
		"figure", "figcaption", "table", "caption", "tr", "dl", "dt", "dd", "form", "fieldset", "legend", "hr", "body", "html":
		return true
	}
	return false
}

func attr(token html.Token, key string) string {
	for _, a := range token.Attr {
		if a.Namespace == "" && a.Key == key {
			return a.Val
		}
	}
	return ""
}

// keptAttrs writes the attributes that a stranger may set, href excepted.
func keptAttrs(token html.Token) string {
	var b strings.Builder
	put := func(key, value string) { b.WriteString(" " + key + `="` + html.EscapeString(value) + `"`) }
	if class := keptClasses(attr(token, "class")); class != "" {
		put("class", class)
	}
	if lang := attr(token, "lang"); language.MatchString(lang) {
		put("lang", lang)
	}
	if dir := strings.ToLower(attr(token, "dir")); direction.MatchString(dir) {
		put("dir", dir)
	}
	if start := attr(token, "start"); token.Data == "ol" && number.MatchString(start) {
		put("start", start)
	}
	if value := attr(token, "value"); token.Data == "li" && number.MatchString(value) {
		put("value", value)
	}
	return b.String()
}

// maxClasses is more than any honest element carries.
const maxClasses = 6

func keptClasses(value string) string {
	var kept []string
	for class := range strings.FieldsSeq(value) {
		if remoteClass.MatchString(class) && len(kept) < maxClasses {
			kept = append(kept, class)
		}
	}
	return strings.Join(kept, " ")
}
