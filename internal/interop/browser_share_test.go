package interop

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A reader shares a post by mouse and an event by keyboard: copies the address, which
// is the page's own and no other, hands it to the device, which may have a way to
// share, and prints. Whoever runs no scripts has the links, and no button that does
// nothing. Nobody else hears of it.
func TestBrowserShares(t *testing.T) {
	n := newInternet(t).node().start()
	n.publish("post", "---\ntitle: Bins & benches\nslug: bins\n---\nNew bins from May.\n")
	n.publish("event", "---\ntitle: Open door\nstart: 2031-06-05 18:00\nend: 2031-06-05 20:00\ntimezone: Europe/London\nvenue: The Lab\n---\nCome and see.\n")
	const post, event = "/posts/bins", "/events/open-door"

	plain := n.window()
	plain.withoutScripts()
	plain.sharesByLinks(post, "Bins & benches")
	plain.sharesByLinks(event, "Open door")

	w := n.window()
	w.open(post)
	if shown := w.buttons(); slices.Contains(shown, "Share…") != tell[bool](w, "'share' in navigator") {
		t.Errorf("a device with a way to share, or without: shown are %q", shown)
	}
	w.ownsDevice()
	byMouse := func(words string) { w.do(chromedp.Click("//main//button[. = '" + words + "']")) }
	byKeys := func(words string) {
		if w.focus().Words != words {
			w.tabToWords(words)
		}
		w.do(chromedp.KeyEvent(kb.Enter))
	}
	w.sharesByScript(post, "Bins & benches", byMouse)
	w.sharesByScript(event, "Open door", byKeys)
	w.may("clipboard-write", browser.PermissionSettingDenied)
	w.open(post)
	byMouse("Copy")
	w.await("the address is ready for the keys", func() bool {
		return w.at("#share-address") && tell[string](w, "getSelection().toString()") == n.base+post
	})
	if told := w.text("#share-done"); told != "" {
		t.Errorf("a copy that was refused is told as %q", told)
	}
	for _, reader := range []*window{plain, w} {
		reader.quiet("sharing")
		reader.keepsNothing()
	}
}

// ownsDevice gives the browser a device that can share and print, which notes what it
// is asked for. Whoever has it changes their mind half of the time.
func (w *window) ownsDevice() {
	w.Helper()
	command(w, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
		window.device = { shared: [], printed: 0 };
		navigator.share = async what => { if (device.shared.push(what) % 2 === 0) throw new DOMException('no', 'AbortError') };
		window.print = () => { device.printed++ };
	`})
	// Only the window in front may use the clipboard, and only this test looks into it.
	command(w, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	w.may("clipboard-read", browser.PermissionSettingGranted)
}

// may is what the reader said when the browser asked what a page of the site may do.
func (w *window) may(what string, setting browser.PermissionSetting) {
	w.Helper()
	_, err := chromedp.CallBrowser(w.tab, browser.SetPermission, browser.SetPermissionParams{
		Permission: &browser.PermissionDescriptor{Name: what}, Setting: setting, Origin: w.node.base,
	})
	check(w.T, err)
}

// buttons are those of the part for sharing that a reader sees.
func (w *window) buttons() []string {
	w.Helper()
	return tell[[]string](w, "[...document.querySelectorAll('.share button')].filter(b => b.checkVisibility()).map(b => b.innerText)")
}

// sharesByScript copies, shares and prints the page, to which a link from somebody's
// letter leads.
func (w *window) sharesByScript(path, title string, press func(words string)) {
	w.Helper()
	w.open(path + "?utm_source=letter")
	address := w.node.base + path
	if shown := w.buttons(); !slices.Equal(shown, []string{"Copy", "Share…", "Print"}) {
		w.Errorf("%s shows the buttons %q", path, shown)
	}
	if canonical := tell[string](w, "document.querySelector('link[rel=canonical]').href"); canonical != address {
		w.Errorf("%s says that its address is %s", path, canonical)
	}
	w.do(chromedp.Evaluate[chromedp.Void](`{
		const status = document.querySelector('#share-done');
		window.said = [];
		new MutationObserver(() => said.push(status.innerText)).observe(status, { subtree: true, attributes: true });
	}`))
	for range 2 {
		press("Copy")
		w.awaits("#share-done[role=status]", "The address is copied.")
	}
	if copied := tell[string](w, "navigator.clipboard.readText()"); copied != address {
		w.Errorf("on the clipboard is %q, want %q", copied, address)
	}
	w.await("both copies are told, the second one anew", func() bool {
		told := strings.Join(tell[[]string](w, "said"), "|")
		return strings.Count(told, "The address is copied.") == 2 && strings.Contains(told, "copied.||The")
	})
	press("Share…")
	press("Share…")
	type shared struct{ Title, URL string }
	if got := tell[[]shared](w, "device.shared"); !slices.Equal(got, []shared{{title, address}, {title, address}}) {
		w.Errorf("the device shares %+v", got)
	}
	press("Print")
	if printed := tell[int](w, "device.printed"); printed != 1 {
		w.Errorf("the device prints %d times", printed)
	}
	w.quiet(path)
}

// sharesByLinks shares the page as it can be without a script.
func (w *window) sharesByLinks(path, title string) {
	w.Helper()
	w.open(path)
	if shown := w.buttons(); len(shown) > 0 {
		w.Errorf("%s shows the buttons %q, which do nothing", path, shown)
	}
	if dead := tell[int](w, "[...document.querySelectorAll('button[type=button]')].filter(b => b.checkVisibility()).length"); dead > 0 {
		w.Errorf("%s shows %d buttons that do nothing", path, dead)
	}
	w.holds("#share-address", w.node.base+path)
	mail, err := url.Parse(tell[string](w, "document.querySelector('.share a[href^=\"mailto:\"]').href"))
	check(w.T, err)
	if letter := mail.Query(); mail.Scheme != "mailto" || letter.Get("subject") != title || !strings.Contains(letter.Get("body"), w.node.base+path) {
		w.Errorf("%s begins the letter %s", path, mail)
	}
	w.do(chromedp.Click(".share summary"), chromedp.ScrollIntoView(".share .qr"))
	w.await("the QR code is there", func() bool { return tell[bool](w, "document.querySelector('.share .qr').naturalWidth > 0") })
	w.leads(chromedp.Click("//main//a[. = 'On your server']"))
	w.sees("h1", "Share this on your own server")
	w.sees(".errand-title", title)
	w.do(chromedp.SendKeys("#to", "no handle"))
	w.leads(chromedp.Submit("#to"))
	w.sees(".problems", "This is not a handle.")
}
