package interop

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"

	"inews/internal/blog"
	"inews/internal/newsroom"
)

// council is an owner who minds the law, and a reader who sees what comes of it.
// Nobody's browser runs a script.
type council struct {
	*node
	owner, reader *window
	zone          *time.Location
}

// What the law asks of a council, as an owner does it from one end to the other: the
// pages that tell readers what they may expect, how long what is kept, requests with
// a clock, the time before an election, and one person's data.
func TestBrowserMindsTheLaw(t *testing.T) {
	n := newInternet(t).node("INEWS_NAME=Open Desk", "INEWS_ORGANISATION=Harrowmere County Council").start()
	n.publish("post", "---\ntitle: Bins\n---\nNew bins from May.\n")
	zone, err := time.LoadLocation(newsroom.DefaultZone)
	check(t, err)
	c := &council{node: n, owner: n.window(), reader: n.window(), zone: zone}
	c.owner.withoutScripts()
	c.reader.withoutScripts()
	c.owner.signIn("Grace", "owner")
	c.saysWhoItIs()
	c.keepsForSoLong()
	c.answersInTime()
	c.holdsBack()
	c.forgets()
	c.reader.keepsNothing()
	n.noTrouble()
}

// saysWhoItIs gives the facts that only the council knows, the first time with
// mistakes, and approves the pages in which they stand.
func (c *council) saysWhoItIs() {
	c.Helper()
	w := c.owner
	w.leads(chromedp.Click("#needs-you ~ ul a[href='/desk/legal']"))
	w.isRefused(409, chromedp.Click("form[action='/desk/legal/approve'] button"))
	w.sees(".problems", "Complete and save it first, then approve.")
	w.do(
		chromedp.SetValue("#organisation", "The County Council of Harrowmere"), chromedp.SetValue("#nation", string(blog.EnglandAndWales)),
		chromedp.SetValue("#email", "web@council"), chromedp.SetValue("#phone", "01234 567890"), chromedp.SetValue("#answer_days", "0"),
		chromedp.SetValue("#complaint_days", "15"), chromedp.SetValue("#lead", "our Data Protection Officer"),
		chromedp.SetValue("#issues", "Some old maps have no description.\nThe film of May has no captions; it gets them in June."),
		chromedp.SetValue("#tested_by", "Ability Centre"), chromedp.SetValue("#tested_on", "2026-03-02"),
	)
	save := "//form[@action='/desk/legal']//button[. = 'Save']"
	w.isRefused(422, chromedp.Click(save))
	w.sees(".problems ul", "\"web@council\" is not an e-mail address.\nGive a number of working days from 1 to 60.") // as in the form
	if !w.at(".problems") {
		w.Error("the focus is not at what is wrong")
	}
	for field, value := range map[string]string{
		"organisation": "The County Council of Harrowmere", "email": "web@council", "phone": "01234 567890", "answer_days": "0", "complaint_days": "15",
		"lead": "our Data Protection Officer", "tested_by": "Ability Centre", "tested_on": "2026-03-02",
		"issues": "Some old maps have no description.\nThe film of May has no captions; it gets them in June.",
	} {
		w.holds("#"+field, value)
	}
	w.do(chromedp.SetValue("#email", "web@council.example"), chromedp.SetValue("#answer_days", "7"))
	w.leads(chromedp.Click(save))
	w.sees(".notice", "Saved.")
	w.leads(chromedp.Click("form[action='/desk/legal/approve'] button"))
	w.sees(".notice", "Approved.")
	for _, page := range []struct{ path, title, words string }{
		{"/accessibility", "Accessibility statement for Open Desk", "The film of May has no captions; it gets them in June."},
		{"/accessibility", "Accessibility statement for Open Desk", "We answer within 7 working days."},
		{"/privacy", "Privacy notice", "The County Council of Harrowmere runs this site"},
		{"/privacy", "Privacy notice", "This notice was last reviewed on"},
		{"/cookies", "Cookies", "This site sets no cookies for readers."},
		{"/rules", "Rules for comments", "answers you within 15 working days"},
	} {
		c.reader.fresh("/")
		c.reader.leads(chromedp.Click(".foot-law a[href='" + page.path + "']"))
		c.reader.sees("h1", page.title)
		c.reader.sees("main", page.words)
	}
}

