package fediverse

import (
	"fmt"
	"io"

	fed "inews/federation"
)

// Relation is how whoever signed an activity stands to what the activity is
// about. The first that fits counts, in this order.
type Relation string

// The relations, in the order in which they are looked for.
const (
	Us        Relation = "us"         // the signer claims to be one of our own actors
	Blocked   Relation = "blocked"    // staff refuse the person or their host
	Suspended Relation = "suspended"  // their own server has suspended or deleted them
	SameHost  Relation = "same host"  // the thing belongs to somebody else on their server
	OtherHost Relation = "other host" // the thing belongs to somebody on another server
	Stranger  Relation = "unknown"    // it is theirs, and we never met them
	OwnerOfIt Relation = "owner"      // it is theirs
)

// Relations lists every relation, for tables.
var Relations = []Relation{OwnerOfIt, SameHost, OtherHost, Blocked, Suspended, Stranger, Us}

// Effect is what an activity may do here.
type Effect string

// The effects.
const (
	Apply  Effect = "apply"
	Ignore Effect = "ignore" // harmless and without effect
	Refuse Effect = "refuse" // somebody says what they may not
)

// Ruling is the decision about one activity, with the reason in words.
type Ruling struct {
	Effect Effect
	Why    string
}

// rule is one line of the decision table. An empty field fits everything.
type rule struct {
	activity string
	relation Relation
	object   string // "known", "unknown"
	ruling   Ruling
}

// rules is the decision table: the first line that fits decides. "Object" is
// what the activity is about: the note of a Create, Update or Delete, the post
// of a Like, Announce or Flag, the activity that an Undo takes back, the actor of
// a Follow, Block or Move. A QuoteRequest is about a quote and a FeatureRequest
// about a list, whose they are; there, known is what is quoted or listed. It is
// known when we have it, or when it is ours and
// public. Source: FEP-fe34, ActivityPub §7.
var rules = []rule{
	{relation: Us, ruling: Ruling{Refuse, "nobody but we speaks for our actors"}},
	{relation: Blocked, ruling: Ruling{Refuse, "staff have blocked the sender"}},

	{fed.DeleteType, Suspended, "known", Ruling{Apply, "who is suspended may still take things back"}},
	{fed.UndoType, Suspended, "known", Ruling{Apply, "who is suspended may still take things back"}},
	{relation: Suspended, ruling: Ruling{Refuse, "the sender is suspended on their own server"}},

	{fed.CreateType, SameHost, "", Ruling{Refuse, "only its author may publish a thing"}},
	{fed.CreateType, OtherHost, "", Ruling{Refuse, "only its author may publish a thing"}},
	{fed.CreateType, "", "known", Ruling{Ignore, "we have it already"}},
	{fed.CreateType, "", "", Ruling{Apply, "its author publishes it"}},

	{fed.UpdateType, SameHost, "", Ruling{Refuse, "only its author may edit a thing, not every actor of the server"}},
	{fed.UpdateType, OtherHost, "", Ruling{Refuse, "only its author may edit a thing"}},
	{fed.UpdateType, "", "known", Ruling{Apply, "its author edits it"}},
	{fed.UpdateType, "", "", Ruling{Apply, "its author publishes it; the edit overtook the creation"}},

	{fed.DeleteType, SameHost, "", Ruling{Refuse, "only its author may delete a thing, not every actor of the server"}},
	{fed.DeleteType, OtherHost, "", Ruling{Refuse, "only its author may delete a thing"}},
	{fed.DeleteType, Stranger, "", Ruling{Ignore, "we have nothing of theirs"}},
	{fed.DeleteType, "", "known", Ruling{Apply, "its author deletes it"}},
	{fed.DeleteType, "", "", Ruling{Apply, "remembered, so that a late creation has no effect"}},

	{fed.UndoType, SameHost, "", Ruling{Refuse, "only who did it may undo it"}},
	{fed.UndoType, OtherHost, "", Ruling{Refuse, "only who did it may undo it"}},
	{fed.UndoType, "", "known", Ruling{Apply, "who did it undoes it"}},
	{fed.UndoType, "", "", Ruling{Ignore, "we know nothing of what is undone"}},

	{fed.FollowType, "", "known", Ruling{Apply, "anybody who is not blocked may follow the blog"}},
	{fed.FollowType, "", "", Ruling{Ignore, "it is not about an actor of ours"}},
	{fed.LikeType, "", "known", Ruling{Apply, "anybody who is not blocked may like what is public"}},
	{fed.LikeType, "", "", Ruling{Ignore, "it is about nothing that we show"}},
	{fed.AnnounceType, "", "known", Ruling{Apply, "anybody who is not blocked may share what is public"}},
	{fed.AnnounceType, "", "", Ruling{Ignore, "it is about nothing that we show"}},
	{fed.BlockType, "", "known", Ruling{Apply, "anybody may be left alone by the blog"}},
	{fed.BlockType, "", "", Ruling{Ignore, "it is not about an actor of ours"}},

	{fed.FlagType, "", "known", Ruling{Apply, "anybody who is not blocked may report to staff what is here"}},
	{fed.FlagType, "", "", Ruling{Ignore, "it is about nothing of ours"}},

	{fed.MoveType, SameHost, "", Ruling{Refuse, "an actor moves itself only"}},
	{fed.MoveType, OtherHost, "", Ruling{Refuse, "an actor moves itself only"}},
	{fed.MoveType, "", "known", Ruling{Apply, "a follower or partner moves; the new actor must name the old one"}},
	{fed.MoveType, "", "", Ruling{Ignore, "who moves neither follows us nor is followed, or has moved already"}},

	{fed.AcceptType, OwnerOfIt, "known", Ruling{Apply, "whom we asked to follow agrees"}},
	{fed.AcceptType, "", "known", Ruling{Refuse, "only whom we asked may answer"}},
	{fed.AcceptType, "", "", Ruling{Ignore, "we did not ask"}},
	{fed.RejectType, OwnerOfIt, "known", Ruling{Apply, "whom we asked to follow declines"}},
	{fed.RejectType, "", "known", Ruling{Refuse, "only whom we asked may answer"}},
	{fed.RejectType, "", "", Ruling{Ignore, "we did not ask"}},

	{fed.QuoteRequestType, "", "unknown", Ruling{Ignore, "it is about nothing of ours that we show"}},
	{fed.QuoteRequestType, SameHost, "", Ruling{Refuse, "only who writes a quote may ask for it"}},
	{fed.QuoteRequestType, OtherHost, "", Ruling{Refuse, "only who writes a quote may ask for it"}},
	{fed.QuoteRequestType, "", "", Ruling{Apply, "anybody who is not blocked may quote what is public"}},
	{fed.FeatureRequestType, "", "unknown", Ruling{Ignore, "it is not about an actor of ours"}},
	{fed.FeatureRequestType, SameHost, "", Ruling{Refuse, "only whose list it is may ask for it"}},
	{fed.FeatureRequestType, OtherHost, "", Ruling{Refuse, "only whose list it is may ask for it"}},
	{fed.FeatureRequestType, "", "", Ruling{Apply, "anybody who is not blocked may list the blog"}},

	{ruling: Ruling{Ignore, "the blog has no use for this kind of activity"}},
}

