package desk_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

func TestNetworkFromFollowToShare(t *testing.T) {
	f := newFloor(t)
	f.refused(blog.Managing, "/desk/network", url.Values{"handle": {"@x@nowhere.example"}}, http.StatusUnprocessableEntity,
		"Nobody is to be found", `value="@x@nowhere.example"`, `href="#handle"`)
	f.done(blog.Managing, "/desk/network", url.Values{"handle": {"@news@weald.example"}})
	f.see(blog.Managing, "/desk/network", "Weald Council", "waiting for an answer", "not yet")
	partners, err := f.db.Partners(t.Context())
	f.check(err)
	partner := partners[0]
	f.check(f.options.Network.Answered(t.Context(), partner.URI, "", true))
	item, err := f.options.Network.Keep(t.Context(), blog.Item{
		URI: "https://weald.example/ap/posts/1", Partner: partner.Person, Form: blog.FormArticle, Title: "Benches that talk",
		Excerpt: "What we learnt.", URL: "https://weald.example/posts/benches", AuthorURI: partner.URI, Published: time.Now().Add(-time.Hour),
	}, []byte("{}"))
	if err != nil {
		// The partner is named by its person's wire id in the item.
		t.Fatal(err)
	}
	path := "/desk/network/" + partner.ID
	f.done(blog.Managing, path+"/trust", nil)
	f.see(blog.Managing, "/desk/network?partner="+partner.ID, "accepted", "Benches that talk", "Share with our followers", "Read it at weald.example")
	f.done(blog.Managing, "/desk/items/"+item.ID+"/share", nil)
	f.see(blog.Managing, "/desk/network", "Shared by us")
	f.done(blog.Managing, "/desk/items/"+item.ID+"/unshare", nil)
	f.done(blog.Managing, path+"/mute", nil)
	f.see(blog.Managing, "/desk/network", "no, muted")
	f.done(blog.Managing, path+"/pend", nil)
	f.done(blog.Managing, path+"/unfollow", nil)
	f.see(blog.Managing, "/desk/network", "ended")
}

func TestDeliveriesAndDashboard(t *testing.T) {
	f := newFloor(t)
	post := f.published("Sent to many")
	f.see(blog.Managing, "/desk/posts/"+post+"/deliveries", "Nothing was sent")
	f.sent(post, 6)
	path := "/desk/posts/" + post + "/deliveries"
	body := f.see(blog.Managing, path, "Try again now", "Is in trouble itself (503)", "No answer: The server did not answer for a week.", "given up")
	plain := regexp.MustCompile(`<[^>]+>`).ReplaceAllString(body, "")
	if !strings.Contains(plain, "Reached 4 of 6 servers; 1 failing since") {
		t.Errorf("the sum is missing in:\n%s", plain)
	}
	f.see(blog.Managing, "/desk", "Sent to many", "4 of 6 servers", "1 failing")
	f.done(blog.Managing, path, nil)
	reach, err := f.db.ReachOf(t.Context(), post)
	f.check(err)
	if reach.Failed != 0 {
		t.Errorf("after trying again, the reach is %+v", reach)
	}
}

