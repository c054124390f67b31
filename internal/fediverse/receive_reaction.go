package fediverse

import (
	"context"

	fed "inews/federation"
	"inews/federation/inbox"
	"inews/internal/blog"
	"inews/internal/postgres"
)

// onLike counts a like, or an emoji reaction as one.
func (r *Receiver) onLike(ctx context.Context, activity fed.Activity, _ inbox.Received) error {
	return r.react(ctx, activity, blog.Like)
}

// onAnnounce counts a share of what is ours, or takes up what a partner passes
// on. A copy that came inside is never looked at.
func (r *Receiver) onAnnounce(ctx context.Context, activity fed.Activity, _ inbox.Received) error {
	err := r.react(ctx, activity, blog.Share)
	if !isIgnored(err) || r.Ours(activity.ObjectID) {
		return err
	}
	if passedOn := r.takeBoost(ctx, activity); !isIgnored(passedOn) {
		return passedOn
	}
	return err
}

func (r *Receiver) react(ctx context.Context, activity fed.Activity, kind blog.Reaction) error {
	reaction, err := r.target(ctx, activity.ObjectID)
	if err != nil {
		return err
	}
	person, err := r.rule(ctx, activity, activity.Actor(), reaction.PostID+reaction.CommentID != "")
	if err != nil {
		return err
	}
	reaction.Kind, reaction.PersonURI, reaction.ActivityID, reaction.Emoji = kind, person.URI, string(activity.ID), activity.Content
	return r.Comments.React(ctx, reaction)
}

// target finds the public post or comment with that wire id; without one, the
// reaction names neither.
func (r *Receiver) target(ctx context.Context, id fed.ID) (postgres.ReactionTo, error) {
	if local, ok := r.Parse(id); ok && local.Part == "" && (local.Kind == "post" || local.Kind == "event") {
		post, err := r.DB.PostByObject(ctx, local.Key)
		if blog.KindOf(err) == blog.NotFound {
			return postgres.ReactionTo{}, nil
		}
		return postgres.ReactionTo{PostID: post.ID}, err
	}
	comment, err := r.DB.CommentByURI(ctx, string(id))
	if blog.KindOf(err) == blog.NotFound || err == nil && !comment.Visible() {
		return postgres.ReactionTo{}, nil
	}
	return postgres.ReactionTo{CommentID: comment.ID}, err
}

// onUndo takes back a Follow, Like, Announce or Block. It is matched by the id
// of what is undone, or, since some servers make that id up, by who did what to
// what; never with anybody else's. What it undoes may be among what waits while
// a server is on hold: then it waits behind it.
func (r *Receiver) onUndo(ctx context.Context, activity fed.Activity, _ inbox.Received) error {
	err := r.undo(ctx, activity)
	if isIgnored(err) || blog.KindOf(err) == blog.NotFound {
		if held := r.hold(ctx, activity.Actor()); held != nil {
			return held
		}
	}
	return err
}

func (r *Receiver) undo(ctx context.Context, activity fed.Activity) error {
	undone := fed.Activity{ID: activity.ObjectID}
	if activity.Inner != nil {
		undone = *activity.Inner
	}
	stored, err := r.DB.ReactionByActivity(ctx, string(undone.ID))
	switch {
	case err == nil:
		return r.undoReaction(ctx, activity, stored)
	case blog.KindOf(err) != blog.NotFound:
		return err
	}
	follower, err := r.DB.FollowerByFollow(ctx, string(undone.ID))
	if err == nil || undone.Type == fed.FollowType && undone.ObjectID == r.Blog() {
		return r.undoFollow(ctx, activity, undone, follower)
	}
	switch undone.Type {
	case fed.LikeType, fed.EmojiReactType, fed.AnnounceType:
		return r.undoTuple(ctx, activity, undone)
	}
	_, err = r.rule(ctx, activity, activity.Actor(), false)
	return err
}

func (r *Receiver) undoFollow(ctx context.Context, activity, undone fed.Activity, follower blog.Follower) error {
	owner := fed.ID(follower.URI)
	if owner == "" {
		owner = undone.Actor()
	}
	_, err := r.DB.FollowerBy(ctx, string(owner))
	if err != nil && blog.KindOf(err) != blog.NotFound {
		return err
	}
	person, err := r.rule(ctx, activity, owner, err == nil)
	if err != nil {
		return err
	}
	return r.loseFollower(ctx, person.URI, "unfollowed")
}

func (r *Receiver) undoReaction(ctx context.Context, activity fed.Activity, stored postgres.ReactionTo) error {
	if _, err := r.rule(ctx, activity, fed.ID(stored.PersonURI), true); err != nil {
		return err
	}
	return r.Comments.Unreact(ctx, stored)
}

// undoTuple takes back what the embedded activity describes: a reaction, or
// what a partner passed on.
func (r *Receiver) undoTuple(ctx context.Context, activity, undone fed.Activity) error {
	reaction, err := r.target(ctx, undone.ObjectID)
	if err != nil {
		return err
	}
	if reaction.PostID+reaction.CommentID == "" && undone.Type == fed.AnnounceType {
		person, err := r.rule(ctx, activity, undone.Actor(), true)
		if err != nil {
			return err
		}
		return r.Network.Drop(ctx, string(undone.ObjectID), person.URI)
	}
	person, err := r.rule(ctx, activity, undone.Actor(), reaction.PostID+reaction.CommentID != "")
	if err != nil {
		return err
	}
	reaction.Kind, reaction.PersonURI = blog.Like, person.URI
	if undone.Type == fed.AnnounceType {
		reaction.Kind = blog.Share
	}
	return r.Comments.Unreact(ctx, reaction)
}
