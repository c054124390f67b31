package fedtest

import (
	"context"
	"fmt"
	"slices"

	"inews/federation"
)

// FollowMove does with a Move that was received what Mastodon does: it asks the
// new actor whether it is the old one, follows it, and takes the Follow of the
// old one back. Without that alias it does nothing and says so: ErrForbidden. It
// returns the id of the new Follow.
func (p *Peer) FollowMove(ctx context.Context, move Received) (federation.ID, error) {
	old, target := idOf(move.Activity["actor"]), idOf(move.Activity["target"])
	if move.Object() != old {
		return "", fmt.Errorf("%s moves %s: %w", old, move.Object(), federation.ErrForbidden)
	}
	found, err := p.look(ctx, target)
	if err != nil {
		return "", err
	}
	aliases, _ := found["alsoKnownAs"].([]any)
	if !slices.ContainsFunc(aliases, func(alias any) bool { return idOf(alias) == old }) {
		return "", fmt.Errorf("%s does not name %s in alsoKnownAs: %w", target, old, federation.ErrForbidden)
	}
	follow, err := p.Follow(ctx, target)
	if err != nil {
		return "", err
	}
	earlier, ok := p.followOf(old)
	if !ok {
		return follow, nil
	}
	return follow, p.Undo(ctx, earlier)
}

// followOf is the id of the Follow with which the peer follows an actor.
func (p *Peer) followOf(actor federation.ID) (federation.ID, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for id, activity := range p.about {
		if activity["type"] == federation.FollowType && idOf(activity["object"]) == actor {
			return id, true
		}
	}
	return "", false
}
