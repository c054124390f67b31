package newsroom

import (
	"slices"
	"strings"
)

// unquoted reads one value of front matter: bare, in double quotes (where \",
// \\ and \n mean what they mean in Go) or in single quotes (where two make
// one). The second result says what is wrong, "" when nothing is.
func unquoted(s string) (text, wrong string) {
	if s == "" {
		return "", ""
	}
	switch s[0] {
	case '"':
		return doubleQuoted(s)
	case '\'':
		inner, closed := strings.CutSuffix(s[1:], "'")
		inner = strings.ReplaceAll(inner, "''", "\x00")
		if !closed || strings.Contains(inner, "'") {
			return "", "close the quotes, and write an apostrophe within them twice."
		}
		return strings.ReplaceAll(inner, "\x00", "'"), ""
	case '|', '>', '{':
		return "", "a value that begins with " + s[:1] + " needs quotes around it."
	}
	return s, ""
}

func doubleQuoted(s string) (text, wrong string) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; c {
		case '"':
			if i != len(s)-1 {
				return "", "there is text behind the closing quotes."
			}
			return b.String(), ""
		case '\\':
			i++
			if i == len(s) {
				break
			}
			escaped, known := map[byte]string{'"': `"`, '\\': `\`, 'n': "\n", 't': "\t", '/': "/"}[s[i]]
			if !known {
				return "", `within double quotes, write a backslash as \\.`
			}
			b.WriteString(escaped)
		default:
			b.WriteByte(c)
		}
	}
	return "", "close the quotes."
}

// splitList parts the inside of [a, "b, c"] at its commas.
func splitList(s string) []string {
	var items []string
	quote := byte(0)
	start := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quote == '"' && c == '\\':
			i++
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\'') && strings.TrimSpace(s[start:i]) == "":
			quote = c
		case quote == 0 && c == ',':
			items = append(items, strings.TrimSpace(s[start:i]))
			start = i + 1
		}
	}
	return append(items, strings.TrimSpace(s[start:]))
}

// nearest is the key that somebody who typed word most likely meant, or "":
// at most two slips away, and fewer than the word has letters.
func nearest(word string, keys []string) string {
	best, distance := "", min(3, len(word))
	for _, key := range keys {
		if d := slips(strings.ToLower(word), key); d < distance {
			best, distance = key, d
		}
	}
	return best
}

// slips counts the letters to insert, remove or replace on the way from a to b
// (Levenshtein's distance).
func slips(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := slices.Clone(row)
		row[0] = i + 1
		for j := range len(b) {
			replace := before[j]
			if a[i] != b[j] {
				replace++
			}
			row[j+1] = min(replace, before[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
