package delivery

import (
	"context"
	"time"

	"inews/federation"
	"inews/federation/signature"
)

// Numbers that a Queue and a Dispatcher agree on.
const (
	// Lease is how long a claimed delivery belongs to its claimer. It is longer
	// than an attempt and a drain, and short enough that the rows of a killed
	// process are soon tried by another.
	Lease = time.Minute

	// Horizon is how long after it was first due a delivery is tried. Mastodon
	// gives up after about two days; a small server's owner may take a week to
	// mend it.
	Horizon = 7 * 24 * time.Hour
)

// Delivery is one activity on its way to one inbox.
type Delivery struct {
	ID         int64         // of the row; earlier rows have smaller ones
	ActivityID federation.ID // the same at every attempt
	ObjectID   federation.ID // what the activity is about; "": its order does not matter
	Inbox      federation.ID // personal or shared
	Host       string        // of the inbox, as federation.ID.Host writes it
	Sender     federation.ID // the actor whose key signs
	Body       []byte        // sent as it is

	// Synchronisation tells the inbox's server which followers it has, as of the
	// claim: a federation.Synchronisation. "": the activity is not for followers,
	// or it has none.
	Synchronisation string

	// Attempt is how often the row was claimed before, whether or not that
	// claim was ever settled: 0 at the first attempt. With ID it names the claim.
	Attempt int
	Code    int              // what the last attempt was answered; 0: nothing
	Scheme  signature.Scheme // what the host understood last; "": not known
	Since   time.Time        // when it was first due

	// Parting is the last word to a host that gets nothing else from now on: see
	// fetch.Post.
	Parting bool
}

// Result is a claimed delivery with what came of it.
type Result struct {
	Delivery Delivery
	Outcome  Outcome
}

// Queue keeps deliveries. It may be shared by many dispatchers, in many
// processes; fedtest.TestQueue states the contract as tests.
type Queue interface {
	// Claim leases at most n deliveries to the caller for the time of Lease and
	// returns promptly, with none when none is due. The rules:
	//
	//   - A delivery is leased to one claimer at a time; when a lease runs out
	//     unsettled, the delivery is due again.
	//   - No host has more than perHost deliveries leased, whoever claimed them,
	//     and while its Breaker is open or slow no more than Breaker.Slots.
	//     (Claimers that ask at the very same moment may together go over this,
	//     and over nothing else.)
	//   - The first delivery of every host goes before the second one of any;
	//     within a host the one due longest goes first, then the smallest ID. The
	//     probe of an open Breaker is the smallest ID of those that are due: what
	//     follows it goes out in that order, too.
	//   - A delivery waits as long as one with a smaller ID, the same host, the
	//     same ObjectID (not "") and another ActivityID waits, leased or not. So
	//     an Update never passes its Create, while one activity goes to many
	//     inboxes of a host at once.
	//   - A delivery whose Since is longer ago than Horizon is not handed out any
	//     more; the queue ends it as Expired.
	Claim(ctx context.Context, n, perHost int) ([]Delivery, error)

	// Settle records what came of claimed deliveries, all or none. The rules:
	//
	//   - Retry leaves the delivery waiting, due at Outcome.Next; Released
	//     leaves it due as it was and takes its attempt back; every other kind
	//     ends it.
	//   - Outcome.Code is kept for Delivery.Code, a Scheme that is not "" for the
	//     Delivery.Scheme of all deliveries to the host.
	//   - The host's Breaker becomes Breaker.After(outcome). When that closes it,
	//     all that waits for the host is due at that moment, what had a time of its
	//     own too, and so goes out in the order of IDs.
	//   - A result of a claim that is not the row's latest changes nothing of the
	//     row unless it says Delivered: the row is another's by now.
	Settle(ctx context.Context, results []Result) error
}
