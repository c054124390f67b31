package activitystreams

import (
	"time"

	"inews/federation"
)

// maxTitle is the longest name of an event, in characters, that Mobilizon takes.
const maxTitle = 200

// eventJSON is what an Event has beyond a post. Numbers are never null and
// joinMode never "none", which Mobilizon refuses.
type eventJSON struct {
	UUID              string                `json:"uuid,omitempty"`
	InLanguage        string                `json:"inLanguage,omitempty"`
	Start             string                `json:"startTime,omitempty"`
	End               string                `json:"endTime,omitempty"`
	PreviousStart     string                `json:"previousStartTime,omitempty"`
	Zone              string                `json:"timezone,omitempty"`
	DisplayEnd        bool                  `json:"displayEndTime"`
	EventStatus       string                `json:"eventStatus"`
	Status            string                `json:"status"`
	Category          string                `json:"category,omitempty"`
	Location          *placeJSON            `json:"location,omitempty"`
	IsOnline          bool                  `json:"isOnline"`
	Online            string                `json:"onlineLink,omitempty"`
	JoinMode          string                `json:"joinMode"`
	Booking           string                `json:"externalParticipationUrl,omitempty"`
	Capacity          int                   `json:"maximumAttendeeCapacity,omitempty"`
	Remaining         *int                  `json:"remainingAttendeeCapacity,omitempty"`
	Participants      int                   `json:"participantCount"`
	AnonymousEnabled  bool                  `json:"anonymousParticipationEnabled"`
	Anonymous         bool                  `json:"anonymousParticipation"`
	Attendees         federatedCount        `json:"attendees"`
	Organizers        *organizersCollection `json:"organizers,omitempty"`
	Contacts          []federation.ID       `json:"contacts"`
	CommentsEnabled   bool                  `json:"commentsEnabled"`
	RepliesModeration string                `json:"repliesModerationOption"`
}

type federatedCount struct {
	Type  string `json:"type"`
	Total int    `json:"totalItems"`
}

type organizersCollection struct {
	Type  string          `json:"type"`
	Total int             `json:"totalItems"`
	Items []federation.ID `json:"items"`
}

// addCalendar adds the facts of an event, in the words of FEP-8a8e and in those
// that Mobilizon, Gancio and PieFed read.
func (document *objectJSON) addCalendar(o federation.Object) {
	c := *o.Calendar
	event := &eventJSON{
		UUID: c.UID, InLanguage: o.Language, Zone: c.Zone,
		Start: wall(c.Start, c.Zone), End: wall(c.End, c.Zone), PreviousStart: wall(c.PreviousStart, c.Zone),
		DisplayEnd: !c.End.IsZero(), Category: c.Category,
		Location: newLocation(o.Name, c), IsOnline: c.Online != "", Online: c.Online,
		JoinMode: c.JoinMode, Booking: c.Booking, Capacity: c.Capacity, Participants: c.Participants,
		Attendees: federatedCount{Type: "Collection", Total: c.Participants},
		Contacts:  listed(o.AttributedTo), CommentsEnabled: true, RepliesModeration: "allow_all",
	}
	if c.End.IsZero() {
		event.End = event.Start // FEP-8a8e wants one; displayEndTime says that it means nothing
	}
	event.Status, event.EventStatus = states(c)
	if c.JoinMode == "" || c.JoinMode == "none" {
		event.JoinMode = "external"
	}
	if event.JoinMode == "external" && event.Booking == "" {
		event.Booking = o.URL
	}
	event.Anonymous = event.JoinMode == "free" || event.JoinMode == "restricted"
	event.AnonymousEnabled = event.Anonymous
	if c.Capacity > 0 {
		event.Remaining = federation.Total(max(0, c.Capacity-c.Participants))
	}
	if n := len(o.AttributedTo); n > 0 {
		event.Organizers = &organizersCollection{Type: "OrganizersCollection", Total: n, Items: o.AttributedTo}
	}
	if p := o.Policy; p != nil && p.Reply != nil && len(p.Reply) == 0 {
		event.CommentsEnabled, event.RepliesModeration = false, "closed"
	}
	document.eventJSON = event
	document.Name = titled(o.Name)
	for i, said := range document.NameMap {
		document.NameMap[i].text = titled(said.text)
	}
	if o.MediaType == "" {
		document.MediaType = "text/html"
	}
	document.Attachment = eventAttachments(o)
	document.Tag = newTags(hashtags(o.Tags))
}

// wall is a time with the offset that the event's zone has then, also for UTC,
// where others write Z. Source: RFC 3339 §4.2.
func wall(t time.Time, name string) string {
	if t.IsZero() {
		return ""
	}
	if place := zone(name); place != nil {
		t = t.In(place)
	}
	return t.Format("2006-01-02T15:04:05-07:00")
}

// states are the state of an event for iCalendar and for schema.org.
func states(c federation.Calendar) (status, eventStatus string) {
	switch {
	case c.Status == "CANCELLED":
		return c.Status, "EventCancelled"
	case c.Status == "TENTATIVE":
		return c.Status, "EventPostponed"
	case !c.PreviousStart.IsZero():
		return "CONFIRMED", "EventRescheduled"
	}
	return "CONFIRMED", "EventScheduled"
}

func titled(s string) string {
	if runes := []rune(s); len(runes) > maxTitle {
		return string(runes[:maxTitle-1]) + "…"
	}
	return s
}

// hashtags are the tags that an event may have: Gancio and Mobilizon take every
// tag for one.
func hashtags(tags []federation.Tag) []federation.Tag {
	var some []federation.Tag
	for _, t := range tags {
		if t.Type == "Hashtag" {
			some = append(some, t)
		}
	}
	return some
}

// eventAttachments puts pictures first, the event's own one foremost, since
// Gancio takes the first; then the rest; then the meeting room under the name
// that Mobilizon looks for.
func eventAttachments(o federation.Object) []attachmentJSON {
	all := o.Attachments
	if i := o.Image; i != nil {
		all = append([]federation.Attachment{{
			Type: "Document", URL: i.URL, MediaType: i.MediaType, Name: i.Alt, Width: i.Width, Height: i.Height,
			Blurhash: i.Blurhash, Focal: i.Focal, Credit: i.Credit,
		}}, all...)
	}
	if c := o.Calendar; c.Online != "" {
		all = append(all[:len(all):len(all)], federation.Attachment{
			Type: "Link", URL: c.Online, MediaType: "text/html", Name: website,
		})
	}
	var media, links []attachmentJSON
	seen := make(map[string]bool)
	for _, a := range all {
		switch {
		case seen[a.URL]:
		case a.Type == "Link":
			links = append(links, newAttachment(a))
		default:
			media = append(media, newAttachment(a))
		}
		seen[a.URL] = true
	}
	return listed(append(media, links...))
}
