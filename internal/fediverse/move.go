package fediverse

import (
	"context"
	"fmt"
	"time"

	fed "inews/federation"
	"inews/internal/blog"
	"inews/internal/postgres"
)

// Move tells the followers that the blog is elsewhere, once Rehearse finds
// nothing in the way: their servers then follow the new actor in their name.
// With force, another move less than a week ago is not in the way.
//
// Force is for a server that is about to end. What it gives up is this: servers
// that have acted on the last move ignore another one for a week without a word,
// and are not told again. It goes past nothing else, since no other server would
// follow where the new actor does not name this one. Source: FEP-7628.
func (b *Bridge) Move(ctx context.Context, by blog.Editor, handle string, force bool) (blog.Move, error) {
	if err := mayMove(by); err != nil {
		return blog.Move{}, err
	}
	r, err := b.Rehearse(ctx, handle, force)
	if err != nil {
		return blog.Move{}, err
	}
	for _, f := range r.Findings {
		if f.Weight == blog.Trouble {
			return blog.Move{}, blog.Errorf(blog.Conflict, "%s", f.Says)
		}
	}
	keys, err := pems(r.actor)
	if err != nil {
		return blog.Move{}, err
	}
	move := blog.Move{Target: r.Target, At: b.Now()}
	return move, b.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := tx.KeepFollowers(ctx); err != nil {
			return fmt.Errorf("keep followers: %w", err)
		}
		last, err := tx.LastMove(ctx)
		if err != nil {
			return err
		}
		if rests(last, move.At) && !force { // somebody else was faster
			return blog.Errorf(blog.Conflict, "%s", tooSoon(last))
		}
		if err := tx.SavePerson(ctx, r.Target, r.actor.Raw, keys); err != nil {
			return err
		}
		if err := tx.Move(ctx, r.Target.URI, move.At); err != nil {
			return fmt.Errorf("note move: %w", err)
		}
		_, err = tx.Record(ctx, blog.Change{
			Editor: by.ID, Verb: blog.Moved, Subject: blog.BlogSubject, SubjectID: string(b.Blog()),
			Reason: "to " + r.Target.Called(), Object: r.Target.URI,
		})
		return err
	})
}

// UndoMove takes the new address away again. Servers that were not told yet
// never are; followers who are elsewhere by now stay there. It returns what was
// undone.
func (b *Bridge) UndoMove(ctx context.Context, by blog.Editor) (blog.Move, error) {
	if err := mayMove(by); err != nil {
		return blog.Move{}, err
	}
	var move blog.Move
	err := b.DB.InTx(ctx, func(tx *postgres.Tx) error {
		standing, err := tx.StandingMove(ctx)
		switch {
		case err != nil:
			return err
		case standing == nil:
			return blog.Errorf(blog.NotFound, "The blog has not moved: there is nothing to undo.")
		}
		move = *standing
		if ended, err := tx.EndMove(ctx, b.Now()); err != nil || !ended {
			return err
		}
		return b.edited(ctx, tx, by, "move undone: "+move.Target.Called(), move.Target.URI)
	})
	return move, err
}

// rests tells whether a move is so new that other servers ignore another one.
func rests(last *blog.Move, now time.Time) bool {
	return last != nil && now.Before(last.At.Add(blog.MoveRest))
}

func tooSoon(last *blog.Move) string {
	return fmt.Sprintf("The blog moved on %s. Mastodon ignores another move for a week and says nothing of it: wait until %s.",
		onDay(last.At), onDay(last.At.Add(blog.MoveRest)))
}

// onDay is a time in a sentence.
func onDay(t time.Time) string { return t.UTC().Format("2 January 2006 15:04 MST") }

// tellMoved tells the followers where the blog is. What an earlier move has not
// told yet is told no more.
func (b *Bridge) tellMoved(ctx context.Context, change blog.Change) (*News, error) {
	move, err := b.DB.StandingMove(ctx)
	if err != nil || move == nil || move.Target.URI != change.Object {
		return nil, err // it has been undone, or replaced: a later change tells of that
	}
	id := b.Blog()
	return &News{
		Activity: fed.Activity{
			Type: fed.MoveType, ObjectID: id, Target: fed.ID(move.Target.URI),
			To: []fed.ID{Below(id, "/followers")},
		},
		ObjectID: id, To: postgres.Audience{Followers: true}, Replaces: []string{fed.MoveType},
	}, nil
}
