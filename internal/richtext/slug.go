package richtext

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxSlug keeps addresses short enough to read out.
const maxSlug = 80

// Slug makes the readable part of an address from a title: lower-case ASCII
// letters and digits in words joined by hyphens, at most 80 bytes, cut at a
// word. It is empty when the title has no letter that ASCII can stand for.
func Slug(title string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ReplaceAll(title, "&", " and ")) {
		s := asciiLetters(unicode.ToLower(r))
		switch {
		case s == "" && (unicode.Is(unicode.Mn, r) || r == '\'' || r == '’'):
		case s == "":
			gap = b.Len() > 0
		default:
			if gap {
				b.WriteByte('-')
			}
			b.WriteString(s)
			gap = false
		}
	}
	slug := b.String()
	if len(slug) <= maxSlug {
		return slug
	}
	if i := strings.LastIndexByte(slug[:maxSlug+1], '-'); i > 0 {
		return slug[:i]
	}
	return slug[:maxSlug]
}

// asciiLetters spells a lower-case letter or digit in ASCII. What Unicode
// takes apart by itself (é, ŷ) never comes here.
func asciiLetters(r rune) string {
	switch r {
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'þ':
		return "th"
	case 'ø':
		return "o"
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'ħ':
		return "h"
	case 'ı':
		return "i"
	case 'ŋ':
		return "n"
	case 'ŧ':
		return "t"
	}
	if r < 0x80 && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9') {
		return string(r)
	}
	return ""
}
