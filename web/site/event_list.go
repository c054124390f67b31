package site

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/richtext"
	"inews/web/view"
)

// How many events the list shows of each kind.
const (
	maxUpcoming = 100
	maxPast     = 50
)

// Events is the list of events, upcoming and past. It may be narrowed to some of
// those to come.
func (s *Site) Events(ctx context.Context, ask Ask) (Answer, error) {
	now := s.Now()
	upcoming, err := s.db.EventsFrom(ctx, now, maxUpcoming)
	upcoming, err = s.renderedEvents(ctx, upcoming, err)
	if err != nil {
		return Answer{}, err
	}
	page := readEvents(ask.Query)
	s.offer(&page, upcoming, now)
	var past []blog.Event
	if !page.Narrowed() {
		past, err = s.db.EventsBefore(ctx, now, maxPast)
		if past, err = s.renderedEvents(ctx, past, err); err != nil {
			return Answer{}, err
		}
	}
	head := view.Head{Title: s.say("Events"), Path: "/events", NoIndex: page.Narrowed(), Description: s.say("Events of %s, to come and past.", s.Name)}
	if page.Frame, err = s.frame(ctx, view.EventsSection, head); err != nil {
		return Answer{}, err
	}
	page.Upcoming = eventCards(slices.DeleteFunc(upcoming, func(e blog.Event) bool { return !s.fits(page, e, now) }))
	page.Past = eventCards(past)
	page.Webcal = s.webcal("/events.ics")
	if page.Tag != "" {
		page.Webcal = s.webcal(tagPath(page.Tag) + "/events.ics")
	}
	answer, err := s.page(page, head)
	answer.Fleeting = page.Narrowed()
	return answer, err
}

// Values of the filters beside months, subjects and towns.
const (
	placeOnline = "online"
	costFree    = "free"
	monthForm   = "2006-01"
)

// readEvents reads what the list is narrowed to. What makes no sense is left out.
func readEvents(query url.Values) view.Events {
	page := view.Events{Tag: richtext.TagKey(query.Get("tag")), Place: clip(strings.ToLower(strings.TrimSpace(query.Get("place"))), maxWords)}
	if _, err := time.Parse(monthForm, query.Get("month")); err == nil {
		page.Month = query.Get("month")
	}
	if query.Get("cost") == costFree {
		page.Cost = costFree
	}
	return page
}

// fits tells whether an event is among what the list is narrowed to.
func (s *Site) fits(page view.Events, e blog.Event, now time.Time) bool {
	return (page.Month == "" || slices.Contains(s.monthsOf(e, now), page.Month)) &&
		(page.Tag == "" || slices.ContainsFunc(e.Tags, func(label string) bool { return richtext.TagKey(label) == page.Tag })) &&
		(page.Place == "" || slices.ContainsFunc(placesOf(e), func(place string) bool { return strings.ToLower(place) == page.Place })) &&
		(page.Cost == "" || e.Free())
}

// maxMonths bounds the months that one event counts in.
const maxMonths = 24

// monthsOf are the months in which one may go to an event: a market that goes on for
// three is met in each of them that is not over.
func (s *Site) monthsOf(e blog.Event, now time.Time) (months []string) {
	at := e.Starts.In(s.Zone)
	if at.Before(now) {
		at = now.In(s.Zone)
	}
	last := e.Finish().In(s.Zone)
	for month := time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, s.Zone); len(months) == 0 || month.Before(last) && len(months) < maxMonths; month = month.AddDate(0, 1, 0) {
		months = append(months, month.Format(monthForm))
	}
	return months
}

// placesOf are the places at which one may be at an event: its town, and online.
func placesOf(e blog.Event) (places []string) {
	if town := strings.TrimSpace(e.Venue.Locality); town != "" {
		places = append(places, town)
	}
	if e.Online != "" {
		places = append(places, placeOnline)
	}
	return places
}

// offer fills in what the list of events to come can be narrowed to.
func (s *Site) offer(page *view.Events, upcoming []blog.Event, now time.Time) {
	months, subjects, places, costs := tally{}, tally{}, tally{}, tally{}
	for _, e := range upcoming {
		for _, month := range s.monthsOf(e, now) {
			at, _ := time.Parse(monthForm, month)
			months.add(month, s.Tongue.MonthOf(at))
		}
		for _, label := range e.Tags {
			subjects.add(richtext.TagKey(label), "#"+label)
		}
		for _, place := range placesOf(e) {
			label := place
			if place == placeOnline {
				label = s.say("Online")
			}
			places.add(strings.ToLower(place), label)
		}
		if e.Free() {
			costs.add(costFree, s.say("Free of charge"))
		}
	}
	page.MonthChoices = months.choices(func(a, b view.Filter) int { return cmp.Compare(a.Value, b.Value) })
	byLabel := func(a, b view.Filter) int { return cmp.Compare(strings.ToLower(a.Label), strings.ToLower(b.Label)) }
	page.TagChoices, page.PlaceChoices, page.CostChoices = subjects.choices(byLabel), places.choices(byLabel), costs.choices(byLabel)
}

// tally counts events by the value of a filter.
type tally map[string]view.Filter

func (t tally) add(value, label string) {
	choice, known := t[value]
	if !known {
		choice = view.Filter{Value: value, Label: label}
	}
	choice.Posts++
	t[value] = choice
}

// choices are the values in an order.
func (t tally) choices(order func(a, b view.Filter) int) []view.Filter {
	return slices.SortedFunc(maps.Values(t), order)
}
