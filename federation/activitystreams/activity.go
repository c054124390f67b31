package activitystreams

import (
	"inews/federation"
)

// ReadActivity reads an activity and what is embedded in it: an object, an
// actor or another activity. It proves nothing: who sent it, and whether what
// is embedded is what its own address serves, is for the caller to find out.
// Raw shares raw's memory. The error wraps federation.ErrMalformed (also: not
// an activity) or ErrTooLarge.
func ReadActivity(raw []byte) (federation.Activity, error) {
	d, typ, err := open(raw, ActivityKind)
	if err != nil {
		return federation.Activity{}, err
	}
	return readActivity(d, typ)
}

func readActivity(d *dict, typ string) (federation.Activity, error) {
	id, err := d.id()
	if err != nil {
		return federation.Activity{}, err
	}
	a := federation.Activity{
		ID:        id,
		Type:      typ,
		Actors:    references(d.take("actor"), maxAuthors),
		Target:    reference(d.take("target")),
		Result:    reference(d.take("result")),
		Content:   readReaction(d),
		To:        references(d.take("to"), maxList),
		CC:        references(d.take("cc"), maxList),
		Published: d.time("published"),
		Raw:       d.raw,
	}
	instrument := d.take("instrument")
	a.Instrument = reference(instrument)
	if a.InstrumentObject, err = readEmbedded(instrument); err != nil {
		return federation.Activity{}, err
	}
	object := d.take("object")
	a.Objects = references(object, maxList)
	// One object, or none of them: a list with a hole is still a list.
	if values := list(object, 2); len(values) == 1 {
		a.ObjectID = reference(values[0])
	}
	if err := embed(&a, only(object)); err != nil {
		return federation.Activity{}, err
	}
	a.Extra = d.extra()
	return a, nil
}

// embed reads what came embedded as the object. An object with an id and no
// type is only an address.
func embed(a *federation.Activity, d *dict) error {
	if d == nil {
		return nil
	}
	switch kind, typ := kindOf(d); kind {
	case ActivityKind:
		inner, err := readActivity(d, typ)
		a.Inner = &inner
		return err
	case ActorKind:
		actor, err := readActor(d, typ)
		a.ObjectActor = &actor
		return err
	case ObjectKind:
		object, err := readObject(d, typ)
		a.Object = &object
		return err
	}
	return nil
}

// readReaction is the words of an activity: of a Flag, or the emoji of a Like,
// for which Misskey has a name of its own.
func readReaction(d *dict) string {
	content, _ := d.natural("content")
	if own := text(d.take("_misskey_reaction")); content == "" {
		content = own
	}
	return content
}
