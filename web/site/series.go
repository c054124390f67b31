package site

import (
	"context"

	"inews/internal/blog"
	"inews/web/view"
)

// maxSeries bounds a series: a weekly one for two years.
const maxSeries = 100

// Series is the page of a series, in the order in which it happens.
func (s *Site) Series(ctx context.Context, ask Ask) (Answer, error) {
	series, err := s.db.SeriesBySlug(ctx, ask.Param("series"))
	if err != nil {
		return Answer{}, err
	}
	posts, err := s.db.PostsInSeries(ctx, series.ID, maxSeries)
	if err != nil {
		return Answer{}, err
	}
	if len(posts) == 0 { // a series of drafts alone is nobody's business yet
		return Answer{}, errNothing
	}
	cards, err := s.cards(ctx, posts)
	if err != nil {
		return Answer{}, err
	}
	path := seriesPath(series.Slug)
	head := view.Head{
		Title: series.Title, Path: path, Description: series.Summary, Feeds: s.feedsAt(path, s.Name+": "+series.Title, true),
	}
	frame, err := s.frame(ctx, view.LatestSection, head)
	if err != nil {
		return Answer{}, err
	}
	return s.page(view.List{
		Frame: frame, Language: s.Tongues[0].Tag, Kicker: s.say("Series"), Heading: series.Title, Intro: series.Summary, Cards: cards, Numbered: true,
		Offers: append(s.byMail("series", series.ID), s.offersAt(path, true)...),
	}, head)
}

// neighbours tells where a post stands in its series, or nil when it stands
// alone.
func (s *Site) neighbours(ctx context.Context, post blog.Post) (*view.Series, error) {
	if post.SeriesID == "" {
		return nil, nil
	}
	posts, err := s.db.PostsInSeries(ctx, post.SeriesID, maxSeries)
	if err == nil {
		posts, err = s.rendered(ctx, posts)
	}
	if err != nil {
		return nil, err
	}
	series := &view.Series{Title: post.Series, Path: seriesPath(post.SeriesSlug), Total: len(posts)}
	for i, p := range posts {
		if p.ID != post.ID {
			continue
		}
		series.Number = i + 1
		if i > 0 {
			series.Previous = &view.Link{Label: posts[i-1].Title, Path: posts[i-1].Path()}
		}
		if i+1 < len(posts) {
			series.Next = &view.Link{Label: posts[i+1].Title, Path: posts[i+1].Path()}
		}
	}
	if series.Number == 0 || series.Total < 2 {
		return nil, nil
	}
	return series, nil
}
