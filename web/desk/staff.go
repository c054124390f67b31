package desk

import (
	"net/http"
	"strings"
	"time"

	"inews/internal/accounts"
	"inews/internal/blog"
	"inews/internal/mailing"
)

// staffPage is who is on the staff, and who is invited.
type staffPage struct {
	frame
	Editors     []blog.Editor
	Invitations []invitationRow
	Roles       []roleWords
	Mails       bool   // there is a mail server
	Email, Name string // as typed
	Role        string
	Link        string // that was just made, and is shown once
	LinkFor     string // name of whom it is for
	Joins       bool   // the link is an invitation, and not one to sign in
}

type invitationRow struct {
	blog.Invitation
	Expired bool
}

// roleWords explain a role.
type roleWords struct{ Value, Name, Does string }

var roles = []roleWords{
	{string(blog.Contributor), "Contributor", "Writes drafts, which somebody else publishes."},
	{string(blog.Moderator), "Moderator", "Decides about comments, people and other servers. Writes no posts."},
	{string(blog.Managing), "Editor", "Publishes, moderates, and follows other councils."},
	{string(blog.Owner), "Owner", "All that an editor does, and decides about staff and the set-up."},
}

func wordsOf(role blog.Role) roleWords {
	for _, words := range roles {
		if words.Value == string(role) {
			return words
		}
	}
	return roleWords{Value: string(role), Name: string(role)}
}

// linkGood is how long a sign-in link from an owner works: long enough for
// somebody who is away for a day.
const linkGood = 48 * time.Hour

func (d *Desk) staff(v *visit) error { return d.staffPage(v, http.StatusOK, staffPage{}) }

func (d *Desk) staffPage(v *visit, code int, page staffPage) error {
	problems := page.Problems
	page.frame = d.frameIn(v, "staff", "Staff")
	page.Problems, page.Roles, page.Mails = problems, roles, d.Accounts.Letters.Sent
	if page.Role == "" {
		page.Role = string(blog.Managing)
	}
	var err error
	if page.Editors, err = d.DB.Editors(v.ctx()); err != nil {
		return err
	}
	invitations, err := d.DB.Invitations(v.ctx())
	if err != nil {
		return err
	}
	for _, i := range invitations {
		page.Invitations = append(page.Invitations, invitationRow{i, i.Expired(d.Now())})
	}
	return d.show(v, code, "staff", page)
}

// invite asks somebody to the staff: by e-mail where there is a mail server and
// the owner does not want the link, and otherwise with a link to be copied.
func (d *Desk) invite(v *visit) error {
	page := staffPage{Email: v.form.Get("email"), Name: v.form.Get("name"), Role: v.form.Get("role")}
	byMail := d.byMail(v)
	i := blog.Invitation{Email: page.Email, Name: page.Name, Role: blog.Role(page.Role)}
	token, err := "", error(nil)
	if byMail { // accounts takes addresses that no message can go to, such as one of a server inside
		err = mailing.CheckAddress(strings.TrimSpace(page.Email))
	}
	if err == nil {
		i, token, err = d.Accounts.Invite(v.ctx(), v.editor, i, byMail)
	}
	if err != nil && isForm(err) {
		page.Problems = problemsAt(err, "email")
		return d.staffPage(v, d.Status(blog.KindOf(err)), page)
	}
	if err != nil {
		return err
	}
	return d.invited(v, i, token)
}

// byMail tells whether a link is to go out by mail.
func (d *Desk) byMail(v *visit) bool {
	return d.Accounts.Letters.Sent && v.form.Get("by") != "link"
}

// renewInvitation makes a new link, and sends or shows it.
func (d *Desk) renewInvitation(v *visit) error {
	i, token, err := d.Accounts.Renew(v.ctx(), v.editor, v.Param("id"), d.byMail(v))
	if err != nil {
		return d.staffDone(v, err, invitationSent)
	}
	return d.invited(v, i, token)
}

// invited shows the link once, unless it went out by mail: it cannot be had
// again, and is in no address and no log.
func (d *Desk) invited(v *visit, i blog.Invitation, token string) error {
	if i.ByMail {
		return v.back("/desk/staff", invitationSent)
	}
	return d.staffPage(v, http.StatusOK, staffPage{Link: d.BaseURL + accounts.JoinPath + token, LinkFor: i.Name, Joins: true})
}

func (d *Desk) takeInvitationBack(v *visit) error {
	return d.staffDone(v, d.Accounts.TakeBack(v.ctx(), v.editor, v.Param("id")), uninvited)
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
	if e.ID == v.editor.ID { // a desk left open would give the password away with it
		return d.staffDone(v, blog.Errorf(blog.Conflict, "This is you. If you forgot your password, ask another owner for a link, or run “inews staff reset” on the server."), roleChanged)
	}
	token, err := d.Accounts.Link(v.ctx(), e.ID, linkGood)
	if err != nil {
		return d.staffDone(v, err, roleChanged)
	}
	return d.staffPage(v, http.StatusOK, staffPage{Link: d.BaseURL + "/desk/sign-in/" + token, LinkFor: e.Name})
}
