package desk

import (
	"net/http"
	"strings"

	"inews/internal/blog"
	"inews/internal/mailing"
	"inews/internal/richtext"
	"inews/web/view"
)

// previewPart is how a post will look: on its page, in the programs of those
// who follow it, in the mail to subscribers, among the results of a search and in
// a reader of feeds.
type previewPart struct {
	Post    blog.Post
	Body    richtext.HTML
	Figure  *view.Figure
	When    string // of an event
	Where   string
	Away    []appearance
	Address string // of the page
	Path    string // of the same
	Host    string
	Found   string // what a search engine says of the page
	Mail    mailing.Update
	First   string // of a translation: the language of the post, in English
}

// appearance is how a program of the fediverse shows the post.
type appearance struct {
	blog.Appearance
	Text     richtext.HTML
	CardHost string // whose page the card is of
	OwnCard  bool   // it is ours
}

// snippet is how many characters of a description search engines show.
const snippet = 155

// previewPage is the saved post as it will look.
type previewPage struct {
	frame
	Saved    blog.Post
	Preview  *previewPart
	Rendered []rendering // in other languages
}

func (d *Desk) preview(v *visit) error {
	p, err := d.post(v)
	if err != nil {
		return err
	}
	page := previewPage{frame: d.frameIn(v, "posts", "Preview: "+p.Title), Saved: p}
	if page.Rendered, err = d.renderings(v, p); err != nil {
		return err
	}
	if language := v.Query("language"); language != "" {
		t, err := d.DB.TranslationIn(v.ctx(), p.ID, language)
		if err != nil {
			return err
		}
		page.Preview, err = d.previewTranslated(v, p, p.In(t))
		if err != nil {
			return err
		}
	} else if page.Preview, err = d.previewRead(v, p); err != nil {
		return err
	}
	return d.show(v, http.StatusOK, "preview", page)
}

// previewOf renders what was typed. Nothing is saved.
func (d *Desk) previewOf(v *visit, s sheet) (*previewPart, error) {
	if s.Event {
		draft, err := s.eventDraft()
		if err != nil {
			return nil, err
		}
		e, err := d.Calendar.Preview(v.ctx(), v.editor, draft)
		if err != nil {
			return nil, err
		}
		return d.previewEvent(v, e)
	}
	draft, err := s.draft()
	if err != nil {
		return nil, err
	}
	p, err := d.Newsroom.Preview(v.ctx(), v.editor, draft)
	if err != nil {
		return nil, err
	}
	return d.previewPost(v, p, nil)
}

func (d *Desk) previewEvent(v *visit, e blog.Event) (*previewPart, error) {
	part, err := d.previewPost(v, e.Post, &e)
	if err != nil {
		return nil, err
	}
	said := d.tongue(e.Language)
	part.When, part.Where = said.When(e), said.Where(e)
	return part, nil
}

func (d *Desk) previewPost(v *visit, p blog.Post, e *blog.Event) (*previewPart, error) {
	part := &previewPart{
		Post: p, Body: richtext.Trusted(p.HTML), Figure: view.NewFigure(p.Picture, licenceURL(p.Picture.Credit.Licence)),
		Path: blog.PathIn(d.Languages, p.Language, p.Path()), Host: host(d.BaseURL), Found: richtext.Excerpt(p.Summary, snippet),
		Mail: mailing.NewUpdate(d.tongue(p.Language), p, e, d.BaseURL),
	}
	part.Address = d.BaseURL + part.Path
	if players := richtext.Players(part.Body); len(players) > 0 {
		h := v.Writer.Header()
		h.Set("Content-Security-Policy", h.Get("Content-Security-Policy")+"; frame-src "+strings.Join(players, " "))
	}
	shown, err := d.Appear(v.ctx(), p, e)
	if err != nil {
		return nil, err
	}
	for _, a := range shown {
		part.Away = append(part.Away, appearance{
			Appearance: a, Text: richtext.Trusted(a.Text), CardHost: host(a.Card), OwnCard: a.Card == part.Address,
		})
	}
	return part, nil
}

// host is that of an address.
func host(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	rest, _, _ = strings.Cut(rest, "/")
	return rest
}

// Own is what the language of the post calls itself.
func (p previewPage) Own() string { return blog.LanguageOwnName(p.Saved.Language) }
