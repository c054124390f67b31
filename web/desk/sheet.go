package desk

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/calendar"
	"inews/internal/newsroom"
	"inews/internal/richtext"
)

// wallForm is how browsers send the time of a datetime-local field.
const wallForm = "2006-01-02T15:04"

// sheet is what a writer has typed, as text, so that none of it is lost when
// something is wrong with it. Its fields are those of the form.
type sheet struct {
	ID      string // "" until it is saved
	Version int
	Event   bool
	State   blog.State
	// BroughtBack is when the text was saved that an earlier revision brought
	// into the form; zero for what is there now.
	BroughtBack time.Time
	// Copied is the working copy whose text is in the form.
	Copied blog.WorkingCopy
	// Joined is what joining the form with what somebody else saved did to it.
	Joined *joined

	Title, Summary, Body, Slug, Form, Language, Tags, Series, Comments, Published string
	Mail                                                                          string // how subscribers hear of it: a blog.MailRule
	AuthorID, Guest, Handle, GuestURL, GuestBio, Thanks                           string

	Picture                                     blog.Picture
	Alt, Creator, CreditTitle, Source, Licence  string
	Decorative                                  bool
	ScheduledAt, ScheduledZone                  string
	Start, End, Zone, Online, Booking, Capacity string
	Price, Standing                             string
	Note, NoteQuote                             string // a remark on the text, beside it
	Venue                                       blog.Venue
	Latitude, Longitude                         string
}

// readSheet takes what was typed out of a form.
func readSheet(form url.Values, id string, event bool) sheet {
	text := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	version, _ := strconv.Atoi(text("version")) // what is no number matches no version
	s := sheet{
		ID: id, Version: version, Event: event, State: blog.StateDraft,
		Title: text("title"), Summary: text("summary"), Body: form.Get("body"), Slug: text("slug"),
		Form: text("form"), Language: text("language"), Tags: text("tags"), Series: text("series"),
		Comments: text("comments"), Mail: text("mail"), Published: text("published"),
		AuthorID: text("author"), Guest: text("guest"), Handle: text("handle"), GuestURL: text("url"),
		GuestBio: text("bio"), Thanks: text("thanks"),
		Picture: blog.Picture{Hash: text("picture")},
		Alt:     text("alt"), Decorative: form.Get("decorative") != "", Creator: text("credit"),
		CreditTitle: text("credit_title"), Source: text("credit_source"), Licence: text("licence"),
		ScheduledAt: text("scheduled_at"), ScheduledZone: text("scheduled_zone"),
	}
	if !event {
		return s
	}
	s.Form = string(blog.FormEvent)
	s.Start, s.End, s.Zone, s.Standing = text("start"), text("end"), text("timezone"), text("standing")
	s.Online, s.Booking, s.Capacity, s.Price = text("online"), text("booking"), text("capacity"), text("price")
	s.Venue = blog.Venue{
		Name: text("venue"), Street: text("street"), Locality: text("locality"), Region: text("region"),
		Postcode: text("postcode"), Country: text("country"), Access: text("access"),
	}
	s.Latitude, s.Longitude = text("latitude"), text("longitude")
	return s
}

// sheetOf is what a saved post looks like in the form.
func sheetOf(p blog.Post) sheet {
	s := sheet{
		ID: p.ID, Version: p.Version, Event: p.Form == blog.FormEvent, State: p.State,
		Title: p.Title, Summary: p.Summary, Body: p.Body, Slug: p.Slug, Form: string(p.Form), Language: p.Language,
		Tags: strings.Join(p.Tags, ", "), Series: p.Series, Comments: string(p.Comments), Mail: string(p.Mail),
		AuthorID: p.Author.ID, Thanks: p.Thanks, Picture: p.Picture, Alt: p.Picture.Alt,
		Decorative: p.Picture.Decorative, Creator: p.Picture.Credit.Creator, CreditTitle: p.Picture.Credit.Title,
		Source: p.Picture.Credit.Source, Licence: p.Picture.Credit.Licence,
	}
	if !p.Visible() {
		// A date in the past that the draft was given must survive the form.
		if !p.PublishedAt.IsZero() {
			s.Published = p.PublishedAt.Format(time.RFC3339)
		}
		// An address that was made from the title follows the title.
		if strings.HasPrefix(p.Slug, richtext.Slug(p.Title)) || p.Slug == string(p.Form) {
			s.Slug = ""
		}
	}
	return s
}

