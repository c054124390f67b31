package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/mailing"
	"inews/internal/newsroom"
	"inews/internal/privacy"
)

// house is a floor with one thing behind every kind of address.
type house struct {
	*floor
	post, event     string // ids
	draft           string
	slug, talk      string
	shown, held     string // comments on the post
	heard           string // one on the event
	partner, item   string
	picture         string
	author          blog.Author
	guest           string // a link by which one writes
	invitation      string // id
	idea            string // id of a message
	asked, election string // ids
	erasure         string // id
}

// furnish fills a site with something of everything.
func furnish(f *floor) *house {
	f.Helper()
	h := &house{floor: f}
	h.post, h.draft = f.published("A post"), id(f.done(blog.Managing, "/desk/posts", text("A draft")))
	form := text("An event")
	for name, value := range map[string]string{"start": "2027-01-10T18:00", "timezone": "Europe/London", "venue": "The Lab", "series": "Open Door", "do": "publish"} {
		form.Set(name, value)
	}
	h.event = id(f.done(blog.Managing, "/desk/events", form))
	f.multipartForm(blog.Managing, "/desk/posts", text("With a picture"), photograph(f))
	pictures, err := f.db.Pictures(f.Context(), 1)
	f.check(err)
	h.picture = pictures[0].Hash + "." + pictures[0].Ext
	_, err = f.options.Newsroom.Translate(f.Context(), blog.Editor{Role: blog.Managing}, h.post, "cy", newsroom.Wording{Title: "Post", Body: "Testun."})
	f.check(err)
	ana := f.person("ana", "social.example")
	h.shown, h.held = f.said(h.post, "", ana, "shown words", false), f.said(h.post, "", ana, "held words", false)
	f.done(blog.Managing, "/desk/comments/"+h.shown+"/approve", nil)
	h.heard = f.said(h.event, "", ana, "heard words", false)
	f.done(blog.Managing, "/desk/comments/"+h.heard+"/approve", nil)
	f.follower(ana)
	f.sent(h.post, 3)
	f.done(blog.Managing, "/desk/pages", url.Values{"title": {"About"}, "slug": {"about"}, "body": {"Words."}, "position": {"1"}})
	h.joinNetwork()
	h.done(blog.Contributor, "/desk/posts", handedIn(text("In review")))
	w := h.floor.post(blog.Managing, "/desk/guests", url.Values{"name": {"Ravi Nair"}, "days": {"14"}})
	if w.Code != http.StatusOK {
		h.Fatalf("inviting a guest answers %d:\n%s", w.Code, core(w.Body.String()))
	}
	links, err := f.db.GuestLinks(f.Context(), "", 1)
	f.check(err)
	h.guest = links[0].ID
	invited, _, err := f.accounts.Invite(f.Context(), f.editors[blog.Owner], blog.Invitation{Email: "sam@council.example", Name: "Sam Lee", Role: blog.Moderator}, false)
	f.check(err)
	h.invitation = invited.ID
	box := &mailing.Letterbox{DB: f.db, Site: base}
	idea, _, err := box.Send(f.Context(), mailing.Sent{
		Kind: blog.IdeaMessage, Title: "Benches on route 4", Words: "The walk is long for who is not quick on their feet.", Opened: time.Now().Add(-time.Minute),
	})
	f.check(err)
	h.idea = idea.ID
	asked, err := f.options.Compliance.Open(f.Context(), f.editors[blog.Moderator], blog.Request{Kind: blog.RequestFOI, CommentID: h.held})
	f.check(err)
	h.asked = asked.ID
	ahead, err := f.options.Compliance.SetElection(f.Context(), f.editors[blog.Owner], blog.Election{
		Name: "County election", Reason: "We stay neutral.", BeginsAt: time.Now().AddDate(0, 1, 0), EndsAt: time.Now().AddDate(0, 2, 0), Comments: blog.CommentsHeld,
	})
	f.check(err)
	h.election = ahead.ID
	f.follower(f.person("tom", "social.example"))
	erased, err := f.options.Privacy.Begin(f.Context(), f.editors[blog.Owner], privacy.Wish{
		Who: "@tom@social.example", Asker: blog.AskedByPerson, Channel: "letter", AskedOn: time.Now().Add(-time.Hour),
	})
	f.check(err)
	h.erasure = erased.ID
	p, err := f.db.PostByID(f.Context(), h.post)
	f.check(err)
	h.slug, h.author = p.Slug, p.Author
	e, err := f.db.PostByID(f.Context(), h.event)
	f.check(err)
	h.talk = e.Slug
	return h
}

