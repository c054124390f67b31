package fetch

import (
	"context"
	"fmt"

	"inews/federation"
	"inews/federation/activitystreams"
)

// key looks a key up in the network. An id leads to one of three documents: the
// owner ("…#main-key", or the actor's own id), a document of the key alone that
// names its owner, or GoToSocial's shortened actor at ".../main-key". The last
// two prove nothing; they only tell whom to ask. Source: FEP-fe34
// (reciprocal claims), SWICG report on HTTP signatures §4.
func (c *Client) key(ctx context.Context, id federation.ID, learn func(context.Context, federation.Actor)) (federation.PublicKey, error) {
	found, err := c.get(ctx, id.Document(), question{accept: accept}, true)
	if err != nil {
		return federation.PublicKey{}, err
	}
	if !federation.IsMediaType(found.contentType) {
		return federation.PublicKey{}, fmt.Errorf("served as %q: %w", found.contentType, federation.ErrMalformed)
	}
	owner, err := activitystreams.ReadActor(found.raw)
	if err != nil || owner.ID != found.at {
		claimed, err := claimedOwner(id, found.raw, owner)
		if err != nil {
			return federation.PublicKey{}, err
		}
		if owner, err = c.Actor(ctx, claimed); err != nil {
			return federation.PublicKey{}, err
		}
		if owner.ID != claimed {
			return federation.PublicKey{}, fmt.Errorf("its owner %s is %s: %w", claimed, owner.ID, federation.ErrUnauthorized)
		}
	}
	if !owner.ID.SameOrigin(id) {
		return federation.PublicKey{}, fmt.Errorf("owned by %s of another origin: %w", owner.ID, federation.ErrUnauthorized)
	}
	if learn != nil {
		learn(ctx, owner)
	}
	return listed(owner, id)
}

// claimedOwner is whom a document that is not the owner's names as owner.
func claimedOwner(id federation.ID, raw []byte, stub federation.Actor) (federation.ID, error) {
	owner := stub.ID
	if _, ok := stub.Key(id); !ok {
		key, err := activitystreams.ReadKey(raw)
		if err != nil {
			return "", err
		}
		if key.ID != id {
			return "", fmt.Errorf("the document is of key %q: %w", key.ID, federation.ErrUnauthorized)
		}
		owner = key.Owner
	}
	if !owner.SameOrigin(id) {
		return "", fmt.Errorf("owned by %q of another origin: %w", owner, federation.ErrUnauthorized)
	}
	return owner, nil
}

// listed is the owner's key with this very id. The id of the actor itself,
// which PeerTube signs with, names the key of an actor who has no other.
func listed(owner federation.Actor, id federation.ID) (federation.PublicKey, error) {
	key, ok := owner.Key(id)
	if !ok && id == owner.ID && len(owner.Keys) == 1 {
		key, ok = owner.Keys[0], true
	}
	if !ok {
		return federation.PublicKey{}, fmt.Errorf("%s does not list it: %w", owner.ID, federation.ErrUnauthorized)
	}
	if key.Owner != "" && key.Owner != owner.ID {
		return federation.PublicKey{}, fmt.Errorf("%s lists it as a key of %s: %w", owner.ID, key.Owner, federation.ErrUnauthorized)
	}
	key.ID, key.Owner = id, owner.ID
	return key, nil
}
