package interop

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// A reader whose browser runs no scripts comments. Nobody sees that before
// staff approve it; then everybody does, and the answer of the blog below it.
func TestBrowserComments(t *testing.T) {
	n := newInternet(t).node().start()
	n.publish("post", "---\ntitle: Bins\n---\nNew bins from May.\n")
	reader := n.window()
	reader.withoutScripts()
	reader.open("/posts/bins")
	reader.do(chromedp.SendKeys("#comment-text", "What about street 7?"), chromedp.SendKeys("#comment-name", "Rosa"))
	reader.leads(chromedp.Click("#comment-form button[type=submit]"))
	reader.sees("h1", "Thank you for your comment")
	own := strings.TrimPrefix(tell[string](reader, "document.querySelector('#own-link').value"), n.base)
	reader.leads(chromedp.SetValue("#own-text", "What about street 7, and number 9?"), chromedp.Click("button[value=save]"))
	reader.sees(".notice", "Your change is saved")
	reader.fresh("/posts/bins")
	reader.sees("#comments", "Nobody has said anything yet")
	reader.sees("#comments", "1 comment waits to be checked.")
	reader.lacks("street 7")

	editor := n.window()
	editor.signIn("Grace", "moderator")
	editor.leads(chromedp.Click(".desk-nav a[href='/desk/comments']"))
	editor.sees(".queue", "What about street 7, and number 9?")
	editor.do(chromedp.Click("//li[contains(., 'street 7')]//button[starts-with(., 'Approve the')]"))
	editor.awaits(".status-line", "Approved.")

	reader.fresh("/posts/bins")
	reader.sees(".comment", "What about street 7, and number 9?")
	reader.sees(".comment", "Rosa")

	editor.leads(chromedp.Click(".tabs a[href$='approved']"))
	editor.do(chromedp.Click("//summary[starts-with(., 'Reply')]"), chromedp.SendKeys(".queue textarea", "They come in **June**."))
	editor.do(chromedp.Click("//button[. = 'Publish the reply']"))
	editor.awaits(".status-line", "Your reply is on the page.")

	reader.fresh("/posts/bins")
	reader.sees(".thread ol .comment-official", "They come in June.")
	reader.sees("#comments-title", "2 comments")

	reader.leads(chromedp.Click("//a[starts-with(., 'Report')]"))
	reader.do(chromedp.Click("//label[. = 'Off topic']"), chromedp.SendKeys("#report-words", "It is about bins."))
	reader.leads(chromedp.Click("main button[type=submit]"))
	reader.sees("[role=status]", "A person looks at every report")
	editor.leads(chromedp.Navigate(n.base + "/desk/reports"))
	editor.sees(".queue", "It is about bins.")

	reader.open(own)
	reader.sees(".standfirst", "Your comment stands on the page.")
	reader.leads(chromedp.Click("button[value=delete]"))
	reader.sees(".standfirst", "You have deleted your comment.")
	reader.fresh("/posts/bins")
	reader.lacks("street 7")
	reader.keepsNothing()
}

// withoutScripts turns scripts off, and makes sure that they are.
func (w *window) withoutScripts() {
	w.Helper()
	command(w, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	w.do(chromedp.Navigate("data:text/html,<title>off</title><script>document.title='on'</script>"))
	if title := tell[string](w, "document.title"); title != "off" {
		w.Fatalf("scripts are %s", title)
	}
}
