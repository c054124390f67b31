package desk

import (
	"net/http"

	"inews/internal/blog"
)

// healthPage is what a look at the server has shown.
type healthPage struct {
	frame
	Looked   bool
	Findings []blog.Finding
	Worst    blog.Weight
}

// healthForm offers to look: a look sends a signed activity to our own inbox, which
// no GET may do.
func (d *Desk) healthForm(v *visit) error {
	return d.show(v, http.StatusOK, "health", healthPage{frame: d.frameIn(v, "health", "Health")})
}

func (d *Desk) look(v *visit) error {
	page := healthPage{frame: d.frameIn(v, "health", "Health"), Looked: true, Findings: d.Examine(v.ctx())}
	page.Worst = blog.WorstOf(page.Findings)
	if err := d.Accounts.NoteLook(v.ctx(), v.editor, page.Worst); err != nil {
		return err
	}
	return d.show(v, http.StatusOK, "health", page)
}
