package desk

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"time"

	"inews/internal/accounts"
	"inews/internal/blog"
)

// visitLasts is how long somebody may take at the organisation's sign-in.
var visitLasts = blog.VisitCookie.Life

// visitCookie holds what a browser must bring back from there: it alone can, so
// that nothing is stored here and the way out is a plain link.
func (d *Desk) visitCookie() string { return d.cookieName(blog.VisitCookie.Name) }

// visitOrganisation sends the browser to the organisation's sign-in. It changes
// nothing here.
func (d *Desk) visitOrganisation(v *visit) error {
	if d.Accounts.Organisation == nil {
		return blog.Errorf(blog.NotFound, "There is no such sign-in here.")
	}
	address, kept, err := d.Accounts.Organisation.Visit(v.ctx(), onward(v.Query("next")))
	if err != nil {
		d.Log.Warn("the organisation's sign-in does not answer", "err", err)
		return err
	}
	text, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	d.setCookie(v, d.visitCookie(), base64.RawURLEncoding.EncodeToString(text), d.Now().Add(visitLasts))
	v.to(address)
	return nil
}

// backFromOrganisation is where the organisation's sign-in sends browsers. It is
// the one GET that begins something, as the protocol has it; what the browser
// brings counts only with the cookie of the visit, which is good once.
func (d *Desk) backFromOrganisation(v *visit) error {
	var kept accounts.OrganisationVisit
	if text, err := base64.RawURLEncoding.DecodeString(d.cookie(v, d.visitCookie())); err == nil {
		_ = json.Unmarshal(text, &kept) // what is not ours stays empty, and is refused
	}
	d.setCookie(v, d.visitCookie(), "", time.Time{})
	pass, err := d.Accounts.SignInThere(v.ctx(), kept, v.Request.URL.Query())
	if kind := blog.KindOf(err); kind == blog.Unauthorized || kind == blog.Forbidden || kind == blog.Unavailable {
		d.Log.Info("sign-in through the organisation refused", "err", err)
		v.token = rand.Text() // of the door: a form of its own follows
		d.setCookie(v, d.doorCookie(), v.token, time.Time{})
		page := d.signInPage(v, onward(kept.Next))
		page.Problems = problemsAt(err, "organisation")
		return d.show(v, d.Status(kind), "sign-in", page)
	}
	if err != nil {
		return err
	}
	return d.begin(v, pass, onward(kept.Next))
}