// keepsForSoLong chooses how long spam is kept, the first time for too long.
func (c *council) keepsForSoLong() {
	c.Helper()
	const words = "Kept: 45 days"
	c.reader.fresh("/privacy")
	c.reader.lacks(words)
	w := c.owner
	w.leads(chromedp.Click(".tabs a[href='/desk/retention']"))
	w.do(chromedp.SetValue("#keep_spam", "4500"))
	w.isRefused(422, chromedp.Click("//button[. = 'Save the times']"))
	w.sees(".problems", "90")
	w.holds("#keep_spam", "4500")
	w.do(chromedp.SetValue("#keep_spam", "45"))
	w.leads(chromedp.Click("//button[. = 'Save the times']"))
	w.sees(".notice", "The privacy notice tells readers the new times.")
	c.reader.fresh("/privacy")
	c.reader.sees(".records", words)
}

// answersInTime treats a comment as a request for information and a message as one
// for the sender's own data, and answers them by the day that the law sets.
func (c *council) answersInTime() {
	c.Helper()
	c.comments("Rosa", "rosa@home.example", "Under the Freedom of Information Act: how many bins are there?")
	c.reader.open("/contact")
	c.reader.do(chromedp.SendKeys("#message-text", "Please send me a copy of my personal data."), chromedp.SendKeys("#message-name", "Kim Novak"))
	c.reader.leads(chromedp.Click("form[action='/contact'] button[type=submit]"))
	c.reader.sees(".reference", "CONTACT-")

	w := c.owner
	w.leads(chromedp.Click(".desk-nav a[href='/desk/comments']"))
	w.sees(".hint-request", "Perhaps a request under the law: it says “freedom of information”.")
	asked := c.opens(blog.RequestFOI, "how many bins are there?", "Rosa")
	w.leads(chromedp.Click(".desk-nav a[href='/desk/messages']"))
	w.leads(chromedp.Click(".queue-tabs a[href$='show=contact']"))
	w.leads(chromedp.Click(".messages h3 a"))
	own := c.opens(blog.RequestAccess, "a copy of my personal data", "Kim Novak")

	w.open("/desk/comments")
	w.leads(chromedp.Click(".queue-tabs a[href='/desk/requests']"))
	for path, due := range map[string]string{asked.path: asked.due, own.path: own.due} {
		row := tell[string](w, "document.querySelector(`a[href='"+path+"']`).closest('tr').innerText")
		if !strings.Contains(row, due) || !strings.Contains(row, "working days left") || !strings.Contains(row, "Grace") {
			w.Errorf("the request that is due %s shows %q", due, row)
		}
	}
	for _, r := range []opened{asked, own} {
		w.open("/desk/requests")
		w.leads(chromedp.Click("a[href='" + r.path + "']"))
		w.do(chromedp.SetValue("#outcome", "Written to: there are 1,204."))
		w.leads(chromedp.Click("button[value=answer]"))
		w.sees(".notice", "Its clock has stopped.")
		w.leads(chromedp.Click("button[value=close]"))
		w.sees(".notice", "Closed.")
	}
	w.open("/desk/requests")
	w.sees("main", "No request waits for an answer.")
	w.leads(chromedp.Click(".tabs-second a[href$='closed']"))
	w.sees("table", "Freedom of information request")
	w.sees("table", "Subject access request")
}

