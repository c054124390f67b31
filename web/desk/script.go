package desk

import (
	"net/http"

	"inews/internal/blog"
)

// word is what a script of the queue is told about a decision.
type word struct {
	Done   string            `json:"done"`             // what was done, for people
	Failed map[string]string `json:"failed,omitempty"` // why some were not decided, by their ids
	Counts map[string]int    `json:"counts"`           // what waits now
}

// tellScript answers a script: with what was done, or with what was not, for it
// to bring back on the page.
func (d *Desk) tellScript(v *visit, done notice, err error, failed map[string]string) error {
	if err != nil && !isForm(err) && blog.KindOf(err) != blog.NotFound {
		return err
	}
	if err != nil {
		return d.refuse(v, err, "")
	}
	n, err := d.counts(v)
	if err != nil {
		return err
	}
	return v.answer(http.StatusOK, word{
		Done: notices[done], Failed: failed,
		Counts: map[string]int{"comments": n.Comments, "mentions": n.Mentions, "reports": n.Reports},
	})
}
