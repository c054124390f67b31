package desk

import (
	"net/http"
	"strings"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/reach"
	"inews/web/view/plot"
)

// dashboardPage is where staff begin: what needs doing, what is coming, how
// things stand, and how far the blog reaches.
type dashboardPage struct {
	frame
	Greeting string
	Needs    []need
	Coming   []coming
	Health   health
	Lately   lately
	Moved    *blog.Move // where the blog has gone, or nil
	Setup    *taskTally // what is left of setting the blog up, for owners until they are done
}

// lately is the reach of the last days.
type lately struct {
	Figures            []reach.Headline
	Followers, Answers plot.Plot
	Recent             []postgres.PostReach
	Month              string // of the report
}

// How much of each the dashboard shows.
const (
	fewDrafts  = 6
	fewEvents  = 5
	fewComing  = 7
	fewRecent  = 8
	fewPlotted = 5
	fewHosts   = 5
)

func (d *Desk) dashboard(v *visit) (err error) {
	page := dashboardPage{frame: d.frameIn(v, "start", "Desk"), Greeting: d.greeting(v.editor)}
	if page.Needs, err = d.needs(v, page.Held); err != nil {
		return err
	}
	if page.Coming, err = d.comingUp(v); err != nil {
		return err
	}
	month := d.Reach.Lately(shortRange)
	numbers, err := d.Reach.Numbers(v.ctx(), month, "")
	if err != nil {
		return err
	}
	if page.Health, err = d.health(v, numbers); err != nil {
		return err
	}
	if page.Lately, err = d.lately(v, numbers); err != nil {
		return err
	}
	if page.Moved, err = d.DB.StandingMove(v.ctx()); err != nil {
		return err
	}
	if v.may(blog.MayManage) {
		if page.Setup, err = d.tasksLeft(v); err != nil {
			return err
		}
	}
	return d.show(v, http.StatusOK, "dashboard", page)
}

// lately is how far the blog has come in the span of the numbers.
func (d *Desk) lately(v *visit, n reach.Numbers) (l lately, err error) {
	if l.Recent, err = d.Reach.Newest(v.ctx(), fewRecent); err != nil {
		return l, err
	}
	if l.Figures, err = d.withSubscribers(v, figures(n)); err != nil {
		return l, err
	}
	l.Followers = followersPlot(n)
	l.Answers = postsPlot("Replies, shares and likes of each post", l.Recent[:min(len(l.Recent), fewPlotted)])
	l.Month = d.Now().In(d.Zone).Format("2006-01")
	return l, nil
}

func (d *Desk) greeting(e blog.Editor) string {
	name, _, _ := strings.Cut(e.Name, " ")
	switch hour := d.Now().In(d.Zone).Hour(); {
	case hour < 12:
		return "Good morning, " + name
	case hour < 18:
		return "Good afternoon, " + name
	}
	return "Good evening, " + name
}
