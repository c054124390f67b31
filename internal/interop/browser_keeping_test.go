package interop

import (
	"context"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"inews/internal/accounts"
	"inews/internal/newsroom"
)

// Acceptance of what is kept: no character that was typed longer ago is lost.
// The slack is for a machine that is busy with other tests.
const (
	lostAtMost = 5 * time.Second
	slack      = 3 * time.Second
)

// signInAgain signs in somebody who is staff already.
func (w *window) signInAgain(name string) {
	w.Helper()
	id := w.node.desk.one(`SELECT id::text FROM editors WHERE name = $1`, name)
	link, err := (&accounts.Accounts{DB: w.node.desk.db}).Link(context.Background(), id, time.Hour)
	check(w.T, err)
	w.open("/desk/sign-in/" + link)
	w.leads(chromedp.Click("main button[type=submit]"))
}

// fills puts a text into a field, as the rich editor does for its textarea.
func (w *window) fills(field, text string) {
	w.Helper()
	tell[bool](w, fmt.Sprintf(`(f => { f.value = %q; return f.dispatchEvent(new Event('input', {bubbles: true})) })(document.querySelector(%q))`, text, field))
}

// typist types into a field, and knows when each character came.
type typist struct {
	*window
	text  string
	times []time.Time
}

// writes types words for a while, in a field that is empty.
func (t *typist) types(field string, long time.Duration) {
	t.Helper()
	t.do(chromedp.Focus(field))
	for end := time.Now().Add(long); time.Now().Before(end); {
		word := fmt.Sprintf("w%d ", len(t.text))
		for _, letter := range word {
			t.do(chromedp.KeyEvent(string(letter)))
			t.text += string(letter)
			t.times = append(t.times, time.Now())
		}
	}
}

// has makes sure that what was found is a beginning of what was typed, to which
// nothing is missing that was typed before the limit.
func (t *typist) has(found string, ended time.Time) {
	t.Helper()
	if !strings.HasPrefix(t.text, strings.TrimSpace(found)) || found == "" {
		t.Fatalf("found %q, typed %q", found, t.text)
	}
	kept := len(strings.TrimSpace(found))
	for kept < len(t.text) && t.text[kept] == ' ' {
		kept++
	}
	if kept == len(t.text) {
		return
	}
	old := ended.Sub(t.times[kept])
	t.Logf("of %d characters %d are missing; the oldest was %s old", len(t.text), len(t.text)-kept, old.Round(time.Millisecond))
	if old > lostAtMost+slack {
		t.Errorf("a character that was %s old is lost, want at most %s", old, lostAtMost)
	}
}

// says waits until the line about what is kept has the words.
func (w *window) says(words string) {
	w.Helper()
	w.node.await("the editor says "+words, func() bool {
		return strings.Contains(tell[string](w, "document.getElementById('keeping')?.innerText ?? ''"), words)
	})
}

// hears waits until the line about others has the words.
func (w *window) hears(words string) {
	w.Helper()
	w.node.await("the editor hears "+words, func() bool {
		return strings.Contains(tell[string](w, "document.getElementById('company')?.innerText ?? ''"), words)
	})
}

// Acceptance 3: the browser is killed while somebody types. In another browser
// they find the text of a post that was never saved.
func TestBrowserKilledWhileTyping(t *testing.T) {
	n := newInternet(t).node().start()
	w := n.window()
	w.signIn("Grace", "contributor")
	w.open("/desk/posts/new")
	w.do(chromedp.SendKeys("#title", "The bridge"))
	author := &typist{window: w}
	author.types("#summary", 7*time.Second)
	check(t, syscall.Kill(chromedp.FromContext(w.tab).Browser.Process().Pid, syscall.SIGKILL))
	killed := time.Now()

	again := n.window()
	again.signInAgain("Grace")
	again.open("/desk")
	again.sees("main", "not saved yet")
	again.leads(chromedp.Click("//main//a[. = 'The bridge']"))
	again.sees(".notice", "not saved yet")
	author.has(tell[string](again, "document.getElementById('summary').value"), killed)
	if got := tell[string](again, "document.getElementById('title').value"); got != "The bridge" {
		t.Errorf("the title is %q", got)
	}
	if posts := n.desk.count(`SELECT count(*) FROM posts`); posts != 0 {
		t.Errorf("%d posts were made by typing", posts)
	}
	again.fills("#summary", "It is open.")
	again.leads(chromedp.Click("button[value=save]"))
	again.open("/desk/posts")
	again.lacks("Not saved yet")
}

