package desk

import (
	"cmp"
	"strconv"
	"time"

	"github.com/google/uuid"

	"inews/internal/blog"
	"inews/internal/newsroom"
)

// keeping is what the editor's page says of what is typed and not saved, and of
// who else has the post open.
type keeping struct {
	Copy      string // uuid of the form
	Turn      int
	Continues string // the copy whose text is in the form, and its turn
	Unsaved   bool   // the form shows what is not saved
	Offers    []offer
	Company   []line
}

// line says something about somebody else at the post.
type line struct {
	Says  string `json:"says"`
	Link  string `json:"link,omitempty"`
	Words string `json:"words,omitempty"` // of the link
	News  bool   `json:"news,omitempty"`  // it asks for attention
	Ask   bool   `json:"ask,omitempty"`   // they can be asked to let go
}

// offer is a working copy to go on with.
type offer struct {
	blog.WorkingCopy
	At      string // when it was typed
	Path    string // of the form with its text
	Changes []changed
}

// Title is the title that was typed.
func (o offer) Title() string { return o.Field("title") }

// changed is a field with what was changed in it.
type changed struct {
	Title string
	Spans []blog.Span
}

// How many copies are offered: above the editor, and in the list of posts.
const (
	fewOffers    = 3
	listedCopies = 20
)

// keeping finds out what to say above the editor's form, and notes that the
// form was opened; one that was sent and is shown again is kept.
func (d *Desk) keeping(v *visit, page editorPage) (keeping, error) {
	s := page.Sheet
	k := keeping{Unsaved: v.form != nil || s.Copied.ID != "" || !s.BroughtBack.IsZero()}
	if s.Copied.ID != "" {
		k.Continues = s.Copied.ID + "." + strconv.Itoa(s.Copied.Turn)
	}
	if v.form == nil {
		k.Copy = uuid.NewString()
		if err := d.open(v, k, page); err != nil { // the page is worth more than the note
			d.Log.Warn("cannot note who has a post open", "editor", v.editor.ID, "post", s.ID, "err", err)
		}
	} else {
		c, err := copyIn(v)
		k.Copy, k.Turn, k.Continues = c.ID, c.Turn, v.form.Get("continues")
		if err != nil {
			k.Copy = uuid.NewString() // the form came from another program
		}
		if err := d.keepTyped(v, s); err != nil {
			d.Log.Warn("cannot keep a working copy", "editor", v.editor.ID, "post", s.ID, "err", err)
		}
	}
	if s.ID == "" {
		return k, nil
	}
	var err error
	if k.Offers, err = d.offers(v, page); err != nil {
		return k, err
	}
	company, err := d.Newsroom.Company(v.ctx(), v.editor, s.ID)
	k.Company = d.linesOf(v, company, s.ID, s.Version)
	return k, err
}

// open notes what the post is like that somebody opens, and finds what they
// typed at it before. A form that goes on with an older text keeps what that
// was begun on.
func (d *Desk) open(v *visit, k keeping, page editorPage) error {
	s := page.Sheet
	if s.ID == "" {
		return nil
	}
	o := blog.Opening{ID: k.Copy, PostID: s.ID, Version: s.Version}
	if s.Copied.ID != "" {
		before, err := d.DB.OpeningByID(v.ctx(), s.Copied.ID, v.editor.ID)
		if err != nil && blog.KindOf(err) != blog.NotFound {
			return err
		}
		if before.Version == s.Version {
			o.Base = before.Base
		}
	} else {
		now, err := d.sheetNow(v, page.Saved)
		if err != nil {
			return err
		}
		o.Base = many(now.values())
	}
	err := d.Newsroom.Open(v.ctx(), v.editor, o)
	if blog.KindOf(err) == blog.Forbidden {
		return nil // they may look at it, and not edit it
	}
	return err
}

// offers are what the editor typed at the post before and did not save.
func (d *Desk) offers(v *visit, page editorPage) ([]offer, error) {
	s := page.Sheet
	if s.ID == "" || v.form != nil || s.Copied.ID != "" || !s.BroughtBack.IsZero() {
		return nil, nil
	}
	list, err := d.DB.CopiesOfPost(v.ctx(), v.editor.ID, s.ID, fewOffers)
	if err != nil {
		return nil, err
	}
	var offers []offer
	for _, c := range list {
		typed := readSheet(c.Fields, s.ID, s.Event)
		if typed.says(s) {
			continue
		}
		o := d.offerOf(c)
		o.Changes = changes(s.values(), typed.values(), &typed)
		offers = append(offers, o)
	}
	return offers, nil
}

// changes lists the fields that differ, with what was changed.
func changes(before, after map[string]string, labels *sheet) []changed {
	var list []changed
	for _, slot := range labels.slots() {
		was, is := before[slot.name], after[slot.name]
		if was == is || slot.label == "" || slot.name == "scheduled_zone" {
			continue
		}
		if slot.name == "language" {
			was, is = languageName(was), languageName(is)
		}
		list = append(list, changed{slot.label, newsroom.Difference(was, is)})
	}
	if before["picture"] != after["picture"] {
		list = append(list, changed{Title: "Another picture"})
	}
	if before["author"] != after["author"] {
		list = append(list, changed{Title: "Another author"})
	}
	return list
}

// languageName is what the editor calls a language.
func languageName(tag string) string {
	for _, l := range languages {
		if l.Value == tag {
			return l.Label
		}
	}
	return tag
}

func (d *Desk) offerOf(c blog.WorkingCopy) offer {
	path := deskPath(blog.Post{ID: cmp.Or(c.PostID, "new"), Form: formOf(c)})
	return offer{WorkingCopy: c, At: d.clock(c.KeptAt), Path: path + "?copy=" + c.ID}
}

// keptOf is everything that the editor typed and did not save.
func (d *Desk) keptOf(v *visit, limit int) ([]offer, error) {
	list, err := d.DB.CopiesOf(v.ctx(), v.editor.ID, limit)
	offers := make([]offer, len(list))
	for i, c := range list {
		offers[i] = d.offerOf(c)
	}
	return offers, err
}

// restore puts the working copy that the address names into the form. One that
// is gone was saved or thrown away: then the form shows what is saved.
func (d *Desk) restore(v *visit, s sheet) (sheet, error) {
	id, err := copyID(v.Query("copy"))
	if err != nil {
		return s, nil
	}
	c, err := d.DB.CopyByID(v.ctx(), id, v.editor.ID)
	if blog.KindOf(err) == blog.NotFound {
		return s, nil
	}
	if err != nil || c.PostID != s.ID || c.Event != s.Event {
		return s, err
	}
	typed := readSheet(c.Fields, s.ID, s.Event)
	typed.Version, typed.State, typed.Copied = c.Version, s.State, c
	return typed, nil
}

// clock is the time of day of something that happened, with the day unless it
// was today.
func (d *Desk) clock(at time.Time) string {
	at, now := at.In(d.Zone), d.Now().In(d.Zone)
	if at.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return at.Format("15:04")
	}
	return at.Format("15:04 on 2 Jan")
}
