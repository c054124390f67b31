package comments

import (
	"context"
	"html"
	"net/url"
	"slices"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// Remote is a comment from another server, as the bridge read it. Who may say
// it was decided before: the object is its author's, and comes from them.
type Remote struct {
	URI         string      // wire id
	PostID      string      // "" for a mention
	ParentID    string      // the comment that it answers, or "" for the post
	Person      blog.Person // its author, saved before
	HTML        string      // as received
	Language    string
	URL         string // its page
	Audience    blog.Audience
	Published   time.Time
	Edited      time.Time
	Raw         []byte // the object as received
	Sensitive   bool
	Warning     string // plain text, or HTML
	Attachments []Attachment

	Quote         string // wire id of what it quotes, or ""
	QuoteApproved bool   // by the author of what it quotes
	// QuotesPost tells that it quotes the very post under which it stands: then
	// the line that repeats the post's address is left out.
	QuotesPost bool
}

// Attachment is something beside the text. It is never fetched: readers get a
// link with its description.
type Attachment struct {
	URL       string
	Alt       string
	MediaType string // "image/png", or only "image"
}

// Receive takes in a comment from another server, or a mention when it names no
// post. Its text is sanitised; it is
// shown at once when its author is trusted and nothing in it looks like spam,
// and held otherwise. The same comment twice is taken once. It is Forbidden
// when the author or the host is blocked, Gone when the author has deleted it,
// NotFound when the post is not public, a Conflict when comments are closed.
func (c *Comments) Receive(ctx context.Context, r Remote) (blog.Comment, error) {
	comment := c.read(r)
	err := c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		var err error
		var severity blog.Severity
		if comment.Person, severity, err = welcome(ctx, tx, r.Person.URI); err != nil {
			return err
		}
		known, err := tx.CommentByURI(ctx, r.URI)
		if blog.KindOf(err) != blog.NotFound {
			comment = known
			return again(known, r, err)
		}
		if err := c.mayArrive(ctx, tx, r); err != nil {
			return err
		}
		if comment.Text == "" {
			return blog.InvalidField("text", "There is nothing in this comment.")
		}
		if err := c.judge(ctx, tx, &comment); err != nil {
			return err
		}
		election, err := tx.ElectionAt(ctx, c.now()) // before one, nobody's comment appears unseen
		if err != nil {
			return err
		}
		comment.Verdict = blog.FirstVerdict(comment, comment.Suspicion != "" || severity.Distrusts() || election.ID != "")
		saved, inserted, err := tx.InsertComment(ctx, comment, c.Base, r.Raw)
		if err != nil {
			return err
		}
		if !inserted { // another node took it in between two statements
			comment, err = tx.CommentByURI(ctx, r.URI)
			return again(comment, r, err)
		}
		comment = saved
		if comment.Visible() {
			if err := c.tellOf(ctx, tx, comment); err != nil {
				return err
			}
		}
		return record(ctx, tx, blog.Editor{}, arrival(comment), comment, "")
	})
	return comment, err
}

// again answers for a comment that is there already.
func again(known blog.Comment, r Remote, err error) error {
	switch {
	case err != nil:
		return err
	case known.Verdict == blog.VerdictRemoved && known.Person.URI == "": // whoever wrote it was erased
		return gone()
	case known.Person.URI != r.Person.URI:
		return blog.Errorf(blog.Forbidden, "This comment is somebody else's.")
	case known.Verdict == blog.VerdictRemoved:
		return gone()
	}
	return nil
}

func gone() error { return blog.Errorf(blog.Gone, "Its author has deleted this comment.") }

// arrival is the verb of a comment that came in: whether readers see it now.
func arrival(c blog.Comment) blog.Verb {
	if c.Visible() {
		return blog.Received
	}
	return blog.Submitted
}

// mayArrive checks where the comment wants to stand.
func (c *Comments) mayArrive(ctx context.Context, tx *postgres.Tx, r Remote) error {
	deleted, err := tx.WasDeletedBy(ctx, r.URI, r.Person.URI)
	if err != nil {
		return err
	}
	if deleted {
		return gone()
	}
	if r.PostID == "" {
		err = mayMention(ctx, tx, r.Person.Host)
	} else {
		_, err = open(ctx, tx, r.PostID)
	}
	if err != nil || r.ParentID == "" {
		return err
	}
	parent, err := tx.CommentByID(ctx, r.ParentID)
	if err == nil && parent.PostID != r.PostID {
		err = blog.Errorf(blog.Invalid, "A comment answers another under the same post.")
	}
	return err
}

