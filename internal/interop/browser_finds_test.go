package interop

import (
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"inews/internal/newsroom"
)

// library is a site with enough to look for, and a reader who runs no scripts.
type library struct {
	*window
	letters int // posts of one month
}

// A reader whose browser runs no scripts finds what they look for in each of the ways
// there are: by words, by subject, author, series and month, by what lies near, by an
// address of long ago, and in their own language.
func TestBrowserFinds(t *testing.T) {
	n := newInternet(t).node("INEWS_LANGUAGES=en-GB,cy").start()
	l := &library{window: n.window(), letters: 22} // more than a page shows
	l.withoutScripts()
	l.shelve()
	l.searches()
	l.followsSeries()
	l.browses()
	l.choosesEvent()
	l.comesByOldAddress()
	l.readsWelsh()
	l.quiet("the library")
	l.keepsNothing()
}

// shelve publishes what there is to find.
func (l *library) shelve() {
	l.Helper()
	ctx, room := context.Background(), l.node.desk.newsroom
	put := func(d newsroom.Draft) {
		l.Helper()
		post, err := room.Draft(ctx, l.node.desk.editor, d)
		check(l.T, err)
		_, err = room.Publish(ctx, l.node.desk.editor, post.ID)
		check(l.T, err)
	}
	for number := range l.letters {
		put(newsroom.Draft{
			Title: fmt.Sprintf("Letter %d", number), Body: "Somebody wrote to us about street lamps.", Tags: []string{"Lamps"},
			Published: time.Date(2024, time.March, 1+number, 9, 0, 0, 0, time.UTC),
		})
	}
	for number, title := range []string{"Mill Lane at night", "The river at night", "The station at night"} {
		put(newsroom.Draft{
			Title: title, Body: "We walked from lamp to lamp.", Tags: []string{"Lamps", "Walks"}, Series: "Night walks", Author: "Chioma Okafor",
			Published: time.Date(2025, time.June, 1+number, 9, 0, 0, 0, time.UTC),
		})
	}
	l.node.publish("event", "---\ntitle: Count the lamps\ntags: [Lamps]\nstart: 2031-06-05 18:00\nend: 2031-06-05 20:00\ntimezone: Europe/London\nvenue: The Lab\n---\nBring a pencil for each lamp.\n")
	l.node.publish("event", "---\ntitle: Sing from home\ntags: [Music]\nstart: 2031-06-07 18:00\ntimezone: Europe/London\nonline: https://meet.council.example/1\nprice: £5\n---\nAlone and together.\n")
	l.node.publish("event", "---\ntitle: Sing at the weir\ntags: [Music]\nstart: 2031-07-07 18:00\ntimezone: Europe/London\nvenue: The weir\nprice: Free\n---\nLouder than the water.\n")
	l.node.publishPair("---\nauthor: Ada\ntitle: Potholes\n---\nWith cameras on bin lorries.\n", "---\ntitle: Tyllau yn y ffyrdd\n---\nGyda chamerâu ar lorïau biniau.\n")
}

// cards are the titles on the page.
func (l *library) cards() []string {
	l.Helper()
	return tell[[]string](l.window, "[...document.querySelectorAll('main .card h3')].map(h => h.innerText)")
}

// leadsTo follows a link, and makes sure of the address and the heading there.
func (l *library) leadsTo(link, path, heading string) {
	l.Helper()
	l.leads(chromedp.Click(link))
	if at := tell[string](l.window, "location.pathname"); at != path {
		l.Errorf("%s leads to %s, want %s", link, at, path)
	}
	l.sees("main h1", heading)
}

// finds makes sure of how many there are, and that each shows the word.
func (l *library) finds(many int, shown ...string) {
	l.Helper()
	words := map[int]string{0: "Nothing found", 1: "1 result"}[many]
	if words == "" {
		words = fmt.Sprint(many, " results")
	}
	l.sees("#found-title", words)
	cards := l.cards()
	for _, title := range shown {
		if !slices.Contains(cards, title) {
			l.Errorf("%q is not among %q", title, cards)
		}
	}
	if marked := tell[int](l.window, "[...document.querySelectorAll('main .card')].filter(c => /lamp/i.test(c.querySelector('mark')?.innerText)).length"); marked != len(cards) {
		l.Errorf("%d of %d results show the word", marked, len(cards))
	}
}