func TestAuthorsAndPages(t *testing.T) {
	f := newFloor(t)
	form := url.Values{"name": {""}, "handle": {"nonsense"}, "bio": {"Writes about benches."}}
	f.refused(blog.Managing, "/desk/authors", form, http.StatusUnprocessableEntity, `href="#name"`, `href="#handle"`, "Writes about benches.")
	form.Set("name", "Ravi Nair")
	form.Set("handle", "ravi@uni.example")
	form.Set("guest", "yes")
	f.done(blog.Managing, "/desk/authors", form)
	ravi, err := f.db.AuthorByName(t.Context(), "Ravi Nair")
	f.check(err)
	f.see(blog.Managing, "/desk/authors", "Ravi Nair", "@ravi@uni.example", "Guest")
	form.Set("name", "Dr Ravi Nair")
	f.done(blog.Managing, "/desk/authors/"+ravi.ID, form)
	f.see(blog.Managing, "/desk/authors/"+ravi.ID, `value="Dr Ravi Nair"`)

	page := url.Values{"title": {"Privacy"}, "body": {"We keep *little*."}, "position": {"first"}}
	f.refused(blog.Managing, "/desk/pages", page, http.StatusUnprocessableEntity, `href="#position"`, "We keep *little*.")
	page.Set("position", "2")
	f.done(blog.Managing, "/desk/pages", page)
	f.see("", "/pages/privacy", "We keep <em>little</em>.")
	page.Set("slug", "privacy")
	f.refused(blog.Managing, "/desk/pages", page, http.StatusUnprocessableEntity, "There is a page at this address already")
	page.Set("title", "Your privacy")
	page.Set("version", "1")
	page.Set("do", "preview")
	f.refused(blog.Managing, "/desk/pages/privacy", page, http.StatusOK, `data-unsaved`, `class="preview-title">Your privacy</p>`, "<p>We keep <em>little</em>.</p>", "Nothing is saved yet")
	page.Del("do")
	f.done(blog.Managing, "/desk/pages/privacy", page)
	page.Set("body", "We keep nothing.")
	f.refused(blog.Managing, "/desk/pages/privacy", page, http.StatusConflict, "Somebody else saved this page", "We keep nothing.", "We keep *little*.", `name="version" value="2"`)
	page.Set("version", "none")
	f.refused(blog.Managing, "/desk/pages/privacy", page, http.StatusConflict, "Somebody else saved this page")
	f.see("", "/pages/privacy", "We keep <em>little</em>.")
	f.see(blog.Managing, "/desk/pages", "Your privacy", "/pages/privacy")
}

func TestStaff(t *testing.T) {
	f := newFloor(t)
	f.refused(blog.Owner, "/desk/staff", url.Values{"name": {"Sam"}, "email": {"nonsense"}, "role": {"moderator"}},
		http.StatusUnprocessableEntity, "is not an e-mail address", `value="Sam"`)
	sam, err := f.accounts.Add(t.Context(), blog.Editor{Role: blog.Owner}, blog.Editor{Name: "Sam Lee", Email: "sam@council.example", Role: blog.Moderator})
	f.check(err)
	path := "/desk/staff/" + sam.ID
	w := f.post(blog.Owner, path+"/link", nil)
	link := regexp.MustCompile(base + `/desk/sign-in/[A-Za-z0-9_-]+`).FindString(w.Body.String())
	if w.Code != http.StatusOK || link == "" {
		t.Fatalf("the link answers %d:\n%s", w.Code, core(w.Body.String()))
	}
	if w := f.enter(strings.TrimPrefix(link, base), url.Values{}); w.Code != http.StatusSeeOther {
		t.Errorf("the new editor's link answers %d", w.Code)
	}
	f.done(blog.Owner, path+"/role", url.Values{"role": {"editor"}})
	f.done(blog.Owner, path+"/disable", nil)
	f.see(blog.Owner, "/desk/staff", "Sam Lee", "may not sign in")
	f.refused(blog.Owner, "/desk/staff/"+f.editors[blog.Owner].ID+"/disable", nil, http.StatusConflict, "last owner")
}

// A follower list longer than a page leads on to the rest.
func TestFollowersArePaged(t *testing.T) {
	f := newFloor(t)
	f.tx(func(ctx context.Context, tx *postgres.Tx) error {
		for i := range 130 {
			uri := "https://many.example/users/" + strings.Repeat("a", i+1)
			if err := tx.SavePerson(ctx, blog.Person{URI: uri, Host: "many.example", Handle: "@" + strings.Repeat("a", i+1) + "@many.example"}, nil, nil); err != nil {
				return err
			}
			if _, err := tx.AddFollower(ctx, uri, uri+"/f"); err != nil {
				return err
			}
		}
		return nil
	})
	first := f.see(blog.Moderator, "/desk/followers", "130", "Earlier followers")
	next := regexp.MustCompile(`/desk/followers\?at=[^"]+`).FindString(first)
	rest := f.see(blog.Moderator, next)
	if n := strings.Count(rest, "<tr>"); n != 31 {
		t.Errorf("the second page has %d rows, with its head", n)
	}
}
