package desk

import (
	"net/http"
	"net/url"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

func (d *Desk) trustPerson(v *visit) error {
	if err := d.Comments.Trust(v.ctx(), v.editor, v.form.Get("person")); err != nil {
		return err
	}
	return v.back(backTo(v), trusted)
}

func (d *Desk) distrustPerson(v *visit) error {
	if err := d.Comments.Distrust(v.ctx(), v.editor, v.form.Get("person")); err != nil {
		return err
	}
	return v.back(backTo(v), distrusted)
}

// backTo is where the form was: an address of the desk.
func backTo(v *visit) string { return onward(v.form.Get("back")) }

// followersPage lists who follows the blog.
type followersPage struct {
	frame
	Total int
	Rows  []blog.Follower
	Next  string // address of the next page
}

// followersShown is how many followers stand on one page.
const followersShown = 100

func (d *Desk) followers(v *visit) error {
	page := followersPage{frame: d.frameIn(v, "people", "Followers")}
	var err error
	if page.Total, err = d.DB.CountFollowers(v.ctx()); err != nil {
		return err
	}
	after := cursorIn(v)
	if page.Rows, err = d.DB.Followers(v.ctx(), after, followersShown+1); err != nil {
		return err
	}
	if len(page.Rows) > followersShown {
		page.Rows = page.Rows[:followersShown]
		last := page.Rows[followersShown-1]
		page.Next = "/desk/followers?" + cursorOut(postgres.Cursor{At: last.Since, ID: last.URI}).Encode()
	}
	return d.show(v, http.StatusOK, "followers", page)
}

// cursorIn reads the place in a list from an address, its beginning when there
// is none.
func cursorIn(v *visit) postgres.Cursor {
	at, err := time.Parse(time.RFC3339Nano, v.Query("at"))
	if err != nil {
		return postgres.Cursor{}
	}
	return postgres.Cursor{At: at, ID: v.Query("id")}
}

func cursorOut(c postgres.Cursor) url.Values {
	return url.Values{"at": {c.At.UTC().Format(time.RFC3339Nano)}, "id": {c.ID}}
}
