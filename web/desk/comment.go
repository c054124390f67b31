package desk

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/postgres"
)

// commentsPage is the queue of comments with one verdict.
type commentsPage struct {
	frame
	Verdict blog.Verdict
	Counts  map[blog.Verdict]int // of what the sieve lets through
	Whole   map[blog.Verdict]int
	Cards   []commentCard
	Reasons []string
	Cut     bool
	Sources []postgres.HeldSource // from which most is held
	Spans   []span
	Others  others
	Undo    []commentCard      // what this editor has just decided
	Month   postgres.SpamTally // spam of this month
	// Mentions tells that it is the queue of what names the blog and answers none
	// of its posts.
	Mentions bool
	Sieve    sieve
	Next     string // address of what came before
	after    postgres.Cursor
}

// Path is where the queue is.
func (p commentsPage) Path() string { return queueOf(p.Mentions) }

// To is where what has another verdict is, sifted the same way.
func (p commentsPage) To(verdict blog.Verdict) string {
	values := p.Sieve.values()
	values.Set("verdict", string(verdict))
	return p.Path() + "?" + values.Encode()
}

// Kept is how the forms of the queue carry what it is sifted by.
func (p commentsPage) Kept() string { return p.Sieve.Kept() }

// Back is where it goes on after a block.
func (p commentsPage) Back() string { return p.To(p.Verdict) }

// All tells how much has the verdict, however the queue is sifted.
func (p commentsPage) All() int { return p.Whole[p.Verdict] }

// From is how the forms of the queue tell where they stand.
func (p commentsPage) From() string {
	if p.Mentions {
		return "mentions"
	}
	return "queue"
}

// others are the numbers beside the tabs of what staff look through.
type others struct {
	Comments, Mentions, Reports, Requests int
	Messages                              postgres.MessageCounts
}

// Count is how many comments have the verdict.
func (p commentsPage) Count(verdict string) int { return p.Counts[blog.Verdict(verdict)] }

// commentPage is one comment in its thread.
type commentPage struct {
	frame
	Card    commentCard
	Thread  []commentCard // all of it, in reading order
	Cut     bool          // there is more of it
	Reasons []string
	Trail   []change
	Before  []commentCard // the thread above on the same post, if any
	After   []commentCard // the one below
}

// From is how the forms of the thread tell where they stand.
func (p commentPage) From() string { return p.Card.ID }

// Kept is empty: a thread is not sifted.
func (p commentPage) Kept() string { return "" }

// Back is where it goes on after a block.
func (p commentPage) Back() string { return "/desk/comments/" + p.Card.ID }

// How much of each is shown at once.
const (
	queued       = 50
	manyInThread = 200
	fewUndone    = 5
)

// deepest is how far a thread is set in on the desk.
const deepest = 5

func (d *Desk) comments(v *visit) error {
	page := commentsPage{Verdict: blog.VerdictHeld, Sieve: sieveIn(v.Query), after: cursorIn(v)}
	if v.Query("source") == fromMentions { // a queue of its own, with no post to choose
		page.Sieve.Source, page.Sieve.Post = "", ""
		v.to(queueOf(true) + "?" + page.Sieve.Kept())
		return nil
	}
	switch verdict := blog.Verdict(v.Query("verdict")); verdict {
	case blog.VerdictApproved, blog.VerdictHidden, blog.VerdictSpam, blog.VerdictRemoved:
		page.Verdict = verdict
	}
	return d.queue(v, http.StatusOK, page)
}

func (d *Desk) mentionQueue(v *visit) error {
	page := commentsPage{Verdict: blog.VerdictHeld, Mentions: true, Sieve: sieveIn(v.Query), after: cursorIn(v)}
	page.Sieve.Source, page.Sieve.Post = "", ""
	switch verdict := blog.Verdict(v.Query("verdict")); verdict {
	case blog.VerdictNoted, blog.VerdictHidden, blog.VerdictSpam:
		page.Verdict = verdict
	}
	return d.queue(v, http.StatusOK, page)
}

// queue fills the page and shows it, with what is wrong with a form of it.
func (d *Desk) queue(v *visit, code int, page commentsPage) error {
	problems := page.Problems
	page.frame = d.frameIn(v, "comments", "Comments")
	if page.Mentions {
		page.Title = "Mentions"
	}
	page.Problems, page.Reasons, page.Scripts = problems, comments.Rules, append(page.Scripts, "queue.js")
	list, err := d.inQueue(v, &page)
	if err != nil {
		return err
	}
	if page.Cut = len(list) > queued; page.Cut {
		list = list[:queued]
	}
	if last := len(list) - 1; page.Cut && page.Verdict != blog.VerdictHeld {
		page.Next = page.To(page.Verdict) + "&" + cursorOut(postgres.Cursor{At: list[last].Received, ID: list[last].ID}).Encode()
	}
	if page.Cards, err = d.cards(v, list); err != nil {
		return err
	}
	if err := d.beside(v, &page); err != nil {
		return err
	}
	return d.show(v, code, "comments", page)
}

