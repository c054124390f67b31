package richtext

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// maxDepth bounds nesting. Browsers cope with more, readers do not.
const maxDepth = 32

// flow writes well-formed HTML of a few elements, whatever it is told: blocks
// hold blocks or lines, lines never hold blocks, everything that is opened is
// closed, and nothing is empty. It works in one pass and linear time. Because
// its output keeps to the content rules of HTML, a browser reads back exactly
// the elements that were written, and writing it again changes nothing.
type flow struct {
	out     strings.Builder
	open    []element
	limit   int // bytes of output
	closing int // bytes that closing what is open will take
	full    bool
}

// element is one that is open. It is not written before it has content, so
// empty ones leave no trace.
type element struct {
	name    string
	attrs   string
	written bool
	parted  bool   // an li that already holds a block: more text needs a paragraph
	link    link   // of an a
	shown   []byte // what a reader sees of an a
}

func (e *element) openTag() string  { return "<" + e.name + e.attrs + ">" }
func (e *element) closeTag() string { return "</" + e.name + ">" }
func (e *element) cost() int        { return len(e.openTag()) + len(e.closeTag()) }

// isBlock reports whether an element of ours holds a line or other blocks.
func isBlock(name string) bool {
	switch name {
	case "p", "pre", "blockquote", "ul", "ol", "li":
		return true
	}
	return false
}

func isList(name string) bool { return name == "ul" || name == "ol" }

func (f *flow) top() *element {
	if len(f.open) == 0 {
		return &element{}
	}
	return &f.open[len(f.open)-1]
}

// text writes characters, in a paragraph if none is open.
func (f *flow) text(s string) {
	s = clean(s)
	if f.block() == "pre" && !f.lineStarted() {
		s = strings.TrimLeft(s, "\n") // a browser drops the first one
	}
	if s == "" || f.full || !f.lineStarted() && f.block() != "pre" && strings.TrimSpace(s) == "" {
		return
	}
	f.startLine()
	escaped := html.EscapeString(s)
	if !f.fits(len(escaped)) {
		s, f.full = f.fitting(s), true
		escaped = html.EscapeString(s)
	}
	if s == "" {
		return
	}
	f.writeOpen()
	f.out.WriteString(escaped)
	for i := range f.open {
		if f.open[i].name == "a" {
			f.open[i].shown = append(f.open[i].shown, s...)
		}
	}
}

// lineBreak writes a br, but not before the first word of a block.
func (f *flow) lineBreak() {
	if f.full || !f.lineStarted() {
		return
	}
	if !f.fits(len("<br>")) {
		f.full = true
		return
	}
	f.writeOpen()
	f.out.WriteString("<br>")
}

// begin opens an element.
func (f *flow) begin(name, attrs string) {
	switch {
	case len(f.open) >= maxDepth:
		if isBlock(name) {
			f.part()
		}
	case name == "li":
		f.beginItem(attrs)
	case isBlock(name):
		f.part()
		if isList(f.top().name) {
			f.push(element{name: "li"})
		}
		f.push(element{name: name, attrs: attrs})
	case name == "rt" || name == "rp":
		if f.within("ruby") {
			f.end("rt")
			f.end("rp")
			f.push(element{name: name, attrs: attrs})
		}
	default:
		f.startLine()
		f.push(element{name: name, attrs: attrs})
	}
}

// beginLink opens an a; links do not nest.
func (f *flow) beginLink(l link, attrs string) {
	f.end("a")
	if len(f.open) >= maxDepth {
		return
	}
	f.startLine()
	f.push(element{name: "a", attrs: l.attrs() + attrs, link: l})
}

func (f *flow) beginItem(attrs string) {
	for i := len(f.open) - 1; i >= 0 && f.open[i].name != "blockquote"; i-- {
		if isList(f.open[i].name) {
			f.popTo(i + 1)
			f.push(element{name: "li", attrs: attrs})
			return
		}
	}
	f.part()
	f.push(element{name: "ul"})
	f.push(element{name: "li", attrs: attrs})
}

