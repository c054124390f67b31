package desk

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/calendar"
	"inews/internal/postgres"
)

// electionsPage lists the elections, with the form of a new one.
type electionsPage struct {
	frame
	List         []blog.Election
	Typed        blog.Election
	Begins, Ends string // as typed
	Watched      string // one a line
	Now          time.Time
}

// electionPage is one election: its form, what is scheduled within it, and what was
// published.
type electionPage struct {
	electionsPage
	On, Over  bool
	Scheduled []postgres.ScheduledWithin
	Evidence  []postgres.Evidence
	Approvals []blog.ElectionApproval
}

const manyElections = 30

func (d *Desk) elections(v *visit) error {
	return d.electionsPage(v, electionsPage{Typed: blog.Election{Comments: blog.CommentsHeld}}, nil)
}

func (d *Desk) electionsPage(v *visit, page electionsPage, wrong error) (err error) {
	page.frame = d.frameIn(v, "law", "Before an election")
	page.Now = d.Now()
	if page.List, err = d.DB.Elections(v.ctx(), manyElections); err != nil {
		return err
	}
	code := http.StatusOK
	if wrong != nil {
		page.Problems = problemsAt(wrong, "name")
		code = d.Status(blog.KindOf(wrong))
	}
	return d.show(v, code, "elections", page)
}

// electionIn reads the form of an election.
func (d *Desk) electionIn(v *visit) (page electionsPage, err error) {
	get := v.form.Get
	page.Begins, page.Ends, page.Watched = strings.TrimSpace(get("begins")), strings.TrimSpace(get("ends")), get("watched")
	page.Typed = blog.Election{
		ID: v.Param("id"), Name: get("name"), Reason: get("reason"), Comments: blog.CommentPause(get("comments")), Watched: linesOf(page.Watched), HoldsMail: get("mail") == "wait",
	}
	for _, at := range []struct {
		field, typed string
		to           *time.Time
	}{{"begins", page.Begins, &page.Typed.BeginsAt}, {"ends", page.Ends, &page.Typed.EndsAt}} {
		if at.typed == "" {
			continue
		}
		if *at.to, err = calendar.At(at.field, at.typed, d.Zone.String()); err != nil {
			return page, err
		}
	}
	return page, nil
}

func (d *Desk) setElection(v *visit) error {
	page, err := d.electionIn(v)
	e := page.Typed
	if err == nil {
		e, err = d.Compliance.SetElection(v.ctx(), v.editor, page.Typed)
	}
	if err != nil && isForm(err) {
		if page.Typed.ID != "" {
			return d.electionPage(v, electionPage{electionsPage: page}, err)
		}
		return d.electionsPage(v, page, err)
	}
	if err != nil {
		return err
	}
	return v.back("/desk/election/"+e.ID, electionSet)
}

func (d *Desk) election(v *visit) error { return d.electionPage(v, electionPage{}, nil) }

func (d *Desk) electionPage(v *visit, page electionPage, wrong error) error {
	e, err := d.DB.ElectionByID(v.ctx(), v.Param("id"))
	if err != nil {
		return err
	}
	page.frame = d.frameIn(v, "law", e.Name)
	page.On, page.Over, page.Now = e.On(d.Now()), !e.EndsAt.After(d.Now()), d.Now()
	if wrong == nil {
		page.Typed, page.Watched = e, strings.Join(e.Watched, "\n")
		page.Begins, page.Ends = e.BeginsAt.In(d.Zone).Format(wallForm), e.EndsAt.In(d.Zone).Format(wallForm)
	}
	if page.Scheduled, err = d.DB.ScheduledDuring(v.ctx(), e); err != nil {
		return err
	}
	if page.Evidence, err = d.DB.EvidenceOf(v.ctx(), e); err != nil {
		return err
	}
	if page.Approvals, err = d.DB.Approvals(v.ctx(), e.ID, ""); err != nil {
		return err
	}
	code := http.StatusOK
	if wrong != nil {
		page.Problems = problemsAt(wrong, "name")
		code = d.Status(blog.KindOf(wrong))
	}
	return d.show(v, code, "election", page)
}

func (d *Desk) endElection(v *visit) error {
	if err := d.Compliance.EndElection(v.ctx(), v.editor, v.Param("id")); err != nil {
		return err
	}
	return v.back("/desk/election", electionEnded)
}

// evidence is what was published before an election as a table, for the monitoring
// officer.
func (d *Desk) evidence(v *visit) error {
	e, err := d.DB.ElectionByID(v.ctx(), v.Param("id"))
	if err != nil {
		return err
	}
	list, err := d.DB.EvidenceOf(v.ctx(), e)
	if err != nil {
		return err
	}
	rows := [][]string{{"when", "what", "title", "address", "written by", "done by", "approved by", "second person", "reason"}}
	for _, x := range list {
		second := "no"
		if x.Second {
			second = "yes"
		}
		rows = append(rows, []string{
			x.At.In(d.Zone).Format(time.RFC3339), string(x.Verb), x.Title, d.BaseURL + x.URL, x.Writer, x.Who, x.Approver, second, x.Reason,
		})
	}
	return v.table("election-evidence.csv", rows)
}

// approvalPage is where somebody stands behind a post before an election.
type approvalPage struct {
	frame
	Post      blog.Post
	Election  blog.Election
	Flags     []string
	Reason    string // as typed
	Approvals []blog.ElectionApproval
}

func (d *Desk) approval(v *visit) error { return d.approvalPage(v, approvalPage{}, nil) }

func (d *Desk) approvalPage(v *visit, page approvalPage, wrong error) error {
	p, err := d.post(v)
	if err != nil {
		return err
	}
	page.frame, page.Post = d.frameIn(v, "posts", "Before the election: "+p.Title), p
	if page.Election, page.Flags, err = d.flags(v, p); err != nil {
		return err
	}
	if page.Election.ID != "" {
		if page.Approvals, err = d.DB.Approvals(v.ctx(), page.Election.ID, p.ID); err != nil {
			return err
		}
	}
	code := http.StatusOK
	if wrong != nil {
		page.Problems = problemsAt(wrong, "reason")
		code = d.Status(blog.KindOf(wrong))
	}
	return d.show(v, code, "approval", page)
}

// flags are the election that is near when the post goes out, and what in the post
// should be looked at twice for it.
func (d *Desk) flags(v *visit, p blog.Post) (blog.Election, []string, error) {
	at := d.Now()
	if p.State == blog.StateScheduled {
		at = p.ScheduledAt
	}
	e, err := d.DB.ElectionAt(v.ctx(), at)
	if err != nil || e.ID == "" {
		return e, nil, err
	}
	return e, e.Flags(strings.Join(slices.Concat([]string{p.Title, p.Summary, p.Body}, p.Tags), "\n")), nil
}

func (d *Desk) giveApproval(v *visit) error {
	page := approvalPage{Reason: v.form.Get("reason")}
	err := d.Newsroom.ApproveForElection(v.ctx(), v.editor, v.Param("id"), page.Reason)
	if err != nil && isForm(err) {
		return d.approvalPage(v, page, err)
	}
	if err != nil {
		return err
	}
	return v.back("/desk/posts/"+v.Param("id")+"/approval", approvalGiven)
}
