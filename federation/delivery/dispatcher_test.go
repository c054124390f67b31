package delivery_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"inews/federation"
	"inews/federation/delivery"
	"inews/federation/fedtest"
	"inews/federation/fetch"
)

// world is the internet of a dispatcher under test: it answers and keeps a record.
type world struct {
	answer func(context.Context, delivery.Delivery) delivery.Outcome // nil: takes everything

	mu      sync.Mutex
	arrived []delivery.Delivery // what was taken, in this order
	asked   []time.Time
	flying  map[int64]bool
	perHost map[string]int
	most    map[string]int // under way at once, by host
	twice   []int64
}

func (w *world) Post(ctx context.Context, d delivery.Delivery) delivery.Outcome {
	w.begin(d)
	o := taken()
	if w.answer != nil {
		o = w.answer(ctx, d)
	}
	w.end(d, o)
	return o
}

func (w *world) begin(d delivery.Delivery) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.flying == nil {
		w.flying, w.perHost, w.most = map[int64]bool{}, map[string]int{}, map[string]int{}
	}
	if w.flying[d.ID] {
		w.twice = append(w.twice, d.ID)
	}
	w.flying[d.ID] = true
	w.perHost[d.Host]++
	w.most[d.Host] = max(w.most[d.Host], w.perHost[d.Host])
	w.asked = append(w.asked, time.Now())
}

func (w *world) end(d delivery.Delivery, o delivery.Outcome) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.flying, d.ID)
	w.perHost[d.Host]--
	if o.Kind == delivery.Delivered {
		w.arrived = append(w.arrived, d)
	}
}

func taken() delivery.Outcome {
	return delivery.Outcome{Kind: delivery.Delivered, Code: 202, At: time.Now()}
}

// refused is what the policy makes of a host that is down.
func refused(d delivery.Delivery) delivery.Outcome {
	return delivery.Classify(d, fetch.Response{}, fmt.Errorf("%w: no route to host", federation.ErrUnavailable), time.Now(), middle)
}

// start runs the dispatcher; stop ends it and returns what Run did.
func start(t *testing.T, d *delivery.Dispatcher) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	return func() error { cancel(); return <-ended }
}

func add(q *fedtest.Queue, object, activity int, hosts ...string) {
	for _, host := range hosts {
		q.Add(context.Background(), delivery.Delivery{
			ActivityID: federation.ID(fmt.Sprint("activity ", activity)), ObjectID: federation.ID(fmt.Sprint("object ", object)),
			Inbox: federation.ID("https://" + host + "/inbox"),
		})
	}
}

func names(format string, n int) []string {
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf(format, i))
	}
	return names
}

// Check 53: One inbox hangs 15 s, 50 others healthy: others all delivered
// within 5 s p95; breaker opens after 5; table shows rows kept.
func TestCheck53HangingHostDelaysNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, w := new(fedtest.Queue), &world{}
		w.answer = func(ctx context.Context, d delivery.Delivery) delivery.Outcome {
			if d.Host == "hanging.example" {
				time.Sleep(15 * time.Second)
				return refused(d)
			}
			time.Sleep(100 * time.Millisecond)
			return taken()
		}
		hosts := append(names("h%d.example", 50), "hanging.example")
		for post := range 10 {
			add(q, post, post, hosts...)
		}
		stop := start(t, &delivery.Dispatcher{Queue: q, Post: w.Post, Workers: 60})
		time.Sleep(2 * time.Second)
		if n := q.Count(fedtest.Delivered); n != 500 {
			t.Errorf("%d of 500 delivered after 2 s", n)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if b := q.Breaker("hanging.example"); !b.Open() {
			t.Errorf("the breaker is closed: %+v", b)
		}
		if n := q.Count(fedtest.Waiting); n != 10 {
			t.Errorf("%d rows kept, want 10", n)
		}
		if w.most["hanging.example"] != 2 || len(w.twice) != 0 {
			t.Errorf("%d at once to the hanging host; twice: %v", w.most["hanging.example"], w.twice)
		}
		if err := stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
	})
}

