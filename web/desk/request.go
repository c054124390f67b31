package desk

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/calendar"
	"inews/internal/postgres"
)

// requestCard is a request with what is told of its clock.
type requestCard struct {
	blog.Request
	Left string // in words
	Late bool
	Soon bool
}

// requestsPage lists the requests, what is due first at the top.
type requestsPage struct {
	frame
	Cards  []requestCard
	Closed bool // those that are
	Others others
	Next   string
}

// requestPage is one request, or the form that begins one.
type requestPage struct {
	frame
	Card     requestCard
	Comment  *commentCard // on which it hangs, if it does
	Message  *messageRow  // likewise
	Kinds    []choice
	People   []choice // who may see to it
	Received string   // as typed
	Outcome  string   // as typed
	Note     string
	Trail    []change
	New      bool
	Others   others
}

// manyRequests is how many are listed at once.
const manyRequests = 100

func (d *Desk) cardOf(clock blog.Clock, r blog.Request) requestCard {
	card := requestCard{Request: r}
	if r.State != blog.RequestOpen {
		return card
	}
	now := d.Now()
	left := clock.Left(r.Kind, now, r.DueAt)
	switch {
	case r.DueAt.Before(now):
		card.Late, card.Left = true, "late since "+r.DueAt.In(d.Zone).Format("2 January")
	case r.DueAt.Sub(now) < 48*time.Hour && (r.Kind == blog.RequestDefamation || r.Kind == blog.RequestSafeguarding):
		card.Soon, card.Left = true, lasted(r.DueAt.Sub(now))+" left"
	case left == 0:
		card.Soon, card.Left = true, "due today"
	default:
		card.Soon, card.Left = left <= 3, blog.CountOf(left, "working day left", "working days left")
	}
	return card
}

func (d *Desk) requests(v *visit) error {
	page := requestsPage{frame: d.frameIn(v, "comments", "Requests"), Closed: v.Query("state") == "closed"}
	clock, err := d.Compliance.Clock(v.ctx())
	if err != nil {
		return err
	}
	if page.Others, err = d.counts(v); err != nil {
		return err
	}
	var list []blog.Request
	if page.Closed {
		after := cursorIn(v)
		if !isID(after.ID) {
			after = postgres.Cursor{}
		}
		if list, err = d.DB.ClosedRequests(v.ctx(), after, manyRequests+1); err != nil {
			return err
		}
		if len(list) > manyRequests {
			list = list[:manyRequests]
			last := list[manyRequests-1]
			page.Next = "/desk/requests?state=closed&" + cursorOut(postgres.Cursor{At: last.ClosedAt, ID: last.ID}).Encode()
		}
	} else if list, err = d.DB.Requests(v.ctx(), 10*manyRequests); err != nil {
		return err
	}
	for _, r := range list {
		page.Cards = append(page.Cards, d.cardOf(clock, r))
	}
	return d.show(v, http.StatusOK, "requests", page)
}

func (d *Desk) newRequest(v *visit) error {
	page := requestPage{New: true, Received: d.Now().In(d.Zone).Format(wallForm)}
	page.Card.CommentID, page.Card.MessageID, page.Card.Kind = v.Query("comment"), v.Query("message"), blog.RequestKind(v.Query("kind"))
	page.Card.OwnerID = v.editor.ID
	return d.requestForm(v, page, nil)
}

// requestForm shows the form that begins a request, with what is wrong with it.
func (d *Desk) requestForm(v *visit, page requestPage, wrong error) error {
	if !page.Card.Kind.Valid() {
		page.Card.Kind = blog.RequestFOI
	}
	if page.Card.CommentID != "" {
		c, err := d.DB.CommentByID(v.ctx(), page.Card.CommentID)
		if err != nil {
			return err
		}
		cards, err := d.cards(v, []blog.Comment{c})
		if err != nil {
			return err
		}
		page.Comment = &cards[0]
		if wrong == nil {
			page.Received = c.Received.In(d.Zone).Format(wallForm)
			page.Card.Words = c.Text
			if who := c.Byline(); who != "Anonymous" {
				page.Card.Name = who
			}
			if page.Card.Contact = c.Email; c.Person.Handle != "" {
				page.Card.Contact = c.Person.Handle
			}
		}
	}
	if page.Card.MessageID != "" {
		if err := d.messageOf(v, &page); err != nil {
			return err
		}
		if m := page.Message; wrong == nil {
			page.Received = m.CreatedAt.In(d.Zone).Format(wallForm)
			page.Card.Words, page.Card.Name, page.Card.Contact = cmp.Or(m.Words, m.Title), m.Name, m.Email
		}
	}
	return d.showRequest(v, page, "New request", wrong)
}

// messageOf adds the message on which a request hangs.
func (d *Desk) messageOf(v *visit, page *requestPage) error {
	m, err := d.DB.MessageByID(v.ctx(), page.Card.MessageID)
	page.Message = &messageRow{ReaderMessage: m}
	return err
}

