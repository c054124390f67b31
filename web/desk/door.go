package desk

import (
	"crypto/hmac"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"inews/internal/accounts"
	"inews/internal/blog"
)

// signInPage is the door: the form with e-mail address and password, the button
// for a passkey and the organisation's own sign-in.
type signInPage struct {
	frame
	Email, Next  string
	Organisation string // the name of its sign-in, "" when there is none
	OnlyThere    bool   // and nothing else is offered
}

func (d *Desk) signInPage(v *visit, next string) signInPage {
	d.door(v)
	page := signInPage{frame: d.frame(v, "Sign in"), Next: next, OnlyThere: d.Accounts.OnlyThere}
	page.Scripts = append(page.Scripts, "door.js")
	if d.Accounts.Organisation != nil {
		page.Organisation = d.Accounts.Organisation.Name
	}
	return page
}

func (d *Desk) signInForm(v *visit) error {
	next := onward(v.Query("next"))
	if _, err := d.Accounts.Session(v.ctx(), d.cookie(v, d.sessionCookie())); err == nil {
		v.to(next)
		return nil
	}
	if has, err := d.DB.HasEditors(v.ctx()); err == nil && !has {
		return d.emptyPage(v)
	}
	return d.show(v, http.StatusOK, "sign-in", d.signInPage(v, next))
}

func (d *Desk) signIn(v *visit) error {
	address, _ := netip.ParseAddr(v.ClientIP()) // the zero address has a limit of its own
	next := onward(v.form.Get("next"))
	pass, err := d.Accounts.SignIn(v.ctx(), v.form.Get("email"), v.form.Get("password"), address)
	if err == nil && pass.Token == "" {
		return d.askCode(v, pass.Editor, next)
	}
	return d.entered(v, pass, err, next)
}

// entered lets in whoever has proven who they are, and shows the door again to
// whoever has not.
func (d *Desk) entered(v *visit, pass accounts.Pass, err error, next string) error {
	switch blog.KindOf(err) {
	case "":
		return d.begin(v, pass, next)
	case blog.Unauthorized, blog.TooMany, blog.Gone:
		page := d.signInPage(v, next)
		page.Email, page.Problems = v.form.Get("email"), problemsAt(err, "email")
		return d.show(v, d.Status(blog.KindOf(err)), "sign-in", page)
	}
	return err
}

// begin gives the browser its session, under a token that it did not have
// before, and ends the one that it came with.
func (d *Desk) begin(v *visit, pass accounts.Pass, next string) error {
	if old := d.cookie(v, d.sessionCookie()); old != "" {
		if err := d.Accounts.SignOut(v.ctx(), old); err != nil {
			return err
		}
	}
	d.setCookie(v, d.sessionCookie(), pass.Token, pass.Expires)
	d.setCookie(v, d.doorCookie(), "", time.Time{})
	if !pass.Editor.HasPassword && pass.Editor.Passkeys == 0 && !d.Accounts.OnlyThere && !pass.Borrowed {
		next = "/desk/password?" + url.Values{"next": {next}}.Encode()
	}
	v.to(next)
	return nil
}

// linkPage asks whoever opens a one-time link to press a button: programs that
// look at links in messages must not use it up.
type linkPage struct {
	frame
	Link string // its token
}

func (d *Desk) linkForm(v *visit) error {
	d.door(v)
	return d.show(v, http.StatusOK, "sign-in-link", linkPage{frame: d.frame(v, "Sign in"), Link: v.Param("token")})
}

func (d *Desk) redeem(v *visit) error {
	address, _ := netip.ParseAddr(v.ClientIP())
	pass, err := d.Accounts.Redeem(v.ctx(), v.Param("token"), address)
	if err != nil {
		return err
	}
	d.setCookie(v, d.linkCookie(), linkProof(pass.Token), d.Now().Add(linkGrace))
	next := "/desk/password" // whoever has one and comes by a link has forgotten it
	if !pass.Editor.HasPassword || d.Accounts.OnlyThere {
		next = "/desk" // begin asks for one first, where there are any
	}
	return d.begin(v, pass, next)
}

// linkGrace is how long after coming by a link a password may be chosen without
// the one before: whoever forgot it has no other way.
var linkGrace = blog.LinkCookie.Life

func (d *Desk) linkCookie() string { return d.cookieName(blog.LinkCookie.Name) }

// linkProof is what only a session that a link has begun can show.
func linkProof(token string) string { return formToken("came by link " + token) }

func (d *Desk) cameByLink(v *visit) bool {
	return d.Accounts.IsFresh(v.session) && hmac.Equal([]byte(d.cookie(v, d.linkCookie())), []byte(linkProof(v.token)))
}

func (d *Desk) signOut(v *visit) error {
	if err := d.Accounts.SignOut(v.ctx(), v.token); err != nil {
		return err
	}
	d.setCookie(v, d.sessionCookie(), "", time.Time{})
	return v.back("/desk/sign-in", signedOut)
}

// passwordPage is the form to choose a password.
type passwordPage struct {
	frame
	Next  string
	First bool // there is no present password to ask for
}

func (d *Desk) passwordPage(v *visit, next string) passwordPage {
	return passwordPage{
		frame: d.frame(v, "Your password"), Next: onward(next),
		First: !v.editor.HasPassword || d.cameByLink(v),
	}
}

func (d *Desk) passwordForm(v *visit) error {
	page := d.passwordPage(v, v.Query("next"))
	return d.show(v, http.StatusOK, "password", page)
}

func (d *Desk) setPassword(v *visit) error {
	page := d.passwordPage(v, v.form.Get("next"))
	password := v.form.Get("password")
	err := d.current(v)
	if err == nil && password != v.form.Get("again") {
		err = blog.InvalidField("again", "The two are not the same. Type the new password again.")
	}
	if err == nil {
		err = d.Accounts.SetPassword(v.ctx(), v.editor.ID, password, v.token)
	}
	if isForm(err) || blog.KindOf(err) == blog.Unauthorized {
		page.Problems = problemsAt(err, "password")
		return d.show(v, http.StatusUnprocessableEntity, "password", page)
	}
	if err != nil {
		return err
	}
	return v.back(page.Next, passwordSet)
}

// current asks for the password that is to be replaced, so that a desk left
// open does not give it away. Trying it is counted like a sign-in.
func (d *Desk) current(v *visit) error {
	switch {
	case d.cameByLink(v):
		return nil
	case !v.editor.HasPassword:
		return d.fresh(v)
	}
	address, _ := netip.ParseAddr(v.ClientIP())
	err := d.Accounts.ProvePassword(v.ctx(), v.editor, v.form.Get("current"), address)
	if blog.KindOf(err) == blog.Unauthorized {
		return blog.InvalidField("current", "This is not your present password.")
	}
	return err
}
