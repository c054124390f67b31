package interop

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A picture is pointed at and cut by the keyboard alone: the mark and the corner
// move by arrow keys, the fields follow, and the forms say the same to the
// server as without a script.
func TestBrowserCropsByKeyboard(t *testing.T) {
	n := newInternet(t).node().start()
	w := n.window()
	w.signIn("Grace", "editor")
	w.open("/desk/pictures")
	w.do(chromedp.SetUploadFiles("#picture", []string{photograph(t)}))
	w.leads(chromedp.Click("main form[enctype] button[type=submit]"))
	w.sees(".notice", "Now describe it")
	w.tabUntil(func(p place) bool { return p.InMain && p.Name == "" && w.at(".spot-mark") })
	for range 3 {
		w.press(kb.ArrowRight)
	}
	w.press(kb.ArrowUp, chromedp.KeyModifiers(8)) // with shift: ten times as far
	w.holds("#focal_left", "53")
	w.holds("#focal_top", "40")
	w.tabTo("alt")
	w.press("The bridge at sunset")
	w.do(chromedp.Click("#whose-ours"))
	w.leads(chromedp.Click("#describe button[type=submit]"))
	w.sees(".notice", "Each use of the picture")
	w.sees(".side .state", "Ready to publish")
	w.holds("#focal_left", "53")
	if left := tell[string](w, "document.querySelector('.spot-mark').style.left"); left != "53%" {
		t.Errorf("the mark stands at %s", left)
	}
	w.tabUntil(func(place) bool { return w.at(".cutter-nw") })
	for range 5 {
		w.press(kb.ArrowRight, chromedp.KeyModifiers(8))
	}
	w.tabUntil(func(place) bool { return w.at(".cutter-move") })
	w.press(kb.ArrowLeft)
	w.holds("#crop_left", "784")
	w.holds("#crop_width", "800")
	w.tabToWords("Cut it out")
	w.leads(chromedp.KeyEvent(kb.Enter))
	w.sees(".notice", "a picture of its own")
	w.sees(".side dl dd", "800 by 1000")
	w.quiet("the page of a picture")
}

// at tells whether the focus is there.
func (w *window) at(selector string) bool {
	w.Helper()
	return tell[bool](w, fmt.Sprintf("document.activeElement.matches(%q)", selector))
}

// holds makes sure of what stands in a field.
func (w *window) holds(selector, value string) {
	w.Helper()
	if got := tell[string](w, fmt.Sprintf("document.querySelector(%q).value", selector)); got != value {
		w.Errorf("%s holds %q, want %q", selector, got, value)
	}
}
