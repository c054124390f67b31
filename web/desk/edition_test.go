package desk_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/comments"
)

var (
	editionShape = regexp.MustCompile(`name="edition" value="([^"]+)"`)
	tickedShape  = regexp.MustCompile(`form="many" name="(edition-[^"]+)" value="([^"]+)"`)
)

// The queue asks to show the words that are on the screen, and no others that
// their author has put there since: by one button, with a reply, and for many.
func TestTheQueueApprovesWhatItShows(t *testing.T) {
	f := newFloor(t)
	post := f.published("A post with comments")
	ana := f.person("ana", "social.example")
	held := f.said(post, "", ana, "Well done!", false)
	page := f.see(blog.Moderator, "/desk/comments", "Well done!")
	edition, many := editionShape.FindStringSubmatch(page), tickedShape.FindStringSubmatch(page)
	if edition == nil || many == nil {
		t.Fatalf("the queue does not say what it shows:\n%s", core(page))
	}
	c, err := f.db.CommentByID(t.Context(), held)
	f.check(err)
	revise := func(words string, later time.Duration) {
		_, err = f.options.Comments.Revise(t.Context(), comments.Remote{
			URI: c.URI, PostID: post, Person: ana, HTML: "<p>" + words + "</p>", Published: c.Published, Edited: c.Published.Add(later), Audience: blog.AudiencePublic,
		})
		f.check(err)
	}
	revise("Buy pills!", time.Hour)
	path := "/desk/comments/" + held
	f.refused(blog.Moderator, path+"/approve", url.Values{"edition": {edition[1]}}, http.StatusConflict, "has changed it", "Buy pills!")
	f.refused(blog.Moderator, path+"/answer", url.Values{"edition": {edition[1]}, "approve": {"yes"}, "text": {"Thanks!"}}, http.StatusConflict, "has changed it", "Thanks!")
	f.refused(blog.Moderator, "/desk/comments", url.Values{"do": {"approve"}, "id": {held}, html.UnescapeString(many[1]): {many[2]}}, http.StatusUnprocessableEntity, "has changed it")
	if v := f.verdict(held); v != blog.VerdictHeld {
		t.Fatalf("words that nobody has read are %s", v)
	}
	revise("Well done!", 2*time.Hour)
	f.done(blog.Moderator, "/desk/comments", url.Values{"do": {"approve"}, "id": {held}, many[1]: {many[2]}})
	if v := f.verdict(held); v != blog.VerdictApproved {
		t.Errorf("what was read is %s", v)
	}
}
