package desk

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"inews/internal/blog"
	"inews/internal/newsroom"
)

// controls are the fields of the editor's form that are not what was typed.
var controls = map[string]bool{
	tokenField: true, "version": true, "do": true, "mend": true, "copy": true, "turn": true, "continues": true,
	"post": true, "event": true, "beat": true, "leave": true,
}

// kept answers the script that sends what was typed.
type kept struct {
	Saved   string `json:"saved,omitempty"` // the time on the clock of the site
	Turn    int    `json:"turn"`
	Version int    `json:"version"` // of the post as it is now
	Ended   bool   `json:"ended,omitempty"`
	Says    string `json:"says,omitempty"` // what is wrong
	Company []line `json:"company"`
}

// keepCopy keeps what was typed, and answers with who else is there. With the
// field beat it only tells that the page is still open, and with leave that it
// is left.
func (d *Desk) keepCopy(v *visit) error {
	answer, code := kept{Company: []line{}}, http.StatusOK
	c, err := copyIn(v)
	if err == nil {
		answer.Turn = c.Turn
		err = d.takeCopy(v, c, &answer)
	}
	if err != nil {
		kind := blog.KindOf(err)
		if code = d.Status(kind); code >= http.StatusInternalServerError {
			d.Log.Error("cannot keep a working copy", "editor", v.editor.ID, "post", c.PostID, "err", err)
		}
		answer.Says = blog.Message(err)
		if answer.Ended {
			code = http.StatusOK // it is saved, which is what the script asks
		}
	}
	return v.answer(code, answer)
}

func (d *Desk) takeCopy(v *visit, c blog.WorkingCopy, answer *kept) error {
	if c.PostID != "" {
		if _, err := d.postOf(v, c.PostID); err != nil {
			return err
		}
	}
	if v.form.Get("beat") == "" {
		saved, err := d.Newsroom.KeepCopy(v.ctx(), v.editor, c)
		if blog.KindOf(err) == blog.Conflict {
			if ended, err := d.DB.HasEnded(v.ctx(), c.ID, v.editor.ID); err == nil {
				answer.Ended = ended
			}
		}
		if err != nil {
			return err
		}
		answer.Saved = saved.KeptAt.In(d.Zone).Format("15:04:05")
		if err := d.endContinued(v); err != nil {
			return err
		}
	}
	if v.form.Get("leave") != "" {
		return d.Newsroom.Leave(v.ctx(), v.editor, c.ID)
	}
	if c.PostID == "" {
		return nil
	}
	if err := d.Newsroom.Renew(v.ctx(), v.editor, openingOf(c)); err != nil {
		return err
	}
	company, err := d.Newsroom.Company(v.ctx(), v.editor, c.PostID)
	answer.Version, answer.Company = company.Last.Version, d.linesOf(v, company, c.PostID, c.Version)
	return err
}

func openingOf(c blog.WorkingCopy) blog.Opening {
	return blog.Opening{ID: c.ID, PostID: c.PostID, Version: c.Version}
}

// copyIn reads a working copy from the fields of the editor's form.
func copyIn(v *visit) (blog.WorkingCopy, error) {
	c := blog.WorkingCopy{PostID: v.form.Get("post"), Event: v.form.Get("event") != "", Fields: map[string][]string{}}
	c.Version, _ = strconv.Atoi(v.form.Get("version")) // what is no number is of no version
	c.Turn, _ = strconv.Atoi(v.form.Get("turn"))
	for name, values := range v.form {
		if !controls[name] {
			c.Fields[name] = values
		}
	}
	var err error
	if c.ID, err = copyID(v.form.Get("copy")); err != nil {
		return c, err
	}
	if c.PostID != "" {
		_, err = copyID(c.PostID)
	}
	return c, err
}

// copyID is a uuid of a form in the one way to write it.
func copyID(text string) (string, error) {
	id, err := uuid.Parse(text)
	if err != nil {
		return "", blog.Errorf(blog.Invalid, "This form is out of date. Reload the page.")
	}
	return id.String(), nil
}

// endContinued empties the copy that goes on in this form, now that this form
// is kept itself.
func (d *Desk) endContinued(v *visit) error {
	name, number, _ := strings.Cut(v.form.Get("continues"), ".")
	id, err := copyID(name)
	turn, bad := strconv.Atoi(number)
	if err != nil || bad != nil {
		return nil // it continues nothing
	}
	return d.Newsroom.EndCopy(v.ctx(), v.editor, id, turn)
}

