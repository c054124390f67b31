package interop

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Whoever has no mouse reaches every control of the desk by the Tab key, sees each
// of them when it has the focus, and gets out of all of them again: on a desk and
// on a phone with a keyboard, where bars that stay in the window take most room.
func TestBrowserKeyboardWalk(t *testing.T) {
	s := newShowcase(t)
	w := s.window()
	w.open(s.link)
	w.leads(chromedp.Click("main button[type=submit]"))
	post, handed := "/desk/posts/"+s.post.ID, "/desk/posts/"+s.handed.ID
	for _, path := range []string{
		"/desk/comments", "/desk/comments/mentions", "/desk/comments/" + s.waiting.ID, "/desk/trusted", "/desk/reports",
		post, handed, handed + "/review", "/desk/posts/" + s.told.ID + "/dates", "/desk/events/" + s.event.ID, "/desk/guests",
		"/desk/pictures", "/desk/pictures/" + s.post.Picture.Hash, "/desk/files",
		"/desk/account", "/desk/account/code", "/desk/setup", "/desk/notices", "/desk/notices/choices", "/desk/trail", "/desk/staff",
	} {
		for _, l := range []look{{"light", 1280}, {"dark", 320}} {
			w.as(l)
			w.open(path)
			w.walks(path)
			w.forget()
		}
	}
}

// walks goes by the Tab key once around the page.
func (w *window) walks(path string) {
	w.Helper()
	const many = 400 // more stops than any page has
	w.do(chromedp.Evaluate[chromedp.Void](`{
		window.walked = new Set();
		window.reachable = () => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"], [contenteditable=true]')]
			.filter(e => !e.disabled && e.tabIndex >= 0 && e.type !== 'hidden' && e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0);
		// A choice among radio buttons is one stop.
		window.led = e => walked.has(e) || e.type === 'radio' && [...walked].some(w => w.type === 'radio' && w.name === e.name && w.form === e.form);
	}`))
	around := false
	for range many {
		stood := w.focus()
		w.do(chromedp.KeyEvent(kb.Tab))
		around = tell[bool](w, `(e => {
			if (e === document.body) return walked.size > 0;
			const around = walked.size > 1 && e === [...walked][0];
			walked.add(e);
			return around;
		})(document.activeElement)`)
		if around {
			break
		}
		if now := w.focus(); !now.Shown || !now.Clear {
			w.Errorf("%s: nobody sees where the focus is after %+v: %+v", path, stood, now)
		}
	}
	if !around {
		w.Errorf("%s: the Tab key does not come around; it stands at %+v", path, w.focus())
	}
	missed := tell[[]string](w, "reachable().filter(e => !led(e)).map(e => e.outerHTML.slice(0, 120))")
	for _, control := range missed {
		w.Errorf("%s: the Tab key does not lead to %s", path, control)
	}
}
