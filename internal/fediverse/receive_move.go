package fediverse

import (
	"context"
	"fmt"
	"slices"

	fed "inews/federation"
	"inews/federation/inbox"
	"inews/internal/blog"
	"inews/internal/postgres"
)

// onMove lets a follower, or a partner, take a new address, once the new actor
// has confirmed that it is theirs. Of anybody else it is nothing to us.
// Source: FEP-7628.
func (r *Receiver) onMove(ctx context.Context, activity fed.Activity, _ inbox.Received) error {
	known, err := r.DB.MoveConcerns(ctx, string(activity.Actor()))
	if err != nil {
		return err
	}
	person, err := r.rule(ctx, activity, activity.ObjectID, known)
	if err != nil {
		return err
	}
	moved, err := r.movedTo(ctx, activity)
	if err != nil {
		return err
	}
	if err := r.moveFollower(ctx, person, moved, activity.ID); err != nil {
		return err
	}
	err = r.Network.Moved(ctx, person.URI, moved.URI)
	if blog.KindOf(err) == blog.NotFound {
		return nil // the blog does not follow them
	}
	return err
}

// movedTo asks the new actor whether it is the old one, and keeps it. Whoever
// may not come in by the door does not come in by moving, either.
func (r *Receiver) movedTo(ctx context.Context, activity fed.Activity) (blog.Person, error) {
	if r.Ours(activity.Target) {
		return blog.Person{}, ignored("%s has become this blog", activity.Actor())
	}
	actor, err := r.Client.Actor(ctx, activity.Target)
	if err != nil {
		return blog.Person{}, err
	}
	switch {
	case actor.ID == activity.Actor() || !names(actor.AlsoKnownAs, activity.Actor()):
		return blog.Person{}, ignored("%s does not name %s as itself", actor.ID, activity.Actor())
	case actor.MovedTo != "":
		return blog.Person{}, ignored("%s has moved on to %s", actor.ID, actor.MovedTo)
	}
	severity, err := r.DB.SeverityOf(ctx, actor.ID.Host())
	if err != nil {
		return blog.Person{}, err
	}
	known, err := r.DB.PersonByURI(ctx, string(actor.ID))
	switch {
	case err != nil && blog.KindOf(err) != blog.NotFound:
		return known, err
	case severity.Refuses() || !known.BlockedAt.IsZero():
		return known, ignored("staff have blocked %s", actor.ID)
	case severity == blog.Hold:
		return known, ignored("staff have put the server of %s on hold", actor.ID)
	case actor.Suspended:
		return known, ignored("%s is suspended on their own server", actor.ID)
	}
	return r.keep(ctx, actor)
}

// moveFollower lets somebody follow as who they are now.
func (r *Receiver) moveFollower(ctx context.Context, person, moved blog.Person, id fed.ID) error {
	return r.DB.InTx(ctx, func(tx *postgres.Tx) error {
		removed, err := tx.RemoveFollower(ctx, person.URI)
		if err != nil || !removed {
			return err
		}
		if _, err := tx.AddFollower(ctx, moved.URI, string(id)); err != nil {
			return fmt.Errorf("move follower: %w", err)
		}
		_, err = tx.Record(ctx, blog.Change{
			Verb: blog.Received, Subject: blog.FollowerSubject, SubjectID: moved.URI, Reason: "moved from " + person.URI,
		})
		return err
	})
}

func names(ids []fed.ID, id fed.ID) bool { return slices.Contains(ids, id) }
