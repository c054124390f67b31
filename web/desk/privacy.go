package desk

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/privacy"
)

// privacyPage is where an owner looks for what is kept of one person, with what was
// erased before.
type privacyPage struct {
	frame
	Who      string // as typed
	Erasures []erasureRow
	Next     string
}

// erasureRow is an erasure in the list.
type erasureRow struct {
	blog.Erasure
	State string
}

// personPage is what is kept of somebody, and the form that erases it.
type personPage struct {
	frame
	Who      string // as typed
	Found    privacy.Found
	Goes     []keptPart
	Stays    []keptPart
	Answers  []privacy.Place // of the blog, to them
	Named    []privacy.Place
	Askers   []choice
	Channels []choice
	Asker    string // as chosen
	Channel  string
	AskedOn  string // as typed
	WithOurs bool   // the blog's answers, too
	Sure     bool
	Today    string
}

// keptPart is a part of what is kept, with where staff find it.
type keptPart struct {
	privacy.Section
	Page   string          // where things of this sort stand, or ""
	Places []privacy.Place // the first of them, where each has a page
	More   int             // how many there are beside
}

// partPages are the pages of the desk on which parts stand that have no page for
// each thing.
var partPages = map[string]string{
	"following": "/desk/followers", "quotes": "/desk/quotes", "network": "/desk/network", "updates": "/desk/subscribers", "reports": "/desk/reports",
	"guest": "/desk/guests", "notices": "/desk/notices", "trail": "/desk/trail", "block": "/desk/blocks",
}

// manyPlaces is how many things of a part are listed: whoever wants all of them
// downloads them.
const manyPlaces = 20

func keptParts(sections []privacy.Section) (parts []keptPart) {
	for _, s := range sections {
		part := keptPart{Section: s, Page: partPages[s.Key], Places: s.Places()}
		if n := len(part.Places); n > manyPlaces {
			part.Places, part.More = part.Places[:manyPlaces], n-manyPlaces
		}
		parts = append(parts, part)
	}
	return parts
}

// erasurePage is the receipt of an erasure.
type erasurePage struct {
	frame
	Erasure blog.Erasure
	Receipt privacy.Receipt
}

// manyErasures is how many are listed at once.
const manyErasures = 50

func (d *Desk) privacy(v *visit) error { return d.showPrivacy(v, "", nil) }

func (d *Desk) showPrivacy(v *visit, who string, wrong error) error {
	page := privacyPage{frame: d.frameIn(v, "law", "One person’s data"), Who: who}
	before, _ := strconv.ParseInt(v.Query("before"), 10, 64) // 0: from the newest on
	list, err := d.DB.Erasures(v.ctx(), max(0, before), manyErasures+1)
	if err != nil {
		return err
	}
	if len(list) > manyErasures {
		list = list[:manyErasures]
		page.Next = fmt.Sprintf("/desk/privacy?before=%d", list[len(list)-1].Number)
	}
	for _, x := range list {
		page.Erasures = append(page.Erasures, erasureRow{x, privacy.State(x)})
	}
	code := http.StatusOK
	if wrong != nil {
		page.Problems = problemsAt(wrong, "who")
		code = d.Status(blog.KindOf(wrong))
	}
	return d.show(v, code, "privacy", page)
}

// findPerson looks for somebody. The name comes by a form that is sent, since what
// stands in an address is written into logs.
func (d *Desk) findPerson(v *visit) error {
	page := personPage{Channel: "email", Asker: string(blog.AskedByPerson), AskedOn: d.Now().In(d.Zone).Format(time.DateOnly)}
	return d.showPerson(v, v.form.Get("who"), page, nil)
}

