package desk

import (
	"net/http"
	"strconv"

	"inews/internal/blog"
	"inews/internal/newsroom"
)

// guestsPage lists the links by which guests write, and makes new ones.
type guestsPage struct {
	frame
	Links []guestRow
	Post  blog.Post // the draft that the next guest writes; zero for a new one
	Typed newsroom.Invitation
	Terms []choice
	Link  string // just made, shown once
	For   blog.GuestLink
}

type guestRow struct {
	blog.GuestLink
	State blog.State // of the draft
	Open  bool
}

// terms are for how long a link may work.
var terms = []choice{{"7", "A week"}, {"14", "Two weeks"}, {"30", "A month"}, {"90", "Three months"}}

// guestsShown is how many links stand on the page, the newest.
const guestsShown = 100

func (d *Desk) guests(v *visit) error {
	page := guestsPage{Typed: newsroom.Invitation{PostID: v.Query("post"), Days: 14}}
	return d.guestsPage(v, http.StatusOK, page, nil)
}

func (d *Desk) guestsPage(v *visit, code int, page guestsPage, wrong error) error {
	page.frame, page.Terms = d.frameIn(v, "posts", "Guests"), terms
	if id := page.Typed.PostID; id != "" {
		var err error
		if page.Post, err = d.DB.PostByID(v.ctx(), id); err != nil {
			return err
		}
	}
	links, err := d.DB.GuestLinks(v.ctx(), "", guestsShown)
	if err != nil {
		return err
	}
	for _, l := range links {
		p, err := d.DB.PostByID(v.ctx(), l.PostID)
		if err != nil {
			return err
		}
		page.Links = append(page.Links, guestRow{l, p.State, l.Works(d.Now())})
	}
	if wrong != nil {
		page.Problems = problemsAt(wrong, "name")
	}
	return d.show(v, code, "guests", page)
}

func (d *Desk) inviteGuest(v *visit) error {
	days, _ := strconv.Atoi(v.form.Get("days")) // what is no number is out of bounds
	page := guestsPage{Typed: newsroom.Invitation{
		PostID: v.form.Get("post"), Name: v.form.Get("name"), Email: v.form.Get("email"), Handle: v.form.Get("handle"),
		Thanks: v.form.Get("thanks"), Days: days,
	}}
	token, link, err := d.Newsroom.Invite(v.ctx(), v.editor, page.Typed)
	if err != nil && isForm(err) {
		return d.guestsPage(v, d.Status(blog.KindOf(err)), page, err)
	}
	if err != nil {
		return err
	}
	page = guestsPage{Link: d.BaseURL + "/desk/drafts/" + token, For: link, Typed: newsroom.Invitation{Days: 14}}
	return d.guestsPage(v, http.StatusOK, page, nil)
}

func (d *Desk) revokeGuest(v *visit) error {
	if err := d.Newsroom.RevokeGuest(v.ctx(), v.editor, v.Param("id")); err != nil {
		return err
	}
	return v.back("/desk/guests", guestRevoked)
}