// comments has the reader say something below the post.
func (c *council) comments(name, email, words string) {
	c.Helper()
	c.reader.fresh("/posts/bins")
	c.reader.do(chromedp.SendKeys("#comment-text", words), chromedp.SendKeys("#comment-name", name), chromedp.SendKeys("#comment-email", email))
	c.reader.leads(chromedp.Click("#comment-form button[type=submit]"))
	c.reader.sees("h1", "Thank you for your comment")
}

// opened is a request, and when it is due as staff read it.
type opened struct{ path, due string }

// opens makes a request of what is on the screen, as the hint beside it proposes.
func (c *council) opens(kind blog.RequestKind, words, who string) opened {
	c.Helper()
	w := c.owner
	w.leads(chromedp.Click(".hint-request a[href$='kind=" + string(kind) + "']"))
	w.holds("#kind", string(kind))
	w.holds("#name", who)
	w.sees(".request-said", words)
	came, err := time.ParseInLocation("2006-01-02T15:04", tell[string](w, "document.querySelector('#received').value"), c.zone)
	check(c.T, err)
	w.leads(chromedp.Click("//button[. = 'Open the request']"))
	w.sees(".notice", "its clock runs")
	due := blog.Clock{Nation: blog.EnglandAndWales, Zone: c.zone}.Due(kind, came)
	return opened{tell[string](w, "location.pathname"), due.Format("Mon 2 Jan, 15:04")}
}

// saves presses what brings a file instead of a page, and returns where that lies.
func (w *window) saves(button, ending string) string {
	w.Helper()
	folder := w.TempDir()
	command(w, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder,
	})
	w.do(chromedp.Click(button))
	var found []string
	w.await("a file "+ending+" is there", func() (so bool) {
		var err error
		found, err = filepath.Glob(filepath.Join(folder, "*"+ending)) // what is under way has another name
		check(w.T, err)
		return len(found) == 1
	})
	return found[0]
}

// forgets gives out and erases what somebody said under an e-mail address.
func (c *council) forgets() {
	c.Helper()
	const address, words = "jean@home.example", "Zanzibar has greener bins."
	c.comments("Jean Extraordinary", address, words)
	c.desk.approve(c.desk.held(words))
	c.reader.fresh("/posts/bins")
	c.reader.sees(".comment", words)

	w := c.owner
	w.open("/desk/privacy")
	w.do(chromedp.SetValue("#who", address))
	w.leads(chromedp.Click("//button[. = 'Find what is kept']"))
	w.sees("h1", "What is kept about "+address)
	w.sees("#goes ~ table", "Comments")
	page, data := c.unpack(w.saves("//button[. = 'Download everything']", ".zip"))
	if !strings.Contains(page, words) || !strings.Contains(data, words) || !strings.Contains(data, address) {
		w.Errorf("what is given out is %s and %s", page, data)
	}
	w.do(chromedp.SetValue("#channel", "letter"))
	w.isRefused(422, chromedp.Click("#erase button"))
	w.sees(".problems", "Say that you have read what goes")
	w.holds("#channel", "letter")
	c.reader.fresh("/posts/bins")
	c.reader.sees(".comment", words)
	w.do(chromedp.Click("#sure"))
	w.leads(chromedp.Click("#erase button"))
	w.sees(".notice", "It is gone from the site.")
	receipt := tell[string](w, "location.pathname")
	c.receiptOf(1)

	c.reader.fresh("/posts/bins")
	c.reader.lacks("Zanzibar")
	c.reader.lacks("Jean")
	w.open(receipt)
	w.sees("h1", "Erasure 1")
	w.sees(".lede", "Done")
	w.sees("#gone ~ table", "Comments")
	w.sees(".pairs", "By letter")
	file, err := os.ReadFile(w.saves("a[href$='receipt.html']", ".html"))
	check(c.T, err)
	for _, name := range []string{address, "Jean", "Zanzibar"} {
		w.lacks(name)
		if strings.Contains(string(file), name) {
			w.Errorf("the receipt has %q: %s", name, file)
		}
	}
	w.open("/desk/privacy")
	w.lacks(address)
}
