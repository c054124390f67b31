package fediverse

import (
	"context"
	"errors"

	fed "inews/federation"
	"inews/federation/inbox"
	"inews/internal/blog"
)

// onCreate takes a comment, or what a partner published.
func (r *Receiver) onCreate(ctx context.Context, activity fed.Activity, received inbox.Received) error {
	object, activity, err := r.carried(ctx, activity, received)
	if err != nil {
		return err
	}
	known, err := r.holds(ctx, object)
	if err != nil {
		return err
	}
	person, err := r.rule(ctx, activity, object.Author(), known)
	if err != nil {
		return err
	}
	return r.take(ctx, object, person)
}

// onUpdate takes an edited comment or item, or an edited actor. An edit that
// comes before the creation is the creation.
func (r *Receiver) onUpdate(ctx context.Context, activity fed.Activity, received inbox.Received) error {
	if activity.ObjectActor != nil || activity.ObjectID == activity.Actor() {
		return r.onUpdateActor(ctx, activity, received)
	}
	object, activity, err := r.carried(ctx, activity, received)
	if err != nil {
		return err
	}
	known, err := r.holds(ctx, object)
	if err != nil {
		return err
	}
	owner, err := r.ownerOf(ctx, object)
	if err != nil {
		return err
	}
	person, err := r.rule(ctx, activity, owner, known)
	if err != nil {
		return err
	}
	revised, err := r.Comments.ReviseQuote(ctx, string(object.ID), person.URI, string(object.Quote), audience(object, person))
	if err != nil {
		return err
	}
	if err = r.take(ctx, object, person); revised && isIgnored(err) {
		return nil // a quote is not always a comment
	}
	return err
}

func (r *Receiver) onUpdateActor(ctx context.Context, activity fed.Activity, received inbox.Received) error {
	known, err := r.DB.IsKnown(ctx, string(activity.ObjectID))
	if err != nil {
		return err
	}
	if !known {
		return ignored("we do not know %s", activity.ObjectID)
	}
	if _, err := r.rule(ctx, activity, activity.ObjectID, known); err != nil {
		return err
	}
	if activity.ObjectActor == nil || received.Forwarded {
		_, err := r.meet(ctx, activity.ObjectID)
		return err
	}
	_, err = r.keep(ctx, *activity.ObjectActor)
	return err
}

// onDelete takes back a comment or an item, or everything of an actor. What we
// do not have is remembered, so that a late creation has no effect.
func (r *Receiver) onDelete(ctx context.Context, activity fed.Activity, received inbox.Received) error {
	id := activity.ObjectID
	if id == activity.Actor() {
		known, err := r.DB.IsKnown(ctx, string(id))
		if err != nil {
			return err
		}
		if _, err := r.rule(ctx, activity, id, known); err != nil {
			return err
		}
		if received.ActorGone { // nobody could prove it: its server must say so itself
			if err := r.confirmActorGone(ctx, id); err != nil {
				return err
			}
		}
		return r.Comments.RemovePerson(ctx, string(id))
	}
	if received.Forwarded {
		if err := r.confirmGone(ctx, id); err != nil {
			return err
		}
	}
	owner, known, err := r.heldBy(ctx, id)
	if err != nil {
		return err
	}
	if !known { // nobody's yet: of those at its origin, whoever says so first
		owner = activity.Actor()
		if !id.SameOrigin(owner) {
			owner = id
		}
	}
	person, err := r.rule(ctx, activity, owner, known)
	if err != nil {
		return err
	}
	if err := r.Network.Drop(ctx, string(id), person.URI); err != nil && blog.KindOf(err) != blog.NotFound {
		return err
	}
	return r.Comments.Remove(ctx, string(id), person.URI)
}

