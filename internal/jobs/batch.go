package jobs

import (
	"context"
	"sync"
)

// crowd is how many calls must have gathered to go beside those that wait for
// the disk, rather than after them.
const crowd = 32

// Batcher gathers calls that come at the same time into one: while one call
// waits for the disk, the next gathers. It adds no delay: a call that comes
// alone goes alone.
type Batcher[T any] struct {
	// Keep does the work for all items, or for none of them.
	Keep func(ctx context.Context, items []T) error
	Max  int // items in one call; 200 unless told

	once  sync.Once
	calls chan call[T]
	ended chan struct{}
}

type call[T any] struct {
	item T
	done chan error
}

func (b *Batcher[T]) init() {
	b.once.Do(func() {
		if b.Max == 0 {
			b.Max = 200
		}
		b.calls = make(chan call[T], b.Max)
		b.ended = make(chan struct{})
	})
}

// Do has the item kept, together with others, and returns once it is. When ctx
// ends first, or Run has ended, the item may or may not have been kept.
func (b *Batcher[T]) Do(ctx context.Context, item T) error {
	b.init()
	c := call[T]{item: item, done: make(chan error, 1)}
	select {
	case b.calls <- c:
	case <-ctx.Done():
		return ctx.Err()
	case <-b.ended:
		return context.Canceled
	}
	select {
	case err := <-c.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	case <-b.ended:
		return context.Canceled
	}
}

// Run works until ctx ends, and returns when no Keep runs any more. End the
// callers first: see http.Server.Shutdown.
func (b *Batcher[T]) Run(ctx context.Context) {
	b.init()
	defer close(b.ended)
	var (
		batch []call[T]
		busy  int
		group sync.WaitGroup
		done  = make(chan struct{}, 2)
	)
	defer group.Wait()
	for {
		calls := b.calls
		if len(batch) == b.Max {
			calls = nil
		}
		select {
		case <-ctx.Done():
			return
		case c := <-calls:
			batch = b.gather(append(batch, c))
		case <-done:
			busy--
		}
		if len(batch) > 0 && (busy == 0 || busy == 1 && len(batch) >= crowd) {
			busy++
			now := batch
			batch = nil
			group.Go(func() {
				b.keep(ctx, now)
				done <- struct{}{}
			})
		}
	}
}

// gather adds to a batch what waits already.
func (b *Batcher[T]) gather(batch []call[T]) []call[T] {
	for len(batch) < b.Max {
		select {
		case c := <-b.calls:
			batch = append(batch, c)
		default:
			return batch
		}
	}
	return batch
}

// keep tries the batch as a whole and, when that fails, each item for itself:
// one that cannot be kept must not take the others with it.
func (b *Batcher[T]) keep(ctx context.Context, batch []call[T]) {
	ctx = context.WithoutCancel(ctx) // what was gathered is brought to its end
	items := make([]T, len(batch))
	for i, c := range batch {
		items[i] = c.item
	}
	err := b.Keep(ctx, items)
	for i, c := range batch {
		if err != nil && len(batch) > 1 {
			c.done <- b.Keep(ctx, items[i:i+1])
			continue
		}
		c.done <- err
	}
}
