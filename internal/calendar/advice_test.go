package calendar

import (
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/newsroom"
)

func TestAdvice(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	c := &Calendar{Newsroom: &newsroom.Newsroom{}, Now: func() time.Time { return now }}
	begins := now.Add(14 * 24 * time.Hour) // Thursday 10 December
	hall := blog.Venue{Name: "Town Hall", Access: "Step-free from the yard."}
	text := newsroom.Draft{Title: "Open door", Summary: "Come and see.", Body: "We meet on Thursday, 10th of December.", Language: "en-GB"}
	with := func(body string) newsroom.Draft {
		d := text
		d.Body = body
		return d
	}
	for name, tc := range map[string]struct {
		draft  EventDraft
		weight blog.Weight
		says   string
	}{
		"in order":      {EventDraft{Draft: text, Starts: begins, Ends: begins.Add(time.Hour), Venue: hall}, blog.Fine, "In order."},
		"no beginning":  {EventDraft{Draft: text, Venue: hall}, blog.Trouble, "no beginning"},
		"past":          {EventDraft{Draft: text, Starts: now.Add(-48 * time.Hour), Venue: hall}, blog.Worry, "in the past, on Tuesday 24 November 2026"},
		"no end":        {EventDraft{Draft: text, Starts: begins, Venue: hall}, blog.Worry, "There is no end"},
		"long":          {EventDraft{Draft: text, Starts: begins, Ends: begins.Add(25 * time.Hour), Venue: hall}, blog.Worry, "It takes 25 hours"},
		"nowhere":       {EventDraft{Draft: text, Starts: begins}, blog.Trouble, "where it is"},
		"access":        {EventDraft{Draft: text, Starts: begins, Venue: blog.Venue{Name: "Town Hall"}}, blog.Worry, "about access"},
		"wrong weekday": {EventDraft{Draft: with("Come on Friday 10 December!"), Starts: begins, Venue: hall}, blog.Trouble, "“Friday 10 December”: that is a Thursday in 2026."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all, err := c.Advise(t.Context(), tc.draft)
			if err != nil {
				t.Fatal(err)
			}
			var said []string
			for _, a := range all {
				if a.About == "When and where" {
					said = append(said, string(a.Weight)+": "+a.Says)
				}
			}
			if got := strings.Join(said, "\n"); !strings.Contains(got, string(tc.weight)+": ") || !strings.Contains(got, tc.says) {
				t.Errorf("%s, want %s: %s", got, tc.weight, tc.says)
			}
		})
	}
}
