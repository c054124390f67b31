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
// accepted again, which heals whatever was lost on their side.
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
		added, err := tx.AddFollower(ctx, person.URI, string(activity.ID))
		if err != nil {
			return err
		}
		if added {
			_, err := tx.Record(ctx, blog.Change{Verb: blog.Received, Subject: blog.FollowerSubject, SubjectID: person.URI})
			if err != nil {
				return err
			}
		}
		return r.send(ctx, tx, 0, News{
			Activity: fed.Activity{Type: fed.AcceptType, ObjectID: activity.ID, Inner: &activity, To: []fed.ID{fed.ID(person.URI)}},
			ObjectID: fed.ID(person.URI), Personal: person.URI, Cause: received.ReceivedAt,
		})
	})
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

// onMove lets a follower take a new address, once the new actor has confirmed
// that it is theirs. Source: FEP-7628.
func (r *Receiver) onMove(ctx context.Context, activity fed.Activity, _ inbox.Received) error {
	_, err := r.DB.FollowerBy(ctx, string(activity.Actor()))
	if err != nil && blog.KindOf(err) != blog.NotFound {
		return err
	}
	person, err := r.rule(ctx, activity, activity.ObjectID, err == nil)
	if err != nil {
		return err
	}
	actor, err := r.Client.Actor(ctx, activity.Target)
	if err != nil {
		return err
	}
	if actor.ID == activity.Actor() || !names(actor.AlsoKnownAs, activity.Actor()) {
		return ignored("%s does not name %s as itself", actor.ID, activity.Actor())
	}
	moved, err := r.keep(ctx, actor)
	if err != nil {
		return err
	}
	return r.DB.InTx(ctx, func(tx *postgres.Tx) error {
		removed, err := tx.RemoveFollower(ctx, person.URI)
		if err != nil || !removed {
			return err
		}
		if _, err := tx.AddFollower(ctx, moved.URI, string(activity.ID)); err != nil {
			return err
		}
		_, err = tx.Record(ctx, blog.Change{
			Verb: blog.Received, Subject: blog.FollowerSubject, SubjectID: moved.URI, Reason: "moved from " + person.URI,
		})
		return err
	})
}

func names(ids []fed.ID, id fed.ID) bool {
	for _, known := range ids {
		if known == id {
			return true
		}
	}
	return false
}
