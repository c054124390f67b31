package site

import (
	"context"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/mailing"
	"inews/internal/richtext"
	"inews/web/view"
)

// Written is a message as it comes from a form.
type Written struct {
	Kind                             blog.MessageKind
	Title, Text, Name, Email, Useful string
	Named                            bool
	Page                             string
	Trap, Opened                     string
	Address                          netip.Addr // of the visitor, to slow down floods; not kept
}

// Contact is the page with which somebody writes to the council. What staff say
// there is the lasting page "contact".
func (s *Site) Contact(ctx context.Context, _ Ask) (Answer, error) {
	return s.contactPage(ctx, s.messageForm())
}

// contactSlug is the address of the lasting page that stands above the form.
const contactSlug = "contact"

func (s *Site) contactPage(ctx context.Context, form view.MessageForm) (Answer, error) {
	head := view.Head{Title: s.say("Contact us"), Path: "/contact", Description: s.say("Write to us: a question, a complaint, a word of praise. A person reads every message.")}
	page := view.Contact{Form: form}
	said, err := s.db.PageBySlug(ctx, contactSlug)
	switch {
	case err == nil:
		page.Page, page.Body = &said, richtext.Trusted(said.HTML)
	case blog.KindOf(err) != blog.NotFound:
		return Answer{}, err
	}
	if page.Frame, err = s.frame(ctx, "", head); err != nil {
		return Answer{}, err
	}
	return s.formAnswer(page, head)
}

// Feedback is the page on which somebody says what they think of another one.
func (s *Site) Feedback(ctx context.Context, ask Ask) (Answer, error) {
	form := s.messageForm()
	form.Page = ask.Query.Get("page")
	if useful := ask.Query.Get("useful"); useful == "yes" || useful == "no" {
		form.Useful = useful
	}
	return s.feedbackPage(ctx, form)
}

func (s *Site) feedbackPage(ctx context.Context, form view.MessageForm) (Answer, error) {
	head := view.Head{Title: s.say("Tell us what you think of this page"), Path: "/feedback", NoIndex: true}
	about, err := s.pageAt(ctx, form.Page)
	if err != nil {
		return Answer{}, err
	}
	form.Page, form.PageTitle, form.PageLanguage = about.path, about.title, about.language
	frame, err := s.frame(ctx, "", head)
	if err != nil {
		return Answer{}, err
	}
	return s.formAnswer(view.Feedback{Frame: frame, Form: form}, head)
}

// formAnswer renders a page with a form that knows when it was made: it is not
// kept, and what is wrong with the form is in its title.
func (s *Site) formAnswer(p view.Page, head view.Head) (Answer, error) {
	answer, err := s.page(p, head)
	answer.Fleeting = true
	return answer, err
}

func (s *Site) messageForm() view.MessageForm { return view.MessageForm{Opened: s.Now().Unix()} }

// known is a page of ours that somebody has an opinion of.
type known struct{ path, title, language, postID string }

// maxPath bounds the path of a page that somebody names.
const maxPath = 200

// pageAt finds the page at a path of ours. What is no such path is no page: then
// the opinion is about the site.
func (s *Site) pageAt(ctx context.Context, path string) (known, error) {
	path, _, _ = strings.Cut(path, "?")
	if len(path) > maxPath || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") ||
		strings.ContainsFunc(path, func(r rune) bool { return r < '!' || r > '~' || r == '\\' }) {
		return known{}, nil
	}
	folder, slug, ok := strings.Cut(path[1:], "/")
	k := known{path: path}
	var err error
	switch {
	case ok && (folder == "posts" || folder == "events"):
		var p blog.Post
		if p, _, err = s.find(ctx, slug, "/"+folder+"/"); err == nil {
			return known{p.Path(), p.Title, p.Language, p.ID}, nil
		}
	case ok && folder == "pages":
		var p blog.Page
		if p, err = s.db.PageBySlug(ctx, slug); err == nil {
			k.title = p.Title
			return k, nil
		}
	case opinionPaths[path] || ok && (folder == "tags" || folder == "authors" || folder == "archive"):
		return k, nil
	}
	if err != nil && blog.KindOf(err) != blog.NotFound {
		return known{}, err
	}
	return known{}, nil
}

