package desk

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"inews/internal/blog"
)

// legalPage is what the council says of itself on the pages that the law asks for.
type legalPage struct {
	frame
	Legal    blog.Legal
	Answer   string // working days, as typed
	Complain string
	Tested   string // day, as typed
	Issues   string // one a line
	Nations  []choice
	Levels   []choice
	Late     bool // somebody should have looked at it by now
	Never    bool // nobody ever did
	Default  string
}

var levels = []choice{{"partly", "Partially compliant"}, {"fully", "Fully compliant"}, {"not", "Not compliant"}}

func (d *Desk) legal(v *visit) error {
	l, err := d.DB.Legal(v.ctx())
	if err != nil {
		return err
	}
	return d.legalPage(v, legalForm(l), nil)
}

func legalForm(l blog.Legal) legalPage {
	page := legalPage{Legal: l, Answer: strconv.Itoa(l.AnswerDays), Complain: strconv.Itoa(l.ComplaintDays), Issues: strings.Join(l.Issues, "\n")}
	if !l.TestedOn.IsZero() {
		page.Tested = l.TestedOn.Format(time.DateOnly)
	}
	return page
}

func (d *Desk) legalPage(v *visit, page legalPage, wrong error) error {
	page.frame = d.frameIn(v, "law", "Pages that the law asks for")
	page.Levels, page.Default = levels, d.Organisation
	for _, nation := range blog.Nations {
		page.Nations = append(page.Nations, choice{string(nation), nation.Words()})
	}
	page.Never, page.Late = page.Legal.ReviewedOn.IsZero(), !page.Legal.Approved(d.Now())
	code := http.StatusOK
	if wrong != nil {
		page.Problems = problemsAt(wrong, "organisation")
		code = d.Status(blog.KindOf(wrong))
	}
	return d.show(v, code, "legal", page)
}

func (d *Desk) saveLegal(v *visit) error {
	kept, err := d.DB.Legal(v.ctx())
	if err != nil {
		return err
	}
	get := v.form.Get
	l := blog.Legal{
		Organisation: get("organisation"), Nation: blog.Nation(get("nation")), Email: get("email"), Phone: get("phone"),
		Address: strings.TrimSpace(get("address")), Lead: get("lead"), LeadEmail: get("lead_email"), Registration: get("registration"),
		Standing: blog.Conformance(get("standing")), Issues: linesOf(get("issues")), TestedBy: get("tested_by"),
		PreparedOn: kept.PreparedOn, ReviewedOn: kept.ReviewedOn, ReviewDue: kept.ReviewDue, ApprovedBy: kept.ApprovedBy,
	}
	l.AnswerDays, _ = strconv.Atoi(get("answer_days")) // 0 is refused
	l.ComplaintDays, _ = strconv.Atoi(get("complaint_days"))
	l.Version, _ = strconv.Atoi(get("version"))
	page := legalForm(l)
	page.Answer, page.Complain, page.Tested, page.Issues = get("answer_days"), get("complaint_days"), get("tested_on"), get("issues")
	if page.Tested != "" {
		if l.TestedOn, err = time.Parse(time.DateOnly, page.Tested); err != nil {
			return d.legalPage(v, page, blog.InvalidField("tested_on", "This is no day. Write it like 2026-11-27."))
		}
	}
	if err = d.Compliance.Describe(v.ctx(), v.editor, l); err == nil {
		return v.back("/desk/legal", legalSaved)
	}
	if !isForm(err) {
		return err
	}
	if blog.KindOf(err) == blog.Conflict {
		page.Legal.Version = kept.Version
	}
	return d.legalPage(v, page, err)
}

// linesOf are the lines of a text area that say something.
func linesOf(text string) (list []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

func (d *Desk) approveLegal(v *visit) error {
	err := d.Compliance.Approve(v.ctx(), v.editor)
	if err != nil && isForm(err) {
		l, failed := d.DB.Legal(v.ctx())
		if failed != nil {
			return failed
		}
		return d.legalPage(v, legalForm(l), err)
	}
	if err != nil {
		return err
	}
	return v.back("/desk/legal", legalApproved)
}

// legalReview reminds owners of pages that nobody has approved, or not for a year.
func (d *Desk) legalReview(v *visit) ([]need, error) {
	if !v.may(blog.MayManage) {
		return nil, nil
	}
	l, err := d.DB.Legal(v.ctx())
	if err != nil || l.Approved(d.Now().AddDate(0, 0, 30)) {
		return nil, err
	}
	n := need{Count: "To approve:", Text: "accessibility statement and privacy notice", Link: "/desk/legal"}
	if !l.ReviewDue.IsZero() {
		n.Note, n.Grave = "to be reviewed by "+l.ReviewDue.Format("2 January 2006"), !l.Approved(d.Now())
	}
	return []need{n}, nil
}

// retentionPage is how long what is kept, and what the last clean-ups deleted.
type retentionPage struct {
	frame
	Kept    []blog.Retention
	Amounts map[blog.Class]string // as typed
	Runs    []blog.RetentionRun
	Last    blog.RetentionRun
	Due     map[blog.Class]int // nil unless asked for
	Sum     int
}

// manyRuns is how many clean-ups are listed.
const manyRuns = 10

func (d *Desk) retention(v *visit) error { return d.retentionPage(v, retentionPage{}, nil) }

func (d *Desk) retentionPage(v *visit, page retentionPage, wrong error) (err error) {
	page.frame = d.frameIn(v, "law", "What is kept, and for how long")
	if page.Kept, err = d.Compliance.Kept(v.ctx()); err != nil {
		return err
	}
	if page.Amounts == nil {
		page.Amounts = map[blog.Class]string{}
		for _, r := range page.Kept {
			page.Amounts[r.Class] = strconv.Itoa(r.Amount)
		}
	}
	if page.Runs, err = d.DB.RetentionRuns(v.ctx(), manyRuns); err != nil {
		return err
	}
	if len(page.Runs) > 0 {
		page.Last = page.Runs[0]
	}
	if v.Query("due") != "" {
		if page.Due, err = d.Compliance.Due(v.ctx(), nil); err != nil {
			return err
		}
		for _, n := range page.Due {
			page.Sum += n
		}
	}
	code := http.StatusOK
	if wrong != nil {
		page.Problems = problemsOf(wrong)
		code = d.Status(blog.KindOf(wrong))
	}
	return d.show(v, code, "retention", page)
}

func (d *Desk) chooseRetention(v *visit) error {
	page := retentionPage{Amounts: map[blog.Class]string{}}
	amounts := map[blog.Class]int{}
	var bad blog.Problems
	for _, r := range blog.Classes {
		typed := strings.TrimSpace(v.form.Get("keep_" + string(r.Class)))
		if typed == "" {
			continue
		}
		page.Amounts[r.Class] = typed
		amount, err := strconv.Atoi(typed)
		if err != nil {
			bad.Add("keep_"+string(r.Class), "Write a number of %s.", r.Unit)
			continue
		}
		amounts[r.Class] = amount
	}
	err := bad.Err()
	if err == nil {
		err = d.Compliance.Choose(v.ctx(), v.editor, amounts)
	}
	if err != nil && isForm(err) {
		return d.retentionPage(v, page, err)
	}
	if err != nil {
		return err
	}
	return v.back("/desk/retention", retentionSaved)
}
