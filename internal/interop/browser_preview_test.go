package interop

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Whoever writes sees what the post will look like everywhere before it is out,
// and what could be better, and mends it with a press: with scripts and without,
// and by keyboard. Nothing is saved on the way.
func TestBrowserPreviews(t *testing.T) {
	n := newInternet(t).node().start()
	for _, scripts := range []bool{true, false} {
		w := n.window()
		if !scripts {
			w.withoutScripts()
		}
		w.signIn(map[bool]string{true: "Grace", false: "Hugh"}[scripts], "editor")
		w.open("/desk/events/new")
		w.do(
			chromedp.SendKeys("#title", "Open door."), chromedp.SendKeys("#summary", "Come and see the river model."),
			chromedp.SetValue("#start", "2031-06-05T18:00"), chromedp.SetValue("#end", "2031-06-05T20:00"),
			chromedp.SendKeys("#venue", "The Lab"), chromedp.SendKeys("#locality", "Maidstone"), chromedp.SendKeys("#body", "We utilise **models**."),
		)
		w.leads(chromedp.Click("button[value=preview]"))
		w.sees(".previews", "Thu 5 Jun 2031, 18:00 to 20:00 BST")
		if scripts {
			w.checksFollow()
		}
		w.lacks("Open door</a>..")
		for _, place := range []string{"On GoToSocial", "On Mobilizon", "In a search engine", "By e-mail", "In a feed reader"} {
			w.tabToWords(place)
			w.press(kb.Enter)
		}
		w.sees(".previews", "Read it, and reply: "+n.base+"/events/open-door")
		w.sees(".preview-card[open] .found-title", "Open door.")
		w.do(chromedp.Click("label[for=preview-phone]"))
		if wide := tell[int](w, "document.querySelector('.sheet-of-paper').offsetWidth"); wide > 420 {
			t.Errorf("the page as on a phone is %d pixels wide", wide)
		}
		w.sees(".checks", "“utilise”: say “use”.")
		w.leads(chromedp.Click("//button[contains(., 'Write “use”')]"))
		if body := tell[string](w, "document.querySelector('#body').value"); body != "We use **models**." {
			t.Errorf("scripts %t: the text is mended to %q", scripts, body)
		}
		if saved := n.desk.count("SELECT count(*) FROM posts"); saved != 0 {
			t.Errorf("scripts %t: %d posts are saved", scripts, saved)
		}
	}
}

// checksFollow makes sure that the checks keep up with what is typed, and that
// whoever does not see them hears of it.
func (w *window) checksFollow() {
	w.Helper()
	w.fills("#body", "We utilise **models**. They facilitate.")
	w.awaits(".checks", "“facilitate”")
	w.awaits("[role=status].hidden", "things to look at")
	w.fills("#body", "We utilise **models**.")
	w.await("the word is gone from the checks", func() bool { return !strings.Contains(w.text(".checks"), "“facilitate”") })
}
