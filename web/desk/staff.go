package desk

import (
	"net/http"
	"time"

	"inews/internal/blog"
)

// staffPage is who is on the staff.
type staffPage struct {
	frame
	Editors     []blog.Editor
	Roles       []choice
	Email, Name string // as typed
	Role        string
	Link        string // a sign-in link that was just made
	LinkFor     string // name of whom it is for
}

var roles = []choice{
	{string(blog.Contributor), "Contributor: writes drafts"},
	{string(blog.Moderator), "Moderator: decides about comments"},
	{string(blog.Managing), "Editor: publishes, moderates, follows councils"},
	{string(blog.Owner), "Owner: also staff"},
}

// linkGood is how long a sign-in link from an owner works: long enough for
// somebody who is away for a day.
const linkGood = 48 * time.Hour

func (d *Desk) staff(v *visit) error { return d.staffPage(v, http.StatusOK, staffPage{}) }

func (d *Desk) staffPage(v *visit, code int, page staffPage) error {
	problems := page.Problems
	page.frame = d.frameIn(v, "staff", "Staff")
	page.Problems, page.Roles = problems, roles
	var err error
	if page.Editors, err = d.DB.Editors(v.ctx()); err != nil {
		return err
	}
	return d.show(v, code, "staff", page)
}

func (d *Desk) addEditor(v *visit) error {
	page := staffPage{Email: v.form.Get("email"), Name: v.form.Get("name"), Role: v.form.Get("role")}
	_, err := d.Accounts.Add(v.ctx(), v.editor, blog.Editor{Email: page.Email, Name: page.Name, Role: blog.Role(page.Role)})
	if err != nil && isForm(err) {
		page.Problems = problemsAt(err, "email")
		return d.staffPage(v, d.Status(blog.KindOf(err)), page)
	}
	if err != nil {
		return err
	}
	return v.back("/desk/staff", editorAdded)
}

func (d *Desk) changeRole(v *visit) error {
	_, err := d.Accounts.ChangeRole(v.ctx(), v.editor, v.Param("id"), blog.Role(v.form.Get("role")))
	return d.staffDone(v, err, roleChanged)
}

func (d *Desk) disable(v *visit) error {
	_, err := d.Accounts.Disable(v.ctx(), v.editor, v.Param("id"))
	return d.staffDone(v, err, disabled)
}

// signOutEditor ends every session of a colleague's.
func (d *Desk) signOutEditor(v *visit) error {
	e, err := d.DB.EditorByID(v.ctx(), v.Param("id"))
	if err == nil {
		err = d.Accounts.EndSessions(v.ctx(), v.editor, e.ID)
	}
	return d.staffDone(v, err, editorOut)
}

// dropSecond is for a colleague who has lost their telephone.
func (d *Desk) dropSecond(v *visit) error {
	_, err := d.Accounts.DropSecond(v.ctx(), v.editor, v.Param("id"))
	return d.staffDone(v, err, secondDropped)
}

func (d *Desk) staffDone(v *visit, err error, done notice) error {
	if err != nil && isForm(err) {
		page := staffPage{}
		page.Problems = problemsOf(err)
		return d.staffPage(v, d.Status(blog.KindOf(err)), page)
	}
	if err != nil {
		return err
	}
	return v.back("/desk/staff", done)
}

// signInLink makes a link and shows it once: it cannot be had again, and is in
// no address and no log.
func (d *Desk) signInLink(v *visit) error {
	e, err := d.DB.EditorByID(v.ctx(), v.Param("id"))
	if err != nil {
		return err
	}
	token, err := d.Accounts.Link(v.ctx(), e.ID, linkGood)
	if err != nil {
		return d.staffDone(v, err, editorAdded)
	}
	return d.staffPage(v, http.StatusOK, staffPage{Link: d.BaseURL + "/desk/sign-in/" + token, LinkFor: e.Name})
}
