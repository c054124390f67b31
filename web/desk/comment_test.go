package desk_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/richtext"
)

func TestCommentDecisions(t *testing.T) {
	f := newFloor(t)
	post := f.published("A post with comments")
	ana := f.person("ana", "social.example")
	first := f.said(post, "", ana, "Will it be <b>recorded</b>?", false)
	f.see(blog.Moderator, "/desk/comments", `1<span class="hidden"> waiting`, "Will it be", "@ana@social.example", "Fediverse",
		"https://social.example/@ana/1", "A post with comments", "Approve")
	if to := f.done(blog.Moderator, "/desk/comments/"+first+"/approve", url.Values{"from": {"queue"}}); to != "/desk/comments?done=approved" {
		t.Errorf("approving leads to %s", to)
	}
	f.see(blog.Moderator, "/desk/comments", "All clear")
	f.see(blog.Moderator, "/desk/comments?verdict=approved", "Will it be", "Trusted")

	// The answer joins the thread and is told to be ours.
	path := "/desk/comments/" + first
	f.refused(blog.Moderator, path+"/answer", url.Values{"text": {" "}}, http.StatusUnprocessableEntity, "Write something")
	f.done(blog.Moderator, path+"/answer", url.Values{"text": {"Yes, **it will**."}})
	f.see(blog.Moderator, path, "The whole thread under", "it will", "Us")
	c, err := f.db.CommentByID(t.Context(), first)
	f.check(err)
	thread, err := f.db.CommentsUnder(t.Context(), c, 10)
	f.check(err)
	answer := "/desk/comments/" + thread[1].ID
	f.see(blog.Moderator, answer, "Change this reply", "Yes, **it will**.", "Will it be <b>recorded</b>?", "Signed by Moderator Okafor")
	f.done(blog.Moderator, answer+"/edit", url.Values{"text": {"Yes, on the day after."}})
	f.see(blog.Moderator, answer, "on the day after")
	f.done(blog.Moderator, answer+"/remove", nil)
	f.see(blog.Moderator, answer, "Taken back")

	f.refused(blog.Moderator, path+"/hide", nil, http.StatusUnprocessableEntity, "Say why", `href="#reason"`)
	f.done(blog.Moderator, path+"/hide", url.Values{"reason": {"Off topic"}, "more": {"see rule 3"}})
	f.see(blog.Moderator, path, "Off topic: see rule 3", "Moderator Okafor")
	f.done(blog.Moderator, path+"/spam", nil)
	if v := f.verdict(first); v != blog.VerdictSpam {
		t.Errorf("the comment is %s", v)
	}
	f.see(blog.Moderator, path, "Not trusted")
	f.done(blog.Moderator, "/desk/people/trust", url.Values{"person": {ana.URI}, "back": {path}})
	f.see(blog.Moderator, path, "Trusted since")
	if to := f.done(blog.Moderator, "/desk/people/distrust", url.Values{"person": {ana.URI}, "back": {"//evil.example/"}}); to != "/desk?done=distrusted" {
		t.Errorf("a strange way back leads to %s", to)
	}
}

// What was addressed to the blog alone is marked, and cannot be shown.
func TestPrivateCommentsStayPrivate(t *testing.T) {
	f := newFloor(t)
	private := f.said(f.published("Post"), "", f.person("ana", "social.example"), "Between us", true)
	body := f.see(blog.Moderator, "/desk/comments", "Private: never shown", "Between us")
	if strings.Contains(body, "/desk/comments/"+private+"/approve") {
		t.Error("the queue offers to approve a private comment")
	}
	f.refused(blog.Moderator, "/desk/comments/"+private+"/approve", nil, http.StatusConflict, "It cannot be shown")
	f.refused(blog.Moderator, "/desk/comments/"+private+"/answer", url.Values{"text": {"Hello"}}, http.StatusConflict)
	f.refused(blog.Moderator, "/desk/comments", url.Values{"id": {private}, "do": {"approve"}}, http.StatusUnprocessableEntity, "It cannot be shown")
	if v := f.verdict(private); v != blog.VerdictHeld {
		t.Errorf("the private comment is %s", v)
	}
}

func TestManyCommentsAtOnce(t *testing.T) {
	f := newFloor(t)
	post := f.published("Post")
	one, two, three := f.typed(post, "", "First words here"), f.typed(post, "Jo", "Other words here"), f.typed(post, "", "Cheap pills")
	f.refused(blog.Moderator, "/desk/comments", url.Values{"do": {"approve"}}, http.StatusUnprocessableEntity, "Tick the comments")
	f.refused(blog.Moderator, "/desk/comments", url.Values{"id": {one}}, http.StatusUnprocessableEntity, "Choose what to do")
	f.done(blog.Moderator, "/desk/comments", url.Values{"id": {one, two}, "do": {"approve"}})
	if to := f.done(blog.Moderator, "/desk/comments", url.Values{"id": {three}, "do": {"spam"}, "verdict": {"held"}}); to != "/desk/comments?done=spam" {
		t.Errorf("deciding leads to %s", to)
	}
	for id, want := range map[string]blog.Verdict{one: blog.VerdictApproved, two: blog.VerdictApproved, three: blog.VerdictSpam} {
		if got := f.verdict(id); got != want {
			t.Errorf("a comment is %s, not %s", got, want)
		}
	}
	f.done(blog.Moderator, "/desk/comments", url.Values{"id": {one, two}, "do": {"hide"}, "reason": {"Advertising"}, "verdict": {"approved"}})
	f.see(blog.Moderator, "/desk/comments?verdict=hidden", "First words", "Other words", "Advertising")
}

