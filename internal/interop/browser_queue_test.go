package interop

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/internal/blog"
)

// What comes in the acceptance of the queue: so much spam and so many honest
// comments, from so many servers; and how long a scripted session at the
// keyboard may take to clear it.
const (
	spamComing   = 100
	honestComing = 3
	spamHosts    = 40
	clearWithin  = time.Minute
)

// 100 spam comments and 3 honest ones from 40 hosts: cleared by keyboard in
// under a minute of a scripted session; none was ever public; the honest ones
// stand.
func TestBrowserClearsSpamByKeyboard(t *testing.T) {
	i := newInternet(t)
	n := i.node().start()
	post := n.publish("post", "---\ntitle: Bins\n---\nNew bins from May.\n")
	watch := n.watchPublic("/posts/bins", "/", "/feed.rss", "/feed.atom", "/feed.json", string(post.Object)+"/replies?page=1")
	n.spam(post.Object)
	n.await("all of it waits", func() bool {
		return n.desk.count("SELECT count(*) FROM comments WHERE verdict = 'held'") == spamComing+honestComing
	})
	w := n.window()
	w.signIn("Moira", "moderator")
	w.open("/desk/comments")
	w.sees(".queue-tabs", "103")

	begun := time.Now()
	w.clears()
	took := time.Since(begun)
	t.Logf("103 comments were cleared in %s", took.Round(time.Millisecond))
	if took > clearWithin {
		t.Errorf("clearing took %s", took)
	}
	n.await("all of it is decided", func() bool {
		return n.desk.count("SELECT count(*) FROM comments WHERE verdict = 'held'") == 0
	})
	w.open("/desk/comments")
	w.sees("#clear", fmt.Sprintf("All clear. %d pieces of spam stopped this month; 0 shown to readers.", spamComing))
	w.quiet("the queue")
	if spam := n.desk.count("SELECT count(*) FROM comments WHERE verdict = 'spam'"); spam != spamComing {
		t.Errorf("%d comments are spam", spam)
	}
	w.fresh("/posts/bins")
	for number := range honestComing {
		w.sees("#comments", honest(number))
	}
	if looks := watch(); looks < 5 {
		t.Errorf("the public pages were looked at %d times", looks)
	}
	if ever := n.desk.count("SELECT count(*) FROM changes WHERE subject = 'comment' AND verb IN ('receive', 'approve')"); ever != honestComing {
		t.Errorf("%d comments were ever shown", ever)
	}
}

func honest(number int) string {
	return []string{"When does street 7 get its bins?", "Thank you, this was overdue.", "My neighbour cannot lift one. Who helps?"}[number]
}

// spamWith is what the spam says: some as a program knows it, some as innocent
// as it can look.
func spamWith(number int) string {
	switch number % 4 {
	case 0:
		return fmt.Sprintf(`<p>Best CASINO number %d <a href="https://w.example/%d">win</a></p>`, number, number)
	case 1:
		link := `<a href="https://pills.example/%d">cheap pills</a> `
		return fmt.Sprintf("<p>"+link+link+link+"</p>", number, number, number)
	case 2:
		return "<p>I made 500 pounds from home, write to me for how it goes</p>"
	}
	return fmt.Sprintf("<p>Nice article, very helpful information number %d, spam all the same</p>", number)
}

// spam has the spam and the honest comments arrive at the inbox, each signed by
// its author, in no order.
func (n *node) spam(post fed.ID) {
	n.Helper()
	peers := make([]*fedtest.Peer, spamHosts)
	for number := range peers {
		peers[number] = n.internet.peer(fmt.Sprintf("person%d", number))
	}
	flood(spamComing+honestComing, func(number int) {
		from, content := peers[number%(spamHosts-honestComing)], spamWith(number)
		if late := number - spamComing; late >= 0 { // the honest are on servers of their own
			from, content = peers[spamHosts-honestComing+late], "<p>"+honest(late)+"</p>"
		}
		n.says(from, fmt.Sprintf("/notes/%d", number), content, post)
	})
}

