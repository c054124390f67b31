package desk

import (
	"net/http"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// dashboardPage is where staff begin: what needs doing, what is coming, how
// things stand.
type dashboardPage struct {
	frame
	Greeting  string
	Reports   int // of other servers, that are open
	Entries   int // of block lists, that wait
	Lists     int // block lists with which something is wrong
	Drafts    []blog.Post
	Scheduled []blog.Post
	Events    []blog.Event
	Followers int
	Queue     postgres.QueueDepth
	Waited    time.Duration // since the oldest delivery was due
	Hosts     []blog.Host   // that do not answer
	Recent    []reachRow
	Moved     *blog.Move // where the blog has gone, or nil
	Setup     *taskTally // what is left of setting the blog up, for owners until they are done
}

type reachRow struct {
	blog.Post
	Reach postgres.Reach
}

// Edit is where the post is edited.
func (r reachRow) Edit() string { return deskPath(r.Post) }

// How much of each the dashboard shows.
const (
	fewDrafts = 6
	fewEvents = 5
	fewRecent = 8
	fewHosts  = 5
)

func (d *Desk) dashboard(v *visit) error {
	page := dashboardPage{frame: d.frameIn(v, "start", "Desk"), Greeting: d.greeting(v.editor)}
	for _, read := range []func(*visit, *dashboardPage) error{d.work, d.health, d.recent, d.house} {
		if err := read(v, &page); err != nil {
			return err
		}
	}
	return d.show(v, http.StatusOK, "dashboard", page)
}

// work is what waits for somebody, and what is coming up.
func (d *Desk) work(v *visit, page *dashboardPage) (err error) {
	if v.may(blog.MayWrite) {
		own := d.ownOnly(v)
		if page.Drafts, err = d.DB.PostsOnDesk(v.ctx(), blog.StateDraft, own, fewDrafts); err != nil {
			return err
		}
		if page.Scheduled, err = d.DB.PostsOnDesk(v.ctx(), blog.StateScheduled, own, fewDrafts); err != nil {
			return err
		}
	}
	if v.may(blog.MayModerate) {
		if page.Reports, err = d.DB.CountOpenReports(v.ctx(), ""); err != nil {
			return err
		}
		if page.Entries, page.Lists, err = d.DB.CountListTrouble(v.ctx()); err != nil {
			return err
		}
	}
	page.Events, err = d.DB.EventsFrom(v.ctx(), d.Now(), fewEvents)
	return err
}

// health is how deliveries to other servers stand.
func (d *Desk) health(v *visit, page *dashboardPage) (err error) {
	if page.Queue, err = d.DB.DeliveryDepth(v.ctx()); err != nil {
		return err
	}
	if late := d.Now().Sub(page.Queue.Oldest); !page.Queue.Oldest.IsZero() && late > 0 {
		page.Waited = late
	}
	if page.Hosts, err = d.DB.HostsInTrouble(v.ctx(), fewHosts); err != nil {
		return err
	}
	page.Followers, err = d.DB.CountFollowers(v.ctx())
	return err
}

// recent is how far the newest posts have come.
func (d *Desk) recent(v *visit, page *dashboardPage) error {
	posts, err := d.DB.PostsOnFrontPage(v.ctx(), postgres.Cursor{}, fewRecent)
	if err != nil {
		return err
	}
	for _, p := range posts {
		reach, err := d.DB.ReachOf(v.ctx(), p.ID)
		if err != nil {
			return err
		}
		page.Recent = append(page.Recent, reachRow{p, reach})
	}
	return nil
}

// house is where the blog is, and whether it is set up.
func (d *Desk) house(v *visit, page *dashboardPage) (err error) {
	if v.may(blog.MayManage) {
		if page.Setup, err = d.tasksLeft(v); err != nil {
			return err
		}
	}
	page.Moved, err = d.DB.StandingMove(v.ctx())
	return err
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
