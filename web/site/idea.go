package site

import (
	"context"
	"fmt"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/web/view"
)

// How many posts that say what became of an idea a page shows.
const (
	outcomesOnPage = 12
	outcomesAtHome = 3
)

// Ideas is the page that says what becomes of ideas.
func (s *Site) Ideas(ctx context.Context, ask Ask) (Answer, error) {
	cursor, err := readCursor(ask.Query.Get("after"))
	if err != nil {
		return Answer{}, err
	}
	head := view.Head{
		Title: s.say("Ideas"), Path: "/ideas", NoIndex: !cursor.At.IsZero(),
		Description: s.say("Tell us your idea, and see what became of the ideas of others."),
	}
	page := view.Ideas{First: cursor.At.IsZero()}
	if page.Outcomes, err = s.outcomes(ctx, cursor, outcomesOnPage+1); err != nil {
		return Answer{}, err
	}
	if len(page.Outcomes) > outcomesOnPage {
		page.Outcomes = page.Outcomes[:outcomesOnPage]
		last := page.Outcomes[outcomesOnPage-1]
		page.Next = fmt.Sprintf("/ideas?after=%d.%s", last.PublishedAt.UnixMicro(), last.ID)
		head.Next = page.Next
	}
	if page.Frame, err = s.frame(ctx, view.IdeasSection, head); err != nil {
		return Answer{}, err
	}
	return s.page(page, head)
}

// outcomes are the posts that say what became of an idea, newest first.
func (s *Site) outcomes(ctx context.Context, after postgres.Cursor, limit int) ([]view.Outcome, error) {
	posts, err := s.db.OutcomesPublished(ctx, after, limit)
	if err != nil || len(posts) == 0 {
		return nil, err
	}
	states, err := s.db.OutcomesAmong(ctx, posts)
	if err != nil {
		return nil, err
	}
	cards, err := s.cards(ctx, posts)
	list := make([]view.Outcome, len(cards))
	for i, c := range cards {
		list[i] = view.Outcome{Card: c, State: states[c.ID]}
	}
	return list, err
}

// homeOutcomes fills the strip of the front page.
func (s *Site) homeOutcomes(ctx context.Context, page *view.Home) (err error) {
	if page.Outcomes, err = s.outcomes(ctx, postgres.Cursor{}, outcomesAtHome); err != nil || len(page.Outcomes) == 0 {
		return err
	}
	page.OutcomesTotal, err = s.db.CountOutcomes(ctx)
	return err
}

// outcomeOf tells of what a post is the outcome: "" of nothing.
func (s *Site) outcomeOf(ctx context.Context, post blog.Post) (blog.MessageState, error) {
	o, err := s.db.OutcomeOf(ctx, post.ID)
	if blog.KindOf(err) == blog.NotFound {
		return "", nil
	}
	return o.State, err
}

// NewIdea is the page on which somebody tells an idea.
func (s *Site) NewIdea(ctx context.Context, _ Ask) (Answer, error) {
	return s.ideaFormPage(ctx, s.messageForm())
}

func (s *Site) ideaFormPage(ctx context.Context, form view.MessageForm) (Answer, error) {
	head := view.Head{Title: s.say("Tell us your idea"), Path: "/ideas/new", Description: s.say("Tell us your idea. Only staff read it, and you hear what becomes of it.")}
	frame, err := s.frame(ctx, view.IdeasSection, head)
	if err != nil {
		return Answer{}, err
	}
	return s.formAnswer(view.IdeaForm{Frame: frame, Form: form}, head)
}

// Idea is the page of whoever had the idea, at an address that only they know.
func (s *Site) Idea(ctx context.Context, ask Ask) (Answer, error) {
	secret := ask.Param("token")
	m, entries, err := s.Letterbox.Mine(ctx, secret)
	if err != nil {
		return Answer{}, err
	}
	page := view.Idea{Idea: m, Entries: entries, Action: "/ideas/" + secret + "/remove", Sent: ask.Query.Get("sent") != ""}
	if m.OutcomeID != "" {
		p, err := s.db.PostByID(ctx, m.OutcomeID)
		if err != nil {
			return Answer{}, err
		}
		if p.Visible() {
			page.Post = &p
		}
	}
	head := view.Head{Title: s.say("Your idea"), NoIndex: true, Private: "/ideas/" + secret}
	if page.Frame, err = s.frame(ctx, view.IdeasSection, head); err != nil {
		return Answer{}, err
	}
	return s.formAnswer(page, head)
}

// TakeBack erases an idea because whoever had it says so.
func (s *Site) TakeBack(ctx context.Context, secret string) (Answer, error) {
	if err := s.Letterbox.TakeBack(ctx, secret); err != nil {
		return Answer{}, err
	}
	return Answer{Status: 303, Location: "/ideas"}, nil
}
