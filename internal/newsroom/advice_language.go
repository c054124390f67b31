package newsroom

import (
	"fmt"
	"strings"
	"unicode"

	"inews/internal/blog"
	"inews/internal/richtext"
)

// speech is a language that the editor offers, with words that every text in it
// has and no other language does, or its script.
type speech struct {
	tag, name string
	words     string
	script    *unicode.RangeTable
}

var speeches = []speech{
	{tag: "en-GB", name: "English", words: "the and of to is that with for are was this have from you they will"},
	{tag: "cy", name: "Welsh", words: "yn yr mae ac wedi gan hynny eich rydym oedd bydd gyda gwaith hefyd sydd"},
	{tag: "ga", name: "Irish", words: "agus an bhfuil leis atá seo níl bhí ní maidir freisin chun ag"},
	{tag: "gd", name: "Scottish Gaelic", words: "agus tha airson bha leis cuideachd chan sinn anns gach"},
	{tag: "fr", name: "French", words: "les des est une dans pour que qui avec sur sont vous nous pas"},
	{tag: "de", name: "German", words: "und der die das ist nicht mit für auf ein eine sich auch wir"},
	{tag: "pl", name: "Polish", words: "nie się jest na że do dla przez oraz jak są być po"},
	{tag: "ro", name: "Romanian", words: "și este pentru care din cu sunt mai sau această fi prin"},
	{tag: "uk", name: "Ukrainian", script: unicode.Cyrillic},
	{tag: "ur", name: "Urdu", script: unicode.Arabic},
}

// enough words of a language must be in a text, and this many times those of
// the one that it says it is in.
const (
	enoughWords = 6
	outweighs   = 3
)

// adviseLanguage sees whether a text is in the language that it says: screen
// readers pronounce it by that, and search and translation go by it.
func adviseLanguage(d Draft, doc richtext.Document) []blog.Advice {
	said, _, _ := strings.Cut(d.Language, "-")
	if said == "" {
		said = "en"
	}
	var best speech
	most, own, ours := 0, 0, ""
	for _, t := range speeches {
		n := t.in(doc.Text)
		if base, _, _ := strings.Cut(t.tag, "-"); base == said {
			own, ours = n, t.name
			continue
		}
		if n > most {
			best, most = t, n
		}
	}
	if most < enoughWords || most < outweighs*own || ours == "" {
		return nil
	}
	return []blog.Advice{mended(Trouble("language", "Screen readers pronounce it by its language, and search and translation go by it.",
		"The text reads as %s, and its language is set to %s.", best.name, ours), fmt.Sprintf("Set it to %s", best.name), best.tag)}
}

// in counts what of the language is in a text.
func (t speech) in(text string) int {
	n := 0
	if t.script != nil {
		for _, r := range text {
			if unicode.Is(t.script, r) {
				n++
			}
		}
		return n / 5 // as if they were words
	}
	telling := map[string]bool{}
	for word := range strings.FieldsSeq(t.words) {
		telling[word] = true
	}
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if telling[word] {
			n++
		}
	}
	return n
}
