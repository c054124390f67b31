package interop

import (
	"encoding/csv"
	"os"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// holdsBack is neutral before an election that has begun already: readers are told,
// nobody comments, and nothing is published by one person's word.
func (c *council) holdsBack() {
	c.Helper()
	c.reader.fresh("/posts/bins")
	c.reader.do(chromedp.SendKeys("#comment-text", "Vote for my bins!"), chromedp.SendKeys("#comment-name", "Sam"))
	election := c.setsElection()

	c.reader.isRefused(409, chromedp.Click("#comment-form button[type=submit]"))
	c.reader.sees(".problems", "Comments are paused because an election is near.")
	c.reader.holds("#comment-text", "Vote for my bins!")
	c.reader.fresh("/posts/bins")
	c.reader.sees("#comment-form", "Comments are paused")
	c.reader.fresh("/")
	c.reader.sees(".election", "An election is near, so less is published here than usual.")
	c.reader.leads(chromedp.Click(".election a"))
	c.reader.sees("h1", "Before an election")
	c.reader.sees("main", "We must stay neutral while candidates campaign.")
	c.reader.sees("main", "You cannot comment here until it is over.")

	c.needsSecond()
	c.hasEvidence(election)

	c.owner.leads(chromedp.Click("//button[. = 'End it now']"))
	c.owner.sees(".notice", "Everything is as usual again.")
	c.reader.fresh("/")
	c.reader.lacks("An election is near")
	c.reader.fresh("/pre-election")
	c.reader.sees("main", "No election is near at the moment.")
	c.reader.fresh("/posts/bins")
	c.reader.sees("#comment-form", "Comment here")
}

// setsElection sets one that began an hour ago, the first time without a reason, and
// returns the path of its page.
func (c *council) setsElection() string {
	c.Helper()
	w, now := c.owner, time.Now().In(c.zone)
	begins, ends := now.Add(-time.Hour).Format("2006-01-02T15:04"), now.AddDate(0, 0, 30).Format("2006-01-02T15:04")
	w.open("/desk/legal")
	w.leads(chromedp.Click(".tabs a[href='/desk/election']"))
	w.do(
		chromedp.SetValue("#name", "County council election"), chromedp.SetValue("#begins", begins), chromedp.SetValue("#ends", ends),
		chromedp.Click("#comments-paused"), chromedp.SetValue("#watched", "Jo Bloggs"),
	)
	w.isRefused(422, chromedp.Click("//button[. = 'Set it']"))
	w.sees(".problems", "readers see it")
	for field, value := range map[string]string{"name": "County council election", "begins": begins, "ends": ends, "watched": "Jo Bloggs"} {
		w.holds("#"+field, value)
	}
	if !tell[bool](w, "document.querySelector('#comments-paused').checked") {
		w.Error("what becomes of comments is not chosen any more")
	}
	w.do(chromedp.SetValue("#reason", "We must stay neutral while candidates campaign."))
	w.leads(chromedp.Click("//button[. = 'Set it']"))
	w.sees(".notice", "It begins and ends by itself.")
	w.sees("h1", "on now")
	return tell[string](w, "location.pathname")
}

// needsSecond has an editor publish, which takes another person now.
func (c *council) needsSecond() {
	c.Helper()
	const text = "Jo Bloggs opened six of them."
	dev := c.window()
	dev.withoutScripts()
	dev.signIn("Dev", "editor")
	dev.open("/desk/posts/new")
	dev.do(chromedp.SendKeys("#title", "Six new benches"), chromedp.SendKeys("#body", text))
	dev.isRefused(409, chromedp.Click(".editor-bar button[value=publish]"))
	dev.sees(".problems", "a second person approves whatever is published")
	dev.holds("#body", text)
	dev.leads(chromedp.Click("button[value=submit]"))
	dev.sees(".notice", "Submitted for review")
	dev.sees("#election", "Jo Bloggs")
	dev.isRefused(409, chromedp.Click(".editor-bar button[value=publish]"))
	if code, _ := c.page("/posts/six-new-benches"); code != 404 {
		dev.Errorf("its page answers %d before somebody has approved it", code)
	}

	w := c.owner
	w.open("/desk")
	w.leads(chromedp.Click("//a[contains(., 'To review')]"))
	w.sees(".preview-page", text)
	w.leads(chromedp.Click("//button[. = 'Approve and publish']"))
	w.sees(".notice", "Published")
	c.reader.fresh("/posts/six-new-benches")
	c.reader.sees(".prose", text)
}

// hasEvidence gets the table for the monitoring officer.
func (c *council) hasEvidence(election string) {
	c.Helper()
	w := c.owner
	w.open(election)
	w.sees("#evidence ~ table", "Six new benches")
	file, err := os.Open(w.saves("a[href$='evidence.csv']", ".csv"))
	check(c.T, err)
	defer func() { _ = file.Close() }()
	rows, err := csv.NewReader(file).ReadAll()
	check(c.T, err)
	if len(rows) < 2 {
		w.Fatalf("the evidence is %q", rows)
	}
	for _, words := range []string{"Six new benches", c.base + "/posts/six-new-benches", "Dev", "Grace", "yes"} {
		if !strings.Contains(strings.Join(rows[len(rows)-1], "|"), words) {
			w.Errorf("the evidence has no %q but %q", words, rows)
		}
	}
}
