package desk

import (
	"cmp"
	"net/http"
	"strconv"

	"inews/internal/blog"
	"inews/internal/newsroom"
)

// revisionRow is a revision with who saved it.
type revisionRow struct {
	blog.Revision
	Who string
}

// revisionPage shows what one save changed.
type revisionPage struct {
	frame
	Post                 blog.Post
	Revision             revisionRow
	First                bool // there is none before it
	Latest               bool // it is what the post says now
	Title, Summary, Body []blog.Span
}

// Changed tells whether spans say anything new.
func (revisionPage) Changed(spans []blog.Span) bool {
	return len(spans) > 1 || len(spans) == 1 && spans[0].Change != blog.SpanSame
}

func (d *Desk) revision(v *visit) error {
	p, err := d.post(v)
	if err != nil {
		return err
	}
	r, before, err := d.revisionOf(v, p, v.Param("revision"))
	if err != nil {
		return err
	}
	earlier := r // the first one is shown as it is
	if before > 0 {
		if earlier, _, err = d.DB.RevisionOf(v.ctx(), p.ID, before); err != nil {
			return err
		}
	}
	names, err := d.names(v)
	if err != nil {
		return err
	}
	return d.show(v, http.StatusOK, "revision", revisionPage{
		frame: d.frameIn(v, "posts", "What was changed: "+p.Title), Post: p, Revision: saved(r, names), First: before == 0,
		Latest: r.Title == p.Title && r.Summary == p.Summary && r.Body == p.Body,
		Title:  newsroom.Difference(earlier.Title, r.Title), Summary: newsroom.Difference(earlier.Summary, r.Summary),
		Body: newsroom.Difference(earlier.Body, r.Body),
	})
}

// revisionOf is the revision of a post that an address names.
func (d *Desk) revisionOf(v *visit, p blog.Post, version string) (r blog.Revision, before int, err error) {
	n, err := strconv.ParseInt(version, 10, 32)
	if err != nil {
		return r, 0, blog.Errorf(blog.NotFound, "There is no such version.")
	}
	return d.DB.RevisionOf(v.ctx(), p.ID, int(n))
}

// revisions are those of a post, with who saved them.
func (d *Desk) revisions(v *visit, p blog.Post, names map[string]string) ([]revisionRow, error) {
	list, err := d.DB.Revisions(v.ctx(), p.ID)
	rows := make([]revisionRow, len(list))
	for i, r := range list {
		rows[i] = saved(r, names)
	}
	return rows, err
}

func saved(r blog.Revision, names map[string]string) revisionRow {
	return revisionRow{r, cmp.Or(names[r.SavedBy], "Not known")}
}

// bringBack puts the text of the revision that the address names into the form.
// It is not saved: the writer looks at it first.
func (d *Desk) bringBack(v *visit, s sheet, p blog.Post) (sheet, error) {
	version := v.Query("revision")
	if version == "" {
		return d.restore(v, s)
	}
	r, _, err := d.revisionOf(v, p, version)
	if err != nil {
		return s, err
	}
	s.Title, s.Summary, s.Body, s.BroughtBack = r.Title, r.Summary, r.Body, r.SavedAt
	return s, nil
}
