package comments

import (
	"context"
	"net/url"
	"strings"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Revise takes in the edit of a comment by its author. An edit that is older
// than what is there changes nothing. A shown comment whose text changed goes
// back to staff, unless its author is trusted and the new text arouses no
// suspicion. It is NotFound for a comment that we do not have, Forbidden to
// anybody but its author.
func (c *Comments) Revise(ctx context.Context, r Remote) (blog.Comment, error) {
	revised := c.read(r)
	var comment blog.Comment
	err := c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		person, severity, err := welcome(ctx, tx, r.Person.URI)
		if err != nil {
			return err
		}
		if comment, err = tx.CommentByURI(ctx, r.URI); err == nil {
			comment, err = locked(ctx, tx, comment.ID) // staff may decide about it just now
		}
		if err := again(comment, r, err); err != nil {
			return err
		}
		if revised.Edited.IsZero() {
			revised.Edited = c.now()
		}
		sameText := revised.HTML == comment.HTML
		if older(revised, comment) {
			return nil
		}
		if sameText && revised.Audience == comment.Audience {
			return requote(ctx, tx, &comment, revised)
		}
		if revised.Text == "" {
			return blog.InvalidField("text", "There is nothing in this comment.")
		}
		revised.Verdict, revised.Suspicion, revised.Signs, revised.Person = comment.Verdict, comment.Suspicion, comment.Signs, person
		if !sameText {
			if err := c.judge(ctx, tx, &revised); err != nil {
				return err
			}
		}
		if comment.Verdict == blog.VerdictApproved {
			election, err := tx.ElectionAt(ctx, c.now())
			if err != nil {
				return err
			}
			mayStay := sameText || person.Trusted() && revised.Suspicion == "" && !severity.Distrusts() && election.ID == ""
			if !mayStay || revised.Private() {
				revised.Verdict = blog.VerdictHeld
			}
		}
		if comment.Verdict == blog.VerdictNoted && !sameText {
			revised.Verdict = blog.VerdictHeld // staff were done with other words
		}
		revised.ID = comment.ID
		if err := tx.EditComment(ctx, revised, r.Raw); err != nil {
			return err
		}
		if comment, err = tx.CommentByID(ctx, comment.ID); err != nil {
			return err
		}
		return record(ctx, tx, blog.Editor{}, blog.Edited, comment, "")
	})
	return comment, err
}

// requote notes that the author of what a comment quotes has agreed to it, or
// no longer does: news to staff, and no edit.
func requote(ctx context.Context, tx *postgres.Tx, comment *blog.Comment, revised blog.Comment) error {
	if comment.Quote == revised.Quote && comment.QuoteApproved == revised.QuoteApproved {
		return nil
	}
	comment.Quote, comment.QuoteApproved = revised.Quote, revised.QuoteApproved
	return tx.SetQuote(ctx, comment.ID, comment.Quote, comment.QuoteApproved)
}

// older tells whether the revision was made before what we have. On the wire
// times have no fractions: of two edits in one second, the later to come counts.
func older(revised, have blog.Comment) bool {
	last := have.Published
	if !have.Edited.IsZero() {
		last = have.Edited
	}
	return revised.Edited.Before(last)
}

// Remove takes a comment back at its author's wish: its place in the thread
// stays, what was said is gone. An object that we never had is barred from
// arriving later, when it could be the person's. It is Forbidden to anybody
// but the author.
func (c *Comments) Remove(ctx context.Context, uri, byPersonURI string) error {
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := dropStamps(ctx, tx, uri, byPersonURI); err != nil {
			return err
		}
		comment, err := tx.CommentByURI(ctx, uri)
		switch {
		case blog.KindOf(err) == blog.NotFound:
			if !sameHost(uri, byPersonURI) {
				return blog.Errorf(blog.Forbidden, "This comment is somebody else's.")
			}
			return tx.NoteDeleted(ctx, uri, byPersonURI)
		case err != nil:
			return err
		case comment.Person.URI != byPersonURI:
			return blog.Errorf(blog.Forbidden, "This comment is somebody else's.")
		case comment.Verdict == blog.VerdictRemoved:
			return nil
		}
		if err := tx.EmptyComment(ctx, comment.ID); err != nil {
			return err
		}
		if err := tx.NoteDeleted(ctx, uri, byPersonURI); err != nil {
			return err
		}
		return record(ctx, tx, blog.Editor{}, blog.Removed, comment, "")
	})
}

// sameHost tells whether two wire ids come from one server.
func sameHost(a, b string) bool {
	x, errX := url.Parse(a)
	y, errY := url.Parse(b)
	return errX == nil && errY == nil && x.Host != "" && strings.EqualFold(x.Host, y.Host)
}

// RemovePerson does what the deletion of a person asks for: their comments are
// emptied, their reactions and their following go.
func (c *Comments) RemovePerson(ctx context.Context, uri string) error {
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if _, err := tx.PersonByURI(ctx, uri); err != nil {
			return err
		}
		posts, err := tx.PostsWithTraces(ctx, uri, "")
		if err != nil {
			return err
		}
		if err := tx.RemovePerson(ctx, uri); err != nil {
			return err
		}
		removed := blog.Change{Verb: blog.Removed, Subject: blog.PersonSubject, SubjectID: uri}
		return recordWithPosts(ctx, tx, removed, posts)
	})
}

// recordWithPosts records a change, and that it hid something on each of the
// posts, so that their pages are made anew.
func recordWithPosts(ctx context.Context, tx *postgres.Tx, change blog.Change, posts []string) error {
	if _, err := tx.Record(ctx, change); err != nil {
		return err
	}
	change.Verb = blog.Hidden
	for _, id := range posts {
		change.PostID = id
		if _, err := tx.Record(ctx, change); err != nil {
			return err
		}
	}
	return nil
}