// says sends a public note to the server's inbox; with no post, one that answers
// nothing.
func (n *node) says(from *fedtest.Peer, path, content string, inReplyTo fed.ID, more ...any) {
	n.Helper()
	id := from.ID(path)
	note := map[string]any{
		"id": id, "type": "Note", "attributedTo": from.Actor(), "to": []any{fed.Public}, "content": content,
		"published": time.Now().UTC().Format(time.RFC3339),
	}
	if inReplyTo != "" {
		note["inReplyTo"] = inReplyTo
	}
	for at := 0; at+1 < len(more); at += 2 {
		note[more[at].(string)] = more[at+1]
	}
	err := from.Post(within(n.T), fed.ID(n.base+"/ap/inbox"), map[string]any{
		"@context": fed.Namespace, "id": id + "/activity", "type": "Create", "actor": from.Actor(), "to": note["to"], "object": note,
	})
	if err != nil {
		n.Errorf("%s was not taken: %v", id, err)
	}
}

// watchPublic looks at addresses all along, and makes sure that no spam stands
// there. What it returns ends that, and tells how often all were looked at.
func (n *node) watchPublic(paths ...string) func() int {
	n.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var looks atomic.Int64
	var group sync.WaitGroup
	group.Go(func() {
		ticker := time.NewTicker(10 * glance)
		defer ticker.Stop()
		for ctx.Err() == nil {
			for _, path := range paths {
				accept := "text/html"
				if strings.Contains(path, "/ap/") {
					accept = fed.MediaType
				}
				code, text := n.ask(path, accept)
				if code != http.StatusOK {
					n.Errorf("%s answers %d", path, code)
				}
				for _, words := range []string{"CASINO", "cheap pills", "500 pounds", "spam all the same", "/notes/0\"", "/notes/3\""} {
					if strings.Contains(text, words) {
						n.Errorf("%s shows %q", path, words)
					}
				}
			}
			looks.Add(1)
			select {
			case <-ticker.C:
			case <-ctx.Done():
			}
		}
	})
	end := func() int {
		stop()
		group.Wait()
		return int(looks.Load())
	}
	n.Cleanup(func() { end() })
	return end
}

// clears goes through the queue by keyboard: what is honest is approved where it
// stands, some spam is marked one by one, the rest by the page.
func (w *window) clears() {
	w.Helper()
	approved := 0
	w.do(chromedp.KeyEvent("j"))
	for step := 0; approved < honestComing && step < spamComing; step++ {
		card, key := w.text(".queued:focus"), "j"
		for number := range honestComing {
			if strings.Contains(card, honest(number)) {
				key = "a" // and the focus goes on to the next
				approved++
			}
		}
		w.do(chromedp.KeyEvent(key))
	}
	if approved != honestComing {
		w.Fatalf("%d honest comments were found in the queue", approved)
	}
	for range 5 {
		w.do(chromedp.KeyEvent("s"))
	}
	for {
		await(w.T, "the cards are there, or none is left", func() bool {
			return tell[bool](w, "!!document.querySelector('.queued') || !document.getElementById('clear').hidden")
		})
		if tell[bool](w, "!document.getElementById('clear').hidden") {
			return
		}
		w.do(chromedp.KeyEvent("*"), chromedp.KeyEvent("s"))
	}
}

