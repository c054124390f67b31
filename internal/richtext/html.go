// Package richtext turns what people write into HTML that is safe to show:
// Markdown from editors, plain text from visitors, HTML from other servers.
//
// It is the only maker of HTML values, and HTML is the only type that the
// templates print unescaped, so a reviewer who asks "can a stranger's markup
// reach a page?" needs to read this package and nothing else. Everything
// passes two gates that know nothing of each other: our own writer, which
// builds well-formed output from a short list of elements, and a bluemonday
// policy with the same list.
package richtext

import (
	"bytes"
	"html/template"
	"strings"

	"golang.org/x/net/html"
)

// HTML is sanitised, well-formed HTML for the inside of a block element. The
// zero value is empty. Only this package can make one.
type HTML struct{ markup string }

// String returns the markup.
func (h HTML) String() string { return h.markup }

// IsZero reports whether there is nothing to show.
func (h HTML) IsZero() bool { return h.markup == "" }

// Template hands the markup to html/template, which prints it as it is.
func (h HTML) Template() template.HTML { return template.HTML(h.markup) }

// Trusted takes back HTML that this package made and the database kept. The
// database is ours, but a restored backup, an old version of the rules or a
// careless statement may have put something else there; so every tag is looked
// at again, which costs a small part of sanitising, and text that holds
// anything that this package never writes is sanitised like a stranger's.
func Trusted(s string) HTML {
	if sound(s) {
		return HTML{s}
	}
	return Remote(s)
}

// sound reports whether each tag and attribute in s is one that we write.
func sound(s string) bool {
	if !strings.Contains(s, "<") {
		return true
	}
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return true
		case html.TextToken, html.EndTagToken:
		case html.StartTagToken, html.SelfClosingTagToken:
			if !soundTag(z) {
				return false
			}
		default: // a comment, a doctype
			return false
		}
	}
}

func soundTag(z *html.Tokenizer) bool {
	name, more := z.TagName()
	if !writtenElements[string(name)] {
		return false
	}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if !writtenAttributes[string(key)] {
			return false
		}
		if !soundPlayer(string(name), string(key), value) {
			return false
		}
		if k := string(key); (k == "href" || k == "src" || k == "srcset") && !soundAddress(value) {
			return false
		}
	}
	return true
}

// soundPlayer refuses a frame with an address, and a frame or a link into one
// under a name that we do not give.
func soundPlayer(name, key string, value []byte) bool {
	switch {
	case name == "iframe" && key != "name" && key != "title" && key != "sandbox" && key != "allow":
		return false
	case key == "name", key == "target":
		return playerName.Match(value)
	case key == "sandbox":
		return string(value) == playerSandbox
	case key == "allow":
		return string(value) == playerAllow
	}
	return true
}

// soundAddress accepts the schemes that we write, and places on our own site.
func soundAddress(v []byte) bool {
	if bytes.HasPrefix(v, []byte("//")) || bytes.HasPrefix(v, []byte(`/\`)) {
		return false
	}
	for _, prefix := range []string{"https://", "http://", "mailto:", "/", "#"} {
		if bytes.HasPrefix(v, []byte(prefix)) {
			return true
		}
	}
	return false
}
