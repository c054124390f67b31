package interop

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"

	"inews/internal/newsroom"
)

// A contributor submits a post, and an editor approves it on a phone; a guest
// writes by a link. Nothing of it needs a script.
func TestBrowserReviews(t *testing.T) {
	n := newInternet(t).node().start()
	writer, editor, guest := n.window(), n.window(), n.window()
	writer.signIn("Chioma", "contributor")
	editor.signIn("Dev", "editor")
	for _, w := range []*window{writer, editor, guest} {
		w.as(look{"light", 360})
		w.withoutScripts()
	}
	writer.open("/desk/posts/new")
	writer.do(chromedp.SendKeys("#title", "Benches that talk"), chromedp.SendKeys("#body", "They tell you when the bus comes."),
		chromedp.SendKeys("#word", "Please look at the heading."))
	writer.leads(chromedp.Click(".editor-bar button[value=submit]"))
	writer.sees(".notice", "Submitted for review")
	writer.sees("h1", "In review")

	editor.open("/desk")
	editor.sees(".desk-me .badge", "1")
	editor.leads(chromedp.Click("//a[contains(., 'To review')]"))
	editor.sees("main", "Please look at the heading.")
	editor.sees(".preview-page", "They tell you when the bus comes.")
	editor.do(chromedp.Click("//summary[. = 'Send it back']"), chromedp.SendKeys("#reason", "Name the street."))
	editor.leads(chromedp.Click("button[value=send_back]"))
	editor.sees(".notice", "Sent back")

	writer.open("/desk/notices")
	writer.sees(".told", "Dev sent “Benches that talk” back: Name the street.")
	writer.leads(chromedp.Click(".told-fresh button"))
	writer.sees("main", "Sent back by Dev")
	writer.do(chromedp.SendKeys("#body", " In Mill Street."))
	writer.leads(chromedp.Click(".editor-bar button[value=submit]"))

	editor.open("/desk/posts?state=review")
	editor.leads(chromedp.Click("//a[. = 'Benches that talk']"))
	editor.leads(chromedp.Click("button[value=publish]"))
	editor.sees(".notice", "Published")
	editor.fits("review", look{"light", 360})
	if code, page := n.page("/posts/benches-that-talk"); code != 200 || page == "" {
		t.Errorf("its page answers %d", code)
	}

	token, _, err := n.desk.newsroom.Invite(context.Background(), n.desk.editor, newsroom.Invitation{Name: "Ravi Nair", Days: 7})
	check(t, err)
	guest.open("/desk/drafts/" + token)
	guest.sees("main", "Welcome, Ravi Nair")
	guest.do(chromedp.SendKeys("#body", "Patients want to be heard."))
	guest.leads(chromedp.Click("button[value=preview]"))
	guest.sees(".preview .prose", "Patients want to be heard.")
	guest.leads(chromedp.Click("button[value=submit]"))
	guest.sees("main", "An editor looks at it now")
	guest.fits("draft", look{"light", 360})
	editor.open("/desk/notices")
	editor.sees(".told", "Ravi Nair submitted")
}

// With scripts, what is marked in the text is the passage that a note is about.
func TestBrowserNoteQuotesWhatIsMarked(t *testing.T) {
	n := newInternet(t).node().start()
	ctx := context.Background()
	p, err := n.desk.newsroom.Draft(ctx, n.desk.editor, newsroom.Draft{Title: "Benches", Body: "They tell you when\nthe bus comes."})
	check(t, err)
	w := n.window()
	w.signIn("Dev", "editor")
	w.open("/desk/posts/" + p.ID + "/review")
	w.do(chromedp.Evaluate[chromedp.Void](`getSelection().selectAllChildren(document.querySelector('.preview-page .prose p'))`))
	w.do(chromedp.Click("#note"), chromedp.SendKeys("#note", "Which bus?"))
	if quote := tell[string](w, `document.querySelector('#note_quote').value`); quote != "They tell you when the bus comes." {
		t.Errorf("the note is about %q", quote)
	}
	w.leads(chromedp.Click(".notes form:last-child button"))
	w.sees(".note blockquote", "They tell you when the bus comes.")
	w.sees(".note-words", "Which bus?")
	w.quiet("review")
}