// judge notes what looks like spam, after the signs that were seen before.
func (c *Comments) judge(ctx context.Context, tx *postgres.Tx, comment *blog.Comment, signs ...blog.Sign) error {
	signs = append(signs, blog.SignsOfText(comment.Text, comment.HTML, c.Words)...)
	watched, err := signsOfWords(ctx, tx, comment.Name+"\n"+comment.Text)
	if err != nil {
		return err
	}
	repeated, err := c.repeats(ctx, tx, comment.Text)
	if err != nil {
		return err
	}
	known, err := signsOfPerson(ctx, tx, comment.Person)
	if err != nil {
		return err
	}
	comment.Signs = slices.Concat(signs, watched, repeated, known)
	var spam []string
	for _, sign := range comment.Signs {
		if sign.Spam {
			spam = append(spam, sign.Words)
		}
	}
	comment.Suspicion = strings.Join(spam, "; ")
	return nil
}

// read makes a comment of what came, with everything in it safe to show.
func (c *Comments) read(r Remote) blog.Comment {
	said := richtext.Remote(r.HTML)
	if trimmed := richtext.TrimMention(said, c.Ours...); !trimmed.IsZero() {
		said = trimmed
	}
	if r.QuotesPost {
		if trimmed := richtext.TrimQuote(said); !trimmed.IsZero() {
			said = trimmed
		}
	}
	whole := richtext.Remote(warning(r) + said.String() + attached(r.Attachments))
	comment := blog.Comment{
		URI: r.URI, PostID: r.PostID, ParentID: r.ParentID, Origin: blog.FromFediverse, Audience: r.Audience,
		HTML: whole.String(), Text: richtext.PlainText(whole), Language: r.Language, URL: r.URL,
		Published: r.Published, Edited: r.Edited, Quote: r.Quote, QuoteApproved: r.QuoteApproved,
	}
	switch r.Audience {
	case blog.AudiencePublic, blog.AudienceQuiet, blog.AudienceFollowers, blog.AudienceDirect:
	default:
		comment.Audience = blog.AudienceDirect // what is not said to be public is not
	}
	if !blog.IsWebAddress(r.URL) {
		comment.URL = ""
	}
	if now := c.now(); comment.Published.IsZero() || comment.Published.After(now) {
		comment.Published = now
	}
	return comment
}

// maxWarning bounds a content warning, in characters.
const maxWarning = 200

// warning is the first line of a comment that its author put behind a warning.
func warning(r Remote) string {
	words := richtext.Excerpt(richtext.PlainText(richtext.Remote(r.Warning)), maxWarning)
	if words == "" && r.Sensitive {
		words = "its author marked it as sensitive"
	}
	if words == "" {
		return ""
	}
	return "<p>Content warning: " + html.EscapeString(words) + "</p>"
}

// Limits of what is listed of attachments. Mastodon allows four and 1,500
// characters of description.
const (
	maxAttachments = 8
	maxAlt         = 500
)

// attached lists attachments as links with their descriptions.
func attached(list []Attachment) string {
	var b strings.Builder
	for _, a := range list[:min(len(list), maxAttachments)] {
		at, err := url.Parse(a.URL)
		if err != nil || !blog.IsWebAddress(a.URL) {
			continue
		}
		words := kindOf(a.MediaType) + " on " + richtext.ShowHost(at.Hostname())
		if alt := richtext.Name(a.Alt, maxAlt); alt != "" {
			words += ": " + alt
		}
		b.WriteString(`<li><a href="` + html.EscapeString(a.URL) + `">` + html.EscapeString(words) + "</a></li>")
	}
	if b.Len() == 0 {
		return ""
	}
	return "<ul>" + b.String() + "</ul>"
}

func kindOf(mediaType string) string {
	kind, _, _ := strings.Cut(strings.ToLower(mediaType), "/")
	switch kind {
	case "image":
		return "Picture"
	case "video":
		return "Video"
	case "audio":
		return "Sound"
	}
	return "File"
}
