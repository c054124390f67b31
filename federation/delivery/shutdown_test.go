package delivery_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"inews/federation/delivery"
	"inews/federation/fedtest"
)

func TestShutdownDrains(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, w := new(fedtest.Queue), &world{}
		w.answer = func(ctx context.Context, d delivery.Delivery) delivery.Outcome {
			if d.Host == "hanging.example" {
				<-ctx.Done()
				return delivery.Outcome{Kind: delivery.Released, At: time.Now()}
			}
			time.Sleep(10 * time.Second)
			return taken()
		}
		add(q, 1, 1, "slow.example", "hanging.example")
		add(q, 2, 2, "slow.example")
		add(q, 3, 3, "slow.example") // the third waits for a slot and must not begin any more
		stop := start(t, &delivery.Dispatcher{Queue: q, Post: w.Post})
		time.Sleep(time.Second)
		began := time.Now()
		if err := stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
		if took := time.Since(began); took < 20*time.Second || took > 21*time.Second {
			t.Errorf("the shutdown took %s, want 20 s", took)
		}
		if n := q.Count(fedtest.Delivered); n != 2 {
			t.Errorf("%d of the 2 under way were delivered and settled", n)
		}
		// What was cut off is handed back at once, not when its lease runs out.
		back, _ := q.Claim(t.Context(), 10, 2)
		if len(back) != 2 || back[0].Attempt != 0 || back[1].Attempt != 0 {
			t.Errorf("claimable after the shutdown: %+v", back)
		}
	})
}

func TestShutdownOfAnIdleDispatcherIsImmediate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stop := start(t, &delivery.Dispatcher{Queue: new(fedtest.Queue), Post: new(world).Post, Poll: time.Hour})
		synctest.Wait()
		began := time.Now()
		if err := stop(); err != nil || time.Since(began) != 0 {
			t.Errorf("Run ended after %s: %v", time.Since(began), err)
		}
	})
}

// faulty is a queue whose database can be away.
type faulty struct {
	fedtest.Queue
	claims, settles atomic.Bool   // whether they fail
	slow            time.Duration // how long a claim takes after it has leased
}

func (q *faulty) Claim(ctx context.Context, n, perHost int) ([]delivery.Delivery, error) {
	if q.claims.Load() {
		return nil, errDown
	}
	claimed, err := q.Queue.Claim(ctx, n, perHost)
	time.Sleep(q.slow)
	return claimed, err
}

func (q *faulty) Settle(ctx context.Context, results []delivery.Result) error {
	if q.settles.Load() {
		return errDown
	}
	return q.Queue.Settle(ctx, results)
}

// What was delivered while the database was away is recorded when it is back,
// and not sent again, though its lease ran out long ago.
func TestQueueInTrouble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, w := new(faulty), &world{}
		var told []error
		observed := 0
		q.settles.Store(true)
		add(&q.Queue, 1, 1, names("h%d.example", 20)...)
		stop := start(t, &delivery.Dispatcher{
			Queue: q, Post: w.Post,
			Observe: func(delivery.Result) { observed++ },
			Trouble: func(err error) { told = append(told, err) },
		})
		time.Sleep(5 * time.Minute)
		synctest.Wait()
		if observed != 0 || q.Count(fedtest.Waiting) != 20 {
			t.Errorf("%d observed before they were recorded", observed)
		}
		q.settles.Store(false)
		q.claims.Store(true)
		time.Sleep(time.Minute)
		synctest.Wait()
		if observed != 20 || q.Count(fedtest.Delivered) != 20 {
			t.Errorf("%d observed of 20", observed)
		}
		q.claims.Store(false)
		add(&q.Queue, 2, 2, "late.example")
		time.Sleep(2 * time.Second)
		if err := stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
		if len(w.arrived) != 21 || len(w.twice) != 0 {
			t.Errorf("%d arrived, want 21", len(w.arrived))
		}
		if len(told) < 300 || !errors.Is(told[0], errDown) {
			t.Errorf("told of %d failures in six minutes, the first %v", len(told), told)
		}
	})
}

func TestResultsAreRecordedWhileClaimsFail(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, w := new(faulty), &world{}
		w.answer = func(context.Context, delivery.Delivery) delivery.Outcome {
			time.Sleep(3 * time.Second)
			return taken()
		}
		add(&q.Queue, 1, 1, names("h%d.example", 20)...)
		stop := start(t, &delivery.Dispatcher{Queue: q, Post: w.Post})
		time.Sleep(time.Second)
		q.claims.Store(true)
		time.Sleep(4 * time.Second)
		synctest.Wait()
		if n := q.Count(fedtest.Delivered); n != 20 {
			t.Errorf("%d recorded of 20", n)
		}
		stop()
	})
}

// What is claimed while the shutdown begins is handed back, not begun.
func TestShutdownDuringAClaim(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, w := &faulty{slow: time.Second}, &world{}
		add(&q.Queue, 1, 1, names("h%d.example", 20)...)
		stop := start(t, &delivery.Dispatcher{Queue: q, Post: w.Post})
		time.Sleep(500 * time.Millisecond)
		if err := stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
		back, _ := q.Queue.Claim(t.Context(), 100, 2)
		if len(w.asked) != 0 || len(back) != 20 {
			t.Errorf("%d begun, %d of 20 handed back", len(w.asked), len(back))
		}
	})
}

func TestShutdownWithoutDatabaseSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := new(faulty)
		q.settles.Store(true)
		add(&q.Queue, 1, 1, "h.example")
		stop := start(t, &delivery.Dispatcher{Queue: q, Post: new(world).Post})
		time.Sleep(time.Minute)
		if err := stop(); !errors.Is(err, errDown) {
			t.Errorf("Run: %v, want the error of the queue", err)
		}
	})
}

// A queue that hands out what is still under way, since this process stood
// still for longer than a lease, does not make it go out twice.
func TestNeverTwiceInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, w := new(fedtest.Queue), &world{}
		w.answer = func(context.Context, delivery.Delivery) delivery.Outcome {
			time.Sleep(5 * delivery.Lease)
			return taken()
		}
		add(q, 1, 1, names("h%d.example", 30)...)
		stop := start(t, &delivery.Dispatcher{Queue: q, Post: w.Post})
		time.Sleep(6 * delivery.Lease)
		if err := stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
		if len(w.asked) != 30 || len(w.twice) != 0 {
			t.Errorf("%d posts of 30 deliveries; twice: %v", len(w.asked), w.twice)
		}
		if n := q.Count(fedtest.Delivered); n != 30 {
			t.Errorf("%d delivered", n)
		}
	})
}

func TestWake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, w, wake := new(fedtest.Queue), &world{}, make(chan struct{}, 1)
		stop := start(t, &delivery.Dispatcher{Queue: q, Post: w.Post, Poll: time.Hour, Wake: wake})
		synctest.Wait()
		add(q, 1, 1, names("h%d.example", 5)...)
		wake <- struct{}{}
		synctest.Wait()
		if len(w.arrived) != 5 {
			t.Errorf("%d arrived at once", len(w.arrived))
		}
		close(wake) // its owner has ended: polling goes on
		add(q, 2, 2, "h0.example")
		time.Sleep(2 * time.Hour)
		stop()
		if len(w.arrived) != 6 {
			t.Errorf("%d arrived after the owner of Wake ended", len(w.arrived))
		}
	})
}
