package desk

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

func (d *Desk) trustPerson(v *visit) error {
	if err := d.Comments.Trust(v.ctx(), v.editor, v.form.Get("person")); err != nil {
		return err
	}
	return v.back(backTo(v), trusted)
}

func (d *Desk) distrustPerson(v *visit) error {
	if err := d.Comments.Distrust(v.ctx(), v.editor, v.form.Get("person")); err != nil {
		return err
	}
	return v.back(backTo(v), distrusted)
}

// backTo is where the form was: an address of the desk.
func backTo(v *visit) string { return onward(v.form.Get("back")) }

// blocksPage lists whom staff refuse.
type blocksPage struct {
	frame
	People []blog.Person
	Hosts  []blog.Host
	Host   string // as typed
}

// blockPage asks whether somebody is really to be blocked, and says what it
// would take away.
type blockPage struct {
	frame
	Person              *blog.Person // or, when nil,
	Host                string
	Followers, Comments int
	Reason, Back        string
}

// refused is how many blocked people are listed.
const refused = 500

func (d *Desk) blocks(v *visit) error {
	page := blocksPage{frame: d.frameIn(v, "people", "Blocked people and servers")}
	var err error
	if page.People, err = d.DB.BlockedPeople(v.ctx(), refused); err != nil {
		return err
	}
	if page.Hosts, err = d.DB.BlockedHosts(v.ctx()); err != nil {
		return err
	}
	return d.show(v, http.StatusOK, "blocks", page)
}

func (d *Desk) blockForm(v *visit) error {
	return d.confirmBlock(v, http.StatusOK, v.Query("person"), v.Query("host"), v.Query("back"), nil)
}

func (d *Desk) confirmBlock(v *visit, code int, personURI, host, back string, wrong error) error {
	page := blockPage{frame: d.frameIn(v, "people", "Block"), Host: hostTyped(host), Back: onward(back), Reason: v.form.Get("reason")}
	if personURI != "" {
		person, err := d.DB.PersonByURI(v.ctx(), personURI)
		if err != nil {
			return err
		}
		page.Person, page.Host = &person, ""
	}
	if page.Person == nil && page.Host == "" {
		return blog.Errorf(blog.NotFound, "Say whom to block: go back and type the name of the server.")
	}
	traces, err := d.DB.TracesOf(v.ctx(), personURI, page.Host)
	if err != nil {
		return err
	}
	page.Followers, page.Comments = traces.Followers, traces.Comments
	if wrong != nil {
		page.Problems = problemsOf(wrong)
	}
	return d.show(v, code, "block", page)
}

// hostTyped is the name of a server as people type it; the use case says
// whether it is one.
func hostTyped(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	s = strings.TrimPrefix(strings.TrimPrefix(s, "https://"), "http://")
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		s = s[i+1:]
	}
	s, _, _ = strings.Cut(s, "/")
	return s
}

func (d *Desk) block(v *visit) error {
	person, host, reason := v.form.Get("person"), v.form.Get("host"), reasonIn(v)
	var err error
	switch {
	case reason == "":
		err = blog.InvalidField("reason", "Say why: it is what you can answer when somebody asks.")
	case person != "":
		err = d.Comments.BlockPerson(v.ctx(), v.editor, person, reason)
	default:
		err = d.Comments.BlockHost(v.ctx(), v.editor, host, reason)
	}
	if err != nil && isForm(err) {
		return d.confirmBlock(v, d.Status(blog.KindOf(err)), person, host, v.form.Get("back"), err)
	}
	if err != nil {
		return err
	}
	return v.back("/desk/blocks", blocked)
}

func (d *Desk) unblock(v *visit) error {
	var err error
	if person := v.form.Get("person"); person != "" {
		err = d.Comments.UnblockPerson(v.ctx(), v.editor, person)
	} else {
		err = d.Comments.UnblockHost(v.ctx(), v.editor, v.form.Get("host"))
	}
	if err != nil {
		return err
	}
	return v.back("/desk/blocks", unblocked)
}

// followersPage lists who follows the blog.
type followersPage struct {
	frame
	Total int
	Rows  []blog.Follower
	Next  string // address of the next page
}

// followersShown is how many followers stand on one page.
const followersShown = 100

func (d *Desk) followers(v *visit) error {
	page := followersPage{frame: d.frameIn(v, "people", "Followers")}
	var err error
	if page.Total, err = d.DB.CountFollowers(v.ctx()); err != nil {
		return err
	}
	after := cursorIn(v)
	if page.Rows, err = d.DB.Followers(v.ctx(), after, followersShown+1); err != nil {
		return err
	}
	if len(page.Rows) > followersShown {
		page.Rows = page.Rows[:followersShown]
		last := page.Rows[followersShown-1]
		page.Next = "/desk/followers?" + cursorOut(postgres.Cursor{At: last.Since, ID: last.URI}).Encode()
	}
	return d.show(v, http.StatusOK, "followers", page)
}

// cursorIn reads the place in a list from an address, its beginning when there
// is none.
func cursorIn(v *visit) postgres.Cursor {
	at, err := time.Parse(time.RFC3339Nano, v.Query("at"))
	if err != nil {
		return postgres.Cursor{}
	}
	return postgres.Cursor{At: at, ID: v.Query("id")}
}

func cursorOut(c postgres.Cursor) url.Values {
	return url.Values{"at": {c.At.UTC().Format(time.RFC3339Nano)}, "id": {c.ID}}
}
