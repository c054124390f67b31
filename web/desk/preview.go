package desk

import (
	"net/http"
	"strings"

	"inews/internal/blog"
	"inews/internal/richtext"
	"inews/web/view"
)

// previewPart is how a post will look: on its page, and to followers on
// Mastodon.
type previewPart struct {
	Post   blog.Post
	Body   richtext.HTML
	Figure *view.Figure
	When   string // of an event
	Where  string
	Card   mastodonCard
}

// mastodonCard is what a follower on Mastodon sees. An article or an event is
// shown as its title in bold, its summary and a card that leads to the page; a
// short note is shown whole, without a card.
type mastodonCard struct {
	Note            bool
	Title, Summary  string
	Text            richtext.HTML // of a short note
	Tags            []string
	Address         string // of the page
	Host            string
	Picture         string // of the card
	Site, CardTitle string
}

// previewPage is the saved post as it will look.
type previewPage struct {
	frame
	Saved   blog.Post
	Preview *previewPart
}

func (d *Desk) preview(v *visit) error {
	p, err := d.post(v)
	if err != nil {
		return err
	}
	page := previewPage{frame: d.frameIn(v, "posts", "Preview: "+p.Title), Saved: p}
	if p.Form == blog.FormEvent {
		e, err := d.DB.EventByID(v.ctx(), p.ID)
		if err != nil {
			return err
		}
		page.Preview = d.previewEvent(e)
	} else {
		page.Preview = d.previewPost(p)
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
		return d.previewEvent(e), nil
	}
	draft, err := s.draft()
	if err != nil {
		return nil, err
	}
	p, err := d.Newsroom.Preview(v.ctx(), v.editor, draft)
	if err != nil {
		return nil, err
	}
	return d.previewPost(p), nil
}

func (d *Desk) previewPost(p blog.Post) *previewPart {
	body := richtext.Trusted(p.HTML)
	part := &previewPart{Post: p, Body: body, Figure: view.NewFigure(p.Picture, licenceURL(p.Picture.Credit.Licence))}
	part.Card = mastodonCard{
		Note: p.Form == blog.FormNote, Title: p.Title, Summary: p.Summary, Text: body, Tags: p.Tags,
		Address: d.BaseURL + p.Path(), Host: host(d.BaseURL), Picture: p.Picture.Path(), Site: d.Name, CardTitle: p.Title,
	}
	return part
}

func (d *Desk) previewEvent(e blog.Event) *previewPart {
	part := d.previewPost(e.Post)
	part.When, part.Where = e.When(), e.Where()
	// Time and place are told in the summary, since Mastodon shows nothing else
	// of an event.
	part.Card.Summary = strings.TrimSpace(e.Facts() + ". " + e.Summary)
	return part
}

func host(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	return rest
}
