package desk

import (
	"net/http"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/reach"
	"inews/web/view/plot"
)

// reachPage is how far the blog comes, over a month or a year.
type reachPage struct {
	frame
	Range   string // as the address has it
	Numbers reach.Numbers
	Figures []reach.Headline
	Plots   []plot.Plot
	From    []reach.Source
	Best    []postgres.PostReach
	Months  []reach.Span // that have a report, newest first
	Counted bool         // readings are
}

// The ranges that the page offers.
const (
	shortRange = 30 // days
	aYear      = "year"
	bestShown  = 10
	mostMonths = 12
)

// span is the range that the address asks for.
func (d *Desk) span(v *visit) (span reach.Span, name string) {
	if v.Query("range") == aYear {
		return d.Reach.LastYear(), aYear
	}
	return d.Reach.Lately(shortRange), ""
}

func (d *Desk) reach(v *visit) (err error) {
	span, name := d.span(v)
	page := reachPage{frame: d.frameIn(v, "reach", "Reach"), Range: name}
	if page.Numbers, err = d.Reach.Numbers(v.ctx(), span, ""); err != nil {
		return err
	}
	n := page.Numbers
	if page.Figures, err = d.withSubscribers(v, figures(n)); err != nil {
		return err
	}
	page.Plots = []plot.Plot{followersPlot(n), answersPlot(n), readingPlot(n), deliveriesPlot(n)}
	if page.From, err = d.Reach.Sources(v.ctx(), span, ""); err != nil {
		return err
	}
	if page.Best, err = d.Reach.Best(v.ctx(), span, bestShown); err != nil {
		return err
	}
	page.Months, err = d.months(v)
	if err != nil {
		return err
	}
	return d.show(v, http.StatusOK, "reach", page)
}

// months are those that have something to report, newest first.
func (d *Desk) months(v *visit) ([]reach.Span, error) {
	published, err := d.DB.MonthsWithPosts(v.ctx())
	if err != nil {
		return nil, err
	}
	var list []reach.Span
	now := d.Now().In(d.Zone)
	for i := range mostMonths {
		first := time.Date(now.Year(), now.Month()-time.Month(i), 1, 0, 0, 0, 0, d.Zone)
		if i > 0 && (len(published) == 0 || before(first, published[len(published)-1])) {
			break
		}
		month, err := d.Reach.Month(first.Format("2006-01"))
		if err != nil {
			return nil, err
		}
		list = append(list, month)
	}
	return list, nil
}

// before tells whether the time is in an earlier month than the other.
func before(t time.Time, m postgres.Month) bool {
	return t.Year() < m.Year || t.Year() == m.Year && int(t.Month()) < m.Month
}

// reportPage is a month, to be printed and handed on.
type reportPage struct {
	frame
	reach.Report
	Plots []plot.Plot
	Made  time.Time
}

func (d *Desk) report(v *visit) error {
	month, err := d.Reach.Month(v.Param("month"))
	if err != nil {
		return err
	}
	report, err := d.Reach.Report(v.ctx(), month)
	if err != nil {
		return err
	}
	n := report.This.Numbers
	return d.show(v, http.StatusOK, "report", reportPage{
		frame: d.frameIn(v, "reach", "Report for "+month.Name()), Report: report, Made: d.Now(),
		Plots: []plot.Plot{followersPlot(n), answersPlot(n), readingPlot(n), deliveriesPlot(n)},
	})
}

// postReachPage is how far one post has come.
type postReachPage struct {
	frame
	Opinion blog.PageOpinion // of readers, whether it was useful
	Post    blog.Post
	Reach   postgres.PostReach
	Figures []reach.Headline
	Plots   []plot.Plot
	From    []reach.Source
	Mailing *postgres.PostMailing // how subscribers heard of it; nil when they did not
}

// visible finds the post that an address names, when who is signed in may know
// of it.
func (d *Desk) visible(v *visit) (blog.Post, error) {
	p, err := d.DB.PostByID(v.ctx(), v.Param("id"))
	if err == nil && !p.Visible() && !v.may(blog.MayPublish) {
		err = blog.Errorf(blog.NotFound, "There is nothing here.")
	}
	return p, err
}

func (d *Desk) postReach(v *visit) error {
	p, err := d.visible(v)
	if err != nil {
		return err
	}
	page := postReachPage{frame: d.frameIn(v, "posts", "Reach: "+p.Title), Post: p}
	if !p.Visible() {
		return d.show(v, http.StatusOK, "post-reach", page)
	}
	span := d.Reach.Since(p.PublishedAt)
	n, err := d.Reach.Numbers(v.ctx(), span, p.ID)
	if err != nil {
		return err
	}
	if page.Reach, err = d.Reach.Post(v.ctx(), p.ID); err != nil {
		return err
	}
	if page.From, err = d.Reach.Sources(v.ctx(), span, p.ID); err != nil {
		return err
	}
	if page.Opinion, err = d.DB.OpinionOfPost(v.ctx(), p.ID); err != nil {
		return err
	}
	switch mailing, err := d.DB.MailingOfPost(v.ctx(), p.ID); {
	case err == nil:
		page.Mailing = &mailing
	case blog.KindOf(err) != blog.NotFound:
		return err
	}
	page.Figures = figures(n)[1:] // nobody follows a post
	page.Plots = []plot.Plot{readingPlot(n), answersPlot(n)}
	return d.show(v, http.StatusOK, "post-reach", page)
}
