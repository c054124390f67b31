package web_test

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

var formHeader = []string{"Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin"}

func (p *press) comment(path string, form url.Values, header ...string) (status int, location, body string) {
	p.Helper()
	w := ask(p.server, "POST", path+"/comments", form.Encode(), slices.Concat(formHeader, header)...)
	return w.Code, w.Header().Get("Location"), w.Body.String()
}

func TestComment(t *testing.T) {
	t.Parallel()
	e := newEdition(newPress(t))
	opened := fmt.Sprint(time.Now().Add(-time.Minute).Unix())
	for path, parent := range map[string]string{e.lead.Path(): e.said.ID, e.talk.Path(): ""} {
		code, location, _ := e.comment(path, url.Values{
			"name": {"Peggy"}, "text": {"A perfectly civil remark"}, "parent": {parent}, "opened": {opened}, "website": {""}, "email": {"peggy@example.org"},
		})
		if code != http.StatusSeeOther || !strings.HasPrefix(location, "/comments/edit/") || !strings.HasSuffix(location, "?new=1") {
			t.Errorf("%s: status %d to %q", path, code, location)
		}
	}
	held, err := e.db.CommentsInQueue(t.Context(), blog.VerdictHeld, 10)
	if err != nil || len(held) != 3 { // the edition holds one already
		t.Fatalf("%d comments are held, %v", len(held), err)
	}
	e.server.ForgetAll()
	for _, path := range append(everywhere(e), e.talk.Path()) {
		if body := e.get(path).Body.String(); strings.Contains(body, "perfectly civil") || strings.Contains(body, "peggy@example.org") {
			t.Errorf("%s shows a held comment", path)
		}
	}
}

func TestCommentRefused(t *testing.T) {
	t.Parallel()
	e := newEdition(newPress(t))
	code, _, body := e.comment(e.lead.Path(), url.Values{"name": {"Peggy"}, "email": {"no address"}, "text": {"Kept <b>words</b>"}})
	m := checkMarkup(t, body)
	if code != http.StatusUnprocessableEntity || !strings.Contains(m.text, "not an e-mail address") || !strings.Contains(m.text, "Kept <b>words</b>") {
		t.Errorf("status %d, and the page does not give the words back with the reason", code)
	}
	code, _, body = e.comment(e.talk.Path(), url.Values{"text": {" "}})
	if code != http.StatusUnprocessableEntity || !strings.Contains(body, e.talk.Title) {
		t.Errorf("an empty comment on an event: status %d", code)
	}
	code, _, body = e.comment(e.lead.Path(), url.Values{"text": {""}, "parent": {e.said.ID}})
	if code != http.StatusUnprocessableEntity || !strings.Contains(body, "Reply to Ana Ruiz") {
		t.Errorf("an empty answer: status %d", code)
	}
	for path, form := range map[string]url.Values{
		e.draft.Path():     {"text": {"To a draft"}},
		e.withdrawn.Path(): {"text": {"To a withdrawn post"}},
		e.lead.Path():      {"text": {"To a held comment"}, "parent": {e.held.ID}},
	} {
		if code, _, _ := e.comment(path, form); code != http.StatusNotFound {
			t.Errorf("%s %v: status %d, want 404", path, form, code)
		}
	}
	if code, _, _ := e.comment(e.lead.Path(), url.Values{"text": {strings.Repeat("x", 70<<10)}}); code != http.StatusUnprocessableEntity {
		t.Errorf("70 KiB: status %d", code)
	}
}

