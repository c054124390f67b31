package fediverse

import (
	"context"
	"html"

	fed "inews/federation"
	"inews/internal/blog"
	"inews/internal/richtext"
)

// comment translates a comment of our own: an answer by the blog, or what a
// visitor wrote on the web, which the blog passes on in quotation marks, since
// no actor of theirs exists that could have said it.
func (b *Bridge) comment(ctx context.Context, c blog.Comment) (fed.Object, error) {
	if c.Mention() {
		return b.toMention(ctx, c)
	}
	post, err := b.DB.PostByID(ctx, c.PostID)
	if err != nil {
		return fed.Object{}, err
	}
	id := fed.ID(c.URI)
	object := fed.Object{
		ID: id, Type: fed.NoteType, AttributedTo: []fed.ID{b.Blog()}, Language: c.Language,
		URL: b.Page(post.Path()) + "#comment-" + c.ID, InReplyTo: b.Post(post),
		To: []fed.ID{fed.Public}, CC: []fed.ID{b.Followers()},
		Published: c.Published, Updated: c.Edited,
		Context: string(Below(b.Post(post), "/context")), Conversation: string(Below(b.Post(post), "/context")),
		Replies: &fed.Collection{ID: Below(id, "/replies"), First: Below(id, "/replies?page=1")},
		Likes:   &fed.Collection{ID: Below(id, "/likes"), TotalItems: fed.Total(c.Likes)},
		Policy:  policy(post),
	}
	if object.Language == "" {
		object.Language = post.Language
	}
	content := richtext.Federated(richtext.Trusted(c.HTML), object.URL).String()
	if c.Origin == blog.FromWeb {
		content = "<p>" + html.EscapeString(c.Byline()) + " wrote on our site:</p><blockquote>" + content + "</blockquote>"
	}
	object.Content = content
	return object, b.answering(ctx, &object, c)
}

// toMention translates our answer to a mention: for its author first, and public,
// since the mention was. It stands on no page, so its id is its address.
func (b *Bridge) toMention(ctx context.Context, c blog.Comment) (fed.Object, error) {
	id := fed.ID(c.URI)
	object := fed.Object{
		ID: id, Type: fed.NoteType, AttributedTo: []fed.ID{b.Blog()}, Language: c.Language, URL: string(id),
		CC: []fed.ID{fed.Public}, Published: c.Published, Updated: c.Edited,
		Content: richtext.Federated(richtext.Trusted(c.HTML), string(id)).String(),
		Replies: &fed.Collection{ID: Below(id, "/replies"), First: Below(id, "/replies?page=1")},
		Likes:   &fed.Collection{ID: Below(id, "/likes"), TotalItems: fed.Total(c.Likes)},
	}
	return object, b.answering(ctx, &object, c)
}

// answering addresses an answer to whoever wrote the comment above it.
func (b *Bridge) answering(ctx context.Context, object *fed.Object, c blog.Comment) error {
	if c.ParentID == "" {
		return nil
	}
	parent, err := b.DB.CommentByID(ctx, c.ParentID)
	if err != nil {
		return err
	}
	object.InReplyTo = fed.ID(parent.URI)
	if c.Origin == blog.FromBlog && parent.Person.URI != "" {
		object.To = append(object.To, fed.ID(parent.Person.URI))
		object.Tags = append(object.Tags, fed.Tag{Type: "Mention", Name: parent.Person.Handle, Href: parent.Person.URI})
	}
	return nil
}
