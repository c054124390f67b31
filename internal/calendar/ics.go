package calendar

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/newsroom"
	"inews/internal/tongue"
)

// Feed says what a calendar is called and where it stands.
type Feed struct {
	Name        string
	Description string
	Base        string // our address without a slash at its end; begins every link
	URL         string // the page that the calendar stands for
	Source      string // the calendar's own address, or "" for a single download
	Zone        string // newsroom.DefaultZone when empty
	Refresh     time.Duration
	Tongue      *tongue.Tongue // of what it says of its own; English when nil
}

// english is what a calendar says that is told nothing else.
var english = tongue.In("en")

// product names what wrote the calendar. Source: RFC 5545 §3.7.3.
const product = "-//inews//inews//EN"

// Forms of DATE-TIME, on the wall of a zone and in UTC. Source: RFC 5545 §3.3.5.
const (
	wallForm = "20060102T150405"
	utcForm  = "20060102T150405Z"
)

// WriteICS writes the published ones of the events as a calendar, after RFC
// 5545 and RFC 7986. An event's UID is its uuid on the wire, so that somebody
// who holds it from us and from another server sees it once; a cancelled event
// stays in, with its sequence counted up. The same events give the same bytes.
func WriteICS(w io.Writer, feed Feed, events []blog.Event) error {
	if feed.Zone == "" {
		feed.Zone = newsroom.DefaultZone
	}
	if feed.Tongue == nil {
		feed.Tongue = english
	}
	var shown []blog.Event
	for _, e := range events {
		if e.Visible() && !e.Starts.IsZero() {
			shown = append(shown, e)
		}
	}
	l := &lines{w: w}
	l.put("BEGIN", "VCALENDAR")
	l.put("VERSION", "2.0")
	l.put("PRODID", product)
	l.put("CALSCALE", "GREGORIAN")
	l.feed(feed, shown)
	for _, zone := range zonesOf(shown) {
		l.zone(zone)
	}
	for _, e := range shown {
		l.event(feed, e)
	}
	l.put("END", "VCALENDAR")
	if l.err != nil {
		return fmt.Errorf("write calendar: %w", l.err)
	}
	return nil
}

// feed writes what calendar programs show of the calendar itself: the standard
// names and those that older programs know.
func (l *lines) feed(f Feed, events []blog.Event) {
	l.text("NAME", f.Name)
	l.text("X-WR-CALNAME", f.Name)
	l.text("DESCRIPTION", f.Description)
	l.text("X-WR-CALDESC", f.Description)
	l.text("X-WR-TIMEZONE", f.Zone)
	if f.URL != "" {
		l.put("URL", address(f.URL))
	}
	if f.Source != "" {
		l.put("SOURCE;VALUE=URI", address(f.Source))
	}
	if f.Refresh >= time.Second {
		l.put("REFRESH-INTERVAL;VALUE=DURATION", duration(f.Refresh))
		l.put("X-PUBLISHED-TTL", duration(f.Refresh))
	}
	var newest time.Time
	for _, e := range events {
		if at := changed(e); at.After(newest) {
			newest = at
		}
	}
	if !newest.IsZero() {
		l.put("LAST-MODIFIED", newest.UTC().Format(utcForm))
	}
}

// event writes one event.
func (l *lines) event(f Feed, e blog.Event) {
	stamp := changed(e).UTC().Format(utcForm)
	page := f.Base + f.Tongue.Path(e.Path())
	l.put("BEGIN", "VEVENT")
	l.put("UID", e.ObjectID)
	l.put("DTSTAMP", stamp) // without METHOD, the same as LAST-MODIFIED: §3.8.7.2
	l.put("CREATED", e.PublishedAt.UTC().Format(utcForm))
	l.put("LAST-MODIFIED", stamp)
	l.put("SEQUENCE", strconv.Itoa(e.Sequence))
	l.put("STATUS", standings[e.Standing])
	l.time("DTSTART", e.Starts, e.Zone)
	l.time("DTEND", e.Finish(), e.Zone)
	l.text("SUMMARY", f.Tongue.Titled(e))
	l.text("DESCRIPTION", description(f.Tongue, e, page))
	l.text("LOCATION", f.Tongue.Where(e))
	if v := e.Venue; v.Latitude != nil && v.Longitude != nil {
		l.put("GEO", strconv.FormatFloat(*v.Latitude, 'f', 6, 64)+";"+strconv.FormatFloat(*v.Longitude, 'f', 6, 64))
	}
	l.put("URL", address(page))
	if e.Online != "" {
		l.put("CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL="+parameter(f.Tongue.Say("Online meeting")), address(e.Online))
	}
	if e.Picture.Hash != "" {
		l.put("IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE="+e.Picture.MediaType, address(f.Base+e.Picture.Path()))
	}
	if len(e.Tags) > 0 {
		tags := make([]string, len(e.Tags))
		for i, tag := range e.Tags {
			tags[i] = escape(tag)
		}
		l.put("CATEGORIES", strings.Join(tags, ","))
	}
	l.put("END", "VEVENT")
}

// standings are the words of STATUS (RFC 5545 §3.8.1.11).
var standings = map[blog.Standing]string{
	"": "CONFIRMED", blog.GoesAhead: "CONFIRMED", blog.Postponed: "TENTATIVE", blog.Cancelled: "CANCELLED",
}

// time writes a time on the wall of its zone, so that it stays right when the
// rules of the zone change.
func (l *lines) time(name string, at time.Time, zone string) {
	if in, ok := location(zone); ok {
		l.put(name+";TZID="+zone, at.In(in).Format(wallForm))
		return
	}
	l.put(name, at.UTC().Format(utcForm))
}

// description is the event in plain text, with all that has no field of its own.
func description(t *tongue.Tongue, e blog.Event, page string) string {
	var parts []string
	add := func(text, said string) {
		if text != "" {
			parts = append(parts, said)
		}
	}
	add(e.Summary, e.Summary)
	add(e.Venue.Access, t.Say("Access: %s", e.Venue.Access))
	add(e.Price, t.Say("Price: %s", e.Price))
	if e.Capacity > 0 {
		parts = append(parts, t.Say("Places: %d", e.Capacity))
	}
	add(e.Online, t.Say("Online: %s", e.Online))
	add(e.Booking, t.Say("Book a place: %s", e.Booking))
	return strings.Join(append(parts, page), "\n")
}

// changed is when the event was last changed in public.
func changed(e blog.Event) time.Time {
	if e.EditedAt.After(e.PublishedAt) {
		return e.EditedAt
	}
	return e.PublishedAt
}

// duration writes a DURATION in whole seconds or larger units. Source: RFC 5545
// §3.3.6.
func duration(d time.Duration) string {
	hours, minutes, seconds := int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60
	s := "PT"
	if hours > 0 {
		s += strconv.Itoa(hours) + "H"
	}
	if minutes > 0 || (hours > 0 && seconds > 0) {
		s += strconv.Itoa(minutes) + "M"
	}
	if seconds > 0 || s == "PT" {
		s += strconv.Itoa(seconds) + "S"
	}
	return s
}
