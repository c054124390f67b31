package desk

import (
	"slices"
	"time"

	"inews/internal/blog"
)

// coming is something that will happen by itself.
type coming struct {
	At       time.Time
	When     string
	Title    string
	Link     string
	What     string
	Standing blog.Standing
}

// ahead is how far the dashboard looks ahead.
const ahead = 6 * 7 * 24 * time.Hour

// comingUp is what is scheduled and the events of the next weeks, soonest first.
func (d *Desk) comingUp(v *visit) ([]coming, error) {
	var all []coming
	if v.may(blog.MayWrite) {
		scheduled, err := d.DB.PostsOnDesk(v.ctx(), blog.StateScheduled, d.ownOnly(v), fewDrafts)
		if err != nil {
			return nil, err
		}
		for _, p := range scheduled {
			all = append(all, coming{At: p.ScheduledAt, When: p.ScheduledAt.In(d.Zone).Format("Mon 2 Jan, 15:04"), Title: p.Title, Link: deskPath(p), What: "goes out"})
		}
	}
	if v.may(blog.MayPublish) {
		ending, err := d.DB.PostsGoingDown(v.ctx(), d.Now(), d.Now().Add(ahead), fewDrafts)
		if err != nil {
			return nil, err
		}
		for _, p := range ending {
			at := p.Dates.TakeDownAt
			all = append(all, coming{At: at, When: at.In(d.Zone).Format("Mon 2 Jan, 15:04"), Title: p.Title, Link: "/desk/posts/" + p.ID + "/dates", What: "is taken down"})
		}
	}
	events, err := d.DB.EventsFrom(v.ctx(), d.Now(), fewEvents)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		if e.Starts.After(d.Now().Add(ahead)) {
			continue
		}
		row := coming{At: e.Starts, When: english.When(e), Title: e.Title, Link: e.Path(), What: "event", Standing: e.Standing}
		if v.may(blog.MayPublish) {
			row.Link = deskPath(e.Post)
		}
		all = append(all, row)
	}
	slices.SortStableFunc(all, func(a, b coming) int { return a.At.Compare(b.At) })
	return all[:min(len(all), fewComing)], nil
}