// A page of another site cannot send a comment in a reader's name.
func TestCommentFromAnotherSite(t *testing.T) {
	t.Parallel()
	e := newEdition(newPress(t))
	for _, header := range [][]string{
		{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Site", "", "Origin", "https://evil.example"},
	} {
		code, _, _ := e.comment(e.lead.Path(), url.Values{"text": {"forged"}}, header...)
		if code != http.StatusForbidden {
			t.Errorf("%v: status %d, want 403", header, code)
		}
	}
}

func TestCommentsAreThrottled(t *testing.T) {
	t.Parallel()
	e := newEdition(newPress(t))
	for n := range 6 {
		code, _, body := e.comment(e.lead.Path(), url.Values{"text": {fmt.Sprintf("Number %d", n)}})
		if n == 5 && (code != http.StatusTooManyRequests || !strings.Contains(body, "Number 5")) {
			t.Errorf("the sixth within a moment: status %d, or its words are lost", code)
		}
	}
	// The visitor's own word for their address is not believed.
	code, _, _ := e.comment(e.lead.Path(), url.Values{"text": {"Another"}}, "X-Forwarded-For", "203.0.113.9")
	if code != http.StatusTooManyRequests {
		t.Errorf("with a forged address: status %d, want 429", code)
	}
}

// A thread of a thousand comments is paged: each page under 100 KB, every
// comment on exactly one.
func TestLongThread(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	post := p.save(blog.Post{Title: "Much discussed", Body: "Go on."})
	parent := ""
	for i := range 120 {
		c := p.say(blog.Comment{PostID: post.ID, ParentID: parent, Text: fmt.Sprintf("Remark-%03d. %s", i, strings.Repeat("Words and words. ", 90)),
			Published: time.Now().Add(time.Duration(i-200) * time.Minute)})
		if parent = c.ID; i%7 == 0 {
			parent = ""
		}
	}
	p.server.ForgetAll()
	seen := map[string]int{}
	for path, pages := post.Path(), 0; path != ""; pages++ {
		w := p.get(path)
		body := w.Body.String()
		if w.Code != 200 || len(body) > 100<<10 || pages > 20 {
			t.Fatalf("page %d, %s: status %d, %d bytes", pages, path, w.Code, len(body))
		}
		checkMarkup(t, body)
		for piece := range strings.SplitSeq(body, "Remark-") {
			seen[piece[:3]]++
		}
		path = nextPage(body)
	}
	for i := range 120 {
		if n := seen[fmt.Sprintf("%03d", i)]; n != 1 {
			t.Errorf("remark %d stands %d times", i, n)
		}
	}
}

// On a later page of a thread, what a comment answers is linked only where a
// reader can see it: at the page of the thread that shows it, and that page is
// there. A comment that staff have hidden meanwhile is said to be so, and its id
// stands nowhere.
func TestLaterPagesLinkToWhatIsShown(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	post := p.save(blog.Post{Title: "Much discussed", Body: "Go on."})
	minute := 0
	say := func(text, parent string) blog.Comment {
		minute++
		return p.say(blog.Comment{PostID: post.ID, ParentID: parent, Text: text, Published: time.Now().Add(time.Duration(minute-900) * time.Minute)})
	}
	answers := func(parent string) {
		for n := range 60 { // more than one page holds
			say(fmt.Sprintf("Answer %d. %s", n, strings.Repeat("Words. ", 20)), parent)
		}
	}
	first := say("The-first", "")
	answers(first.ID)
	shown, hidden := say("The-middle", ""), blog.Comment{}
	answers(shown.ID)
	hidden = say("The-hidden", "")
	answers(hidden.ID)
	p.tx(func(ctx context.Context, tx *postgres.Tx) error {
		return tx.DecideComment(ctx, hidden.ID, blog.VerdictHidden, "", "")
	})
	links, silent := map[string]bool{}, 0
	for path := nextPage(p.get(post.Path()).Body.String()); path != ""; {
		body := p.get(path).Body.String()
		if strings.Contains(body, hidden.ID) {
			t.Errorf("%s names the hidden comment", path)
		}
		silent += strings.Count(body, "In reply to a comment that is no longer shown")
		for piece := range strings.SplitSeq(body, `<p class="comment-answers">In reply to <a href="`) {
			if address, rest, _ := strings.Cut(piece, `"`); strings.HasPrefix(rest, ">an earlier comment") {
				links[html.UnescapeString(address)] = true
			}
		}
		path = nextPage(body)
	}
	if len(links) != 2 || silent < 50 {
		t.Errorf("%d comments are linked to, want the two that are shown; %d answers say that theirs is hidden: %v", len(links), silent, links)
	}
	for address := range links {
		page, anchor, _ := strings.Cut(address, "#")
		w := p.get(page)
		if body := w.Body.String(); w.Code != 200 || !strings.Contains(body, `id="`+anchor+`"`) ||
			!strings.Contains(body, "The-first") && !strings.Contains(body, "The-middle") {
			t.Errorf("%s: status %d, or the comment is not there", address, w.Code)
		}
	}
}

// nextPage is the address behind "More comments".
func nextPage(body string) string {
	before, _, found := strings.Cut(body, `#comments" rel="next">More comments`)
	if !found {
		return ""
	}
	return before[strings.LastIndex(before, `href="`)+len(`href="`):]
}

// The form leads to the rules for comments: the usual ones, and those of staff once
// they have written theirs.
func TestCommentFormLeadsToTheRules(t *testing.T) {
	t.Parallel()
	e := newEdition(newPress(t))
	link := `<a href="/rules">the rules for comments</a>`
	answering := e.lead.Path() + "/comments/" + e.said.ID
	for _, path := range []string{e.lead.Path(), e.talk.Path(), answering} {
		if !strings.Contains(e.get(path).Body.String(), link) {
			t.Errorf("%s does not lead to the usual rules", path)
		}
	}
	link = fmt.Sprintf(`<a href="/pages/%s">the rules for comments</a>`, blog.RulesPage)
	e.tx(func(ctx context.Context, tx *postgres.Tx) error {
		_, err := tx.SavePage(ctx, blog.Page{Slug: blog.RulesPage, Title: "Rules for comments", HTML: "<p>Be kind.</p>"})
		return err
	})
	e.server.ForgetAll()
	for _, path := range []string{e.lead.Path(), e.talk.Path(), answering} {
		body := e.get(path).Body.String()
		if !strings.Contains(body, link) {
			t.Errorf("%s does not lead to the rules", path)
		}
		checkMarkup(t, body)
	}
}
