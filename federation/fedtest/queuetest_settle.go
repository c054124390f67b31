package fedtest

import (
	"time"

	"inews/federation/delivery"
	"inews/federation/signature"
)

func (s *queueSuite) outcomes() {
	for i, test := range []struct {
		kind delivery.Kind
		code int
		want State
	}{
		{delivery.Delivered, 202, Delivered},
		{delivery.Refused, 422, Failed},
		{delivery.InboxGone, 410, Failed},
		{delivery.Expired, 0, Failed},
		{delivery.Retry, 429, Waiting},
		{delivery.Released, 0, Waiting},
	} {
		id := s.add(post(i, inboxA))[0]
		claimed := s.claims(2, id)
		s.settle(delivery.Outcome{Kind: test.kind, Code: test.code, Next: s.queue.Now().Add(time.Hour)}, claimed...)
		s.is(id, test.want)
		if test.kind != delivery.Released {
			s.claims(2)
		}
	}
}

func (s *queueSuite) retry() {
	id := s.add(post(1, inboxA))[0]
	claimed := s.claims(2, id)
	s.settle(delivery.Outcome{Kind: delivery.Retry, Code: 401, Reason: "answered 401", Next: s.queue.Now().Add(time.Minute)}, claimed...)
	s.queue.Advance(55 * time.Second)
	s.claims(2)
	s.queue.Advance(6 * time.Second)
	d := s.claims(2, id)[0]
	if d.Attempt != 1 || d.Code != 401 {
		s.Errorf("attempt %d, code %d, want 1 and 401", d.Attempt, d.Code)
	}
	if age := s.queue.Now().Sub(d.Since); age < 50*time.Second {
		s.Errorf("first due %s ago: a retry must not move Since", age)
	}
}

func (s *queueSuite) released() {
	id := s.add(post(1, inboxA))[0]
	s.settle(delivery.Outcome{Kind: delivery.Released}, s.claims(2, id)...)
	if d := s.claims(2, id)[0]; d.Attempt != 0 {
		s.Errorf("Attempt = %d after a release, want 0", d.Attempt)
	}
}

func (s *queueSuite) scheme() {
	ids := s.add(post(1, inboxA), post(2, inboxB))
	for _, d := range s.claims(2, ids...) {
		if d.Host == "a.example" {
			s.settle(delivery.Outcome{Kind: delivery.Delivered, Code: 202, Scheme: signature.RFC9421}, d)
		} else {
			s.settle(delivery.Outcome{Kind: delivery.Delivered, Code: 202}, d)
		}
	}
	ids = s.add(post(3, "https://a.example/people/1/inbox"), post(4, inboxB))
	for _, d := range s.claims(2, ids...) {
		want := map[string]signature.Scheme{"a.example": signature.RFC9421}[d.Host]
		if d.Scheme != want {
			s.Errorf("the scheme of %s is %q, want %q", d.Host, d.Scheme, want)
		}
		s.settle(delivery.Outcome{Kind: delivery.Refused, Code: 422}, d) // teaches nothing
	}
	id := s.add(post(5, inboxA))[0]
	if d := s.claims(2, id)[0]; d.Scheme != signature.RFC9421 {
		s.Errorf("the scheme was forgotten: %q", d.Scheme)
	}
}
