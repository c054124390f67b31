package fediverse

import (
	"cmp"
	"context"
	"regexp"
	"strings"

	fed "inews/federation"
	"inews/internal/blog"
	"inews/internal/richtext"
)

// picturesOnMastodon is how many pictures Mastodon shows of one post. Source:
// Mastodon's activity/create.rb.
const picturesOnMastodon = 4

// Appear tells how the programs of our followers would show a post as it is
// typed, from the very object that they would get. An event is told by e; it is
// nil for a post.
func (b *Bridge) Appear(ctx context.Context, p blog.Post, e *blog.Event) ([]blog.Appearance, error) {
	var object fed.Object
	var err error
	if e != nil {
		object, err = b.event(ctx, *e)
	} else {
		object, err = b.article(ctx, p)
	}
	if err != nil {
		return nil, err
	}
	shown := []blog.Appearance{onMastodon(object), onGoToSocial(object)}
	if object.Type == fed.EventType {
		shown = append(shown, onMobilizon(object))
	}
	return shown, nil
}

// onMastodon is how Mastodon 4.5 and later shows an object. Anything but a Note
// is turned into its name, its summary and its address; of a Note the summary is
// a warning. A card is made of the first link, where there is no picture and no
// quote. Source: Mastodon's status_parser.rb, fetch_link_card_service.rb.
func onMastodon(o fed.Object) blog.Appearance {
	a := blog.Appearance{Program: "Mastodon", Pictures: shots(o, picturesOnMastodon), Tags: hashtags(o)}
	links := ""
	if o.Type == fed.NoteType {
		a.Warning = richtext.PlainText(richtext.Remote(o.Summary))
		a.Text, links = richtext.Remote(o.Content).String(), o.Content
		a.Says = "The whole text stands in people's timelines."
		if n := len([]rune(richtext.PlainText(richtext.Remote(o.Content)))); n > foldedOnMastodon {
			a.Says = "Long texts are folded: people press to read on."
		}
	} else {
		a.Title, a.Text, a.Link, links = o.Name, richtext.Remote(o.Summary).String(), o.URL, o.Summary
		a.Says = "Title, summary and link are all that Mastodon shows. The text stays on the page."
	}
	switch card := cmp.Or(firstLink(links), a.Link); {
	case len(a.Pictures) > 0 || o.Quote != "":
	case card != "":
		a.Card = card
		if card != o.URL && o.Type != fed.NoteType {
			a.Says = "The link in the summary takes the card: leave it out, and the card is that of the page."
		}
	}
	return a
}

// foldedOnMastodon is about how many characters of a text are seen at once.
const foldedOnMastodon = 500

// onGoToSocial is how GoToSocial shows an object: the whole content, behind the
// summary as a warning, or behind the name where there is no summary. Source:
// GoToSocial's astointernal.go.
func onGoToSocial(o fed.Object) blog.Appearance {
	a := blog.Appearance{
		Program: "GoToSocial", Warning: richtext.PlainText(richtext.Remote(cmp.Or(o.Summary, o.Name))),
		Text: richtext.Remote(o.Content).String(), Pictures: shots(o, len(o.Attachments)), Tags: hashtags(o),
		Says: "The whole text is shown at once.",
	}
	if a.Warning != "" {
		a.Says = "The summary is taken for a warning, and the whole text opens behind it. The title stands at its end."
	}
	return a
}

// onMobilizon is how Mobilizon shows an event: its name, time and place, and the
// content as description, below the first picture. It shows no summary. Source:
// Mobilizon's converters for events.
func onMobilizon(o fed.Object) blog.Appearance {
	a := blog.Appearance{
		Program: "Mobilizon", Title: o.Name, Text: richtext.Remote(o.Content).String(), Pictures: shots(o, 1), Tags: hashtags(o),
		Says: "Shown there once somebody shares it, or an instance follows the blog.",
	}
	c := o.Calendar
	if c == nil {
		return a
	}
	if !c.Start.IsZero() {
		when := c.Start.Format("Mon 2 Jan 2006, 15:04")
		if !c.End.IsZero() {
			when += c.End.Format(" to Mon 2 Jan 2006, 15:04")
		}
		a.Facts = append(a.Facts, strings.TrimSpace(when+" "+c.Zone))
	}
	if c.Place != nil {
		where := ""
		for _, part := range []string{c.Place.Name, c.Place.Street, c.Place.Locality, c.Place.PostalCode} {
			if part != "" && !strings.Contains(where, part) {
				where += ", " + part
			}
		}
		a.Facts = append(a.Facts, strings.TrimPrefix(where, ", "))
	}
	for _, link := range o.Attachments {
		if link.Type == "Link" && link.Name == "Website" {
			a.Facts = append(a.Facts, "Website: "+link.URL)
		}
	}
	if c.Status == "CANCELLED" {
		a.Facts = append(a.Facts, "Cancelled")
	}
	if c.JoinMode == "external" {
		a.Facts = append(a.Facts, "Take part: leads to "+c.Booking)
	}
	return a
}

// shots are the first pictures that come with an object.
func shots(o fed.Object, most int) []blog.Shot {
	var list []blog.Shot
	for _, attached := range o.Attachments {
		if strings.HasPrefix(attached.MediaType, "image/") && len(list) < most {
			list = append(list, blog.Shot{Address: attached.URL, Alt: attached.Name})
		}
	}
	return list
}

func hashtags(o fed.Object) []string {
	var list []string
	for _, tag := range hashtagsOf(o.Tags) {
		list = append(list, strings.TrimPrefix(tag.Name, "#"))
	}
	return list
}

var anchors = regexp.MustCompile(`<a [^>]*>`)

var hrefOf = regexp.MustCompile(`href="(https?://[^"]*)"`)

// firstLink is the first link of a text that is no mention and no hashtag.
func firstLink(content string) string {
	for _, anchor := range anchors.FindAllString(richtext.Remote(content).String(), -1) {
		if href := hrefOf.FindStringSubmatch(anchor); href != nil && !strings.Contains(anchor, "mention") {
			return strings.ReplaceAll(href[1], "&amp;", "&")
		}
	}
	return ""
}
