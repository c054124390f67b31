package desk

import (
	"net/http"
	"net/netip"

	"inews/internal/accounts"
	"inews/internal/blog"
)

// arrivalPage is the form of somebody who comes to the staff for the first time:
// the first owner of an empty server, or somebody who is invited.
type arrivalPage struct {
	frame
	Name, Email string // as typed
	Link        string // its token
	Invitation  blog.Invitation
	Words       roleWords // what somebody invited will be
}

// emptyPage says where to find the way in, on a server that nobody has set up.
func (d *Desk) emptyPage(v *visit) error {
	return d.show(v, http.StatusOK, "empty", d.frame(v, "Not set up yet"))
}

// setupForm is where the first owner arrives. Opening it changes nothing.
func (d *Desk) setupForm(v *visit) error {
	if err := d.Accounts.OpensSetup(v.ctx(), v.Param("token")); err != nil {
		return err
	}
	d.door(v)
	return d.show(v, http.StatusOK, "setup", arrivalPage{frame: d.frame(v, "Set up iNews"), Link: v.Param("token")})
}

func (d *Desk) setUp(v *visit) error {
	page := arrivalPage{Name: v.form.Get("name"), Email: v.form.Get("email"), Link: v.Param("token")}
	pass, err := d.arrive(v, func(password string, address netip.Addr) (accounts.Pass, error) {
		return d.Accounts.FirstOwner(v.ctx(), page.Link, blog.Editor{Name: page.Name, Email: page.Email}, password, address)
	})
	if err != nil && isForm(err) {
		page.frame = d.frame(v, "Set up iNews")
		page.Problems = problemsAt(err, "name")
		return d.show(v, d.Status(blog.KindOf(err)), "setup", page)
	}
	if err != nil {
		return err
	}
	return d.begin(v, pass, "/desk/setup")
}

// joinForm is where somebody who is invited arrives. Opening it changes nothing:
// programs that look at links in messages must not use it up.
func (d *Desk) joinForm(v *visit) error {
	i, err := d.Accounts.Invited(v.ctx(), v.Param("token"))
	if err != nil {
		return err
	}
	d.door(v)
	return d.show(v, http.StatusOK, "join", d.joinPage(v, i, arrivalPage{Name: i.Name}))
}

func (d *Desk) joinPage(v *visit, i blog.Invitation, page arrivalPage) arrivalPage {
	problems := page.Problems
	page.frame = d.frame(v, "Join the staff of "+d.Name)
	page.Problems, page.Invitation, page.Link, page.Words = problems, i, v.Param("token"), wordsOf(i.Role)
	return page
}

func (d *Desk) joinStaff(v *visit) error {
	page := arrivalPage{Name: v.form.Get("name")}
	token := v.Param("token")
	pass, err := d.arrive(v, func(password string, address netip.Addr) (accounts.Pass, error) {
		return d.Accounts.Accept(v.ctx(), token, page.Name, password, address)
	})
	if err == nil {
		return d.begin(v, pass, "/desk")
	}
	if !isForm(err) {
		return err
	}
	i, gone := d.Accounts.Invited(v.ctx(), token)
	if gone != nil {
		return err
	}
	page.Problems = problemsAt(err, "name")
	return d.show(v, d.Status(blog.KindOf(err)), "join", d.joinPage(v, i, page))
}

// arrive reads the password that was chosen, typed twice, and takes the step that
// it is for.
func (d *Desk) arrive(v *visit, step func(password string, address netip.Addr) (accounts.Pass, error)) (accounts.Pass, error) {
	password := v.form.Get("password")
	if password != v.form.Get("again") {
		return accounts.Pass{}, blog.InvalidField("again", "The two are not the same. Type the password again.")
	}
	address, _ := netip.ParseAddr(v.ClientIP()) // the zero address has a limit of its own
	return step(password, address)
}
