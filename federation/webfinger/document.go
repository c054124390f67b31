package webfinger

import (
	"encoding/json"
	"fmt"
	"strings"

	"inews/federation"
)

// Relations of links that the fediverse uses.
const (
	Self    = "self" // the actor
	Page    = "http://webfinger.net/rel/profile-page"
	Avatar  = "http://webfinger.net/rel/avatar"
	Service = "https://www.w3.org/ns/activitystreams#Service" // FEP-d556: the actor of the server itself
)

// Document is a JSON Resource Descriptor. Source: RFC 7033 §4.4.
type Document struct {
	Subject string   `json:"subject"`
	Aliases []string `json:"aliases,omitempty"`
	Links   []Link   `json:"links"`
}

// Link leads from a resource to another, or, by Template, to a page of its
// server that does something with an address given to it.
type Link struct {
	Rel      string `json:"rel"`
	Type     string `json:"type,omitempty"`
	Href     string `json:"href,omitempty"`
	Template string `json:"template,omitempty"`
}

// Describe makes the document of an actor as Mastodon wants it: the type of the
// self link is compared by bytes. aliases are other addresses of the actor,
// the first of which is the page for people. Source: mastodon
// app/lib/webfinger.rb.
func Describe(h Handle, actor federation.ID, aliases ...string) Document {
	d := Document{
		Subject: h.Resource(),
		Aliases: append(append([]string{}, aliases...), string(actor)),
		Links:   []Link{{Rel: Self, Type: federation.MediaType, Href: string(actor)}},
	}
	if len(aliases) > 0 {
		d.Links = append(d.Links, Link{Rel: Page, Type: "text/html", Href: aliases[0]})
	}
	return d
}

// Link is the first link with a relation.
func (d Document) Link(rel string) (Link, bool) {
	for _, l := range d.Links {
		if l.Rel == rel {
			return l, true
		}
	}
	return Link{}, false
}

// Actor is the id behind the first self link that is ActivityStreams; other
// self links lead to pages and feeds.
func (d Document) Actor() (federation.ID, error) {
	for _, l := range d.Links {
		if l.Rel == Self && federation.IsMediaType(l.Type) {
			id, err := federation.ParseID(l.Href)
			if err != nil {
				return "", fmt.Errorf("self link: %w: %w", federation.ErrMalformed, err)
			}
			return id, nil
		}
	}
	return "", fmt.Errorf("%s has no self link to an actor: %w", d.Subject, federation.ErrMalformed)
}

// only keeps the links with the given relations. Source: RFC 7033 §4.3.
func (d Document) only(rels []string) Document {
	if len(rels) == 0 {
		return d
	}
	links := []Link{}
	for _, l := range d.Links {
		for _, rel := range rels {
			if l.Rel == rel {
				links = append(links, l)
				break
			}
		}
	}
	d.Links = links
	return d
}

// read reads a document of another server.
func read(raw []byte) (Document, error) {
	var d Document
	if err := json.Unmarshal(raw, &d); err != nil {
		return Document{}, fmt.Errorf("%w: %w", federation.ErrMalformed, err)
	}
	if strings.TrimSpace(d.Subject) == "" {
		return Document{}, fmt.Errorf("no subject: %w", federation.ErrMalformed)
	}
	return d, nil
}