// joinNetwork follows a council, which has published something.
func (h *house) joinNetwork() {
	h.Helper()
	h.done(blog.Managing, "/desk/network", url.Values{"handle": {"@news@weald.example"}})
	partners, err := h.db.Partners(h.Context())
	h.check(err)
	h.partner = partners[0].ID
	h.check(h.options.Network.Answered(h.Context(), partners[0].URI, "", true))
	h.done(blog.Managing, "/desk/network/"+h.partner+"/trust", nil)
	kept, err := h.options.Network.Keep(h.Context(), blog.Item{
		URI: "https://weald.example/ap/posts/1", Partner: partners[0].Person, Form: blog.FormArticle, Title: "Benches that talk",
		Excerpt: "What we learnt.", URL: "https://weald.example/posts/benches", AuthorURI: partners[0].URI, Published: time.Now().Add(-time.Hour),
	}, []byte("{}"))
	h.check(err)
	h.item = kept.ID
}

// real fills the parameters of a route's path with something that is there.
func (h *house) real(path string) string {
	ids := map[string]string{
		"/desk/posts/": h.post, "/desk/events/": h.event, "/desk/comments/": h.held, "/desk/authors/": h.author.ID,
		"/desk/guests/": h.guest, "/desk/network/": h.partner, "/desk/items/": h.item, "/desk/invitations/": h.invitation, "/desk/messages/": h.idea, "/desk/staff/": h.editors[blog.Contributor].ID,
		"/posts/:slug/comments/": h.shown, "/events/:slug/comments/": h.heard,
		"/desk/requests/": h.asked, "/desk/election/": h.election, "/desk/privacy/": h.erasure,
	}
	for prefix, id := range ids {
		if strings.HasPrefix(path, prefix) {
			path = strings.Replace(path, ":id", id, 1)
		}
	}
	slug := h.slug
	switch {
	case strings.HasPrefix(path, "/events/"):
		slug = h.talk
	case strings.HasPrefix(path, "/pages/"), strings.HasPrefix(path, "/desk/pages/"):
		slug = "about"
	}
	name := h.picture
	if strings.HasPrefix(path, "/assets/") {
		name = "icon.png"
	}
	now := time.Now().UTC()
	path = strings.Replace(path, "/desk/reach/:month", "/desk/reach/"+now.Format("2006-01"), 1)
	return strings.NewReplacer(":slug", slug, ":name", name, ":tag", "care", ":author", h.author.Slug, ":series", "open-door", ":hash", strings.TrimSuffix(h.picture, ".jpg"), ":token", "nothing", ":version", "2.1", ":reference", "IDEA-7K3F-9QWX", ":revision", "2", ":language", "cy",
		":year", now.Format("2006"), ":month", now.Format("01"), "*path", "actors/inews").Replace(path)
}

// everyRoute visits each route of the router once, with its path filled in.
func (h *house) everyRoute(visit func(method, route, path string)) {
	h.Helper()
	n := 0
	for _, r := range h.server.Routes() {
		visit(r.Method, r.Path, h.real(r.Path))
		n++
	}
	if n < 100 {
		h.Errorf("the router has %d routes: some were left out", n)
	}
}

// open gets every page, so that what is tried is known to be there.
func (h *house) open() {
	h.Helper()
	h.everyRoute(func(method, route, path string) {
		if method != http.MethodGet || strings.Contains(route, ":token") || strings.HasPrefix(route, "/ap/") || strings.Contains(route, "/.well-known/") || strings.HasPrefix(route, "/nodeinfo/") {
			return // these need a secret, or the fediverse behind them
		}
		if route == "/desk/blocks/new" {
			path += "?host=spam.example"
		}
		if w := h.get(blog.Owner, path); w.Code != http.StatusOK && w.Code != http.StatusFound && !strings.HasPrefix(route, "/desk/sign-in") { // which leads on, or waits for a password
			h.Errorf("GET %s answers %d at %s", route, w.Code, path)
		}
	})
}
