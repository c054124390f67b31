package calendar

import (
	"io"
	"strings"
	"unicode/utf8"
)

// maxLine is the longest content line in octets, without its end. Source:
// RFC 5545 §3.1.
const maxLine = 75

// lines writes content lines and keeps the first error.
type lines struct {
	w   io.Writer
	err error
}

// put writes one property with its value as it is: the caller has escaped it.
func (l *lines) put(name, value string) {
	if l.err == nil {
		_, l.err = io.WriteString(l.w, fold(name+":"+value))
	}
}

// text writes one property whose value is text; an empty one is left out.
func (l *lines) text(name, value string) {
	if value != "" {
		l.put(name, escape(value))
	}
}

// fold ends a line with CRLF, and breaks one that is too long with CRLF and a
// space, never within a character. Source: RFC 5545 §3.1.
func fold(line string) string {
	var b strings.Builder
	room := maxLine
	for len(line) > room {
		end := room
		for end > 0 && !utf8.RuneStart(line[end]) {
			end--
		}
		b.WriteString(line[:end] + "\r\n ")
		line = line[end:]
		room = maxLine - 1 // the space counts
	}
	b.WriteString(line + "\r\n")
	return b.String()
}

var escaper = strings.NewReplacer(`\`, `\\`, `;`, `\;`, `,`, `\,`, "\r\n", `\n`, "\r", `\n`, "\n", `\n`)

// escape writes a value of type TEXT. Control characters are left out: no
// calendar may have them. Source: RFC 5545 §3.3.11.
func escape(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, text)
	return escaper.Replace(text)
}

// parameter writes the value of a parameter: in quotes, in which no quotes and
// no line ends can stand. Source: RFC 5545 §3.2.
func parameter(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == '"' || r == 0x7f {
			return ' '
		}
		return r
	}, text)
	return `"` + text + `"`
}

// address writes a value of type URI, which has no escapes: what would end the
// line is left out.
func address(uri string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f {
			return -1
		}
		return r
	}, uri)
}
