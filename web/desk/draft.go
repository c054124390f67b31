package desk

import (
	"net/http"
	"net/netip"
	"strconv"
	"strings"

	"inews/internal/blog"
	"inews/internal/newsroom"
)

// draftPage is what a guest sees through their link, and all that they see of
// the desk.
type draftPage struct {
	frame
	Link    string // its token
	Guest   blog.GuestLink
	Saved   blog.Post
	Typed   newsroom.GuestText
	Word    string // to the reviewer, as typed
	Notes   []blog.Note
	Note    string // as typed
	Preview *previewPart
}

// MaxTitle and MaxSummary are what the counters count to.
func (draftPage) MaxTitle() int   { return blog.MaxTitle }
func (draftPage) MaxSummary() int { return blog.MaxSummary }

// opened finds the draft behind the link of the address.
func (d *Desk) opened(v *visit) (draftPage, error) {
	address, _ := netip.ParseAddr(v.ClientIP()) // the zero address has a limit of its own
	page := draftPage{Link: v.Param("token")}
	var err error
	if page.Guest, page.Saved, err = d.Newsroom.Guest(v.ctx(), page.Link, address); err != nil {
		return page, err
	}
	p := page.Saved
	page.Typed = newsroom.GuestText{Title: p.Title, Summary: p.Summary, Body: p.Body, Version: p.Version}
	return page, nil
}

func (d *Desk) guestDraft(v *visit) error {
	page, err := d.opened(v)
	if err != nil {
		return err
	}
	d.door(v)
	return d.draftPage(v, page, nil)
}

func (d *Desk) draftPage(v *visit, page draftPage, wrong error) (err error) {
	page.frame = d.frame(v, "Your draft")
	if page.Notes, err = d.DB.NotesOn(v.ctx(), page.Saved.ID); err != nil {
		return err
	}
	code := http.StatusOK
	if wrong != nil {
		page.Problems = problemsAt(wrong, "title")
		code = d.Status(blog.KindOf(wrong))
	}
	return d.show(v, code, "draft", page)
}

// saveGuest does what the pressed button of a guest says. Whatever goes wrong,
// they get back what they typed.
func (d *Desk) saveGuest(v *visit) error {
	page, err := d.opened(v)
	if err != nil {
		return err
	}
	do := v.form.Get("do")
	if do == doRecall {
		return d.guestBack(v, page, recalled, d.Newsroom.GuestRecall(v.ctx(), page.Link))
	}
	if page.Saved.State == blog.StateDraft || v.form.Has("body") {
		version, _ := strconv.Atoi(v.form.Get("version")) // what is no number matches no version
		page.Typed = newsroom.GuestText{
			Title: strings.TrimSpace(v.form.Get("title")), Summary: strings.TrimSpace(v.form.Get("summary")), Body: v.form.Get("body"), Version: version,
		}
	}
	page.Word, page.Note = v.form.Get("word"), v.form.Get("note")
	if strings.TrimSpace(page.Note) != "" || do == doNote {
		note := blog.Note{Words: page.Note, Quote: v.form.Get("note_quote")}
		if err := d.Newsroom.GuestNote(v.ctx(), page.Link, note); err != nil || do == doNote {
			if err == nil {
				page.Note = ""
			}
			return d.guestAgain(v, page, err)
		}
		page.Note = ""
	}
	if do == doPreview {
		p, err := d.Newsroom.GuestPreview(v.ctx(), page.Link, page.Typed)
		if err == nil {
			page.Preview, err = d.previewPost(v, p, nil)
		}
		return d.guestAgain(v, page, err)
	}
	word := savedGuest
	if do == doSubmit {
		word = submitted
	}
	_, err = d.Newsroom.GuestSave(v.ctx(), page.Link, page.Typed, do == doSubmit, page.Word)
	return d.guestBack(v, page, word, err)
}

// guestBack sends the guest on, or shows the form again with what is wrong.
func (d *Desk) guestBack(v *visit, page draftPage, word notice, err error) error {
	if err != nil {
		return d.guestAgain(v, page, err)
	}
	return v.back("/desk/drafts/"+page.Link, word)
}

func (d *Desk) guestAgain(v *visit, page draftPage, err error) error {
	if err != nil && !isForm(err) {
		return err
	}
	return d.draftPage(v, page, err)
}
