package activitystreams

import (
	"encoding/json"

	"inews/federation"
)

type activityJSON struct {
	Context    json.RawMessage `json:"@context,omitempty"`
	ID         federation.ID   `json:"id,omitempty"`
	Type       string          `json:"type"`
	Actor      any             `json:"actor,omitempty"`
	Published  string          `json:"published,omitempty"`
	To         []federation.ID `json:"to,omitempty"`
	CC         []federation.ID `json:"cc,omitempty"`
	Content    string          `json:"content,omitempty"`
	Object     any             `json:"object,omitempty"`
	Target     federation.ID   `json:"target,omitempty"`
	Instrument federation.ID   `json:"instrument,omitempty"`
	Result     federation.ID   `json:"result,omitempty"`
}

// WriteActivity writes an activity. Its object is, in this order, the Object,
// the ObjectActor or the Inner activity, embedded; several Objects, as a list
// of ids; or the ObjectID. What is embedded and has Raw goes out as it came, so
// that an Accept holds the Follow that was received and a signature in it stays
// good. The error wraps federation.ErrMalformed: a number or a key that cannot
// be written.
func WriteActivity(a federation.Activity) ([]byte, error) {
	return writeActivity(a, contextOfActivity(a))
}

func writeActivity(a federation.Activity, context json.RawMessage) (json.RawMessage, error) {
	object, err := objectOfActivity(a)
	if err != nil {
		return nil, err
	}
	return encode(activityJSON{
		Context: context, ID: a.ID, Type: a.Type, Actor: one(a.Actors), Published: stamp(a.Published),
		To: a.To, CC: a.CC, Content: a.Content, Object: object,
		Target: a.Target, Instrument: a.Instrument, Result: a.Result,
	}, a.Extra)
}

func objectOfActivity(a federation.Activity) (any, error) {
	switch {
	case a.Object != nil && a.Object.Raw != nil:
		return json.RawMessage(a.Object.Raw), nil
	case a.Object != nil:
		return writeObject(*a.Object, nil)
	case a.ObjectActor != nil && a.ObjectActor.Raw != nil:
		return json.RawMessage(a.ObjectActor.Raw), nil
	case a.ObjectActor != nil:
		return writeActor(*a.ObjectActor, nil)
	case a.Inner != nil && a.Inner.Raw != nil:
		return json.RawMessage(a.Inner.Raw), nil
	case a.Inner != nil:
		return writeActivity(*a.Inner, nil)
	case len(a.Objects) > 1:
		return a.Objects, nil
	case a.ObjectID != "":
		return a.ObjectID, nil
	case len(a.Objects) == 1:
		return a.Objects[0], nil
	}
	return nil, nil
}
