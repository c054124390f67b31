package interop

import (
	"fmt"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// What a page of readers may cost.
const (
	maxWeight = 60 << 10 // bytes of page, style sheets and letters, as they are sent
	maxShift  = 0.1      // layout shift that nobody minds (web.dev/articles/cls)
)

// cost is what a browser found out while it opened a page with nothing kept.
type cost struct {
	Page, Styles, Letters, Pictures int     // bytes as they were sent, without headers
	Rare                            int     // of the letters, those that English has not
	Requests                        int     // with the page itself
	Paint                           float64 // milliseconds until something was painted
	Shift                           float64 // how far things moved after that
	Moved                           []string
	Elsewhere                       []string // addresses on other hosts
	Kept                            int      // cookies, values and databases
}

// weight is what counts against the budget.
func (c cost) weight() int { return c.Page + c.Styles + c.Letters }

// measured asks the browser how the page that is open came to be.
const measured = `(async () => {
	await document.fonts.ready
	const [page] = performance.getEntriesByType('navigation')
	const got = performance.getEntriesByType('resource')
	const bytes = (what) => got.filter(r => what.test(new URL(r.name).pathname)).reduce((sum, r) => sum + r.encodedBodySize, 0)
	const shifts = await new Promise(done => {
		const found = []
		const observer = new PerformanceObserver(list => found.push(...list.getEntries()))
		observer.observe({type: 'layout-shift', buffered: true})
		requestAnimationFrame(() => setTimeout(() => done(found.concat(observer.takeRecords()))))
	})
	return {
		page: page.encodedBodySize, styles: bytes(/\.css$/), letters: bytes(/\.woff2$/), rare: bytes(/-(welsh|west|middle|else|signs)\..*woff2$/), pictures: bytes(/\.(png|jpe?g|webp|svg)$/),
		requests: 1 + got.length,
		paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
		shift: shifts.reduce((sum, s) => sum + s.value, 0),
		moved: shifts.flatMap(s => s.sources).map(s => s.node?.nodeName + '.' + (s.node?.className ?? '')).slice(0, 5),
		elsewhere: got.map(r => r.name).filter(name => new URL(name).host !== location.host),
		kept: document.cookie.length + localStorage.length + sessionStorage.length + (await indexedDB.databases()).length + (await caches.keys()).length,
	}
})()`

// Every kind of page for readers stays within its budget on a slow line, also for
// somebody who was never here: it moves nothing about while letters and pictures
// arrive, keeps nothing in the browser and asks nobody else. Times are told, not
// judged.
func TestBrowserBudgets(t *testing.T) {
	s := newShowcase(t)
	w := s.window()
	command(w, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	command(w, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Latency: 150, DownloadThroughput: 200_000, UploadThroughput: 90_000}}, // a slow telephone
	})
	var table strings.Builder
	row := tabwriter.NewWriter(&table, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(row, "page\twidth\tHTML\tCSS\tletters\trare\tsum\tpictures\trequests\tfirst paint\tshift\t")
	for _, at := range s.site() {
		for _, l := range []look{{"light", 390}, {"light", 1280}} {
			w.as(l)
			w.do(chromedp.Navigate("about:blank")) // so that nothing of another page counts
			w.open(at.path)
			got := tell[cost](w, measured)
			fmt.Fprintf(row, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%.0f ms\t%.3f\t\n", at.name, l.width, got.Page, got.Styles, got.Letters-got.Rare, got.Rare, got.weight(),
				got.Pictures, got.Requests, got.Paint, got.Shift)
			got.judge(t, fmt.Sprintf("%s at %d", at.name, l.width))
		}
		w.forget() // a page that is not there is complained of
		w.quiet(at.name)
	}
	w.keepsNothing()
	check(t, row.Flush())
	t.Logf("bytes as they are sent, with nothing kept, on a line of 1.6 Mbit/s and 150 ms:\n%s", &table)
}

func (c cost) judge(t *testing.T, name string) {
	t.Helper()
	if c.weight() > maxWeight {
		t.Errorf("%s weighs %d bytes without pictures, want at most %d", name, c.weight(), maxWeight)
	}
	if c.Page == 0 || c.Styles == 0 || c.Letters == 0 {
		t.Errorf("%s: something was not measured: %+v", name, c)
	}
	if c.Shift > maxShift {
		t.Errorf("%s: things move by %.3f, want at most %.1f: %q", name, c.Shift, maxShift, c.Moved)
	}
	if len(c.Elsewhere) > 0 {
		t.Errorf("%s asks %q", name, c.Elsewhere)
	}
	if c.Kept > 0 {
		t.Errorf("%s keeps %d things in the browser", name, c.Kept)
	}
}
