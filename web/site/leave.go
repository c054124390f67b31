package site

import (
	"context"

	"inews/internal/mailing"
	"inews/web/view"
)

// Leave is the page at which somebody stops messages by e-mail.
func (s *Site) Leave(ctx context.Context, p mailing.LeavePage) ([]byte, error) {
	head := view.Head{Title: "Stop messages", NoIndex: true}
	pages, _ := s.db.Pages(ctx) // without them the page has fewer links
	answer, err := s.page(view.Leave{
		Frame: s.frameWith(pages, "", head), Stage: string(p.Stage), Name: p.Name, Value: p.Value,
	}, head)
	return answer.Body, err
}
