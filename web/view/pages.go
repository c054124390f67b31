package view

import (
	"html/template"

	"inews/internal/blog"
	"inews/internal/richtext"
)

// Home is the front page.
type Home struct {
	Frame
	Lead     *Card
	Cards    []Card
	Events   []EventCard
	Comments []Remark
	Items    []Item
	Tags     []Link
	More     bool       // there are older posts in the archive
	Moved    *blog.Move // where the blog has gone, or nil

	Outcomes      []Outcome // what became of ideas, the newest
	OutcomesTotal int
}

// nearLead is how many cards stand with the lead, beside which is as much again.
const nearLead = 2

// Beside are the newest cards after the lead, and stand with it.
func (h Home) Beside() []Card { return h.Cards[:min(nearLead, len(h.Cards))] }

// Below are the cards after those.
func (h Home) Below() []Card { return h.Cards[min(nearLead, len(h.Cards)):] }

// Article is what the pages of a post and of an event have in common.
type Article struct {
	Frame
	Post     blog.Post
	Body     richtext.HTML
	Thanks   string
	Figure   *Figure
	Series   *Series
	Tags     []Link
	Share    Share
	Thread   Thread
	Quotes   []blog.Stamp // who quotes it, as staff chose to show
	Related  []Card
	Form     *CommentForm      // nil when comments are closed
	Waiting  int               // comments that wait for staff
	NotShown []NotShown        // and those that staff do not show, on the first page of the thread
	Invites  bool              // the first page of the thread: show how to take part
	Outcome  blog.MessageState // of an idea, when the post says what became of it, or ""
	Moved    *blog.Move        // where the blog has gone, or nil
}

// NotShown is how many comments break one of the rules.
type NotShown struct {
	Rule  string
	Count int
}

// Place is the address of what readers reply to.
func (a Article) Place() string { return a.Post.Path() }

// Post is the page of a post.
type Post struct{ Article }

// Event is the page of an event.
type Event struct {
	Article
	Event    blog.Event
	Calendar CalendarLinks
	Over     bool
}

// CalendarLinks are the ways to put an event into a calendar.
type CalendarLinks struct{ File, Google, Outlook string }

// Share is how a reader passes a page on.
type Share struct{ Address, Mail, Title string }

// Series is where a post stands among the others of its series.
type Series struct {
	Title, Path    string
	Number, Total  int
	Previous, Next *Link
}

// Reply is the page of one comment, with the form to answer it.
type Reply struct {
	Frame
	Post    blog.Post
	Comment *Comment
	Form    *CommentForm
}

// Place is the address of what readers reply to.
func (r Reply) Place() string { return r.Comment.Path }

// List is a page of posts: of a tag, an author, a series or a month.
type List struct {
	Frame
	Heading  string
	Language string // of the heading, when it is not the page's
	Kicker   string // says what sort of list it is
	Intro    string
	Author   *blog.Author
	Cards    []Card
	Numbered bool   // they stand in an order and have numbers
	Next     string // address of the page with older posts
	Offers   []Link // feeds and calendars
}

// Events is the list of events.
type Events struct {
	Frame
	Upcoming []EventCard
	Past     []EventCard // none when the list is narrowed
	Webcal   template.URL

	// What those to come are narrowed to, and can be. Empty fields do not narrow them.
	Month string // "2026-11"
	Tag   string // key
	Place string // a town or "online", in small letters
	Cost  string // "free"

	MonthChoices, TagChoices, PlaceChoices, CostChoices []Filter
}

// Narrowed tells whether a filter is set.
func (e Events) Narrowed() bool { return e.Month != "" || e.Tag != "" || e.Place != "" || e.Cost != "" }

// Narrowable tells whether there is a filter worth setting, or one to clear.
func (e Events) Narrowable() bool { return e.Narrowed() || len(e.Upcoming) > fewEvents }

// fewEvents are looked over faster than a form.
const fewEvents = 2

// Archive is the list of all that lists are of: months, subjects, series, authors.
type Archive struct {
	Frame
	Years   []Year
	Tags    []TagLink
	Series  []TagLink
	Authors []TagLink
}

// Year is one year of the archive.
type Year struct {
	Year   int
	Months []MonthLink
}

// MonthLink is a month of the archive.
type MonthLink struct {
	Link
	Posts int
}

// TagLink is a tag, a series or an author, and how many posts there are of it.
type TagLink struct {
	Link
	Posts int
}

// Network is the page of partner councils and what they publish.
type Network struct {
	Frame
	Partners []Partner
	Items    []Item
	Next     string
}

// Partner is a council that the blog follows.
type Partner struct {
	blog.Partner
	About string // plain text
}

// Item is something that a partner published.
type Item struct {
	blog.Item
	From string // name of the partner
	By   string // the author, when it is not the partner
	When string // of an event
}

// Lasting is one of the lasting pages: about, contact, privacy.
type Lasting struct {
	Frame
	Page blog.Page
	Body richtext.HTML
}

// Follow is the page that explains how to follow.
type Follow struct {
	Frame
	Departure
	Actor  string
	Webcal template.URL
	Moved  *blog.Move // where the blog has gone, or nil
}

// Departure is the form by which a visitor finds their own server, and what it
// has found.
type Departure struct {
	Wanted  string // what the visitor typed
	Problem string // with that, or ""
	Way     *blog.Way
}

// Poster is a page to print, by which people find the site.
type Poster struct {
	Frame
	Address string // as people type it
}

// Interact is the page from which a reader does something with a post, or with
// a comment on it, on their own server.
type Interact struct {
	Frame
	Departure
	Do      blog.Doing
	Post    blog.Post
	Comment *Comment // nil for the post itself
	Excerpt string   // of the comment
	Path    string   // of the page of what it is about
	Object  string   // its wire id, to search for
}

// Trouble is a page that says what went wrong.
type Trouble struct {
	Frame
	Status   int
	Heading  string
	Language string // of the heading, when it is not the page's
	Message  string
	Request  string // id for whoever looks into the log; "" on pages that must not differ
}

func (Home) template() string     { return "home" }
func (Post) template() string     { return "post" }
func (Event) template() string    { return "event" }
func (Reply) template() string    { return "reply" }
func (List) template() string     { return "list" }
func (Events) template() string   { return "events" }
func (Archive) template() string  { return "archive" }
func (Search) template() string   { return "search" }
func (Network) template() string  { return "network" }
func (Lasting) template() string  { return "lasting" }
func (Follow) template() string   { return "follow" }
func (Poster) template() string   { return "poster" }
func (Interact) template() string { return "interact" }
func (Trouble) template() string  { return "trouble" }
