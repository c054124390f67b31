package site

import (
	"context"
	"encoding/xml"
	"strings"
	"time"
)

type sitemap struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Address string `xml:"loc"`
	Changed string `xml:"lastmod,omitempty"`
}

// maxAddresses is the most that one sitemap may hold (sitemaps.org protocol).
const maxAddresses = 50_000

// Sitemap lists the addresses of everything that search engines may find.
func (s *Site) Sitemap(ctx context.Context, _ Ask) (Answer, error) {
	doc := sitemap{}
	for _, path := range []string{"/", "/events", "/network", "/archive", "/follow", "/ideas", "/contact"} {
		doc.URLs = append(doc.URLs, sitemapURL{Address: s.BaseURL + path})
	}
	pages, err := s.db.Pages(ctx)
	if err != nil {
		return Answer{}, err
	}
	for _, p := range pages {
		doc.URLs = append(doc.URLs, sitemapURL{s.BaseURL + "/pages/" + p.Slug, p.EditedAt.Format(time.DateOnly)})
	}
	posts, err := s.db.PostAddresses(ctx, maxAddresses-len(doc.URLs))
	if err != nil {
		return Answer{}, err
	}
	for _, p := range posts {
		doc.URLs = append(doc.URLs, sitemapURL{s.BaseURL + p.Path, p.ChangedAt.Format(time.DateOnly)})
	}
	body, err := writeXML(doc)
	return Answer{Type: "application/xml; charset=utf-8", Body: body}, err
}

// Robots tells crawlers what not to walk through.
func (s *Site) Robots(context.Context, Ask) (Answer, error) {
	lines := []string{
		"User-agent: *", "Disallow: /desk/", "Disallow: /search?", "Disallow: /follow?", "Disallow: /feedback", "Disallow: /thanks/", "",
		"Sitemap: " + s.BaseURL + "/sitemap.xml", "",
	}
	return Answer{Type: "text/plain; charset=utf-8", Body: []byte(strings.Join(lines, "\n"))}, nil
}

// securityTerm is how long a security.txt says it is good for; RFC 9116 §2.5.5
// recommends less than a year.
const securityTerm = 180 * 24 * time.Hour

// SecurityText says whom to tell about a vulnerability (RFC 9116).
func (s *Site) SecurityText(context.Context, Ask) (Answer, error) {
	if s.SecurityContact == "" {
		return Answer{}, errNothing
	}
	contact := s.SecurityContact
	if !strings.Contains(contact, ":") {
		contact = "mailto:" + contact
	}
	expires := s.Now().Add(securityTerm).UTC().Truncate(24 * time.Hour).Format(time.RFC3339)
	lines := []string{
		"Contact: " + contact, "Expires: " + expires, "Preferred-Languages: " + s.Language,
		"Canonical: " + s.BaseURL + "/.well-known/security.txt", "",
	}
	return Answer{Type: "text/plain; charset=utf-8", Body: []byte(strings.Join(lines, "\n"))}, nil
}