// opinionPaths are the pages beside posts and lasting pages.
var opinionPaths = map[string]bool{
	"/": true, "/events": true, "/archive": true, "/network": true, "/search": true, "/follow": true, "/ideas": true, "/ideas/new": true, "/contact": true,
}

// Write takes a message in and sends the reader on to a page that thanks them.
// What is wrong with it is told above the form, filled as it was.
func (s *Site) Write(ctx context.Context, w Written) (Answer, error) {
	about, err := s.pageAt(ctx, w.Page)
	if err != nil {
		return Answer{}, err
	}
	sent := mailing.Sent{
		Kind: w.Kind, Language: s.Language, Title: w.Title, Words: w.Text, Name: w.Name, Email: w.Email, Named: w.Named, Useful: w.Useful, Trap: w.Trap, Address: w.Address,
	}
	if opened, err := strconv.ParseInt(w.Opened, 10, 64); err == nil {
		sent.Opened = time.Unix(opened, 0)
	}
	if w.Kind == blog.FeedbackMessage {
		sent.Page, sent.PostID = about.path, about.postID
	}
	m, secret, err := s.Letterbox.Send(ctx, sent)
	switch blog.KindOf(err) {
	case "":
		return Answer{Status: 303, Location: thanksAt(m, secret)}, nil
	case blog.Invalid, blog.TooMany, blog.Conflict:
		return s.refuseMessage(ctx, w, err)
	}
	return Answer{}, err
}

// thanksAt is where the sender of a message is sent: to their own page, if it is
// an idea.
func thanksAt(m blog.ReaderMessage, secret string) string {
	switch {
	case m.Kind == blog.IdeaMessage:
		return "/ideas/" + secret + "?sent=1"
	case m.Page != "":
		return "/thanks/" + m.Reference + "?page=" + m.Page
	}
	return "/thanks/" + m.Reference
}

func (s *Site) refuseMessage(ctx context.Context, w Written, refusal error) (answer Answer, err error) {
	form := s.messageForm()
	form.Title, form.Text, form.Name, form.Email, form.Useful, form.Named, form.Page = w.Title, w.Text, w.Name, w.Email, w.Useful, w.Named, w.Page
	if opened, err := strconv.ParseInt(w.Opened, 10, 64); err == nil {
		form.Opened = opened // it took no less time than it took
	}
	if form.Problems = s.Tongue.Problems(refusal); len(form.Problems) == 0 {
		form.Problems = blog.Problems{{Msg: s.Tongue.Message(refusal)}}
	}
	switch w.Kind {
	case blog.IdeaMessage:
		answer, err = s.ideaFormPage(ctx, form)
	case blog.FeedbackMessage:
		answer, err = s.feedbackPage(ctx, form)
	default:
		answer, err = s.contactPage(ctx, form)
	}
	answer.Err = refusal
	return answer, err
}

// Thanks says that a message has come. It tells nothing but what its address says.
func (s *Site) Thanks(ctx context.Context, ask Ask) (Answer, error) {
	page := view.Thanks{Reference: ask.Param("reference"), Page: ask.Query.Get("page")}
	if page.Kind = mailing.KindOfReference(page.Reference); page.Kind == "" {
		return Answer{}, errNothing
	}
	about, err := s.pageAt(ctx, page.Page)
	if err != nil {
		return Answer{}, err
	}
	page.Page = about.path
	head := view.Head{Title: s.say("Thank you"), NoIndex: true, Private: "/thanks/" + page.Reference}
	if page.Page != "" {
		head.Private += "?page=" + page.Page
	}
	if page.Frame, err = s.frame(ctx, "", head); err != nil {
		return Answer{}, err
	}
	return s.formAnswer(page, head)
}