func (d *Desk) showPerson(v *visit, who string, page personPage, wrong error) error {
	found, err := d.Privacy.Find(v.ctx(), v.editor, who)
	if err != nil && isForm(err) {
		return d.showPrivacy(v, who, err)
	}
	if err != nil {
		return err
	}
	page.frame, page.Who, page.Found = d.frameIn(v, "law", "What is kept about "+found.Who.Who), strings.TrimSpace(who), found
	page.Goes, page.Stays = keptParts(found.With(privacy.Goes)), keptParts(found.With(privacy.Nameless, privacy.Hashed, privacy.Stays))
	for _, s := range found.With(privacy.Looked) {
		if s.Key == "answers" {
			page.Answers = s.Places()
		} else {
			page.Named = append(page.Named, s.Places()...)
		}
	}
	page.Today = d.Now().In(d.Zone).Format(time.DateOnly)
	for _, a := range blog.Askers {
		page.Askers = append(page.Askers, choice{string(a), a.Words()})
	}
	for _, c := range blog.Channels {
		page.Channels = append(page.Channels, choice{string(c), c.Words()})
	}
	code := http.StatusOK
	if wrong != nil {
		page.Problems = problemsAt(wrong, "sure")
		code = d.Status(blog.KindOf(wrong))
	}
	return d.show(v, code, "person", page)
}

// exportPerson gives everything out in one file.
func (d *Desk) exportPerson(v *visit) error {
	found, err := d.Privacy.Export(v.ctx(), v.editor, v.form.Get("who"))
	if err != nil && isForm(err) {
		return d.showPrivacy(v, v.form.Get("who"), err)
	}
	if err != nil {
		return err
	}
	file, err := found.File()
	if err != nil {
		return err
	}
	// Without the name: the folder of downloads of a shared machine is no secret.
	return v.download("application/zip", "personal-data-"+found.At.UTC().Format("2006-01-02-150405")+".zip", file)
}

// erasePerson takes it away, once whoever asks for it has seen what that is.
func (d *Desk) erasePerson(v *visit) error {
	get := v.form.Get
	page := personPage{
		Asker: get("asker"), Channel: get("channel"), AskedOn: strings.TrimSpace(get("asked_on")), WithOurs: get("answers") != "", Sure: get("sure") != "",
	}
	day, wrong := time.Parse(time.DateOnly, page.AskedOn)
	switch {
	case wrong != nil:
		wrong = blog.InvalidField("asked_on", "This is no day. Write it like 2026-11-27.")
	case !page.Sure:
		wrong = blog.InvalidField("sure", "Say that you have read what goes: nobody can bring it back.")
	}
	if wrong != nil {
		return d.showPerson(v, get("who"), page, wrong)
	}
	x, err := d.Privacy.Begin(v.ctx(), v.editor, privacy.Wish{
		Who: get("who"), Asker: blog.Asker(page.Asker), Channel: blog.Channel(page.Channel), AskedOn: day, Answers: page.WithOurs,
	})
	if err != nil && isForm(err) {
		return d.showPerson(v, get("who"), page, err)
	}
	if err != nil {
		return err
	}
	return v.back("/desk/privacy/"+x.ID, personErased)
}

// receipt reads the erasure that an address names.
func (d *Desk) receipt(v *visit) (blog.Erasure, privacy.Receipt, error) {
	x, err := d.DB.ErasureByID(v.ctx(), v.Param("id"))
	return x, privacy.ReceiptOf(x, d.BaseURL), err
}

func (d *Desk) erasure(v *visit) error {
	x, receipt, err := d.receipt(v)
	if err != nil {
		return err
	}
	page := erasurePage{frame: d.frameIn(v, "law", fmt.Sprintf("Erasure %d", x.Number)), Erasure: x, Receipt: receipt}
	return d.show(v, http.StatusOK, "erasure", page)
}

func (d *Desk) receiptPage(v *visit) error {
	x, receipt, err := d.receipt(v)
	if err != nil {
		return err
	}
	body, err := receipt.Page()
	if err != nil {
		return err
	}
	return v.download("text/html; charset=utf-8", fmt.Sprintf("erasure-%d.html", x.Number), body)
}

func (d *Desk) receiptJSON(v *visit) error {
	x, receipt, err := d.receipt(v)
	if err != nil {
		return err
	}
	body, err := receipt.JSON()
	if err != nil {
		return err
	}
	return v.download("application/json", fmt.Sprintf("erasure-%d.json", x.Number), body)
}
