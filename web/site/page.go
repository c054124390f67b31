package site

import (
	"context"

	"inews/internal/richtext"
	"inews/web/view"
)

// Lasting is one of the lasting pages.
func (s *Site) Lasting(ctx context.Context, ask Ask) (Answer, error) {
	page, err := s.db.PageBySlug(ctx, ask.Param("slug"))
	if err != nil {
		return Answer{}, err
	}
	body := richtext.Trusted(page.HTML)
	head := view.Head{
		Title: page.Title, Path: "/pages/" + page.Slug, Description: richtext.Excerpt(richtext.PlainText(body), excerptLength),
		Modified: page.EditedAt,
	}
	head.Data = []any{s.pageData(head)}
	frame, err := s.frame(ctx, "", head)
	if err != nil {
		return Answer{}, err
	}
	return s.page(view.Lasting{Frame: frame, Page: page, Body: body}, head)
}
