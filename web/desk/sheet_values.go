package desk

import (
	"strings"

	"inews/internal/blog"
)

// slot is a field of the form: its name there, its name for people, and where
// the sheet has it.
type slot struct {
	name, label string
	at          *string
}

// slots are the fields of the form in its order, those of events only where it
// is one. A field without a label is not for people to read.
func (s *sheet) slots() []slot {
	all := []slot{
		{"title", "Title", &s.Title}, {"summary", "Summary", &s.Summary}, {"body", "Text", &s.Body},
		{"form", "Form", &s.Form}, {"picture", "", &s.Picture.Hash}, {"alt", "Description of the picture", &s.Alt},
		{"credit", "Who made the picture", &s.Creator}, {"credit_title", "Title of the picture", &s.CreditTitle},
		{"credit_source", "Where the picture is from", &s.Source}, {"licence", "Licence", &s.Licence},
		{"author", "", &s.AuthorID}, {"guest", "Guest", &s.Guest}, {"handle", "Address of the guest", &s.Handle},
		{"url", "Web page of the guest", &s.GuestURL}, {"bio", "About the guest", &s.GuestBio}, {"thanks", "Thank-you line", &s.Thanks},
		{"tags", "Tags", &s.Tags}, {"series", "Series", &s.Series}, {"comments", "Comments", &s.Comments}, {"mail", "E-mail", &s.Mail},
		{"language", "Language", &s.Language}, {"slug", "Address", &s.Slug}, {"published", "Date", &s.Published},
		{"scheduled_at", "Goes out at", &s.ScheduledAt}, {"scheduled_zone", "On the clock of", &s.ScheduledZone},
	}
	if !s.Event {
		return all
	}
	return append(all,
		slot{"start", "Starts", &s.Start}, slot{"end", "Ends", &s.End}, slot{"timezone", "Time zone", &s.Zone},
		slot{"standing", "", &s.Standing}, slot{"venue", "Name of the place", &s.Venue.Name}, slot{"street", "Street", &s.Venue.Street},
		slot{"locality", "Town", &s.Venue.Locality}, slot{"region", "County", &s.Venue.Region},
		slot{"postcode", "Postcode", &s.Venue.Postcode}, slot{"country", "Country", &s.Venue.Country},
		slot{"access", "Access", &s.Venue.Access}, slot{"online", "Address of the online meeting", &s.Online},
		slot{"booking", "Address for booking", &s.Booking}, slot{"price", "Price", &s.Price}, slot{"capacity", "Number of places", &s.Capacity},
		slot{"latitude", "Latitude", &s.Latitude}, slot{"longitude", "Longitude", &s.Longitude})
}

// values are what the form sends when it shows the sheet, each with the ends of
// lines that the database has.
func (s sheet) values() map[string]string {
	values := map[string]string{"decorative": ""}
	for _, slot := range s.slots() {
		values[slot.name] = strings.ReplaceAll(*slot.at, "\r\n", "\n")
	}
	if s.Decorative {
		values["decorative"] = "yes"
	}
	return values
}

// says tells whether two sheets say the same. The clock for scheduling is not
// a part of the post.
func (s sheet) says(other sheet) bool {
	own, theirs := s.values(), other.values()
	for name, value := range own {
		if name != "scheduled_zone" && value != theirs[name] {
			return false
		}
	}
	return true
}

// sheetNow is what the form shows of a post as it is saved.
func (d *Desk) sheetNow(v *visit, p blog.Post) (sheet, error) {
	if p.Form != blog.FormEvent {
		return d.scheduled(sheetOf(p), p), nil
	}
	e, err := d.DB.EventByID(v.ctx(), p.ID)
	if err != nil {
		return sheet{}, err
	}
	return d.scheduled(sheetOfEvent(e), p), nil
}

// many writes values as a form has them.
func many(values map[string]string) map[string][]string {
	fields := make(map[string][]string, len(values))
	for name, value := range values {
		if value != "" {
			fields[name] = []string{value}
		}
	}
	return fields
}
