package fedtest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"inews/federation"
	"inews/federation/delivery"
	"inews/federation/signature"
)

// Queue is a delivery.Queue in memory. The zero value is an empty queue; it may
// be used by many goroutines. Nothing survives the process: outside of tests a
// queue belongs in a database.
type Queue struct {
	Now func() time.Time // nil: time.Now

	mu    sync.Mutex
	last  int64
	rows  map[int64]*row
	hosts map[string]*queueHost
}

// State is where a delivery stands in a queue.
type State string

// The states of a delivery. Refused, gone and expired ones have Failed.
const (
	Waiting   State = "waiting"
	Delivered State = "delivered"
	Failed    State = "failed"
)

type row struct {
	delivery.Delivery
	state State
	due   time.Time
	lease time.Time // zero: not leased
}

// queueHost is what the queue knows of a host; waiting is in the order of IDs.
type queueHost struct {
	breaker delivery.Breaker
	scheme  signature.Scheme
	waiting []*row
}

// Add puts deliveries into the queue, due now, and returns their IDs. ID, Host,
// Attempt, Code, Scheme and Since are set here, whatever they were. It never
// fails.
func (q *Queue) Add(_ context.Context, deliveries ...delivery.Delivery) ([]int64, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	var ids []int64
	for _, d := range deliveries {
		q.last++
		d.ID, d.Host, d.Attempt, d.Code, d.Since = q.last, d.Inbox.Host(), 0, 0, q.now()
		r := &row{Delivery: d, state: Waiting, due: d.Since}
		if q.rows == nil {
			q.rows = map[int64]*row{}
		}
		q.rows[d.ID] = r
		host := q.host(d.Host)
		host.waiting = append(host.waiting, r)
		ids = append(ids, d.ID)
	}
	return ids, nil
}

// Claim is that of delivery.Queue. It never fails.
func (q *Queue) Claim(_ context.Context, n, perHost int) ([]delivery.Delivery, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	now := q.now()
	rounds := make([][]*row, perHost) // the first of each host, the second of each host, …
	for _, name := range slices.Sorted(maps.Keys(q.hosts)) {
		host := q.hosts[name]
		host.expire(now)
		for i, r := range host.claimable(now, perHost) {
			rounds[i] = append(rounds[i], r)
		}
	}
	var claimed []delivery.Delivery
	for _, round := range rounds {
		slices.SortStableFunc(round, byDue)
		for _, r := range round[:min(len(round), n-len(claimed))] {
			d := r.Delivery
			d.Scheme = q.host(r.Host).scheme
			r.lease = now.Add(delivery.Lease)
			r.Attempt++
			claimed = append(claimed, d)
		}
	}
	return claimed, nil
}

// Settle is that of delivery.Queue. It never fails.
func (q *Queue) Settle(_ context.Context, results []delivery.Result) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, result := range results {
		host := q.host(result.Delivery.Host)
		if o := result.Outcome; o.Scheme != "" {
			host.scheme = o.Scheme
		}
		host.settle(q.rows[result.Delivery.ID], result, q.now())
		host.become(host.breaker.After(result.Outcome), q.now())
	}
	return nil
}

// Wake says that a signed request came from the host. It never fails.
func (q *Queue) Wake(_ context.Context, name string) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	host := q.host(name)
	host.become(host.breaker.Woken(), q.now())
	return nil
}

// State is the state of the delivery with the given ID, "" when there is none.
// It never fails.
func (q *Queue) State(_ context.Context, id int64) (State, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if r, ok := q.rows[id]; ok {
		return r.state, nil
	}
	return "", nil
}

// Breaker is the breaker of a host, which has no port when that is the default.
func (q *Queue) Breaker(host string) delivery.Breaker {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.host(host).breaker
}

// Count is how many deliveries have the state.
func (q *Queue) Count(state State) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := 0
	for _, r := range q.rows {
		if r.state == state {
			n++
		}
	}
	return n
}

func (q *Queue) now() time.Time {
	if q.Now != nil {
		return q.Now()
	}
	return time.Now()
}

func (q *Queue) host(name string) *queueHost {
	if q.hosts == nil {
		q.hosts = map[string]*queueHost{}
	}
	if q.hosts[name] == nil {
		q.hosts[name] = &queueHost{}
	}
	return q.hosts[name]
}

// claimable are the rows that may be handed out, at most as many as are free.
func (h *queueHost) claimable(now time.Time, perHost int) []*row {
	free := h.breaker.Slots(now, perHost)
	for _, r := range h.waiting {
		if r.lease.After(now) {
			free--
		}
	}
	if free <= 0 {
		return nil
	}
	var found []*row
	turn := map[federation.ID]federation.ID{} // by object: the one activity before, or "" for several
	for _, r := range h.waiting {
		if r.ObjectID != "" {
			if earlier, ok := turn[r.ObjectID]; ok && earlier != r.ActivityID {
				turn[r.ObjectID] = ""
				continue
			}
			turn[r.ObjectID] = r.ActivityID
		}
		if !r.lease.After(now) && !r.due.After(now) {
			found = append(found, r)
		}
	}
	if !h.breaker.Open() { // a probe is the first by ID
		slices.SortStableFunc(found, byDue)
	}
	return found[:min(len(found), free)]
}

// settle changes the row as the outcome says, if the claim is its latest.
func (h *queueHost) settle(r *row, result delivery.Result, now time.Time) {
	o := result.Outcome
	if r == nil || r.state != Waiting || r.Attempt != result.Delivery.Attempt+1 && o.Kind != delivery.Delivered {
		return
	}
	r.lease = time.Time{}
	if o.Code != 0 {
		r.Code = o.Code
	}
	switch o.Kind {
	case delivery.Retry:
		r.due = o.Next
	case delivery.Released:
		r.Attempt--
	case delivery.Delivered:
		h.end(r, Delivered)
	default:
		h.end(r, Failed)
	}
}

// become replaces the breaker. When that closes it, all that waits is due in
// the order in which it was added.
func (h *queueHost) become(b delivery.Breaker, now time.Time) {
	if h.breaker.Open() && !b.Open() {
		for _, r := range h.waiting {
			r.due = now
		}
	}
	h.breaker = b
}

func (h *queueHost) expire(now time.Time) {
	for _, r := range slices.Clone(h.waiting) {
		if now.Sub(r.Since) > delivery.Horizon && !r.lease.After(now) {
			h.end(r, Failed)
		}
	}
}

func (h *queueHost) end(r *row, state State) {
	r.state = state
	h.waiting = slices.DeleteFunc(h.waiting, func(other *row) bool { return other == r })
}

func byDue(a, b *row) int {
	return cmp.Or(a.due.Compare(b.due), cmp.Compare(a.ID, b.ID))
}
