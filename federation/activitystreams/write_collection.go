package activitystreams

import (
	"encoding/json"
	"strings"

	"inews/federation"
)

type collectionJSON struct {
	Context      json.RawMessage `json:"@context,omitempty"`
	ID           federation.ID   `json:"id,omitempty"`
	Type         string          `json:"type"`
	AttributedTo federation.ID   `json:"attributedTo,omitempty"`
	PartOf       federation.ID   `json:"partOf,omitempty"`
	TotalItems   *int            `json:"totalItems,omitempty"`
	First        any             `json:"first,omitempty"`
	Last         federation.ID   `json:"last,omitempty"`
	Prev         federation.ID   `json:"prev,omitempty"`
	Next         federation.ID   `json:"next,omitempty"`
	Items        []any           `json:"items,omitzero"`
	OrderedItems []any           `json:"orderedItems,omitzero"`
}

// WriteCollection writes a collection or a page. Items that have a Document go
// out as that document, with its own @context; the others as ids. A page
// always has a list of items; a collection has one when Items is not nil, so
// that nil tells how many there are and not who. The error wraps federation.ErrMalformed: a Document
// that is not JSON.
func WriteCollection(c federation.Collection) ([]byte, error) {
	document := newCollection(c)
	document.Context = json.RawMessage(plainContext)
	return encode(document, c.Extra)
}

func newCollection(c federation.Collection) *collectionJSON {
	document := &collectionJSON{
		ID: c.ID, Type: c.Type, AttributedTo: c.AttributedTo, PartOf: c.PartOf, TotalItems: c.TotalItems,
		Last: c.Last, Prev: c.Prev, Next: c.Next,
	}
	if c.FirstPage != nil {
		document.First = newCollection(*c.FirstPage)
	} else if c.First != "" {
		document.First = c.First
	}
	if c.Items == nil && !strings.HasSuffix(c.Type, "Page") {
		return document
	}
	items := make([]any, len(c.Items))
	for i, item := range c.Items {
		items[i] = item.ID
		if item.Document != nil {
			items[i] = json.RawMessage(item.Document)
		}
	}
	if strings.HasPrefix(c.Type, "Ordered") {
		document.OrderedItems = items
	} else {
		document.Items = items
	}
	return document
}

// mention is how an object names a collection of its own: in full when more
// than its address is known, which Mastodon takes the counts from.
func mention(c *federation.Collection) any {
	if c == nil {
		return nil
	}
	written := newCollection(*c)
	if written.Type == "" && written.TotalItems == nil && written.First == nil && written.Items == nil {
		return c.ID
	}
	if written.Type == "" {
		written.Type = "Collection"
	}
	return written
}

type tombstoneJSON struct {
	Context    json.RawMessage `json:"@context,omitempty"`
	ID         federation.ID   `json:"id"`
	Type       string          `json:"type"`
	FormerType string          `json:"formerType,omitempty"`
	Deleted    string          `json:"deleted,omitempty"`
}

// WriteTombstone writes what is left of a deleted object. Gancio looks at its
// former type. Source: ActivityPub §6.4.
func WriteTombstone(t federation.Tombstone) ([]byte, error) {
	return writeTombstone(t, json.RawMessage(plainContext))
}

func writeTombstone(t federation.Tombstone, context json.RawMessage) (json.RawMessage, error) {
	return encode(tombstoneJSON{
		Context: context, ID: t.ID, Type: federation.TombstoneType, FormerType: t.FormerType, Deleted: stamp(t.Deleted),
	}, nil)
}
