package desk

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/reach"
)

// subscribersPage counts who gets updates by e-mail. Addresses are for owners, and
// one at a time.
type subscribersPage struct {
	frame
	Sends  bool
	Count  postgres.SubscriptionCount
	Topics []postgres.TopicCount
	Email  string // that is looked for
	Found  *blog.Subscription
}

// How much is shown: gains and losses of so many days, and so many subjects.
const (
	gainDays     = 30
	topicsShown  = 40
	exportedOnce = 500
)

func (d *Desk) subscribers(v *visit) error { return d.showSubscribers(v, http.StatusOK, nil, nil) }

func (d *Desk) showSubscribers(v *visit, code int, found *blog.Subscription, wrong error) error {
	page := subscribersPage{frame: d.frameIn(v, "people", "Subscribers"), Email: strings.TrimSpace(v.form.Get("email")), Found: found}
	page.Sends = d.Updates != nil && d.Updates.Sends
	var err error
	if page.Count, err = d.DB.CountSubscriptions(v.ctx(), d.Now().AddDate(0, 0, -gainDays)); err != nil {
		return err
	}
	if page.Topics, err = d.DB.CountTopics(v.ctx(), topicsShown); err != nil {
		return err
	}
	if wrong != nil {
		page.Problems = problemsOf(wrong)
	}
	return d.show(v, code, "subscribers", page)
}

// findSubscriber looks for one. The address comes by a form that is sent, since what
// stands in an address is written into logs.
func (d *Desk) findSubscriber(v *visit) error {
	found, err := d.Updates.Find(v.ctx(), v.editor, v.form.Get("email"))
	if err != nil && isForm(err) {
		return d.showSubscribers(v, d.Status(blog.KindOf(err)), nil, err)
	}
	if err != nil {
		return err
	}
	return d.showSubscribers(v, http.StatusOK, &found, nil)
}

func (d *Desk) endSubscriber(v *visit) error {
	if err := d.Updates.EndFor(v.ctx(), v.editor, v.Param("id")); err != nil {
		return err
	}
	return v.back("/desk/subscribers", subscriberGone)
}

// subscribersCSV is the list of addresses, for an owner who must hand it on; that it
// was taken out stands in the trail.
func (d *Desk) subscribersCSV(v *visit) error {
	if err := d.Updates.Exporting(v.ctx(), v.editor); err != nil {
		return err
	}
	table := [][]string{{"email", "pace", "everything", "tags", "language", "asked", "confirmed", "suspended", "consent"}}
	after := ""
	for {
		rows, err := d.DB.SubscriptionsAfter(v.ctx(), after, exportedOnce)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return v.table("subscribers.csv", table)
		}
		for _, s := range rows {
			table, after = append(table, subscriberCells(s)), s.ID
		}
	}
}

func subscriberCells(s blog.Subscription) []string {
	yes := "no"
	if s.Everything {
		yes = "yes"
	}
	suspended := ""
	if !s.SuspendedAt.IsZero() {
		suspended = s.SuspendedAt.UTC().Format(time.RFC3339)
	}
	return []string{
		s.Email, string(s.Pace), yes, strings.Join(s.Tags, " "), s.Language,
		s.AskedAt.UTC().Format(time.RFC3339), s.ConfirmedAt.UTC().Format(time.RFC3339), suspended, s.Consent,
	}
}

// withSubscribers puts the number of subscribers behind that of followers, where mail
// is sent.
func (d *Desk) withSubscribers(v *visit, figures []reach.Headline) ([]reach.Headline, error) {
	if d.Updates == nil || !d.Updates.Sends {
		return figures, nil
	}
	n, err := d.DB.CountSubscriptions(v.ctx(), d.Now().AddDate(0, 0, -gainDays))
	change := ""
	if n.Gained != n.Lost {
		change = reach.Signed(n.Gained - n.Lost)
	}
	return slices.Insert(figures, min(1, len(figures)), reach.Headline{Name: "E-mail", Value: blog.Number(n.Standing), Change: change}), err
}