func (d *Desk) showRequest(v *visit, page requestPage, title string, wrong error) (err error) {
	page.frame = d.frameIn(v, "comments", title)
	for _, kind := range blog.RequestKinds {
		page.Kinds = append(page.Kinds, choice{string(kind), kind.Words() + ": " + kind.Term()})
	}
	staff, err := d.DB.Editors(v.ctx())
	if err != nil {
		return err
	}
	for _, e := range staff {
		if e.DisabledAt.IsZero() && e.Role.May(blog.MayModerate) {
			page.People = append(page.People, choice{e.ID, e.Name})
		}
	}
	if page.Others, err = d.counts(v); err != nil {
		return err
	}
	code := http.StatusOK
	if wrong != nil {
		page.Problems = problemsAt(wrong, "kind")
		code = d.Status(blog.KindOf(wrong))
	}
	return d.show(v, code, "request", page)
}

// requestIn reads the form of a request.
func (d *Desk) requestIn(v *visit) (page requestPage, err error) {
	get := v.form.Get
	page.Received = strings.TrimSpace(get("received"))
	page.Card.Request = blog.Request{
		Kind: blog.RequestKind(get("kind")), CommentID: get("comment"), MessageID: get("message"), Words: get("words"), Name: get("name"), Contact: get("contact"), OwnerID: get("owner"),
	}
	if page.Received != "" {
		page.Card.ReceivedAt, err = calendar.At("received", page.Received, d.Zone.String())
	}
	return page, err
}

func (d *Desk) openRequest(v *visit) error {
	page, err := d.requestIn(v)
	page.New = true
	var r blog.Request
	if err == nil {
		r, err = d.Compliance.Open(v.ctx(), v.editor, page.Card.Request)
	}
	if err != nil && isForm(err) {
		return d.requestForm(v, page, err)
	}
	if err != nil {
		return err
	}
	return v.back("/desk/requests/"+r.ID, requestOpened)
}

func (d *Desk) request(v *visit) error { return d.requestPage(v, requestPage{}, nil) }

func (d *Desk) requestPage(v *visit, page requestPage, wrong error) error {
	r, err := d.DB.RequestByID(v.ctx(), v.Param("id"))
	if err != nil {
		return err
	}
	clock, err := d.Compliance.Clock(v.ctx())
	if err != nil {
		return err
	}
	if wrong != nil && page.Received != "" { // what was typed stays
		r.Kind, r.Name, r.Contact, r.OwnerID = page.Card.Kind, page.Card.Name, page.Card.Contact, page.Card.OwnerID
	} else {
		page.Received = r.ReceivedAt.In(d.Zone).Format(wallForm)
	}
	page.Card = d.cardOf(clock, r)
	if r.CommentID != "" {
		c, err := d.DB.CommentByID(v.ctx(), r.CommentID)
		if err != nil {
			return err
		}
		cards, err := d.cards(v, []blog.Comment{c})
		if err != nil {
			return err
		}
		page.Comment = &cards[0]
	}
	if r.MessageID != "" {
		if err := d.messageOf(v, &page); err != nil {
			return err
		}
	}
	if page.Trail, err = d.trail(v, blog.RequestSubject, r.ID); err != nil {
		return err
	}
	return d.showRequest(v, page, fmt.Sprintf("Request %d", r.Number), wrong)
}

// onRequest does something about a request and shows it again.
func (d *Desk) onRequest(v *visit, page requestPage, done notice, err error) error {
	if err != nil && isForm(err) {
		return d.requestPage(v, page, err)
	}
	if err != nil {
		return err
	}
	return v.back("/desk/requests/"+v.Param("id"), done)
}

func (d *Desk) amendRequest(v *visit) error {
	page, err := d.requestIn(v)
	if err == nil {
		r := page.Card.Request
		r.ID = v.Param("id")
		err = d.Compliance.Amend(v.ctx(), v.editor, r)
	}
	return d.onRequest(v, page, requestSaved, err)
}

func (d *Desk) writeOnRequest(v *visit) error {
	page := requestPage{Note: v.form.Get("note")}
	return d.onRequest(v, page, requestSaved, d.Compliance.Write(v.ctx(), v.editor, v.Param("id"), page.Note))
}

func (d *Desk) endRequest(v *visit) error {
	page := requestPage{Outcome: v.form.Get("outcome")}
	switch v.form.Get("do") {
	case "close":
		return d.onRequest(v, page, requestClosed, d.Compliance.Close(v.ctx(), v.editor, v.Param("id"), page.Outcome))
	case "reopen":
		return d.onRequest(v, page, requestSaved, d.Compliance.Reopen(v.ctx(), v.editor, v.Param("id")))
	}
	return d.onRequest(v, page, requestAnswered, d.Compliance.Answer(v.ctx(), v.editor, v.Param("id"), page.Outcome))
}

// openRequests are those that wait for an answer.
func (d *Desk) openRequests(v *visit) ([]need, error) {
	if !v.may(blog.MayModerate) {
		return nil, nil
	}
	open, first, err := d.DB.CountRequests(v.ctx())
	if open == 0 || err != nil {
		return nil, err
	}
	n := need{Count: blog.CountOf(open, "request", "requests"), Text: "to answer by a day", Link: "/desk/requests", Note: "next due " + first.In(d.Zone).Format("Mon 2 Jan")}
	n.Grave = first.Before(d.Now().Add(3 * 24 * time.Hour))
	return []need{n}, nil
}
