package desk

import (
	"net/http"

	"inews/internal/blog"
)

// reportsPage lists what readers and other servers reported.
type reportsPage struct {
	frame
	Reports []blog.Report
	Cut     bool
}

// reportsShown is how many reports stand on the page.
const reportsShown = 100

func (d *Desk) reports(v *visit) error {
	page := reportsPage{frame: d.frameIn(v, "people", "Reports")}
	var err error
	if page.Reports, err = d.DB.OpenReports(v.ctx(), reportsShown); err != nil {
		return err
	}
	page.Cut = len(page.Reports) == reportsShown
	return d.show(v, http.StatusOK, "reports", page)
}

func (d *Desk) closeReport(v *visit) error {
	if err := d.Comments.CloseReport(v.ctx(), v.editor, v.Param("id")); err != nil {
		return err
	}
	return v.back("/desk/reports", reportClosed)
}

func (d *Desk) reportComment(v *visit) error {
	return d.decide(v, reportSent, func() error {
		return d.Comments.ReportAway(v.ctx(), v.editor, v.Param("id"), v.form.Get("report"))
	})
}
