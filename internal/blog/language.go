package blog

import (
	"cmp"
	"strings"
)

// languageNames name a language in English and in itself, by its tongue, and offer
// to read something in it.
var languageNames = map[string]struct{ english, own, read string }{
	"en": {"English", "English", "Read in English"}, "cy": {"Welsh", "Cymraeg", "Darllenwch yn Gymraeg"},
	"gd": {"Scottish Gaelic", "Gàidhlig", ""}, "ga": {"Irish", "Gaeilge", ""}, "kw": {"Cornish", "Kernewek", ""},
	"pl": {"Polish", "Polski", ""}, "ro": {"Romanian", "Română", ""}, "uk": {"Ukrainian", "Українська", ""},
	"ur": {"Urdu", "اردو", ""}, "fr": {"French", "Français", "Lire en français"}, "de": {"German", "Deutsch", "Auf Deutsch lesen"},
}

// TongueOf is the language of a tag without region or script: "cy" of "cy-GB".
func TongueOf(language string) string {
	tongue, _, _ := strings.Cut(language, "-")
	return strings.ToLower(tongue)
}

// SameTongue tells whether who reads the one language reads the other.
func SameTongue(a, b string) bool { return TongueOf(a) == TongueOf(b) }

// LanguageName is what a language is called in English, or its tag.
func LanguageName(language string) string {
	if name, known := languageNames[TongueOf(language)]; known {
		return name.english
	}
	return language
}

// LanguageOwnName is what a language calls itself, or its tag.
func LanguageOwnName(language string) string {
	if name, known := languageNames[TongueOf(language)]; known {
		return name.own
	}
	return language
}

// ReadIn are the words of a link to the same page in a language, in that language.
func ReadIn(language string) string {
	return cmp.Or(languageNames[TongueOf(language)].read, LanguageOwnName(language))
}

// PathIn is where a page stands in a language, on a site that speaks the given
// ones: what its own language, the first, has at "/", the others have below their
// tongue. A language that it does not speak is read among its own.
func PathIn(spoken []string, language, path string) string {
	for i, other := range spoken {
		if !SameTongue(other, language) {
			continue
		}
		if i == 0 {
			break
		}
		if path == "/" {
			path = ""
		}
		return "/" + TongueOf(language) + path
	}
	return path
}