// searches looks for a word from the head of a page, turns over, narrows it down, and
// looks for what is not there.
func (l *library) searches() {
	l.Helper()
	all := l.letters + 4
	l.open("/")
	l.leads(chromedp.SendKeys("#search-words", "lamps"), chromedp.Submit("#search-words"))
	l.holds("#search-again", "lamps")
	l.finds(all)
	first := l.cards()
	l.leads(chromedp.Click("a[rel=next]"))
	l.finds(all)
	if second := l.cards(); len(first)+len(second) != all || slices.ContainsFunc(second, func(title string) bool { return slices.Contains(first, title) }) {
		l.Errorf("the pages show %q and then %q", first, second)
	}
	l.leads(chromedp.Click("a[rel=prev]"))
	if again := l.cards(); !slices.Equal(again, first) {
		l.Errorf("the page before shows %q, and showed %q", again, first)
	}
	l.leads(chromedp.SetValue("#search-tag", "walks"), chromedp.Click(".filters-do button"))
	l.finds(3, "Mill Lane at night", "The river at night", "The station at night")
	l.leads(chromedp.SetValue("#search-year", "2024"), chromedp.Click(".filters-do button"))
	l.finds(0)
	l.sees("main", "Nothing here fits both the words and the filters.")
	l.leads(chromedp.Click("//a[. = 'Look without filters']"))
	l.finds(all)
	l.leads(chromedp.SetValue("#search-year", "2024"), chromedp.Click(".filters-do button"))
	l.finds(l.letters, "Letter 0")
	l.leads(chromedp.Click("//a[. = 'Clear filters']"))
	l.leads(chromedp.SetValue("#search-author", "chioma-okafor"), chromedp.Click(".filters-do button"))
	l.finds(3, "Mill Lane at night")
	l.leads(chromedp.Click("//a[. = 'Clear filters']"))
	l.leads(chromedp.Click(".kinds a[href*='kind=event']"))
	l.finds(1, "Count the lamps")
	l.sees(".kinds [aria-current=page]", "Events 1")
	l.do(chromedp.SetValue("#search-again", "zeppelin"))
	l.leads(chromedp.Submit("#search-again"))
	l.finds(0)
	l.leads(chromedp.Click("//a[. = 'Look without filters']"))
	l.sees("main", "Try fewer or other words.")
	l.holds("#search-again", "zeppelin")
}

// followsSeries goes from part to part, and to all of them.
func (l *library) followsSeries() {
	l.Helper()
	l.open("/posts/mill-lane-at-night")
	l.sees(".series", "Part 1 of 3")
	l.leadsTo("a[rel=next]", "/posts/the-river-at-night", "The river at night")
	l.leadsTo("a[rel=next]", "/posts/the-station-at-night", "The station at night")
	l.sees(".series", "Part 3 of 3")
	l.leadsTo("a[rel=prev]", "/posts/the-river-at-night", "The river at night")
	l.leadsTo(".series p a", "/series/night-walks", "Night walks")
	if parts := l.cards(); !slices.Equal(parts, []string{"Mill Lane at night", "The river at night", "The station at night"}) {
		l.Errorf("the parts stand as %q", parts)
	}
	l.feeds(3, "The station at night")
}

// choosesEvent narrows the events to come down to those that suit.
func (l *library) choosesEvent() {
	l.Helper()
	events := func(want ...string) {
		l.Helper()
		if titles := tell[[]string](l.window, "[...document.querySelectorAll('.event-card h3')].map(h => h.innerText)"); !slices.Equal(titles, want) {
			l.Errorf("the events are %q, want %q", titles, want)
		}
	}
	l.open("/events")
	events("Count the lamps", "Sing from home", "Sing at the weir")
	if tell[bool](l.window, "document.querySelector('.filters').checkVisibility()") {
		l.Error("the form stands between a reader and the events")
	}
	l.do(chromedp.Click(".more summary"))
	l.leads(chromedp.SetValue("#event-tag", "music"), chromedp.Click(".filters-do button"))
	events("Sing from home", "Sing at the weir")
	l.holds("#event-tag", "music")
	l.leads(chromedp.SetValue("#event-month", "2031-07"), chromedp.SetValue("#event-cost", "free"), chromedp.Click(".filters-do button"))
	events("Sing at the weir")
	l.leads(chromedp.SetValue("#event-place", "online"), chromedp.Click(".filters-do button"))
	l.sees("main", "No event to come is like that.")
	l.leads(chromedp.Click("//a[. = 'Clear filters']"))
	events("Count the lamps", "Sing from home", "Sing at the weir")
	if address := tell[string](l.window, "document.querySelector('.offers a').href"); address != "webcal"+strings.TrimPrefix(l.node.base, "https")+"/events.ics" {
		l.Errorf("calendars are told of %s", address)
	}
}

