package fedtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"inews/federation"
	"inews/federation/fetch"
	"inews/federation/signature"
)

// Follow asks to follow an actor and returns the id of the Follow.
func (p *Peer) Follow(ctx context.Context, actor federation.ID) (federation.ID, error) {
	id := p.mint("/follows/%d")
	return id, p.tell(ctx, document{"id": id, "type": federation.FollowType, "object": actor}, actor)
}

// Accept takes a follower whose Follow was received.
func (p *Peer) Accept(ctx context.Context, follow Received) error {
	follower := idOf(follow.Activity["actor"])
	p.mu.Lock()
	if !slices.Contains(p.followers, follower) {
		p.followers = append(p.followers, follower)
	}
	p.mu.Unlock()
	return p.tell(ctx, document{"id": p.mint("#accepts/follows/%d"), "type": federation.AcceptType, "object": follow.Activity}, follower)
}

// Reject refuses a Follow that was received, or takes its Accept back.
func (p *Peer) Reject(ctx context.Context, follow Received) error {
	follower := idOf(follow.Activity["actor"])
	p.mu.Lock()
	p.followers = slices.DeleteFunc(p.followers, func(id federation.ID) bool { return id == follower })
	p.mu.Unlock()
	return p.tell(ctx, document{"id": p.mint("#rejects/follows/%d"), "type": federation.RejectType, "object": follow.Activity}, follower)
}

// Like likes an object, tells its author, and returns the id of the Like.
func (p *Peer) Like(ctx context.Context, object federation.ID) (federation.ID, error) {
	author, err := p.author(ctx, object)
	if err != nil {
		return "", err
	}
	id := p.mint("#likes/%d")
	return id, p.tell(ctx, document{"id": id, "type": federation.LikeType, "object": object}, author)
}

// Announce shares an object with the author and the peer's followers, and
// returns the id of the Announce.
func (p *Peer) Announce(ctx context.Context, object federation.ID) (federation.ID, error) {
	author, err := p.author(ctx, object)
	if err != nil {
		return "", err
	}
	id := p.mint("/statuses/%d/activity")
	announce := document{
		"id": id, "type": federation.AnnounceType, "object": object, "published": now(),
		"to": []any{federation.Public}, "cc": []any{author, p.Actor() + "/followers"},
	}
	p.publish(announce)
	return id, p.tell(ctx, announce, append(p.Followers(), author)...)
}

// Undo takes back a Follow, Like, Announce or Block that the peer has sent.
func (p *Peer) Undo(ctx context.Context, activity federation.ID) error {
	p.mu.Lock()
	undone, ok := p.about[activity]
	inboxes := p.sent[activity]
	p.mu.Unlock()
	if !ok {
		return fmt.Errorf("undo %s: %w", activity, federation.ErrNotFound)
	}
	inner := document{}
	for name, value := range undone {
		if name != "@context" {
			inner[name] = value
		}
	}
	return p.send(ctx, document{"id": activity + "/undo", "type": federation.UndoType, "object": inner}, inboxes)
}

// Block blocks an actor, tells them, and returns the id of the Block.
func (p *Peer) Block(ctx context.Context, actor federation.ID) (federation.ID, error) {
	id := p.mint("#blocks/%d")
	return id, p.tell(ctx, document{"id": id, "type": federation.BlockType, "object": actor}, actor)
}

// Move tells the given actors that the person has moved to another actor, which
// must name this one in its alsoKnownAs: see Put.
func (p *Peer) Move(ctx context.Context, target federation.ID, tell ...federation.ID) error {
	p.Put("/users/"+p.name, document{"movedTo": target})
	id := p.mint("#moves/%d")
	return p.tell(ctx, document{"id": id, "type": federation.MoveType, "object": p.Actor(), "target": target}, tell...)
}

// Post signs an activity, given as anything that can be JSON or as its bytes,
// and sends it to one inbox as it is. A refusal is a *fetch.StatusError.
func (p *Peer) Post(ctx context.Context, inbox federation.ID, activity any) error {
	body, ok := activity.([]byte)
	if !ok {
		var err error
		if body, err = json.Marshal(activity); err != nil {
			return err
		}
	}
	scheme := p.Scheme
	if scheme == "" {
		scheme = signature.Cavage
	}
	response, err := p.Client.Post(ctx, fetch.Post{Inbox: inbox, Body: body, Key: p.Key(), Scheme: scheme})
	if err != nil {
		return err
	}
	if !response.Accepted() {
		return fmt.Errorf("%s: %w: %s", inbox, &fetch.StatusError{Code: response.Code, RetryAfter: response.RetryAfter}, response.Body)
	}
	return nil
}

// tell sends an activity to the inboxes of actors, each once.
func (p *Peer) tell(ctx context.Context, activity document, actors ...federation.ID) error {
	var inboxes []federation.ID
	for _, actor := range actors {
		found, err := p.look(ctx, actor)
		if err != nil {
			return err
		}
		if inbox := idOf(found["inbox"]); inbox != "" && !slices.Contains(inboxes, inbox) {
			inboxes = append(inboxes, inbox)
		}
	}
	return p.send(ctx, activity, inboxes)
}

// send sends an activity and remembers where it went.
func (p *Peer) send(ctx context.Context, activity document, inboxes []federation.ID) error {
	activity["@context"], activity["actor"] = jsonContext, p.Actor()
	id, _ := activity["id"].(federation.ID)
	p.mu.Lock()
	p.about[id], p.sent[id] = activity, inboxes
	p.mu.Unlock()
	var failure error
	for _, inbox := range inboxes {
		failure = errors.Join(failure, p.Post(ctx, inbox, activity))
	}
	return failure
}

// look fetches a document of somebody else's, or of the peer's own.
func (p *Peer) look(ctx context.Context, id federation.ID) (document, error) {
	found, err := p.Client.Document(ctx, id)
	if err != nil {
		return nil, err
	}
	var d document
	return d, json.Unmarshal(found.Raw, &d)
}

// author is whose an object is.
func (p *Peer) author(ctx context.Context, object federation.ID) (federation.ID, error) {
	found, err := p.look(ctx, object)
	if err != nil {
		return "", err
	}
	by := found["attributedTo"]
	if list, ok := by.([]any); ok && len(list) > 0 {
		by = list[0]
	}
	if author := idOf(by); author != "" {
		return author, nil
	}
	return "", fmt.Errorf("%s names no author: %w", object, federation.ErrMalformed)
}

// publish adds an activity to the outbox.
func (p *Peer) publish(activity document) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.activity = append(p.activity, activity)
}

func now() string { return time.Now().UTC().Format(time.RFC3339) }
