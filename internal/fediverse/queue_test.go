package fediverse_test

import (
	"context"
	"database/sql"
	"sync"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/delivery"
	"inews/federation/fedtest"
	"inews/internal/fediverse"
	"inews/internal/pgtest"
	"inews/internal/postgres"
)

// The queue in Postgres keeps the contract of delivery.Queue, as the one in
// memory does.
func TestQueue(t *testing.T) {
	fedtest.TestQueue(t, func(t *testing.T) fedtest.QueueUnderTest {
		t.Parallel()
		q := &queue{t: t, ids: map[fed.ID]string{}, clock: time.Now()}
		addresses := fediverse.Addresses{Base: "https://council.example", Handle: "inews"}
		q.Queue = &fediverse.Queue{DB: pgtest.New(t), Addresses: addresses, Now: q.Now}
		return q
	})
}

// queue is a fediverse.Queue with a clock of its own.
type queue struct {
	*fediverse.Queue
	t   *testing.T
	ids map[fed.ID]string // of activities, on the wire and in the table

	mu    sync.Mutex
	clock time.Time
}

// Now is the queue's clock.
func (q *queue) Now() time.Time {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.clock
}

// Advance lets time pass.
func (q *queue) Advance(d time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.clock = q.clock.Add(d)
}

// Add writes each activity once, and a row for each delivery.
func (q *queue) Add(ctx context.Context, deliveries ...delivery.Delivery) ([]int64, error) {
	var rows []int64
	err := q.DB.InTx(ctx, func(tx *postgres.Tx) error {
		for _, d := range deliveries {
			if q.ids[d.ActivityID] == "" {
				id, err := tx.NewObjectID(ctx)
				if err != nil {
					return err
				}
				_, err = tx.InsertActivity(ctx, postgres.OutboxActivity{
					ID: id, URI: string(d.ActivityID), Type: fed.CreateType, Sender: q.Handle, ObjectID: string(d.ObjectID), Body: d.Body,
				})
				if err != nil {
					return err
				}
				q.ids[d.ActivityID] = id
			}
		}
		return nil
	})
	for _, d := range deliveries {
		if err == nil {
			var id int64
			err = q.DB.SQL().QueryRowContext(ctx, `
				INSERT INTO deliveries (activity_id, host, inbox, object_id, created_at, run_at)
				VALUES ($1, $2, $3, $4, $5, $5) RETURNING id`,
				q.ids[d.ActivityID], d.Inbox.Host(), d.Inbox, d.ObjectID, q.Now()).Scan(&id)
			rows = append(rows, id)
		}
	}
	return rows, err
}

// State is the state of a row.
func (q *queue) State(ctx context.Context, id int64) (fedtest.State, error) {
	var state fedtest.State
	err := q.DB.SQL().QueryRowContext(ctx, `SELECT state FROM deliveries WHERE id = $1`, id).Scan(&state)
	if err == sql.ErrNoRows {
		return "", nil
	}
	return state, err
}
