package inbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"inews/federation"
)

// Store keeps what came in.
type Store interface {
	// Accept keeps the item for good before it returns, and does nothing when
	// it holds one with the same ActivityID: senders repeat themselves. Any
	// error makes the sender try again later. It must be safe for concurrent
	// use.
	Accept(ctx context.Context, item Received) error
}

// Received is an activity whose signer is proven and whose content is not.
type Received struct {
	// ActivityID is the id of the activity, on the server of its actor; when it
	// has none, "sha256:" and a hash of the actor and the body, which is the
	// same each time the same activity is sent.
	ActivityID federation.ID
	Type       string
	Actor      federation.ID // who it says did it; the signer when it does not say
	ObjectID   federation.ID // "" when there is none or there are several
	Signer     federation.ID // owner of the key: the Actor, unless Forwarded or ActorGone
	KeyID      federation.ID
	// Forwarded marks an activity that another server passes on (ActivityPub
	// §7.1.2). It is a hint and no more: fetch ObjectID from its own server, and
	// never use the copy in Body.
	Forwarded bool
	// ActorGone marks the Delete of an actor by itself whose server answers
	// that the key is gone for good, so that nobody can prove it any more.
	// Fetch the actor, and believe the Delete if that is gone too.
	ActorGone  bool
	Body       []byte // exactly as it came: the truth
	ReceivedAt time.Time
}

// stableID names an activity that has no id of its own. No sender can choose
// it, since an id must be an http address.
func stableID(actor federation.ID, body []byte) federation.ID {
	h := sha256.New()
	h.Write([]byte(actor))
	h.Write([]byte{'\n'})
	h.Write(body)
	return federation.ID("sha256:" + hex.EncodeToString(h.Sum(nil)))
}