// Acceptance 3: the server is killed while it keeps what somebody types at a
// published post. The browser keeps it, and gives it to the next server; also
// when the page was left meanwhile.
func TestServerKilledWhileTyping(t *testing.T) {
	n := newInternet(t).node().start()
	post := n.publish("post", "---\ntitle: Bins\nsummary: x\n---\nNew bins.\n")
	w := n.window()
	w.signIn("Grace", "editor")
	w.open("/desk/posts/" + post.ID)
	w.fills("#summary", "")
	author := &typist{window: w}
	author.types("#summary", 4*time.Second)
	n.kill9()
	author.types("#summary", 2*time.Second)
	w.says("kept on this device")
	n.start()
	w.says("Saved")
	n.await("the server has it all", func() bool {
		return n.desk.count(`SELECT count(*) FROM working_copies WHERE fields->'summary'->>0 = $1`, author.text) == 1
	})
	if n.desk.count(`SELECT count(*) FROM posts WHERE summary = 'x'`) != 1 {
		t.Error("keeping changed what is published")
	}

	n.kill9()
	author.types("#summary", time.Second)
	w.says("kept on this device")
	gone := time.Now()
	w.do(chromedp.Navigate("about:blank"))
	n.start()
	w.forget()
	w.open("/desk/posts/" + post.ID)
	n.await("the text of this device is offered", func() bool {
		return tell[bool](w, "document.querySelector('[href*=\"?copy=\"]') !== null && document.body.innerText.includes('found on this device')")
	})
	w.leads(chromedp.Click("//a[contains(@href, '?copy=')][last()]"))
	author.has(tell[string](w, "document.getElementById('summary').value"), gone)
	if left := tell[int](w, "Object.keys(localStorage).filter(k => k.startsWith('inews-copy')).length"); left > 1 {
		t.Errorf("%d texts are left on the device", left)
	}
}

// A session that ends while somebody types loses nothing: they sign in in
// another tab, and the first goes on.
func TestSessionEndsWhileTyping(t *testing.T) {
	n := newInternet(t).node().start()
	w := n.window()
	w.signIn("Grace", "editor")
	w.open("/desk/posts/new")
	w.do(chromedp.SendKeys("#title", "One"))
	w.says("Saved")
	n.desk.exec(`DELETE FROM sessions`)
	w.do(chromedp.SendKeys("#title", " two"))
	w.says("You were signed out")
	tab, cancel := chromedp.NewContext(w.tab)
	defer cancel()
	second := &window{T: t, node: n, tab: tab}
	check(t, chromedp.Do(tab))
	second.signInAgain("Grace")
	w.says("Saved")
	w.leads(chromedp.Click("button[value=save]"))
	w.sees("h1", "One two")
	w.leads(chromedp.Click("form[action='/desk/sign-out'] button"))
	if left := tell[int](w, "Object.keys(localStorage).filter(k => k.startsWith('inews-copy')).length"); left != 0 {
		t.Errorf("%d texts are left on the device", left)
	}
}

// A server that is slow is waited for, and has the newest text in the end.
func TestSlowServerWhileTyping(t *testing.T) {
	n := newInternet(t).node().start()
	w := n.window()
	w.signIn("Grace", "editor")
	w.open("/desk/posts/new")
	lock, err := n.desk.db.SQL().BeginTx(context.Background(), nil)
	check(t, err)
	defer func() { _ = lock.Rollback() }() // after a commit this does nothing
	_, err = lock.ExecContext(context.Background(), `LOCK TABLE working_copies IN ACCESS EXCLUSIVE MODE`)
	check(t, err)
	w.do(chromedp.SendKeys("#title", "One"))
	w.says("Saving…")
	w.do(chromedp.SendKeys("#title", " two"))
	if kept := tell[string](w, "Object.keys(localStorage).filter(k => k.startsWith('inews-copy')).map(k => localStorage.getItem(k)).join()"); !strings.Contains(kept, "One two") {
		t.Errorf("the device has %q", kept)
	}
	check(t, lock.Commit())
	w.says("Saved")
	n.await("the server has the newest", func() bool {
		return n.desk.count(`SELECT count(*) FROM working_copies WHERE fields->'title'->>0 = 'One two'`) == 1
	})
}

// Acceptance 3: two people have one post open in two browsers. Both are told,
// none overwrites the other, and they join what both wrote.
func TestTwoEditOnePost(t *testing.T) {
	n := newInternet(t).node().start()
	post := n.publish("post", "---\ntitle: Bins\nsummary: They are black and come on Monday.\n---\nNew bins.\n")
	dev, chioma := n.window(), n.window()
	dev.signIn("Dev", "editor")
	chioma.signIn("Chioma", "editor")
	edit := "/desk/posts/" + post.ID
	dev.open(edit)
	chioma.open(edit)
	chioma.hears("Dev has had this open since")
	dev.hears("Chioma has had this open since")
	chioma.do(chromedp.Click("#company button"))
	chioma.says("They are told")
	dev.hears("whether they can take over")

	chioma.fills("#summary", "They are black and come on Friday.")
	dev.fills("#summary", "They are green and come on Monday.")
	dev.fills("#title", "Bins from May")
	dev.leads(chromedp.Click("button[value=save]"))
	chioma.hears("Dev saved version")
	chioma.do(chromedp.Click("button[value=save]"), chromedp.WaitVisible(".conflict"))
	chioma.sees(".conflict", "What they changed")
	chioma.sees(".conflict", "green")
	chioma.sees(".conflict", "Friday")
	summary := func() string { return n.desk.one(`SELECT summary FROM posts`) }
	if got := summary(); got != "They are green and come on Monday." {
		t.Errorf("the summary is %q after a conflict", got)
	}
	chioma.leads(chromedp.Click("button[value=join]"))
	chioma.sees(".notice", "Both texts are joined")
	if got := summary(); got != "They are green and come on Monday." {
		t.Errorf("the summary is %q before the join is saved", got)
	}
	chioma.leads(chromedp.Click("button[value=save]"))
	if got, title := summary(), n.desk.one(`SELECT title FROM posts`); got != "They are green and come on Friday." || title != "Bins from May" {
		t.Errorf("joined, it is %q: %q", title, got)
	}
	dev.open("/desk")
	chioma.node.await("nobody is there any more", func() bool { return chioma.text("#company") == "" })
}

