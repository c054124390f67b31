package mailing

import (
	"strings"

	"inews/internal/blog"
	"inews/internal/tongue"
)

// Update is what a message to subscribers says of one post.
type Update struct {
	Subject string
	Text    string // plain
}

// NewUpdate writes the message about a post, or about an event when e is not
// nil, for readers in a tongue; site is its address without a slash at the end. It says what the post is
// about and leads to the page, where pictures and replies are; a note, which has
// no more than its text, is told whole.
func NewUpdate(t *tongue.Tongue, p blog.Post, e *blog.Event, site string) Update {
	body := p.Summary
	if p.Form == blog.FormNote || body == "" {
		body = p.Text
	}
	subject := strings.Join(strings.Fields(p.Title), " ")
	parts := []string{subject}
	if name := p.Author.Name; name != "" {
		parts[0] += "\n" + t.Say("By %s", name)
	}
	if e != nil {
		parts = append(parts, strings.TrimSpace(t.Facts(*e)))
	}
	parts = append(parts, strings.TrimSpace(body), lead(t, p)+": "+site+t.Path(p.Path()))
	if p.Thanks != "" {
		parts = append(parts, p.Thanks)
	}
	var said []string
	for _, part := range parts {
		if strings.TrimSpace(part) != "" {
			said = append(said, part)
		}
	}
	return Update{Subject: subject, Text: strings.Join(said, "\n\n")}
}

// lead is what the link to a post says.
func lead(t *tongue.Tongue, p blog.Post) string {
	if p.Comments == blog.CommentsClosed {
		return t.Say("Read it")
	}
	return t.Say("Read it, and reply")
}
