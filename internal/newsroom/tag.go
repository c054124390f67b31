package newsroom

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// readTags joins the tags of the field and the hashtags of the text, each once,
// the field's first.
func readTags(bad *blog.Problems, field, text []string) []postgres.Tag {
	var tags []postgres.Tag
	seen := map[string]bool{}
	add := func(label string) {
		label = oneWord(label)
		key := richtext.TagKey(label)
		if key != "" && !seen[key] {
			seen[key] = true
			tags = append(tags, postgres.Tag{Key: key, Label: label})
		}
	}
	for _, label := range field {
		if strings.TrimSpace(label) == "" {
			continue
		}
		if richtext.TagKey(oneWord(label)) == "" {
			bad.Add("tags", "%q cannot be a tag: it needs a letter, and at most 40 characters.", label)
		}
		add(label)
	}
	for _, label := range text {
		add(label)
	}
	return tags
}

// oneWord writes a tag of several words as one, each with a capital, since a
// hashtag ends at a space: "local government" becomes "LocalGovernment", which
// screen readers read as two words.
func oneWord(label string) string {
	label = strings.TrimLeft(strings.TrimSpace(label), "#")
	words := strings.FieldsFunc(label, func(r rune) bool { return unicode.IsSpace(r) || r == '-' })
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	for i, word := range words {
		first, size := utf8.DecodeRuneInString(word)
		words[i] = string(unicode.ToUpper(first)) + word[size:]
	}
	return strings.Join(words, "")
}

func labels(tags []postgres.Tag) []string {
	names := make([]string, 0, len(tags))
	for _, tag := range tags {
		names = append(names, tag.Label)
	}
	return names
}
