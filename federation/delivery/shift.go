package delivery

import (
	"context"
	"fmt"
	"time"
)

const (
	// window is how long finished deliveries gather before they are settled
	// together: one statement for many rows, and no delay that anybody notices.
	window = 40 * time.Millisecond

	// patience is how long the queue may take to answer.
	patience = 10 * time.Second

	// respite is the pause after the queue could not be asked.
	respite = time.Second
)

// shift is one run of a Dispatcher. Its fields belong to the one goroutine that
// runs work; those that post only send to finished.
type shift struct {
	Dispatcher
	posting  context.Context    // of the attempts: outlives the context of Run by Drain
	cut      context.CancelFunc // ends posting
	finished chan Result        // has room for all that is under way: nobody blocks on it

	flying  int                // under way
	settled []Result           // finished, to be recorded
	mine    map[int64]struct{} // under way or to be recorded: never begun a second time
}

func newShift(ctx context.Context, d Dispatcher) *shift {
	posting, cut := context.WithCancel(context.WithoutCancel(ctx))
	return &shift{
		Dispatcher: d, posting: posting, cut: cut,
		finished: make(chan Result, d.Workers), mine: make(map[int64]struct{}, d.Workers),
	}
}

// work takes turns until ctx ends: record what is finished, claim as much as
// there is room for, wait for something to do. One goroutine does it in this
// order, so a host's slots are free in the queue before the next claim.
func (s *shift) work(ctx context.Context) error {
	defer s.cut()
	for ctx.Err() == nil {
		err := s.record()
		if err == nil {
			err = s.claim(ctx)
		}
		if err != nil {
			s.report(err)
			s.pause(ctx)
			continue
		}
		s.wait(ctx)
	}
	return s.drain()
}

// record settles what is finished. What cannot be recorded now is kept.
func (s *shift) record() error {
	if len(s.settled) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(s.posting), patience)
	defer cancel()
	if err := s.Queue.Settle(ctx, s.settled); err != nil {
		return fmt.Errorf("settle %d deliveries: %w", len(s.settled), err)
	}
	for _, r := range s.settled {
		delete(s.mine, r.Delivery.ID)
		if s.Observe != nil {
			s.Observe(r)
		}
	}
	s.settled = nil
	return nil
}

// claim starts as many deliveries as there is room for. It is not interrupted
// when ctx ends, or leases could be lost that were just given; they are handed
// back instead.
func (s *shift) claim(ctx context.Context) error {
	room := s.Workers - s.flying
	if room <= 0 {
		return nil
	}
	limited, cancel := context.WithTimeout(s.posting, patience)
	defer cancel()
	claimed, err := s.Queue.Claim(limited, room, s.PerHost)
	if err != nil {
		return fmt.Errorf("claim deliveries: %w", err)
	}
	for _, d := range claimed {
		if _, ok := s.mine[d.ID]; ok {
			continue // its lease ran out while this process stood still
		}
		s.mine[d.ID] = struct{}{}
		if ctx.Err() != nil {
			s.settled = append(s.settled, Result{d, Outcome{Kind: Released, At: time.Now(), Reason: "shutting down"}})
			continue
		}
		s.flying++
		go func() { s.finished <- Result{d, s.Post(s.posting, d)} }()
	}
	return nil
}

// wait returns when there is something to record or to claim.
func (s *shift) wait(ctx context.Context) {
	poll := time.NewTimer(s.Poll)
	defer poll.Stop()
	select {
	case r := <-s.finished:
		s.take(r)
		s.gather()
	case _, open := <-s.Wake:
		if !open {
			s.Wake = nil
		}
	case <-poll.C:
	case <-ctx.Done():
	}
}

// gather takes what finishes within the window, up to half of all that may be
// under way, so that room is not left unused for long.
func (s *shift) gather() {
	timer := time.NewTimer(window)
	defer timer.Stop()
	for s.flying > 0 && len(s.settled) < max(s.Workers/2, 1) {
		select {
		case r := <-s.finished:
			s.take(r)
		case <-timer.C:
			return
		}
	}
}

func (s *shift) take(r Result) {
	s.flying--
	s.settled = append(s.settled, r)
}

// drain waits for what is under way, cuts off what takes too long, and records
// everything, as it comes: a second, harder stop may follow.
func (s *shift) drain() error {
	timer := time.AfterFunc(s.Drain, s.cut)
	defer timer.Stop()
	for s.flying > 0 {
		s.take(<-s.finished)
		s.gather()
		if err := s.record(); err != nil {
			s.report(err)
		}
	}
	return s.record()
}

func (s *shift) report(err error) {
	if s.Trouble != nil {
		s.Trouble(err)
	}
}

// pause waits until the queue may be asked again, and takes what finishes.
func (s *shift) pause(ctx context.Context) {
	timer := time.NewTimer(respite)
	defer timer.Stop()
	for {
		select {
		case r := <-s.finished:
			s.take(r)
		case <-timer.C:
			return
		case <-ctx.Done():
			return
		}
	}
}
