package view

import (
	"cmp"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/tongue"
)

// Site is what every page says about the site itself.
type Site struct {
	Name         string
	Organisation string
	Tagline      string
	BaseURL      string // without a slash at the end
	Language     string // of the page's frame, BCP 47
	Own          string // the site's own language, in which lasting pages are written
	Said         string // the language of Tagline
	Tongue       *tongue.Tongue
	Tongues      []*tongue.Tongue // all that there are pages in, the site's own first
	Handle       string           // "@inews@council.example"
	Nav          []Link           // lasting pages that belong into the navigation
	Pages        []Link           // all lasting pages, for the foot
	Rules        string           // address of the rules for comments
	Look         string           // address of the style sheet of the council's look, or ""
	Letters      []string         // assets: the letters that every page needs at once
	Logo         *Figure          // of the council, or nil
	Wordmark     bool             // the logo holds the name
	Election     *blog.Election   // that is near, or nil
}

// Link is an address with its words.
type Link struct{ Label, Path string }

// Feed is a feed that a page offers to feed readers.
type Feed struct{ Title, Type, Path string }

// Section is the entry of the navigation under which a page stands.
type Section string

// The sections of the site.
const (
	LatestSection  Section = "latest"
	EventsSection  Section = "events"
	NetworkSection Section = "network"
	FollowSection  Section = "follow"
	IdeasSection   Section = "ideas"
)

// Head is what a page tells machines: search engines, link previews, feed
// readers and other servers.
type Head struct {
	Title       string // "" on the front page
	Description string
	Path        string // canonical address without the language; "" for a page that has none
	Private     string // likewise, of a page that is one reader's and known to no machine
	Query       string // with what the page was asked for, for the same page in another language
	Object      string // id of the ActivityStreams object that the page shows, or ""
	Article     bool   // og:type article, which link previews treat better
	Image       Image
	Published   time.Time
	Modified    time.Time
	Creator     string // "@user@host" of the author, for fediverse:creator
	Feeds       []Feed
	Next        string // address of the next page of a list
	NoIndex     bool
	Only        string      // the language, in English, in which alone there is what it shows, when it is not the reader's
	Elsewhere   string      // full address of the page that this one repeats, or ""
	Renderings  []Rendering // what it shows, in each of its languages, when there are several
	Data        []any       // schema.org documents, one script block each
	Script      string      // asset that adds what HTML cannot do, or ""
}

// Image is the picture of a link preview.
type Image struct {
	URL, Alt, Type string
	Width, Height  int
}

// Frame is what surrounds every page.
type Frame struct {
	Site    *Site
	Head    Head
	Section Section
}

// Paused tells whether comments are paused because an election is near.
func (f Frame) Paused() bool {
	return f.Site.Election != nil && f.Site.Election.Comments == blog.CommentsPaused
}

// Title is the text of the window's title bar.
func (f Frame) Title() string {
	if f.Head.Title == "" {
		return f.Site.Name + ": " + f.Site.Tagline
	}
	return f.Head.Title + " - " + f.Site.Name
}

// ShareTitle is the title that link previews show, beside the site's name.
func (f Frame) ShareTitle() string {
	if f.Head.Title == "" {
		return f.Site.Name
	}
	return f.Head.Title
}

// Locale is the page's language as OpenGraph writes it: en_GB.
func (f Frame) Locale() string { return f.Site.Tongue.Locale() }

// Rendering is what a page shows, in one language.
type Rendering struct {
	Language string // BCP 47
	Address  string // in full
	Title    string
	Words    string // of a link to it, in its language
	Original bool
	Here     bool // it is this page
}

// Canonical is the page's full address, or that of the page that it repeats.
func (f Frame) Canonical() string {
	if f.Head.Elsewhere != "" {
		return f.Head.Elsewhere
	}
	return f.Site.BaseURL + f.Site.Tongue.Path(f.Head.Path)
}

// Edition is a page in another language of the site, or in the same.
type Edition struct {
	*tongue.Tongue
	Path    string // the page as the reader has it before them; the front page when it has no address
	Address string // in full, as search engines know the page; "" when they should not, or know its renderings
	Here    bool   // it is this page
}

// Editions are the page in each language of the site; none when there is but one.
// What an article says stands in each language at its own address.
func (f Frame) Editions() []Edition {
	if len(f.Site.Tongues) < 2 {
		return nil
	}
	path := cmp.Or(f.Head.Path, f.Head.Private, "/")
	if f.Head.Query != "" {
		path += "?" + f.Head.Query
	}
	editions := make([]Edition, len(f.Site.Tongues))
	for i, t := range f.Site.Tongues {
		editions[i] = Edition{Tongue: t, Path: t.Path(path), Here: t.Tag == f.Site.Tongue.Tag}
		for _, r := range f.Head.Renderings {
			if tongue.Primary(r.Language) == tongue.Primary(t.Tag) {
				editions[i].Path = strings.TrimPrefix(r.Address, f.Site.BaseURL)
			}
		}
		if f.Head.Path != "" && !f.Head.NoIndex && !f.Head.Article {
			editions[i].Address = f.Site.BaseURL + t.Path(f.Head.Path)
		}
	}
	return editions
}

// At tells whether the page stands in the section.
func (f Frame) At(section string) bool { return string(f.Section) == section }

// PageAt tells whether the page is the lasting page with that path.
func (f Frame) PageAt(path string) bool { return f.Head.Path == path }
