package richtext

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// TrimMention takes the mentions of ourselves from the beginning of a comment,
// where most software puts them: under our own post they say nothing. A
// mention is ours when its link is one of the addresses. The comment may be
// empty afterwards.
func TrimMention(h HTML, addresses ...string) HTML {
	body, ok := parsed(h)
	if !ok {
		return h
	}
	line := body.FirstChild
	if line == nil || line.DataAtom != atom.P {
		return h
	}
	found := false
	for n := line.FirstChild; n != nil; {
		next := n.NextSibling
		switch {
		case isBlank(n):
		case mentions(n, addresses):
			line.RemoveChild(n)
			found = true
		default:
			next = nil
		}
		n = next
	}
	if !found {
		return h
	}
	trimLeft(line)
	return rendered(body)
}

// TrimQuote takes out the paragraphs that only repeat the address of a quoted
// post for software that cannot show quotes. Source: FEP-044f.
func TrimQuote(h HTML) HTML {
	if !strings.Contains(h.markup, "quote-inline") {
		return h
	}
	body, ok := parsed(h)
	if !ok {
		return h
	}
	for _, n := range slices.Collect(body.Descendants()) {
		if n.Parent != nil && hasClass(n, "quote-inline") {
			n.Parent.RemoveChild(n)
		}
	}
	return rendered(body)
}

// parsed reads sanitised HTML into a tree.
func parsed(h HTML) (*html.Node, bool) {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(h.markup), body)
	if err != nil {
		return nil, false
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	return body, true
}

// rendered writes a tree of a stranger's HTML; it is sanitised once more, which
// also gives it its one spelling.
func rendered(body *html.Node) HTML {
	var b strings.Builder
	for n := range body.ChildNodes() {
		if err := html.Render(&b, n); err != nil {
			return HTML{}
		}
	}
	return Remote(b.String())
}

func isBlank(n *html.Node) bool {
	return n.Type == html.TextNode && strings.TrimSpace(n.Data) == ""
}

// mentions reports whether n is a link to one of the addresses that reads
// @somebody, bare or within the span that microformats put around it.
func mentions(n *html.Node, addresses []string) bool {
	if n.DataAtom == atom.Span && n.FirstChild != nil && n.FirstChild == n.LastChild {
		n = n.FirstChild
	}
	if n.DataAtom != atom.A || !strings.HasPrefix(strings.TrimSpace(innerText(n)), "@") {
		return false
	}
	for _, a := range n.Attr {
		if a.Key == "href" && slices.Contains(addresses, a.Val) {
			return true
		}
	}
	return false
}

func innerText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func hasClass(n *html.Node, class string) bool {
	for _, a := range n.Attr {
		if a.Key == "class" && slices.Contains(strings.Fields(a.Val), class) {
			return true
		}
	}
	return false
}

// trimLeft takes the comma and the space that stood after a mention.
func trimLeft(line *html.Node) {
	for line.FirstChild != nil && line.FirstChild.Type == html.TextNode {
		n := line.FirstChild
		if n.Data = strings.TrimLeft(n.Data, " \t\n\u00a0,:"); n.Data != "" {
			return
		}
		line.RemoveChild(n)
	}
	for line.FirstChild != nil && line.FirstChild.DataAtom == atom.Br {
		line.RemoveChild(line.FirstChild)
	}
}
