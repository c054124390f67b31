package inbox

import (
	"encoding/json"
	"strings"

	"inews/federation"
)

// Envelope is what stands on the outside of an activity: enough to know whose
// it is and whether to take it in.
type Envelope struct {
	ID         federation.ID // "" when the activity has none, as Mastodon's Add and Remove
	Type       string
	Actor      federation.ID // "" when not named, as in Mastodon's FeatureRequest
	ObjectID   federation.ID // the object named or embedded; "" when it has no id or there are several
	ObjectType string        // of an embedded object, when it has one type
	// Signed tells whether there is a linked-data signature or a proof (FEP-8b32),
	// which servers add to what they expect others to forward. It proves nothing
	// here.
	Signed bool
}

// ReadEnvelope reads the outside of an activity. It refuses, with errors that
// wrap federation.ErrMalformed, every document that is not one JSON object in
// UTF-8, in which any object has a key twice, a known key in another case, or
// one of @graph, @included and @reverse, that is deeper than 32 levels or has a
// list of more than 4000 items, or that is a collection. Source: ActivityPub
// §3, §7; FEP-fe34.
func ReadEnvelope(body []byte) (Envelope, error) {
	var kind, id, actor, object, signature, proof json.RawMessage
	err := check(body, func(key, value []byte) {
		switch string(key) {
		case "type":
			kind = value
		case "id":
			id = unlessNull(value)
		case "actor":
			actor = unlessNull(value)
		case "object":
			object = single(value)
		case "signature":
			signature = value
		case "proof":
			proof = single(value)
		}
	})
	if err != nil {
		return Envelope{}, err
	}
	var e Envelope
	if e.Type = one(kind); e.Type == "" || len(e.Type) > maxType || !isText(e.Type) {
		return e, malformed("the activity does not have one type")
	}
	switch e.Type {
	case "Collection", "OrderedCollection", "CollectionPage", "OrderedCollectionPage":
		return e, malformed("the body is a collection")
	}
	if e.ID, err = address("id", id); err != nil {
		return e, err
	}
	if actor != nil {
		if e.Actor, err = address("actor", identify(actor)); err != nil {
			return e, err
		}
		if e.Actor == "" {
			return e, malformed("the activity does not have one actor")
		}
	}
	if isObject(object) {
		e.ObjectType = one(member(object, "type"))
	}
	if id := one(identify(object)); len(id) <= maxAddress && isText(id) {
		e.ObjectID = federation.ID(id)
	}
	e.Signed = isObject(signature) || isObject(proof)
	return e, nil
}

const (
	maxType    = 64   // names of types are short
	maxAddress = 2048 // the limit of federation.ParseID
)

// address reads an id that must be usable when it is there. An empty string is
// no id: some servers write one.
func address(name string, value json.RawMessage) (federation.ID, error) {
	if value == nil {
		return "", nil
	}
	if value[0] != '"' {
		return "", malformed("the %s is not an address", name)
	}
	text := string(unescape(value))
	if text == "" {
		return "", nil
	}
	id, err := federation.ParseID(text)
	if err != nil {
		return "", malformed("the %s is not an absolute http or https address", name)
	}
	return id, nil
}

// isText tells whether a string holds no NUL: no type and no id has one, and
// databases refuse it.
func isText(s string) bool { return strings.IndexByte(s, 0) < 0 }

// one is the text of a string, or of a list of just one string.
func one(value json.RawMessage) string {
	value = single(value)
	if len(value) == 0 || value[0] != '"' {
		return ""
	}
	return string(unescape(value))
}

// identify is the string that names a thing: itself, or the id of an embedded
// thing.
func identify(value json.RawMessage) json.RawMessage {
	value = single(value)
	if isObject(value) {
		return unlessNull(member(value, "id"))
	}
	return value
}

func isObject(value json.RawMessage) bool { return len(value) > 0 && value[0] == '{' }

// single takes the only item out of a list; other lists stay as they are.
func single(value json.RawMessage) json.RawMessage {
	if len(value) == 0 || value[0] != '[' {
		return unlessNull(value)
	}
	s := &scanner{data: value, at: 1}
	if s.peek() == ']' {
		return nil
	}
	start := s.at
	if s.value(1, true) != nil {
		return value
	}
	end := s.at
	if s.peek() != ']' {
		return value
	}
	return value[start:end:end]
}

// member is the value of a key of an object.
func member(object json.RawMessage, key string) json.RawMessage {
	var found json.RawMessage
	s := &scanner{data: object}
	_ = s.object(1, true, func(k, value []byte) { // it was checked before
		if string(k) == key {
			found = value
		}
	})
	return found
}

func unlessNull(value json.RawMessage) json.RawMessage {
	if len(value) == 0 || value[0] == 'n' {
		return nil
	}
	return value
}