// carried returns the object of a Create or Update as its author has it: the
// embedded copy when the author has signed it, and what the origin serves
// otherwise. The activity comes back as the author's own.
func (r *Receiver) carried(ctx context.Context, activity fed.Activity, received inbox.Received) (fed.Object, fed.Activity, error) {
	if !received.Forwarded && activity.Object != nil && activity.Object.ID != "" {
		if !activity.Object.ID.SameOrigin(activity.Actor()) {
			return fed.Object{}, activity, ignored("%s is not on the server of %s", activity.Object.ID, activity.Actor())
		}
		return *activity.Object, activity, r.notErased(ctx, activity.Object.ID)
	}
	if activity.ObjectID == "" {
		return fed.Object{}, activity, ignored("the activity names no object")
	}
	if r.Ours(activity.ObjectID) {
		return fed.Object{}, activity, ignored("the object is ours")
	}
	object, err := r.fetch(ctx, activity.ObjectID)
	if err != nil {
		return fed.Object{}, activity, err
	}
	if received.Forwarded {
		activity.Actors = object.AttributedTo
	}
	return object, activity, nil
}

// fetch returns an object as its own server has it. A server speaks for its own
// people only: what names an author elsewhere, or several, is nobody's. Source:
// FEP-fe34, CVE-2024-37903.
func (r *Receiver) fetch(ctx context.Context, id fed.ID) (fed.Object, error) {
	if err := r.notErased(ctx, id); err != nil {
		return fed.Object{}, err
	}
	object, err := r.Client.Object(ctx, id)
	if err == nil && !object.Author().SameOrigin(object.ID) {
		return object, ignored("%s does not name one author on its own server", object.ID)
	}
	return object, err
}

// notErased ignores what was erased here at its author's wish, before anything of
// them is looked up again.
func (r *Receiver) notErased(ctx context.Context, id fed.ID) error {
	erased, err := r.DB.WasErased(ctx, string(id))
	if err == nil && erased {
		err = ignored("it was erased here at its author's wish")
	}
	return err
}

// confirmGone asks the origin of an object whose deletion somebody else passed
// on: only if it says so itself is the object gone.
func (r *Receiver) confirmGone(ctx context.Context, id fed.ID) error {
	_, err := r.Client.Document(ctx, id)
	switch {
	case errors.Is(err, fed.ErrGone), errors.Is(err, fed.ErrNotFound):
		return nil
	case err != nil:
		return err
	}
	return ignored("%s is still there", id)
}

// confirmActorGone asks the server of an actor whose own deletion nobody could
// prove. Only 410 and a tombstone say that somebody is gone: servers answer 404
// to strangers, too, and everything of the person would go.
func (r *Receiver) confirmActorGone(ctx context.Context, id fed.ID) error {
	_, err := r.Client.Actor(ctx, id)
	switch {
	case errors.Is(err, fed.ErrGone):
		return nil
	case err != nil:
		return err
	}
	return ignored("%s is still there", id)
}

// holds tells whether we have the object, or know that its author deleted it.
func (r *Receiver) holds(ctx context.Context, object fed.Object) (bool, error) {
	deleted, err := r.DB.WasDeletedBy(ctx, string(object.ID), string(object.Author()))
	if err != nil || deleted {
		return deleted, err
	}
	_, known, err := r.heldBy(ctx, object.ID)
	return known, err
}

// heldBy tells whose a comment or item is, as we have it.
func (r *Receiver) heldBy(ctx context.Context, id fed.ID) (owner fed.ID, known bool, err error) {
	comment, err := r.DB.CommentByURI(ctx, string(id))
	if err == nil {
		if comment.Origin != blog.FromFediverse {
			return r.Blog(), true, nil
		}
		return fed.ID(comment.Person.URI), true, nil
	}
	if blog.KindOf(err) != blog.NotFound {
		return "", false, err
	}
	item, err := r.DB.ItemByURI(ctx, string(id))
	if blog.KindOf(err) == blog.NotFound {
		return "", false, nil
	}
	return fed.ID(item.AuthorURI), err == nil, err
}

// ownerOf is whose an edited object is: as we have it, if we do, whatever the
// edit claims; a new author in an edit is an attack or a mistake.
func (r *Receiver) ownerOf(ctx context.Context, object fed.Object) (fed.ID, error) {
	owner, known, err := r.heldBy(ctx, object.ID)
	if err != nil || !known {
		return object.Author(), err
	}
	if owner != object.Author() {
		return "", ignored("%s belongs to %s, not to %s", object.ID, owner, object.Author())
	}
	return owner, nil
}
