package interop

import (
	"net/http"
	"testing"
)

// Readings are counted in memory. A server that is told to stop writes them all
// down; one that is killed loses those of its last seconds and nothing else; one
// that is not to count counts nothing. Whoever reads is written down nowhere.
func TestReadingsAreWrittenDown(t *testing.T) {
	t.Parallel()
	const some, more, last = 40, 10, 7
	i := newInternet(t)
	n := i.node("INEWS_LOG=debug").start()
	page := n.publish("post", "---\ntitle: Bins\n---\nThey are green.\n").Page
	views := func() int { return n.desk.count(`SELECT COALESCE(sum(views), 0) FROM page_views`) }
	n.isRead(page, some)
	n.stop()
	if got := views(); got != some {
		t.Errorf("after a stop %d readings are written down, want %d", got, some)
	}
	n.start()
	n.isRead(page, more)
	n.await("they are written down while it serves", func() bool { return views() == some+more })
	n.isRead(page, last)
	n.kill9()
	n.start()
	n.await("the tally is taken", func() bool { return n.desk.count(`SELECT count(*) FROM daily_counts WHERE NOT reckoned`) == 1 })
	if got := views(); got < some+more || got > some+more+last {
		t.Errorf("after a kill %d readings are written down, want at least %d", got, some+more)
	}
	if got := n.desk.count(`SELECT count(*) FROM page_views v JOIN posts p ON p.id = v.post_id WHERE v.source = 'search'`); got != 1 {
		t.Errorf("they are %d rows of the post, want one", got)
	}
	n.stop()
	before := views()
	n.env = append(n.env, "INEWS_COUNT_READING=false")
	n.start()
	n.isRead(page, more)
	n.stop()
	if got := views(); got != before {
		t.Errorf("%d readings are counted where nobody is to count", got-before)
	}
}

// isRead has a browser open the page so often.
func (n *node) isRead(page string, times int) {
	n.Helper()
	for range times {
		r, err := http.NewRequestWithContext(within(n.T), http.MethodGet, page, nil)
		check(n.T, err)
		r.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
		r.Header.Set("Referer", "https://www.google.co.uk/")
		answer, err := n.internet.client.Do(r)
		check(n.T, err)
		check(n.T, answer.Body.Close())
		if answer.StatusCode != http.StatusOK || answer.Header.Get("Set-Cookie") != "" {
			n.Fatalf("%s answers %d, cookie %q", page, answer.StatusCode, answer.Header.Get("Set-Cookie"))
		}
	}
}
