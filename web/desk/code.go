package desk

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"time"

	"inews/internal/accounts"
	"inews/internal/blog"
)

// codePage asks for a code at the door, after the right password.
type codePage struct {
	frame
	Next    string
	HasCode bool // of an app
	HasKeys bool
}

// askCode keeps in mind that the password was right, under a token of the door
// that nobody had before, and goes on to the code.
func (d *Desk) askCode(v *visit, editor blog.Editor, next string) error {
	v.token = rand.Text()
	d.setCookie(v, d.doorCookie(), v.token, time.Time{})
	if err := d.Accounts.AwaitCode(v.ctx(), v.token, editor); err != nil {
		return err
	}
	v.to("/desk/sign-in/code?" + url.Values{"next": {next}}.Encode())
	return nil
}

func (d *Desk) codeAtDoor(v *visit) error {
	return d.codePage(v, http.StatusOK, onward(v.Query("next")), nil)
}

func (d *Desk) codePage(v *visit, code int, next string, problem error) error {
	editor, err := d.Accounts.Awaited(v.ctx(), v.token)
	if blog.KindOf(err) == blog.Gone {
		v.to("/desk/sign-in?" + url.Values{"next": {next}}.Encode())
		return nil
	}
	if err != nil {
		return err
	}
	page := codePage{frame: d.frame(v, "Your code"), Next: next, HasCode: editor.HasCode, HasKeys: editor.Passkeys > 0}
	page.Scripts = append(page.Scripts, "door.js")
	if problem != nil {
		page.Problems = problemsAt(problem, "code")
	}
	return d.show(v, code, "sign-in-code", page)
}

func (d *Desk) giveCode(v *visit) error {
	next := onward(v.form.Get("next"))
	pass, err := d.Accounts.GiveCode(v.ctx(), v.token, v.form.Get("code"))
	if kind := blog.KindOf(err); kind == blog.Invalid || kind == blog.TooMany {
		return d.codePage(v, d.Status(kind), next, err)
	}
	return d.entered(v, pass, err, next)
}

// offerPasskey answers the script at the door that asks for a passkey.
func (d *Desk) offerPasskey(v *visit) error {
	options, err := d.Accounts.OfferPasskey(v.ctx(), v.token)
	if err != nil {
		return err
	}
	return v.json(options)
}

func (d *Desk) signInByPasskey(v *visit) error {
	pass, err := d.Accounts.SignInByPasskey(v.ctx(), v.token, []byte(v.form.Get("credential")))
	return d.entered(v, pass, err, onward(v.form.Get("next")))
}

// appPage sets an authenticator app up, or says what can be done with it.
type appPage struct {
	frame
	Setup    *accounts.Setup // nil when none was begun, or it is done
	Codes    []string        // for recovery, once
	Left     int
	Password bool // is asked for to switch it off
}

func (d *Desk) codeForm(v *visit) error { return d.appPage(v, http.StatusOK, appPage{}) }

func (d *Desk) appPage(v *visit, code int, page appPage) error {
	problems := page.Problems
	page.frame = d.frameIn(v, "account", "Authenticator app")
	page.Problems, page.Password = problems, v.editor.HasPassword
	setup, err := d.Accounts.CodeSetup(v.ctx(), v.editor)
	switch blog.KindOf(err) {
	case "":
		page.Setup = &setup
	case blog.NotFound:
	default:
		return err
	}
	if page.Left, err = d.DB.CountRecoveryCodes(v.ctx(), v.editor.ID); err != nil {
		return err
	}
	return d.show(v, code, "code", page)
}

func (d *Desk) beginCode(v *visit) error {
	err := d.fresh(v)
	if err == nil {
		err = d.Accounts.BeginCode(v.ctx(), v.editor)
	}
	if err != nil {
		return d.appProblem(v, err)
	}
	v.to("/desk/account/code")
	return nil
}

func (d *Desk) confirmCode(v *visit) error {
	if err := d.fresh(v); err != nil {
		return d.appProblem(v, err)
	}
	codes, err := d.Accounts.ConfirmCode(v.ctx(), v.editor, v.form.Get("code"))
	return d.showCodes(v, codes, err)
}

func (d *Desk) renewRecoveryCodes(v *visit) error {
	codes, err := d.Accounts.RenewRecoveryCodes(v.ctx(), v.editor, v.form.Get("renew"))
	var wrong *blog.Error
	if errors.As(err, &wrong) && wrong.Field == "code" {
		wrong.Field = "renew" // the page has two forms with a code
	}
	return d.showCodes(v, codes, err)
}

// showCodes shows recovery codes, this once.
func (d *Desk) showCodes(v *visit, codes []string, err error) error {
	if err != nil {
		return d.appProblem(v, err)
	}
	v.editor.HasCode = true
	return d.appPage(v, http.StatusOK, appPage{Codes: codes})
}

func (d *Desk) removeCode(v *visit) error {
	err := d.current(v)
	if err == nil {
		err = d.Accounts.RemoveCode(v.ctx(), v.editor, v.form.Get("code"), v.token)
	}
	if err != nil {
		return d.appProblem(v, err)
	}
	return v.back("/desk/account", codeRemoved)
}

func (d *Desk) appProblem(v *visit, err error) error {
	if !isForm(err) {
		return err
	}
	page := appPage{}
	page.Problems = problemsAt(err, "code")
	return d.appPage(v, d.Status(blog.KindOf(err)), page)
}
