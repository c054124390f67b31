package fediverse

import (
	"cmp"
	"context"
	"html"
	"strings"

	fed "inews/federation"
	"inews/internal/blog"
	"inews/internal/richtext"
)

// object translates a published post or event into what other servers get.
func (b *Bridge) object(ctx context.Context, p blog.Post) (fed.Object, error) {
	if p.Form == blog.FormEvent {
		event, err := b.DB.EventByID(ctx, p.ID)
		if err != nil {
			return fed.Object{}, err
		}
		return b.event(ctx, event)
	}
	return b.article(ctx, p)
}

// article translates a post, in its long form or its short one.
func (b *Bridge) article(ctx context.Context, p blog.Post) (fed.Object, error) {
	object, err := b.common(ctx, p)
	if err != nil {
		return object, err
	}
	if p.Form == blog.FormNote {
		object = b.note(object, p)
		return object, b.addTranslations(ctx, &object, p, func(read blog.Post, page string) fed.Translation {
			return fed.Translation{Content: noted(read, page)}
		})
	}
	object.Type = fed.ArticleType
	own := written(p, object.URL)
	object.Name, object.Summary, object.Content = own.Name, own.Summary, own.Content
	if err := b.addTranslations(ctx, &object, p, written); err != nil {
		return object, err
	}
	// Mastodon 4.7 takes the preview card from the first attached Link.
	object.Attachments = append(object.Attachments, fed.Attachment{Type: "Link", URL: object.URL, MediaType: "text/html", Name: p.Title})
	object.Preview = b.preview(object, p)
	return object, nil
}

// written is what an article says in the language in which it is read.
func written(p blog.Post, page string) fed.Translation {
	t := fed.Translation{Name: p.Title, Summary: html.EscapeString(p.Summary)}
	t.Content = richtext.Federated(richtext.Trusted(p.HTML), page).String()
	if t.Summary != "" {
		t.Content += "<p>" + titled(t.Name, page) + "</p>"
	}
	return t
}

// common fills what an article, a note and an event share.
func (b *Bridge) common(ctx context.Context, p blog.Post) (fed.Object, error) {
	id := b.Post(p)
	object := fed.Object{
		ID: id, AttributedTo: []fed.ID{b.Blog()}, URL: b.pageIn(p), Language: p.Language,
		To: []fed.ID{fed.Public}, CC: []fed.ID{b.Followers()},
		Published: p.PublishedAt, Updated: p.EditedAt,
		// Mastodon groups a thread by the older of the two names.
		Context: string(Below(id, "/context")), Conversation: string(Below(id, "/context")),
		Replies: &fed.Collection{ID: Below(id, "/replies"), First: Below(id, "/replies?page=1"), TotalItems: fed.Total(p.Replies)},
		Likes:   &fed.Collection{ID: Below(id, "/likes"), TotalItems: fed.Total(p.Likes)},
		Shares:  &fed.Collection{ID: Below(id, "/shares"), TotalItems: fed.Total(p.Shares)},
		Policy:  policy(p),
		Image:   b.picture(p.Picture),
	}
	for _, label := range p.Tags {
		object.Tags = append(object.Tags, fed.Tag{Type: "Hashtag", Name: "#" + label, Href: b.Page("/tags/" + richtext.TagKey(label))})
	}
	return object, b.addMentions(ctx, &object, p.Body, make(map[string]bool))
}

// note is the short form: the whole text in the reader's timeline. It carries
// no name, which some take for a vote, and no summary, which all take for a
// content warning.
func (b *Bridge) note(object fed.Object, p blog.Post) fed.Object {
	object.Type = fed.NoteType
	object.Content = noted(p, object.URL)
	if object.Image != nil {
		object.Attachments = []fed.Attachment{b.attachment(p.Picture)}
		object.Image = nil
	}
	return object
}

