package site

import (
	"bytes"
	"context"
	"fmt"

	"inews/internal/blog"
	"inews/internal/calendar"
)

const (
	calendarType = "text/calendar; charset=utf-8"
	// Calendars keep what is past for half a year, and no program needs more
	// than 500 events at once.
	calendarMonths = 6
	calendarEvents = 500
)

// Calendar is the calendar feed of the folder that the address names.
func (s *Site) Calendar(ctx context.Context, ask Ask) (Answer, error) {
	part, elsewhere, err := s.folder(ctx, ask, "/events.ics")
	if err != nil || elsewhere != "" {
		return Answer{Status: moved, Location: elsewhere}, err
	}
	feed := calendar.Feed{
		Name: part.title(s.Name), Description: s.Tagline, Base: s.BaseURL, URL: s.link(part.Path),
		Source: s.link(part.Path + "/events.ics"), Zone: s.Zone.String(), Tongue: s.Tongue,
	}
	if part.Path == "" {
		feed.URL = s.link("/events")
	}
	events, err := s.db.EventsInCalendar(ctx, s.Now().AddDate(0, -calendarMonths, 0), part.TagKey, part.SeriesID, calendarEvents)
	events, err = s.renderedEvents(ctx, events, err)
	if err != nil {
		return Answer{}, err
	}
	return s.ics(feed, events)
}

// CalendarOfEvent is a calendar with one event in it, to add by hand.
func (s *Site) CalendarOfEvent(ctx context.Context, ask Ask) (Answer, error) {
	event, elsewhere, err := s.findEvent(ctx, ask)
	if err != nil || elsewhere != "" {
		return Answer{Status: moved, Location: elsewhere + "/event.ics"}, err
	}
	feed := calendar.Feed{Name: event.Title, Base: s.BaseURL, URL: s.link(event.Path()), Zone: s.Zone.String(), Tongue: s.Tongue}
	return s.ics(feed, []blog.Event{event})
}

func (s *Site) ics(feed calendar.Feed, events []blog.Event) (Answer, error) {
	var b bytes.Buffer
	if err := calendar.WriteICS(&b, feed, events); err != nil {
		return Answer{}, fmt.Errorf("write calendar: %w", err)
	}
	return Answer{Type: calendarType, Body: b.Bytes()}, nil
}
