package newsroom

import (
	"io"

	"inews/internal/blog"
)

// wordingKeys are the keys of a translation, in the order of a well-kept file: all
// else is the post's.
var wordingKeys = []string{"title", "summary", "slug", "language", "alt"}

// ReadWording reads what a post says in a language from a Markdown file with front
// matter. The error is Invalid and holds every problem, each with its line.
func ReadWording(r io.Reader, language string) (Wording, error) {
	f, err := ReadFrontMatter(r, wordingKeys)
	if err != nil {
		return Wording{}, err
	}
	w := Wording{Title: f.Text("title"), Summary: f.Text("summary"), Slug: f.Text("slug"), Alt: f.Text("alt"), Body: f.Body}
	if said := f.Text("language"); said != "" && !blog.SameTongue(said, language) {
		f.Refuse("language", "this text is in %s, and was given as one in %s.", blog.LanguageName(said), blog.LanguageName(language))
	}
	return w, f.Err()
}
