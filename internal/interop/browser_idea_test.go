package interop

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// toJean is what came for whoever had the idea, in order, without the soft ends
// of lines.
func (o *office) toJean() (texts []string) {
	for _, m := range o.letters() {
		if strings.Contains(m.to, "jean@home.example") {
			texts = append(texts, strings.ReplaceAll(m.text, "=\r\n", ""))
		}
	}
	return texts
}

// The office's tale of one idea: a reader sends it, staff take it through all its
// steps and publish what became of it, and the reader hears of each by e-mail and
// on a page that only they know. Nobody's browser runs a script.
func TestBrowserIdea(t *testing.T) {
	o, address := newOffice(t)
	n := newInternet(t).node("INEWS_SMTP_URL=smtp://"+address, "INEWS_MAIL_FROM=Council ideas <news@council.example>", "INEWS_CONTACT=ideas@council.example").start()
	letters := 0
	hears := func(words string) {
		t.Helper()
		letters++
		n.await("the reader hears "+words, func() bool { return len(o.toJean()) == letters })
		if text := o.toJean()[letters-1]; !strings.Contains(text, words) {
			t.Errorf("letter %d has no %q: %s", letters, words, text)
		}
	}
	reader := n.window()
	reader.withoutScripts()
	mine := reader.tellsIdea()
	hears(mine)

	editor := n.window()
	editor.withoutScripts()
	editor.signIn("Grace", "editor")
	editor.sees("#needs-you ~ ul", "1 idea")
	editor.leads(chromedp.Click(".desk-nav a[href='/desk/messages']"))
	editor.leads(chromedp.Click(".messages h3 a"))
	editor.sees("main", "A bench half way up would help.")
	message := tell[string](editor, "location.pathname")
	step := func(to, words string) {
		t.Helper()
		editor.do(chromedp.Click("#to-"+to), chromedp.SendKeys("#words", words))
		editor.leads(chromedp.Click("//section[@aria-labelledby='step']//button"))
		editor.sees(".notice", "Saved.")
		hears(words)
		reader.open(mine)
		reader.sees(".story", words)
	}
	step("considered", "We ask the roads team.")
	reader.sees("[aria-current=step]", "Considered")
	step("declined", "There is no room on the pavement.")
	reader.sees("[aria-current=step]", "Not taken up")
	step("considered", "The pavement is made wider.")
	step("trial", "Two benches until May.")
	reader.sees("[aria-current=step]", "Trial")

	editor.do(chromedp.SendKeys("#answer", "Which side of the road?"))
	editor.leads(chromedp.Click("//button[. = 'Send the answer']"))
	hears("Which side of the road?")

	editor.leads(chromedp.Click("//button[. = 'Begin a post about it']"))
	editor.sees(".notice", "A draft is begun")
	editor.do(chromedp.SendKeys("#body", "We put up two benches. "), chromedp.SendKeys("#summary", "Two benches on route 4, until May."))
	editor.leads(chromedp.Click("button[value=publish]"))
	editor.sees(".notice", "Published")
	hears("/posts/benches-on-route-4")
	reader.open(mine)
	reader.leads(chromedp.Click(".idea-post a"))
	reader.sees(".outcome-kicker", "Being tried")
	reader.sees(".tags", "#YouSaidWeDid")
	reader.sees(".prose", "A bench half way up would help.")
	reader.lacks("Jean")

	editor.open(message)
	step("done", "They stay.")
	reader.fresh("/posts/benches-on-route-4")
	reader.sees(".outcome-kicker", "Done")
	reader.fresh("/")
	reader.sees("#outcomes-title", "You said, we did (1)")
	reader.fresh("/ideas")
	reader.sees(".outcome", "Benches on route 4")
	n.declinesIdea(o, editor)
	n.await("the mailbox of the council has it", func() bool {
		for _, m := range o.letters() {
			if strings.Contains(m.to, "ideas@council.example") {
				return true
			}
		}
		return false
	})
}

