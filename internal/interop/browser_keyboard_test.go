package interop

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// place is what has the focus.
type place struct {
	ID, Name, Words string
	Shown           bool // the browser draws a frame around it
	Clear           bool // it is in the window, and nothing lies over it
	InMain          bool
}

// Readers and staff do everything with the keyboard alone, and see at every
// step where they are.
func TestBrowserKeyboard(t *testing.T) {
	n := newInternet(t).node().start()
	n.publish("post", "---\ntitle: Bins\n---\nNew [bins](/pages/bins) from May.\n")
	w := n.window()
	w.skips("/posts/bins")
	w.remarks()
	w.signIn("Grace", "editor")
	w.skips("/desk")
	w.writes()
	w.moderates()
}

// focus tells what has the focus. What a label covers by design, as a picture
// over its radio button, counts as clear; of a link that breaks into two lines it
// looks at the first. A date has the focus wherever in it the
// cursor is; of its button the browser says so of the button alone.
func (w *window) focus() place {
	w.Helper()
	return tell[place](w, `(e => {
		const frame = getComputedStyle(e), box = e.getClientRects()[0] ?? e.getBoundingClientRect();
		const x = box.left + Math.min(box.width / 2, 20), y = box.top + Math.min(box.height / 2, 20);
		const top = document.elementFromPoint(x, y);
		return {
			id: e.id, name: e.name ?? '', words: (e.value && e.type !== 'submit' ? e.value : e.innerText).trim().replace(/\s+/g, " "),
			shown: e.matches(':focus-visible, [type=date]:focus-within, [type=datetime-local]:focus-within') && frame.outlineStyle !== 'none' && parseFloat(frame.outlineWidth) >= 2,
			clear: y >= 0 && y < innerHeight && x >= 0 && x < innerWidth && !!top && (e.contains(top) || top.contains(e) || [...e.labels ?? []].includes(top)),
			inMain: !!e.closest('main'),
		};
	})(document.activeElement)`)
}

// press strikes keys, and makes sure that the focus is seen then.
func (w *window) press(keys string, options ...chromedp.KeyOption) place {
	w.Helper()
	w.do(chromedp.KeyEvent(keys, options...))
	at := w.focus()
	if !at.Shown || !at.Clear {
		w.Errorf("nobody sees where the focus is: %+v", at)
	}
	return at
}

// tabUntil goes on by the Tab key until it is there, or gives up.
func (w *window) tabUntil(there func(place) bool, options ...chromedp.KeyOption) []string {
	w.Helper()
	const many = 80 // more than any page has on the way
	var passed []string
	for range many {
		at := w.press(kb.Tab, options...)
		passed = append(passed, at.ID)
		if there(at) {
			return passed
		}
	}
	w.Fatalf("the Tab key does not lead there, but to %q", passed)
	return nil
}

func (w *window) tabTo(id string) []string {
	w.Helper()
	return w.tabUntil(func(p place) bool { return p.ID == id })
}

func (w *window) tabToWords(words string, options ...chromedp.KeyOption) {
	w.Helper()
	w.tabUntil(func(p place) bool { return p.InMain && p.Words == words }, options...)
}

// skips makes sure that the first stop of the Tab key leads past what is the
// same on every page.
func (w *window) skips(path string) {
	w.Helper()
	w.open(path)
	if at := w.press(kb.Tab); at.Words != "Skip to the main content" {
		w.Errorf("the first stop is %+v", at)
	}
	w.do(chromedp.KeyEvent(kb.Enter))
	if at := w.focus(); at.ID != "main" {
		w.Errorf("the way past the head leads to %+v", at)
	}
	if at := w.press(kb.Tab); !at.InMain {
		w.Errorf("the next stop is %+v", at)
	}
}

// remarks writes a comment.
func (w *window) remarks() {
	w.Helper()
	w.open("/posts/bins")
	w.tabTo("comment-text")
	w.press("What about street 7?")
	w.tabTo("comment-name")
	w.press("Rosa")
	w.tabToWords("Send comment")
	w.leads(chromedp.KeyEvent(kb.Enter))
	w.sees("h1", "Thank you for your comment")
}

// writes writes a post and publishes it. The stops of the Tab key follow the
// order of the form.
func (w *window) writes() {
	w.Helper()
	w.open("/desk")
	w.tabToWords("New post")
	w.leads(chromedp.KeyEvent(kb.Enter))
	w.tabTo("title")
	w.press("By keyboard")
	passed := w.tabTo("body-rich")
	w.press("No mouse was here.")
	passed = append(passed, w.tabTo("slug")...)
	order := []string{"summary", "body-rich", "form-article", "upload", "alt", "decorative", "author", "thanks", "tags", "series", "comments", "language", "slug"}
	next := 0
	for _, id := range passed {
		if next < len(order) && id == order[next] {
			next++
		}
	}
	if next < len(order) {
		w.Errorf("the Tab key stops at %q; %s is not in its turn", passed, order[next])
	}
	w.tabToWords("Publish", chromedp.KeyModifiers(chromedp.ModifierShift))
	w.leads(chromedp.KeyEvent(kb.Enter))
	w.sees(".notice", "Published")
	w.open("/posts/by-keyboard")
	w.sees(".prose", "No mouse was here.")
}

// moderates approves what a reader said, and answers it.
func (w *window) moderates() {
	w.Helper()
	w.open("/desk/comments")
	w.tabToWords("Approve the comment by Rosa")
	w.do(chromedp.KeyEvent(kb.Enter))
	w.awaits(".status-line", "Approved.")
	w.open("/desk/comments?verdict=approved")
	w.tabToWords("Reply… to Rosa")
	w.press(kb.Enter)
	w.tabUntil(func(p place) bool { return p.Name == "text" })
	w.press("In June.")
	w.tabToWords("Publish the reply")
	w.do(chromedp.KeyEvent(kb.Enter))
	w.awaits(".status-line", "Your reply is on the page.")
	w.fresh("/posts/bins")
	w.sees(".comment-official", "In June.")
}
