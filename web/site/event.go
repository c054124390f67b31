package site

import (
	"context"
	"net/url"
	"time"

	"inews/internal/blog"
	"inews/internal/richtext"
	"inews/web/view"
)

// Event is the page of an event with its comments.
func (s *Site) Event(ctx context.Context, ask Ask) (Answer, error) {
	event, elsewhere, err := s.findEvent(ctx, ask)
	if err != nil || elsewhere != "" {
		return Answer{Status: moved, Location: elsewhere}, err
	}
	return s.eventPage(ctx, event, ask, nil)
}

func (s *Site) findEvent(ctx context.Context, ask Ask) (event blog.Event, elsewhere string, err error) {
	post, elsewhere, err := s.find(ctx, ask.Param("slug"), "/events/")
	if err != nil || elsewhere != "" {
		return event, elsewhere, err
	}
	return s.eventOf(ctx, post)
}

// eventOf is the event that a post is, as the post reads.
func (s *Site) eventOf(ctx context.Context, read blog.Post) (event blog.Event, elsewhere string, err error) {
	event, err = s.db.EventByID(ctx, read.ID)
	event.Post = read
	return event, "", err
}

func (s *Site) eventPage(ctx context.Context, event blog.Event, ask Ask, form *view.CommentForm) (Answer, error) {
	head := s.articleHead(event.Post)
	if event.Summary == "" {
		head.Description = richtext.Excerpt(s.Tongue.Facts(event)+". "+excerpt(event.Post), excerptLength)
	}
	if err := s.bilingual(ctx, event.Post, &head); err != nil {
		return Answer{}, err
	}
	head.Data = []any{s.articleData(event.Post, head), s.eventData(event)}
	article, err := s.article(ctx, event.Post, ask, head, form)
	if err != nil {
		return Answer{}, err
	}
	return s.postAnswer(view.Event{
		Article: article, Event: event, Calendar: s.calendarLinks(event), Over: event.Finish().Before(s.Now()),
	}, article)
}

// calendarLinks are the ways to put the event into a calendar: a file, and the
// forms of two calendars on the web, filled in.
func (s *Site) calendarLinks(e blog.Event) view.CalendarLinks {
	const basic = "20060102T150405Z" // RFC 5545 §3.3.5, form 2
	start, end := e.Starts.UTC(), e.Finish().UTC()
	google := url.Values{
		"action": {"TEMPLATE"}, "text": {e.Title}, "dates": {start.Format(basic) + "/" + end.Format(basic)},
		"ctz": {e.Zone}, "location": {s.Tongue.Where(e)}, "details": {s.link(e.Path())},
	}
	outlook := url.Values{
		"path": {"/calendar/action/compose"}, "rru": {"addevent"}, "subject": {e.Title},
		"startdt": {start.Format(time.RFC3339)}, "enddt": {end.Format(time.RFC3339)},
		"location": {s.Tongue.Where(e)}, "body": {s.link(e.Path())},
	}
	return view.CalendarLinks{
		File:    e.Path() + "/event.ics",
		Google:  "https://calendar.google.com/calendar/render?" + google.Encode(),
		Outlook: "https://outlook.live.com/calendar/0/deeplink/compose?" + outlook.Encode(),
	}
}
