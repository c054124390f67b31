package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// trailPage is the audit trail.
type trailPage struct {
	frame
	Rows                         []trailRow
	Staff                        []choice
	Verbs, Subjects              []choice
	Who, Verb, Subject, From, To string // as chosen
	Next                         string // address of the next page
	File                         string // address of the same as a table
}

// trailRow is a change in words.
type trailRow struct {
	postgres.TrailRow
	Doer, Deed string
	Path       string // of what it is about, or ""
}

// How much of the trail a page and a file hold.
const (
	trailShown = 100
	trailFile  = 50_000
)

func inTrail(list []postgres.TrailRow) []trailRow {
	rows := make([]trailRow, len(list))
	for i, r := range list {
		rows[i] = trailRow{TrailRow: r, Doer: doer(r), Deed: deed(r)}
		if r.PostID != "" && r.Title != "" {
			rows[i].Path = "/desk/posts/" + r.PostID + "/history"
		}
	}
	return rows
}

func (d *Desk) wholeTrail(v *visit) error {
	page := trailPage{frame: d.frameIn(v, "trail", "What was done")}
	filter, query, err := d.trailFilter(v, &page)
	if err != nil {
		return err
	}
	list, err := d.DB.Trail(v.ctx(), filter, trailShown+1)
	if err != nil {
		return err
	}
	if len(list) > trailShown {
		list = list[:trailShown]
		query.Set("before", strconv.FormatInt(list[trailShown-1].ID, 10))
		page.Next = "/desk/trail?" + query.Encode()
		query.Del("before")
	}
	page.File = "/desk/trail.csv?" + query.Encode()
	page.Rows = inTrail(list)
	return d.show(v, http.StatusOK, "trail", page)
}

// trailFilter reads what the visitor chose, and keeps it for the page. What
// there is no such thing of is passed over.
func (d *Desk) trailFilter(v *visit, page *trailPage) (f postgres.TrailFilter, query url.Values, err error) {
	staff, err := d.DB.Editors(v.ctx())
	if err != nil {
		return f, nil, err
	}
	for _, e := range staff {
		page.Staff = append(page.Staff, choice{e.ID, e.Name})
	}
	for verb, words := range verbs {
		page.Verbs = append(page.Verbs, choice{string(verb), strings.TrimSpace(strings.ReplaceAll(words, "*", "…"))})
	}
	for subject, words := range subjects {
		page.Subjects = append(page.Subjects, choice{string(subject), subjectLabel(subject, words)})
	}
	for _, list := range [][]choice{page.Verbs, page.Subjects} {
		slices.SortFunc(list, func(a, b choice) int { return strings.Compare(a.Label, b.Label) })
	}
	among := func(list []choice, value string) string {
		if slices.ContainsFunc(list, func(c choice) bool { return c.Value == value }) {
			return value
		}
		return ""
	}
	page.Who, page.Verb, page.Subject = among(page.Staff, v.Query("who")), among(page.Verbs, v.Query("verb")), among(page.Subjects, v.Query("subject"))
	f.Editor, f.Verb, f.Subject = page.Who, blog.Verb(page.Verb), blog.Subject(page.Subject)
	if f.From, err = time.ParseInLocation(time.DateOnly, v.Query("from"), d.Zone); err == nil {
		page.From = v.Query("from")
	}
	if f.Until, err = time.ParseInLocation(time.DateOnly, v.Query("to"), d.Zone); err == nil {
		page.To, f.Until = v.Query("to"), f.Until.AddDate(0, 0, 1)
	}
	f.Before, _ = strconv.ParseInt(v.Query("before"), 10, 64) // what is no number is the beginning
	query = url.Values{}
	for name, value := range map[string]string{"who": page.Who, "verb": page.Verb, "subject": page.Subject, "from": page.From, "to": page.To} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return f, query, nil
}

// subjectLabel names a sort of thing by itself.
func subjectLabel(subject blog.Subject, words string) string {
	if strings.TrimSpace(words) == "*" {
		return string(subject)
	}
	words = strings.NewReplacer(" on *", "", " of *", "", " “*”", "", " *", "").Replace(words)
	for _, article := range []string{"the ", "an ", "a "} {
		words = strings.TrimPrefix(words, article)
	}
	return words
}

// trailTable is the trail as a table for other programs.
func (d *Desk) trailTable(v *visit) error {
	filter, _, err := d.trailFilter(v, &trailPage{})
	if err != nil {
		return err
	}
	list, err := d.DB.Trail(v.ctx(), filter, trailFile)
	if err != nil {
		return err
	}
	table := [][]string{{"When", "Who", "What", "Why", "Verb", "Subject", "Id", "Post"}}
	for _, r := range inTrail(list) {
		table = append(table, []string{r.At.UTC().Format(time.RFC3339), r.Doer, r.Deed, r.Reason, string(r.Verb), string(r.Subject), r.SubjectID, r.PostID})
	}
	return v.table("trail.csv", table)
}
