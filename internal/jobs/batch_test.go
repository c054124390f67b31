package jobs

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

var errNo = errors.New("it cannot be kept")

// keeper keeps batches in a second each, but none with "bad" in it.
type keeper struct {
	mu      sync.Mutex
	batches [][]string
}

func (k *keeper) keep(_ context.Context, items []string) error {
	<-time.After(time.Second)
	k.mu.Lock()
	defer k.mu.Unlock()
	if slices.Contains(items, "bad") {
		return errNo
	}
	k.batches = append(k.batches, slices.Clone(items))
	return nil
}

// start runs a batcher until stop, which returns once Run has.
func (k *keeper) start(t *testing.T, most int) (b *Batcher[string], stop func()) {
	b = &Batcher[string]{Keep: k.keep, Max: most}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		b.Run(ctx)
	}()
	return b, func() { cancel(); <-ended }
}

// do keeps items at once and returns their errors.
func do(t *testing.T, b *Batcher[string], items ...string) []error {
	errs := make([]error, len(items))
	var group sync.WaitGroup
	for i, item := range items {
		group.Go(func() { errs[i] = b.Do(t.Context(), item) })
		synctest.Wait() // in this order
	}
	group.Wait()
	return errs
}

func TestBatcherGathersWhileItWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := &keeper{}
		b, stop := k.start(t, 3)
		begun := time.Now()
		if errs := do(t, b, "a", "b", "c", "d", "e", "f"); errors.Join(errs...) != nil {
			t.Errorf("errors %v", errs)
		}
		if took := time.Since(begun); took != 3*time.Second {
			t.Errorf("it took %v, want one second for each of three batches", took)
		}
		stop()
		if want := [][]string{{"a"}, {"b", "c", "d"}, {"e", "f"}}; !slices.EqualFunc(k.batches, want, slices.Equal) {
			t.Errorf("batches %v, want %v", k.batches, want)
		}
	})
}

// A crowd does not wait until those before it have come back from the disk.
func TestBatcherLetsACrowdPass(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := &keeper{}
		b, stop := k.start(t, 0)
		begun := time.Now()
		if errs := do(t, b, strings.Split(strings.Repeat("x", 1+crowd+5), "")...); errors.Join(errs...) != nil {
			t.Errorf("errors %v", errs)
		}
		took := time.Since(begun)
		stop()
		if took != 2*time.Second || len(k.batches) != 3 {
			t.Errorf("it took %v in %d batches, want two seconds for three of them", took, len(k.batches))
		}
	})
}

// One that cannot be kept does not take the others with it.
func TestBatcherSparesTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := &keeper{}
		b, stop := k.start(t, 10)
		errs := do(t, b, "first", "a", "bad", "c")
		stop()
		if want := []error{nil, nil, errNo, nil}; !slices.Equal(errs, want) {
			t.Errorf("errors %v, want %v", errs, want)
		}
		if want := [][]string{{"first"}, {"a"}, {"c"}}; !slices.EqualFunc(k.batches, want, slices.Equal) {
			t.Errorf("batches %v, want %v", k.batches, want)
		}
	})
}

// Who gives up does not wait, and what was begun is brought to its end.
func TestBatcherEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := &keeper{}
		b, stop := k.start(t, 10)
		impatient, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if err := b.Do(impatient, "a"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want the caller's own", err)
		}
		stop()
		if want := [][]string{{"a"}}; !slices.EqualFunc(k.batches, want, slices.Equal) {
			t.Errorf("batches %v, want %v", k.batches, want)
		}
		if err := b.Do(t.Context(), "late"); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v after the end, want cancelled", err)
		}
	})
}
