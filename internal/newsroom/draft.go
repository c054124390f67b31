package newsroom

import (
	"cmp"
	"context"
	"reflect"
	"regexp"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// Draft is what a writer typed, before any of it was looked up or rendered.
type Draft struct {
	Form     blog.Form // FormArticle when empty
	Title    string
	Summary  string // made from the text at publishing when empty
	Body     string // Markdown
	Slug     string // made from the title when empty
	Language string // BCP 47; "en-GB" when empty
	Tags     []string
	AuthorID string       // a byline that exists, or
	Author   string       // the name of a member of staff, new or existing, or
	Guest    *blog.Author // a guest, new or existing by name, or none of them: the editor's own byline
	Thanks   string
	Series   string       // title; a new one is begun
	Picture  blog.Picture // Hash names an upload
	Comments blog.CommentRule
	Mail     blog.MailRule // how subscribers hear of it, once it is published; as it was when empty
	// Published back-dates a post that is not out yet. A time that lies ahead
	// is refused at publishing: schedule the post instead.
	Published time.Time
	Version   int // of the post that the writer saw; an older one is a Conflict
}

// Copy is a draft that is ready for the page: rendered, its tags read.
type Copy struct {
	Draft
	html, text string
	tags       []postgres.Tag
}

// Draft saves a new draft.
func (n *Newsroom) Draft(ctx context.Context, by blog.Editor, d Draft) (blog.Post, error) {
	if d.Form == blog.FormEvent {
		return blog.Post{}, blog.InvalidField("form", "An event needs a date: begin it in the calendar.")
	}
	c, err := n.Typeset(ctx, d)
	if err != nil {
		return blog.Post{}, err
	}
	var p blog.Post
	err = n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if p, err = n.Begin(ctx, tx, by, c); err != nil {
			return err
		}
		_, err = tx.Record(ctx, change(by, blog.Drafted, p))
		return err
	})
	return p, err
}

// Edit saves what a writer changed. An edit of a published post is public at
// once and keeps the post's old address working; a writer who saw an older
// version gets a Conflict. Saving what is there already changes nothing.
func (n *Newsroom) Edit(ctx context.Context, by blog.Editor, id string, d Draft) (blog.Post, error) {
	c, err := n.Typeset(ctx, d)
	if err != nil {
		return blog.Post{}, err
	}
	var p blog.Post
	err = n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		before, err := n.Take(ctx, tx, by, id, d.Version)
		if err != nil {
			return err
		}
		if before.Form == blog.FormEvent {
			return blog.InvalidField("form", "This is an event: edit it in the calendar.")
		}
		if p, err = n.Apply(ctx, tx, by, before, c); err != nil {
			return err
		}
		if err := p.Check(p.State != blog.StateDraft); err != nil {
			return err
		}
		if reflect.DeepEqual(p, before) {
			return nil
		}
		p, err = n.Save(ctx, tx, by, before, p, c)
		if err != nil {
			return err
		}
		_, err = tx.Record(ctx, change(by, EditVerb(p), p))
		return err
	})
	return p, err
}

// EditVerb is how a saved edit is recorded: Edited tells the world, Drafted
// is between us.
func EditVerb(p blog.Post) blog.Verb {
	if p.Visible() {
		return blog.Edited
	}
	return blog.Drafted
}

// Preview is the post that a draft would become; nothing is saved.
func (n *Newsroom) Preview(ctx context.Context, by blog.Editor, d Draft) (blog.Post, error) {
	c, err := n.Typeset(ctx, d)
	if err != nil {
		return blog.Post{}, err
	}
	p := blog.Post{State: blog.StateDraft, PublishedAt: n.now(), Series: d.Series}
	n.fill(&p, c)
	if p.Slug = richtext.Slug(d.Title); p.Slug == "" {
		p.Slug = string(p.Form)
	}
	if p.Summary == "" {
		p.Summary = summary(p.HTML)
	}
	if p.Author, err = previewAuthor(ctx, n.DB, by, d); err != nil {
		return p, err
	}
	p.Picture, err = picture(ctx, n.DB, d.Picture)
	return p, err
}

// languageShape is a tag as BCP 47 writes it.
var languageShape = regexp.MustCompile(`^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$`)

// Typeset renders a draft and reads its tags. It may use the network to find
// the people whom the text mentions: call it before the transaction begins.
func (n *Newsroom) Typeset(ctx context.Context, d Draft) (Copy, error) {
	if d.Form == "" {
		d.Form = blog.FormArticle
	}
	if d.Language == "" {
		d.Language = "en-GB"
	}
	d.Title = strings.Join(strings.Fields(d.Title), " ")
	d.Summary = strings.Join(strings.Fields(d.Summary), " ")
	d.Body = strings.ReplaceAll(d.Body, "\r\n", "\n")
	var bad blog.Problems
	switch {
	case d.Form != blog.FormArticle && d.Form != blog.FormNote && d.Form != blog.FormEvent:
		bad.Add("form", "%q is not a form of post: choose article or note.", d.Form)
	case !languageShape.MatchString(d.Language):
		bad.Add("language", "%q is not a language. Write it like en-GB.", d.Language)
	case d.Comments != "" && d.Comments != blog.CommentsOpen && d.Comments != blog.CommentsClosed:
		bad.Add("comments", "%q is not a rule for comments: choose open or closed.", d.Comments)
	case d.Mail != "" && !d.Mail.Valid():
		bad.Add("mail", "%q is not a rule for e-mail: choose usual, now or no.", d.Mail)
	case d.Slug != "" && richtext.Slug(d.Slug) != d.Slug:
		bad.Add("slug", "An address has small letters, digits and hyphens. Try %q.", richtext.Slug(d.Slug))
	}
	if len(d.Body) > blog.MaxBody {
		bad.Add("body", "The text is longer than %d characters.", blog.MaxBody)
		return Copy{}, bad.Err()
	}
	doc, err := richtext.Markdown(d.Body, n.options(ctx))
	if err != nil {
		return Copy{}, err
	}
	c := Copy{Draft: d, html: doc.HTML.String(), text: doc.Text}
	c.tags = readTags(&bad, d.Tags, doc.Tags)
	return c, bad.Err()
}

// options lets the renderer look up people and pictures.
func (n *Newsroom) options(ctx context.Context) richtext.Options {
	options := richtext.Options{Site: n.Site, Picture: func(path string) (richtext.Picture, bool) {
		return pictureAt(ctx, n.DB, path)
	}, File: func(path string) (string, int64, bool) { return fileAt(ctx, n.DB, path) }}
	if n.Resolve != nil {
		options.Mention = func(handle string) (richtext.Mention, bool) { return n.Resolve(ctx, handle) }
	}
	return options
}

// fill sets what needs no look-up.
func (n *Newsroom) fill(p *blog.Post, c Copy) {
	p.Form, p.Title, p.Summary, p.Language = c.Form, c.Title, c.Summary, c.Language
	p.Body, p.HTML, p.Text, p.Thanks = c.Body, c.html, c.text, c.Thanks
	p.Tags = labels(c.tags)
	if p.Comments = c.Comments; p.Comments == "" {
		p.Comments = blog.CommentsOpen
	}
	if p.Mail = cmp.Or(c.Mail, p.Mail); p.Mail == "" {
		p.Mail = blog.MailUsual
	}
}
