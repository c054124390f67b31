package desk

import (
	"net/http"
	"slices"
	"strings"

	"inews/internal/blog"
)

// checks are what the editor says beside the text.
type checks []blog.Advice

// Open is the advice to follow: first what shuts readers out.
func (c checks) Open() []blog.Advice {
	var open []blog.Advice
	for _, weight := range []blog.Weight{blog.Trouble, blog.Worry} {
		for _, a := range c {
			if a.Weight == weight {
				open = append(open, a)
			}
		}
	}
	return open
}

// InOrder names what there is nothing to say about.
func (c checks) InOrder() string {
	var names []string
	for _, a := range c {
		if a.Weight == blog.Fine {
			names = append(names, strings.ToLower(a.About[:1])+a.About[1:])
		}
	}
	return strings.Join(names, ", ")
}

// advise looks over what was typed; nothing is said of a form that is empty, or
// that cannot be read.
func (d *Desk) advise(v *visit, s sheet) (checks, error) {
	if s.Title == "" && s.Body == "" {
		return nil, nil
	}
	if s.Event {
		draft, err := s.eventDraft()
		if err != nil {
			return nil, nil // the form says what is wrong
		}
		return d.Calendar.Advise(v.ctx(), draft)
	}
	draft, err := s.draft()
	if err != nil {
		return nil, nil // the form says what is wrong
	}
	return d.Newsroom.Advise(v.ctx(), draft)
}

// checksOnly looks at what was typed so far, for a script that puts the answer
// beside the text. Nothing is saved.
func (d *Desk) checksOnly(v *visit) (err error) {
	page := editorPage{Sheet: readSheet(v.form, "", v.form.Get("event") != "")}
	if page.Checks, err = d.advise(v, page.Sheet); err != nil {
		return err
	}
	page.frame = d.frameIn(v, "posts", "Checks")
	return d.show(v, http.StatusOK, "checks", page)
}

// mend does what a piece of advice offers to the text of the form, and shows
// it. Nothing is saved.
func (d *Desk) mend(v *visit, s sheet, key string) error {
	all, err := d.advise(v, s)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(all, func(a blog.Advice) bool { return a.Mend != "" && a.Key() == key }); i >= 0 {
		s.set(all[i].Field, all[i].Mended)
	}
	return d.editor(v, s, nil, nil)
}

// set changes a field that advice is given about.
func (s *sheet) set(field, value string) {
	for name, at := range map[string]*string{
		"title": &s.Title, "summary": &s.Summary, "body": &s.Body, "alt": &s.Alt, "language": &s.Language,
	} {
		if name == field {
			*at = value
		}
	}
}
