package fediverse

import (
	"context"
	"fmt"

	fed "inews/federation"
	"inews/federation/activitystreams"
	"inews/internal/blog"
)

// Names, in a stamp, of what quotes or lists, and of what is quoted or listed.
// Source: FEP-044f, FEP-7aa9.
const (
	interactingObject = "interactingObject"
	interactionTarget = "interactionTarget"
)

// stamp translates our consent into the document that proves it.
func (b *Bridge) stamp(s blog.Stamp) fed.Object {
	object := fed.Object{
		ID: b.Stamp(s.ID), Type: fed.QuoteAuthorizationType, AttributedTo: []fed.ID{b.Blog()},
		Extra: map[string]any{interactingObject: s.URI, interactionTarget: s.Target},
	}
	if s.Kind == blog.ListingStamp {
		object.Type = fed.FeatureAuthorizationType
	}
	return object
}

func (l Library) stamp(ctx context.Context, local Local) ([]byte, error) {
	if local.Part != "" || !isUUID(local.Key) {
		return nil, fmt.Errorf("%w: stamp %s", fed.ErrNotFound, local.Key)
	}
	stamp, err := l.DB.StampHolding(ctx, local.Key)
	if err != nil {
		return nil, err
	}
	return activitystreams.WriteObject(l.Bridge.stamp(stamp))
}

// tellRevoked takes a stamp back from whoever has it. Source: FEP-044f.
func (b *Bridge) tellRevoked(ctx context.Context, change blog.Change) (*News, error) {
	stamp, err := b.DB.StampByID(ctx, change.SubjectID)
	if err != nil || stamp.Holds() {
		return nil, err
	}
	id := b.Stamp(stamp.ID)
	return &News{
		Activity: fed.Activity{Type: fed.DeleteType, ObjectID: id, To: []fed.ID{fed.ID(stamp.Person.URI)}},
		ObjectID: id, Personal: stamp.Person.URI,
	}, nil
}

// quoteApproved tells whether the author of what a note quotes has agreed to
// it: stamp is the document at the address that the note names as its
// authorisation. It counts only if it stands on the server of what is quoted,
// is given by somebody there, and is about this note and that object. What came
// embedded in the note proves nothing. Source: FEP-044f, GHSA-q4g8-82c5-9h33.
func quoteApproved(note, stamp fed.Object) bool {
	return note.Quote != "" && stamp.ID != "" && stamp.ID == authorisation(note) &&
		stamp.Type == fed.QuoteAuthorizationType &&
		stamp.ID.SameOrigin(note.Quote) && stamp.Author().SameOrigin(note.Quote) &&
		stamp.Extra[interactingObject] == string(note.ID) && stamp.Extra[interactionTarget] == string(note.Quote)
}

// authorisation is the address of the stamp that a note names, or "" when it
// names none, or brings one of its own making.
func authorisation(note fed.Object) fed.ID {
	address, _ := note.Extra["quoteAuthorization"].(string)
	id, err := fed.ParseID(address)
	if err != nil {
		return ""
	}
	return id
}

// approved asks for the stamp of what a note quotes, where it must stand. A
// stamp that cannot be had now is none: the author sends an Update when there
// is one.
func (r *Receiver) approved(ctx context.Context, note fed.Object) (bool, error) {
	id := authorisation(note)
	if note.Quote == "" || !id.SameOrigin(note.Quote) {
		return false, nil
	}
	if !r.Ours(id) {
		stamp, err := r.Client.Object(ctx, id)
		return err == nil && quoteApproved(note, stamp), nil
	}
	local, ok := r.Parse(id)
	if !ok || local.Kind != "stamp" || !isUUID(local.Key) {
		return false, nil
	}
	stamp, err := r.DB.StampHolding(ctx, local.Key)
	if blog.KindOf(err) == blog.NotFound {
		return false, nil
	}
	return err == nil && quoteApproved(note, r.stamp(stamp)), err
}
