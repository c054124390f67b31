package newsroom

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Submit hands a draft over to the editors, with a word to whoever looks at it
// and the day by which the writer hopes for an answer; both may be missing.
func (n *Newsroom) Submit(ctx context.Context, by blog.Editor, id, word string, due time.Time) (blog.Post, error) {
	var p blog.Post
	err := n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		before, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := mayEdit(ctx, tx, by, before); err != nil {
			return err
		}
		p, err = n.submit(ctx, tx, before, blog.Submission{At: n.now(), By: by.ID, Word: word, Due: due}, change(by, blog.Submitted, before))
		if err != nil {
			return err
		}
		return n.tellReviewers(ctx, tx, p, by.Name, by.ID, blog.NoticeSubmitted)
	})
	return p, err
}

// submit is the part of Submit that guests share.
func (n *Newsroom) submit(ctx context.Context, tx *postgres.Tx, p blog.Post, s blog.Submission, c blog.Change) (blog.Post, error) {
	before := p.Summary
	err := ready(ctx, tx, &p)
	if err != nil {
		return p, err
	}
	draft := p
	if err := p.Submit(s); err != nil {
		return p, err
	}
	if p.Summary != before { // it was made from the text
		if draft, err = tx.UpdatePost(ctx, draft); err != nil {
			return p, err
		}
		if err := tx.KeepRevision(ctx, draft, s.By); err != nil {
			return p, err
		}
		p.Version = draft.Version
	}
	if p, err = tx.SubmitPost(ctx, p); err != nil {
		return p, err
	}
	c.Reason = p.Submission.Word
	_, err = tx.Record(ctx, c)
	return p, err
}

// tellReviewers tells everybody who may publish that a post waits.
func (n *Newsroom) tellReviewers(ctx context.Context, tx *postgres.Tx, p blog.Post, who, by string, kind blog.NoticeKind) error {
	staff, err := tx.Editors(ctx)
	if err != nil {
		return err
	}
	var to []string
	for _, e := range staff {
		if e.Role.May(blog.MayPublish) {
			to = append(to, e.ID)
		}
	}
	words := fmt.Sprintf("%s submitted %s for review.", who, called(p))
	if !p.Submission.Due.IsZero() {
		words = fmt.Sprintf("%s submitted %s for review, and needs it by %s.", who, called(p), p.Submission.Due.Format("Monday 2 January"))
	}
	if p.Submission.Word != "" {
		words += " They say: " + p.Submission.Word
	}
	return n.Tell(ctx, tx, blog.Notice{Kind: kind, PostID: p.ID, Words: words, Path: "/desk/posts/" + p.ID + "/review"}, by, to...)
}

// Recall takes a post back out of review: whoever drafted it may, and editors.
func (n *Newsroom) Recall(ctx context.Context, by blog.Editor, id string) (blog.Post, error) {
	var p blog.Post
	err := n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		var err error
		if p, err = lock(ctx, tx, id); err != nil {
			return err
		}
		drafter, err := tx.DraftedBy(ctx, id)
		if err != nil {
			return err
		}
		if !by.Role.May(blog.MayPublish) && (drafter != by.ID || !by.Role.May(blog.MayWrite)) {
			return blog.Errorf(blog.Forbidden, "This draft is somebody else's.")
		}
		if err := p.Return(); err != nil {
			return err
		}
		if err := n.settle(ctx, tx, p, blog.Change{Editor: by.ID, Verb: blog.TakenBack}); err != nil {
			return err
		}
		p, err = tx.PostByID(ctx, id)
		return err
	})
	return p, err
}

// SendBack gives a post in review back to its writer, with the reason, which
// also stands among the notes.
func (n *Newsroom) SendBack(ctx context.Context, by blog.Editor, id, reason string) (blog.Post, error) {
	reason = strings.TrimSpace(reason)
	switch length := utf8.RuneCountInString(reason); {
	case length == 0:
		return blog.Post{}, blog.InvalidField("reason", "Say what should be changed, so that the writer can do it.")
	case length > blog.MaxWord:
		return blog.Post{}, blog.InvalidField("reason", "The reason has %d characters; %d is the most.", length, blog.MaxWord)
	}
	var writers []string
	back := blog.Change{Verb: blog.SentBack, Reason: reason}
	return n.moveAnd(ctx, by, id, back, func(tx *postgres.Tx, p *blog.Post) error {
		drafter, err := tx.DraftedBy(ctx, id)
		if err != nil {
			return err
		}
		writers = []string{drafter, p.Submission.By}
		if by.ID != "" {
			if _, _, err := tx.InsertNote(ctx, blog.Note{PostID: id, EditorID: by.ID, Words: reason}); err != nil {
				return err
			}
		}
		return p.Return()
	}, func(tx *postgres.Tx, p blog.Post) error {
		words := fmt.Sprintf("%s sent %s back: %s", by.Name, called(p), reason)
		if err := n.tellGuests(ctx, tx, p, "Sent back", words); err != nil {
			return err
		}
		return n.Tell(ctx, tx, blog.Notice{Kind: blog.NoticeSentBack, PostID: id, Words: words, Path: deskPath(p)}, by.ID, writers...)
	})
}

// tellApproved tells the writer that their post goes out, or has.
func (n *Newsroom) tellApproved(ctx context.Context, tx *postgres.Tx, by blog.Editor, p blog.Post) error {
	drafter, err := tx.DraftedBy(ctx, p.ID)
	if err != nil {
		return err
	}
	did, words := by.ID, fmt.Sprintf("%s published %s.", by.Name, called(p))
	switch {
	case p.State == blog.StateScheduled:
		words = fmt.Sprintf("%s scheduled %s: it goes out on %s.", by.Name, called(p), moment(p.ScheduledAt))
	case by.ID == "" && by.Name == "":
		words = fmt.Sprintf("%s went out, as scheduled.", called(p))
		if did, err = scheduledBy(ctx, tx, p); err != nil {
			return err
		}
	}
	if err := n.tellGuests(ctx, tx, p, "Your post", words); err != nil {
		return err
	}
	if p.Visible() {
		if err := n.tellSenders(ctx, tx, p); err != nil {
			return err
		}
	}
	return n.Tell(ctx, tx, blog.Notice{Kind: blog.NoticeApproved, PostID: p.ID, Words: words, Path: deskPath(p)}, did, drafter)
}

// scheduledBy is the id of whoever last set when the post goes out.
func scheduledBy(ctx context.Context, tx *postgres.Tx, p blog.Post) (id string, err error) {
	changes, err := tx.ChangesOf(ctx, SubjectOf(p), p.ID)
	for _, c := range changes {
		if c.Verb == blog.Scheduled {
			id = c.Editor
		}
	}
	return id, err
}

// lock reads a post that nobody else changes until the transaction ends.
func lock(ctx context.Context, tx *postgres.Tx, id string) (blog.Post, error) {
	if err := tx.LockPost(ctx, id); err != nil {
		return blog.Post{}, err
	}
	return tx.PostByID(ctx, id)
}