// inQueue reads what stands in the queue, and how much in each of its tabs.
func (d *Desk) inQueue(v *visit, page *commentsPage) (list []blog.Comment, err error) {
	if page.Others, err = d.counts(v); err != nil {
		return nil, err
	}
	if page.Whole, err = d.DB.CountSifted(v.ctx(), postgres.Sieve{Mentions: page.Mentions}); err != nil {
		return nil, err
	}
	if err := d.offer(v, page); err != nil {
		return nil, err
	}
	if !isID(page.after.ID) { // no place of ours
		page.after = postgres.Cursor{}
	}
	asked := page.Sieve.of(page.Mentions, d.Now())
	if page.Counts, err = d.DB.CountSifted(v.ctx(), asked); err != nil {
		return nil, err
	}
	return d.DB.QueueSifted(v.ctx(), page.Verdict, asked, page.after, queued+1)
}

// counts are how many of each thing wait.
func (d *Desk) counts(v *visit) (others, error) {
	var n others
	held, err := d.DB.CountComments(v.ctx())
	if err != nil {
		return n, err
	}
	named, err := d.DB.CountMentions(v.ctx())
	if err != nil {
		return n, err
	}
	n.Comments, n.Mentions = held[blog.VerdictHeld], named[blog.VerdictHeld]
	if n.Reports, err = d.DB.CountOpenReports(v.ctx(), ""); err != nil {
		return n, err
	}
	if n.Messages, err = d.DB.CountMessages(v.ctx()); err != nil {
		return n, err
	}
	n.Requests, _, err = d.DB.CountRequests(v.ctx())
	return n, err
}

// beside adds what stands beside the queue: floods, what can be undone, and how
// much spam was stopped this month.
func (d *Desk) beside(v *visit, page *commentsPage) error {
	if page.Verdict == blog.VerdictHeld && !page.Mentions {
		var err error
		page.Spans = spans
		if page.Sources, err = d.DB.HeldByHost(v.ctx(), manySources); err != nil {
			return err
		}
	}
	just, err := d.DB.Undoable(v.ctx(), v.editor.ID, comments.Undoable, fewUndone)
	if err != nil {
		return err
	}
	for _, c := range just {
		page.Undo = append(page.Undo, commentCard{Comment: c, Who: d.who(c)})
	}
	now := d.Now().In(d.Zone)
	page.Month, err = d.DB.SpamSince(v.ctx(), time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, d.Zone))
	return err
}

func (d *Desk) comment(v *visit) error { return d.commentPage(v, http.StatusOK, nil) }

// commentPage shows a comment in its thread, with all that was decided about it;
// with what is wrong with a form of the page, when err is not nil.
func (d *Desk) commentPage(v *visit, code int, wrong error) error {
	c, err := d.DB.CommentByID(v.ctx(), v.Param("id"))
	if err != nil {
		return err
	}
	page := commentPage{frame: d.frameIn(v, "comments", "Comment by "+d.who(c)), Reasons: comments.Rules}
	page.Scripts = append(page.Scripts, "queue.js")
	thread, err := d.DB.ThreadOf(v.ctx(), c, manyInThread)
	if err != nil {
		return err
	}
	page.Cut = len(thread) == manyInThread
	if !slices.ContainsFunc(thread, func(other blog.Comment) bool { return other.ID == c.ID }) {
		thread = append(thread, c) // a thread so long has lost it
	}
	if page.Thread, err = d.cards(v, thread); err != nil {
		return err
	}
	for i := range page.Thread {
		card := &page.Thread[i]
		card.Here, card.Indent = card.ID == c.ID, min(deepest, card.Depth)
		if i > 0 && page.Thread[i-1].ID == card.ParentID {
			card.Answers = nil // it stands just above
		}
		if card.Here {
			if strings.HasSuffix(v.FullPath(), "/answer") {
				card.Typed = v.form.Get("text")
			}
			page.Card = *card
		}
	}
	if err := d.besideThread(v, &page, c); err != nil {
		return err
	}
	if wrong != nil {
		page.Problems = problemsOf(wrong)
	}
	return d.show(v, code, "comment", page)
}

// besideThread adds what was decided about the comment, and the threads above and
// below it.
func (d *Desk) besideThread(v *visit, page *commentPage, c blog.Comment) error {
	before, after, err := d.DB.ThreadsBeside(v.ctx(), c)
	if err != nil {
		return err
	}
	if page.Before, err = d.cards(v, before); err != nil {
		return err
	}
	if page.After, err = d.cards(v, after); err != nil {
		return err
	}
	page.Trail, err = d.trail(v, blog.CommentSubject, c.ID)
	return err
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
