package view

import (
	"strings"
	"time"

	"inews/internal/blog"
)

// Site is what every page says about the site itself.
type Site struct {
	Name         string
	Organisation string
	Tagline      string
	BaseURL      string         // without a slash at the end
	Language     string         // BCP 47
	Handle       string         // "@inews@council.example"
	Nav          []Link         // lasting pages that belong into the navigation
	Pages        []Link         // all lasting pages, for the foot
	Rules        string         // address of the rules for comments
	Look         string         // address of the style sheet of the council's look, or ""
	Letters      []string       // assets: the letters that every page needs at once
	Logo         *Figure        // of the council, or nil
	Wordmark     bool           // the logo holds the name
	Election     *blog.Election // that is near, or nil
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
	Path        string // canonical address; "" for a page that has none
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

// Locale is the site's language as OpenGraph writes it: en_GB.
func (f Frame) Locale() string { return strings.ReplaceAll(f.Site.Language, "-", "_") }

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
	return f.Site.BaseURL + f.Head.Path
}

// At tells whether the page stands in the section.
func (f Frame) At(section string) bool { return string(f.Section) == section }

// PageAt tells whether the page is the lasting page with that path.
func (f Frame) PageAt(path string) bool { return f.Head.Path == path }
