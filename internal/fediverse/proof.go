package fediverse

import (
	"context"
	"fmt"
	"slices"

	fed "inews/federation"
	"inews/federation/inbox"
	"inews/federation/signature"
)

// prove adds the blog's proof to the final bytes of an activity that others may
// pass on. It is made once: the bytes are the same for everybody, at every
// attempt, and at the activity's address. Source: FEP-8b32.
func (b *Bridge) prove(ctx context.Context, activityType string, body []byte) ([]byte, error) {
	switch activityType {
	case fed.CreateType, fed.UpdateType, fed.DeleteType, fed.AnnounceType:
	default:
		return body, nil
	}
	key, err := b.Keys.Prover(ctx, b.Handle)
	if err != nil {
		return nil, err
	}
	proven, err := signature.Prove(body, key, b.Now())
	if err != nil {
		return nil, fmt.Errorf("prove %s: %w", activityType, err)
	}
	return proven, nil
}

// checkProof refuses an activity that another server passes on with a proof
// which is not its actor's, as their own server lists their keys now. A proof
// that fits changes nothing: what is passed on is fetched from its origin all
// the same. One that has expired, that is of another kind, or whose maker
// cannot be asked is as good as none. Source: FEP-8b32, FEP-fe34.
func (r *Receiver) checkProof(ctx context.Context, received inbox.Received) error {
	if !received.Forwarded {
		return nil // the request was signed by the actor itself
	}
	proof, ok, err := signature.ReadProof(received.Body)
	if err != nil {
		return ignored("it is passed on with a proof that does not hold: %v", err)
	}
	if !ok || !proof.Expires.IsZero() && r.Now().After(proof.Expires) {
		return nil
	}
	if !proof.Method.SameOrigin(received.Actor) {
		return ignored("it is passed on with a proof by %s, which is no key of %s", proof.Method, received.Actor)
	}
	actor, err := r.Client.Actor(ctx, received.Actor)
	if err != nil {
		return nil
	}
	listed := slices.IndexFunc(actor.Keys, func(key fed.PublicKey) bool { return key.ID == proof.Method && key.Asserts })
	if actor.ID != received.Actor || listed < 0 {
		return ignored("it is passed on with a proof by %s, which %s does not list in assertionMethod", proof.Method, received.Actor)
	}
	if err := proof.Verify(actor.Keys[listed]); err != nil {
		return ignored("it is passed on with a proof that does not hold: %v", err)
	}
	return nil
}
