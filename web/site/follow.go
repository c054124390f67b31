package site

import (
	"context"
	"strings"

	"inews/internal/blog"
	"inews/web/view"
)

// Follow is the page that explains how to follow. Given the visitor's handle,
// it also offers the way to the page of the visitor's own server that asks for
// confirmation.
func (s *Site) Follow(ctx context.Context, ask Ask) (Answer, error) {
	head := view.Head{
		Title: s.say("Follow"), Path: "/follow", Object: s.actor(),
		Description: s.say("How to follow %s from the fediverse, a feed reader or a calendar.", s.Name),
	}
	page := view.Follow{Actor: s.actor(), Webcal: s.webcal("/events.ics")}
	var err error
	if page.Departure, err = s.departure(ctx, ask, blog.Errand{Do: blog.ToFollow, Object: s.actor()}); err != nil {
		return Answer{}, err
	}
	head.NoIndex = page.Wanted != ""
	if page.Frame, err = s.frame(ctx, view.FollowSection, head); err != nil {
		return Answer{}, err
	}
	if page.Moved, err = s.db.StandingMove(ctx); err != nil {
		return Answer{}, err
	}
	answer, err := s.page(page, head)
	answer.Object = ""
	return answer, err
}

// maxHandle is the longest handle: a name, and a host name of 253.
const maxHandle = 300

// departure finds the way of a visitor to their own server, when they gave their
// handle. They see where it leads and take it by hand: a redirect to a host that
// an address names would lend our name to anybody.
func (s *Site) departure(ctx context.Context, ask Ask, errand blog.Errand) (view.Departure, error) {
	d := view.Departure{Wanted: clip(strings.TrimSpace(ask.Query.Get("to")), maxHandle)}
	if d.Wanted == "" {
		return d, nil
	}
	way, err := s.Way(ctx, ask.From, d.Wanted, errand)
	if blog.KindOf(err) == blog.Invalid {
		d.Problem = s.Tongue.Message(err)
		return d, nil
	}
	d.Way = &way
	return d, err
}
