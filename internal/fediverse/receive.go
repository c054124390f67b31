package fediverse

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	fed "inews/federation"
	"inews/federation/fetch"
	"inews/federation/inbox"
	"inews/internal/blog"
	"inews/internal/postgres"
)

// fetchesPerActivity bounds what one inbound activity may make us ask of other
// servers: the author, their handle, and a dozen comments upwards in a thread.
const fetchesPerActivity = 20

// leaseOfItem is how long a worker may take over a batch before another tries.
const leaseOfItem = 2 * time.Minute

// itemsAtOnce is how many items a worker claims together.
const itemsAtOnce = 8

// attemptsOfItem bounds how often an activity is tried again when a server that
// must be asked does not answer: with the pauses below, over about two days.
const attemptsOfItem = 10

// settleWithin is how long what became of items may gather before it is noted.
const settleWithin = time.Second

// patienceWithItems is how long the database may take to note it.
const patienceWithItems = 10 * time.Second

// Receiver works off the activities behind the inbox.
type Receiver struct {
	*Bridge
	mux *inbox.Mux
	// turn is the host whose items were claimed last; the next claim begins
	// behind it.
	turn atomic.Pointer[string]
	// Outcome, if set, is told what became of each activity: for metrics.
	Outcome func(activityType, state string)
}

// NewReceiver makes the Receiver of a bridge.
func NewReceiver(b *Bridge) *Receiver {
	r := &Receiver{Bridge: b, mux: &inbox.Mux{}}
	r.mux.Handle(fed.FollowType, r.onFollow)
	r.mux.Handle(fed.UndoType, r.onUndo)
	r.mux.Handle(fed.CreateType, r.onCreate)
	r.mux.Handle(fed.UpdateType, r.onUpdate)
	r.mux.Handle(fed.DeleteType, r.onDelete)
	r.mux.Handle(fed.LikeType, r.onLike)
	r.mux.Handle(fed.EmojiReactType, r.onLike)
	r.mux.Handle(fed.AnnounceType, r.onAnnounce)
	r.mux.Handle(fed.BlockType, r.onBlock)
	r.mux.Handle(fed.FlagType, r.onFlag)
	r.mux.Handle(fed.MoveType, r.onMove)
	r.mux.Handle(fed.AcceptType, r.onAnswer)
	r.mux.Handle(fed.RejectType, r.onAnswer)
	r.mux.Handle(fed.QuoteRequestType, r.onQuoteRequest)
	r.mux.Handle(fed.FeatureRequestType, r.onFeatureRequest)
	return r
}

// Work takes a few waiting activities and applies them; it returns how many.
func (r *Receiver) Work(ctx context.Context) (int, error) {
	var items []postgres.InboxItem
	turn := ""
	if last := r.turn.Load(); last != nil {
		turn = *last
	}
	err := r.DB.InTx(ctx, func(tx *postgres.Tx) (err error) {
		items, turn, err = tx.ClaimInboxItems(ctx, leaseOfItem, turn, itemsAtOnce)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("claim inbox items: %w", err)
	}
	r.turn.Store(&turn)
	var settled []postgres.SettledItem
	begun := r.Now()
	for i, item := range items {
		settled = append(settled, r.settle(ctx, item))
		if i < len(items)-1 && r.Now().Sub(begun) < settleWithin {
			continue
		}
		if err := r.record(ctx, settled); err != nil {
			return len(items), fmt.Errorf("settle inbox items: %w", err)
		}
		settled, begun = nil, r.Now()
	}
	return len(items), nil
}

// settle applies one item. One that our own end cuts off is released for
// another worker, as if it had never been claimed.
func (r *Receiver) settle(ctx context.Context, item postgres.InboxItem) postgres.SettledItem {
	released := postgres.SettledItem{ID: item.ID, State: "waiting", Undo: true}
	if ctx.Err() != nil {
		return released
	}
	err := r.apply(ctx, item)
	if err != nil && ctx.Err() != nil {
		return released
	}
	return r.outcome(item, err)
}

// record notes what became of items, also when the worker is about to end: a
// lease that is left behind keeps an item from everybody for minutes.
func (r *Receiver) record(ctx context.Context, settled []postgres.SettledItem) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patienceWithItems)
	defer cancel()
	return r.DB.InTx(ctx, func(tx *postgres.Tx) error { return tx.SettleInboxItems(ctx, settled) })
}

// apply does what one activity asks for. Its error says why it did not.
func (r *Receiver) apply(ctx context.Context, item postgres.InboxItem) (err error) {
	defer func() {
		if p := recover(); p != nil { // one poisonous document must not stop the others
			err = fmt.Errorf("%w: %v", errPoison, p)
		}
	}()
	ctx = fetch.WithBudget(ctx, fetchesPerActivity)
	received := inbox.Received{
		ActivityID: fed.ID(item.ActivityID), Type: item.Type, Actor: fed.ID(item.Actor),
		ObjectID: fed.ID(item.ObjectID), Forwarded: item.Forwarded, ActorGone: item.ActorGone, Body: item.Body, ReceivedAt: item.ReceivedAt,
	}
	if err := r.checkProof(ctx, received); err != nil {
		return err
	}
	return r.mux.Dispatch(ctx, received)
}

var errPoison = errors.New("the document makes the program fail")

