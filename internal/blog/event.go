package blog

import (
	"regexp"
	"strings"
	"time"
)

// Standing says whether an event takes place as announced.
type Standing string

// The standings of an event. A cancelled event stays public, so that everybody
// who has it in a calendar learns of it.
const (
	GoesAhead Standing = "scheduled"
	Postponed Standing = "postponed"
	Cancelled Standing = "cancelled"
)

// Event is a post with calendar facts. Its Form is FormEvent.
type Event struct {
	Post
	Starts         time.Time // in Zone
	Ends           time.Time
	Zone           string // IANA name, "Europe/London"
	Venue          Venue
	Online         string // address of the meeting, or ""
	Booking        string // address for booking a place, or ""
	Capacity       int    // 0: no limit
	Price          string // "Free", "£5"
	Standing       Standing
	PreviousStarts time.Time // before the last move
	Sequence       int       // counts changes of time, place or standing (RFC 5545 §3.8.7.4)
}

// Venue is where an event takes place.
type Venue struct {
	Name, Street, Locality, Region, Postcode, Country string
	Latitude, Longitude                               *float64
	Access                                            string // step-free, hearing loop, …
}

// IsZero tells whether no place was given.
func (v Venue) IsZero() bool {
	return v.Name == "" && v.Street == "" && v.Locality == "" && v.Postcode == ""
}

// Line is the place on one line: "Sessions House, County Road, Maidstone, ME14 1XQ".
func (v Venue) Line() string {
	var parts []string
	for _, s := range []string{v.Name, v.Street, v.Locality, v.Postcode} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

// Check finds what is wrong with the event's fields, all at once.
func (e Event) Check(publishing bool) error {
	bad := ProblemsOf(e.Post.Check(publishing))
	if _, err := time.LoadLocation(e.Zone); err != nil || e.Zone == "" {
		bad.Add("timezone", "%q is not a time zone. Write it like Europe/London.", e.Zone)
	}
	if e.Starts.IsZero() && publishing {
		bad.Add("start", "Say when it starts.")
	}
	if !e.Ends.IsZero() && e.Ends.Before(e.Starts) {
		bad.Add("end", "It ends before it starts: check the two times.")
	}
	if publishing && e.Venue.IsZero() && e.Online == "" {
		bad.Add("venue", "Say where it takes place, or give the address of the online meeting.")
	}
	for field, address := range map[string]string{"online": e.Online, "booking": e.Booking} {
		if address != "" && !IsWebAddress(address) {
			bad.Add(field, "This must be a web address that begins with https://.")
		}
	}
	if e.Capacity < 0 {
		bad.Add("capacity", "The number of places cannot be less than none.")
	}
	return bad.Err()
}

// Publish lets the event out, held to an event's rules.
func (e *Event) Publish(now time.Time) error {
	if err := e.Check(true); err != nil {
		return err
	}
	return e.Post.Publish(now)
}

// Finish is when the event is over: its end, or its start plus one hour when
// no end was given.
func (e Event) Finish() time.Time {
	if e.Ends.IsZero() {
		return e.Starts.Add(time.Hour)
	}
	return e.Ends
}

// free is how people write that something costs nothing.
var free = regexp.MustCompile(`(?i)^(free|free (of charge|entry|admission)|no charge|am ddim|[£€$]? ?0([.,]00?)?)[.!]?$`)

// Free tells whether the price says that there is none.
func (e Event) Free() bool { return free.MatchString(strings.TrimSpace(e.Price)) }

// Moved tells whether the change from before must be told to everybody who has
// the event in a calendar: another time, place or standing.
func (e Event) Moved(before Event) bool {
	return !e.Starts.Equal(before.Starts) || !e.Ends.Equal(before.Ends) ||
		e.Venue.Line() != before.Venue.Line() || (e.Online == "") != (before.Online == "") || e.Standing != before.Standing
}
