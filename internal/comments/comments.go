// Package comments decides what is said under a post: it takes in what readers
// leave on the web and what people write on other servers, holds it for staff,
// and lets staff approve, hide, answer and block.
//
// There is one stream. Where a comment came from decides how its text is made
// safe and whom it can be traced to, and nothing else. Everything from outside
// is held until somebody on the staff has approved its author once; what was
// not addressed to everybody is never shown, whatever staff press. Each verb is
// one transaction and records a Change that names the post, so that every page
// that shows it is made anew.
package comments

import (
	"context"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Comments is where comments are taken in and decided about. DB and Base are
// needed.
type Comments struct {
	DB *postgres.DB
	// Base begins the wire ids of comments that are ours:
	// "https://council.example/ap/comments/".
	Base string
	// Domain is that of the blog's handle, where it is not the site's: nobody may
	// decide about it either.
	Domain string
	// Edition fetches a list of servers, unless it is as it was.
	Edition func(ctx context.Context, list blog.BlockList) (Edition, error)
	Letters Letters          // to those who comment; none when zero
	Now     func() time.Time // time.Now when nil
	// Ours are the addresses of our own actor (its wire id and its page). A
	// mention of it at the beginning of a comment is left out.
	Ours []string
	// Words make a comment look like spam, in any case, beside those that
	// always do.
	Words []string
}

func (c *Comments) now() time.Time {
	if c.Now == nil {
		return time.Now()
	}
	return c.Now()
}

// moderator refuses those who may not decide about comments.
func moderator(by blog.Editor) error {
	if !by.Role.May(blog.MayModerate) {
		return blog.Errorf(blog.Forbidden, "Your role does not moderate comments. Ask a moderator or an editor.")
	}
	return nil
}

// welcome returns the person as we know them and what staff decided about their
// host, and refuses whom staff have blocked, by name or by host. The bridge
// saves a person before it brings anything of theirs.
func welcome(ctx context.Context, tx *postgres.Tx, personURI string) (blog.Person, blog.Severity, error) {
	person, err := tx.PersonByURI(ctx, personURI)
	if err != nil {
		return person, blog.NoSeverity, err
	}
	if !person.BlockedAt.IsZero() {
		return person, blog.NoSeverity, blog.Errorf(blog.Forbidden, "The staff of this blog have blocked this person.")
	}
	severity, err := tx.SeverityOf(ctx, person.Host)
	if err == nil && severity.Refuses() {
		err = blog.Errorf(blog.Forbidden, "The staff of this blog have blocked %s.", person.Host)
	}
	return person, severity, err
}

// open returns the post, if it is public and takes comments.
func open(ctx context.Context, tx *postgres.Tx, postID string) (blog.Post, error) {
	p, err := tx.PostByID(ctx, postID)
	if err != nil {
		return p, err
	}
	if !p.Visible() {
		// The same answer as for a post that never was.
		return blog.Post{}, blog.Errorf(blog.NotFound, "There is nothing here.")
	}
	if p.Comments == blog.CommentsClosed {
		return p, blog.Errorf(blog.Conflict, "Comments on this post are closed.")
	}
	return p, nil
}

// record notes what happened to a comment.
func record(ctx context.Context, tx *postgres.Tx, by blog.Editor, verb blog.Verb, comment blog.Comment, reason string) error {
	_, err := tx.Record(ctx, blog.Change{
		Editor: by.ID, Verb: verb, Subject: blog.CommentSubject, SubjectID: comment.ID, PostID: comment.PostID, Reason: reason,
	})
	return err
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
