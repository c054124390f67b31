package desk

import (
	"fmt"
	"net/http"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// deliveriesPage is how far a post has come: each server, and what it said.
type deliveriesPage struct {
	frame
	Post    blog.Post
	Rows    []deliveryRow
	Servers int // that were to be told
	Reached int
	Failing int // are still being tried
	Since   time.Time
	Failed  int // are not tried any more
	Cut     bool
}

// Trouble tells whether there is anything to try again.
func (p deliveriesPage) Trouble() bool { return p.Failing+p.Failed > 0 }

type deliveryRow struct {
	postgres.DeliveryReport
	Stands, Answer string // in words
}

// Word is what was told to the server, in the newsroom's words.
func (r deliveryRow) Word() string {
	switch r.Activity {
	case "Create":
		return "publish"
	case "Update":
		return "edit"
	case "Delete":
		return "withdraw"
	case "Announce":
		return "share"
	case "Add":
		return "pin"
	case "Remove":
		return "unpin"
	}
	return r.Activity
}

// ledger is how many deliveries the page shows, those in trouble first.
const ledger = 1000

func (d *Desk) deliveries(v *visit) error {
	p, err := d.post(v)
	if err != nil {
		return err
	}
	reports, err := d.DB.DeliveriesOf(v.ctx(), p.ID, ledger)
	if err != nil {
		return err
	}
	page := deliveriesPage{frame: d.frameIn(v, "posts", "Deliveries: "+p.Title), Post: p, Cut: len(reports) == ledger}
	page.count(reports)
	return d.show(v, http.StatusOK, "deliveries", page)
}

// count sums the ledger up by server: one that has any delivery in trouble is
// in trouble, and one that took any was reached.
func (p *deliveriesPage) count(reports []postgres.DeliveryReport) {
	reached, failing, failed, all := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, r := range reports {
		row := deliveryRow{DeliveryReport: r, Answer: answerInWords(r)}
		switch {
		case r.State == "delivered":
			row.Stands = "delivered"
			reached[r.Host] = true
		case r.State == "failed":
			row.Stands = "given up"
			failed[r.Host] = true
		case r.State == "waiting" && r.Attempts > 0:
			row.Stands = "failing"
			failing[r.Host] = true
			if p.Since.IsZero() || r.CreatedAt.Before(p.Since) {
				p.Since = r.CreatedAt
			}
		case r.State == "waiting":
			row.Stands = "waiting"
		case r.State == "held":
			row.Stands = "held since the backup"
		default:
			row.Stands = "not needed any more"
		}
		all[r.Host] = true
		p.Rows = append(p.Rows, row)
	}
	p.Servers, p.Reached, p.Failing, p.Failed = len(all), len(reached), len(failing), len(failed)
}

// answerInWords says what the server last answered, for people who do not know
// the codes by heart.
func answerInWords(r postgres.DeliveryReport) string {
	var words string
	switch code := r.Code; {
	case r.Attempts == 0 && r.State == "waiting":
		return "Not tried yet"
	case code >= 200 && code < 300:
		return "Took it"
	case code == 0 && r.Error != "":
		return "No answer: " + r.Error
	case code == 0:
		return ""
	case code == http.StatusUnauthorized, code == http.StatusForbidden:
		words = "Did not accept our signature, or refuses us"
	case code == http.StatusNotFound, code == http.StatusGone:
		words = "The inbox is gone"
	case code == http.StatusTooManyRequests:
		words = "Asked us to slow down"
	case code >= 500:
		words = "Is in trouble itself"
	case code >= 400:
		words = "Will not take it"
	default:
		words = "Moved elsewhere"
	}
	return fmt.Sprintf("%s (%d)", words, r.Code)
}

func (d *Desk) retry(v *visit) error {
	if _, err := d.Newsroom.Redeliver(v.ctx(), v.editor, v.Param("id")); err != nil {
		return err
	}
	return v.back("/desk/posts/"+v.Param("id")+"/deliveries", retried)
}
