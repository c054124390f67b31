package delivery_test

import (
	"fmt"
	"time"

	"inews/federation/delivery"
	"inews/federation/fetch"
)

// A server that is overloaded says when to come back, and is left alone until
// then.
func ExampleClassify() {
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	d := delivery.Delivery{Inbox: "https://friend.example/inbox", Attempt: 0, Since: now}
	o := delivery.Classify(d, fetch.Response{Code: 503, RetryAfter: 10 * time.Minute}, nil, now, 0.5)
	fmt.Println(o.Kind, "at", o.Next.Format(time.TimeOnly), "since it", o.Reason)
	fmt.Println("nothing else for the host before", o.Rest.Format(time.TimeOnly))
	// Output:
	// retry at 09:10:00 since it answered 503 Service Unavailable
	// nothing else for the host before 09:10:00
}

// A queue keeps one Breaker for each host and asks it how much may go there.
func ExampleBreaker() {
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	var b delivery.Breaker
	for range 5 {
		b = b.After(delivery.Outcome{Kind: delivery.Retry, HostFailed: true, At: now})
	}
	fmt.Println("open:", b.Open(), "slots:", b.Slots(now, 2))
	now = b.Until
	fmt.Println("a minute later, for a probe:", b.Slots(now, 2))
	b = b.After(delivery.Outcome{Kind: delivery.Delivered, Code: 202, At: now})
	fmt.Println("open:", b.Open(), "slots:", b.Slots(now, 2))
	// Output:
	// open: true slots: 0
	// a minute later, for a probe: 1
	// open: false slots: 2
}
