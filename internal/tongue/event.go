package tongue

import (
	"time"

	"inews/internal/blog"
)

// When is the time of an event in words, with its zone: "Thu 3 Dec 2026, 14:00 to
// 16:00 GMT".
func (t *Tongue) When(e blog.Event) string {
	if e.Starts.IsZero() {
		return ""
	}
	zone, err := time.LoadLocation(e.Zone)
	if err != nil {
		zone = time.UTC
	}
	start, end := e.Starts.In(zone), e.Finish().In(zone)
	switch {
	case e.Ends.IsZero():
		return t.ShortTime(start) + start.Format(" MST")
	case start.Format(time.DateOnly) == end.Format(time.DateOnly):
		return t.Say("%s to %s", t.ShortTime(start), end.Format("15:04 MST"))
	}
	return t.Say("%s to %s", t.ShortTime(start), t.ShortTime(end)+end.Format(" MST"))
}

// Where is the place of an event in words: venue, "and online", or "Online".
func (t *Tongue) Where(e blog.Event) string {
	switch line := e.Venue.Line(); {
	case line == "" && e.Online == "":
		return ""
	case line == "":
		return t.Say("Online")
	case e.Online != "":
		return t.Say("%s, and online", line)
	default:
		return line
	}
}

// Facts is time and place on one line, and before them that it does not take
// place as announced.
func (t *Tongue) Facts(e blog.Event) string {
	facts := t.When(e)
	switch e.Standing {
	case blog.Cancelled:
		facts = t.Say("Cancelled. %s", facts)
	case blog.Postponed:
		facts = t.Say("Postponed. Was to be %s", facts)
	}
	if where := t.Where(e); where != "" {
		facts += ". " + where
	}
	return facts
}

// Titled is the title of an event, and before it that it does not take place as
// announced.
func (t *Tongue) Titled(e blog.Event) string {
	switch e.Standing {
	case blog.Cancelled:
		return t.Say("Cancelled: %s", e.Title)
	case blog.Postponed:
		return t.Say("Postponed: %s", e.Title)
	}
	return e.Title
}

// Standing is the time of an event, and before it that it does not take place as
// announced.
func (t *Tongue) Standing(e blog.Event) string {
	switch e.Standing {
	case blog.Cancelled:
		return t.Say("Cancelled: %s", t.When(e))
	case blog.Postponed:
		return t.Say("Postponed: was %s", t.When(e))
	}
	return t.When(e)
}
