package newsroom

import (
	"context"
	"net/netip"
	"reflect"
	"strings"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// links are the reads that a guest's link needs, of a DB or of a Tx.
type links interface {
	GuestLinkByHash(ctx context.Context, tokenHash []byte) (blog.GuestLink, error)
	PostByID(ctx context.Context, id string) (blog.Post, error)
}

// opened is the draft behind a link. A link that was revoked, has run out or
// never was is Gone, in the same words.
func (n *Newsroom) opened(ctx context.Context, in links, token string) (blog.GuestLink, blog.Post, error) {
	l, err := in.GuestLinkByHash(ctx, hashed(token))
	if blog.KindOf(err) == blog.NotFound || err == nil && !l.Works(n.now()) {
		return l, blog.Post{}, blog.Errorf(blog.Gone, "This link does not work any more. Ask whoever sent it to you for a new one; what you wrote is kept.")
	}
	if err != nil {
		return l, blog.Post{}, err
	}
	p, err := in.PostByID(ctx, l.PostID)
	return l, p, err
}

// Guest is what a guest sees through their link: nothing is changed. Whoever
// tries links that there are not is asked to wait.
func (n *Newsroom) Guest(ctx context.Context, token string, address netip.Addr) (blog.GuestLink, blog.Post, error) {
	key := hashed("guest from " + address.Unmap().WithZone("").String())
	tries, err := n.DB.CountAttempts(ctx, key, n.now().Add(-guestWindow))
	if err != nil {
		return blog.GuestLink{}, blog.Post{}, err
	}
	if tries >= guestTries {
		return blog.GuestLink{}, blog.Post{}, blog.Errorf(blog.TooMany, "There were too many tries. Please wait fifteen minutes.")
	}
	l, p, err := n.opened(ctx, n.DB, token)
	if blog.KindOf(err) == blog.Gone {
		if noted := n.count(ctx, key, guestTries); noted != nil {
			return l, p, noted
		}
	}
	return l, p, err
}

// count notes a try and refuses it beyond a limit.
func (n *Newsroom) count(ctx context.Context, key []byte, limit int) error {
	var tries int
	err := n.DB.InTx(ctx, func(tx *postgres.Tx) (err error) {
		tries, err = tx.NoteAttempt(ctx, key, n.now(), n.now().Add(-guestWindow))
		return err
	})
	if err == nil && tries > limit {
		err = blog.Errorf(blog.TooMany, "That was often within a short time. Please wait a few minutes; what you typed is below.")
	}
	return err
}

// countTelling counts what a guest does of which staff are told: submitting and
// taking back in turns must not fill their mailboxes.
func (n *Newsroom) countTelling(ctx context.Context, l blog.GuestLink) error {
	return n.count(ctx, hashed("guest tells "+l.ID), guestTells)
}

// GuestText is what a guest typed.
type GuestText struct {
	Title, Summary, Body string
	Version              int // that they saw
}

// onto is the draft with the guest's words; all else stays as staff set it.
func (t GuestText) onto(p blog.Post) Draft {
	d := Draft{
		Form: p.Form, Title: t.Title, Summary: t.Summary, Body: t.Body, Language: p.Language, Tags: p.Tags, AuthorID: p.Author.ID,
		Thanks: p.Thanks, Series: p.Series, Picture: p.Picture, Comments: p.Comments, Published: p.PublishedAt, Version: t.Version,
	}
	if !strings.HasPrefix(p.Slug, richtext.Slug(p.Title)) {
		d.Slug = p.Slug // an editor chose it; one that was made from the title follows the title
	}
	return d
}

// GuestPreview is the post that a guest's words would make; nothing is saved.
func (n *Newsroom) GuestPreview(ctx context.Context, token string, t GuestText) (blog.Post, error) {
	l, p, err := n.opened(ctx, n.DB, token)
	if err != nil {
		return p, err
	}
	if err := n.count(ctx, hashed("guest writes "+l.ID), guestSaves); err != nil {
		return p, err
	}
	return n.Preview(ctx, blog.Editor{}, t.onto(p))
}

// GuestSave saves what a guest typed, and submits it when they say so, with a
// word to the reviewer.
func (n *Newsroom) GuestSave(ctx context.Context, token string, t GuestText, submit bool, word string) (blog.Post, error) {
	l, p, err := n.opened(ctx, n.DB, token)
	if err != nil {
		return p, err
	}
	if err := n.count(ctx, hashed("guest writes "+l.ID), guestSaves); err != nil {
		return p, err
	}
	if submit {
		if err := n.countTelling(ctx, l); err != nil {
			return p, err
		}
	}
	text, err := n.Typeset(ctx, t.onto(p))
	if err != nil {
		return p, err
	}
	err = n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if l, p, err = n.lockOpened(ctx, tx, token); err != nil {
			return err
		}
		if p, err = n.guestSave(ctx, tx, l, p, text); err != nil || !submit {
			return err
		}
		c := change(blog.Editor{}, blog.Submitted, p)
		c.Object = l.ID
		if p, err = n.submit(ctx, tx, p, blog.Submission{At: n.now(), Word: word}, c); err != nil {
			return err
		}
		return n.tellReviewers(ctx, tx, p, l.Name, "", blog.NoticeGuest)
	})
	return p, err
}

