package fediverse

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	fed "inews/federation"
	"inews/federation/activitystreams"
	"inews/internal/blog"
	"inews/internal/postgres"
)

// Tell turns a committed change into an activity and queues its deliveries, in
// one transaction. It may be called again for the same change, by a worker
// that did not live to hear that it had succeeded: the second call does
// nothing. Workers run side by side, so it tells of what came before on the
// same subject first: no Update overtakes its Create.
func (b *Bridge) Tell(ctx context.Context, change blog.Change) error {
	return b.DB.InTx(ctx, func(tx *postgres.Tx) error {
		untold, err := tx.ClaimUntold(ctx, change.Subject, change.SubjectID, change.ID)
		if err != nil {
			return err
		}
		for _, c := range untold {
			if err := b.tell(ctx, tx, c); err != nil {
				return fmt.Errorf("tell of %s %s: %w", c.Verb, c.Subject, err)
			}
			if err := tx.MarkTold(ctx, c.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// tell turns one change into an activity. One that concerns nobody outside is
// passed over, and so is one whose subject is gone again: a later one tells of
// that.
func (b *Bridge) tell(ctx context.Context, tx *postgres.Tx, change blog.Change) error {
	teller, ok := b.tellers()[told{change.Subject, change.Verb}]
	if !ok {
		return nil
	}
	news, err := teller(ctx, change)
	if blog.KindOf(err) == blog.NotFound {
		return nil
	}
	if err != nil || news == nil {
		return err
	}
	news.Cause = change.At
	if change.Verb == blog.Published && change.Editor == "" {
		news.Due = change.PostID
	}
	return b.send(ctx, tx, change.ID, *news)
}

// Concerns tells whether a change may have to be told to other servers.
func (b *Bridge) Concerns(change blog.Change) bool {
	_, ok := b.tellers()[told{change.Subject, change.Verb}]
	return ok
}

// told names a kind of change.
type told struct {
	subject blog.Subject
	verb    blog.Verb
}

// News is an activity that is about to be sent.
type News struct {
	ID       string       // uuid of the activity; "": a new one
	Activity fed.Activity // without an id yet
	ObjectID fed.ID       // what it is about: order is kept per object and host
	PostID   string       // the post in whose ledger it stands, or ""
	Public   bool         // anybody may fetch it, and it stands in the outbox
	To       postgres.Audience
	Sender   string   // our actor's name, when it is not the blog
	Personal string   // URI of the one person whose own inbox gets it, instead of To
	Parting  bool     // the last word to Personal: it goes to a server that staff refuse, too
	Replaces []string // types of unsent activities about the object that it makes needless

	// Whether it may have been sent already, by a server that was lost and put
	// back from a backup, is told by when its cause happened, and by the post
	// that went out because its time had come, or "".
	Cause time.Time
	Due   string
}

// tellers says which changes are told, and how.
func (b *Bridge) tellers() map[told]func(context.Context, blog.Change) (*News, error) {
	return map[told]func(context.Context, blog.Change) (*News, error){
		{blog.PostSubject, blog.Published}:     b.tellPublished,
		{blog.EventSubject, blog.Published}:    b.tellPublished,
		{blog.PostSubject, blog.Edited}:        b.tellEdited,
		{blog.EventSubject, blog.Edited}:       b.tellEdited,
		{blog.PostSubject, blog.Translated}:    b.tellEdited,
		{blog.EventSubject, blog.Translated}:   b.tellEdited,
		{blog.PostSubject, blog.Dropped}:       b.tellEdited,
		{blog.EventSubject, blog.Dropped}:      b.tellEdited,
		{blog.PostSubject, blog.Withdrawn}:     b.tellWithdrawn,
		{blog.EventSubject, blog.Withdrawn}:    b.tellWithdrawn,
		{blog.CommentSubject, blog.Answered}:   b.tellAnswered,
		{blog.CommentSubject, blog.Edited}:     b.tellAnswerEdited,
		{blog.CommentSubject, blog.Approved}:   b.tellApprovedAgain,
		{blog.CommentSubject, blog.Removed}:    b.tellAnswerRemoved,
		{blog.CommentSubject, blog.Hidden}:     b.tellAnswerRemoved,
		{blog.CommentSubject, blog.Reported}:   b.tellReport,
		{blog.PartnerSubject, blog.Followed}:   b.tellFollow,
		{blog.PartnerSubject, blog.Unfollowed}: b.tellUnfollow,
		{blog.ItemSubject, blog.Shared}:        b.tellShare,
		{blog.ItemSubject, blog.Removed}:       b.tellUnshare,
		{blog.ItemSubject, blog.Unshared}:      b.tellUnshare,
		{blog.BlogSubject, blog.Edited}:        b.tellProfile,
		{blog.BlogSubject, blog.Moved}:         b.tellMoved,
		{blog.PostSubject, blog.Pinned}:        b.tellPinned,
		{blog.EventSubject, blog.Pinned}:       b.tellPinned,
		{blog.PostSubject, blog.Unpinned}:      b.tellUnpinned,
		{blog.EventSubject, blog.Unpinned}:     b.tellUnpinned,
		{blog.StampSubject, blog.Revoked}:      b.tellRevoked,
		{blog.KeySubject, blog.Rotated}:        b.tellKeys,
		{blog.KeySubject, blog.Retired}:        b.tellKeys,
		{blog.BlogSubject, blog.Returned}:      b.tellReturned,
	}
}

// send writes the activity's final bytes, with their proof, and queues it.
func (b *Bridge) send(ctx context.Context, tx *postgres.Tx, changeID int64, news News) error {
	id := news.ID
	if id == "" {
		var err error
		if id, err = tx.NewObjectID(ctx); err != nil {
			return err
		}
	}
	activity := news.Activity
	activity.ID = b.Activity(id)
	if activity.Actors == nil {
		activity.Actors = []fed.ID{b.Blog()}
	}
	if activity.Published.IsZero() {
		activity.Published = b.Now()
	}
	body, err := activitystreams.WriteActivity(activity)
	if err != nil {
		return fmt.Errorf("write %s: %w", activity.Type, err)
	}
	if body, err = b.prove(ctx, activity.Type, body); err != nil {
		return err
	}
	fresh, err := tx.InsertActivity(ctx, postgres.OutboxActivity{
		ID: id, URI: string(activity.ID), Type: activity.Type, Sender: cmp.Or(news.Sender, b.Handle), ObjectID: string(news.ObjectID),
		PostID: news.PostID, Public: news.Public, Followers: b.toFollowers(activity), Body: body, ChangeID: changeID,
	})
	if err != nil || !fresh {
		return err
	}
	if len(news.Replaces) > 0 {
		if err := tx.ReplaceUnsent(ctx, string(news.ObjectID), news.Replaces...); err != nil {
			return err
		}
	}
	return b.queue(ctx, tx, id, news)
}

// toFollowers tells whether an activity is addressed to who follows the blog.
func (b *Bridge) toFollowers(a fed.Activity) bool {
	return slices.Contains(a.To, b.Followers()) || slices.Contains(a.CC, b.Followers())
}

// queue queues the deliveries of an activity. Those of what may have been sent
// already are held.
func (b *Bridge) queue(ctx context.Context, tx *postgres.Tx, id string, news News) (err error) {
	switch {
	case news.Personal != "" && news.Parting:
		err = tx.DeliverParting(ctx, id, string(news.ObjectID), news.Personal)
	case news.Personal != "":
		err = tx.DeliverTo(ctx, id, string(news.ObjectID), news.Personal)
	case news.To.Followers, news.To.Partners, news.To.Hosts, news.To.Holders, news.To.PostID != "", len(news.To.People) > 0:
		_, err = tx.Deliver(ctx, id, string(news.ObjectID), news.To)
	}
	if err != nil {
		return err
	}
	earlier, err := tx.IsOfEarlierEpoch(ctx, news.Cause, news.Due)
	if err != nil || !earlier {
		return err
	}
	return tx.HoldDeliveries(ctx, id)
}

func (b *Bridge) tellPublished(ctx context.Context, change blog.Change) (*News, error) {
	post, err := b.published(ctx, change)
	if err != nil {
		return nil, err
	}
	object, err := b.object(ctx, post)
	if err != nil {
		return nil, err
	}
	object.Updated = time.Time{} // GoToSocial takes a first publication with it for malformed
	news := b.about(fed.CreateType, object, post.ID)
	news.Activity.Published = post.PublishedAt
	if isNews(post, change.At) {
		news.To = postgres.Audience{Followers: true, People: mentioned(object)}
	}
	return news, nil
}

func (b *Bridge) tellEdited(ctx context.Context, change blog.Change) (*News, error) {
	post, err := b.published(ctx, change)
	if err != nil {
		return nil, err
	}
	object, err := b.object(ctx, post)
	if err != nil {
		return nil, err
	}
	news := b.about(fed.UpdateType, object, post.ID)
	news.Replaces = []string{fed.UpdateType}
	if isNews(post, change.At) || post.Replies+post.Likes+post.Shares > 0 || b.wasPushed(ctx, object.ID) {
		news.To = postgres.Audience{Followers: true, PostID: post.ID, People: mentioned(object)}
	}
	return news, nil
}

func (b *Bridge) tellWithdrawn(ctx context.Context, change blog.Change) (*News, error) {
	post, err := b.DB.PostByID(ctx, change.SubjectID)
	if err != nil {
		return nil, err
	}
	id := b.Object(post.Form, change.Object)
	return b.deletion(id, formerType(post.Form), post.ID, change.At), nil
}

// deletion tells everybody who may hold the object that it is gone: whoever would
// hear of it today, and the servers that got it when others were to hear of it.
func (b *Bridge) deletion(id fed.ID, former, postID string, at time.Time) *News {
	return &News{
		Activity: fed.Activity{
			Type: fed.DeleteType, ObjectID: id, To: []fed.ID{fed.Public}, CC: []fed.ID{b.Followers()},
			Object: &fed.Object{ID: id, Type: fed.TombstoneType, FormerType: former, Deleted: at},
		},
		ObjectID: id, PostID: postID,
		To:       postgres.Audience{Followers: true, PostID: postID, Holders: true},
		Replaces: []string{fed.CreateType, fed.UpdateType},
	}
}

// published reads the post of a change, NotFound when it is public no more.
func (b *Bridge) published(ctx context.Context, change blog.Change) (blog.Post, error) {
	post, err := b.DB.PostByID(ctx, change.SubjectID)
	if err == nil && !post.Visible() {
		err = blog.Errorf(blog.NotFound, "It has been withdrawn.")
	}
	return post, err
}

// about wraps an object in an activity with the same audience.
func (b *Bridge) about(activityType string, object fed.Object, postID string) *News {
	return &News{
		Activity: fed.Activity{Type: activityType, ObjectID: object.ID, Object: &object, To: object.To, CC: object.CC},
		ObjectID: object.ID, PostID: postID, Public: true,
	}
}

// wasPushed tells whether the creation of an object went out to anybody.
func (b *Bridge) wasPushed(ctx context.Context, id fed.ID) bool {
	pushed, err := b.DB.WasDelivered(ctx, string(id))
	return err != nil || pushed // in doubt, tell: an Update that nobody needs does no harm
}

func mentioned(object fed.Object) []string {
	var people []string
	for _, tag := range object.Tags {
		if tag.Type == "Mention" {
			people = append(people, tag.Href)
		}
	}
	return people
}

func formerType(form blog.Form) string {
	switch form {
	case blog.FormEvent:
		return fed.EventType
	case blog.FormNote:
		return fed.NoteType
	}
	return fed.ArticleType
}
