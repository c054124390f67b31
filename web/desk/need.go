package desk

import (
	"cmp"
	"time"

	"inews/internal/blog"
)

// need is one thing that waits for whoever is signed in.
type need struct {
	Count string // how many of what, in bold; may be ""
	Text  string // what is to be done about them
	Link  string // where; may be ""
	Note  string // since when, and the like
	Grave bool   // somebody outside notices it
}

// needs is what waits for whoever is signed in, most urgent first. Each sort of
// work has a function in the list, which answers with no row when there is none.
func (d *Desk) needs(v *visit, held int) ([]need, error) {
	var all []need
	for _, find := range []func(*visit) ([]need, error){
		d.reviews,
		func(v *visit) ([]need, error) { return d.heldComments(v, held) },
		d.waitingMessages,
		d.openReports,
		d.openRequests,
		d.legalReview,
		d.newQuotes,
		d.listTrouble,
		d.silentServers,
		d.rechecks,
		d.olderTexts,
		d.unsaved,
		d.ownDrafts,
	} {
		some, err := find(v)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// overdue is how long a comment may wait before somebody outside minds.
const overdue = 24 * time.Hour

func (d *Desk) heldComments(v *visit, held int) ([]need, error) {
	if held == 0 || !v.may(blog.MayModerate) {
		return nil, nil
	}
	oldest, err := d.DB.OldestHeld(v.ctx())
	if err != nil {
		return nil, err
	}
	n := need{Count: blog.CountOf(held, "comment", "comments"), Text: "to check", Link: "/desk/comments"}
	if waited := d.Now().Sub(oldest); !oldest.IsZero() && waited > time.Minute {
		n.Note, n.Grave = "oldest waits "+lasted(waited), waited > overdue
	}
	return []need{n}, nil
}

// patience is how long a message may wait before whoever wrote it minds.
const patience = 5 * 24 * time.Hour

// waitingMessages are what readers wrote in private, each sort a line.
func (d *Desk) waitingMessages(v *visit) (all []need, err error) {
	if !v.may(blog.MayModerate) {
		return nil, nil
	}
	counts, err := d.DB.CountMessages(v.ctx())
	for _, sort := range []struct {
		n               int
		one, many, show string
	}{
		{counts.Contact, "message", "messages", "contact"}, {counts.NewIdeas, "idea", "ideas", "ideas"}, {counts.Feedback, "opinion", "opinions", "feedback"},
	} {
		if sort.n > 0 {
			all = append(all, need{Count: blog.CountOf(sort.n, sort.one, sort.many), Text: "of readers to look at", Link: messagesAt(sort.show)})
		}
	}
	if waited := d.Now().Sub(counts.Oldest); len(all) > 0 && waited > patience {
		all[0].Note, all[0].Grave = "the oldest of all waits "+lasted(waited), true
	}
	return all, err
}

func (d *Desk) openReports(v *visit) ([]need, error) {
	if !v.may(blog.MayModerate) {
		return nil, nil
	}
	open, err := d.DB.CountOpenReports(v.ctx(), "")
	if open == 0 || err != nil {
		return nil, err
	}
	return []need{{Count: blog.CountOf(open, "report", "reports"), Text: "from readers and other servers", Link: "/desk/reports", Grave: true}}, nil
}

// quotesAge is for how long a new quote is worth a line.
const quotesAge = 14 * 24 * time.Hour

func (d *Desk) newQuotes(v *visit) ([]need, error) {
	if !v.may(blog.MayModerate) {
		return nil, nil
	}
	fresh, err := d.DB.CountQuotesToShow(v.ctx(), d.Now().Add(-quotesAge))
	if fresh == 0 || err != nil {
		return nil, err
	}
	return []need{{Count: blog.CountOf(fresh, "new quote", "new quotes"), Text: "of our posts, to show or to leave", Link: "/desk/quotes"}}, nil
}

func (d *Desk) listTrouble(v *visit) (all []need, err error) {
	if !v.may(blog.MayModerate) {
		return nil, nil
	}
	entries, lists, err := d.DB.CountListTrouble(v.ctx())
	if entries > 0 {
		all = append(all, need{Count: blog.CountOf(entries, "server", "servers"), Text: "on block lists to decide about", Link: "/desk/blocks/lists"})
	}
	if lists > 0 {
		all = append(all, need{Count: blog.CountOf(lists, "block list", "block lists"), Text: "could not be taken", Link: "/desk/blocks/lists"})
	}
	return all, err
}

func (d *Desk) silentServers(v *visit) ([]need, error) {
	if !v.may(blog.MayPublish) {
		return nil, nil
	}
	depth, err := d.DB.DeliveryDepth(v.ctx())
	if depth.Open == 0 || err != nil {
		return nil, err
	}
	text := "do not answer"
	if depth.Open == 1 {
		text = "does not answer"
	}
	return []need{{Count: blog.CountOf(depth.Open, "server", "servers"), Text: text, Note: "tried again by itself"}}, nil
}

// reviews are the posts that wait for an editor: all of them, and for a writer
// their own.
func (d *Desk) reviews(v *visit) ([]need, error) {
	if !v.may(blog.MayWrite) {
		return nil, nil
	}
	posts, err := d.DB.PostsInReview(v.ctx(), d.ownOnly(v), fewDrafts)
	all := make([]need, len(posts))
	for i, p := range posts {
		all[i] = need{Text: p.Title, Link: "/desk/posts/" + p.ID + "/review"}
		if v.may(blog.MayPublish) {
			all[i].Count = "To review:"
		} else {
			all[i].Note = "in review"
		}
		if due := p.Submission.Due; !due.IsZero() {
			all[i].Note, all[i].Grave = "needed by "+due.In(d.Zone).Format("Mon 2 Jan"), due.Before(d.Now())
		}
	}
	return all, err
}

// rechecks are the posts about which somebody is asked whether they are still
// true.
func (d *Desk) rechecks(v *visit) ([]need, error) {
	if !v.may(blog.MayPublish) {
		return nil, nil
	}
	posts, err := d.DB.PostsToRecheck(v.ctx(), d.Now(), fewDrafts)
	all := make([]need, len(posts))
	for i, p := range posts {
		all[i] = need{Count: "Still true?", Text: p.Title, Link: "/desk/posts/" + p.ID + "/dates"}
	}
	return all, err
}

// unsaved is what whoever is signed in has typed and not saved.
func (d *Desk) unsaved(v *visit) ([]need, error) {
	if !v.may(blog.MayWrite) {
		return nil, nil
	}
	kept, err := d.keptOf(v, fewDrafts)
	all := make([]need, len(kept))
	for i, o := range kept {
		all[i] = need{Text: cmp.Or(o.Title(), "Untitled"), Link: o.Path, Note: "not saved yet, " + o.At}
	}
	return all, err
}

// ownDrafts are those of whoever is signed in.
func (d *Desk) ownDrafts(v *visit) ([]need, error) {
	if !v.may(blog.MayWrite) {
		return nil, nil
	}
	drafts, err := d.DB.PostsOnDesk(v.ctx(), blog.StateDraft, v.editor.ID, fewDrafts)
	all := make([]need, len(drafts))
	for i, p := range drafts {
		all[i] = need{Text: cmp.Or(p.Title, "Untitled draft"), Link: deskPath(p), Note: "your draft, begun " + p.CreatedAt.In(d.Zone).Format("2 Jan")}
	}
	return all, err
}