// Authorise decides what an activity may do here. It is pure: the same facts
// always give the same ruling, and the ruling is all that there is.
func Authorise(activityType string, relation Relation, known bool) Ruling {
	if activityType == fed.EmojiReactType {
		activityType = fed.LikeType
	}
	object := "unknown"
	if known {
		object = "known"
	}
	for _, r := range rules {
		if (r.activity == "" || r.activity == activityType) && (r.relation == "" || r.relation == relation) &&
			(r.object == "" || r.object == object) {
			return r.ruling
		}
	}
	return Ruling{Refuse, "no rule allows it"} // not reached: the last rule fits everything
}

// Activities lists the activities that the table decides about.
var Activities = []string{
	fed.FollowType, fed.UndoType, fed.CreateType, fed.UpdateType, fed.DeleteType, fed.LikeType,
	fed.AnnounceType, fed.BlockType, fed.FlagType, fed.MoveType, fed.AcceptType, fed.RejectType,
	fed.QuoteRequestType, fed.FeatureRequestType,
}

// WriteTable writes the decision table as Markdown, one line per activity,
// relation and object.
func WriteTable(w io.Writer) error {
	if _, err := fmt.Fprint(w, "| activity | signer | object | effect | why |\n| --- | --- | --- | --- | --- |\n"); err != nil {
		return err
	}
	for _, activity := range Activities {
		for _, relation := range Relations {
			for _, known := range []bool{true, false} {
				object := "unknown"
				if known {
					object = "known"
				}
				r := Authorise(activity, relation, known)
				_, err := fmt.Fprintf(w, "| %s | %s | %s | %s | %s |\n", activity, relation, object, r.Effect, r.Why)
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}