// What is decided by keyboard is undone by keyboard, and the blog answers in
// place: both are at the server, and nothing was pretended.
func TestBrowserQueueUndoAndAnswer(t *testing.T) {
	n := newInternet(t).node().start()
	post := n.publish("post", "---\ntitle: Bins\n---\nNew bins from May.\n")
	ana, bert := n.internet.peer("ana"), n.internet.peer("bert")
	n.says(ana, "/notes/1", "<p>Will it be recorded?</p>", post.Object)
	first := n.desk.held("Will it be recorded?")
	n.says(bert, "/notes/1", "<p>Buy my watches.</p>", post.Object)
	second := n.desk.held("Buy my watches.")
	verdict := func(id string) string { return n.desk.one("SELECT verdict FROM comments WHERE id = $1", id) }
	becomes := func(id string, want blog.Verdict) {
		t.Helper()
		n.await("the comment is "+string(want), func() bool { return verdict(id) == string(want) })
	}
	w := n.window()
	w.signIn("Moira", "moderator")
	w.open("/desk/comments")
	w.press("j")
	w.sees(".queued:focus", "Will it be recorded?")
	w.press("j")
	w.press("s")
	becomes(second, blog.VerdictSpam)
	w.sees(".queued:focus", "Will it be recorded?")
	w.awaits(".status-line", "Marked as spam.")
	w.press("u")
	becomes(second, blog.VerdictHeld)
	w.awaits(".queued:focus", "Buy my watches.")
	w.press("h")
	w.press(kb.ArrowDown)
	w.press(kb.ArrowDown)
	w.do(chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent("a shop"))
	w.do(chromedp.KeyEvent(kb.Enter))
	becomes(second, blog.VerdictHidden)
	if reason := n.desk.one("SELECT reason FROM changes WHERE subject_id = $1 AND verb = 'hide'", second); reason != "Advertising: a shop" {
		t.Errorf("the trail has the reason %q", reason)
	}
	w.awaits(".queued:focus", "Will it be recorded?")
	w.press("e")
	w.press("Yes, all of it.")
	w.do(chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	becomes(first, blog.VerdictApproved)
	w.awaits(".status-line", "Your reply is on the page.")
	w.awaits("#clear", "All clear.")
	w.quiet("the queue")
	n.await("ana is answered", func() bool {
		return n.desk.count("SELECT count(*) FROM deliveries d JOIN outbox_activities a ON a.id = d.activity_id WHERE a.type = 'Create' AND d.host = $1", ana.Actor().Host()) > 0
	})
	w.open("/desk/comments/" + first)
	w.sees("#queue", "Yes, all of it.")
	w.sees("#queue", "Signed by Moira")
	w.fresh("/posts/bins")
	w.sees(".comment-official", "Yes, all of it.")
}

// awaits waits for words in an element.
func (w *window) awaits(selector, words string) {
	w.Helper()
	await(w.T, selector+" shows "+words, func() bool { return strings.Contains(w.text(selector), words) })
}

// The same queue by forms, in a browser that runs no scripts; and a shortcut that
// is switched off does nothing.
func TestBrowserQueueWithoutScripts(t *testing.T) {
	n := newInternet(t).node().start()
	post := n.publish("post", "---\ntitle: Bins\n---\nNew bins from May.\n")
	ana := n.internet.peer("ana")
	for number, words := range []string{"First words here", "Second words here", "Third words here"} {
		n.says(ana, fmt.Sprintf("/notes/%d", number), "<p>"+words+"</p>", post.Object)
		n.desk.held(words)
	}
	w := n.window()
	w.signIn("Moira", "moderator")
	w.open("/desk/comments")
	w.do(chromedp.Evaluate[chromedp.Void]("localStorage.setItem('inews-shortcuts-off', 'yes')"), chromedp.KeyEvent("j"), chromedp.KeyEvent("s"))
	if n.desk.count("SELECT count(*) FROM comments WHERE verdict = 'held'") != 3 {
		t.Error("a shortcut that is switched off decides")
	}
	w.withoutScripts()
	w.open("/desk/comments")
	w.leads(chromedp.Click("//li[contains(., 'First words')]//button[starts-with(., 'Spam')]"))
	w.sees(".notice", "Marked as spam.")
	w.do(chromedp.Click("#undo summary"))
	w.leads(chromedp.Click("#undo button"))
	w.sees(".notice", "Undone.")
	w.sees("#queue", "First words here")
	w.do(chromedp.Click("//li[contains(., 'Second words')]//summary[starts-with(., 'Hide')]"))
	w.do(chromedp.SetValue("//li[contains(., 'Second words')]//select", "Off topic"))
	w.leads(chromedp.Click("//li[contains(., 'Second words')]//button[. = 'Hide']"))
	w.sees(".notice", "Hidden.")
	w.do(chromedp.Click("//li[contains(., 'Third words')]//summary[starts-with(., 'Reply')]"))
	w.do(chromedp.SendKeys("//li[contains(., 'Third words')]//textarea", "We see to it."))
	w.leads(chromedp.Click("//li[contains(., 'Third words')]//button[. = 'Approve and publish the reply']"))
	w.sees(".notice", "Your reply is on the page.")
	w.open("/posts/bins")
	w.sees(".comment-official", "We see to it.")
	w.lacks("Second words")
}
