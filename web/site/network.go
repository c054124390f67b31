package site

import (
	"context"

	"inews/internal/blog"
	"inews/internal/richtext"
	"inews/web/view"
)

// Network is the page of the councils that the blog follows and trusts, and of
// what they publish.
func (s *Site) Network(ctx context.Context, ask Ask) (Answer, error) {
	cursor, err := readCursor(ask.Query.Get("after"))
	if err != nil {
		return Answer{}, err
	}
	items, err := s.db.ItemsShown(ctx, "", cursor, listLength+1)
	if err != nil {
		return Answer{}, err
	}
	partners, err := s.db.PartnersShown(ctx)
	if err != nil {
		return Answer{}, err
	}
	head := view.Head{
		Title: s.say("Councils and partners"), Path: "/network", NoIndex: !cursor.At.IsZero(),
		Description: s.say("What other councils publish, chosen by %s.", s.Name),
	}
	page := view.Network{}
	if len(items) > listLength {
		items = items[:listLength]
		last := items[listLength-1]
		page.Next = "/network?after=" + writeCursor(last.Published, last.ID)
		head.Next = page.Next
	}
	if page.Frame, err = s.frame(ctx, view.NetworkSection, head); err != nil {
		return Answer{}, err
	}
	page.Items = s.networkItems(items)
	for _, p := range partners {
		if p.Name == "" {
			p.Name = p.Handle
		}
		about := richtext.Excerpt(richtext.PlainText(richtext.Remote(p.Bio)), excerptLength)
		page.Partners = append(page.Partners, view.Partner{Partner: p, About: about})
	}
	return s.page(page, head)
}

func (s *Site) networkItems(items []blog.Item) []view.Item {
	shown := make([]view.Item, len(items))
	for i, it := range items {
		item := view.Item{Item: it, From: it.Partner.Name}
		if item.From == "" {
			item.From = it.Partner.Handle
		}
		if it.AuthorName != item.From {
			item.By = it.AuthorName
		}
		if item.Title == "" {
			item.Title, item.Excerpt = richtext.Excerpt(it.Excerpt, 90), ""
		}
		if item.URL == "" {
			item.URL = it.URI
		}
		if it.Form == blog.FormEvent {
			item.When = s.Tongue.When(blog.Event{Starts: it.Starts, Ends: it.Ends, Zone: it.Zone})
		}
		shown[i] = item
	}
	return shown
}
