package desk

import (
	"cmp"

	"inews/internal/blog"
	"inews/internal/newsroom"
)

// conflict is what the editor shows when somebody else saved in the meantime.
type conflict struct {
	Who, At      string
	Version      int
	Theirs, Mine []changed // each since the version on which both began
	Clashes      []clash
	Join         bool // the texts can be joined
}

// clash is a field in which both said something else.
type clash struct{ Label, Mine, Theirs string }

// joined is what joining the form with what somebody else saved did to it.
type joined struct {
	Who     string
	Changes []changed // of what they saved
	Clashes []clash
}

// conflict compares the form with what somebody else saved, and both with what
// the post was before.
func (d *Desk) conflict(v *visit, page editorPage) (*conflict, error) {
	theirs, err := d.sheetNow(v, page.Saved)
	if err != nil {
		return nil, err
	}
	base, err := d.baseOf(v, page.Sheet)
	if err != nil {
		return nil, err
	}
	last, err := d.DB.LastSaving(v.ctx(), page.Saved.ID)
	if err != nil {
		return nil, err
	}
	mine := page.Sheet
	was := map[string]string{}
	for name, value := range theirs.values() {
		was[name] = value // what nobody knows is taken to be as they have it
	}
	for name, value := range base {
		was[name] = value
	}
	result := newsroom.Join(base, mine.values(), theirs.values())
	return &conflict{
		Who: whoSaved(v, last), At: d.clock(last.At), Version: last.Version,
		Theirs: changes(was, theirs.values(), &mine), Mine: changes(was, mine.values(), &mine),
		Clashes: clashes(result, &mine), Join: result.Whole,
	}, nil
}

func whoSaved(v *visit, last blog.Saving) string {
	if last.EditorID == v.editor.ID {
		return "You, in another window,"
	}
	return cmp.Or(last.Name, "Somebody")
}

// clashes are the fields of a joined form that the writer has to look at.
func clashes(result newsroom.Joined, labels *sheet) []clash {
	var list []clash
	for _, c := range result.Clashes {
		for _, slot := range labels.slots() {
			if slot.name == c.Field && slot.label != "" && c.Field != "body" && c.Field != "scheduled_zone" {
				list = append(list, clash{slot.label, c.Mine, c.Theirs})
			}
		}
		switch c.Field {
		case "picture":
			list = append(list, clash{Label: "Picture"})
		case "author":
			list = append(list, clash{Label: "Author"})
		}
	}
	return list
}

// baseOf is what the form was when it was opened, as far as it is known. What a
// post said at a version is in its revisions; the other fields are in what was
// noted when it was opened.
func (d *Desk) baseOf(v *visit, s sheet) (map[string]string, error) {
	base := map[string]string{}
	if id, err := copyID(v.form.Get("copy")); err == nil {
		o, err := d.DB.OpeningByID(v.ctx(), id, v.editor.ID)
		if err != nil && blog.KindOf(err) != blog.NotFound {
			return nil, err
		}
		if o.PostID == s.ID && o.Version == s.Version && o.Base != nil {
			for _, slot := range s.slots() {
				base[slot.name] = ""
			}
			base["decorative"] = ""
			for name, values := range o.Base {
				base[name] = values[0]
			}
			return base, nil
		}
	}
	r, err := d.DB.RevisionAt(v.ctx(), s.ID, s.Version)
	if blog.KindOf(err) == blog.NotFound {
		return base, nil
	}
	base["title"], base["summary"], base["body"] = r.Title, r.Summary, r.Body
	return base, err
}

// join puts into the form what both changed. Nothing is saved: the writer looks
// at it first.
func (d *Desk) join(v *visit, s sheet) error {
	saved, err := d.post(v)
	if err != nil {
		return err
	}
	theirs, err := d.sheetNow(v, saved)
	if err != nil {
		return err
	}
	base, err := d.baseOf(v, s)
	if err != nil {
		return err
	}
	result := newsroom.Join(base, s.values(), theirs.values())
	if !result.Whole {
		return d.editor(v, s, nil, blog.Errorf(blog.Conflict, "Both of you changed the same words, so that the texts cannot be joined by themselves."))
	}
	last, err := d.DB.LastSaving(v.ctx(), saved.ID)
	if err != nil {
		return err
	}
	both := readSheet(many(result.Fields), s.ID, s.Event)
	both.Version, both.State = saved.Version, saved.State
	both.Joined = &joined{
		Who: whoSaved(v, last), Changes: changes(theirs.values(), both.values(), &both), Clashes: clashes(result, &both),
	}
	if id, err := copyID(v.form.Get("copy")); err == nil {
		o := blog.Opening{ID: id, PostID: saved.ID, Version: saved.Version, Base: many(theirs.values())}
		if err := d.Newsroom.Open(v.ctx(), v.editor, o); err != nil {
			return err
		}
	}
	return d.editor(v, both, nil, nil)
}
