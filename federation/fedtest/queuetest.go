package fedtest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"inews/federation"
	"inews/federation/delivery"
)

// QueueUnderTest is a delivery.Queue with what TestQueue needs to set the scene.
type QueueUnderTest interface {
	delivery.Queue

	// Add puts deliveries into the queue, in this order and due now, and returns
	// their IDs. ActivityID, ObjectID, Inbox, Sender and Body are set; one
	// ActivityID comes with one ObjectID, Sender and Body. The rest is the
	// queue's to fill.
	Add(ctx context.Context, deliveries ...delivery.Delivery) ([]int64, error)

	// State is the state of a delivery.
	State(ctx context.Context, id int64) (State, error)

	// Wake says that a signed request came from the host.
	Wake(ctx context.Context, host string) error

	// Now is the queue's clock, which need not be that of the wall.
	Now() time.Time

	// Advance lets time pass for the queue and all that is in it. A queue whose
	// clock is that of its database can move every time that it has stored into
	// the past instead.
	Advance(time.Duration)
}

// TestQueue runs the contract of delivery.Queue against new, empty queues. Each
// subtest calls newQueue once.
func TestQueue(t *testing.T, newQueue func(*testing.T) QueueUnderTest) {
	for _, test := range []struct {
		name string
		run  func(*queueSuite)
	}{
		{"a delivery comes back as it was added", (*queueSuite).roundTrip},
		{"a claim takes no more than asked for", (*queueSuite).limit},
		{"concurrent claims never share a delivery", (*queueSuite).exclusive},
		{"a host never has more leased than perHost", (*queueSuite).perHost},
		{"every host comes before the second of any", (*queueSuite).fair},
		{"an unsettled lease runs out", (*queueSuite).leaseExpires},
		{"a lost claim settles nothing", (*queueSuite).lostClaim},
		{"one object's activities keep their order", (*queueSuite).order},
		{"order binds one object at one host only", (*queueSuite).orderIsNarrow},
		{"one activity goes to many inboxes of a host", (*queueSuite).manyInboxes},
		{"outcomes move deliveries", (*queueSuite).outcomes},
		{"a retry waits until it is due", (*queueSuite).retry},
		{"a released delivery is as it was", (*queueSuite).released},
		{"the scheme is remembered for the host", (*queueSuite).scheme},
		{"an open breaker keeps the rows and sends one probe", (*queueSuite).breaker},
		{"the probe is the oldest that is due", (*queueSuite).probeIsFirst},
		{"a success closes the breaker and all is due", (*queueSuite).breakerCloses},
		{"a request from the host wakes it", (*queueSuite).wake},
		{"a host that asks for rest gets it", (*queueSuite).rest},
		{"a delivery of more than seven days expires", (*queueSuite).horizon},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(&queueSuite{T: t, queue: newQueue(t)}) })
	}
}

// queueSuite is one subtest with its queue, and the verbs to tell it in.
type queueSuite struct {
	*testing.T
	queue QueueUnderTest
}

// about makes a delivery of the numbered activity about an object.
func about(activity int, object, inbox string) delivery.Delivery {
	return delivery.Delivery{
		ActivityID: federation.ID(fmt.Sprintf("https://council.example/ap/activities/%d", activity)),
		ObjectID:   federation.ID(object),
		Inbox:      federation.ID(inbox),
		Sender:     "https://council.example/ap/actors/inews",
		Body:       fmt.Appendf(nil, `{"id":"https://council.example/ap/activities/%d"}`, activity),
	}
}

// post makes a delivery about a post of its own.
func post(activity int, inbox string) delivery.Delivery {
	return about(activity, fmt.Sprintf("https://council.example/ap/posts/%d", activity), inbox)
}

func (s *queueSuite) add(deliveries ...delivery.Delivery) []int64 {
	s.Helper()
	ids, err := s.queue.Add(s.Context(), deliveries...)
	if err != nil || len(ids) != len(deliveries) {
		s.Fatalf("Add of %d deliveries: %d ids, %v", len(deliveries), len(ids), err)
	}
	return ids
}

// flood adds n posts for one inbox, numbered from first.
func (s *queueSuite) flood(first, n int, inbox string) []int64 {
	s.Helper()
	var deliveries []delivery.Delivery
	for i := range n {
		deliveries = append(deliveries, post(first+i, inbox))
	}
	return s.add(deliveries...)
}

func (s *queueSuite) claim(n, perHost int) []delivery.Delivery {
	s.Helper()
	claimed, err := s.queue.Claim(s.Context(), n, perHost)
	if err != nil {
		s.Fatalf("Claim: %v", err)
	}
	return claimed
}

// claims claims all that may be claimed, and expects these IDs in any order.
func (s *queueSuite) claims(perHost int, want ...int64) []delivery.Delivery {
	s.Helper()
	claimed := s.claim(1000, perHost)
	left := map[int64]bool{}
	for _, id := range want {
		left[id] = true
	}
	for _, d := range claimed {
		if !left[d.ID] {
			s.Fatalf("Claim gave %v, want the ids %v", ids(claimed), want)
		}
		delete(left, d.ID)
	}
	if len(left) > 0 {
		s.Fatalf("Claim gave %v, want the ids %v", ids(claimed), want)
	}
	return claimed
}

func (s *queueSuite) settle(o delivery.Outcome, deliveries ...delivery.Delivery) {
	s.Helper()
	if o.At.IsZero() {
		o.At = s.queue.Now()
	}
	var results []delivery.Result
	for _, d := range deliveries {
		results = append(results, delivery.Result{Delivery: d, Outcome: o})
	}
	if err := s.queue.Settle(s.Context(), results); err != nil {
		s.Fatalf("Settle: %v", err)
	}
}

func (s *queueSuite) is(id int64, want State) {
	s.Helper()
	if got, err := s.queue.State(s.Context(), id); err != nil || got != want {
		s.Errorf("State(%d) = %q, %v, want %q", id, got, err, want)
	}
}

func ids(deliveries []delivery.Delivery) []int64 {
	var ids []int64
	for _, d := range deliveries {
		ids = append(ids, d.ID)
	}
	return ids
}
