package delivery

import (
	"cmp"
	"context"
	"time"
)

// Defaults of a Dispatcher.
const (
	// Waiting for answers costs next to nothing: 192 under way reach 500 servers
	// in three rounds, and a tenth of them hanging leaves room enough.
	defaultWorkers = 192

	defaultPerHost = 2 // what a small server takes without noticing
	defaultPoll    = 250 * time.Millisecond
	defaultDrain   = 20 * time.Second
)

// Dispatcher carries deliveries from a Queue to their inboxes. Queue and Post
// must be set; the fields must not change while Run runs.
type Dispatcher struct {
	Queue Queue
	Post  func(context.Context, Delivery) Outcome // Poster.Post

	Workers int             // deliveries under way at once; 0: 192
	PerHost int             // of them to one host; 0: 2
	Poll    time.Duration   // how often the queue is asked when nothing wakes the dispatcher; 0: 250 ms
	Wake    <-chan struct{} // says that deliveries may have become due; nil: only Poll does
	Drain   time.Duration   // how long Run waits for those under way when it is to end; 0: 20 s

	// Observe is told every result once the queue has recorded it, by one
	// goroutine at a time; nil: nobody is. It must not block.
	Observe func(Result)
	// Trouble is told why the queue could not be asked or written to; the
	// dispatcher tries again in a second. nil: nobody is.
	Trouble func(error)
}

// Run delivers until ctx ends. Then it claims nothing more, waits for what is
// under way as long as Drain, cuts off and releases the rest, and returns when
// all of it is settled: nil, or the error of a queue that would not record it.
// Deliveries that a killed process never settled come back when their lease runs
// out. It owns every goroutine that it starts and waits for them.
func (d *Dispatcher) Run(ctx context.Context) error {
	settings := *d
	settings.Workers = cmp.Or(d.Workers, defaultWorkers)
	settings.PerHost = cmp.Or(d.PerHost, defaultPerHost)
	settings.Poll = cmp.Or(d.Poll, defaultPoll)
	settings.Drain = cmp.Or(d.Drain, defaultDrain)
	return newShift(ctx, settings).work(ctx)
}
