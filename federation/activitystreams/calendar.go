package activitystreams

import (
	"strings"
	"time"

	"inews/federation"
)

// website is the name by which Mobilizon knows the address of an online event
// among the attachments.
const website = "Website"

// readCalendar reads the facts of an event in the words of FEP-8a8e, Mobilizon,
// Gancio, Friendica and PieFed, and takes out of the attachments what only
// repeats them.
func readCalendar(d *dict, o *federation.Object) {
	c := federation.Calendar{
		Zone:         d.line("timezone"),
		Booking:      webURL(d.take("externalParticipationUrl")),
		UID:          d.line("uuid"),
		Category:     d.line("category"),
		Status:       readState(d),
		Capacity:     count(d.take("maximumAttendeeCapacity")),
		Participants: readParticipants(d),
		JoinMode:     strings.ToLower(d.line("joinMode")),
	}
	place := zone(c.Zone)
	if place == nil {
		place, c.Zone = time.UTC, ""
	}
	in := func(name string) time.Time {
		t := moment(d.take(name), place)
		if c.Zone != "" && !t.IsZero() {
			t = t.In(place)
		}
		return t
	}
	c.Start, c.End, c.PreviousStart = in("startTime"), in("endTime"), in("previousStartTime")
	if shown := d.take("displayEndTime"); shown == false {
		c.End = time.Time{}
	}
	c.Online = webURL(d.take("onlineLink"))
	c.Place = readLocation(d.take("location"), &c.Online)
	if c.Booking == "" {
		c.Booking = webURL(d.take("buyTicketsLink"))
	}
	o.Attachments = readRepeated(o, &c)
	o.Calendar = &c
	// Known, and told by the rest.
	for _, name := range []string{"isOnline", "remainingAttendeeCapacity", "anonymousParticipationEnabled",
		"anonymousParticipation", "commentsEnabled", "repliesModerationOption", "organizers", "contacts"} {
		d.take(name)
	}
}

// readState reads the state of an event: iCalendar's word, else the one that
// schema.org's stands for.
func readState(d *dict) string {
	states := []string{d.line("status"), d.line("ical:status")}
	other := strings.TrimPrefix(d.line("eventStatus"), "https://schema.org/")
	for _, s := range states {
		switch s = strings.ToUpper(s); s {
		case "CONFIRMED", "TENTATIVE", "CANCELLED":
			return s
		}
	}
	switch other {
	case "EventCancelled":
		return "CANCELLED"
	case "EventPostponed":
		return "TENTATIVE"
	case "EventScheduled", "EventRescheduled", "EventMovedOnline":
		return "CONFIRMED"
	}
	return ""
}

func readParticipants(d *dict) int {
	n := count(d.take("participantCount"))
	if attendees := only(d.take("attendees")); attendees != nil && n == 0 {
		n = count(attendees.values["totalItems"])
	}
	return n
}

// readRepeated is the attachments without the address of the meeting room and
// without a second copy of the picture.
func readRepeated(o *federation.Object, c *federation.Calendar) []federation.Attachment {
	var rest []federation.Attachment
	for _, a := range o.Attachments {
		if a.Type == "Link" && a.Name == website && (c.Online == "" || c.Online == a.URL) {
			c.Online = a.URL
			continue
		}
		if o.Image != nil && a.URL == o.Image.URL {
			continue
		}
		rest = append(rest, a)
	}
	return rest
}