// Without scripts people are told of each other, and of what is not saved.
func TestKeepingWithoutScripts(t *testing.T) {
	n := newInternet(t).node().start()
	post := n.publish("post", "---\ntitle: Bins\nsummary: Black.\n---\nNew bins.\n")
	dev, chioma := n.window(), n.window()
	for _, w := range []*window{dev, chioma} {
		w.withoutScripts()
	}
	dev.signIn("Dev", "editor")
	chioma.signIn("Chioma", "editor")
	edit := "/desk/posts/" + post.ID
	dev.open(edit)
	chioma.open(edit)
	chioma.sees("#company", "Dev has had this open since")
	chioma.leads(chromedp.Click("#company button"))
	dev.do(chromedp.SendKeys("#thanks", "Our thanks to all."))
	dev.leads(chromedp.Click("button[value=preview]"))
	dev.sees("#company", "whether they can take over")
	dev.open(edit)
	dev.sees(".kept", "Unsaved text of")
	dev.leads(chromedp.Click(".kept a.button"))
	if got := tell[string](dev, "document.getElementById('thanks').value"); got != "Our thanks to all." {
		t.Errorf("the line of thanks is %q", got)
	}
	dev.leads(chromedp.Click("//button[. = 'Leave it as it was']"))
	dev.sees(".notice", "thrown away")
}

// What is said of kept texts, of others and of conflicts is looked at as every
// page of the desk is.
func TestBrowserKeepingLooks(t *testing.T) {
	source := axeSource(t)
	n := newInternet(t).node().start()
	post := n.publish("post", "---\ntitle: New bins from May\nsummary: They are black and come on Monday.\ntags: [Waste]\n---\nThey are black.\n\nThey come on Monday, at seven.\n\nAsk us.\n")
	w := n.window()
	w.signIn("Wilhelmina", "editor")
	edit := "/desk/posts/" + post.ID
	dev := n.window()
	dev.signIn("Dev", "editor")
	dev.open(edit)
	w.open(edit)
	w.fills("#summary", "They are black and come on Friday. Put them out at seven.")
	w.says("Saved")
	w.hears("Dev has had this open")
	w.inspect("desk-keeping-status", source)
	w.open(edit)
	w.do(chromedp.Click(".kept summary"))
	w.inspect("desk-keeping-offer", source)
	w.leads(chromedp.Click(".kept a.button"))
	w.inspect("desk-keeping-copied", source)
	w.open("/desk/posts")
	w.inspect("desk-keeping-posts", source)
	w.open("/desk")
	w.inspect("desk-keeping-start", source)
	w.open(edit)
	w.leads(chromedp.Click(".kept a.button"))
	saved, err := n.desk.db.PostByID(context.Background(), post.ID)
	check(t, err)
	_, err = n.desk.newsroom.Edit(context.Background(), n.desk.editor, post.ID, newsroom.Draft{
		Form: saved.Form, Title: "Green bins from May", Summary: "They are green and come on Monday.", Slug: saved.Slug, Language: "cy",
		Body: strings.Replace(saved.Body, "black", "green", 1), Tags: []string{"Streets"}, Comments: saved.Comments, Version: saved.Version,
	})
	check(t, err)
	w.hears("Ada saved version")
	w.fills("#tags", "Waste, Bins")
	w.do(chromedp.Click("button[value=save]"), chromedp.WaitVisible(".conflict"))
	w.forget()
	w.inspect("desk-keeping-conflict", source)
	w.leads(chromedp.Click("button[value=join]"))
	w.inspect("desk-keeping-joined", source)
	n.kill9()
	w.fills("#title", "Green bins from May!")
	w.says("kept on this device")
	w.forget()
	for _, l := range looks() {
		w.as(l)
		w.fits("desk-keeping-away", l)
		w.shoot(fmt.Sprintf("desk-keeping-away-%d-%s", l.width, l.scheme))
	}
	n.start()
}
