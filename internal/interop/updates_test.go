package interop

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"inews/internal/blog"
	"inews/internal/mailing"
)

// posts sends a form as a reader's browser does, and returns what it shows then.
func (n *node) posts(path string, form url.Values) (code int, page string) {
	n.Helper()
	request, err := http.NewRequest(http.MethodPost, n.base+path, strings.NewReader(form.Encode()))
	check(n.T, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if !strings.HasPrefix(path, mailing.UnsubscribePath) { // mail programs come from nowhere
		request.Header.Set("Origin", n.base)
	}
	answer, err := n.internet.client.Do(request)
	check(n.T, err)
	body, err := io.ReadAll(answer.Body)
	check(n.T, err)
	check(n.T, answer.Body.Close())
	return answer.StatusCode, string(body)
}

// hears is the last letter to an address once there are so many.
func (n *node) hears(o *office, address string, letters int) takenMail {
	n.Helper()
	var theirs []takenMail
	n.await(fmt.Sprintf("letter %d to %s", letters, address), func() bool {
		theirs = nil
		for _, m := range o.letters() {
			if m.to == "<"+address+">" {
				theirs = append(theirs, m)
			}
		}
		return len(theirs) >= letters
	})
	if len(theirs) != letters {
		n.Fatalf("%s has %d letters, want %d", address, len(theirs), letters)
	}
	return theirs[letters-1]
}

// subscribes asks for updates with the form, and confirms with the letter's link,
// which a look alone does not.
func (n *node) subscribes(o *office, address string, pace blog.Pace) {
	n.Helper()
	if code, _ := n.posts("/updates", url.Values{"email": {address}, "pace": {string(pace)}, "about": {"everything"}}); code != http.StatusSeeOther {
		n.Fatalf("asked for updates, and is answered %d", code)
	}
	letter := n.hears(o, address, 1)
	if letter.leave != "" {
		n.Errorf("a letter that nobody subscribed to can be left at %q", letter.leave)
	}
	link := n.linkIn(letter, "/updates/confirm/")
	if code, page := n.page(n.base + link); code != http.StatusOK || !strings.Contains(page, address) {
		n.Fatalf("the link is answered %d", code)
	}
	if n.desk.count(`SELECT count(*) FROM subscriptions WHERE email = $1 AND confirmed_at IS NULL`, address) != 1 {
		n.Error("a look at the link confirms it")
	}
	if code, _ := n.posts(link, url.Values{"do": {"confirm"}}); code != http.StatusOK {
		n.Fatalf("the button is answered %d", code)
	}
}

// Posts and digests go out through a mail server of others' making, in both of their
// forms; the press of a mail program ends them, and so does a letter that comes back.
func TestUpdatesByMail(t *testing.T) {
	t.Parallel()
	o, address := newOffice(t)
	n := newInternet(t).node("INEWS_SMTP_URL=smtp://"+address, "INEWS_MAIL_FROM=Council ideas <news@council.example>", "INEWS_MAIL_BOUNCE=bounces@council.example").start()
	n.subscribes(o, "sam@home.example", blog.PaceWeekly)
	n.subscribes(o, "jo@home.example", blog.PaceNow)
	n.subscribes(o, "ann@home.example", blog.PaceNow)
	n.publish("post", "---\ntitle: New bins from May\nsummary: Green ones.\ntags: [Waste]\n---\nPut them out on Monday.\n")
	atOnce := n.hears(o, "jo@home.example", 2)
	n.carries(atOnce, "New bins from May", "New bins from May")
	n.hears(o, "ann@home.example", 2)

	n.desk.exec(`UPDATE post_mailings SET created_at = created_at - interval '8 days'`) // as the week would be over
	n.desk.exec(`UPDATE subscriptions SET told_until = told_until - interval '9 days' WHERE pace = 'weekly'`)
	digest := n.hears(o, "sam@home.example", 2)
	n.carries(digest, "iNews: New bins from May", "New from iNews")

	leave := strings.TrimPrefix(strings.Trim(digest.leave, "<>"), n.base)
	for _, want := range []int{http.StatusOK, http.StatusGone} {
		if code, _ := n.posts(leave, url.Values{"List-Unsubscribe": {"One-Click"}}); code != want {
			t.Errorf("the press of a mail program is answered %d, want %d", code, want)
		}
	}
	if n.desk.count(`SELECT count(*) FROM subscriptions WHERE email = 'sam@home.example'`) != 0 {
		t.Error("the address is kept")
	}

	var came struct{ Returned string }
	n.takesBack(&came, atOnce.from)
	if !strings.Contains(came.Returned, "nothing more is sent there") || n.desk.count(`SELECT count(*) FROM subscriptions WHERE email = 'jo@home.example' AND suspended_at IS NOT NULL`) != 1 {
		t.Errorf("of a letter that came back is said %q", came.Returned)
	}
	n.publish("post", "---\ntitle: Lamps in Mill Lane\n---\nThey dim at night.\n")
	n.hears(o, "ann@home.example", 3)
	n.await("nothing waits", func() bool { return n.desk.count(`SELECT count(*) FROM mails WHERE sent_at IS NULL`) == 0 })
	n.hears(o, "jo@home.example", 2)
	n.advises("mail DKIM", "INEWS_MAIL_DKIM_SELECTOR")
}

// carries looks at a letter to a subscriber: both of its forms, and how it is left.
func (n *node) carries(l takenMail, subject, heading string) {
	n.Helper()
	plain, page := n.parts(l)
	for _, want := range []string{heading, "New bins from May", "Green ones.", n.base + "/posts/new-bins-from-may", n.linkIn(l, "/updates/"), n.linkIn(l, "/unsubscribe/")} {
		if !strings.Contains(plain, want) || !strings.Contains(page, want) {
			n.Errorf("the letter %q has not both times %q:\n%s\n%s", l.subject, want, plain, page)
		}
	}
	if !strings.Contains(page, "<html") || strings.Contains(plain, "<html") || strings.Contains(page, "<script") {
		n.Errorf("the two forms are\n%s\n%s", plain, page)
	}
	if l.subject != subject || l.leave != "<"+n.base+n.linkIn(l, "/unsubscribe/")+">" || l.oneClick != "List-Unsubscribe=One-Click" || !strings.HasPrefix(l.from, "bounces+") {
		n.Errorf("the letter is %q, comes back to %q, and is left at %q by %q", l.subject, l.from, l.leave, l.oneClick)
	}
}

// takesBack pipes the report of another mail server into the program.
func (n *node) takesBack(result any, path string) {
	n.Helper()
	command := n.command("--json", "mail", "bounce")
	command.Stdin = strings.NewReader("From: MAILER-DAEMON@mail.example\r\nTo: <" + path + ">\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n" +
		"Reporting-MTA: dns; mail.example\r\n\r\nFinal-Recipient: rfc822; jo@home.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n")
	out, err := command.Output()
	check(n.T, err)
	check(n.T, json.Unmarshal(out, result))
}

// advises looks for what "inews check" says; what else it finds makes no difference.
func (n *node) advises(about, words string) {
	n.Helper()
	out, _ := n.command("--json", "check").Output() // its answer says that something is wrong, which is printed
	var findings []blog.Finding
	check(n.T, json.NewDecoder(bytes.NewReader(out)).Decode(&findings))
	for _, f := range findings {
		if f.About == about && strings.Contains(f.Says+f.Do, words) {
			return
		}
	}
	n.Errorf("nothing about %s says %q: %s", about, words, out)
}

// Whoever writes more than one line where one belongs, to have us send letters of
// theirs, is told what is wrong, and finds what they typed; nothing is sent.
func TestNobodyWritesOurHeaders(t *testing.T) {
	t.Parallel()
	o, address := newOffice(t)
	n := newInternet(t).node("INEWS_SMTP_URL=smtp://"+address, "INEWS_MAIL_FROM=Council ideas <news@council.example>", "INEWS_CONTACT=ideas@council.example").start()
	const words = "A bench half way up would help, on the sunny side."
	whole := map[string]url.Values{
		"/updates": {"email": {"jean@home.example"}, "pace": {"now"}, "about": {"everything"}},
		"/ideas":   {"title": {"Benches"}, "text": {words}, "name": {"Jean"}, "email": {"jean@home.example"}},
		"/contact": {"title": {"Benches"}, "text": {words}, "name": {"Jean"}, "email": {"jean@home.example"}},
	}
	tried := 0
	for path, form := range whole {
		for field := range form {
			if field == "text" || field == "pace" || field == "about" {
				continue
			}
			for _, end := range []string{"\r\n", "\n", "\r"} {
				bad := url.Values{}
				for name, values := range form {
					bad[name] = values
				}
				bad.Set(field, form.Get(field)+end+"Bcc: everybody@home.example"+end+"X-Evil: yes")
				code, page := n.posts(path, bad)
				if code != http.StatusUnprocessableEntity || !strings.Contains(page, `class="problems"`) {
					t.Errorf("%s with %q in %s is answered %d", path, end, field, code)
				}
				for name := range form {
					if name != field && name != "pace" && name != "about" && !strings.Contains(page, form.Get(name)) {
						t.Errorf("%s with %q in %s: what was typed as %s is lost", path, end, field, name)
					}
				}
				tried++
			}
		}
	}
	if tried != 3*7 {
		t.Errorf("%d ways were tried", tried)
	}
	if code, _ := n.posts("/ideas", whole["/ideas"]); code != http.StatusSeeOther {
		t.Errorf("a whole idea is answered %d", code)
	}
	n.hears(o, "jean@home.example", 1)
	n.hears(o, "ideas@council.example", 1)
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.smuggled) != 0 {
		t.Errorf("there are headers of others: %q", o.smuggled)
	}
}