// outcome tells what became of an item. Trouble that may pass is tried again.
func (r *Receiver) outcome(item postgres.InboxItem, err error) postgres.SettledItem {
	state, reason := judge(err)
	if state == "waiting" && item.Attempts >= attemptsOfItem {
		state = "failed"
	}
	if state == "failed" {
		r.Log.Error("activity failed", "activity", item.ActivityID, "actor", item.Actor, "err", err)
	} else {
		r.Log.Debug("activity received", "activity", item.ActivityID, "actor", item.Actor, "outcome", state, "err", err)
	}
	if r.Outcome != nil {
		r.Outcome(item.Type, state)
	}
	return postgres.SettledItem{ID: item.ID, State: state, Reason: reason, Pause: pause(item.Attempts)}
}

// judge sorts the error of an activity: done, ignored for good, failed, to be
// tried again ("waiting"), or kept until staff decide about its server.
func judge(err error) (state, reason string) {
	switch {
	case err == nil:
		return "done", ""
	case errors.Is(err, errHeld):
		return "held", err.Error()
	case errors.Is(err, inbox.ErrIgnored):
		return "ignored", err.Error()
	case errors.Is(err, errPoison):
		return "failed", err.Error()
	case errors.Is(err, fed.ErrUnavailable), blog.KindOf(err) == blog.Unavailable:
		return "waiting", err.Error()
	case errors.Is(err, fed.ErrNotFound), errors.Is(err, fed.ErrGone), errors.Is(err, fed.ErrForbidden),
		errors.Is(err, fed.ErrUnauthorized), errors.Is(err, fed.ErrMalformed), errors.Is(err, fed.ErrTooLarge),
		errors.Is(err, fed.ErrBudget):
		return "ignored", err.Error()
	}
	switch blog.KindOf(err) {
	case blog.Forbidden, blog.Invalid, blog.NotFound, blog.Gone, blog.Conflict, blog.TooMany:
		return "ignored", err.Error()
	}
	return "waiting", err.Error()
}

// pause is how long an item rests before its next attempt: 10 s, doubled each
// time, at most 12 hours.
func pause(attempts int) time.Duration {
	return min(10*time.Second<<min(attempts, 20), 12*time.Hour)
}

// ignored makes the error of an activity that has no effect here.
func ignored(why string, args ...any) error {
	return fmt.Errorf("%w: "+why, append([]any{inbox.ErrIgnored}, args...)...)
}

// rule asks the decision table. owner is whose the thing is that the activity
// is about, or the signer's own id. It returns the person who acts.
func (r *Receiver) rule(ctx context.Context, activity fed.Activity, owner fed.ID, known bool) (blog.Person, error) {
	relation, person, err := r.relation(ctx, activity.Actor(), owner)
	if err != nil {
		return person, err
	}
	old := r.Now().Sub(person.FetchedAt) > freshFor
	if relation == Suspended && person.GoneAt.IsZero() && old { // perhaps not any more
		if _, err := r.meet(ctx, activity.Actor()); err == nil {
			relation, person, err = r.relation(ctx, activity.Actor(), owner)
			if err != nil {
				return person, err
			}
		}
	}
	ruling := Authorise(activity.Type, relation, known)
	if ruling.Effect == Apply && holds(activity.Type) {
		err = r.hold(ctx, activity.Actor())
	}
	if err != nil {
		return person, err
	}
	if ruling.Effect != Apply {
		return person, ignored("%s (%s by %s of a thing that is %s)", ruling.Why, activity.Type, relation, knownWord(known))
	}
	if relation != Stranger && !old {
		return person, nil
	}
	if person, err = r.person(ctx, activity.Actor()); err != nil || !person.Suspended {
		return person, err
	}
	// Their server, asked just now, says that it has suspended them.
	if ruling = Authorise(activity.Type, Suspended, known); ruling.Effect != Apply {
		err = ignored("%s (%s by %s of a thing that is %s)", ruling.Why, activity.Type, Suspended, knownWord(known))
	}
	return person, err
}

var errHeld = errors.New("staff have put the server on hold")

// holds tells whether an activity shows without anybody's look: a follow, a like
// or a share waits while its server is on hold. Comments wait in their queue.
func holds(activityType string) bool {
	switch activityType {
	case fed.FollowType, fed.LikeType, fed.EmojiReactType, fed.AnnounceType:
		return true
	}
	return false
}

// hold keeps what comes from a server that staff have put on hold.
func (r *Receiver) hold(ctx context.Context, signer fed.ID) error {
	severity, err := r.DB.SeverityOf(ctx, signer.Host())
	if err == nil && severity == blog.Hold {
		err = fmt.Errorf("%w: %s", errHeld, signer.Host())
	}
	return err
}

func knownWord(known bool) string {
	if known {
		return "known"
	}
	return "unknown"
}

// relation tells how the signer stands to the owner of the thing, from what we
// know: it asks nobody.
func (r *Receiver) relation(ctx context.Context, signer, owner fed.ID) (Relation, blog.Person, error) {
	if r.Ours(signer) {
		return Us, blog.Person{}, nil
	}
	severity, err := r.DB.SeverityOf(ctx, signer.Host())
	if err != nil {
		return "", blog.Person{}, err
	}
	person, err := r.DB.PersonByURI(ctx, string(signer))
	if err != nil && blog.KindOf(err) != blog.NotFound {
		return "", blog.Person{}, err
	}
	switch {
	case severity.Refuses() || !person.BlockedAt.IsZero():
		return Blocked, person, nil
	case person.Suspended || !person.GoneAt.IsZero():
		return Suspended, person, nil
	case owner != signer && owner.SameOrigin(signer):
		return SameHost, person, nil
	case owner != signer:
		return OtherHost, person, nil
	case person.URI == "":
		return Stranger, person, nil
	}
	return OwnerOfIt, person, nil
}
