package desk

import (
	"errors"
	"slices"

	"inews/internal/blog"
)

// frame is what surrounds every page of the desk.
type frame struct {
	Site     site
	Title    string
	Editor   blog.Editor
	Token    string // for the forms
	Section  string // the entry of the navigation under which the page stands
	Notice   string // what was just done
	Problems []problem
	Held     int            // comments that wait, beside the entry of the navigation
	Review   int            // posts that wait for an editor, likewise
	Letters  int            // messages of readers that wait, likewise
	Unread   int            // notices
	Scripts  []string       // of this page, beside the desk's own; everything works without
	Election *blog.Election // that is near, or nil
}

// site is what every page says of the site.
type site struct{ Name, Organisation, Handle, BaseURL string }

// May tells a template whether to offer something.
func (f frame) May(right string) bool { return f.Editor.Role.May(blog.Right(right)) }

// At tells whether the page stands in the section.
func (f frame) At(section string) bool { return f.Section == section }

// AtHouse tells whether the page is about the site and its staff: those pages are
// one entry of the navigation, with a line of their own below it.
func (f frame) AtHouse() bool {
	return slices.Contains([]string{"pages", "authors", "redirects", "trail", "staff", "look", "setup", "health", "law"}, f.Section)
}

// Problem is what is wrong with a field, or "".
func (f frame) Problem(field string) string {
	for _, p := range f.Problems {
		if p.Field == field {
			return p.Text
		}
	}
	return ""
}

// frame begins a page. The number of comments that wait is missing when the
// database cannot tell: it must not take a page down.
func (d *Desk) frame(v *visit, title string) frame {
	f := frame{
		Site:  site{Name: d.Name, Organisation: d.Organisation, Handle: d.Handle, BaseURL: d.BaseURL},
		Title: title, Editor: v.editor, Token: formToken(v.token),
		Notice: notices[notice(v.Query("done"))],
	}
	if v.may(blog.MayModerate) {
		if counts, err := d.DB.CountComments(v.ctx()); err == nil {
			f.Held = counts[blog.VerdictHeld]
		}
		f.Letters, _ = d.DB.CountWaitingMessages(v.ctx()) // missing when the database cannot tell
	}
	if v.may(blog.MayPublish) {
		f.Review, _ = d.DB.CountInReview(v.ctx()) // likewise
	}
	if v.may(blog.MayWrite) {
		if e, err := d.DB.ElectionAt(v.ctx(), d.Now()); err == nil && e.ID != "" { // likewise
			f.Election = &e
		}
	}
	if v.editor.ID != "" {
		f.Unread, _ = d.DB.CountUnread(v.ctx(), v.editor.ID) // likewise
	}
	return f
}

func (d *Desk) frameIn(v *visit, section, title string) frame {
	f := d.frame(v, title)
	f.Section = section
	return f
}

// problem is one line of the summary of errors, with the field that it leads to.
type problem struct{ Field, Text string }

// Away is the page on which the problem is mended, "" when it is this one.
func (p problem) Away() string {
	if hash, ok := blog.PictureOf(p.Field); ok {
		return "/desk/pictures/" + hash
	}
	return ""
}

// problemsOf lists what is wrong with a form.
func problemsOf(err error) []problem { return problemsAt(err, "") }

// problemsAt is problemsOf, with a field for what names none.
func problemsAt(err error, field string) []problem {
	var list []problem
	for _, e := range blog.ProblemsOf(err) {
		list = append(list, problem{e.Field, e.Msg})
	}
	if len(list) == 0 {
		list = []problem{{field, blog.Message(err)}}
	}
	for i := range list {
		if list[i].Field == "" {
			list[i].Field = field
		}
	}
	return list
}

// isForm tells whether the error is the visitor's to mend, so that the form is
// shown again with what they typed.
func isForm(err error) bool {
	var known *blog.Error
	if !errors.As(err, &known) {
		return false
	}
	switch known.Kind {
	case blog.Invalid, blog.Conflict, blog.TooMany, blog.Unavailable:
		return true
	}
	return false
}
