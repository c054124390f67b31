package site

import (
	"context"

	"inews/internal/mailing"
	"inews/web/view"
)

// Leave is the page at which somebody stops messages by e-mail.
func (s *Site) Leave(ctx context.Context, p mailing.LeavePage) ([]byte, error) {
	head := view.Head{Title: s.say("Stop messages"), NoIndex: true}
	if p.Token != "" {
		head.Private = mailing.UnsubscribePath + p.Token
	}
	pages, _ := s.db.Pages(ctx) // without them the page has fewer links
	chosen, _ := s.db.Look(ctx) // and without this it looks as it came
	answer, err := s.page(view.Leave{
		Frame: s.frameWith(pages, chosen, "", head), Stage: string(p.Stage), Name: p.Name, Value: p.Value,
	}, head)
	return answer.Body, err
}