// sheetOfEvent is sheetOf with the calendar facts, on the event's own clock.
func sheetOfEvent(e blog.Event) sheet {
	s := sheetOf(e.Post)
	s.Event = true
	s.Zone, s.Standing, s.Online, s.Booking, s.Price = e.Zone, string(e.Standing), e.Online, e.Booking, e.Price
	if !e.Starts.IsZero() {
		s.Start = e.Starts.Format(wallForm)
	}
	if !e.Ends.IsZero() {
		s.End = e.Ends.Format(wallForm)
	}
	if e.Capacity > 0 {
		s.Capacity = strconv.Itoa(e.Capacity)
	}
	s.Venue = e.Venue
	s.Latitude, s.Longitude = degrees(e.Venue.Latitude), degrees(e.Venue.Longitude)
	return s
}

func degrees(x *float64) string {
	if x == nil {
		return ""
	}
	return strconv.FormatFloat(*x, 'f', -1, 64)
}

// draft is the sheet as the newsroom takes it.
func (s sheet) draft() (newsroom.Draft, error) {
	var bad blog.Problems
	d := newsroom.Draft{
		Form: blog.Form(s.Form), Title: s.Title, Summary: s.Summary, Body: s.Body, Slug: s.Slug, Language: s.Language,
		Tags: strings.FieldsFunc(s.Tags, func(r rune) bool { return r == ',' || r == ';' }), AuthorID: s.AuthorID,
		Thanks: s.Thanks, Series: s.Series, Comments: blog.CommentRule(s.Comments), Mail: blog.MailRule(s.Mail), Version: s.Version,
		Picture: s.Picture,
	}
	d.Picture.Alt, d.Picture.Decorative = s.Alt, s.Decorative
	d.Picture.Credit = blog.Credit{Creator: s.Creator, Title: s.CreditTitle, Source: s.Source, Licence: s.Licence}
	if s.Guest != "" {
		d.Guest = &blog.Author{Name: s.Guest, Guest: true, Handle: s.Handle, URL: s.GuestURL, Bio: s.GuestBio}
	} else if s.Handle != "" {
		bad.Add("guest", "You gave the address of a guest: give their name as well, or empty the address.")
	}
	if s.Published != "" {
		at, err := time.Parse(time.RFC3339, s.Published)
		if err != nil {
			bad.Add("published", "%q is not a time.", s.Published)
		}
		d.Published = at
	}
	return d, bad.Err()
}

// eventDraft is the sheet as the calendar takes it.
func (s sheet) eventDraft() (calendar.EventDraft, error) {
	draft, err := s.draft()
	bad := blog.ProblemsOf(err)
	d := calendar.EventDraft{
		Draft: draft, Zone: s.Zone, Venue: s.Venue, Online: s.Online, Booking: s.Booking, Price: s.Price,
		Standing: blog.Standing(s.Standing),
	}
	zone := s.Zone
	if zone == "" {
		zone = newsroom.DefaultZone
	}
	for field, side := range map[string]struct {
		typed string
		at    *time.Time
	}{"start": {s.Start, &d.Starts}, "end": {s.End, &d.Ends}} {
		if side.typed == "" {
			continue
		}
		if *side.at, err = calendar.At(field, side.typed, zone); err != nil {
			bad = append(bad, blog.ProblemsOf(err)...)
		}
	}
	if s.Capacity != "" {
		if d.Capacity, err = strconv.Atoi(s.Capacity); err != nil {
			bad.Add("capacity", "%q is not a whole number.", s.Capacity)
		}
	}
	d.Venue.Latitude = onMap(&bad, "latitude", s.Latitude, 90)
	d.Venue.Longitude = onMap(&bad, "longitude", s.Longitude, 180)
	if (d.Venue.Latitude == nil) != (d.Venue.Longitude == nil) {
		bad.Add("latitude", "A place on the map needs latitude and longitude.")
	}
	return d, bad.Err()
}

// onMap reads a coordinate, nil when it is not given.
func onMap(bad *blog.Problems, field, typed string, limit float64) *float64 {
	if typed == "" {
		return nil
	}
	x, err := strconv.ParseFloat(typed, 64)
	if err != nil || !(x >= -limit && x <= limit) { // written so that NaN is refused
		bad.Add(field, "%q is not a number between -%g and %g.", typed, limit, limit)
		return nil
	}
	return &x
}
