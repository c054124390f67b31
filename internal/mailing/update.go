package mailing

import (
	"strings"

	"inews/internal/blog"
)

// Update is what a message to subscribers says of one post.
type Update struct {
	Subject string
	Text    string // plain
}

// NewUpdate writes the message about a post, or about an event when e is not
// nil; site is its address without a slash at the end. It says what the post is
// about and leads to the page, where pictures and replies are; a note, which has
// no more than its text, is told whole.
func NewUpdate(p blog.Post, e *blog.Event, site string) Update {
	body := p.Summary
	if p.Form == blog.FormNote || body == "" {
		body = p.Text
	}
	subject := strings.Join(strings.Fields(p.Title), " ")
	parts := []string{subject}
	if name := p.Author.Name; name != "" {
		parts[0] += "\nBy " + name
	}
	if e != nil {
		parts = append(parts, strings.TrimSpace(e.Facts()))
	}
	address := site + p.Path()
	lead := "Read it, and reply: "
	if p.Comments == blog.CommentsClosed {
		lead = "Read it: "
	}
	parts = append(parts, strings.TrimSpace(body), lead+address)
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
