package reach

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"inews/internal/postgres"
)

// Counter counts readings in memory, and writes them down every few seconds in
// one statement: readers cost no write each. What it holds when the process is
// killed is lost, a few seconds of numbers.
type Counter struct {
	Map
	DB   *postgres.DB
	Zone *time.Location
	Now  func() time.Time
	Log  *slog.Logger

	mu     sync.Mutex
	counts map[reading]*count
	day    string    // that is today
	ends   time.Time // when it is not any more
}

// reading is what is counted together; count, how often and of which post.
type (
	reading struct {
		day, path string
		place     Place
	}
	count struct {
		post  string
		views int
	}
)

// How the counter works.
const (
	FlushEvery = 5 * time.Second
	learnEvery = 10 * time.Minute // which servers are of the fediverse
	mostHosts  = 50_000
	// mostPages bounds what is held in memory: somebody who asks for every page
	// there is fills no more. Beyond it a reading is counted without its page.
	mostPages = 20_000
	longPath  = 300 // bytes; no address of ours is as long
	otherPage = "/…"
	lastFlush = 5 * time.Second
)

// Read counts one reading of the page at the path, which is that of the post
// with the id, or of none.
func (c *Counter) Read(path, postID, referer string) {
	place := c.Place(referer)
	if len(path) > longPath || !utf8.ValidString(path) || strings.ContainsRune(path, 0) { // the database would take none of the rows
		path, postID = otherPage, ""
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.Now(); !now.Before(c.ends) || c.counts == nil {
		c.turn(now)
	}
	key := reading{c.day, path, place}
	c.at(key, postID).views++
}

// at is where readings of the sort are counted.
func (c *Counter) at(key reading, postID string) *count {
	kept := c.counts[key]
	if kept == nil && len(c.counts) >= mostPages {
		key.path, postID = otherPage, ""
		kept = c.counts[key]
	}
	if kept == nil {
		kept = &count{post: postID}
		c.counts[key] = kept
	}
	return kept
}

// turn begins a day.
func (c *Counter) turn(now time.Time) {
	now = now.In(c.Zone)
	c.day = date(now)
	c.ends = time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, c.Zone)
	if c.counts == nil {
		c.counts = make(map[reading]*count)
	}
}

// Flush writes down what was counted. What cannot be written is kept for the
// next time.
func (c *Counter) Flush(ctx context.Context) error {
	c.mu.Lock()
	counts := c.counts
	c.counts = nil
	c.mu.Unlock()
	if len(counts) == 0 {
		return nil
	}
	rows := make([]postgres.PageViews, 0, len(counts))
	for key, n := range counts {
		rows = append(rows, postgres.PageViews{Day: key.day, Path: key.path, PostID: n.post, Source: string(key.place), Views: n.views})
	}
	err := c.DB.InTx(ctx, func(tx *postgres.Tx) error { return tx.AddPageViews(ctx, rows) })
	if err != nil {
		c.putBack(counts)
	}
	return err
}

func (c *Counter) putBack(counts map[reading]*count) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.counts == nil {
		c.counts = make(map[reading]*count, len(counts))
	}
	for key, n := range counts {
		c.at(key, n.post).views += n.views
	}
}

// Run writes down until ctx ends, and once more then.
func (c *Counter) Run(ctx context.Context) {
	flush, learn := time.NewTicker(FlushEvery), time.NewTicker(learnEvery)
	defer flush.Stop()
	defer learn.Stop()
	c.learn(ctx)
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastFlush)
			defer cancel()
			if err := c.Flush(last); err != nil {
				c.Log.Warn("readings of the last seconds are lost", "err", err)
			}
			return
		case <-learn.C:
			c.learn(ctx)
		case <-flush.C:
			if err := c.Flush(ctx); err != nil && ctx.Err() == nil {
				c.Log.Warn("write down readings", "err", err)
			}
		}
	}
}

func (c *Counter) learn(ctx context.Context) {
	hosts, err := c.DB.HostsKnown(ctx, mostHosts)
	if err != nil {
		if ctx.Err() == nil {
			c.Log.Warn("list servers of the fediverse", "err", err)
		}
		return
	}
	c.Know(hosts)
}
