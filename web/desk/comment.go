package desk

import (
	"net/http"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// commentsPage is the queue of comments with one verdict.
type commentsPage struct {
	frame
	Verdict blog.Verdict
	Counts  map[blog.Verdict]int
	Cards   []commentCard
	Reasons []string
	Cut     bool
	Sources []postgres.HeldSource // from which most is held
	Spans   []span
}

// Count is how many comments have the verdict.
func (p commentsPage) Count(verdict string) int { return p.Counts[blog.Verdict(verdict)] }

// commentPage is one comment in its thread.
type commentPage struct {
	frame
	Card    commentCard
	Below   []commentCard // the thread under it
	Reasons []string
	Trail   []change
}

// commentCard is a comment with what an editor needs to decide about it.
type commentCard struct {
	blog.Comment
	Body    richtext.HTML
	Answers *commentCard // that it answers; nil for the post itself
	Indent  int          // how deep it stands, for the eye
	Who     string       // wrote it
}

// Decidable tells whether a verdict can be given: not on the blog's own
// answers, nor on what its author took back.
func (c commentCard) Decidable() bool {
	return c.Origin != blog.FromBlog && c.Verdict != blog.VerdictRemoved
}

// Answerable tells whether the blog may answer in public.
func (c commentCard) Answerable() bool { return c.Visible() }

// Ours tells whether it is the blog's own answer, still there.
func (c commentCard) Ours() bool {
	return c.Origin == blog.FromBlog && c.Verdict != blog.VerdictRemoved
}

// reasons are those for hiding a comment that happen most.
var reasons = []string{
	"Not about the post", "Personal attack or insult", "Personal details of somebody",
	"Discrimination or hatred", "Advertising", "Said before elsewhere", "Against the law",
}

// queued is how many comments the queue shows at once.
const queued = 50

// deepest is how far a thread is set in on the desk.
const deepest = 5

func (d *Desk) comments(v *visit) error {
	page := commentsPage{Verdict: blog.VerdictHeld, Reasons: reasons}
	switch verdict := blog.Verdict(v.Query("verdict")); verdict {
	case blog.VerdictApproved, blog.VerdictHidden, blog.VerdictSpam, blog.VerdictRemoved:
		page.Verdict = verdict
	}
	page.frame = d.frameIn(v, "comments", "Comments")
	return d.queue(v, http.StatusOK, page)
}

func (d *Desk) queue(v *visit, code int, page commentsPage) error {
	var err error
	if page.Counts, err = d.DB.CountComments(v.ctx()); err != nil {
		return err
	}
	list, err := d.DB.CommentsInQueue(v.ctx(), page.Verdict, queued)
	if err != nil {
		return err
	}
	page.Cut = len(list) == queued
	if page.Verdict == blog.VerdictHeld {
		page.Spans = spans
		if page.Sources, err = d.DB.HeldByHost(v.ctx(), manySources); err != nil {
			return err
		}
	}
	for _, c := range list {
		card, err := d.card(v, c)
		if err != nil {
			return err
		}
		page.Cards = append(page.Cards, card)
	}
	return d.show(v, code, "comments", page)
}

func (d *Desk) card(v *visit, c blog.Comment) (commentCard, error) {
	card := commentCard{Comment: c, Body: richtext.Trusted(c.HTML), Who: d.who(c)}
	if c.ParentID == "" {
		return card, nil
	}
	parent, err := d.DB.CommentByID(v.ctx(), c.ParentID)
	card.Answers = &commentCard{Comment: parent, Who: d.who(parent)}
	return card, err
}

// who wrote a comment, in a name: the blog's own answers have the site's.
func (d *Desk) who(c blog.Comment) string {
	if c.Origin == blog.FromBlog {
		return d.Name
	}
	return c.Byline()
}

func (d *Desk) comment(v *visit) error { return d.commentPage(v, http.StatusOK, nil) }

// commentPage shows a comment with all that was decided about it; with what is
// wrong with a form of the page, when err is not nil.
func (d *Desk) commentPage(v *visit, code int, wrong error) error {
	c, err := d.DB.CommentByID(v.ctx(), v.Param("id"))
	if err != nil {
		return err
	}
	page := commentPage{frame: d.frameIn(v, "comments", "Comment by "+d.who(c)), Reasons: reasons}
	if page.Card, err = d.card(v, c); err != nil {
		return err
	}
	thread, err := d.DB.CommentsUnder(v.ctx(), c, queued*2)
	if err != nil {
		return err
	}
	for _, below := range thread {
		if below.ID == c.ID {
			continue
		}
		page.Below = append(page.Below, commentCard{
			Comment: below, Body: richtext.Trusted(below.HTML), Who: d.who(below),
			Indent: min(deepest, below.Depth-c.Depth),
		})
	}
	if page.Trail, err = d.trail(v, blog.CommentSubject, c.ID); err != nil {
		return err
	}
	if wrong != nil {
		page.Problems = problemsOf(wrong)
	}
	return d.show(v, code, "comment", page)
}

// trail is what was done to something, with names, oldest first.
func (d *Desk) trail(v *visit, subject blog.Subject, id string) ([]change, error) {
	changes, err := d.DB.ChangesOf(v.ctx(), subject, id)
	if err != nil {
		return nil, err
	}
	names, err := d.names(v)
	list := make([]change, len(changes))
	for i, c := range changes {
		list[i] = change{Change: c, Who: names[c.Editor], What: inWords(c.Verb)}
		if c.Editor == "" {
			list[i].Who = "From outside"
		}
	}
	return list, err
}
