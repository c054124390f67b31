package fedtest

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"time"

	"inews/federation/delivery"
)

const (
	inboxA = "https://a.example/inbox"
	inboxB = "https://b.example:8443/inbox"
)

func (s *queueSuite) roundTrip() {
	s.claims(2)
	added := post(1, inboxB)
	before := s.queue.Now()
	id := s.add(added)[0]
	d := s.claims(2, id)[0]
	if d.ActivityID != added.ActivityID || d.ObjectID != added.ObjectID || d.Inbox != added.Inbox ||
		d.Sender != added.Sender || !bytes.Equal(d.Body, added.Body) {
		s.Errorf("claimed %+v\nadded %+v", d, added)
	}
	if d.Host != "b.example:8443" || d.Attempt != 0 || d.Code != 0 || d.Scheme != "" {
		s.Errorf("host %q, attempt %d, code %d, scheme %q", d.Host, d.Attempt, d.Code, d.Scheme)
	}
	if age := d.Since.Sub(before); age < -time.Second || age > time.Minute {
		s.Errorf("first due %s after it was added", age)
	}
	s.is(id, Waiting)
}

func (s *queueSuite) limit() {
	s.flood(1, 10, inboxA)
	if got := s.claim(3, 100); len(got) != 3 {
		s.Errorf("Claim(3) gave %d", len(got))
	}
	if got := s.claim(0, 100); len(got) != 0 {
		s.Errorf("Claim(0) gave %d", len(got))
	}
	if got := s.claim(100, 100); len(got) != 7 {
		s.Errorf("then Claim(100) gave %d, want the other 7", len(got))
	}
}

func (s *queueSuite) exclusive() {
	const hosts, each, claimers = 20, 10, 8
	for h := range hosts {
		s.flood(h*each, each, fmt.Sprintf("https://h%d.example/inbox", h))
	}
	var (
		mu      sync.Mutex
		group   sync.WaitGroup
		claimed = map[int64]int{}
	)
	for range claimers {
		group.Go(func() {
			// A claimer may find nothing because another one looks at the same
			// rows at this moment, so finding nothing is not the end.
			for range hosts * each {
				got, err := s.queue.Claim(context.WithoutCancel(s.Context()), 7, each)
				mu.Lock()
				if err != nil {
					s.Errorf("Claim: %v", err)
				}
				for _, d := range got {
					claimed[d.ID]++
				}
				done := len(claimed) == hosts*each
				mu.Unlock()
				if done || err != nil {
					return
				}
			}
		})
	}
	group.Wait()
	for id, n := range claimed {
		if n != 1 {
			s.Errorf("delivery %d was claimed %d times", id, n)
		}
	}
	if len(claimed) != hosts*each {
		s.Errorf("%d deliveries were claimed, want %d", len(claimed), hosts*each)
	}
}

func (s *queueSuite) perHost() {
	a := s.flood(1, 5, inboxA)
	b := s.flood(10, 1, inboxB)
	first := s.claims(2, a[0], a[1], b[0])
	s.claims(2)
	for _, d := range first {
		if d.ID == a[0] {
			s.settle(delivery.Outcome{Kind: delivery.Delivered, Code: 202}, d)
		}
	}
	s.claims(2, a[2])
}

func (s *queueSuite) fair() {
	s.flood(1, 50, inboxA)
	for i := range 5 {
		s.add(post(100+i, fmt.Sprintf("https://small%d.example/inbox", i)))
	}
	hosts := map[string]int{}
	for _, d := range s.claim(6, 2) {
		hosts[d.Host]++
	}
	if len(hosts) != 6 || hosts["a.example"] != 1 {
		s.Errorf("6 slots went to %v, want one to each host", hosts)
	}
}

func (s *queueSuite) leaseExpires() {
	id := s.flood(1, 1, inboxA)[0]
	s.claims(2, id)
	s.queue.Advance(delivery.Lease - 5*time.Second)
	s.claims(2)
	s.queue.Advance(10 * time.Second)
	if d := s.claims(2, id)[0]; d.Attempt != 1 {
		s.Errorf("Attempt = %d after a claim that was lost, want 1", d.Attempt)
	}
}

func (s *queueSuite) lostClaim() {
	ids := s.flood(1, 2, inboxA)
	lost := s.claims(2, ids...)
	s.queue.Advance(delivery.Lease + time.Second)
	s.claims(2, ids...)
	now := s.queue.Now()
	s.settle(delivery.Outcome{Kind: delivery.Retry, At: now, Next: now}, lost[0])
	s.settle(delivery.Outcome{Kind: delivery.Released}, lost[0])
	s.settle(delivery.Outcome{Kind: delivery.Refused, Code: 400}, lost[0])
	s.claims(2) // both are still leased to the second claimer
	s.is(lost[0].ID, Waiting)
	// That an inbox took it is true whoever says so.
	s.settle(delivery.Outcome{Kind: delivery.Delivered, Code: 202}, lost[1])
	s.is(lost[1].ID, Delivered)
}
