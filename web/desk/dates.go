package desk

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/calendar"
)

// datesPage says when a post ends, and when somebody is asked whether it is
// still true.
type datesPage struct {
	frame
	Post       blog.Post
	When, Zone string // as typed
	Recheck    string // months
	Zones      []string
	Paces      []choice
	Due        bool // it is asked about now
}

// rechecks are how often somebody may be asked.
var rechecks = []choice{{"0", "Never"}, {"3", "In 3 months"}, {"6", "In 6 months"}, {"12", "In a year"}, {"24", "In two years"}}

func (d *Desk) datesForm(v *visit) error {
	p, err := d.post(v)
	if err != nil {
		return err
	}
	page := datesPage{Zone: d.Zone.String(), Recheck: strconv.Itoa(p.Dates.RecheckMonths)}
	if at := p.Dates.TakeDownAt; !at.IsZero() {
		page.When = at.In(d.Zone).Format(wallForm)
	}
	return d.datesPage(v, p, page, nil)
}

func (d *Desk) datesPage(v *visit, p blog.Post, page datesPage, wrong error) error {
	page.frame, page.Post = d.frameIn(v, "posts", "Dates: "+p.Title), p
	page.Zones, page.Paces = withZone(page.Zone), rechecks
	page.Due = p.Visible() && p.Dates.RecheckMonths > 0 && !p.Dates.RecheckAt.After(d.Now())
	code := http.StatusOK
	if wrong != nil {
		page.Problems = problemsAt(wrong, "take_down_at")
		code = d.Status(blog.KindOf(wrong))
	}
	return d.show(v, code, "dates", page)
}

func (d *Desk) setDates(v *visit) error {
	p, err := d.post(v)
	if err != nil {
		return err
	}
	page := datesPage{
		When: strings.TrimSpace(v.form.Get("take_down_at")), Zone: strings.TrimSpace(v.form.Get("zone")), Recheck: v.form.Get("recheck"),
	}
	if page.Zone == "" {
		page.Zone = d.Zone.String()
	}
	dates := p.Dates
	if dates.TakeDownAt, err = takeDownAt(page); err == nil {
		if dates.RecheckMonths, err = strconv.Atoi(page.Recheck); err != nil {
			err = blog.InvalidField("recheck", "Choose how often to be asked from the list.")
		}
	}
	if err == nil {
		_, err = d.Newsroom.Date(v.ctx(), v.editor, p.ID, dates)
	}
	if err != nil && isForm(err) {
		return d.datesPage(v, p, page, err)
	}
	if err != nil {
		return err
	}
	return v.back("/desk/posts/"+p.ID+"/dates", dated)
}

func (d *Desk) affirm(v *visit) error {
	p, err := d.post(v)
	if err != nil {
		return err
	}
	if _, err := d.Newsroom.Affirm(v.ctx(), v.editor, p.ID); err != nil {
		return err
	}
	return v.back("/desk/posts/"+p.ID+"/dates", affirmed)
}

// takeDownAt is the time that was typed, zero for none.
func takeDownAt(page datesPage) (at time.Time, err error) {
	if page.When == "" {
		return at, nil
	}
	return calendar.At("take_down_at", page.When, page.Zone)
}
