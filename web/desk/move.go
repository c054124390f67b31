package desk

import (
	"net/http"
	"strings"

	"inews/internal/blog"
	"inews/internal/media"
)

func licenceURL(name string) string {
	licence, _ := media.LicenceNamed(name)
	return licence.URL
}

// withdrawPage asks whether a post is really to be taken back, and why.
type withdrawPage struct {
	frame
	Post   blog.Post
	Reason string
}

func (d *Desk) withdrawForm(v *visit) error {
	p, err := d.post(v)
	if err != nil {
		return err
	}
	return d.show(v, http.StatusOK, "withdraw", withdrawPage{frame: d.frameIn(v, "posts", "Withdraw: "+p.Title), Post: p})
}

func (d *Desk) withdraw(v *visit) error {
	reason := strings.TrimSpace(v.form.Get("reason"))
	if reason == "" {
		p, err := d.post(v)
		if err != nil {
			return err
		}
		page := withdrawPage{frame: d.frameIn(v, "posts", "Withdraw: "+p.Title), Post: p}
		page.Problems = []problem{{"reason", "Say why. It is kept in the history, and readers do not see it."}}
		return d.show(v, http.StatusUnprocessableEntity, "withdraw", page)
	}
	p, err := d.Newsroom.Withdraw(v.ctx(), v.editor, v.Param("id"), reason)
	if err != nil {
		return err
	}
	return v.back(deskPath(p), withdrawn)
}

func (d *Desk) reopen(v *visit) error {
	p, err := d.Newsroom.Reopen(v.ctx(), v.editor, v.Param("id"))
	if err != nil {
		return err
	}
	return v.back(deskPath(p), reopened)
}

func (d *Desk) unschedule(v *visit) error {
	p, err := d.Newsroom.Unschedule(v.ctx(), v.editor, v.Param("id"))
	if err != nil {
		return err
	}
	return v.back(deskPath(p), unscheduled)
}

// pin puts a post first on the blog's profile on other servers.
func (d *Desk) pin(v *visit) error {
	p, err := d.Newsroom.Pin(v.ctx(), v.editor, v.Param("id"))
	if err != nil {
		return err
	}
	return v.back(deskPath(p), pinnedPost)
}

func (d *Desk) unpin(v *visit) error {
	p, err := d.Newsroom.Unpin(v.ctx(), v.editor, v.Param("id"))
	if err != nil {
		return err
	}
	return v.back(deskPath(p), unpinnedPost)
}

// stand says whether a published event takes place.
func (d *Desk) stand(v *visit) error {
	id, reason := v.Param("id"), strings.TrimSpace(v.form.Get("why"))
	var e blog.Event
	var err error
	switch blog.Standing(v.form.Get("standing")) {
	case blog.Cancelled:
		e, err = d.Calendar.Cancel(v.ctx(), v.editor, id, reason)
	case blog.Postponed:
		e, err = d.Calendar.Postpone(v.ctx(), v.editor, id, reason)
	case blog.GoesAhead:
		e, err = d.Calendar.Confirm(v.ctx(), v.editor, id, reason)
	default:
		err = blog.InvalidField("standing", "Choose whether it goes ahead, is postponed or is cancelled.")
	}
	if err != nil {
		return err
	}
	return v.back(deskPath(e.Post), stands)
}
