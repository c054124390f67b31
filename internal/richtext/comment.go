package richtext

import (
	"regexp"
	"strings"
)

var (
	bareAddress = regexp.MustCompile(`https?://[^\s<>"]+`)
	blankLines  = regexp.MustCompile(`\n[ \t]*\n\s*`)
)

// Comment turns the plain text of a visitor into paragraphs: an empty line
// parts them, a line end breaks the line, and a bare http or https address
// becomes a link that nobody vouches for. Nothing else is markup.
func Comment(source string) HTML {
	f := &flow{limit: maxSource}
	source = strings.Trim(clean(capped(source, maxSource)), "\n")
	for _, paragraph := range blankLines.Split(source, -1) {
		f.begin("p", "")
		for i, line := range strings.Split(paragraph, "\n") {
			if i > 0 {
				f.lineBreak()
			}
			f.linkedLine(strings.TrimRight(line, " \t"))
		}
		f.end("p")
	}
	return HTML{remotePolicy.Sanitize(f.finish())}
}

func (f *flow) linkedLine(line string) {
	for {
		at := bareAddress.FindStringIndex(line)
		if at == nil {
			break
		}
		address := trimSentence(line[at[0]:at[1]])
		end := at[0] + len(address)
		f.text(line[:at[0]])
		if l, ok := parseLink(address); ok {
			f.beginLink(l, "")
			f.text(address)
			f.end("a")
		} else {
			f.text(address)
		}
		line = line[end:]
	}
	f.text(line)
}

// trimSentence takes the punctuation of the sentence from the end of an
// address: a full stop, or a bracket that the address did not open.
func trimSentence(address string) string {
	for {
		short := strings.TrimRight(address, `.,;:!?'*_~`)
		if strings.HasSuffix(short, ")") && strings.Count(short, ")") > strings.Count(short, "(") {
			short = short[:len(short)-1]
		}
		if short == address {
			return address
		}
		address = short
	}
}
