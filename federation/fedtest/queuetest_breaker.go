package fedtest

import (
	"time"

	"inews/federation/delivery"
)

// fail settles deliveries as their host's failure, to be tried again in an hour.
func (s *queueSuite) fail(deliveries ...delivery.Delivery) {
	s.Helper()
	now := s.queue.Now()
	s.settle(delivery.Outcome{Kind: delivery.Retry, HostFailed: true, Reason: "connection refused", At: now, Next: now.Add(time.Hour)}, deliveries...)
}

// open adds eight posts for host A and lets the first five of them fail.
func (s *queueSuite) open() []int64 {
	s.Helper()
	ids := s.flood(1, 8, inboxA)
	s.fail(s.claims(4, ids[:4]...)...)
	s.fail(s.claim(1, 4)...)
	return ids
}

// breaker is check 53: the breaker opens after five failures, and the rows are
// kept.
func (s *queueSuite) breaker() {
	left := s.open()[5:]
	b := s.add(post(100, inboxB))[0]
	// Nothing for A, though three were never tried.
	s.settle(delivery.Outcome{Kind: delivery.Delivered, Code: 202}, s.claims(4, b)...)
	for _, id := range left {
		s.is(id, Waiting)
	}
	s.queue.Advance(61 * time.Second)
	probe := s.claims(4, left[0])[0]
	s.claims(4) // one probe at a time
	s.fail(probe)
	s.queue.Advance(4 * time.Minute)
	s.claims(4)
	s.queue.Advance(61 * time.Second)
	probe = s.claims(4, left[1])[0]
	// A probe whose claimer was killed does not keep the host closed for ever.
	s.queue.Advance(delivery.Lease + time.Second)
	s.claim(1, 4)
	s.is(probe.ID, Waiting)
}

// probeIsFirst is about the order of check 52: the first post that a host is
// sent when it is back is the oldest, however often that was tried in vain.
func (s *queueSuite) probeIsFirst() {
	ids := s.open()
	s.queue.Advance(61 * time.Second)
	s.fail(s.claims(4, ids[5])...)
	s.queue.Advance(61 * time.Minute) // all are due, and the two that never went for the longest
	s.settle(delivery.Outcome{Kind: delivery.Delivered, Code: 202}, s.claims(4, ids[0])...)
	for _, id := range ids[1:] {
		s.settle(delivery.Outcome{Kind: delivery.Delivered, Code: 202}, s.claims(1, id)...)
	}
}

func (s *queueSuite) breakerCloses() {
	ids := s.open()
	s.queue.Advance(61 * time.Second)
	s.settle(delivery.Outcome{Kind: delivery.Delivered, Code: 202}, s.claims(4, ids[5])...)
	// Five that were to wait an hour are due with the two that never went, and
	// before them, since they are older.
	for _, id := range ids {
		if id != ids[5] {
			s.settle(delivery.Outcome{Kind: delivery.Delivered, Code: 202}, s.claims(1, id)...)
		}
	}
}

// wake is half of check 52: a dormant host is woken by its next request.
func (s *queueSuite) wake() {
	s.open()
	s.claims(4)
	if err := s.queue.Wake(s.Context(), "a.example"); err != nil {
		s.Fatalf("Wake: %v", err)
	}
	if got := s.claim(100, 100); len(got) != 8 {
		s.Errorf("%d deliveries are due after the host woke, want 8", len(got))
	}
	if err := s.queue.Wake(s.Context(), "stranger.example"); err != nil {
		s.Errorf("Wake of a host that the queue does not know: %v", err)
	}
}

func (s *queueSuite) rest() {
	ids := s.flood(1, 3, inboxA)
	first := s.claims(1, ids[0])
	now := s.queue.Now()
	s.settle(delivery.Outcome{Kind: delivery.Retry, Code: 429, At: now, Next: now.Add(2 * time.Minute), Rest: now.Add(2 * time.Minute)}, first...)
	s.claims(4)
	if err := s.queue.Wake(s.Context(), "a.example"); err != nil {
		s.Fatalf("Wake: %v", err)
	}
	s.claims(4) // a request from the host does not take its wish back
	s.queue.Advance(121 * time.Second)
	probe := s.claim(100, 4)
	if len(probe) != 1 {
		s.Errorf("%d deliveries right after the rest, want one", len(probe))
	}
	s.settle(delivery.Outcome{Kind: delivery.Delivered, Code: 202}, probe...)
	if got := s.claim(100, 4); len(got) != 1 {
		s.Errorf("%d deliveries at once soon after the rest, want one", len(got))
	}
	s.queue.Advance(time.Hour)
	if got := s.claim(100, 4); len(got) != 2 {
		s.Errorf("%d deliveries an hour after the rest, want the two that are left", len(got))
	}
}

// horizon is the other half of check 52: what was published in the last seven
// days waits for a host that is down, and nothing older.
func (s *queueSuite) horizon() {
	left := s.open()[5:]
	s.queue.Advance(delivery.Horizon - time.Hour)
	late := s.add(post(100, inboxA))[0]
	s.queue.Advance(2 * time.Hour)
	if err := s.queue.Wake(s.Context(), "a.example"); err != nil {
		s.Fatalf("Wake: %v", err)
	}
	s.claims(100, late)
	for _, id := range left {
		s.is(id, Failed)
	}
	s.is(late, Waiting)
}
