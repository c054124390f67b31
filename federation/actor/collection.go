package actor

import "inews/federation"

// Collection is an ordered collection that is read by pages, from first on.
// Source: ActivityPub §5.
func Collection(id federation.ID, total int, first federation.ID) federation.Collection {
	return federation.Collection{
		ID: id, Type: "OrderedCollection", TotalItems: federation.Total(total), First: first,
	}
}

// Page is one page of a collection; next is "" on the last one.
func Page(partOf, id federation.ID, items []federation.Item, next federation.ID) federation.Collection {
	return federation.Collection{
		ID: id, Type: "OrderedCollectionPage", PartOf: partOf, Items: items, Next: next,
	}
}
