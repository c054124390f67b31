package reach_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"inews/internal/reach"
)

func (s *stage) counter() *reach.Counter {
	return &reach.Counter{
		Map: reach.Map{Own: "inews.example"}, DB: s.db, Zone: s.reach.Zone, Now: func() time.Time { return s.now },
		Log: slog.New(slog.NewTextHandler(s.Output(), nil)),
	}
}

func (s *stage) views() int {
	s.Helper()
	return s.count(`SELECT COALESCE(sum(views), 0) FROM page_views`)
}

// A crowd reads while it is written down again and again: each reading is
// counted once, in as many rows as there are pages and places.
func TestFloodOfReaders(t *testing.T) {
	t.Parallel()
	const readers, readings = 16, 20_000
	s := newStage(t, "2026-06-10 12:00:00")
	post := s.post("Bins", "2026-06-07 09:00:00")
	c := s.counter()
	var crowd, writers sync.WaitGroup
	for range readers {
		crowd.Go(func() {
			for i := range readings {
				c.Read([]string{"/", "/posts/post-1"}[i%2], []string{"", post}[i%2], []string{"", "https://google.com/"}[i/2%2])
			}
		})
	}
	stop := make(chan struct{})
	for range 2 {
		writers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					if err := c.Flush(t.Context()); err != nil {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	crowd.Wait()
	close(stop)
	writers.Wait()
	s.check(c.Flush(t.Context()))
	if n := s.views(); n != readers*readings {
		t.Errorf("%d readings are written down, want %d", n, readers*readings)
	}
	if n := s.count(`SELECT count(*) FROM page_views`); n != 4 {
		t.Errorf("they are %d rows, want one for each page and place", n)
	}
	if n := s.count(`SELECT sum(views) FROM page_views WHERE post_id = $1`, post); n != readers*readings/2 {
		t.Errorf("%d are of the post", n)
	}
}

// Many readers cost one write, and none while they read.
func TestReadersCostNoWrites(t *testing.T) {
	t.Parallel()
	s := newStage(t, "2026-06-10 12:00:00")
	c := s.counter()
	for range 10_000 {
		c.Read("/", "", "")
	}
	if n := s.views(); n != 0 {
		t.Errorf("%d are written down before anybody asked for it", n)
	}
	s.check(c.Flush(t.Context()))
	s.check(c.Flush(t.Context()))
	if n := s.count(`SELECT views FROM page_views`); n != 10_000 {
		t.Errorf("%d are written down", n)
	}
}

// What was counted before midnight is of that day, also when it is written down
// after it.
func TestReadingsAroundMidnight(t *testing.T) {
	t.Parallel()
	s := newStage(t, "2026-06-10 22:59:59")
	c := s.counter()
	c.Read("/", "", "")
	s.set("2026-06-10 23:00:00")
	c.Read("/", "", "")
	c.Read("/", "", "")
	s.check(c.Flush(t.Context()))
	for day, want := range map[string]int{"2026-06-10": 1, "2026-06-11": 2} {
		if n := s.count(`SELECT views FROM page_views WHERE day = $1`, day); n != want {
			t.Errorf("%s has %d, want %d", day, n, want)
		}
	}
}

// A counter that is told to stop writes down what it holds; a database that is
// away costs no reading; and a strange address does not stand in the way of the
// others.
func TestStoppedCounterLosesNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t, "2026-06-10 12:00:00")
	c := s.counter()
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { c.Run(ctx) })
	gone := s.post("Gone", "2026-06-07 09:00:00")
	s.exec(`DELETE FROM posts WHERE id = $1`, gone)
	c.Read("/posts/gone", gone, "")
	c.Read("/tags/\xff\x00", "", "")
	c.Read(fmt.Sprintf("/%0500d", 1), "", "")
	away, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Flush(away); err == nil && s.views() != 3 {
		t.Error("the readings are neither written down nor held")
	}
	c.Read("/", "", "")
	stop()
	running.Wait()
	if n := s.views(); n != 4 {
		t.Errorf("%d readings are written down, want all", n)
	}
	if n := s.count(`SELECT views FROM page_views WHERE path = '/…'`); n != 2 {
		t.Errorf("%d are of strange addresses, want 2", n)
	}
}

// Nobody fills the memory with addresses.
func TestCounterIsBounded(t *testing.T) {
	t.Parallel()
	s := newStage(t, "2026-06-10 12:00:00")
	c := s.counter()
	const many = 30_000
	for i := range many {
		c.Read(fmt.Sprintf("/tags/%d", i), "", "")
	}
	s.check(c.Flush(t.Context()))
	if rows := s.count(`SELECT count(*) FROM page_views`); rows > 20_001 || s.views() != many {
		t.Errorf("%d readings are %d rows", s.views(), rows)
	}
}
