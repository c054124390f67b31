package interop

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

var screenshots = flag.String("screenshots", "", "folder for pictures of every page in a browser")

// look is how a page is looked at.
type look struct {
	scheme string
	width  int64 // in CSS pixels
}

// looks are the narrowest phone that is still met (WCAG 1.4.10 counts with it)
// and a desk, by day and by night.
func looks() []look { return []look{{"light", 1280}, {"dark", 1280}, {"dark", 320}, {"light", 320}} }

// as makes the window so wide and so bright. On a phone scrollbars lie over the
// page and take no room.
func (w *window) as(l look) {
	w.Helper()
	command(w, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: l.scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
	})
	command(w, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: l.width, Height: 800, DeviceScaleFactor: 1, Mobile: l.width < 500,
	})
}

// zoomed makes the window what a desk of 1280 by 1024 pixels is to somebody who
// has made everything four times as large (WCAG 1.4.4 and 1.4.10).
func (w *window) zoomed() {
	w.Helper()
	const zoom = 4
	w.as(look{"light", 1280 / zoom})
	command(w, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: 1280 / zoom, Height: 1024 / zoom, DeviceScaleFactor: zoom, Mobile: true,
	})
}

// Every page fits a phone and a desk without scrolling sideways, by day and by
// night and at 400 %, and axe-core finds no barrier of its two upper grades there; the
// browser finds nothing to complain of and asks no other server; readers are
// given no cookie and nothing to store.
func TestBrowserWidths(t *testing.T) {
	source := axeSource(t)
	s := newShowcase(t)
	w := s.window()
	walk := func(part string, sights []sight) {
		for _, sight := range sights {
			w.open(sight.path)
			if strings.HasSuffix(sight.name, "missing") {
				w.forget() // the browser tells that there is no such page
			}
			w.inspect(part+"-"+sight.name, source)
		}
	}
	walk("site", s.site())
	for _, form := range s.forms() {
		w.open(form.path)
		w.fillsInWrong()
		w.forget() // the browser tells that the server refused it
		w.inspect("site-"+form.name+"-problems", source)
	}
	w.keepsNothing()
	walk("desk", s.door())
	w.leads(chromedp.Click("main button[type=submit]"))
	office := s.office()
	walk("desk", office)
	s.isWhole(append(office, s.door()...))
	w.tries(s.sharedList())
	w.inspect("desk-block-list-tried", source)
	w.findsPeople(source)
	w.open("/desk/events/new")
	w.do(chromedp.Click("button[value=publish]"), chromedp.WaitVisible(".problems"))
	w.forget()
	w.inspect("desk-event-problems", source)
	s.desk.exec(`UPDATE sessions SET created_at = created_at - interval '1 hour'`)
	w.open("/desk/account")
	w.inspect("desk-account-stale", source)
	s.desk.exec(`UPDATE editors SET password_hash = 'any'`)
	w.open("/desk/account")
	w.inspect("desk-account-stale-password", source)
}

// findsPeople looks at what an owner sees of one person, which comes by a form:
// somebody on another server, one of whom there is little, and nobody; and at what is
// said when the box is not ticked.
func (w *window) findsPeople(axeSource string) {
	w.Helper()
	for _, who := range [][2]string{{"handle", "@kofi@newsdesk.example"}, {"email", "jean@home.example"}, {"nobody", "nobody@home.example"}} {
		w.open("/desk/privacy")
		w.do(chromedp.SetValue("#who", who[1]))
		w.leads(chromedp.Click("main form button"))
		w.inspect("desk-person-"+who[0], axeSource)
		if who[0] == "email" {
			w.do(chromedp.Click("#erase button"), chromedp.WaitVisible(".problems"))
			w.forget()
			w.inspect("desk-person-problems", axeSource)
		}
	}
}

// forms is where readers fill something in.
func (s *showcase) forms() []sight {
	return []sight{
		{"comment", s.post.Path()}, {"own", s.own}, {"report", s.post.Path() + "/comments/" + s.shown() + "/report"},
		{"contact", "/contact"}, {"idea", "/ideas/new"}, {"feedback", "/feedback"}, {"updates", "/updates"},
	}
}

