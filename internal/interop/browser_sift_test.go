package interop

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A part of the queue is chosen with and without scripts; decisions stay in it,
// and what is left of it is counted as cards leave and come back.
func TestBrowserQueueIsSifted(t *testing.T) {
	n := newInternet(t).node().start()
	bins, trams := n.publish("post", "---\ntitle: Bins\n---\nNew.\n"), n.publish("post", "---\ntitle: Trams\n---\nNew.\n")
	ana, bert := n.internet.peer("ana"), n.internet.peer("bert")
	for number := range 3 {
		n.says(ana, fmt.Sprintf("/notes/%d", number), fmt.Sprintf("<p>Ana on bins %d</p>", number), bins.Object)
		n.desk.held(fmt.Sprintf("Ana on bins %d", number))
	}
	n.says(bert, "/notes/1", "<p>Bert on trams</p>", trams.Object)
	n.desk.held("Bert on trams")
	w := n.window()
	w.signIn("Moira", "moderator")
	choose := func() {
		t.Helper()
		w.open("/desk/comments")
		w.do(chromedp.SetValue("#post", bins.ID))
		w.leads(chromedp.Click(".sift-queue button"))
		w.sees(".sifted", "You see 3 of 4.")
		w.sees("#queue", "Ana on bins 2")
		w.lacks("Bert on trams")
	}
	choose()
	w.press("j")
	w.press("s")
	w.awaits(".status-line", "Marked as spam.")
	w.sees(".sifted", "You see 2 of 3.")
	w.press("u")
	w.awaits(".sifted", "You see 3 of 4.")
	w.do(chromedp.KeyEvent("*"), chromedp.KeyEvent("s"))
	w.awaits("#clear", "Nothing that waits is left of what you chose.")
	n.await("all about bins is spam, and nothing else", func() bool {
		return n.desk.count("SELECT count(*) FROM comments WHERE verdict = 'spam'") == 3 && n.desk.count("SELECT count(*) FROM comments WHERE verdict = 'held'") == 1
	})
	w.quiet("the queue")
	w.leads(chromedp.Click(`.tabs-second a[href$="verdict=spam"]`))
	w.do(chromedp.KeyEvent("*"), chromedp.KeyEvent("u")) // nothing was decided on this page
	w.withoutScripts()
	for number := range 3 { // by the form that undoes what was just decided
		w.open("/desk/comments")
		w.do(chromedp.Click("#undo summary"))
		w.leads(chromedp.Click("#undo button"))
		w.sees("#queue", fmt.Sprintf("Ana on bins %d", 2-number))
	}
	choose()
	w.leads(chromedp.Click("//li[contains(., 'Ana on bins 1')]//button[starts-with(., 'Spam')]"))
	w.sees(".notice", "Marked as spam.")
	w.sees(".sifted", "You see 2 of 3.")
	w.lacks("Bert on trams")
}

// Shift and x selects all in between; t trusts; b asks in a dialog whom to block,
// the person or the server, and blocks nobody who is not confirmed.
func TestBrowserQueueSelectsTrustsAndBlocks(t *testing.T) {
	n := newInternet(t).node().start()
	post := n.publish("post", "---\ntitle: Bins\n---\nNew.\n")
	ana, bert := n.internet.peer("ana"), n.internet.peer("bert")
	for number := range 4 {
		n.says(ana, fmt.Sprintf("/notes/%d", number), fmt.Sprintf("<p>Words %d</p>", number), post.Object)
		n.desk.held(fmt.Sprintf("Words %d", number))
	}
	n.says(bert, "/notes/1", "<p>Insults</p>", post.Object)
	n.desk.held("Insults")
	w := n.window()
	w.signIn("Moira", "moderator")
	w.open("/desk/comments")
	w.press("j")
	w.press("j")
	w.press("x")
	w.press("j")
	w.press("j")
	w.do(chromedp.KeyEvent("X", chromedp.KeyModifiers(chromedp.ModifierShift)))
	w.awaits(".status-line", "3 selected.")
	w.press("s")
	w.awaits(".status-line", "3 comments: Marked as spam.")
	n.await("what was between is spam", func() bool {
		return n.desk.count("SELECT count(*) FROM comments WHERE verdict = 'spam'") == 3 && n.desk.count("SELECT count(*) FROM comments WHERE verdict = 'held'") == 2
	})
	w.press("u")
	n.await("it waits again", func() bool { return n.desk.count("SELECT count(*) FROM comments WHERE verdict = 'held'") == 5 })

	w.open("/desk/comments")
	w.press("j")
	w.press("t")
	n.await("ana is trusted", func() bool {
		return n.desk.count("SELECT count(*) FROM people WHERE trusted_at IS NOT NULL AND uri = $1", string(ana.Actor())) == 1
	})
	w.open("/desk/comments")
	w.do(chromedp.KeyEvent("j"), chromedp.KeyEvent("k"))
	for range 5 {
		if strings.Contains(w.text(".queued:focus"), "Insults") {
			break
		}
		w.press("j")
	}
	w.press("b")
	w.awaits(".block-dialog", "Block @bert")
	w.do(chromedp.KeyEvent(kb.Escape))
	await(t, "the dialog is gone, and the focus is back", func() bool {
		return tell[bool](w, "!document.querySelector('dialog') && document.activeElement.innerText.includes('Insults')")
	})
	if n.desk.count("SELECT count(*) FROM people WHERE blocked_at IS NOT NULL") != 0 {
		t.Error("asking blocks")
	}
	w.press("b")
	w.awaits(".block-dialog", "Block @bert")
	w.examine("the dialog of a block", axeSource(t))
	w.do(chromedp.Focus(".block-dialog [name=reason]"))
	w.do(chromedp.SendKeys(".block-dialog [name=reason]", "Insults us"))
	w.leads(chromedp.Click(".block-dialog form[method=post] button[type=submit]"))
	if n.desk.count("SELECT count(*) FROM people WHERE blocked_at IS NOT NULL AND uri = $1", string(bert.Actor())) != 1 {
		t.Error("bert is not blocked")
	}
	w.sees("#queue", "Words 0")
	w.lacks("Insults")
	w.quiet("the queue")
}
