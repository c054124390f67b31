package desk

import (
	"net/http"
	"strings"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// blocksPage lists whom staff refuse, and what else they decided about servers.
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
	Person       *blog.Person // or, when nil,
	Host         string
	Severity     blog.Severity
	Severities   []severity
	Lost         postgres.Traces
	Trail        []change // of decisions about the host
	List         string   // address of the list that decided, or ""
	Reason, Back string
}

// severity is one way to decide about a server, in words.
type severity struct {
	Value       blog.Severity
	Name, Means string
}

var severities = []severity{
	{blog.Silence, "Silence", "Comments wait for approval, also those of trusted people, and none is among the newest on the front page. What is on the pages stays."},
	{blog.Hold, "Hold", "Comments wait for approval, those that are on the pages, too. Follows, likes and shares wait until you decide again."},
	{blog.Suspend, "Block", "Nothing is taken in or sent any more. Comments are hidden, and likes, shares and followers are lost."},
}

// refused is how many blocked people are listed.
const refused = 500

func (d *Desk) blocks(v *visit) error {
	page := blocksPage{frame: d.frameIn(v, "people", "Blocked people and servers")}
	var err error
	if page.People, err = d.DB.BlockedPeople(v.ctx(), refused); err != nil {
		return err
	}
	if page.Hosts, err = d.DB.DecidedHosts(v.ctx()); err != nil {
		return err
	}
	return d.show(v, http.StatusOK, "blocks", page)
}

func (d *Desk) blockForm(v *visit) error {
	return d.confirmBlock(v, http.StatusOK, v.Query("person"), v.Query("host"), v.Query("back"), nil)
}

func (d *Desk) confirmBlock(v *visit, code int, personURI, host, back string, wrong error) error {
	page := blockPage{
		frame: d.frameIn(v, "people", "Block"), Host: hostTyped(host), Back: onward(back), Reason: v.form.Get("reason"),
		Severity: severityIn(v), Severities: severities,
	}
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
	var err error
	if page.Lost, err = d.DB.TracesOf(v.ctx(), personURI, page.Host); err != nil {
		return err
	}
	if page.Person == nil {
		if err := d.decisionOn(v, &page); err != nil {
			return err
		}
	}
	if wrong != nil {
		page.Problems = problemsOf(wrong)
	}
	return d.show(v, code, "block", page)
}

// decisionOn adds what staff decided about the host until now.
func (d *Desk) decisionOn(v *visit, page *blockPage) error {
	host, err := d.DB.DecisionOn(v.ctx(), page.Host)
	if err != nil {
		return err
	}
	if v.form == nil && host.Severity != blog.NoSeverity {
		page.Severity, page.Reason = host.Severity, host.BlockReason
	}
	page.List = host.List
	trail, err := d.trail(v, blog.HostSubject, page.Host)
	for _, change := range trail {
		if change.PostID == "" { // the others say on which pages it hid something
			page.Trail = append(page.Trail, change)
		}
	}
	return err
}

// severityIn is what was chosen; a form without the choice blocks.
func severityIn(v *visit) blog.Severity {
	if chosen := blog.Severity(v.form.Get("severity")); chosen != blog.NoSeverity {
		return chosen
	}
	return blog.Suspend
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
	done := blocked
	var err error
	switch {
	case reason == "":
		err = blog.InvalidField("reason", "Say why: it is what you can answer when somebody asks.")
	case person != "":
		err = d.Comments.BlockPerson(v.ctx(), v.editor, person, reason)
	default:
		done = decided
		err = d.Comments.DecideHost(v.ctx(), v.editor, host, severityIn(v), reason)
	}
	if err != nil && isForm(err) {
		return d.confirmBlock(v, d.Status(blog.KindOf(err)), person, host, v.form.Get("back"), err)
	}
	if err != nil {
		return err
	}
	return v.back("/desk/blocks", done)
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
