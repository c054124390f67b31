package site

import (
	"time"

	"inews/internal/blog"
	"inews/web/view"
)

// The types of this file are schema.org documents. A page's first one is a
// NewsArticle or a WebPage: Mastodon's link preview knows no other type, no
// list of types and no @graph.

type thing struct {
	Type string `json:"@type"`
	Name string `json:"name,omitempty"`
	URL  string `json:"url,omitempty"`

	Language string `json:"inLanguage,omitempty"`
}

type articleDocument struct {
	Context     string  `json:"@context"`
	Type        string  `json:"@type"`
	Headline    string  `json:"headline"`
	Description string  `json:"description,omitempty"`
	URL         string  `json:"url"`
	MainPage    string  `json:"mainEntityOfPage"`
	Language    string  `json:"inLanguage,omitempty"`
	Published   string  `json:"datePublished,omitempty"`
	Modified    string  `json:"dateModified,omitempty"`
	Image       string  `json:"image,omitempty"`
	Author      []thing `json:"author,omitempty"`
	Publisher   thing   `json:"publisher"`
	Comments    int     `json:"commentCount,omitempty"`
	Original    *thing  `json:"translationOfWork,omitempty"`
	Translated  []thing `json:"workTranslation,omitempty"`
}

type placeDocument struct {
	Type    string           `json:"@type"`
	Name    string           `json:"name,omitempty"`
	URL     string           `json:"url,omitempty"`
	Address *addressDocument `json:"address,omitempty"`
}

type addressDocument struct {
	Type     string `json:"@type"`
	Street   string `json:"streetAddress,omitempty"`
	Locality string `json:"addressLocality,omitempty"`
	Region   string `json:"addressRegion,omitempty"`
	Postcode string `json:"postalCode,omitempty"`
	Country  string `json:"addressCountry,omitempty"`
}

type eventDocument struct {
	Context       string          `json:"@context"`
	Type          string          `json:"@type"`
	Name          string          `json:"name"`
	Description   string          `json:"description,omitempty"`
	URL           string          `json:"url"`
	Starts        string          `json:"startDate"`
	Ends          string          `json:"endDate,omitempty"`
	PreviousStart string          `json:"previousStartDate,omitempty"`
	Standing      string          `json:"eventStatus"`
	Attendance    string          `json:"eventAttendanceMode"`
	Location      []placeDocument `json:"location,omitempty"`
	Image         string          `json:"image,omitempty"`
	Organizer     thing           `json:"organizer"`
	Series        *thing          `json:"superEvent,omitempty"`
	Language      string          `json:"inLanguage,omitempty"`
	Capacity      int             `json:"maximumAttendeeCapacity,omitempty"`
	Free          bool            `json:"isAccessibleForFree,omitempty"`
}

const schema = "https://schema.org"

func (s *Site) publisher() thing {
	name := s.Organisation
	if name == "" {
		name = s.Name
	}
	return thing{Type: "Organization", Name: name, URL: s.link("/")}
}

// siteData describes the front page.
func (s *Site) siteData() articleDocument {
	return articleDocument{
		Context: schema, Type: "WebPage", Headline: s.Name, Description: s.Tagline, URL: s.link("/"),
		MainPage: s.link("/"), Language: s.Tongue.Tag, Publisher: s.publisher(),
	}
}

// pageData describes a lasting page.
func (s *Site) pageData(head view.Head) articleDocument {
	return articleDocument{
		Context: schema, Type: "WebPage", Headline: head.Title, Description: head.Description,
		URL: s.link(head.Path), MainPage: s.link(head.Path), Language: s.Tongues[0].Tag,
		Modified: timestamp(head.Modified), Publisher: s.publisher(),
	}
}

// articleData describes a post, and its other languages as the page's head names
// them.
func (s *Site) articleData(p blog.Post, head view.Head) articleDocument {
	doc := articleDocument{
		Context: schema, Type: "NewsArticle", Headline: p.Title, Description: excerpt(p),
		URL: s.addressIn(p), MainPage: s.addressIn(p), Language: p.Language,
		Published: timestamp(p.PublishedAt), Modified: timestamp(p.EditedAt), Image: s.pictureURL(p),
		Publisher: s.publisher(), Comments: p.Replies,
	}
	for _, r := range head.Renderings {
		other := thing{Type: doc.Type, Name: r.Title, URL: r.Address, Language: r.Language}
		switch {
		case r.Here:
		case r.Original:
			doc.Original = &other
		default:
			doc.Translated = append(doc.Translated, other)
		}
	}
	if p.Author.Name != "" {
		doc.Author = []thing{{Type: "Person", Name: p.Author.Name, URL: s.link("/authors/" + p.Author.Slug)}}
	}
	return doc
}

var eventStatus = map[blog.Standing]string{
	blog.GoesAhead: schema + "/EventScheduled",
	blog.Postponed: schema + "/EventPostponed",
	blog.Cancelled: schema + "/EventCancelled",
}

// eventData describes an event.
func (s *Site) eventData(e blog.Event) eventDocument {
	doc := eventDocument{
		Context: schema, Type: "Event", Name: e.Title, Description: excerpt(e.Post), URL: s.link(e.Path()),
		Starts: timestamp(e.Starts), Ends: timestamp(e.Ends), Standing: eventStatus[e.Standing],
		Image: s.pictureURL(e.Post), Organizer: s.publisher(), Language: e.Language, Capacity: e.Capacity,
		Free: e.Free(),
	}
	if !e.PreviousStarts.IsZero() && e.Standing == blog.GoesAhead {
		doc.Standing, doc.PreviousStart = schema+"/EventRescheduled", timestamp(e.PreviousStarts)
	}
	if e.Series != "" {
		doc.Series = &thing{Type: "EventSeries", Name: e.Series}
	}
	doc.Attendance, doc.Location = places(e)
	return doc
}

// places says how and where one attends.
func places(e blog.Event) (attendance string, where []placeDocument) {
	attendance = schema + "/OfflineEventAttendanceMode"
	if v := e.Venue; !v.IsZero() {
		where = append(where, placeDocument{Type: "Place", Name: v.Name, Address: &addressDocument{
			Type: "PostalAddress", Street: v.Street, Locality: v.Locality, Region: v.Region,
			Postcode: v.Postcode, Country: v.Country,
		}})
	}
	if e.Online != "" {
		attendance = schema + "/OnlineEventAttendanceMode"
		if len(where) > 0 {
			attendance = schema + "/MixedEventAttendanceMode"
		}
		where = append(where, placeDocument{Type: "VirtualLocation", URL: e.Online})
	}
	return attendance, where
}

func (s *Site) pictureURL(p blog.Post) string {
	if p.Picture.Hash == "" {
		return ""
	}
	return s.BaseURL + p.Picture.Path()
}

func timestamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
