// Package tongue says in other languages what this program says in English.
//
// The program is written in English, templates and sentences alike, and a text is
// its own key: a catalogue holds, for each English text, the same in its language.
// What has no entry stays English, so that a page with a new word is still a page;
// a test of the templates sees to it that nothing is left out. Catalogues are
// gettext's PO files, which every translator's tool reads and writes, one a
// language, in the folder words: dates and plurals are entries like all others, and
// a new language is one more file.
package tongue

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

//go:embed words/*.po
var files embed.FS

// Words are an English text that is looked up, as fmt takes it when it has verbs.
type Words string

// Tongue is a language to speak to readers in. It is never changed.
type Tongue struct {
	Tag  string // BCP 47, as the operator wrote it
	Name string // of the language, in itself: "Cymraeg"
	// Prefix begins the addresses of pages in this language: "/cy". It is "" for
	// the site's own.
	Prefix string
	// Called is what the site is called in it, where that is another name than in
	// the site's own.
	Called Called

	language  language.Tag
	catalogue *catalogue // nil for English
}

// Called is how a site is called, and what of it is the same in every language is "".
type Called struct{ Name, Summary, Organisation string }

const english = "en"

// In is the tongue for a BCP 47 tag. When there is no catalogue for its language
// it speaks English under that tag.
func In(tag string) *Tongue {
	t := &Tongue{Tag: tag, Name: tag, language: language.Make(tag)}
	switch word := Primary(tag); {
	case word == english:
		t.Name = "English"
	case Spoken(tag):
		t.catalogue = catalogues()[word]
		t.Name = t.word(languageContext, "English")
	}
	return t
}

// All are the tongues of a site: first its own, then those of further, without
// those that are named twice.
func All(own string, further []string) []*Tongue {
	all := []*Tongue{In(own)}
	named := []string{Primary(own)}
	for _, tag := range further {
		if word := Primary(tag); !slices.Contains(named, word) {
			t := In(tag)
			t.Prefix = "/" + word
			all, named = append(all, t), append(named, word)
		}
	}
	return all
}

// Call says what a site is called in its tongues, by the first part of their tags.
func Call(all []*Tongue, called map[string]Called) []*Tongue {
	named := make([]*Tongue, len(all))
	for i, t := range all {
		in := *t
		in.Called = called[Primary(t.Tag)]
		named[i] = &in
	}
	return named
}

// Tags are the tags of All.
func Tags(own string, further []string) []string {
	var tags []string
	for _, t := range All(own, further) {
		tags = append(tags, t.Tag)
	}
	return tags
}

// Among is the tongue of the set that speaks the language of the tag, the site's
// own when none does. Of an empty set it is English.
func Among(all []*Tongue, tag string) *Tongue {
	for _, t := range all {
		if Primary(t.Tag) == Primary(tag) {
			return t
		}
	}
	if len(all) == 0 {
		return In(english)
	}
	return all[0]
}

// Primary is the first part of a tag, the language itself: "en" of "en-GB".
func Primary(tag string) string {
	word, _, _ := strings.Cut(strings.ToLower(tag), "-")
	return word
}

// Spoken tells whether the program speaks the language of the tag.
func Spoken(tag string) bool { return slices.Contains(Languages(), Primary(tag)) }

// Languages are those that the program speaks, in order.
func Languages() []string {
	names := []string{english}
	found, _ := files.ReadDir("words") // embedded
	for _, f := range found {
		names = append(names, strings.TrimSuffix(f.Name(), path.Ext(f.Name())))
	}
	slices.Sort(names)
	return names
}

// Locale is the language as OpenGraph writes it: "en_GB". Where the tag names no
// country it is the one that speaks the language the most, but for English, which
// would be America's.
func (t *Tongue) Locale() string {
	tag := t.Tag
	if region, _ := t.language.Region(); tag == Primary(tag) && tag != english {
		tag += "-" + region.String()
	}
	return strings.ReplaceAll(tag, "-", "_")
}

// IsEnglish tells whether it says everything as the program has it.
func (t *Tongue) IsEnglish() bool { return t.catalogue == nil }

// catalogues reads the files once. One that cannot be read is a fault of the
// build, which a test finds before anybody.
var catalogues = sync.OnceValue(func() map[string]*catalogue {
	read := make(map[string]*catalogue)
	for _, name := range Languages() {
		if name == english {
			continue
		}
		text, err := files.ReadFile("words/" + name + ".po")
		if err == nil {
			read[name], err = readPO(string(text))
		}
		if err != nil {
			panic(fmt.Sprintf("read catalogue %s.po: %v", name, err))
		}
	}
	return read
})

// Say is the text in this language, with its verbs filled in when there is
// something to fill in.
func (t *Tongue) Say(text Words, args ...any) string {
	said := t.word("", string(text))
	if len(args) == 0 {
		return said
	}
	return fmt.Sprintf(said, args...)
}

// Look is the text in this language, and whether there is one.
func (t *Tongue) Look(text string) (string, bool) {
	if t.catalogue == nil {
		return text, true
	}
	said, ok := t.catalogue.texts[key{"", text}]
	if !ok {
		return text, false
	}
	return said[0], true
}

// Count is a number with its noun, in the form that the language has for that
// number: "1 comment", "12 comments".
func (t *Tongue) Count(n int, one, many string) string {
	if t.catalogue != nil {
		if said, ok := t.catalogue.texts[key{"", "%d " + one}]; ok {
			return fmt.Sprintf(said[min(t.form(n), len(said)-1)], n)
		}
	}
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// word is a text that has a context, since English has one word for two things.
func (t *Tongue) word(context, text string) string {
	if t.catalogue == nil {
		return text
	}
	if said, ok := t.catalogue.texts[key{context, text}]; ok {
		return said[0]
	}
	return text
}

// form is which of the language's forms a number takes, as the entries of a
// catalogue number them: those that the language has of zero, one, two, few, many
// and other (Unicode CLDR, plural rules), in that order.
func (t *Tongue) form(n int) int {
	return slices.Index(Forms(t.Tag), formOf(t.language, n))
}

func formOf(tag language.Tag, n int) plural.Form {
	n = max(n, -n)
	return plural.Cardinal.MatchPlural(tag, n%1e9, 0, 0, 0, 0)
}

// order is the one of the Unicode CLDR, and of gettext's Plural-Forms.
var order = []plural.Form{plural.Zero, plural.One, plural.Two, plural.Few, plural.Many, plural.Other}

// Forms are the forms that a language has for numbers of things, in order.
func Forms(tag string) []plural.Form {
	word := Primary(tag)
	formsMutex.Lock()
	defer formsMutex.Unlock()
	if known, ok := forms[word]; ok {
		return known
	}
	used := make(map[plural.Form]bool)
	for n := range 1001 { // no rule of the CLDR for whole numbers needs a larger one to show itself, but for millions
		used[formOf(language.Make(word), n)] = true
	}
	known := []plural.Form{}
	for _, form := range order {
		if used[form] || form == plural.Other {
			known = append(known, form)
		}
	}
	forms[word] = known
	return known
}

var (
	formsMutex sync.Mutex
	forms      = make(map[string][]plural.Form)
)