func TestBlocks(t *testing.T) {
	f := newFloor(t)
	post := f.published("Post")
	ana, bo := f.person("ana", "social.example"), f.person("bo", "sub.spam.example")
	f.follower(ana)
	f.follower(bo)
	comment := f.said(post, "", bo, "Buy now", false)
	f.see(blog.Moderator, "/desk/followers", "@ana@social.example", "@bo@sub.spam.example", "2")

	f.see(blog.Moderator, "/desk/blocks/new?host=https://spam.example/", "Block spam.example?", "<dd>1</dd>")
	f.refused(blog.Moderator, "/desk/blocks", url.Values{"host": {"spam.example"}}, http.StatusUnprocessableEntity, "Say why", "Block spam.example?")
	f.refused(blog.Moderator, "/desk/blocks", url.Values{"host": {"council.example"}, "reason": {"x"}}, http.StatusUnprocessableEntity, "the server of this blog")
	f.done(blog.Moderator, "/desk/blocks", url.Values{"host": {"spam.example"}, "reason": {"Spam"}})
	if v := f.verdict(comment); v != blog.VerdictHidden {
		t.Errorf("the comment from the blocked server is %s", v)
	}
	f.see(blog.Moderator, "/desk/blocks", "spam.example", "Spam", "Unblock")
	f.done(blog.Moderator, "/desk/blocks/remove", url.Values{"host": {"spam.example"}})
	f.see(blog.Moderator, "/desk/blocks", "No server is blocked.")

	f.see(blog.Moderator, "/desk/blocks/new?person="+url.QueryEscape(ana.URI), "Block @ana@social.example?", "Follower lost")
	f.done(blog.Moderator, "/desk/blocks", url.Values{"person": {ana.URI}, "reason": {"Insults"}})
	f.see(blog.Moderator, "/desk/blocks", "@ana@social.example", "Insults")
	f.done(blog.Moderator, "/desk/blocks/remove", url.Values{"person": {ana.URI}})
	f.see(blog.Moderator, "/desk/blocks", "Nobody is blocked.")
	f.see(blog.Moderator, "/desk/followers", "Nobody follows yet")
}

// The page of a comment leads on to the threads above and below it on its post,
// whatever was decided about them, and to no other.
func TestThreadsBeside(t *testing.T) {
	f := newFloor(t)
	post, other := f.published("Bins"), f.published("Trams")
	first, second, third := f.typed(post, "Ann", "One"), f.typed(post, "Bea", "Two"), f.typed(post, "Cem", "Three")
	f.typed(other, "Dan", "Elsewhere")
	f.done(blog.Moderator, "/desk/comments/"+second+"/approve", nil)
	below := f.typed(post, "Eve", "Below the third")
	f.done(blog.Moderator, "/desk/comments/"+first+"/hide", url.Values{"reason": {"Off topic"}})
	for id, want := range map[string][]string{first: {second}, second: {first, third}, third: {second, below}, below: {third}} {
		body := f.see(blog.Moderator, "/desk/comments/"+id, "Other threads on this post", "/desk/comments?post="+post)
		_, beside, _ := strings.Cut(body, `id="beside"`)
		beside, _, _ = strings.Cut(beside, "</nav>")
		var found []string
		for _, link := range regexp.MustCompile(`/desk/comments/([0-9a-f-]{36})"`).FindAllStringSubmatch(beside, -1) {
			found = append(found, link[1])
		}
		if !slices.Equal(found, want) {
			t.Errorf("beside %s stand %q, not %q", id, found, want)
		}
	}
}

// Each rule for which a comment is hidden has its place on the page of rules, once
// staff have published what is drafted for them; the reason leads there.
func TestReasonsLeadToTheRules(t *testing.T) {
	f := newFloor(t)
	id := f.typed(f.published("Bins"), "Rosa", "Vote for me")
	f.done(blog.Moderator, "/desk/comments/"+id+"/hide", url.Values{"reason": {"Party politics"}, "more": {"an election"}})
	if body := f.see(blog.Moderator, "/desk/comments/"+id, "Party politics: an election"); strings.Contains(body, "/pages/"+blog.RulesPage) {
		t.Error("the reason leads to a page that is not there")
	}
	form := f.see(blog.Owner, "/desk/pages/new?draft="+blog.RulesPage, "Rules for comments")
	draft := regexp.MustCompile(`(?s)<textarea[^>]*name="body"[^>]*>(.*?)</textarea>`).FindStringSubmatch(form)
	if draft == nil {
		t.Fatal("the form has no text")
	}
	f.done(blog.Owner, "/desk/pages", url.Values{"title": {"Rules for comments"}, "slug": {blog.RulesPage}, "body": {draft[1]}, "position": {"0"}})
	page, err := f.db.PageBySlug(t.Context(), blog.RulesPage)
	f.check(err)
	for _, rule := range comments.Rules {
		if place := fmt.Sprintf(`id="section-%s"`, richtext.Slug(rule)); !strings.Contains(page.HTML, place) {
			t.Errorf("the page has no %s", place)
		}
	}
	f.see(blog.Moderator, "/desk/comments/"+id, `href="/pages/reply-rules#section-party-politics">Party politics: an election</a>`)
}

