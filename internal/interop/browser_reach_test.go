package interop

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The desk of a site where nothing has happened yet is fit to look at, and says
// what will stand in each place. Nothing on it needs a script: the table of a
// plot opens by keyboard.
func TestBrowserReach(t *testing.T) {
	i := newInternet(t)
	n := i.node().start()
	w := n.window()
	w.withoutScripts()
	w.signIn("Chioma", "owner")
	for name, path := range map[string]string{"start": "/desk", "reach": "/desk/reach"} {
		w.open(path)
		w.sees("main", "No followers yet.")
		for _, l := range looks() {
			w.as(l)
			w.fits("empty-"+name, l)
			w.shoot(fmt.Sprintf("empty-%s-%d-%s", name, l.width, l.scheme))
		}
	}
	i.counters(n, 3)
	post := n.publish("post", "---\ntitle: New bins from May\n---\nThey are green.\n")
	n.isRead(post.Page, 5)
	n.await("the readings are written down", func() bool { return n.desk.count(`SELECT COALESCE(sum(views), 0) FROM page_views`) == 5 })
	n.await("the post is delivered", func() bool { return n.desk.count(`SELECT count(*) FROM deliveries WHERE state = 'delivered'`) == 3 })
	w.open("/desk/posts/" + post.ID + "/reach")
	w.sees("main", "taken in by 3 of 3 servers")
	w.tabToWords("Show as table : Page views")
	w.press(kb.Enter)
	w.do(chromedp.WaitVisible(".plot-table[open] table"))
	w.sees(".plot-table[open] table", "5")
	w.open("/desk")
	w.leads(chromedp.Click(`main a[href^="/desk/reach/20"]`))
	w.sees("h1", "so far")
	w.sees(".report-words", "Followers grew by 3 to 3.")
	w.sees(".report-words", "Readers opened our pages 5 times.")
}
