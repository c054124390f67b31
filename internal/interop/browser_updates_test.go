package interop

import (
	"encoding/base64"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// parts are the two forms of a letter to a reader.
func (n *node) parts(l takenMail) (plain, page string) {
	n.Helper()
	_, boundary, _ := strings.Cut(l.text, "--")
	boundary, _, _ = strings.Cut(boundary, "\r\n")
	reader := multipart.NewReader(strings.NewReader(l.text), boundary)
	var read [2]string
	for i := range read {
		part, err := reader.NextPart()
		check(n.T, err)
		body, err := io.ReadAll(part)
		check(n.T, err)
		read[i] = string(body)
	}
	return read[0], read[1]
}

// linkIn is the path of our link in a letter that begins so.
func (n *node) linkIn(l takenMail, path string) string {
	n.Helper()
	plain, _ := n.parts(l)
	found := regexp.MustCompile(regexp.QuoteMeta(n.base+path) + `\S+`).FindString(plain)
	if found == "" {
		n.Fatalf("no link to %s in %s", path, plain)
	}
	return strings.TrimPrefix(found, n.base)
}

// A reader whose browser runs no scripts asks for updates about a subject, confirms
// from the letter, hears of a post as soon as it is published, changes to the digest
// and stops; another leaves with the one press of a mail program.
func TestBrowserUpdates(t *testing.T) {
	source := axeSource(t)
	o, address := newOffice(t)
	n := newInternet(t).node("INEWS_SMTP_URL=smtp://"+address, "INEWS_MAIL_FROM=Council ideas <news@council.example>", "INEWS_ORGANISATION=Harrowmere County Council").start()
	n.publish("post", "---\ntitle: Before\ntags: [Waste, Care]\n---\nThis was before.\n")
	reader, looker := n.window(), n.window() // axe-core is a script
	reader.withoutScripts()
	looks := func(path, name string) {
		looker.open(path)
		looker.inspect("updates-"+name, source)
	}
	reader.open("/follow")
	reader.leads(chromedp.Click("main a.button[href='/updates']"))
	looks("/updates?tag=waste", "form")
	reader.do(chromedp.SetAttributeValue("#updates-email", "type", "text"), chromedp.SendKeys("#updates-email", "jean.home.example"),
		chromedp.Click("input[value=some]"))
	reader.isRefused(http.StatusUnprocessableEntity, chromedp.Click(".updates-form button[type=submit]"))
	reader.sees(".problems", "This is not an e-mail address")
	reader.holds("#updates-email", "jean.home.example")
	reader.shoot("updates-problems")
	reader.do(chromedp.SetValue("#updates-email", "jean@home.example"), chromedp.Click("input[name=pace][value=now]"), chromedp.Click("input[value=waste]"))
	reader.leads(chromedp.Click(".updates-form button[type=submit]"))
	reader.sees("h1", "Look into your mailbox")
	looks("/updates?sent=1", "sent")

	n.await("a letter has come", func() bool { return len(o.letters()) == 1 })
	confirm := n.linkIn(o.letters()[0], "/updates/confirm/")
	reader.open(confirm)
	looks(confirm, "confirm")
	reader.sees(".standfirst", "jean@home.example")
	reader.leads(chromedp.Click("button[value=confirm]"))
	reader.sees("h1", "Your updates have begun")
	reader.shoot("updates-confirmed")

	n.publish("post", "---\ntitle: Nothing for Jean\ntags: [Care]\n---\nOf something else.\n")
	n.publish("post", "---\ntitle: New bins from May\ntags: [Waste]\n---\nThey are green.\n\nPut them out on Monday.\n")
	n.await("the post has come", func() bool { return len(o.letters()) == 2 })
	letter := o.letters()[1]
	plain, page := n.parts(letter)
	for _, want := range []string{"New bins from May", n.base + "/posts/new-bins-from-may", "Harrowmere County Council", "Stop these messages"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of the letter has no %q:\n%s", want, page)
		}
	}
	if !strings.Contains(plain, "New bins from May") || strings.Contains(plain, "Nothing for Jean") || letter.to != "<jean@home.example>" {
		t.Errorf("the letter to %s is\n%s", letter.to, plain)
	}
	if letter.leave != "<"+n.base+n.linkIn(letter, "/unsubscribe/")+">" || letter.oneClick != "List-Unsubscribe=One-Click" {
		t.Errorf("a mail program is told to leave at %q by %q", letter.leave, letter.oneClick)
	}
	paper := n.window()
	paper.do(chromedp.Navigate("data:text/html;base64," + base64.StdEncoding.EncodeToString([]byte(page))))
	paper.inspect("updates-letter", source)

	reader.open(n.linkIn(letter, "/updates/"))
	looks(n.linkIn(letter, "/updates/"), "manage")
	reader.do(chromedp.Click("input[name=pace][value=weekly]"))
	reader.leads(chromedp.Click("button[value=change]"))
	reader.sees("h1", "Your choice is saved")
	reader.open(n.linkIn(letter, "/unsubscribe/"))
	looks(n.linkIn(letter, "/unsubscribe/"), "leave")
	reader.leads(chromedp.Click("button[value=One-Click]"))
	reader.sees("h1", "You will get no more of these messages")
	reader.keepsNothing()
	if left := n.desk.count(`SELECT count(*) FROM subscriptions WHERE email IS NOT NULL`); left != 0 {
		t.Errorf("%d addresses are kept", left)
	}

	answer, err := n.internet.client.PostForm(n.base+n.linkIn(letter, "/unsubscribe/"), url.Values{"List-Unsubscribe": {"One-Click"}})
	check(t, err)
	check(t, answer.Body.Close())
	if answer.StatusCode != http.StatusGone {
		t.Errorf("the press of a mail program is answered %d", answer.StatusCode)
	}
}
