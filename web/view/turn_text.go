package view

import (
	"slices"
	"strings"
)

// spot is a place within a tag.
type spot int

const (
	inName   spot = iota // of the element
	between              // attributes
	inKey                // the name of an attribute
	atValue              // after its "="
	inQuotes             // a value
	bare                 // a value without quotation marks
)

// small are the elements that stand within a sentence.
var small = []string{"a", "abbr", "b", "cite", "code", "em", "i", "kbd", "mark", "q", "small", "span", "strong", "time"}

// text reads a piece of HTML that stands between two actions.
func (r *reading) text(s string) (err error) {
	for s != "" && err == nil {
		if r.tag == nil {
			s, err = r.outside(s)
		} else {
			s, err = r.inside(s)
		}
	}
	return err
}

// outside reads text up to the next tag, and returns the rest.
func (r *reading) outside(s string) (string, error) {
	at := 0
	for at < len(s) && !beginsTag(s[at:]) || r.mute != "" && at < len(s) && !strings.HasPrefix(s[at:], "</"+r.mute) {
		at++
	}
	if at > 0 {
		kind := words
		if r.mute != "" {
			kind = wall
		}
		p := piece{kind: kind, text: s[:at]}
		if kind == wall {
			p.nodes = append(p.nodes, textNode(p.text))
		}
		r.run = append(r.run, p)
	}
	if at < len(s) {
		r.tag, r.spot, r.mute = &piece{kind: opening}, inName, ""
	}
	return s[at:], nil
}

// beginsTag tells whether a tag, a comment or a declaration begins here.
func beginsTag(s string) bool {
	if len(s) < 2 || s[0] != '<' {
		return false
	}
	c := s[1] | 0x20
	return s[1] == '/' || s[1] == '!' || c >= 'a' && c <= 'z'
}

// inside reads a tag up to its end or to that of a value in it, and returns the
// rest.
func (r *reading) inside(s string) (string, error) {
	keep := func(n int) string {
		if n > 0 {
			r.tag.nodes = append(r.tag.nodes, textNode(s[:n]))
		}
		return s[n:]
	}
	for i := range len(s) {
		c := s[i]
		space := strings.IndexByte(" \t\r\n", c) >= 0
		switch {
		case r.spot == inQuotes && c != r.quote:
		case r.spot == inQuotes:
			if i > 0 {
				r.value = append(r.value, piece{kind: words, text: s[:i]})
			}
			err := r.endValue()
			r.spot = between
			r.tag.nodes = append(r.tag.nodes, textNode(s[i:i+1]))
			return s[i+1:], err
		case c == '>':
			rest := keep(i + 1)
			r.endTag(strings.HasSuffix(s[:i], "/"))
			return rest, nil
		case r.spot == atValue && (c == '"' || c == '\''):
			r.spot, r.quote, r.begun = inQuotes, c, false
			return keep(i + 1), nil
		case r.spot == atValue && !space:
			r.spot = bare
		case r.spot == inKey && c == '=':
			r.spot = atValue
		case space && r.spot != atValue:
			r.spot = between
		case r.spot == between:
			r.spot, r.name = inKey, string(c|0x20)
		case r.spot == inKey:
			r.name += string(c | 0x20)
		case r.spot == inName && c != '<':
			r.tag.name += string(c)
		}
	}
	if r.spot == inQuotes {
		r.value = append(r.value, piece{kind: words, text: s})
		return "", nil
	}
	return keep(len(s)), nil
}

// endTag ends a tag: one of a small element belongs to a sentence, any other ends
// it.
func (r *reading) endTag(empty bool) {
	tag := *r.tag
	r.tag = nil
	tag.name = strings.ToLower(tag.name)
	name, closes := strings.CutPrefix(tag.name, "/")
	switch {
	case empty || !slices.Contains(small, name):
		tag.kind = wall
	case closes:
		tag.kind = closing
	}
	tag.name = name
	if !closes && (name == "script" || name == "style") {
		r.mute = name
	}
	r.run = append(r.run, tag)
}
