package blog

import (
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// Form is the shape in which a post is published.
type Form string

// The forms of a post. An event is a post with calendar facts.
const (
	FormArticle Form = "article"
	FormNote    Form = "note" // the short form: full text in the reader's timeline
	FormEvent   Form = "event"
)

// State is where a post stands between the first word and the last.
type State string

// The states of a post. Only a published post may leave the server, in any form.
const (
	StateDraft     State = "draft"
	StateReview    State = "review"    // handed over: an editor decides about it
	StateScheduled State = "scheduled" // goes out by itself at ScheduledAt
	StatePublished State = "published"
	StateWithdrawn State = "withdrawn"
)

// Limits of a post's fields, in characters. The title's is the shortest of
// what consumers take (Mobilizon: 200); the summary's keeps it readable in a
// timeline.
const (
	MaxTitle   = 200
	MaxSummary = 500
	MaxBody    = 200_000
	MaxTags    = 20
)

// Post is something that the blog publishes.
type Post struct {
	ID       string // uuid, stable for ever; never on the wire
	ObjectID string // uuid on the wire; a new one after each withdrawal
	Form     Form
	State    State
	Slug     string
	Title    string
	Summary  string // plain text without links: what Mastodon shows
	Body     string // Markdown: what is stored and edited
	HTML     string // Body, rendered and sanitised by richtext
	Text     string // Body, plain: for search and excerpts
	Language string // BCP 47
	Tags     []string
	SeriesID string
	Series   string // title of the series
	// SeriesSlug is the last part of the address of the series.
	SeriesSlug string
	Author     Author
	Thanks     string // "Our thanks to …", shown under a guest's post
	Picture    Picture
	Comments   CommentRule
	Mail       MailRule // how subscribers hear of it

	Version     int // counts saves; an edit names the version that it saw
	CreatedAt   time.Time
	PublishedAt time.Time
	EditedAt    time.Time // zero until edited after publication
	ScheduledAt time.Time
	WithdrawnAt time.Time
	PinnedAt    time.Time // stands first on the blog's profile since then
	Submission  Submission
	Dates       Dates

	Likes, Shares, Replies int
}

// CommentRule says whether a post takes comments.
type CommentRule string

// The rules for comments on a post.
const (
	CommentsOpen   CommentRule = "open"
	CommentsClosed CommentRule = "closed"
)

// Author is the person whom a post names.
type Author struct {
	ID     string
	Slug   string
	Name   string
	Guest  bool
	Bio    string
	Handle string // "@user@host" for fediverse:creator, or ""
	URL    string
}

// Path is the address of the post's page.
func (p Post) Path() string {
	if p.Form == FormEvent {
		return "/events/" + p.Slug
	}
	return "/posts/" + p.Slug
}

// Visible tells whether any byte of the post may leave the server.
func (p Post) Visible() bool { return p.State == StatePublished }

// Check finds what is wrong with the post's fields, all at once. A draft may
// be half empty; pass publishing to hold it to everything.
func (p Post) Check(publishing bool) error {
	var bad Problems
	if strings.TrimSpace(p.Title) == "" && (publishing || strings.TrimSpace(p.Body) == "") {
		bad.Add("title", "Give it a title.")
	}
	bad.addTexts(p.Title, p.Summary, p.Body)
	if len(p.Tags) > MaxTags {
		bad.Add("tags", "%d tags are too many; %d is the most.", len(p.Tags), MaxTags)
	}
	if publishing {
		if strings.TrimSpace(p.Body) == "" {
			bad.Add("body", "Write the text before you publish.")
		}
		if p.Author.ID == "" {
			bad.Add("author", "Say who wrote it.")
		}
	}
	p.Picture.check(&bad)
	return bad.Err()
}

// addTexts holds what a post says, in whichever language, to its limits.
func (bad *Problems) addTexts(title, summary, body string) {
	if n := utf8.RuneCountInString(title); n > MaxTitle {
		bad.Add("title", "The title has %d characters; %d is the most.", n, MaxTitle)
	}
	if n := utf8.RuneCountInString(summary); n > MaxSummary {
		bad.Add("summary", "The summary has %d characters; %d is the most.", n, MaxSummary)
	}
	if strings.Contains(summary, "://") {
		bad.Add("summary", "Take the link out of the summary: it would replace the preview of this page on Mastodon.")
	}
	if len(body) > MaxBody {
		bad.Add("body", "The text is longer than %d characters.", MaxBody)
	}
}

// Picture is the picture at the head of a post, with what the law and good
// manners ask for.
type Picture struct {
	Hash       string // content address of the upload, or "" for no picture
	Ext        string
	MediaType  string
	Width      int
	Height     int
	Blurhash   string
	Widths     []int  // of the smaller variants
	Focal      Focal  // what a cut must keep
	Alt        string // description for who cannot see it
	Decorative bool   // needs no description
	Credit     Credit
}

// Credit says whose a picture is: maker, title, source, licence.
type Credit struct {
	Creator string
	Title   string
	Source  string // address of the original
	Licence string // name, as media.Licences knows it
}

// IsZero tells whether there is nothing to credit.
func (c Credit) IsZero() bool { return c == Credit{} }

// Path is the address of the picture.
func (p Picture) Path() string {
	if p.Hash == "" {
		return ""
	}
	return "/media/" + p.Hash + "." + p.Ext
}

func (p Picture) check(bad *Problems) {
	if p.Hash == "" {
		return
	}
	if strings.TrimSpace(p.Alt) == "" && !p.Decorative {
		bad.Add("alt", "Describe the picture for people who cannot see it, or mark it as decorative.")
	}
	if p.Credit.Source != "" && !IsWebAddress(p.Credit.Source) {
		bad.Add("credit_source", "The source of the picture must be a web address that begins with https://.")
	}
}

// IsWebAddress tells whether s is an absolute http or https address.
func IsWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil
}
