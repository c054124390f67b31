package site

import (
	"context"
	"encoding/xml"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

type sitemap struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	XHTML   string       `xml:"xmlns:xhtml,attr,omitempty"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Address  string        `xml:"loc"`
	Changed  string        `xml:"lastmod,omitempty"`
	Editions []sitemapLink `xml:"xhtml:link"`
}

// sitemapLink is the same page in a language.
type sitemapLink struct {
	Rel      string `xml:"rel,attr"`
	Language string `xml:"hreflang,attr"`
	Address  string `xml:"href,attr"`
}

// maxAddresses is the most that one sitemap may hold (sitemaps.org protocol).
const maxAddresses = 50_000

// Sitemap lists the addresses of everything that search engines may find, in every
// language.
func (s *Site) Sitemap(ctx context.Context, _ Ask) (Answer, error) {
	doc := sitemap{}
	for _, path := range []string{"/", "/events", "/network", "/archive", "/follow", "/ideas", "/contact", "/accessibility", "/privacy", "/cookies", "/rules"} {
		s.chart(&doc, path, time.Time{})
	}
	pages, err := s.db.Pages(ctx)
	if err != nil {
		return Answer{}, err
	}
	for _, p := range pages {
		s.chart(&doc, "/pages/"+p.Slug, p.EditedAt)
	}
	if err := s.chartPosts(ctx, &doc); err != nil {
		return Answer{}, err
	}
	body, err := writeXML(doc)
	return Answer{Type: "application/xml; charset=utf-8", Body: body}, err
}

// chart adds a page to the sitemap, in each language with links to the others.
func (s *Site) chart(doc *sitemap, path string, changed time.Time) {
	page := sitemapURL{}
	if !changed.IsZero() {
		page.Changed = changed.Format(time.DateOnly)
	}
	if len(s.Tongues) > 1 {
		doc.XHTML = "http://www.w3.org/1999/xhtml"
		for _, t := range s.Tongues {
			page.Editions = append(page.Editions, sitemapLink{"alternate", t.Tag, s.BaseURL + t.Path(path)})
		}
	}
	for _, t := range s.Tongues {
		page.Address = s.BaseURL + t.Path(path)
		doc.URLs = append(doc.URLs, page)
	}
}

// chartPosts adds the posts to the sitemap, each in the languages in which there is
// a text of it, with links between those.
func (s *Site) chartPosts(ctx context.Context, doc *sitemap) error {
	posts, err := s.db.PostAddresses(ctx, maxAddresses-len(doc.URLs))
	if err != nil {
		return err
	}
	translations, err := s.db.TranslationAddresses(ctx, maxAddresses)
	if err != nil {
		return err
	}
	others := make(map[string][]postgres.TranslationAddress)
	for _, t := range translations {
		others[t.Original] = append(others[t.Original], t)
	}
	for _, p := range posts {
		pages := []sitemapURL{{Address: s.BaseURL + blog.PathIn(s.languages(), p.Language, p.Path), Changed: p.ChangedAt.Format(time.DateOnly)}}
		editions := []sitemapLink{{"alternate", p.Language, pages[0].Address}}
		for _, t := range others[p.Path] {
			page := sitemapURL{Address: s.BaseURL + blog.PathIn(s.languages(), t.Language, t.Path), Changed: t.ChangedAt.Format(time.DateOnly)}
			pages, editions = append(pages, page), append(editions, sitemapLink{"alternate", t.Language, page.Address})
		}
		if len(doc.URLs)+len(pages) > maxAddresses {
			return nil
		}
		for _, page := range pages {
			if len(pages) > 1 {
				doc.XHTML, page.Editions = "http://www.w3.org/1999/xhtml", editions
			}
			doc.URLs = append(doc.URLs, page)
		}
	}
	return nil
}

// Robots tells crawlers what not to walk through.
func (s *Site) Robots(context.Context, Ask) (Answer, error) {
	lines := []string{"User-agent: *", "Disallow: /desk/"}
	for _, t := range s.Tongues {
		for _, path := range []string{"/search?", "/follow?", "/feedback", "/thanks/"} {
			lines = append(lines, "Disallow: "+t.Path(path))
		}
	}
	lines = append(lines, "", "Sitemap: "+s.BaseURL+"/sitemap.xml", "")
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
	var tags []string
	for _, t := range s.Tongues {
		tags = append(tags, t.Tag)
	}
	languages := strings.Join(tags, ", ")
	expires := s.Now().Add(securityTerm).UTC().Truncate(24 * time.Hour).Format(time.RFC3339)
	lines := []string{
		"Contact: " + contact, "Expires: " + expires, "Preferred-Languages: " + languages,
		"Canonical: " + s.BaseURL + "/.well-known/security.txt", "",
	}
	return Answer{Type: "text/plain; charset=utf-8", Body: []byte(strings.Join(lines, "\n"))}, nil
}
