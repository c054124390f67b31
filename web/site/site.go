// Package site makes what readers get: pages, feeds, calendars, the sitemap.
//
// Each page is one function from a question to an answer, without a word of
// HTTP: package web routes to it, caches what it returns and maps its errors.
// Nothing here depends on who asks, so every answer may be kept and given to
// everybody, but for the page on which somebody sees how their own idea stands;
// what readers write goes through the use cases.
package site

import (
	"cmp"
	"context"
	"fmt"
	"html/template"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/mailing"
	"inews/internal/postgres"
	"inews/internal/richtext"
	"inews/internal/tongue"
	"inews/web/view"
)

// Options are what a Site is made of.
type Options struct {
	DB       *postgres.DB
	Comments *comments.Comments
	Updates  *mailing.Updates // nil without
	// Letterbox takes in what readers write in private.
	Letterbox *mailing.Letterbox

	BaseURL         string // without a slash at the end
	Name            string
	Tagline         string
	Organisation    string
	Said            string   // the language of Tagline; the site's own when empty
	Language        string   // of the pages, BCP 47
	Languages       []string // that there are pages in, the site's own first; Language alone when nil
	Handle          string   // name alone: "inews"
	HandleDomain    string
	SecurityContact string // address for /.well-known/security.txt, or ""
	Zone            *time.Location

	// Way finds where a visitor's own server does an errand: see web.Federation.
	Way func(ctx context.Context, from netip.Addr, handle string, errand blog.Errand) (blog.Way, error)

	Asset func(name string) string // address of an asset
	Now   func() time.Time
}

// Site answers readers in one language. Its methods may be called by several
// goroutines.
type Site struct {
	Options
	Tongue  *tongue.Tongue   // of the pages
	Tongues []*tongue.Tongue // all that there are pages in, the site's own first
	db      *postgres.DB
	view    *view.Templates
}

// Ask is what a reader asks for.
type Ask struct {
	Param func(name string) string // part of the path
	Query url.Values               // the parameters that the route knows
	From  netip.Addr               // where the visitor is, on pages made for one visitor; not kept
}

// Answer is what a reader gets. Status 0 means 200.
type Answer struct {
	Status   int
	Type     string // media type
	Body     []byte
	Location string    // where to go instead, with a 3xx status
	Modified time.Time // of the newest thing in it, when that is known
	Object   string    // id of the ActivityStreams object that the page shows, or ""
	PostID   string    // whose page it is, or ""
	Fleeting bool      // not worth keeping: search results
	Players  []string  // origins whose players the page may open in its frames
	Scripts  bool      // the page may run those of our own
	Err      error     // told within the page; decides the status
}

// askedKey holds in a context what a page was asked for beside its path.
type askedKey struct{}

// Asking notes what a page is asked for, for its frame: the link to the same page
// in another language must ask for the same.
func Asking(ctx context.Context, query url.Values) context.Context {
	return context.WithValue(ctx, askedKey{}, query.Encode())
}

func asked(ctx context.Context) string {
	query, _ := ctx.Value(askedKey{}).(string)
	return query
}

// Reader is a page: a function from question to answer. Errors are those of
// the database or NotFound.
type Reader func(ctx context.Context, ask Ask) (Answer, error)

// New makes a Site.
func New(o Options) (*Site, error) {
	if o.Languages == nil {
		o.Languages = []string{o.Language}
	}
	all := tongue.All(o.Languages[0], o.Languages[1:])
	speaks := tongue.Among(all, o.Language)
	templates, err := view.Parse(o.Zone, o.Asset, speaks)
	if err != nil {
		return nil, fmt.Errorf("make site: %w", err)
	}
	return &Site{Options: o, Tongue: speaks, Tongues: all, db: o.DB, view: templates}, nil
}

const (
	htmlType = "text/html; charset=utf-8"
	moved    = 301
)

// page renders a page into an answer.
func (s *Site) page(p view.Page, head view.Head) (Answer, error) {
	body, err := s.view.Render(p)
	return Answer{Type: htmlType, Body: body, Object: head.Object, Players: players(p)}, err
}

// players are those of the text on the page.
func players(p view.Page) []string {
	switch p := p.(type) {
	case view.Post:
		return richtext.Players(p.Body)
	case view.Event:
		return richtext.Players(p.Body)
	case view.Lasting:
		return richtext.Players(p.Body)
	}
	return nil
}

// frame surrounds a page with the parts that all pages share.
func (s *Site) frame(ctx context.Context, section view.Section, head view.Head) (view.Frame, error) {
	pages, err := s.db.Pages(ctx)
	if err != nil {
		return view.Frame{}, err
	}
	chosen, err := s.db.Look(ctx)
	if err != nil {
		return view.Frame{}, err
	}
	head.Query = asked(ctx)
	frame := s.frameWith(pages, chosen, section, head)
	election, err := s.db.ElectionAt(ctx, s.Now())
	if election.ID != "" {
		frame.Site.Election = &election
	}
	return frame, err
}

// lawful are the pages that staff wrote of what the law asks for: the pages that
// the program makes lead to them, and the foot of every page to those.
var lawful = map[string]bool{"accessibility": true, "privacy": true, blog.RulesPage: true}

