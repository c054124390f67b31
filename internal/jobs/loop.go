package jobs

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// Loop polls for work that has a table of its own, such as the activities that
// came in. While there is work it goes on at once; otherwise it waits for Wake
// or for the next turn.
type Loop struct {
	Name    string        // what is worked on, for the log
	Every   time.Duration // between turns without work; 200 ms unless told
	Workers int           // at once; 1 unless told
	// Work does some, and tells how much; zero means that there was none.
	Work func(ctx context.Context) (did int, err error)
	Wake <-chan struct{} // may be nil
	// Hold asks for the work to be put off, while something more urgent needs
	// the machine; nil never does. Work that is put off for a second is done.
	Hold func() bool
	Log  *slog.Logger // takes Work's errors; nil drops them
}

// Run works until ctx ends, and returns when no Work runs any more.
func (l Loop) Run(ctx context.Context) {
	if l.Every == 0 {
		l.Every = poll
	}
	if l.Log == nil {
		l.Log = slog.New(slog.DiscardHandler)
	}
	// One wakes, finds work and wakes the next: as many work as there is work for.
	more := make(chan struct{}, 1)
	var workers sync.WaitGroup
	for range max(l.Workers, 1) {
		workers.Go(func() { l.work(ctx, more) })
	}
	workers.Wait()
}

func (l Loop) work(ctx context.Context, more chan struct{}) {
	for ctx.Err() == nil {
		l.hold(ctx)
		did, err := l.Work(ctx)
		wake, next := l.Wake, more
		switch {
		case err != nil:
			if ctx.Err() == nil {
				l.Log.WarnContext(ctx, "work on "+l.Name, "err", err)
			}
			wake, next = nil, nil // a database that is down is not asked at every wake
		case did > 0:
			if l.Workers > 1 {
				select {
				case more <- struct{}{}:
				default: // somebody is being woken
				}
			}
			continue
		}
		timer := time.NewTimer(l.Every)
		select {
		case <-ctx.Done():
		case <-wake:
		case <-next:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// How often Hold is asked again, and for how long it is obeyed.
const (
	holdStep = 20 * time.Millisecond
	maxHold  = time.Second
)

// hold waits for as long as the work is to be put off.
func (l Loop) hold(ctx context.Context) {
	if l.Hold == nil || !l.Hold() {
		return
	}
	end := time.NewTimer(maxHold)
	defer end.Stop()
	step := time.NewTicker(holdStep)
	defer step.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-end.C:
			return
		case <-step.C:
			if !l.Hold() {
				return
			}
		}
	}
}
