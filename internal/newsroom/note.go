package newsroom

import (
	"context"
	"fmt"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Note adds a remark to a post that the editor may see, and tells those who
// work on it.
func (n *Newsroom) Note(ctx context.Context, by blog.Editor, note blog.Note) error {
	note.EditorID, note.GuestID = by.ID, ""
	if err := note.Check(); err != nil {
		return err
	}
	return n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		p, err := n.seen(ctx, tx, by, note.PostID)
		if err != nil {
			return err
		}
		return n.note(ctx, tx, p, note, by.Name, by.ID)
	})
}

// note saves a checked note and tells of it.
func (n *Newsroom) note(ctx context.Context, tx *postgres.Tx, p blog.Post, note blog.Note, who, by string) error {
	note, isNew, err := tx.InsertNote(ctx, note)
	if err != nil || !isNew {
		return err
	}
	c := blog.Change{Editor: by, Verb: blog.Added, Subject: blog.NoteSubject, SubjectID: note.ID, PostID: p.ID, Object: note.GuestID}
	if _, err := tx.Record(ctx, c); err != nil {
		return err
	}
	words := fmt.Sprintf("%s wrote a note on %s: %s", who, called(p), note.Words)
	if note.EditorID != "" {
		if err := n.tellGuests(ctx, tx, p, "A note on your draft", words); err != nil {
			return err
		}
	}
	people, err := tx.PeopleOn(ctx, p.ID)
	if err != nil {
		return err
	}
	return n.Tell(ctx, tx, blog.Notice{Kind: blog.NoticeNoted, PostID: p.ID, Words: words, Path: deskPath(p)}, by, people...)
}

// ResolveNote says that what a note asks for is done.
func (n *Newsroom) ResolveNote(ctx context.Context, by blog.Editor, postID, noteID string) error {
	return n.resolve(ctx, by, postID, noteID, n.now())
}

// ReopenNote says that what a note asks for is still to be done.
func (n *Newsroom) ReopenNote(ctx context.Context, by blog.Editor, postID, noteID string) error {
	return n.resolve(ctx, by, postID, noteID, time.Time{})
}

func (n *Newsroom) resolve(ctx context.Context, by blog.Editor, postID, noteID string, at time.Time) error {
	return n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if _, err := n.seen(ctx, tx, by, postID); err != nil {
			return err
		}
		isNew, err := tx.ResolveNote(ctx, postID, noteID, by.ID, at)
		if err != nil || !isNew {
			return err
		}
		verb := blog.Resolved
		if at.IsZero() {
			verb = blog.Reopened
		}
		_, err = tx.Record(ctx, blog.Change{Editor: by.ID, Verb: verb, Subject: blog.NoteSubject, SubjectID: noteID, PostID: postID})
		return err
	})
}

// seen reads a post that the editor may see: an editor any, a contributor what
// they drafted.
func (n *Newsroom) seen(ctx context.Context, tx *postgres.Tx, by blog.Editor, id string) (blog.Post, error) {
	p, err := tx.PostByID(ctx, id)
	if err != nil || by.Role.May(blog.MayPublish) {
		return p, err
	}
	drafter, err := tx.DraftedBy(ctx, id)
	if err == nil && (drafter != by.ID || !by.Role.May(blog.MayWrite)) {
		err = blog.Errorf(blog.NotFound, "There is nothing here.")
	}
	return p, err
}
