package fediverse

import (
	"context"
	"html"
	"strings"

	fed "inews/federation"
	"inews/internal/blog"
	"inews/internal/richtext"
	"inews/internal/tongue"
)

// event translates an event. Few programs read its calendar facts, so time,
// zone and place also begin its summary, which is what Mastodon shows, and its
// content, which is what the others show.
func (b *Bridge) event(ctx context.Context, e blog.Event) (fed.Object, error) {
	object, err := b.common(ctx, e.Post)
	if err != nil {
		return object, err
	}
	object.Type = fed.EventType
	own := announced(e, object.URL)
	object.Name, object.Summary, object.Content = own.Name, own.Summary, own.Content
	err = b.addTranslations(ctx, &object, e.Post, func(read blog.Post, page string) fed.Translation {
		translated := e
		translated.Post = read
		return announced(translated, page)
	})
	if err != nil {
		return object, err
	}
	object.Tags = hashtagsOf(object.Tags)
	if e.Picture.Hash != "" {
		object.Attachments = append(object.Attachments, b.attachment(e.Picture))
	}
	if e.Online != "" {
		// Mobilizon takes a link of exactly this name for the meeting's address.
		object.Attachments = append(object.Attachments, fed.Attachment{Type: "Link", URL: e.Online, MediaType: "text/html", Name: "Website"})
	}
	object.Calendar = b.facts(e)
	return object, nil
}

// announced is what an event says in the language in which it is read.
func announced(e blog.Event, page string) fed.Translation {
	said := tongue.In(e.Language)
	summary := said.Facts(e)
	if e.Summary != "" {
		summary += ". " + e.Summary
	}
	return fed.Translation{
		Name: eventName(e), Summary: html.EscapeString(summary),
		Content: richtext.Federated(richtext.Trusted(e.HTML), page).String() +
			"<p>" + titled(e.Title, page) + stop(e.Title) + " " + html.EscapeString(said.Facts(e)) + "</p>",
	}
}

// stop is the full stop behind a title, unless it has an end of its own.
func stop(title string) string {
	if strings.HasSuffix(title, ".") || strings.HasSuffix(title, "?") || strings.HasSuffix(title, "!") || strings.HasSuffix(title, "…") {
		return ""
	}
	return "."
}

// facts are the calendar fields on the wire.
func (b *Bridge) facts(e blog.Event) *fed.Calendar {
	c := &fed.Calendar{
		Start: e.Starts, End: e.Finish(), Zone: e.Zone, Online: e.Online, Booking: e.Booking, UID: e.ObjectID,
		Category: "LEARNING", Status: "CONFIRMED", PreviousStart: e.PreviousStarts, Capacity: e.Capacity,
		JoinMode: "external", // we take no bookings: "none" would make Mobilizon refuse the event
	}
	if c.Booking == "" {
		c.Booking = b.pageIn(e.Post)
	}
	switch e.Standing {
	case blog.Cancelled:
		c.Status = "CANCELLED"
	case blog.Postponed:
		c.Status = "TENTATIVE"
	}
	if !e.Venue.IsZero() {
		c.Place = &fed.Place{
			Name: e.Venue.Name, Street: e.Venue.Street, Locality: e.Venue.Locality,
			Region: e.Venue.Region, PostalCode: e.Venue.Postcode, Country: e.Venue.Country,
			Latitude: e.Venue.Latitude, Longitude: e.Venue.Longitude,
		}
		if c.Place.Name == "" {
			c.Place.Name = e.Venue.Line()
		}
	}
	return c
}

func eventName(e blog.Event) string {
	return tongue.In(e.Language).Titled(e)
}

// hashtagsOf leaves out mentions: Gancio would take them for tags.
func hashtagsOf(tags []fed.Tag) []fed.Tag {
	var hashtags []fed.Tag
	for _, tag := range tags {
		if tag.Type == "Hashtag" {
			hashtags = append(hashtags, tag)
		}
	}
	return hashtags
}
