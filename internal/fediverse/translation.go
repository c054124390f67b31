package fediverse

import (
	"cmp"
	"context"

	fed "inews/federation"
	"inews/internal/blog"
	"inews/internal/richtext"
)

// addTranslations adds to an object what its post says in other languages. says
// writes one of them, given the post as it reads there and the address of that
// page. An object is as new as the newest of its texts: Mastodon passes over an
// Update that is not newer than what it has.
func (b *Bridge) addTranslations(ctx context.Context, object *fed.Object, p blog.Post, says func(read blog.Post, page string) fed.Translation) error {
	if p.ID == "" { // a preview of what is not saved
		return nil
	}
	all, err := b.DB.TranslationsOf(ctx, p.ID)
	if err != nil {
		return err
	}
	known := make(map[string]bool)
	for _, tag := range object.Tags {
		known[tag.Href] = true
	}
	for _, t := range all {
		if p.Summary != "" {
			t.Summary = cmp.Or(t.Summary, richtext.Summary(richtext.Trusted(t.HTML), richtext.SummaryLength))
		}
		read := p.In(t)
		if read.EditedAt.After(object.Updated) {
			object.Updated = read.EditedAt
		}
		text := says(read, b.pageIn(read))
		text.Language = t.Language
		object.Translations = append(object.Translations, text)
		if err := b.addMentions(ctx, object, t.Body, known); err != nil {
			return err
		}
	}
	return nil
}

// pageIn is the page of a post in the language in which it is read.
func (b *Bridge) pageIn(read blog.Post) string {
	return b.Page(blog.PathIn(b.Profile.Languages, read.Language, read.Path()))
}

// addMentions addresses whom a text names, of the people whom we know, unless they
// are known to be addressed already.
func (b *Bridge) addMentions(ctx context.Context, object *fed.Object, markdown string, known map[string]bool) error {
	mentions, err := b.mentions(ctx, markdown)
	for _, m := range mentions {
		if known[m.ActorID] {
			continue
		}
		known[m.ActorID] = true
		object.Tags = append(object.Tags, fed.Tag{Type: "Mention", Name: "@" + m.Handle, Href: m.ActorID})
		object.CC = append(object.CC, fed.ID(m.ActorID))
	}
	return err
}
