package blog

import (
	"strings"
	"time"
)

// Translation is what a post says in another language than its own. It is a part
// of the post: both have one thread of comments, and are published, scheduled and
// withdrawn together.
type Translation struct {
	PostID    string
	Language  string // BCP 47
	Slug      string
	Title     string
	Summary   string
	Body      string // Markdown
	HTML      string // Body, rendered and sanitised by richtext
	Text      string // Body, plain
	Alt       string // description of the post's picture
	Tags      []string
	OfVersion int // of the post that it says the same as
	Version   int // counts saves; 0 before the first
	SavedAt   time.Time
	EditedAt  time.Time // zero until saved in public
	Older     bool      // what the post says was changed since
}

// In is the post as it reads in a translation of it.
func (p Post) In(t Translation) Post {
	p.Language, p.Slug, p.Title, p.Summary = t.Language, t.Slug, t.Title, t.Summary
	p.Body, p.HTML, p.Text = t.Body, t.HTML, t.Text
	if t.Alt != "" {
		p.Picture.Alt = t.Alt
	}
	if t.EditedAt.After(p.EditedAt) {
		p.EditedAt = t.EditedAt
	}
	return p
}

// In is the event as it reads in a translation of it.
func (e Event) In(t Translation) Event {
	e.Post = e.Post.In(t)
	return e
}

// Check finds what is wrong with the translation of a post, all at once. That of
// a draft may have no text yet; pass publishing to hold it to everything.
func (t Translation) Check(p Post, publishing bool) error {
	var bad Problems
	if strings.TrimSpace(t.Title) == "" {
		bad.Add("title", "Give the %s text a title.", LanguageName(t.Language))
	}
	bad.addTexts(t.Title, t.Summary, t.Body)
	if SameTongue(t.Language, p.Language) {
		bad.Add("language", "The post itself is in %s: a translation is in another language.", LanguageName(p.Language))
	}
	if publishing && strings.TrimSpace(t.Body) == "" {
		bad.Add("body", "Write the text: readers of %s would find an empty page.", LanguageName(t.Language))
	}
	return bad.Err()
}
