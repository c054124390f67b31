package fediverse

import (
	"cmp"
	"context"
	"errors"

	fed "inews/federation"
	"inews/internal/blog"
)

// maxClimb bounds how many unknown comments are fetched between a reply and
// the nearest one that we know.
const maxClimb = 12

// place is where a comment belongs.
type place struct {
	PostID   string
	ParentID string // the comment above, or "" below the post itself
}

// find tells where a reply to the given object belongs. Comments in between
// that we do not know are fetched, upwards, and taken in from the top down.
func (r *Receiver) find(ctx context.Context, inReplyTo fed.ID) (place, error) {
	var unknown []fed.Object // from the reply upwards
	at, above := place{}, inReplyTo
	for {
		known, ok, err := r.known(ctx, above)
		if err != nil {
			return at, err
		}
		if ok {
			at = known
			break
		}
		if r.Ours(above) || len(unknown) == maxClimb {
			return at, ignored("it answers nothing that we show")
		}
		if theirs, err := r.isItem(ctx, above); err != nil || theirs {
			return at, cmp.Or(err, ignored("it answers what a partner published"))
		}
		parent, err := r.fetch(ctx, above)
		if errors.Is(err, fed.ErrUnavailable) {
			return at, err
		}
		if err != nil {
			return at, ignored("what it answers cannot be had: %v", err)
		}
		if !parent.IsPublic() || parent.InReplyTo == "" {
			return at, ignored("the thread that it belongs to is not ours")
		}
		unknown = append(unknown, parent)
		above = parent.InReplyTo
	}
	for i := len(unknown) - 1; i >= 0; i-- {
		comment, err := r.adopt(ctx, unknown[i], at)
		if err != nil {
			return at, err
		}
		at.ParentID = comment.ID
	}
	return at, nil
}

// known looks the object up among our posts and all comments.
func (r *Receiver) known(ctx context.Context, id fed.ID) (place, bool, error) {
	if local, ok := r.Parse(id); ok && local.Part == "" && (local.Kind == "post" || local.Kind == "event") {
		post, err := r.DB.PostByObject(ctx, local.Key)
		if blog.KindOf(err) == blog.NotFound {
			return place{}, false, nil
		}
		return place{PostID: post.ID}, err == nil, err
	}
	comment, err := r.DB.CommentByURI(ctx, string(id))
	if blog.KindOf(err) == blog.NotFound {
		return place{}, false, nil
	}
	return place{PostID: comment.PostID, ParentID: comment.ID}, err == nil, err
}

// isItem tells whether a partner published the object, which then answers
// nothing: see takeItem. What was only passed on may answer anything.
func (r *Receiver) isItem(ctx context.Context, id fed.ID) (bool, error) {
	item, err := r.DB.ItemByURI(ctx, string(id))
	if blog.KindOf(err) == blog.NotFound {
		return false, nil
	}
	return !item.Boosted, err
}

// adopt takes in a comment that was fetched because another one answers it.
func (r *Receiver) adopt(ctx context.Context, object fed.Object, at place) (blog.Comment, error) {
	relation, person, err := r.author(ctx, object)
	if err != nil {
		return blog.Comment{}, err
	}
	if ruling := Authorise(fed.CreateType, relation, false); ruling.Effect != Apply {
		return blog.Comment{}, ignored("a comment above it is refused: %s", ruling.Why)
	}
	comment, err := r.remote(ctx, object, person, at)
	if err != nil {
		return blog.Comment{}, err
	}
	return r.Comments.Receive(ctx, comment)
}

// author tells who wrote an object that was fetched, and how they stand to us.
// Whom we never met is met first, since their server may have suspended them.
func (r *Receiver) author(ctx context.Context, object fed.Object) (Relation, blog.Person, error) {
	relation, person, err := r.relation(ctx, object.Author(), object.Author())
	if err != nil || relation != Stranger {
		return relation, person, err
	}
	if person, err = r.person(ctx, object.Author()); err == nil && person.Suspended {
		relation = Suspended
	}
	return relation, person, err
}