// A part of the queue is chosen by a form without scripts, says how much it is,
// and stays chosen over decisions, verdicts and pages.
func TestQueueIsSifted(t *testing.T) {
	f := newFloor(t)
	bins, trams := f.published("Bins"), f.published("Trams")
	ana, bo := f.person("ana", "social.example"), f.person("bo", "sub.other.example")
	f.said(bins, "", ana, "Ana on bins", false)
	second := f.said(trams, "", ana, "Ana on trams", false)
	f.said(trams, "", bo, "Bo on trams", false)
	f.typed(bins, "Rosa", "Rosa on bins")

	lacks := func(body string, words ...string) {
		t.Helper()
		for _, w := range words {
			if strings.Contains(body, w) {
				t.Errorf("the part of the queue has %q", w)
			}
		}
	}
	f.see(blog.Moderator, "/desk/comments", "The form on our site (1)", "Fediverse (3)", "Bins (2)", "Trams (2)", "social.example (2)", "sub.other.example (1)")
	lacks(f.see(blog.Moderator, "/desk/comments?source=web", "Rosa on bins", "data-sifted-count>1</b> of <span data-whole-count>4<"), "Ana on", "Bo on")
	lacks(f.see(blog.Moderator, "/desk/comments?post="+trams, "Ana on trams", "Bo on trams"), "on bins")
	lacks(f.see(blog.Moderator, "/desk/comments?post="+trams+"&host=social.example", "Ana on trams"), "on bins", "Bo on trams")
	lacks(f.see(blog.Moderator, "/desk/comments?age=old", "is left of what you chose"), "Ana on", "All clear")
	f.see(blog.Moderator, "/desk/comments?source=nonsense&post=nonsense&age=nonsense", "Ana on trams", "Rosa on bins")
	f.see(blog.Moderator, "/desk/comments?post=00000000-0000-4000-8000-000000000000", "A post that is gone (0)", "is left of what you chose")

	kept := url.Values{"from": {"queue"}, "verdict": {"held"}, "sieve": {"host=social.example&post=" + trams + "&evil=1"}}
	want := "/desk/comments?done=approved&host=social.example&post=" + trams
	if to := f.done(blog.Moderator, "/desk/comments/"+second+"/approve", kept); to != want {
		t.Errorf("deciding leads to %s, not %s", to, want)
	}
	f.see(blog.Moderator, want, "is left of what you chose", "Trams (1)", "/desk/comments?host=social.example&post="+trams+"&verdict=approved")
	lacks(f.see(blog.Moderator, "/desk/comments?verdict=approved&host=sub.other.example", "is left of what you chose"), "Thread and history")
	lacks(f.refused(blog.Moderator, "/desk/comments", url.Values{"do": {"approve"}, "sieve": {"source=web"}}, http.StatusUnprocessableEntity, "Tick the comments", "Rosa on bins"), "Bo on")
	if w := f.get(blog.Moderator, "/desk/comments?source=mentions&age=week&post="+bins); w.Header().Get("Location") != "/desk/comments/mentions?age=week" {
		t.Errorf("the source of mentions leads to %s", w.Header().Get("Location"))
	}
	f.see(blog.Moderator, "/desk/comments/mentions?age=week", `value="mentions" selected`)
}

// What was decided is read to its end, page by page, each comment once, within
// the part that was chosen.
func TestDecidedCommentsHavePages(t *testing.T) {
	f := newFloor(t)
	post, ana := f.published("Bins"), f.person("ana", "social.example")
	f.typed(post, "Rosa", "Rosa on bins")
	const many = 107
	form := url.Values{"do": {"spam"}}
	for n := range many {
		form.Add("id", f.said(post, "", ana, fmt.Sprintf("Spam number %d.", n), false))
	}
	f.done(blog.Moderator, "/desk/comments", form)
	next, seen := "/desk/comments?verdict=spam&host=social.example", map[string]int{}
	pages := 0
	for ; next != "" && pages < 10; pages++ {
		body := f.see(blog.Moderator, next, "Spam number")
		for _, found := range regexp.MustCompile(`Spam number \d+\.`).FindAllString(body, -1) {
			seen[found]++
		}
		next = ""
		if link := regexp.MustCompile(`href="([^"]+)">Earlier comments`).FindStringSubmatch(body); link != nil {
			next = html.UnescapeString(link[1])
		}
	}
	if len(seen) != many || pages != 3 {
		t.Errorf("%d pages show %d comments of %d", pages, len(seen), many)
	}
}