// feeds reads the feed that the page offers, which has so many items, the newest first.
func (l *library) feeds(many int, newest string) {
	l.Helper()
	address := tell[string](l.window, "document.querySelector('.offers a[href$=\"/feed.rss\"]').href")
	if told := tell[string](l.window, "document.querySelector('link[rel=alternate][type=\"application/rss+xml\"]').href"); told != address {
		l.Errorf("programs are told of %s, readers of %s", told, address)
	}
	code, text := l.node.ask(address, "application/rss+xml")
	var feed struct {
		XMLName xml.Name `xml:"rss"`
		Items   []struct {
			Title string `xml:"title"`
		} `xml:"channel>item"`
	}
	if err := xml.Unmarshal([]byte(text), &feed); err != nil || code != http.StatusOK || len(feed.Items) != many || feed.Items[0].Title != newest {
		l.Errorf("%s answers %d, %v: %+v", address, code, err, feed)
	}
}

// browses goes by subject, by author, by month, and by what lies near.
func (l *library) browses() {
	l.Helper()
	l.open("/posts/mill-lane-at-night")
	l.leadsTo(".tags a[href$='/walks']", "/tags/walks", "#Walks")
	l.feeds(3, "The station at night")
	l.open("/posts/mill-lane-at-night")
	l.leadsTo("a[rel=author]", "/authors/chioma-okafor", "Chioma Okafor")
	l.feeds(3, "The station at night")
	l.open("/tags/lamps")
	first := l.cards()
	l.leadsTo("a[rel=next]", "/tags/lamps", "#Lamps")
	if rest := l.cards(); len(first)+len(rest) != l.letters+4 {
		l.Errorf("the subject has %q and then %q", first, rest)
	}
	l.leadsTo(".foot a[href='/archive']", "/archive", "Archive")
	l.leadsTo("a[href='/archive/2024/03']", "/archive/2024/03", "March 2024")
	if month := l.cards(); len(month) != l.letters {
		l.Errorf("the month has %q", month)
	}
	l.leads(chromedp.Click("//a[. = 'Letter 0']"))
	l.sees("#related-title", "Read next")
	near := l.text(".related h3")
	l.leads(chromedp.Click(".related h3 a"))
	l.sees("main h1", near)
	l.sees(".tags", "#Lamps")
}

// comesByOldAddress follows a link to the site that stood here before, once staff have
// said where that leads.
func (l *library) comesByOldAddress() {
	l.Helper()
	const old, now = "/2009/11/mill-lane.html", "/posts/mill-lane-at-night"
	staff := l.node.window()
	staff.withoutScripts()
	staff.signIn("Grace", "owner")
	staff.open("/desk/redirects")
	staff.do(chromedp.SendKeys("#path", old), chromedp.SendKeys("#target", now))
	staff.leads(chromedp.Click("//button[. = 'Add']"))
	staff.sees("table", old)
	l.open(old)
	l.sees("main h1", "Mill Lane at night")
	if at := tell[string](l.window, "location.pathname"); at != now {
		l.Errorf("the old address leads to %s", at)
	}
	still := *l.node.client
	still.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := still.Get(l.node.base + old)
	check(l.T, err)
	check(l.T, answer.Body.Close())
	if answer.StatusCode != http.StatusMovedPermanently || !strings.HasSuffix(answer.Header.Get("Location"), now) {
		l.Errorf("the old address answers %d, %s", answer.StatusCode, answer.Header.Get("Location"))
	}
}

// readsWelsh changes the language of a page and of a post, and back.
func (l *library) readsWelsh() {
	l.Helper()
	speaks := func(language string) {
		l.Helper()
		if got := tell[string](l.window, "document.documentElement.lang"); got != language {
			l.Errorf("the page is in %q, want %q", got, language)
		}
	}
	l.open("/archive")
	speaks("en-GB")
	l.leadsTo(".tongues a[hreflang=cy]", "/cy/archive", "Archif")
	speaks("cy")
	l.leadsTo("a[href='/cy/archive/2024/03']", "/cy/archive/2024/03", "Mawrth 2024")
	l.leadsTo(".tongues a", "/archive/2024/03", "March 2024")
	speaks("en-GB")
	l.open("/posts/potholes")
	for _, way := range []string{".tongues a", ".other-languages a"} {
		l.leadsTo(way, "/cy/posts/tyllau-yn-y-ffyrdd", "Tyllau yn y ffyrdd")
		speaks("cy")
		l.sees(".prose", "Gyda chamerâu")
		l.leadsTo(way, "/posts/potholes", "Potholes")
		speaks("en-GB")
	}
}
