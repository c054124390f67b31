package fedtest

import (
	"fmt"
	"time"

	"inews/federation/delivery"
)

const object = "https://council.example/ap/posts/7"

// order is check 55: an Update or Delete queued behind an unsent Create never
// arrives before it.
func (s *queueSuite) order() {
	ids := s.add(about(1, object, inboxA), about(2, object, inboxA), about(3, object, inboxA))
	create := s.claims(2, ids[0])[0]
	s.claims(2)
	next := s.queue.Now().Add(time.Hour)
	s.settle(delivery.Outcome{Kind: delivery.Retry, Code: 408, Next: next}, create)
	s.claims(2) // the Update waits while the Create waits for its next attempt
	s.queue.Advance(time.Hour + time.Second)
	create = s.claims(2, ids[0])[0]
	s.settle(delivery.Outcome{Kind: delivery.Delivered, Code: 202}, create)
	update := s.claims(2, ids[1])[0]
	s.settle(delivery.Outcome{Kind: delivery.Refused, Code: 422}, update)
	s.claims(2, ids[2]) // what was refused holds up nothing
}

func (s *queueSuite) orderIsNarrow() {
	ids := s.add(
		about(1, object, inboxA),
		about(2, object, inboxA), // waits
		about(3, "https://council.example/ap/posts/8", inboxA),
		about(2, object, inboxB),
		about(4, "", inboxA),
		about(5, "", inboxA),
	)
	s.claims(10, ids[0], ids[2], ids[3], ids[4], ids[5])
}

func (s *queueSuite) manyInboxes() {
	var deliveries []delivery.Delivery
	for i := range 5 {
		deliveries = append(deliveries, about(1, object, fmt.Sprintf("https://a.example/people/%d/inbox", i)))
	}
	deliveries = append(deliveries, about(2, object, "https://a.example/people/0/inbox"))
	ids := s.add(deliveries...)
	creates := s.claims(10, ids[:5]...)
	s.settle(delivery.Outcome{Kind: delivery.Delivered, Code: 202}, creates[:4]...)
	s.claims(10) // another person's Create is still on its way to that host
	s.settle(delivery.Outcome{Kind: delivery.Delivered, Code: 202}, creates[4])
	s.claims(10, ids[5])
}
