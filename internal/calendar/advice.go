package calendar

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/newsroom"
)

// long is what an event seldom lasts.
const long = 12 * time.Hour

// Advise looks a draft over, its calendar facts too. See newsroom.Advise.
func (c *Calendar) Advise(ctx context.Context, d EventDraft) ([]blog.Advice, error) {
	d.Form = blog.FormEvent
	all, err := c.Newsroom.Advise(ctx, d.Draft)
	if err != nil {
		return nil, err
	}
	facts := c.adviseFacts(d)
	if len(facts) == 0 {
		facts = []blog.Advice{{Finding: blog.Finding{Weight: blog.Fine, Says: "In order."}}}
	}
	for i := range facts {
		facts[i].About = "When and where"
	}
	return append(facts, all...), nil
}

func (c *Calendar) adviseFacts(d EventDraft) []blog.Advice {
	var found []blog.Advice
	switch {
	case d.Starts.IsZero():
		found = append(found, newsroom.Trouble("start", "Say when it begins.", "There is no beginning: it stands in no calendar."))
	case d.Starts.Before(c.now()):
		found = append(found, newsroom.Worry("start", "See that the year is right.", "It begins in the past, on %s.", d.Starts.Format("Monday 2 January 2006")))
	}
	switch {
	case d.Ends.IsZero():
		found = append(found, newsroom.Worry("end", "Say when people can go home.", "There is no end: calendars guess one."))
	case d.Ends.Sub(d.Starts) > long:
		found = append(found, newsroom.Worry("end", "See that it is the right day.", "It takes %d hours.", int(d.Ends.Sub(d.Starts).Hours())))
	}
	switch {
	case d.Venue.IsZero() && d.Online == "":
		found = append(found, newsroom.Trouble("venue", "Name the place, or the address of the meeting.", "Nobody can tell where it is."))
	case !d.Venue.IsZero() && d.Venue.Access == "":
		found = append(found, newsroom.Worry("access", "Say how to come in without stairs, and whether there is a hearing loop. Some stay away who cannot tell.",
			"Nothing is said about access."))
	}
	return append(found, adviseDays(d)...)
}

// written is a weekday with a date, as people write it.
var written = regexp.MustCompile(`(?i)\b(mon|tues|wednes|thurs|fri|satur|sun)day,?\s+(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?` +
	`(january|february|march|april|may|june|july|august|september|october|november|december)\b`)

// adviseDays finds dates in the text whose weekday is another: the commonest
// mistake in an invitation.
func adviseDays(d EventDraft) []blog.Advice {
	var found []blog.Advice
	if d.Starts.IsZero() {
		return nil
	}
	for _, field := range []struct{ name, text string }{{"title", d.Title}, {"summary", d.Summary}, {"body", d.Body}} {
		for _, match := range written.FindAllStringSubmatch(field.text, -1) {
			day, _ := strconv.Atoi(match[2]) // two digits
			month, err := time.Parse("January", strings.ToUpper(match[3][:1])+strings.ToLower(match[3][1:]))
			if err != nil {
				continue
			}
			date := time.Date(d.Starts.Year(), month.Month(), day, 0, 0, 0, 0, time.UTC)
			if name := date.Weekday().String(); !strings.EqualFold(name, match[1]+"day") {
				found = append(found, newsroom.Trouble(field.name, "See which of them is right.", "“%s”: that is a %s in %s.",
					match[0], name, fmt.Sprint(date.Year())))
			}
		}
	}
	return found
}
