package newsroom

import (
	"regexp"
	"strings"

	"github.com/sergi/go-diff/diffmatchpatch"

	"inews/internal/blog"
)

// Difference tells what was changed between two texts, word by word: letters
// would be unreadable, lines are whole paragraphs here.
func Difference(before, after string) []blog.Span {
	words := &vocabulary{numbers: map[string]rune{}}
	a, b := words.write(before), words.write(after)
	diff := diffmatchpatch.New()
	var spans []blog.Span
	for _, d := range diff.DiffCleanupSemantic(diff.DiffMainRunes(a, b, false)) {
		spans = append(spans, blog.Span{Change: changes[d.Type], Text: words.read(d.Text)})
	}
	return spans
}

var changes = map[diffmatchpatch.Operation]blog.SpanChange{
	diffmatchpatch.DiffEqual: blog.SpanSame, diffmatchpatch.DiffInsert: blog.SpanAdded, diffmatchpatch.DiffDelete: blog.SpanRemoved,
}

// vocabulary writes each word as one character, since the library compares
// characters.
type vocabulary struct {
	words   []string
	numbers map[string]rune
}

var wordOrGap = regexp.MustCompile(`\s+|[\p{L}\p{N}_’'-]+|[^\s\p{L}\p{N}]`)

// surrogates are no characters: a string cannot hold them.
const (
	surrogates    = 0xd800
	surrogatesEnd = 0xe000
)

func (v *vocabulary) write(text string) []rune {
	var written []rune
	for _, word := range wordOrGap.FindAllString(text, -1) {
		number, known := v.numbers[word]
		if !known {
			number = rune(len(v.words)) + 1
			if number >= surrogates {
				number += surrogatesEnd - surrogates
			}
			v.numbers[word] = number
			v.words = append(v.words, word)
		}
		written = append(written, number)
	}
	return written
}

func (v *vocabulary) read(written string) string {
	var text strings.Builder
	for _, number := range written {
		if number >= surrogatesEnd {
			number -= surrogatesEnd - surrogates
		}
		text.WriteString(v.words[number-1])
	}
	return text.String()
}
