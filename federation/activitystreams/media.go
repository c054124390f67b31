package activitystreams

import (
	"strings"

	"inews/federation"
)

// readTags reads mentions, hashtags and emoji, and keeps other kinds of tags
// with their type. A bare word is a hashtag, as old Pleroma wrote them.
func readTags(v any) []federation.Tag {
	var tags []federation.Tag
	for _, value := range list(v, maxList) {
		switch value := value.(type) {
		case string:
			if word := cut(strings.TrimPrefix(clean(value), "#"), maxLine); word != "" {
				tags = append(tags, federation.Tag{Type: "Hashtag", Name: "#" + word})
			}
		case *dict:
			href := cut(text(value.take("href")), maxLine)
			tags = append(tags, federation.Tag{
				Type: value.typ(), Href: href, Name: value.line("name"), Icon: readImage(value.take("icon")),
			})
		}
	}
	return tags
}

// readAttachments reads files and links; one that is only an address counts
// too.
func readAttachments(v any) []federation.Attachment {
	var attachments []federation.Attachment
	for _, value := range list(v, maxMedia) {
		switch value := value.(type) {
		case string:
			if address := webURL(value); address != "" {
				attachments = append(attachments, federation.Attachment{Type: "Link", URL: address})
			}
		case *dict:
			attachments = append(attachments, readAttachment(value))
		}
	}
	return attachments
}

// readAttachment reads one attachment. The alternative text stands in name, in
// newer servers in summary. Source: FEP-1311.
func readAttachment(d *dict) federation.Attachment {
	picture := readPicture(d)
	if picture.URL == "" {
		picture.URL = webURL(d.values["href"])
	}
	return federation.Attachment{
		Type: d.typ(), URL: picture.URL, MediaType: picture.MediaType, Name: picture.Alt,
		Width: picture.Width, Height: picture.Height, Blurhash: picture.Blurhash, Focal: picture.Focal,
		Credit: picture.Credit,
	}
}

// readImage reads the first picture of a list; an address alone is one.
func readImage(v any) *federation.Image {
	for _, value := range list(v, maxMedia) {
		if d, ok := value.(*dict); ok {
			picture := readPicture(d)
			if picture.URL == "" {
				picture.URL = webURL(d.values["href"])
			}
			if picture.URL != "" {
				return &picture
			}
		} else if address := webURL(value); address != "" {
			return &federation.Image{URL: address}
		}
	}
	return nil
}

func readPicture(d *dict) federation.Image {
	alt := text(d.values["summary"])
	if alt == "" {
		alt = text(d.values["name"])
	}
	if alt == "" {
		alt, _ = d.natural("name")
	}
	mediaType := text(d.values["mediaType"])
	if mediaType == "" {
		_, mediaType = link(d.values["url"])
	}
	return federation.Image{
		URL: webURL(d.values["url"]), MediaType: cut(mediaType, maxLine), Alt: cut(alt, maxAlt),
		Width: count(d.values["width"]), Height: count(d.values["height"]),
		Blurhash: cut(text(d.values["blurhash"]), maxLine), Focal: readFocal(d.values["focalPoint"]),
		Credit: readCredit(d),
	}
}

// readFocal reads the point that a crop must keep. Source: Mastodon,
// ActivityPub extensions, focal points.
func readFocal(v any) *[2]float64 {
	values := list(v, 3)
	if len(values) != 2 {
		return nil
	}
	x, okX := number(values[0])
	y, okY := number(values[1])
	if !okX || !okY || x < -1 || x > 1 || y < -1 || y > 1 {
		return nil
	}
	return &[2]float64{x, y}
}

// readCredit reads who made a picture, in the terms of schema.org that search
// engines read too: creditText, headline, isBasedOn, license.
func readCredit(d *dict) *federation.Credit {
	c := federation.Credit{
		Creator: cut(text(d.values["creditText"]), maxLine),
		Title:   cut(text(d.values["headline"]), maxLine),
		Source:  cut(text(d.values["isBasedOn"]), maxLine),
		Licence: cut(text(d.values["license"]), maxLine),
	}
	if c == (federation.Credit{}) {
		return nil
	}
	return &c
}