// end closes the innermost open element of that name, and what it holds. An
// element of a line is not looked for beyond its block.
func (f *flow) end(name string) {
	for i := len(f.open) - 1; i >= 0; i-- {
		e := &f.open[i]
		if e.name == name {
			f.popTo(i)
			if isBlock(name) {
				f.part()
			}
			return
		}
		if isBlock(e.name) && (!isBlock(name) || name == "li" && isList(e.name)) {
			break
		}
	}
	if name == "p" {
		f.part()
	}
}

// part ends the paragraph: what comes next stands apart.
func (f *flow) part() {
	i := len(f.open)
	for i > 0 && holdsLine(f.open[i-1].name) {
		i--
	}
	f.popTo(i)
	if t := f.top(); t.name == "li" && t.written {
		t.parted = true
	}
}

func holdsLine(name string) bool { return !isBlock(name) || name == "p" || name == "pre" }

// finish closes everything and returns the markup.
func (f *flow) finish() string {
	f.popTo(0)
	return f.out.String()
}

// startLine makes sure that characters may stand here.
func (f *flow) startLine() {
	switch t := f.top(); {
	case isList(t.name):
		f.push(element{name: "li"})
	case t.name == "" || t.name == "blockquote" || t.name == "li" && t.parted:
		f.push(element{name: "p"})
	}
}

// block is the innermost open block.
func (f *flow) block() string {
	for i := len(f.open) - 1; i >= 0; i-- {
		if isBlock(f.open[i].name) {
			return f.open[i].name
		}
	}
	return ""
}

// lineStarted reports whether the line that is open has any content.
func (f *flow) lineStarted() bool {
	for i := len(f.open) - 1; i >= 0; i-- {
		if e := &f.open[i]; isBlock(e.name) {
			return e.written && (holdsLine(e.name) || e.name == "li" && !e.parted)
		}
	}
	return false
}

// within reports whether an element of a line is open in this block.
func (f *flow) within(name string) bool {
	for i := len(f.open) - 1; i >= 0 && !isBlock(f.open[i].name); i-- {
		if f.open[i].name == name {
			return true
		}
	}
	return false
}

func (f *flow) push(e element) { f.open = append(f.open, e) }

func (f *flow) popTo(n int) {
	for len(f.open) > n {
		e := &f.open[len(f.open)-1]
		if e.written {
			f.reveal(e)
			f.closing -= len(e.closeTag())
			f.out.WriteString(e.closeTag())
		}
		f.open = f.open[:len(f.open)-1]
	}
}

// reveal adds the real host to a link that shows another.
func (f *flow) reveal(e *element) {
	if e.name != "a" {
		return
	}
	if host := e.link.betrays(string(e.shown)); host != "" {
		note := html.EscapeString(" (" + host + ")")
		if f.fits(len(note)) {
			f.out.WriteString(note)
		}
	}
}

func (f *flow) writeOpen() {
	for i := range f.open {
		if e := &f.open[i]; !e.written {
			e.written = true
			f.closing += len(e.closeTag())
			f.out.WriteString(e.openTag())
		}
	}
}

// fits reports whether n more bytes leave room to close what is open.
func (f *flow) fits(n int) bool { return f.room() >= n }

func (f *flow) room() int {
	room := f.limit - f.out.Len() - f.closing
	for i := range f.open {
		if e := &f.open[i]; !e.written {
			room -= e.cost()
		}
	}
	return room
}

// fitting is the longest beginning of s that there is room for.
func (f *flow) fitting(s string) string {
	room := f.room()
	for i, r := range s {
		size := utf8.RuneLen(r)
		if strings.ContainsRune(`&<>"'`, r) {
			size = len(html.EscapeString(string(r)))
		}
		if room -= size; room < 0 {
			return s[:i]
		}
	}
	return s
}