// Check 55: Update or Delete queued behind unsent Create: collapsed or ordered;
// never Delete before Create.
func TestCheck55OrderIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, w := new(fedtest.Queue), &world{}
		w.answer = func(_ context.Context, d delivery.Delivery) delivery.Outcome {
			time.Sleep(time.Duration(d.ID*7%90) * time.Millisecond)
			if d.Attempt < int(d.ID%4) {
				o := delivery.Outcome{Kind: delivery.Retry, Code: 408, At: time.Now()}
				o.Next = o.At.Add(time.Minute)
				return o
			}
			return taken()
		}
		hosts := names("h%d.example", 10)
		for change := range 4 { // Create, Update, Update, Delete of five posts
			for post := range 5 {
				add(q, post, 10*change+post, hosts...)
			}
		}
		stop := start(t, &delivery.Dispatcher{Queue: q, Post: w.Post})
		time.Sleep(time.Hour)
		stop()
		if len(w.arrived) != 200 || len(w.twice) != 0 {
			t.Fatalf("%d of 200 arrived; twice: %v", len(w.arrived), w.twice)
		}
		last := map[string]int64{}
		for _, d := range w.arrived {
			key := d.Host + string(d.ObjectID)
			if d.ID < last[key] {
				t.Errorf("%s overtook delivery %d", key, d.ID)
			}
			last[key] = d.ID
		}
	})
}

func TestWholeScheduleToSevenDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, w := new(fedtest.Queue), &world{}
		w.answer = func(_ context.Context, d delivery.Delivery) delivery.Outcome { return refused(d) }
		add(q, 1, 1, "dead.example")
		began := time.Now()
		var last delivery.Result
		stop := start(t, &delivery.Dispatcher{Queue: q, Post: w.Post, Poll: 10 * time.Second, Observe: func(r delivery.Result) { last = r }})
		time.Sleep(8 * 24 * time.Hour)
		stop()
		// The last chance, at the very end, is the host's only if it is not held back then.
		if len(w.asked) != 21 || last.Outcome.Kind != delivery.Retry || q.Count(fedtest.Failed) != 1 {
			t.Fatalf("%d attempts, the last one %+v", len(w.asked), last.Outcome)
		}
		var waits []time.Duration
		for i, at := range w.asked[:6] {
			waits = append(waits, at.Sub(began).Round(time.Minute))
			began = w.asked[i]
		}
		if want := []time.Duration{0, time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour}; !slices.Equal(waits, want) {
			t.Errorf("waits %v, want %v", waits, want)
		}
	})
}

// Check 52: Follower host down 6 days then up: receives the posts in order;
// down 8 days: dormant, woken by its next request.
func TestCheck52HostThatWasAway(t *testing.T) {
	const day = 24 * time.Hour
	for _, test := range []struct {
		away time.Duration
		wake bool
		want []federation.ID
	}{
		{6 * day, false, []federation.ID{"activity 0", "activity 1", "activity 2", "activity 3", "activity 4", "activity 5"}},
		{8*day + time.Hour, false, nil},
		{8*day + time.Hour, true, []federation.ID{"activity 2", "activity 3", "activity 4", "activity 5", "activity 6", "activity 7", "activity 8"}},
	} {
		synctest.Test(t, func(t *testing.T) {
			q, w, began := new(fedtest.Queue), &world{}, time.Now()
			w.answer = func(_ context.Context, d delivery.Delivery) delivery.Outcome {
				if time.Since(began) < test.away {
					return refused(d)
				}
				return taken()
			}
			// One at a time to a host, or neighbours may change places.
			stop := start(t, &delivery.Dispatcher{Queue: q, Post: w.Post, Poll: 20 * time.Second, PerHost: 1})
			for post := 0; time.Since(began) < test.away; post++ { // one a day, six so that it is seen down
				for i := range 6 {
					add(q, post, post*10+i, fmt.Sprintf("other%d.example", i))
				}
				add(q, post, post, "away.example")
				time.Sleep(min(day, test.away-time.Since(began)))
			}
			if test.wake {
				q.Wake(t.Context(), "away.example")
				time.Sleep(time.Hour)
			} else if test.want != nil {
				time.Sleep(12*time.Hour + time.Minute) // the next probe is no longer away
			} else {
				time.Sleep(time.Hour)
			}
			stop()
			var got []federation.ID
			for _, d := range w.arrived {
				if d.Host == "away.example" {
					got = append(got, d.ActivityID)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("away %s, woken %v: received %q, want %q", test.away, test.wake, got, test.want)
			}
		})
	}
}

var errDown = errors.New("database is down")