func (n *Newsroom) lockOpened(ctx context.Context, tx *postgres.Tx, token string) (blog.GuestLink, blog.Post, error) {
	l, p, err := n.opened(ctx, tx, token)
	if err != nil {
		return l, p, err
	}
	if p, err = lock(ctx, tx, p.ID); err != nil {
		return l, p, err
	}
	l, _, err = n.opened(ctx, tx, token) // it may have been revoked while we waited
	return l, p, err
}

func (n *Newsroom) guestSave(ctx context.Context, tx *postgres.Tx, l blog.GuestLink, before blog.Post, text Copy) (blog.Post, error) {
	if before.State != blog.StateDraft {
		return before, blog.Errorf(blog.Conflict, "This post is %s, so that nothing was saved. What you typed is below.", before.State.Words())
	}
	if before.Version != text.Version {
		return before, blog.Errorf(blog.Conflict, "An editor saved this post in the meantime. What you typed is below: copy what you want to keep, then open your link again.")
	}
	p, err := n.Apply(ctx, tx, blog.Editor{}, before, text)
	if err != nil {
		return p, err
	}
	if err := p.Check(false); err != nil || reflect.DeepEqual(p, before) {
		return p, err
	}
	if p, err = n.Save(ctx, tx, blog.Editor{}, before, p, text); err != nil {
		return p, err
	}
	c := change(blog.Editor{}, blog.Drafted, p)
	c.Object = l.ID
	_, err = tx.Record(ctx, c)
	return p, err
}

// GuestRecall takes a guest's post back out of review.
func (n *Newsroom) GuestRecall(ctx context.Context, token string) error {
	return n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		l, p, err := n.lockOpened(ctx, tx, token)
		if err != nil {
			return err
		}
		if err := p.Return(); err != nil {
			return err
		}
		return n.settle(ctx, tx, p, blog.Change{Verb: blog.TakenBack, Object: l.ID})
	})
}

// GuestNote adds a guest's note, as an answer to one or by itself.
func (n *Newsroom) GuestNote(ctx context.Context, token string, note blog.Note) error {
	if err := note.Check(); err != nil {
		return err
	}
	l, _, err := n.opened(ctx, n.DB, token)
	if err != nil {
		return err
	}
	if err := n.countTelling(ctx, l); err != nil {
		return err
	}
	return n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		l, p, err := n.lockOpened(ctx, tx, token)
		if err != nil {
			return err
		}
		if p.State != blog.StateDraft && p.State != blog.StateReview {
			return blog.Errorf(blog.Conflict, "The editors are done with this post: write to them instead. What you typed is below.")
		}
		note.PostID, note.EditorID, note.GuestID = p.ID, "", l.ID
		return n.note(ctx, tx, p, note, l.Name, "")
	})
}
