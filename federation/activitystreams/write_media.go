package activitystreams

import "inews/federation"

// imageJSON is a picture. Its name, the alternative text, is always there:
// Mobilizon takes no banner without one.
type imageJSON struct {
	Type      string    `json:"type"`
	MediaType string    `json:"mediaType,omitempty"`
	URL       string    `json:"url"`
	Name      string    `json:"name"`
	Width     int       `json:"width,omitempty"`
	Height    int       `json:"height,omitempty"`
	Blurhash  string    `json:"blurhash,omitempty"`
	Focal     []decimal `json:"focalPoint,omitempty"`
	creditJSON
}

// creditJSON is who made a picture. No FEP has words for it; these are of
// schema.org's CreativeWork.
type creditJSON struct {
	Creator string `json:"creditText,omitempty"`
	Title   string `json:"headline,omitempty"`
	Source  string `json:"isBasedOn,omitempty"`
	Licence string `json:"license,omitempty"`
}

func newImage(i *federation.Image) *imageJSON {
	if i == nil {
		return nil
	}
	return &imageJSON{
		Type: "Image", MediaType: i.MediaType, URL: i.URL, Name: i.Alt, Width: i.Width, Height: i.Height,
		Blurhash: i.Blurhash, Focal: newFocal(i.Focal), creditJSON: newCredit(i.Credit),
	}
}

func newFocal(f *[2]float64) []decimal {
	if f == nil {
		return nil
	}
	return []decimal{decimal(f[0]), decimal(f[1])}
}

func newCredit(c *federation.Credit) creditJSON {
	if c == nil {
		return creditJSON{}
	}
	return creditJSON(*c)
}

// attachmentJSON is a file, which has a url, or a Link, which has an href.
// Mastodon 4.7 takes the first Link for the preview card.
type attachmentJSON struct {
	Type      string    `json:"type"`
	MediaType string    `json:"mediaType,omitempty"`
	URL       string    `json:"url,omitempty"`
	Href      string    `json:"href,omitempty"`
	Name      string    `json:"name,omitempty"`
	Width     int       `json:"width,omitempty"`
	Height    int       `json:"height,omitempty"`
	Blurhash  string    `json:"blurhash,omitempty"`
	Focal     []decimal `json:"focalPoint,omitempty"`
	creditJSON
}

func newAttachments(all []federation.Attachment) []attachmentJSON {
	var written []attachmentJSON
	for _, a := range all {
		written = append(written, newAttachment(a))
	}
	return written
}

func newAttachment(a federation.Attachment) attachmentJSON {
	written := attachmentJSON{
		Type: a.Type, MediaType: a.MediaType, URL: a.URL, Name: a.Name, Width: a.Width, Height: a.Height,
		Blurhash: a.Blurhash, Focal: newFocal(a.Focal), creditJSON: newCredit(a.Credit),
	}
	if a.Type == "Link" {
		written.URL, written.Href = "", a.URL
	}
	return written
}

type tagJSON struct {
	Type string     `json:"type"`
	Href string     `json:"href,omitempty"`
	Name string     `json:"name,omitempty"`
	Icon *imageJSON `json:"icon,omitempty"`
}

func newTags(tags []federation.Tag) []tagJSON {
	var written []tagJSON
	for _, t := range tags {
		written = append(written, tagJSON{Type: t.Type, Href: t.Href, Name: t.Name, Icon: newImage(t.Icon)})
	}
	return written
}
