package fedtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"

	"inews/federation"
)

// synchronisation is the header of FEP-8fcf as a stranger reads it.
var synchronisation = regexp.MustCompile(`^collectionId="([^"]*)", url="([^"]*)", digest="([0-9a-f]{64})"$`)

// Synchronise does what Mastodon does about the FEP-8fcf header of what was
// received, when the given people of its server follow the sender: if the digest
// is another than theirs, it asks, signed, whom the sender holds for followers;
// takes back, with an Undo, a following of its person that it does not know; and
// if the list fits the digest, forgets those who are not on it. It returns who
// follows then. Source: Mastodon app/services/activitypub/synchronize_followers_service.rb.
func (p *Peer) Synchronise(ctx context.Context, r Received, local ...federation.ID) ([]federation.ID, error) {
	header := synchronisation.FindStringSubmatch(r.Synchronisation)
	if header == nil {
		return local, fmt.Errorf("header %q: %w", r.Synchronisation, federation.ErrMalformed)
	}
	sender, err := p.look(ctx, r.Key.Owner)
	if err != nil {
		return local, err
	}
	if header[1] != string(idOf(sender["followers"])) || !federation.ID(header[2]).SameOrigin(r.Key.Owner) {
		return local, fmt.Errorf("header %q of %s: %w", r.Synchronisation, r.Key.Owner, federation.ErrForbidden)
	}
	if digestOf(local) == header[3] {
		return local, nil
	}
	partial, err := p.Client.Collection(ctx, federation.ID(header[2]))
	if err != nil {
		return local, err
	}
	var listed []federation.ID
	for _, item := range partial.Items {
		listed = append(listed, item.ID)
	}
	if slices.Contains(listed, p.Actor()) && !slices.Contains(local, p.Actor()) {
		err = p.tell(ctx, document{
			"id": p.mint("#follows/%d/undo"), "type": federation.UndoType,
			"object": document{"id": p.Actor() + "#follows/", "type": federation.FollowType, "actor": p.Actor(), "object": r.Key.Owner},
		}, r.Key.Owner)
	}
	if digestOf(listed) == header[3] {
		local = slices.DeleteFunc(slices.Clone(local), func(id federation.ID) bool { return !slices.Contains(listed, id) })
	}
	return local, err
}

// digestOf joins the SHA-256 of ids by exclusive or.
func digestOf(ids []federation.ID) string {
	var all [sha256.Size]byte
	for _, id := range ids {
		for i, b := range sha256.Sum256([]byte(id)) {
			all[i] ^= b
		}
	}
	return hex.EncodeToString(all[:])
}
