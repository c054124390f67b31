package desk_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// quoted keeps our consent to a quote of the post, or to a list when there is
// none, and returns its id.
func (f *floor) quoted(postID string, by blog.Person, audience blog.Audience) string {
	f.Helper()
	s := blog.Stamp{
		Kind: blog.QuoteStamp, URI: by.URI + "/notes/" + string(audience), PostID: postID, Person: by,
		Audience: audience, URL: by.URL + "/7",
	}
	if postID == "" {
		s.Kind, s.URI, s.Target = blog.ListingStamp, by.URI+"/list", base+"/ap/actors/inews"
	} else {
		p, err := f.db.PostByID(f.Context(), postID)
		f.check(err)
		s.Target = base + "/ap/posts/" + p.ObjectID
	}
	f.tx(func(ctx context.Context, tx *postgres.Tx) (err error) {
		s, _, err = tx.GiveStamp(ctx, s)
		return err
	})
	return s.ID
}

// reads gets a page of the site as it is by now, which must hold the words.
func (f *floor) reads(path string, words ...string) string {
	f.Helper()
	f.server.ForgetAll()
	return f.see("", path, words...)
}

// A quote is counted on the desk alone until staff show it, and then readers
// see by whom it is; revoked, it is gone from the page for good.
func TestQuotesOnTheDesk(t *testing.T) {
	f := newFloor(t)
	post := f.published("A post that is quoted")
	ana := f.person("ana", "social.example")
	quote := f.quoted(post, ana, blog.AudiencePublic)
	page, list := "/posts/a-post-that-is-quoted", "/desk/posts/"+post+"/quotes"
	f.see(blog.Moderator, list, "@ana@social.example", "counted here alone", "Quote at social.example", "Show")
	f.see(blog.Managing, "/desk/posts/"+post, list)
	f.see(blog.Moderator, "/desk/quotes", "A post that is quoted", list)
	if body := f.reads(page); strings.Contains(body, "Quoted by") {
		t.Error("readers see a quote that nobody has shown")
	}
	act := func(id, verb string) string {
		return f.done(blog.Moderator, "/desk/stamps/"+id+"/"+verb, url.Values{"back": {list}})
	}
	if to := act(quote, "show"); to != list+"?done=quote-shown" {
		t.Errorf("showing leads to %s", to)
	}
	f.reads(page, "Quoted by", "https://social.example/@ana/7", `rel="nofollow noopener ugc"`)
	f.see(blog.Moderator, list, "Shown to readers", "Hide")
	act(quote, "hide")
	if body := f.reads(page); strings.Contains(body, "Quoted by") {
		t.Error("readers see a quote that was hidden")
	}
	act(quote, "show")
	act(quote, "revoke")
	if body := f.reads(page); strings.Contains(body, "Quoted by") {
		t.Error("readers see a quote that was revoked")
	}
	body := f.see(blog.Moderator, list, "Revoked")
	if strings.Contains(body, "/desk/stamps/"+quote) {
		t.Error("what is revoked can still be acted on")
	}
	f.refused(blog.Moderator, "/desk/stamps/"+quote+"/show", url.Values{"back": {list}}, http.StatusConflict, "was revoked")
}

// What was not written for everybody cannot be shown, nor what is a comment
// already, nor anything of somebody whom staff have blocked.
func TestQuotesThatAreNotShown(t *testing.T) {
	f := newFloor(t)
	post := f.published("A post that is quoted")
	ana, ben := f.person("ana", "social.example"), f.person("ben", "other.example")
	page := "/posts/a-post-that-is-quoted"
	private := f.quoted(post, ana, blog.AudienceFollowers)
	f.see(blog.Moderator, "/desk/posts/"+post+"/quotes", "never shown")
	f.refused(blog.Moderator, "/desk/stamps/"+private+"/show", nil, http.StatusConflict, "not written for everybody")
	list := f.quoted("", ana, blog.AudiencePublic)
	f.see(blog.Moderator, "/desk/quotes", "List at social.example")
	f.refused(blog.Moderator, "/desk/stamps/"+list+"/show", nil, http.StatusConflict, "a list, and no quote")

	shown := f.quoted(post, ben, blog.AudiencePublic)
	f.done(blog.Moderator, "/desk/stamps/"+shown+"/show", nil)
	f.reads(page, "Quoted by", "ben")
	f.done(blog.Moderator, "/desk/blocks", url.Values{"person": {ben.URI}, "reason": {"Advertising"}})
	if body := f.reads(page); strings.Contains(body, "Quoted by") {
		t.Error("readers see a quote by somebody who is blocked")
	}
	cara := f.person("cara", "third.example")
	both := f.quoted(post, cara, blog.AudiencePublic)
	f.done(blog.Moderator, "/desk/stamps/"+both+"/show", nil)
	comment := f.said(post, "", cara, "A comment that quotes", false)
	if _, err := f.db.SQL().ExecContext(t.Context(), `UPDATE comments SET uri = $2 WHERE id = $1`, comment, cara.URI+"/notes/public"); err != nil {
		t.Fatal(err)
	}
	f.done(blog.Moderator, "/desk/comments/"+comment+"/approve", nil)
	if body := f.reads(page, "A comment that quotes"); strings.Contains(body, "Quoted by") {
		t.Error("a comment stands among the quotes as well")
	}
}

// Staff see of a comment what it quotes, and whether that was agreed to.
func TestCommentThatQuotes(t *testing.T) {
	f := newFloor(t)
	comment := f.said(f.published("A post"), "", f.person("ana", "social.example"), "Compare this", false)
	for approved, words := range map[bool]string{true: "with its author’s consent", false: "without its author’s consent"} {
		f.tx(func(ctx context.Context, tx *postgres.Tx) error {
			return tx.SetQuote(ctx, comment, "https://quoted.example/notes/1", approved)
		})
		f.see(blog.Moderator, "/desk/comments/"+comment, "something at quoted.example", words)
	}
}

func TestPinOnTheDesk(t *testing.T) {
	f := newFloor(t)
	post := f.published("A post to pin")
	path := "/desk/posts/" + post
	f.see(blog.Managing, path, "Pin to the profile")
	if to := f.done(blog.Managing, path+"/pin", nil); to != path+"?done=pinned" {
		t.Errorf("pinning leads to %s", to)
	}
	f.see(blog.Managing, path, "Unpin")
	f.see(blog.Managing, path+"/history", "to the blog's profile", "Editor Okafor")
	f.done(blog.Managing, path+"/unpin", nil)
	f.see(blog.Managing, path, "Pin to the profile")
	draft := id(f.done(blog.Managing, "/desk/posts", text("A draft")))
	f.refused(blog.Managing, "/desk/posts/"+draft+"/pin", nil, http.StatusConflict, "Only a published post")
}