// endKeeping ends the working copy of a form that was saved. What goes wrong
// there loses nothing: the copy is offered once more.
func (d *Desk) endKeeping(v *visit) {
	c, err := copyIn(v)
	if err != nil {
		return // a form of another program, which keeps no copy
	}
	if err = d.Newsroom.EndCopy(v.ctx(), v.editor, c.ID, max(c.Turn, lastTurn)); err == nil {
		err = d.endContinued(v)
	}
	if err != nil {
		d.Log.Warn("cannot end a working copy", "editor", v.editor.ID, "post", c.PostID, "err", err)
	}
}

// lastTurn is later than any: a saved form ends whatever was kept of it.
const lastTurn = 1<<31 - 1

// keepTyped keeps a form that is shown again, so that it survives also where no
// script keeps it.
func (d *Desk) keepTyped(v *visit, s sheet) error {
	c, err := copyIn(v)
	if err != nil {
		return nil // a form of another program
	}
	if s.Title == "" && s.Summary == "" && s.Body == "" {
		return nil // nothing was typed
	}
	c.PostID, c.Event, c.Version = s.ID, s.Event, s.Version
	for name, value := range s.values() {
		if delete(c.Fields, name); value != "" {
			c.Fields[name] = []string{value}
		}
	}
	if _, err = d.Newsroom.KeepCopy(v.ctx(), v.editor, c); err != nil {
		return fmt.Errorf("keep what was typed: %w", err)
	}
	return d.endContinued(v)
}

// keepingToken gives the script the token of the session as it is now, after
// somebody signed in anew in another tab.
func (d *Desk) keepingToken(v *visit) error {
	return v.answer(http.StatusOK, struct {
		Editor string `json:"editor"`
		Token  string `json:"token"`
	}{v.editor.ID, formToken(v.token)})
}

// dropCopy throws away what was typed, and leaves the post as it was. A form
// that goes on with a copy names that and its own: one of them is there.
func (d *Desk) dropCopy(v *visit) error {
	var dropped blog.WorkingCopy
	for _, name := range v.form["copy"] {
		id, err := copyID(name)
		if err != nil {
			return err
		}
		c, err := d.DB.CopyByID(v.ctx(), id, v.editor.ID)
		if blog.KindOf(err) == blog.NotFound {
			continue
		}
		if err == nil {
			err = d.Newsroom.EndCopy(v.ctx(), v.editor, id, c.Turn)
		}
		if err != nil {
			return err
		}
		dropped = c
	}
	return d.afterDrop(v, dropped)
}

func (d *Desk) afterDrop(v *visit, c blog.WorkingCopy) error {
	if c.ID == "" {
		return blog.Errorf(blog.NotFound, "This text is gone already: it was saved or thrown away.")
	}
	if c.PostID == "" {
		return v.back("/desk/posts", copyDropped)
	}
	return v.back(deskPath(blog.Post{ID: c.PostID, Form: formOf(c)}), copyDropped)
}

func formOf(c blog.WorkingCopy) blog.Form {
	if c.Event {
		return blog.FormEvent
	}
	return blog.FormArticle
}

func (d *Desk) askToTakeOver(v *visit) error {
	p, err := d.post(v)
	if err != nil {
		return err
	}
	if err := d.Newsroom.AskToTakeOver(v.ctx(), v.editor, p.ID); err != nil {
		return err
	}
	return v.back(deskPath(p), takeOverAsked)
}

// linesOf says who else is at a post, and what they did since the version.
func (d *Desk) linesOf(v *visit, c newsroom.Company, postID string, version int) []line {
	lines := []line{}
	if c.Last.Version > version && version > 0 {
		path := fmt.Sprintf("/desk/posts/%s/history", postID)
		if c.Last.Revision > version {
			path = fmt.Sprintf("/desk/posts/%s/revisions/%d", postID, c.Last.Revision)
		}
		who := "Somebody saved"
		if c.Last.EditorID == v.editor.ID {
			who = "In another window you saved"
		} else if c.Last.Name != "" {
			who = c.Last.Name + " saved"
		}
		lines = append(lines, line{
			Says: fmt.Sprintf("%s version %d at %s.", who, c.Last.Version, d.clock(c.Last.At)), Link: path, Words: "See what changed", News: true,
		})
	}
	for _, asking := range c.Asking {
		lines = append(lines, line{Says: fmt.Sprintf("%s asked at %s whether they can take over. Save what you have, and tell them.", asking.Name, d.clock(asking.Since)), News: true})
	}
	for i, other := range c.Others {
		lines = append(lines, line{
			Says: fmt.Sprintf("%s has had this open since %s.", other.Name, d.clock(other.Since)), Ask: i == len(c.Others)-1,
		})
	}
	return lines
}
