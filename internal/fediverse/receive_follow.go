package fediverse

import (
	"cmp"
	"context"

	fed "inews/federation"
	"inews/federation/inbox"
	"inews/internal/blog"
	"inews/internal/postgres"
)

// onFollow notes a follower and accepts at once, in one transaction: nobody
// counts as a follower before our Accept is on its way. A repeated Follow is
// accepted again, which heals whatever was lost on their side. Once the blog has
// moved, whoever is new is refused: they would follow what goes on elsewhere.
func (r *Receiver) onFollow(ctx context.Context, activity fed.Activity, received inbox.Received) error {
	person, err := r.rule(ctx, activity, activity.Actor(), activity.ObjectID == r.Blog())
	if err != nil {
		return err
	}
	if person.Inbox == "" {
		return ignored("%s has no inbox", person.URI)
	}
	activity.Raw = received.Body
	return r.DB.InTx(ctx, func(tx *postgres.Tx) error {
		answer, err := r.addFollower(ctx, tx, person.URI, activity.ID)
		if err != nil {
			return err
		}
		return r.send(ctx, tx, 0, News{
			Activity: fed.Activity{Type: answer, ObjectID: activity.ID, Inner: &activity, To: []fed.ID{fed.ID(person.URI)}},
			ObjectID: fed.ID(person.URI), Personal: person.URI, Cause: received.ReceivedAt,
		})
	})
}

// addFollower notes a follower, and returns the type of the answer. It looks
// whether the blog has moved only behind that, when no move can come between.
func (r *Receiver) addFollower(ctx context.Context, tx *postgres.Tx, uri string, follow fed.ID) (string, error) {
	added, err := tx.AddFollower(ctx, uri, string(follow))
	if err != nil || !added {
		return fed.AcceptType, err
	}
	move, err := tx.StandingMove(ctx)
	switch {
	case err != nil:
		return "", err
	case move != nil:
		_, err = tx.RemoveFollower(ctx, uri)
		return fed.RejectType, err
	}
	_, err = tx.Record(ctx, blog.Change{Verb: blog.Received, Subject: blog.FollowerSubject, SubjectID: uri})
	return fed.AcceptType, err
}

// onAnswer takes the Accept or Reject of a Follow that we sent.
func (r *Receiver) onAnswer(ctx context.Context, activity fed.Activity, _ inbox.Received) error {
	id := activity.ObjectID
	if activity.Inner != nil && activity.Inner.ID != "" {
		id = activity.Inner.ID
	}
	if asked, err := r.DB.ActivityByURI(ctx, string(id)); err == nil && asked.Type == fed.AnnounceType {
		return r.onShareAnswer(ctx, activity, asked)
	}
	partner, err := r.DB.PartnerByPerson(ctx, string(activity.Actor()))
	if err != nil && blog.KindOf(err) != blog.NotFound {
		return err
	}
	owner, known := activity.Actor(), err == nil && fed.ID(partner.FollowID) == id
	if !known { // perhaps it answers a Follow that we sent to somebody else
		other, err := r.DB.ActivityByURI(ctx, string(id))
		if err == nil && other.Type == fed.FollowType {
			owner, known = fed.ID(other.ObjectID), true
		}
	}
	person, err := r.rule(ctx, activity, owner, known)
	if err != nil {
		return err
	}
	return r.Network.Answered(ctx, person.URI, string(id), activity.Type == fed.AcceptType)
}

// onShareAnswer takes back our share of a post whose author does not want it
// passed on. A server that agrees need not say so, and nothing follows from it.
// Source: GoToSocial's interaction policies.
func (r *Receiver) onShareAnswer(ctx context.Context, activity fed.Activity, share postgres.OutboxActivity) error {
	item, err := r.DB.ItemByURI(ctx, share.ObjectID)
	if blog.KindOf(err) == blog.NotFound {
		return ignored("what we shared is gone")
	}
	if err != nil {
		return err
	}
	if _, err := r.rule(ctx, activity, fed.ID(cmp.Or(item.AuthorURI, item.Partner.URI)), true); err != nil {
		return err
	}
	if activity.Type == fed.AcceptType {
		return nil
	}
	return r.Network.Refused(ctx, item.URI, share.ID)
}

// onBlock lets go of a follower who wants nothing of us any more. When the blog
// follows them, that is over as well: GoToSocial ends it on its side and sends
// the Block alone.
func (r *Receiver) onBlock(ctx context.Context, activity fed.Activity, _ inbox.Received) error {
	person, err := r.rule(ctx, activity, activity.Actor(), activity.ObjectID == r.Blog())
	if err != nil {
		return err
	}
	if err := r.loseFollower(ctx, person.URI, "blocked us"); err != nil {
		return err
	}
	err = r.Network.Answered(ctx, person.URI, "", false)
	if blog.KindOf(err) == blog.NotFound {
		return nil // the blog does not follow them
	}
	return err
}

func (r *Receiver) loseFollower(ctx context.Context, uri, why string) error {
	return r.DB.InTx(ctx, func(tx *postgres.Tx) error {
		removed, err := tx.RemoveFollower(ctx, uri)
		if err != nil || !removed {
			return err
		}
		_, err = tx.Record(ctx, blog.Change{Verb: blog.Removed, Subject: blog.FollowerSubject, SubjectID: uri, Reason: why})
		return err
	})
}
