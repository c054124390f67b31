package interop

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// window is chromium with one tab, in which nobody has been before.
type window struct {
	*testing.T
	node *node
	tab  context.Context

	mu         sync.Mutex
	complaints []string // of the browser's console
	asked      []string // addresses that it fetched

	answers sync.WaitGroup // to what the browser asks before it leaves a page
}

type step = chromedp.Action[chromedp.Void]

// window opens chromium. It has no cookie and no cache, and calls nobody but
// the servers that the pages name.
func (n *node) window() *window {
	n.Helper()
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(n.internet.browser()), chromedp.UserDataDir(n.TempDir()),
		chromedp.Flag("ignore-certificate-errors-spki-list", n.internet.pin()),
	}
	for _, flag := range []string{
		"headless", "no-sandbox", "disable-gpu", "disable-quic", "disable-dev-shm-usage", "no-first-run",
		"disable-background-networking", "disable-component-update", "disable-sync", "hide-scrollbars",
	} {
		options = append(options, chromedp.Flag(flag, true))
	}
	allocator, end := chromedp.NewExecAllocator(context.Background(), options...)
	n.Cleanup(end)
	tab, cancel := chromedp.NewContext(allocator)
	w := &window{T: n.T, node: n, tab: tab}
	n.Cleanup(func() {
		w.answers.Wait()
		_ = chromedp.Cancel(tab) // waits until the browser has ended
		cancel()
	})
	check(n.T, chromedp.Do(tab))
	check(n.T, chromedp.Listen(tab, w.hear))
	return w
}

// browser is the program. Debian calls it chromium, others otherwise.
func (i *internet) browser() string {
	i.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	i.Fatal("the tests in a browser need chromium: on Debian, apt-get install chromium")
	return ""
}

// pin is how the browser knows the servers' certificate: the hash of its key.
func (i *internet) pin() string {
	i.Helper()
	text, err := os.ReadFile(i.certificate)
	check(i.T, err)
	block, _ := pem.Decode(text)
	certificate, err := x509.ParseCertificate(block.Bytes)
	check(i.T, err)
	sum := sha256.Sum256(certificate.RawSubjectPublicKeyInfo)
	return base64.StdEncoding.EncodeToString(sum[:])
}

// hear notes what the browser complains of, and what it fetches.
func (w *window) hear(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		w.complaints = append(w.complaints, "console: "+string(e.Type))
	case *runtime.EventExceptionThrown:
		w.complaints = append(w.complaints, "exception: "+e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		// Of a player's frame, which is empty until it is asked for. It can never
		// hold a page of ours: the policy of the page lets none in.
		if strings.HasPrefix(e.Entry.Text, "An iframe which has both allow-scripts and allow-same-origin") {
			return
		}
		w.complaints = append(w.complaints, string(e.Entry.Level)+": "+e.Entry.Text+" "+e.Entry.URL)
	case *page.EventJavascriptDialogOpening: // a test that leaves a page means it
		w.answers.Go(func() {
			ctx, cancel := context.WithTimeout(w.tab, patience)
			defer cancel()
			_, _ = chromedp.Call(ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true}) // it may be gone
		})
	case *network.EventRequestWillBeSent:
		w.asked = append(w.asked, e.Request.URL)
	}
}

// quiet makes sure that the browser had nothing to complain of since the last
// time, and asked nobody but the server of the site.
func (w *window) quiet(where string) {
	w.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, complaint := range w.complaints {
		w.Errorf("%s: the browser says %s", where, complaint)
	}
	for _, address := range w.asked {
		if !strings.HasPrefix(address, w.node.base+"/") && !strings.HasPrefix(address, "data:") {
			w.Errorf("%s: the browser asks %s", where, address)
		}
	}
	w.complaints, w.asked = nil, nil
}

// forget drops the complaints so far: that the server refused something is no
// defect where it had to.
func (w *window) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.complaints = nil
}

// do takes steps in the tab.
func (w *window) do(steps ...step) {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.tab, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		w.lost(err)
	}
}

// leads takes steps of which the last one brings another page, and waits for
// that.
func (w *window) leads(steps ...step) {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.tab, patience)
	defer cancel()
	response, err := chromedp.RunResponse(ctx, steps...)
	switch {
	case err != nil:
		w.lost(err)
	case response != nil && response.Status >= 400:
		w.Fatalf("%s answers %d", response.URL, response.Status)
	}
}

// lost ends a test that cannot go on, with what is on the screen.
func (w *window) lost(err error) {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.tab, patience)
	defer cancel()
	page, _ := chromedp.Run(ctx, chromedp.Evaluate[string]("document.title + '\\n' + document.body.innerText"))
	w.mu.Lock()
	defer w.mu.Unlock()
	w.Fatalf("%v; the browser said %q; on the screen is\n%s", err, w.complaints, page)
}

// open goes to an address of the site, whatever the answer.
func (w *window) open(path string) {
	w.Helper()
	w.do(chromedp.Navigate(w.node.base + path))
}

// fresh goes to an address and reloads it, as people do who expect something
// new: browsers keep a page for a minute.
func (w *window) fresh(path string) {
	w.Helper()
	w.open(path)
	w.do(chromedp.Reload())
}

// text is what a reader sees in an element.
func (w *window) text(selector string) string {
	w.Helper()
	return tell[string](w, "document.querySelector('"+selector+"')?.innerText ?? 'there is no "+selector+"'")
}

// sees makes sure that a reader sees the words in an element.
func (w *window) sees(selector, words string) {
	w.Helper()
	if seen := w.text(selector); !strings.Contains(seen, words) {
		w.Errorf("%s shows no %q but %q", selector, words, seen)
	}
}

// lacks makes sure that words are nowhere in the page, shown or not.
func (w *window) lacks(words string) {
	w.Helper()
	if strings.Contains(tell[string](w, "document.documentElement.outerHTML"), words) {
		w.Errorf("the page has %q", words)
	}
}

// tell is the value of an expression in the page.
func tell[T any](w *window, expression string) T {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.tab, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	check(w.T, err)
	return value
}

// command gives the browser a command of its own protocol.
func command[P, R any](w *window, name cdp.Command[P, R], parameters P) R {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.tab, patience)
	defer cancel()
	answer, err := chromedp.Call(ctx, name, parameters)
	check(w.T, err)
	return answer
}
