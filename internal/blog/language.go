package blog

import "strings"

// languageNames name a language in English and in itself, by its tongue.
var languageNames = map[string]struct{ english, own string }{
	"en": {"English", "English"}, "cy": {"Welsh", "Cymraeg"}, "gd": {"Scottish Gaelic", "Gàidhlig"}, "ga": {"Irish", "Gaeilge"},
	"kw": {"Cornish", "Kernewek"}, "pl": {"Polish", "Polski"}, "ro": {"Romanian", "Română"}, "uk": {"Ukrainian", "Українська"},
	"ur": {"Urdu", "اردو"}, "fr": {"French", "Français"}, "de": {"German", "Deutsch"},
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

// PathIn is where a page stands in a language, on a site that speaks another: what
// the site's own language has at "/", the others have below their tongue.
func PathIn(site, language, path string) string {
	if SameTongue(site, language) {
		return path
	}
	if path == "/" {
		path = ""
	}
	return "/" + TongueOf(language) + path
}