// declinesIdea takes an idea of somebody else to its other end: with a reason, which
// is asked for, and of which they hear.
func (n *node) declinesIdea(o *office, editor *window) {
	n.Helper()
	before := len(o.letters())
	if code, _ := n.posts("/ideas", url.Values{"title": {"A slide from the roof"}, "text": {"It would be quick."}, "email": {"sam@home.example"}}); code != http.StatusSeeOther {
		n.Fatalf("the idea is answered %d", code)
	}
	editor.open("/desk/messages")
	editor.leads(chromedp.Click("//h3/a[contains(., 'A slide from the roof')]"))
	editor.do(chromedp.Click("#to-declined"))
	editor.isRefused(http.StatusUnprocessableEntity, chromedp.Click("//section[@aria-labelledby='step']//button"))
	editor.sees(".problems", "Say why")
	editor.do(chromedp.Click("#to-declined"), chromedp.SendKeys("#words", "The roof is listed."))
	editor.leads(chromedp.Click("//section[@aria-labelledby='step']//button"))
	editor.sees("h1", "Declined")
	n.await("the other sender hears why not", func() bool {
		for _, m := range o.letters()[before:] {
			if m.to == "<sam@home.example>" && strings.Contains(m.text, "The roof is listed.") {
				return true
			}
		}
		return false
	})
}

// tellsIdea sends an idea, the first time with a mistake, and returns the path of
// the page that only its sender knows.
func (w *window) tellsIdea() string {
	w.Helper()
	w.open("/ideas")
	w.leads(chromedp.Click(".page-head a[href='/ideas/new']"))
	w.do(
		chromedp.SendKeys("#message-title", "Benches on route 4"), chromedp.SendKeys("#message-text", "A bench half way up would help."),
		chromedp.SendKeys("#message-name", "Jean"), chromedp.SendKeys("#message-email", "jean@home"),
	)
	w.isRefused(422, chromedp.Click("form.box button[type=submit]"))
	w.sees(".problems", "This is not an e-mail address.")
	if !w.at(".problems") {
		w.Error("the focus is not at what is wrong")
	}
	w.holds("#message-text", "A bench half way up would help.")
	w.do(chromedp.SetValue("#message-email", "jean@home.example"))
	w.leads(chromedp.Click("form.box button[type=submit]"))
	w.sees(".notice", "We have your idea")
	w.sees("[aria-current=step]", "Received")
	return tell[string](w, "location.pathname")
}

// A reader writes to the council and says what they think of a page; staff answer
// on the desk.
func TestBrowserTellsUs(t *testing.T) {
	n := newInternet(t).node().start()
	n.publish("post", "---\ntitle: Bins\n---\nNew bins from May.\n")
	reader := n.window()
	reader.withoutScripts()
	reader.open("/posts/bins")
	reader.leads(chromedp.Click(".opinion li:last-child a"))
	reader.sees(".about-page", "Bins")
	reader.do(chromedp.SendKeys("#message-text", "Which colour are they?"))
	reader.leads(chromedp.Click("form.box button[type=submit]"))
	reader.sees("h1", "Thank you")
	reader.sees(".reference", "PAGE-")
	reader.leads(chromedp.Click(".onward a[href='/posts/bins']"))
	reader.leads(chromedp.Click(".foot a[href='/contact']"))
	reader.do(chromedp.SendKeys("#message-text", "Please collect on Mondays."))
	reader.leads(chromedp.Click("form button[type=submit]:not(.search button)"))
	reader.sees(".reference", "CONTACT-")

	editor := n.window()
	editor.signIn("Grace", "moderator")
	editor.leads(chromedp.Click(".desk-nav a[href='/desk/messages']"))
	editor.leads(chromedp.Click(".queue-tabs a[href$='show=feedback']"))
	editor.sees("table", "0 of 1")
	editor.leads(chromedp.Click(".messages h3 a"))
	editor.sees("main", "Which colour are they?")
	editor.leads(chromedp.Click("//button[. = 'Done with it']"))
	editor.sees(".notice", "It stands under Done")
	editor.open("/desk/messages?show=contact")
	editor.sees(".messages", "Please collect on Mondays.")
}
