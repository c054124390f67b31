package site

import (
	"encoding/xml"
	"fmt"
	"time"

	"inews/internal/blog"
)

type rssDocument struct {
	XMLName xml.Name   `xml:"rss"`
	Version string     `xml:"version,attr"`
	Atom    string     `xml:"xmlns:atom,attr"`
	Content string     `xml:"xmlns:content,attr"`
	DC      string     `xml:"xmlns:dc,attr"`
	Channel rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title    string    `xml:"title"`
	Link     string    `xml:"link"`
	Self     atomLink  `xml:"atom:link"`
	About    string    `xml:"description"`
	Language string    `xml:"language"`
	Built    string    `xml:"lastBuildDate,omitempty"`
	Items    []rssItem `xml:"item"`
}

type rssItem struct {
	Title     string        `xml:"title"`
	Link      string        `xml:"link"`
	GUID      rssGUID       `xml:"guid"`
	Published string        `xml:"pubDate"`
	Author    string        `xml:"dc:creator,omitempty"`
	Tags      []string      `xml:"category"`
	About     string        `xml:"description"`
	Content   string        `xml:"content:encoded"`
	Comments  string        `xml:"comments,omitempty"`
	Enclosure *rssEnclosure `xml:"enclosure"`
}

// rssGUID is the object's id: it stays when the address of the page changes.
type rssGUID struct {
	Permalink bool   `xml:"isPermaLink,attr"`
	ID        string `xml:",chardata"`
}

type rssEnclosure struct {
	URL    string `xml:"url,attr"`
	Type   string `xml:"type,attr"`
	Length int    `xml:"length,attr"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomDocument struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Language string      `xml:"xml:lang,attr,omitempty"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle,omitempty"`
	Updated  string      `xml:"updated"`
	Links    []atomLink  `xml:"link"`
	Author   atomPerson  `xml:"author"`
	Entries  []atomEntry `xml:"entry"`
}

type atomPerson struct {
	Name string `xml:"name"`
	URI  string `xml:"uri,omitempty"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Published  string         `xml:"published"`
	Updated    string         `xml:"updated"`
	Links      []atomLink     `xml:"link"`
	Author     *atomPerson    `xml:"author"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary,omitempty"`
	Content    atomText       `xml:"content"`
}

func writeRSS(s *Site, f feed) ([]byte, error) {
	channel := rssChannel{
		Title: f.Title, Link: f.Home, Self: atomLink{Rel: "self", Type: "application/rss+xml", Href: f.Self},
		About: f.About, Language: f.Language,
	}
	if !f.Updated.IsZero() {
		channel.Built = f.Updated.Format(time.RFC1123Z)
	}
	for _, p := range f.Posts {
		item := rssItem{
			Title: p.Title, Link: s.link(p.Path()), GUID: rssGUID{ID: s.object(p)},
			Published: p.PublishedAt.Format(time.RFC1123Z), Author: p.Author.Name, Tags: p.Tags,
			About: excerpt(p), Content: s.content(p),
		}
		if p.Comments == blog.CommentsOpen {
			item.Comments = item.Link + "#comments"
		}
		if p.Picture.Hash != "" { // the length in bytes is not kept: RSS takes 0 for unknown
			item.Enclosure = &rssEnclosure{URL: s.BaseURL + p.Picture.Path(), Type: p.Picture.MediaType}
		}
		channel.Items = append(channel.Items, item)
	}
	return writeXML(rssDocument{
		Version: "2.0", Atom: "http://www.w3.org/2005/Atom", Content: "http://purl.org/rss/1.0/modules/content/",
		DC: "http://purl.org/dc/elements/1.1/", Channel: channel,
	})
}

func writeAtom(s *Site, f feed) ([]byte, error) {
	doc := atomDocument{
		Language: f.Language, ID: f.Self, Title: f.Title, Subtitle: f.About, Updated: f.Updated.Format(time.RFC3339),
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: f.Self}, {Rel: "alternate", Type: "text/html", Href: f.Home},
		},
		Author: atomPerson{Name: s.publisher().Name, URI: s.link("/")},
	}
	for _, p := range f.Posts {
		entry := atomEntry{
			ID: s.object(p), Title: p.Title, Published: p.PublishedAt.Format(time.RFC3339),
			Updated: lastChange(p).Format(time.RFC3339), Summary: p.Summary,
			Links:   []atomLink{{Rel: "alternate", Type: "text/html", Href: s.link(p.Path())}},
			Content: atomText{Type: "html", Text: s.content(p)},
		}
		if p.Author.Name != "" {
			entry.Author = &atomPerson{Name: p.Author.Name, URI: s.link("/authors/" + p.Author.Slug)}
		}
		for _, tag := range p.Tags {
			entry.Categories = append(entry.Categories, atomCategory{Term: tag})
		}
		doc.Entries = append(doc.Entries, entry)
	}
	return writeXML(doc)
}

func writeXML(doc any) ([]byte, error) {
	body, err := xml.MarshalIndent(doc, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write feed: %w", err)
	}
	return append([]byte(xml.Header), append(body, '\n')...), nil
}
