package richtext

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// PlainText is what a reader sees of h: a line for each block, none of the
// markup. Pictures leave their alternative text, the marks of footnotes nothing.
func PlainText(h HTML) string { return plain(h, true) }

// SummaryLength is how much of a text stands in for a summary, in characters: two or
// three sentences, which a timeline shows whole.
const SummaryLength = 280

// Summary shortens h, as Excerpt does, to at most max runes that stand for it. They
// are none of a picture's, which describe what stands beside the text, unless there
// are no others.
func Summary(h HTML, max int) string {
	if words := Excerpt(plain(h, false), max); words != "" {
		return words
	}
	return Excerpt(PlainText(h), max)
}

// plain is PlainText, with or without figures and what pictures say.
func plain(h HTML, pictures bool) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(h.markup))
	left := "" // the element that is being left out
	var skip playerSkipper
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return tidyLines(b.String())
		}
		token := z.Token()
		if skip.passes(token) {
			continue
		}
		switch name := token.Data; {
		case left != "":
			if kind == html.EndTagToken && name == left {
				left = ""
			}
		case kind == html.TextToken:
			b.WriteString(name)
		case kind == html.StartTagToken && (name == "sup" || attr(token, "role") == "doc-backlink" || name == "figure" && !pictures):
			left = name
		case name == "img" && pictures:
			b.WriteString(attr(token, "alt"))
		case name == "td" || name == "th":
			b.WriteByte(' ')
		case name == "br" || isBlock(name) || isHeading(name) || standsApart(name):
			b.WriteByte('\n')
		}
	}
}

// tidyLines trims each line and drops the empty ones.
func tidyLines(s string) string {
	var lines []string
	for line := range strings.Lines(s) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

var webAddress = regexp.MustCompile(`\(?(?:https?://|www\.)\S+`)

// Excerpt shortens text to one line of at most max runes, without addresses (a
// link in a summary would take the place of the post's own preview card on
// Mastodon). It ends at a sentence where the text allows, otherwise at a word
// and an ellipsis.
func Excerpt(text string, max int) string {
	text = strings.Join(strings.Fields(webAddress.ReplaceAllString(clean(text), " ")), " ")
	if utf8.RuneCountInString(text) <= max {
		return text
	}
	head := cut(text, max)
	if i := lastSentence(head, text); i*5 >= len(head)*3 { // three fifths of the room is worth a whole sentence
		return head[:i]
	}
	head = cut(text, max-1)
	if i := strings.LastIndexByte(head, ' '); i > 0 && text[len(head)] != ' ' {
		head = head[:i]
	}
	head = strings.TrimRight(head, " ,;:–—-(")
	if head == "" {
		return ""
	}
	return head + "…"
}

// lastSentence is where the last whole sentence of head ends; head is the
// beginning of text.
func lastSentence(head, text string) int {
	for i := len(head); i > 0; i-- {
		ends := strings.HasPrefix(text[i:], " ")
		if ends && strings.ContainsRune(".!?", rune(head[i-1])) {
			return i
		}
		if strings.HasSuffix(head[:i], "。") || ends && strings.HasSuffix(head[:i], "…") {
			return i
		}
	}
	return 0
}

// cut keeps the first max runes of s, and fewer where that would take an
// accent, a variation or half an emoji from what it belongs to.
func cut(s string, max int) string {
	if max <= 0 {
		return ""
	}
	n, end := 0, len(s)
	for i := range s {
		if n == max {
			end = i
			break
		}
		n++
	}
	if end == len(s) {
		return s
	}
	for end > 0 && joined(s[:end], s[end:]) {
		_, size := utf8.DecodeLastRuneInString(s[:end])
		end -= size
	}
	return strings.TrimRight(s[:end], " ")
}

// joined reports whether before and after belong to one character for the eye.
func joined(before, after string) bool {
	const zeroWidthJoiner = '\u200d'
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	switch {
	case next == zeroWidthJoiner || last == zeroWidthJoiner, unicode.In(next, unicode.Mn, unicode.Me, unicode.Mc):
		return true
	case next >= 0x1f3fb && next <= 0x1f3ff: // skin tones
		return true
	}
	return isFlagHalf(next) && trailingFlagHalves(before)%2 == 1
}

func isFlagHalf(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }

func trailingFlagHalves(s string) int {
	n := 0
	for len(s) > 0 {
		r, size := utf8.DecodeLastRuneInString(s)
		if !isFlagHalf(r) {
			break
		}
		n++
		s = s[:len(s)-size]
	}
	return n
}
