package fedtest_test

import (
	"sync"
	"testing"
	"time"

	"inews/federation/fedtest"
)

// clock is a queue's clock that a test moves.
type clock struct {
	fedtest.Queue
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func TestQueue(t *testing.T) {
	fedtest.TestQueue(t, func(*testing.T) fedtest.QueueUnderTest {
		c := &clock{now: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)}
		c.Queue.Now = c.Now
		return c
	})
}
