package desk_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"inews/internal/blog"
)

// A flood goes in one action from the queue, and one that names nobody in
// particular is refused.
func TestClearAFlood(t *testing.T) {
	f := newFloor(t)
	post := f.published("Post")
	var flood []string
	for n := range 3 {
		flood = append(flood, f.said(post, "", f.person(fmt.Sprint("s", n), "spam.example"), "Buy now", false))
	}
	honest := f.said(post, "", f.person("ana", "social.example"), "Will it be recorded?", false)
	f.see(blog.Moderator, "/desk/comments", "Clear a flood", "spam.example: 3 waiting, by 3 people", "social.example: 1 waiting")
	f.refused(blog.Moderator, "/desk/comments/clear", url.Values{"since": {"ever"}}, http.StatusUnprocessableEntity, "on which servers", `href="#since"`)
	f.refused(blog.Moderator, "/desk/comments/clear", url.Values{"since": {"x"}}, http.StatusUnprocessableEntity, "Choose since when")
	if to := f.done(blog.Moderator, "/desk/comments/clear", url.Values{"since": {"hour"}, "host": {"spam.example"}}); to != "/desk/comments?done=cleared" {
		t.Errorf("clearing leads to %s", to)
	}
	for _, id := range flood {
		if v := f.verdict(id); v != blog.VerdictSpam {
			t.Errorf("a comment of the flood is %s", v)
		}
	}
	if v := f.verdict(honest); v != blog.VerdictHeld {
		t.Errorf("the honest comment is %s", v)
	}
	f.see(blog.Moderator, "/desk/comments?done=cleared", "Cleared.", "Will it be recorded?")
	f.see(blog.Moderator, "/desk/comments/"+flood[0], "Cleared with a flood")
}
