package fediverse

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	fed "inews/federation"
	"inews/federation/activitystreams"
	"inews/federation/actor"
	"inews/internal/blog"
)

// Library answers for every wire address of ours with the final bytes of what
// stands there. What is not public, and what never was, is not found alike.
type Library struct{ *Bridge }

// Document returns what stands at one of our addresses.
func (l Library) Document(ctx context.Context, id fed.ID) (actor.Document, error) {
	body, err := l.body(ctx, id)
	switch kind := blog.KindOf(err); {
	case kind == blog.NotFound, kind == blog.Invalid: // a page whose name holds what is no character
		return actor.Document{}, fmt.Errorf("%w: %s", fed.ErrNotFound, id)
	case errors.Is(err, fed.ErrNotFound):
		return actor.Document{}, err
	case err != nil: // never 404 in trouble: Mastodon would delete what it has
		return actor.Document{}, fmt.Errorf("%w: %w", fed.ErrUnavailable, err)
	}
	return actor.Document{Body: body}, nil
}

func (l Library) body(ctx context.Context, id fed.ID) ([]byte, error) {
	local, ok := l.Parse(id)
	if !ok {
		return nil, fmt.Errorf("%w: %s", fed.ErrNotFound, id)
	}
	page := pageOf(id)
	switch local.Kind {
	case "actor":
		return l.actor(ctx, local, page)
	case "post", "event":
		return l.post(ctx, local, page)
	case "comment":
		return l.comment(ctx, local, page)
	case "stamp":
		return l.stamp(ctx, local)
	}
	if local.Part != "" || !isUUID(local.Key) {
		return nil, fmt.Errorf("%w: %s", fed.ErrNotFound, id)
	}
	activity, err := l.DB.ActivityByID(ctx, l.Handle, local.Key)
	return activity.Body, err
}

func (l Library) actor(ctx context.Context, local Local, page string) ([]byte, error) {
	if local.Key != l.Handle && local.Key != InstanceName {
		return nil, fmt.Errorf("%w: actor %s", fed.ErrNotFound, local.Key)
	}
	if local.Part == "" {
		return l.writeActor(ctx, local.Key)
	}
	list, ok := map[string]func(context.Context, fed.ID, string) ([]byte, error){
		"outbox": l.outbox, "followers": l.followers, "following": l.following, "featured": l.featured, "tags": l.featuredTags,
	}[local.Part]
	if !ok {
		return nil, fmt.Errorf("%w: %s of an actor", fed.ErrNotFound, local.Part)
	}
	if local.Key == InstanceName {
		return l.empty(Below(l.Instance(), "/"+local.Part))
	}
	return list(ctx, Below(l.Blog(), "/"+local.Part), page)
}

func (l Library) post(ctx context.Context, local Local, page string) ([]byte, error) {
	post, err := l.DB.PostByObject(ctx, local.Key)
	if err != nil {
		return nil, err
	}
	if (post.Form == blog.FormEvent) != (local.Kind == "event") {
		return nil, fmt.Errorf("%w: a post is not an event", fed.ErrNotFound)
	}
	switch local.Part {
	case "":
		object, err := l.object(ctx, post)
		if err != nil {
			return nil, err
		}
		return activitystreams.WriteObject(object)
	case "replies":
		return l.replies(ctx, Below(l.Post(post), "/replies"), post.ID, "", page)
	case "context":
		return l.context(ctx, post, page)
	case "likes":
		return l.count(Below(l.Post(post), "/likes"), post.Likes)
	case "shares":
		return l.count(Below(l.Post(post), "/shares"), post.Shares)
	}
	return nil, fmt.Errorf("%w: %s of a post", fed.ErrNotFound, local.Part)
}

func (l Library) comment(ctx context.Context, local Local, page string) ([]byte, error) {
	comment, err := l.ourAnswer(ctx, local.Key)
	if err != nil {
		return nil, err
	}
	if comment.Origin == blog.FromFediverse {
		return nil, fmt.Errorf("%w: a comment that is somebody else's", fed.ErrNotFound)
	}
	id := fed.ID(comment.URI)
	switch local.Part {
	case "":
		object, err := l.Bridge.comment(ctx, comment)
		if err != nil {
			return nil, err
		}
		return activitystreams.WriteObject(object)
	case "replies":
		if comment.Mention() { // what is said below a mention is shown to nobody
			return l.empty(Below(id, "/replies"))
		}
		return l.replies(ctx, Below(id, "/replies"), comment.PostID, comment.ID, page)
	case "likes":
		return l.count(Below(id, "/likes"), comment.Likes)
	case "shares":
		shares, err := l.DB.CountReactions(ctx, blog.Share, "", comment.ID)
		if err != nil {
			return nil, err
		}
		return l.count(Below(id, "/shares"), shares)
	}
	return nil, fmt.Errorf("%w: %s of a comment", fed.ErrNotFound, local.Part)
}

// PageFor is the page to which a browser is sent that asks for a wire address.
func (l Library) PageFor(ctx context.Context, id fed.ID) (string, bool) {
	local, ok := l.Parse(id)
	if !ok {
		return "", false
	}
	switch local.Kind {
	case "actor":
		return l.Page("/"), local.Key == l.Handle || local.Key == InstanceName
	case "post", "event":
		post, err := l.DB.PostByObject(ctx, local.Key)
		return l.pageIn(post), err == nil && (post.Form == blog.FormEvent) == (local.Kind == "event")
	case "comment":
		comment, err := l.ourAnswer(ctx, local.Key)
		if comment.Mention() && err == nil {
			return l.Page("/"), true
		}
		return l.Page(comment.PostPath) + "#comment-" + comment.ID, err == nil && comment.Origin != blog.FromFediverse
	}
	return "", false
}

// pageOf is the page of a collection that an address asks for: "" for the
// collection itself.
func pageOf(id fed.ID) string {
	u, err := url.Parse(string(id))
	if err != nil {
		return ""
	}
	return u.Query().Get("page")
}