// noted is what a note says in the language in which it is read.
func noted(p blog.Post, page string) string {
	var content strings.Builder
	content.WriteString("<p><strong>" + html.EscapeString(p.Title) + "</strong></p>")
	content.WriteString(richtext.Federated(richtext.Trusted(p.HTML), page).String())
	content.WriteString(`<p><a href="` + html.EscapeString(page) + `">` + html.EscapeString(page) + `</a></p>`)
	return content.String()
}

// titled is the name of a post as a link to its page. GoToSocial and Misskey
// show a summary, which they take for a warning, and the content behind it, but
// a name only where there is no summary: it must stand in the content as well,
// at its end, since others show the name above.
func titled(name, page string) string {
	return `<a href="` + html.EscapeString(page) + `">` + html.EscapeString(name) + "</a>"
}

// preview is the article in short, for software that shows one beside the
// title. Source: FEP-b2b8.
func (b *Bridge) preview(object fed.Object, p blog.Post) *fed.Object {
	return &fed.Object{
		Type: fed.NoteType, AttributedTo: object.AttributedTo, Language: p.Language, Published: p.PublishedAt,
		Content: "<p><strong>" + html.EscapeString(p.Title) + "</strong></p><p>" + object.Summary + `</p><p><a href="` +
			html.EscapeString(object.URL) + `">` + html.EscapeString(object.URL) + "</a></p>",
	}
}

func (b *Bridge) picture(p blog.Picture) *fed.Image {
	if p.Hash == "" {
		return nil
	}
	return &fed.Image{
		URL: b.Page(p.Path()), MediaType: p.MediaType, Alt: p.Alt, Width: p.Width, Height: p.Height,
		Blurhash: p.Blurhash, Focal: focal(p.Focal), Credit: credit(p.Credit),
	}
}

func (b *Bridge) attachment(p blog.Picture) fed.Attachment {
	return fed.Attachment{
		Type: "Image", URL: b.Page(p.Path()), MediaType: p.MediaType, Name: p.Alt, Width: p.Width, Height: p.Height,
		Blurhash: p.Blurhash, Focal: focal(p.Focal), Credit: credit(p.Credit),
	}
}

// focal is nil for the middle, which is what everybody takes when nothing is
// said.
func focal(f blog.Focal) *[2]float64 {
	if f == (blog.Focal{}) {
		return nil
	}
	return &[2]float64{f.X, f.Y}
}

func credit(c blog.Credit) *fed.Credit {
	if c.IsZero() {
		return nil
	}
	return &fed.Credit{Creator: c.Creator, Title: c.Title, Source: c.Source, Licence: c.Licence}
}

// mentions finds whom a text names, of the people whom we know.
func (b *Bridge) mentions(ctx context.Context, markdown string) ([]richtext.Mention, error) {
	document, err := richtext.Markdown(markdown, richtext.Options{Mention: b.Mention(ctx)})
	return document.Mentions, err
}

// Mention resolves "name@host" to somebody whom we know already: writing a post
// asks no other server.
func (b *Bridge) Mention(ctx context.Context) func(handle string) (richtext.Mention, bool) {
	return func(handle string) (richtext.Mention, bool) {
		person, err := b.DB.PersonByHandle(ctx, "@"+handle)
		if err != nil {
			return richtext.Mention{}, false
		}
		return richtext.Mention{Handle: handle, URL: cmp.Or(person.URL, person.URI), ActorID: person.URI}, true
	}
}

// policy is who may do what with a post, and with the comments below it, without
// being asked: everybody, also what is not named. Quotes are named, since without
// that Mastodon lets nobody quote; where comments are closed, nobody may reply.
// Source: FEP-044f, GoToSocial's interaction policy.
func policy(p blog.Post) *fed.InteractionPolicy {
	policy := &fed.InteractionPolicy{Quote: []fed.ID{fed.Public}}
	if p.Comments == blog.CommentsClosed {
		policy.Reply = []fed.ID{}
	}
	return policy
}
