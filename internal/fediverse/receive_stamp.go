package fediverse

import (
	"context"

	fed "inews/federation"
	"inews/federation/inbox"
	"inews/internal/blog"
	"inews/internal/postgres"
)

// onQuoteRequest consents to a quote of what is ours and public, once it is
// sure that the quote is the asker's own and quotes just that. Source: FEP-044f.
func (r *Receiver) onQuoteRequest(ctx context.Context, activity fed.Activity, _ inbox.Received) error {
	stamp, err := r.quotable(ctx, activity.ObjectID)
	if err != nil {
		return err
	}
	known := stamp.PostID != ""
	person, err := r.rule(ctx, activity, activity.Actor(), known)
	if err != nil {
		return err
	}
	quote, err := r.instrument(ctx, activity)
	if state, _ := judge(err); state == "waiting" {
		return err
	}
	if owner := quote.Author(); err == nil && owner != activity.Actor() {
		if _, err := r.rule(ctx, activity, owner, known); err != nil {
			return err
		}
	}
	if err != nil || quote.Quote != activity.ObjectID {
		return r.reject(ctx, activity, person)
	}
	stamp.Kind, stamp.URI, stamp.URL, stamp.Audience = blog.QuoteStamp, string(quote.ID), string(quote.ID), audience(quote, person)
	if fed.ID(quote.URL).SameOrigin(quote.ID) {
		stamp.URL = quote.URL
	}
	return r.consent(ctx, activity, person, stamp)
}

// quotable finds what somebody wants to quote: a public post or event, or a
// public comment of our own, by its exact wire id. Without one, the stamp names
// no post.
func (r *Receiver) quotable(ctx context.Context, id fed.ID) (blog.Stamp, error) {
	local, ok := r.Parse(id)
	if !ok {
		return blog.Stamp{}, nil
	}
	stamp := blog.Stamp{Target: string(id)}
	switch local.Kind {
	case "post", "event":
		post, err := r.DB.PostByObject(ctx, local.Key)
		if err == nil && r.Post(post) == id {
			stamp.PostID = post.ID
		}
		return stamp, unlessNotFound(err)
	case "comment":
		comment, err := r.DB.CommentByURI(ctx, string(id))
		if err == nil {
			comment, err = r.DB.ShownCommentByID(ctx, comment.ID)
		}
		if err == nil && comment.Origin != blog.FromFediverse {
			stamp.PostID, stamp.CommentID = comment.PostID, comment.ID
		}
		return stamp, unlessNotFound(err)
	}
	return stamp, nil
}

func unlessNotFound(err error) error {
	if blog.KindOf(err) == blog.NotFound {
		return nil
	}
	return err
}

// instrument is the quote for which somebody asks: the copy that they sent
// signed, or what their server serves. What stands on another server is not
// fetched: it is not theirs.
func (r *Receiver) instrument(ctx context.Context, activity fed.Activity) (fed.Object, error) {
	id := activity.Instrument
	switch {
	case id == "":
		return fed.Object{}, ignored("the request names no quote")
	case !id.SameOrigin(activity.Actor()):
		return fed.Object{ID: id, AttributedTo: []fed.ID{id}}, nil
	case activity.InstrumentObject != nil && activity.InstrumentObject.ID == id:
		return *activity.InstrumentObject, nil
	}
	return r.fetch(ctx, id)
}

// onFeatureRequest consents to be listed by somebody, once their server says
// that the list is theirs. Mastodon sends it without an actor. Source: FEP-7aa9.
func (r *Receiver) onFeatureRequest(ctx context.Context, activity fed.Activity, received inbox.Received) error {
	request := activity
	request.Actors = []fed.ID{received.Actor}
	known := activity.ObjectID == r.Blog()
	person, err := r.rule(ctx, request, received.Actor, known)
	if err != nil {
		return err
	}
	owner, err := r.lister(ctx, activity.Instrument, received.Actor)
	if state, _ := judge(err); state == "waiting" {
		return err
	}
	if err != nil {
		return r.reject(ctx, activity, person)
	}
	if owner != received.Actor {
		if _, err := r.rule(ctx, request, owner, known); err != nil {
			return err
		}
	}
	return r.consent(ctx, activity, person, blog.Stamp{
		Kind: blog.ListingStamp, URI: string(activity.Instrument), Target: string(activity.ObjectID),
		URL: string(activity.Instrument), Audience: blog.AudiencePublic,
	})
}

// lister tells whose a list is; of one on another server than the asker's, that
// it is not theirs.
func (r *Receiver) lister(ctx context.Context, list, asker fed.ID) (fed.ID, error) {
	if list == "" {
		return "", ignored("the request names no list")
	}
	if !list.SameOrigin(asker) {
		return list, nil
	}
	collection, err := r.Client.Collection(ctx, list)
	if err != nil {
		return "", err
	}
	if collection.ID != list || !collection.AttributedTo.SameOrigin(list) {
		return "", ignored("%s does not name one owner on its own server", list)
	}
	return collection.AttributedTo, nil
}

// consent gives the stamp and answers with its address, in one transaction. It
// is the same stamp when the same was asked before; what staff have revoked, or
// its author deleted, stays refused.
func (r *Receiver) consent(ctx context.Context, request fed.Activity, person blog.Person, stamp blog.Stamp) error {
	deleted, err := r.DB.WasDeletedBy(ctx, stamp.URI, person.URI)
	if err != nil {
		return err
	}
	if deleted {
		return r.reject(ctx, request, person)
	}
	stamp.Person = person
	return r.DB.InTx(ctx, func(tx *postgres.Tx) error {
		given, fresh, err := tx.GiveStamp(ctx, stamp)
		if err != nil {
			return err
		}
		if !given.Holds() {
			return r.answer(ctx, tx, request, person, "")
		}
		if fresh { // readers see no difference until staff show it
			_, err := tx.Record(ctx, blog.Change{
				Verb: blog.Submitted, Subject: blog.StampSubject, SubjectID: given.ID, PostID: given.PostID,
			})
			if err != nil {
				return err
			}
		}
		return r.answer(ctx, tx, request, person, r.Stamp(given.ID))
	})
}

// reject refuses a request that we understood.
func (r *Receiver) reject(ctx context.Context, request fed.Activity, person blog.Person) error {
	return r.DB.InTx(ctx, func(tx *postgres.Tx) error { return r.answer(ctx, tx, request, person, "") })
}

// answer tells whoever asked, at their own inbox: Accept with the stamp, or
// Reject without one. The request goes back without what it embedded: it is
// known by its id.
func (r *Receiver) answer(ctx context.Context, tx *postgres.Tx, request fed.Activity, person blog.Person, stamp fed.ID) error {
	if request.ID == "" || person.Inbox == "" {
		return ignored("nobody could be told the answer")
	}
	verdict, about := fed.AcceptType, stamp
	if stamp == "" {
		verdict, about = fed.RejectType, request.ID
	}
	return r.send(ctx, tx, 0, News{
		Activity: fed.Activity{
			Type: verdict, ObjectID: request.ID, Result: stamp, To: []fed.ID{fed.ID(person.URI)},
			Inner: &fed.Activity{
				ID: request.ID, Type: request.Type, Actors: request.Actors, ObjectID: request.ObjectID, Instrument: request.Instrument,
			},
		},
		ObjectID: about, Personal: person.URI,
	})
}
