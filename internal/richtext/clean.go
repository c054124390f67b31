package richtext

import (
	"strings"
	"unicode/utf8"
)

// maxSource bounds what a stranger may send: 64 KiB. The longest comment that
// anybody reads is far below it, and everything here is linear in it.
const maxSource = 64 << 10

// Name cleans a display name: one line, without control characters and without
// the marks that turn the direction of the text around it, at most max runes.
func Name(s string, max int) string {
	s = strings.Join(strings.Fields(clean(s)), " ")
	return cut(s, max)
}

// clean makes text valid UTF-8 and takes out what is never meant well: control
// characters other than tab and line ends, and the bidirectional embeddings,
// overrides and isolates (U+202A–202E, U+2066–2069), which can make text read
// other than it is and leak into the text that follows. The marks that Arabic
// and Hebrew need within a word (U+200E, U+200F, U+061C) stay.
func clean(s string) string {
	if isClean(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unwanted(r) {
			return -1
		}
		return r
	}, strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n"))
}

func isClean(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unwanted)
}

func unwanted(r rune) bool {
	switch {
	case r == '\t' || r == '\n':
		return false
	case r < ' ' || r >= 0x7f && r < 0xa0:
		return true
	}
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// capped cuts s to max bytes, between runes.
func capped(s string, max int) string {
	if len(s) <= max {
		return s
	}
	for max > 0 && !utf8.RuneStart(s[max]) {
		max--
	}
	return s[:max]
}