// fillsInWrong sends the form of the page without words and with an address that is
// none, as a browser does that checks nothing itself.
func (w *window) fillsInWrong() {
	w.Helper()
	w.do(chromedp.Evaluate[chromedp.Void](`{
		const form = document.querySelector('main form:has(textarea), .updates-form')
		form.noValidate = true
		for (const field of form.querySelectorAll('textarea')) field.value = ''
		for (const field of form.querySelectorAll('[type=email]')) field.value = 'jean'
		form.querySelector('[type=submit]').click()
	}`), chromedp.WaitVisible(".problems"))
	if !tell[bool](w, `new Promise(done => requestAnimationFrame(() => done(document.activeElement.matches('.problems'))))`) {
		w.Errorf("the focus stands at %+v, want it at what is wrong", w.focus())
	}
}

// inspect looks at the page that is open in every way.
func (w *window) inspect(name, axeSource string) {
	w.Helper()
	for _, l := range looks() {
		w.as(l)
		w.fits(name, l)
		w.shoot(fmt.Sprintf("%s-%d-%s", name, l.width, l.scheme))
	}
	w.zoomed()
	w.fits(name+" at 400 %", look{"light", 320})
	w.leavesRoom(name)
	if tell[bool](w, `document.documentElement.outerHTML.includes('ZgotmplZ')`) {
		w.Errorf("%s: a template does not let an address through", name)
	}
	if strings.HasPrefix(name, "site-") {
		w.prints(name)
	}
	w.quiet(name)
	w.examine(name, axeSource)
}

// leavesRoom makes sure that what stays in the window while the page moves leaves
// most of it to the text: scrolled through in steps, no bar of this kind may ever
// take a third of the window, which is low.
func (w *window) leavesRoom(name string) {
	w.Helper()
	for _, bar := range tell[[]string](w, `(() => {
		const fixed = [...document.querySelectorAll('body *')].filter(e => /^(fixed|sticky)$/.test(getComputedStyle(e).position) && !e.closest('dialog'))
		const found = new Set()
		for (let y = 0; fixed.length > 0 && y < document.documentElement.scrollHeight; y += innerHeight / 2) {
			scrollTo({top: y, behavior: 'instant'})
			for (const e of fixed) {
				const at = e.getBoundingClientRect()
				const shown = Math.min(at.bottom, innerHeight) - Math.max(at.top, 0)
				const stuck = getComputedStyle(e).position === 'fixed' || Math.abs(at.top - (parseFloat(getComputedStyle(e).top) || 0)) < 1
				if (stuck && at.width > 0 && shown > innerHeight / 3) found.add(e.tagName + '.' + e.className + ' takes ' + Math.round(shown) + ' of ' + innerHeight)
			}
		}
		scrollTo({top: 0, behavior: 'instant'})
		return [...found]
	})()`) {
		w.Errorf("%s at 400 %%: %s pixels", name, bar)
	}
}

// fits makes sure that there is nothing to scroll to sideways.
func (w *window) fits(name string, l look) {
	w.Helper()
	wide := tell[struct {
		Page, Window int64
		Culprits     []string
	}](w, `({
		page: document.documentElement.scrollWidth, window: innerWidth,
		culprits: [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
			.map(e => e.tagName + '.' + e.className).slice(0, 5),
	})`)
	if wide.Page > l.width || wide.Window > l.width {
		w.Errorf("%s is %d pixels wide in a window of %d: %q", name, wide.Page, l.width, wide.Culprits)
	}
}

// shoot saves a picture of the whole page, when pictures are wanted.
func (w *window) shoot(name string) {
	w.Helper()
	if *screenshots == "" {
		return
	}
	const quality = 90 // of a JPEG: letters stay sharp
	picture, err := chromedp.Run(w.tab, chromedp.FullScreenshot(quality))
	check(w.T, err)
	check(w.T, os.MkdirAll(*screenshots, 0o755))
	check(w.T, os.WriteFile(filepath.Join(*screenshots, name+".jpg"), picture, 0o600))
}

// keepsNothing makes sure that the server has left nothing in the browser.
func (w *window) keepsNothing() {
	w.Helper()
	for _, cookie := range command(w, storage.GetCookies, storage.GetCookiesParams{}).Cookies {
		w.Errorf("readers are given the cookie %s", cookie.Name)
	}
	if n := tell[int](w, "localStorage.length + sessionStorage.length"); n != 0 {
		w.Errorf("%d values are stored at the reader's", n)
	}
	if used := command(w, storage.GetUsageAndQuota, storage.GetUsageAndQuotaParams{Origin: w.node.base}); used.Usage != 0 {
		w.Errorf("%v bytes are stored at the reader's", used.Usage)
	}
}