// maxNav is how many lasting pages fit into the navigation beside the sections.
const maxNav = 4

func (s *Site) frameWith(pages []blog.Page, chosen blog.Look, section view.Section, head view.Head) view.Frame {
	about := view.Site{
		Name: s.Name, Organisation: s.Organisation, Tagline: s.Tagline, BaseURL: s.BaseURL,
		Language: s.Tongue.Tag, Own: s.Tongues[0].Tag, Said: cmp.Or(s.Said, s.Tongues[0].Tag), Tongue: s.Tongue, Tongues: s.Tongues, Handle: s.fullHandle(), Rules: "/rules",
	}
	s.dress(&about, chosen)
	for _, p := range pages {
		link := view.Link{Label: p.Title, Path: "/pages/" + p.Slug}
		if !lawful[p.Slug] {
			about.Pages = append(about.Pages, link)
		}
		if p.Slug == blog.RulesPage {
			about.Rules = link.Path
		}
		if p.Position > 0 && len(about.Nav) < maxNav {
			about.Nav = append(about.Nav, link)
		}
	}
	if head.Description == "" {
		head.Description = s.Tagline
	}
	if head.Image.URL == "" {
		head.Image = view.Image{
			URL: s.BaseURL + s.Asset("card.png"), Type: "image/png", Alt: s.Name, Width: 1200, Height: 630,
		}
	}
	if len(head.Feeds) == 0 {
		head.Feeds = s.feedsAt("", s.Name, true)
	}
	return view.Frame{Site: &about, Head: head, Section: section}
}

// maxOldPath bounds the addresses that are looked for among the old ones.
const maxOldPath = 500

// Elsewhere is where an address of the site that stood here before leads, or "".
// A database that cannot tell is as good as none that knows: the error of the
// page itself is told.
func (s *Site) Elsewhere(ctx context.Context, path string) string {
	if len(path) > maxOldPath {
		return ""
	}
	redirect, err := s.db.RedirectFrom(ctx, path)
	if err != nil {
		return ""
	}
	return redirect.Target
}

func (s *Site) fullHandle() string { return "@" + s.Handle + "@" + s.HandleDomain }

func (s *Site) actor() string { return s.BaseURL + "/ap/actors/" + s.Handle }

// object is the id of the ActivityStreams object of a post or event.
func (s *Site) object(p blog.Post) string {
	if p.Form == blog.FormEvent {
		return s.BaseURL + "/ap/events/" + p.ObjectID
	}
	return s.BaseURL + "/ap/posts/" + p.ObjectID
}

// say is a sentence in the language of the pages.
func (s *Site) say(text tongue.Words, args ...any) string { return s.Tongue.Say(text, args...) }

// link is the full address of a page in their language.
func (s *Site) link(path string) string { return s.BaseURL + s.Tongue.Path(path) }

// feedsAt lists the feeds below a path, "" for the whole site: with a calendar when
// it may have events.
func (s *Site) feedsAt(path, title string, dated bool) []view.Feed {
	feeds := []view.Feed{
		{Title: title + " (RSS)", Type: "application/rss+xml", Path: path + "/feed.rss"},
		{Title: title + " (Atom)", Type: "application/atom+xml", Path: path + "/feed.atom"},
		{Title: title + " (JSON Feed)", Type: "application/feed+json", Path: path + "/feed.json"},
	}
	if dated {
		feeds = append(feeds, view.Feed{Title: s.say("%s (events)", title), Type: "text/calendar", Path: path + "/events.ics"})
	}
	return feeds
}

func tagLinks(labels []string) []view.Link {
	links := make([]view.Link, len(labels))
	for i, label := range labels {
		links[i] = view.Link{Label: label, Path: tagPath(richtext.TagKey(label))}
	}
	return links
}

func tagPath(key string) string { return "/tags/" + url.PathEscape(key) }

// webcal is an address of ours under the scheme with which calendars subscribe: one
// that templates do not know, and let through only because we say so.
func (s *Site) webcal(path string) template.URL {
	_, rest, _ := strings.Cut(s.BaseURL, "://")
	return template.URL("webcal://" + rest + s.Tongue.Path(path))
}

// Length of an excerpt under a headline: about three lines.
const excerptLength = 220

func excerpt(p blog.Post) string {
	if p.Summary != "" {
		return p.Summary
	}
	return richtext.Summary(richtext.Trusted(p.HTML), excerptLength)
}

// cards makes cards of posts, with the times of those that are events.
func (s *Site) cards(ctx context.Context, posts []blog.Post) ([]view.Card, error) {
	posts, err := s.rendered(ctx, posts)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, p := range posts {
		if p.Form == blog.FormEvent {
			ids = append(ids, p.ID)
		}
	}
	when := make(map[string]string)
	if len(ids) > 0 {
		events, err := s.db.EventsAmong(ctx, ids)
		if err != nil {
			return nil, err
		}
		for _, e := range events {
			when[e.ID] = s.Tongue.Standing(e)
		}
	}
	cards := make([]view.Card, len(posts))
	for i, p := range posts {
		cards[i] = view.Card{Post: p, Excerpt: excerpt(p), Figure: figure(p), When: when[p.ID]}
	}
	return cards, nil
}
