package site

import (
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
	"inews/web/view"
)

// How much the front page shows of each.
const (
	frontPosts    = 12 // one leads, two stand with it, and nine make three rows
	frontEvents   = 3
	frontComments = 4
	frontItems    = 3
	frontTags     = 12
)

// Home is the front page.
func (s *Site) Home(ctx context.Context, _ Ask) (Answer, error) {
	head := view.Head{Path: "/", Object: s.actor(), Data: []any{s.siteData()}}
	frame, err := s.frame(ctx, view.LatestSection, head)
	if err != nil {
		return Answer{}, err
	}
	page := view.Home{Frame: frame}
	for _, fill := range []func(context.Context, *view.Home) error{
		s.homePosts, s.homeEvents, s.homeComments, s.homeItems, s.homeTags, s.homeMoved, s.homeOutcomes,
	} {
		if err := fill(ctx, &page); err != nil {
			return Answer{}, err
		}
	}
	return s.page(page, head)
}

func (s *Site) homePosts(ctx context.Context, page *view.Home) error {
	posts, err := s.db.PostsOnFrontPage(ctx, postgres.Cursor{}, frontPosts+1)
	if err != nil {
		return err
	}
	if page.More = len(posts) > frontPosts; page.More {
		posts = posts[:frontPosts]
	}
	cards, err := s.cards(ctx, posts)
	if err != nil || len(cards) == 0 {
		return err
	}
	page.Lead, page.Cards = &cards[0], cards[1:]
	return nil
}

func (s *Site) homeEvents(ctx context.Context, page *view.Home) error {
	events, err := s.db.EventsFrom(ctx, s.Now(), frontEvents)
	events, err = s.renderedEvents(ctx, events, err)
	page.Events = eventCards(events)
	return err
}

func (s *Site) homeComments(ctx context.Context, page *view.Home) error {
	comments, err := s.db.NewestComments(ctx, frontComments)
	for _, c := range comments {
		page.Comments = append(page.Comments, view.Remark{
			Comment: c, Byline: s.byline(c), Excerpt: richtext.Excerpt(c.Text, 140), Path: commentPath(c.PostPath, c.ID),
		})
	}
	return err
}

func (s *Site) homeItems(ctx context.Context, page *view.Home) error {
	items, err := s.db.ItemsShown(ctx, "", postgres.Cursor{}, frontItems)
	page.Items = s.networkItems(items)
	return err
}

func (s *Site) homeTags(ctx context.Context, page *view.Home) error {
	tags, err := s.db.TagsInUse(ctx, frontTags)
	for _, t := range tags {
		page.Tags = append(page.Tags, view.Link{Label: t.Label, Path: tagPath(t.Key)})
	}
	return err
}

func (s *Site) homeMoved(ctx context.Context, page *view.Home) (err error) {
	page.Moved, err = s.db.StandingMove(ctx)
	return err
}

func eventCards(events []blog.Event) []view.EventCard {
	cards := make([]view.EventCard, len(events))
	for i, e := range events {
		cards[i] = view.EventCard{Event: e, Excerpt: excerpt(e.Post)}
	}
	return cards
}
