package fediverse

import (
	"context"
	"fmt"

	fed "inews/federation"
	"inews/federation/activitystreams"
	"inews/federation/actor"
)

// synchronisation is the library of one document: the followers whom the
// reader's own server has, and no others. A server asks for it that holds other
// followers than the digest says which came with an activity. Source: FEP-8fcf.
type synchronisation struct{ *Bridge }

// Document returns the list for the reader of the context, as of this moment:
// another a moment later, and never another server's.
func (s synchronisation) Document(ctx context.Context, _ fed.ID) (actor.Document, error) {
	origin := actor.Reader(ctx).Origin()
	if origin == "" {
		return actor.Document{}, fmt.Errorf("%w: the list of nobody's followers", fed.ErrNotFound)
	}
	ids, err := s.DB.FollowersAt(ctx, origin)
	if err != nil {
		return actor.Document{}, fmt.Errorf("%w: %w", fed.ErrUnavailable, err)
	}
	items := make([]fed.Item, len(ids))
	for i, id := range ids {
		items[i].ID = fed.ID(id)
	}
	body, err := activitystreams.WriteCollection(fed.Collection{
		ID: s.Synchronisation(), Type: "OrderedCollection", TotalItems: fed.Total(len(ids)), AttributedTo: s.Blog(), Items: items,
	})
	return actor.Document{Body: body, MaxAge: -1}, err
}
