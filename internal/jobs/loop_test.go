package jobs

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// script answers what Work shall, one after the other, and then no work.
func script(calls *atomic.Int64, answers ...int) func(context.Context) (int, error) {
	return func(context.Context) (int, error) {
		i := int(calls.Add(1)) - 1
		if i >= len(answers) {
			return 0, nil
		}
		if answers[i] < 0 {
			return 0, errors.New("no database")
		}
		return answers[i], nil
	}
}

func TestLoop(t *testing.T) {
	const turn = time.Minute
	tests := []struct {
		name    string
		answers []int
		wakes   int
		after   time.Duration
		calls   int64
	}{
		{"goes on at once while there is work", []int{5, 5, 5}, 0, time.Second, 4},
		{"waits for the next turn without work", nil, 0, turn + time.Second, 2},
		{"is woken", nil, 3, time.Second, 4},
		{"is not woken after an error", []int{-1}, 1, turn - time.Second, 1},
		{"tries again after an error", []int{-1}, 0, turn + time.Second, 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var calls atomic.Int64
				wake := make(chan struct{}, 1)
				ctx, cancel := context.WithTimeout(t.Context(), test.after)
				defer cancel()
				ended := make(chan struct{})
				go func() {
					defer close(ended)
					Loop{Name: "tests", Every: turn, Work: script(&calls, test.answers...), Wake: wake}.Run(ctx)
				}()
				for range test.wakes {
					synctest.Wait()
					wake <- struct{}{}
				}
				<-ended
				if got := calls.Load(); got != test.calls {
					t.Errorf("Work was called %d times, want %d", got, test.calls)
				}
			})
		})
	}
}

// One wake with much work brings all workers, and Run waits for each of them.
func TestLoopWakesAllWorkers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var busy, most, calls, ended atomic.Int64
		wake := make(chan struct{}, 1)
		ctx, cancel := context.WithCancel(t.Context())
		loop := Loop{Name: "tests", Every: time.Hour, Workers: 4, Wake: wake, Work: func(context.Context) (int, error) {
			if calls.Add(1) <= 4 {
				return 0, nil // at first there is none
			}
			most.Store(max(most.Load(), busy.Add(1)))
			<-time.After(time.Second)
			busy.Add(-1)
			ended.Add(1)
			return 1, nil
		}}
		done := make(chan struct{})
		go func() {
			defer close(done)
			loop.Run(ctx)
		}()
		synctest.Wait()
		wake <- struct{}{}
		<-time.After(10*time.Second + time.Millisecond)
		if most.Load() != 4 {
			t.Errorf("%d workers were busy at once, want 4", most.Load())
		}
		cancel()
		<-done
		if busy.Load() != 0 || ended.Load() == 0 {
			t.Errorf("Run returned while %d workers were busy", busy.Load())
		}
	})
}

// Work is put off while something urgent goes on, but not for ever.
func TestLoopHolds(t *testing.T) {
	for _, test := range []struct {
		name         string
		urgent, want time.Duration // how long something is urgent; when the first work is done
	}{
		{"not at all", 0, 0},
		{"until it is over", 100 * time.Millisecond, 100 * time.Millisecond},
		{"a second at most", time.Hour, time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				begun, took := time.Now(), time.Duration(0)
				Loop{
					Name: "tests", Hold: func() bool { return time.Since(begun) < test.urgent },
					Work: func(context.Context) (int, error) {
						took = time.Since(begun)
						cancel()
						return 0, nil
					},
				}.Run(ctx)
				if took != test.want {
					t.Errorf("work was done after %v, want %v", took, test.want)
				}
			})
		})
	}
}
