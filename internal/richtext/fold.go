package richtext

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold writes a text the way in which words are compared: in lower case,
// without accents, with one space between words and none of the marks around
// them. Marks that nobody sees, with which spam breaks its words, are left out.
func Fold(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(text) {
		r = unicode.ToLower(r)
		switch {
		case unicode.In(r, unicode.Mn, unicode.Cf) || r == '\'' || r == '’':
			continue
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		if ascii := asciiLetters(r); ascii != "" {
			b.WriteString(ascii)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// HasWords tells whether a folded text holds folded words, whole and in order.
func HasWords(folded, words string) bool {
	return words != "" && strings.Contains(" "+folded+" ", " "+words+" ")
}
