package activitystreams

import (
	"fmt"

	"inews/federation"
)

// Kind is what a document is, which says which function reads it.
type Kind int

// The kinds of documents.
const (
	OtherKind      Kind = iota // not ActivityStreams: WebFinger, NodeInfo, a Link
	ActivityKind               // ReadActivity
	ObjectKind                 // ReadObject: a Question and a Tombstone too, and types that nobody knows
	ActorKind                  // ReadActor
	CollectionKind             // ReadCollection: a page too
	KeyKind                    // ReadKey: a key in a document of its own
)

// String is the kind in one English word.
func (k Kind) String() string {
	switch k {
	case ActivityKind:
		return "activity"
	case ObjectKind:
		return "object"
	case ActorKind:
		return "actor"
	case CollectionKind:
		return "collection"
	case KeyKind:
		return "key"
	}
	return "other"
}

// KindOf tells what kind of document the bytes are and its type, which is ""
// when it names none. The error wraps federation.ErrMalformed or ErrTooLarge,
// and then no function here reads the document.
func KindOf(raw []byte) (Kind, string, error) {
	d, err := parse(raw)
	if err != nil {
		return OtherKind, "", err
	}
	kind, typ := kindOf(d)
	return kind, typ, nil
}

// kindOf is the kind of a document and its type: of several types the first
// that is in the vocabulary, else the first.
func kindOf(d *dict) (kind Kind, typ string) {
	for _, t := range d.types() {
		if kind = resolve(t); kind != OtherKind {
			return kind, t
		}
	}
	typ = d.typ()
	return guess(d, typ), typ
}

// types are the types of a document, the first few.
func (d *dict) types() []string {
	d.taken["type"] = true
	var types []string
	for _, v := range list(d.values["type"], maxTypes) {
		if s, ok := v.(string); ok && s != "" {
			types = append(types, cut(clean(s), maxLine))
		}
	}
	return types
}

// typ is the first type of a document.
func (d *dict) typ() string {
	if types := d.types(); len(types) > 0 {
		return types[0]
	}
	return ""
}

// open parses a document of the kind that a reader wants.
func open(raw []byte, want Kind) (d *dict, typ string, err error) {
	if d, err = parse(raw); err != nil {
		return nil, "", err
	}
	kind, typ := kindOf(d)
	if kind != want {
		return nil, "", fmt.Errorf("%q is of the kind %s, not %s: %w", cut(typ, 64), kind, want, federation.ErrMalformed)
	}
	return d, typ, nil
}
