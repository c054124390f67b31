package federation

import "time"

// Types of activities that the library knows by name. Source: Activity
// Vocabulary §3.1; EmojiReact is Pleroma's, QuoteRequest FEP-044f's,
// FeatureRequest FEP-7aa9's.
const (
	AcceptType          = "Accept"
	AddType             = "Add"
	AnnounceType        = "Announce"
	BlockType           = "Block"
	CreateType          = "Create"
	DeleteType          = "Delete"
	EmojiReactType      = "EmojiReact"
	FeatureRequestType  = "FeatureRequest"
	FlagType            = "Flag"
	FollowType          = "Follow"
	JoinType            = "Join"
	LeaveType           = "Leave"
	LikeType            = "Like"
	MoveType            = "Move"
	QuoteRequestType    = "QuoteRequest"
	RejectType          = "Reject"
	RemoveType          = "Remove"
	TentativeAcceptType = "TentativeAccept"
	UndoType            = "Undo"
	UpdateType          = "Update"
)

// Activity is something that an actor did or asks for.
type Activity struct {
	ID     ID // "" on an Add, a Remove and other activities that some servers send without
	Type   string
	Actors []ID // who did it; more than one is trusted by nobody

	// What it was done to: ObjectID always, when there is one object with an
	// id; and, when it came or goes embedded, one of the other three.
	ObjectID    ID
	Object      *Object
	ObjectActor *Actor    // Update of an actor
	Inner       *Activity // Undo of a Follow, Accept of a Follow, Announce of a Create

	Objects    []ID // every object named: a Flag names several
	Target     ID   // of Add, Remove, Move
	Instrument ID   // of QuoteRequest, FeatureRequest
	Result     ID   // of the Accept of a request
	Content    string
	To         []ID
	CC         []ID
	Published  time.Time
	// InstrumentObject is the Instrument, when it came embedded: the note of a
	// QuoteRequest. It is not written.
	InstrumentObject *Object

	Raw   []byte
	Extra map[string]any
}

// Actor is the one actor who did it, or "" when none or several are named.
func (a Activity) Actor() ID {
	if len(a.Actors) != 1 {
		return ""
	}
	return a.Actors[0]
}

// IsPublic tells whether the activity itself is addressed to everybody.
func (a Activity) IsPublic() bool { return addressed(a.To) || addressed(a.CC) }
