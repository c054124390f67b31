package activitystreams

import (
	"bytes"

	"inews/federation"
)

// inLanguages is a text in several languages, in an order of its own: Mastodon
// takes the first key for the language of the whole, which is what Go's own order
// of keys would leave to the alphabet. Source: Mastodon's status_parser.rb.
type inLanguages []struct{ language, text string }

// add adds the text of a language, unless there is none, or one already.
func (l *inLanguages) add(language, text string) {
	if language == "" || text == "" {
		return
	}
	for _, said := range *l {
		if said.language == language {
			return
		}
	}
	*l = append(*l, struct{ language, text string }{language, text})
}

func (l inLanguages) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, said := range l {
		if i > 0 {
			b.WriteByte(',')
		}
		language, err := marshal(said.language)
		if err != nil {
			return nil, err
		}
		text, err := marshal(said.text)
		if err != nil {
			return nil, err
		}
		b.Write(language)
		b.WriteByte(':')
		b.Write(text)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// addLanguages writes what is said in which language, the object's own first. A
// map whose own text is missing would pass a translation off as the original, so
// there is none.
func addLanguages(document *objectJSON, o federation.Object) {
	if o.Content != "" {
		document.ContentMap.add(o.Language, o.Content)
	}
	if len(o.Translations) == 0 || o.Language == "" {
		return
	}
	document.NameMap.add(o.Language, document.Name)
	document.SummaryMap.add(o.Language, o.Summary)
	for _, t := range o.Translations {
		for _, text := range []struct {
			in   *inLanguages
			says string
		}{{&document.NameMap, t.Name}, {&document.SummaryMap, t.Summary}, {&document.ContentMap, t.Content}} {
			if len(*text.in) > 0 {
				text.in.add(t.Language, text.says)
			}
		}
	}
}
