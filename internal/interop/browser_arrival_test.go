package interop

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"inews/federation/fedtest"
)

// setupAddress is the way in that an empty server logs.
var setupAddress = regexp.MustCompile(`https://\S+(/desk/setup/[A-Za-z0-9_-]+)`)

// newcomer is somebody who sees the program for the first time, and an axe-core
// that looks over their shoulder when there is one.
type newcomer struct {
	*window
	axe     string
	looking time.Duration // time that was spent on looking, and not by the newcomer
}

// sight looks at the page that is open, when somebody looks.
func (c *newcomer) sight(name string) {
	c.Helper()
	if c.axe == "" {
		return
	}
	begun := time.Now()
	c.inspect("arrival-"+name, c.axe)
	c.as(look{"light", 1280})
	c.looking += time.Since(begun)
}

// vacate leaves the server without the editor that tests begin with.
func (n *node) vacate() *node {
	n.Helper()
	for _, statement := range []string{"DELETE FROM changes", "DELETE FROM editors", "UPDATE setup SET hidden_at = NULL"} {
		_, err := n.desk.db.SQL().ExecContext(context.Background(), statement)
		check(n.T, err)
	}
	return n
}

// Acceptance 4: from a first visit to an empty server, over set-up, to the first
// post at a follower's server in under three minutes; with scripts and without.
// The way in is in the server's log alone.
func TestBrowserFirstPost(t *testing.T) {
	source := axeSource(t)
	for name, scripts := range map[string]bool{"with scripts": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			i := newInternet(t)
			n := i.node("INEWS_NAME=Harrowmere Ideas", "INEWS_ORGANISATION=Harrowmere County Council").vacate()
			anna := i.peer("anna")
			begun := time.Now()
			n.start()
			c := &newcomer{window: n.window()}
			if scripts {
				c.axe = source
			} else {
				c.withoutScripts()
			}
			c.becomesOwner()
			_, err := anna.Follow(within(t), n.actor())
			check(t, err)
			n.await("anna follows", func() bool { return n.desk.count("SELECT count(*) FROM followers") == 1 })
			c.publishesHello(anna)
			took := time.Since(begun) - c.looking
			t.Logf("from the start of the server to the first post at a follower's: %v", took.Round(100*time.Millisecond))
			if took > 3*time.Minute {
				t.Errorf("the first post took %v", took)
			}
			c.goesOn()
		})
	}
}

// becomesOwner comes from a closed door over the log to the list of tasks.
func (c *newcomer) becomesOwner() {
	c.Helper()
	c.open("/desk")
	c.sees("h1", "is not set up yet")
	c.lacks("<input")
	c.sight("1-closed")
	found := setupAddress.FindStringSubmatch(c.node.log.all())
	if found == nil {
		c.Fatalf("the log has no address to set the server up:\n%s", c.node.log.end())
	}
	c.open(found[1])
	c.sees("h1", "Set up Harrowmere Ideas")
	c.sight("2-owner")
	c.do(chromedp.SendKeys("#name", "Chioma Okafor"), chromedp.SendKeys("#email", "chioma@council.example"),
		chromedp.SendKeys("#password", "short"), chromedp.SendKeys("#again", "short"))
	c.isRefused(422, chromedp.Click("main button[type=submit]"))
	c.sees(".problems", "Choose at least 12 characters")
	c.sight("3-owner-problem")
	c.do(chromedp.SendKeys("#password", "a lamp, a pear and a bus"), chromedp.SendKeys("#again", "a lamp, a pear and a bus"))
	c.leads(chromedp.Click("main button[type=submit]"))
	c.sees("h1", "Set up Harrowmere Ideas")
	c.sees(".task-tally", "2 of 8")
	c.sees("#task-organisation", "In progress")
	c.sight("4-tasks")
}

// isRefused takes a step that the server refuses with the code.
func (w *window) isRefused(code int64, steps ...step) {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.tab, patience)
	defer cancel()
	response, err := chromedp.RunResponse(ctx, steps...)
	if err != nil || response == nil || response.Status != code {
		w.Fatalf("the step is answered %+v, %v", response, err)
	}
	w.forget()
}

// publishesHello sends the draft that is ready to whoever follows.
func (c *newcomer) publishesHello(anna *fedtest.Peer) {
	c.Helper()
	c.leads(chromedp.Click("//button[. = 'Write “Hello”']"))
	c.sees("h1", "Hello from Harrowmere Ideas")
	c.sight("5-hello")
	c.leads(chromedp.Click("button[value=publish]"))
	c.sees(".notice", "Published")
	c.sight("6-published")
	got, err := anna.WaitFor(within(c.T), func(r fedtest.Received) bool { return r.Type == "Create" })
	check(c.T, err)
	if !strings.Contains(string(got.Body), "Hello from Harrowmere Ideas") {
		c.Errorf("the follower got %s", got.Body)
	}
	c.open("/posts/hello-from-harrowmere-ideas")
	c.sees("h1", "Hello from Harrowmere Ideas")
	c.sight("7-post")
}

// goesOn does what else is on the list, invites a colleague and puts the list away.
func (c *newcomer) goesOn() {
	c.Helper()
	c.open("/desk/setup")
	c.sees("#task-post", "Completed")
	c.leads(chromedp.Click("//button[. = 'Look now']"))
	c.sees("h1", "Health")
	c.open("/desk/setup")
	c.sees("#task-federation", "Completed")
	c.leads(chromedp.Click("//a[. = 'Complete the accessibility statement and the privacy notice']"))
	c.sees("h1", "Pages that the law asks for")
	c.sight("8-statement")
	c.do(chromedp.SendKeys("#email", "web@council.example"), chromedp.SendKeys("#issues", "Some old maps have no description."))
	c.leads(chromedp.Click("//form[@action='/desk/legal']//button[. = 'Save']"))
	c.open("/desk/setup")
	c.sees("#task-pages", "In progress")
	c.sight("9-tasks")
	c.invites()
	c.open("/desk")
	c.sees(".setup-left", "tasks of setting up are done")
	c.sight("14-start")
	c.open("/desk/setup")
	c.leads(chromedp.Click("//button[starts-with(., 'I am done')]"))
	c.sees(".notice", "The list is put away")
	c.lacks("setup-left")
}

// invites has a colleague come by a link, since there is no mail server.
func (c *newcomer) invites() {
	c.Helper()
	c.open("/desk/staff")
	c.sight("10-staff")
	c.do(chromedp.SendKeys("#name", "Dev Patel"), chromedp.SendKeys("#email", "dev@council.example"), chromedp.Click("#invite-moderator"))
	c.leads(chromedp.Click("//button[. = 'Make the invitation']"))
	c.sees(".notice", "Invitation for Dev Patel")
	c.sees("#invited", "not here yet")
	c.sight("11-invited")
	link := tell[string](c.window, "document.querySelector('#link').value")
	dev := &newcomer{window: c.node.window(), axe: c.axe}
	if c.axe == "" {
		dev.withoutScripts()
	}
	dev.open(strings.TrimPrefix(link, c.node.base))
	dev.sees("main", "Chioma Okafor invites you to be a moderator")
	dev.sight("12-join")
	dev.do(chromedp.SendKeys("#password", "two moons over an oak"), chromedp.SendKeys("#again", "two moons over an oak"))
	dev.leads(chromedp.Click("//button[. = 'Join']"))
	dev.sees("h1", "Dev")
	dev.open(strings.TrimPrefix(link, c.node.base))
	dev.sees("h1", "does not work any more")
	dev.forget()
	dev.sight("13-used")
	dev.forget()
}
