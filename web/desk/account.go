package desk

import (
	"net/http"
	"net/netip"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// accountPage is how somebody signs in, and where they are signed in now.
type accountPage struct {
	frame
	Passkeys      []postgres.Passkey
	Sessions      []openSession
	RecoveryLeft  int
	Must          bool // set up a second factor before anything else
	Stale         bool // who is there has not shown lately who they are
	Organisation  string
	OnlyThere     bool
	PasskeyName   string // as typed
	SuggestedName string
}

// openSession is a row of the list of sessions.
type openSession struct {
	postgres.Session
	This  bool
	Begun string // how
}

// begun says how a session was begun, in words.
var begun = map[string]string{
	"link": "a sign-in link", "password": "password", "code": "password and code", "passkey": "passkey", "organisation": "your organisation",
}

func (d *Desk) account(v *visit) error { return d.accountPage(v, http.StatusOK, accountPage{}) }

func (d *Desk) accountPage(v *visit, code int, page accountPage) error {
	problems := page.Problems
	page.frame = d.frameIn(v, "account", "Your account")
	page.Problems, page.Scripts = problems, append(page.Scripts, "door.js")
	page.Must, page.OnlyThere = d.Accounts.Lacks(v.editor, v.session.Way), d.Accounts.OnlyThere
	page.Stale = !d.Accounts.IsFresh(v.session)
	if d.Accounts.Organisation != nil {
		page.Organisation = d.Accounts.Organisation.Name
	}
	page.SuggestedName = v.session.Agent
	var err error
	if page.Passkeys, err = d.DB.PasskeysOf(v.ctx(), v.editor.ID); err != nil {
		return err
	}
	if page.RecoveryLeft, err = d.DB.CountRecoveryCodes(v.ctx(), v.editor.ID); err != nil {
		return err
	}
	sessions, err := d.Accounts.Sessions(v.ctx(), v.editor.ID)
	if err != nil {
		return err
	}
	for _, s := range sessions {
		page.Sessions = append(page.Sessions, openSession{Session: s, This: s.ID == v.session.ID, Begun: begun[s.Way]})
	}
	return d.show(v, code, "account", page)
}

// fresh refuses to change how somebody signs in unless they have shown lately who
// they are: whoever comes by a desk that was left open could come back for good.
func (d *Desk) fresh(v *visit) error {
	if d.Accounts.IsFresh(v.session) {
		return nil
	}
	return blog.Errorf(blog.Conflict, "You signed in a while ago. Before you change how you sign in, confirm on the page of your account that it is you.")
}

// reassure takes the password of somebody who signed in a while ago.
func (d *Desk) reassure(v *visit) error {
	address, _ := netip.ParseAddr(v.ClientIP()) // the zero address has a limit of its own
	err := d.Accounts.Reassure(v.ctx(), v.editor, v.session, v.form.Get("current"), address)
	switch blog.KindOf(err) {
	case "":
		return v.back("/desk/account", reassured)
	case blog.Unauthorized:
		err = blog.InvalidField("current", "This is not your present password.")
	case blog.TooMany:
	default:
		return err
	}
	page := accountPage{}
	page.Problems = problemsAt(err, "current")
	return d.accountPage(v, d.Status(blog.KindOf(err)), page)
}

func (d *Desk) endSession(v *visit) error {
	id := v.Param("id")
	if err := d.Accounts.EndSession(v.ctx(), v.editor, id); err != nil {
		return err
	}
	if id == v.session.ID {
		d.setCookie(v, d.sessionCookie(), "", time.Time{})
		return v.back("/desk/sign-in", signedOut)
	}
	return v.back("/desk/account", sessionEnded)
}

func (d *Desk) endOtherSessions(v *visit) error {
	if err := d.Accounts.EndOtherSessions(v.ctx(), v.editor, v.token); err != nil {
		return err
	}
	return v.back("/desk/account", othersEnded)
}

// beginPasskey answers the script that asks a device for a new passkey.
func (d *Desk) beginPasskey(v *visit) error {
	if err := d.fresh(v); err != nil {
		return err
	}
	options, err := d.Accounts.BeginPasskey(v.ctx(), v.editor, v.token)
	if err != nil {
		return err
	}
	return v.json(options)
}

func (d *Desk) addPasskey(v *visit) error {
	name := v.form.Get("name")
	err := d.fresh(v)
	if err == nil {
		err = d.Accounts.AddPasskey(v.ctx(), v.editor, v.token, name, []byte(v.form.Get("credential")))
	}
	if err == nil {
		return v.back("/desk/account", passkeyAdded)
	}
	if kind := blog.KindOf(err); !isForm(err) && kind != blog.Gone {
		return err
	}
	page := accountPage{PasskeyName: name}
	page.Problems = problemsAt(err, "name")
	return d.accountPage(v, d.Status(blog.KindOf(err)), page)
}

func (d *Desk) removePasskey(v *visit) error {
	if err := d.fresh(v); err != nil {
		page := accountPage{}
		page.Problems = problemsOf(err)
		return d.accountPage(v, d.Status(blog.KindOf(err)), page)
	}
	if err := d.Accounts.RemovePasskey(v.ctx(), v.editor, v.Param("id"), v.token); err != nil {
		return err
	}
	return v.back("/desk/account", passkeyRemoved)
}

// json answers a script.
func (v *visit) json(body []byte) error {
	v.done = true
	v.Data(http.StatusOK, "application/json", body)
	return nil
}
