package desk_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/web/desk"
)

// routes asks the desk itself which addresses there are.
func (f *floor) routes() []desk.Route {
	f.Helper()
	o := f.options
	o.Zone, o.Asset, o.BaseURL = time.UTC, func(s string) string { return s }, base
	d, err := desk.New(o)
	f.check(err)
	return d.Routes()
}

// at fills the parameters of a route's path with something that is not there.
func at(path string) string {
	path = strings.NewReplacer(":id", "00000000-0000-4000-8000-000000000000", ":slug", "nothing", ":token", "nothing", ":hash", "nothing", ":month", "1999-13", ":language", "cy").Replace(path)
	return path
}

// Every route is served by the router that the program has, so that the tests
// below leave none out.
func TestEveryRouteIsMounted(t *testing.T) {
	f := newFloor(t)
	if n := len(f.routes()); n < 50 {
		t.Fatalf("there are only %d routes", n)
	}
	for _, r := range f.routes() {
		w := f.serve(f.request(blog.Owner, r.Method, at(r.Path), url.Values{}))
		if w.Header().Get("X-Robots-Tag") != "noindex" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s %s answers %d and not from the desk", r.Method, r.Path, w.Code)
		}
	}
}

// Who may come where, as the council decided it: the table of check 48. It is
// written down here a second time, so that a slip in the map of routes shows.
const (
	all      = "contributor moderator editor owner"
	writers  = "contributor editor owner"
	watchers = "moderator editor owner"
	editors  = "editor owner"
	owners   = "owner"
)

// mayCome is that table: who comes to each route.
var mayCome = map[string]string{
	"POST /desk/sign-out": all, "GET /desk/password": all, "POST /desk/password": all, "GET /desk": all,

	"GET /desk/reach": watchers, "GET /desk/reach/numbers.csv": watchers, "GET /desk/reach/:month": watchers,
	"GET /desk/reach/:month/numbers.csv": watchers, "GET /desk/reach/:month/posts.csv": watchers,
	"GET /desk/posts/:id/reach": watchers, "GET /desk/posts/:id/reach/numbers.csv": watchers,

	"GET /desk/posts": writers, "GET /desk/posts/new": writers, "POST /desk/posts": writers, "GET /desk/posts/:id": writers,
	"POST /desk/posts/:id": writers, "GET /desk/posts/:id/preview": writers, "GET /desk/posts/:id/history": writers,
	"GET /desk/posts/:id/translations/:language": writers, "POST /desk/posts/:id/translations/:language": writers,
	"POST /desk/posts/:id/translations/:language/remove": writers,
	"GET /desk/posts/:id/revisions/:revision":            writers, "POST /desk/checks": writers,
	"GET /desk/events/new": writers, "POST /desk/events": writers, "GET /desk/events/:id": writers, "POST /desk/events/:id": writers,

	"GET /desk/copies": writers, "POST /desk/copies": writers, "POST /desk/copies/drop": writers, "POST /desk/posts/:id/ask": writers,
	"GET /desk/posts/:id/review": writers, "POST /desk/posts/:id/review": editors, "POST /desk/posts/:id/recall": writers,
	"POST /desk/posts/:id/notes": writers, "GET /desk/posts/:id/dates": editors, "POST /desk/posts/:id/dates": editors,
	"POST /desk/posts/:id/affirm": editors, "GET /desk/guests": editors, "POST /desk/guests": editors, "POST /desk/guests/:id/revoke": editors,
	"GET /desk/notices": all, "POST /desk/notices": all, "GET /desk/notices/choices": all, "POST /desk/notices/choices": all,
	"GET /desk/trail": editors, "GET /desk/trail.csv": editors,

	"GET /desk/posts/:id/withdraw": editors, "POST /desk/posts/:id/withdraw": editors, "POST /desk/posts/:id/reopen": editors,
	"POST /desk/posts/:id/unschedule": editors, "GET /desk/posts/:id/deliveries": editors, "POST /desk/posts/:id/deliveries": editors,
	"POST /desk/events/:id/standing": editors, "POST /desk/posts/:id/pin": editors, "POST /desk/posts/:id/unpin": editors,

	"GET /desk/comments": watchers, "POST /desk/comments": watchers, "GET /desk/comments/:id": watchers,
	"POST /desk/comments/:id/approve": watchers, "POST /desk/comments/:id/hide": watchers, "POST /desk/comments/:id/spam": watchers,
	"POST /desk/comments/:id/answer": watchers, "POST /desk/comments/:id/edit": watchers, "POST /desk/comments/:id/remove": watchers,
	"POST /desk/people/trust": watchers, "POST /desk/people/distrust": watchers, "GET /desk/blocks": watchers,
	"GET /desk/blocks/new": watchers, "POST /desk/blocks": watchers, "POST /desk/blocks/remove": watchers, "GET /desk/followers": watchers,
	"GET /desk/comments/mentions": watchers, "POST /desk/comments/:id/note": watchers, "GET /desk/trusted": watchers,
	"GET /desk/followers/list.csv": watchers, "POST /desk/followers/remove": watchers,
	"POST /desk/comments/clear": watchers, "POST /desk/comments/:id/report": watchers, "GET /desk/reports": watchers,
	"POST /desk/reports/:id/close": watchers, "GET /desk/blocks/list": watchers, "POST /desk/blocks/list": watchers,
	"GET /desk/blocks/lists": watchers, "POST /desk/blocks/lists": watchers, "POST /desk/blocks/lists/:id/look": watchers,
	"POST /desk/blocks/lists/:id/remove": watchers, "POST /desk/blocks/entries": watchers,
	"GET /desk/blocks/list.csv": watchers, "GET /desk/watch": watchers, "POST /desk/watch/words": watchers,
	"POST /desk/watch/words/remove": watchers, "POST /desk/watch/ranges": watchers, "POST /desk/watch/ranges/remove": watchers,
	"GET /desk/quotes": watchers, "GET /desk/posts/:id/quotes": watchers, "POST /desk/stamps/:id/show": watchers,
	"POST /desk/stamps/:id/hide": watchers, "POST /desk/stamps/:id/revoke": watchers,

	"GET /desk/subscribers": watchers, "POST /desk/subscribers": owners, "POST /desk/subscribers/:id/end": owners,
	"POST /desk/subscribers/list.csv": owners,

	"GET /desk/mentions": writers, "GET /desk/tags": writers,
	"GET /desk/pictures": writers, "POST /desk/pictures": writers, "GET /desk/pictures/:hash": writers, "POST /desk/pictures/:hash": writers,
	"POST /desk/pictures/:hash/crop": writers, "POST /desk/pictures/:hash/remove": writers,
	"GET /desk/files": writers, "POST /desk/files": writers, "POST /desk/files/:hash/remove": writers,

	"GET /desk/messages": watchers, "GET /desk/messages/:id": watchers, "POST /desk/messages/:id": watchers,
	"POST /desk/messages/:id/move": watchers, "POST /desk/messages/:id/outcome": editors,

	"GET /desk/network": editors, "POST /desk/network": editors, "POST /desk/network/:id/trust": editors, "POST /desk/network/:id/mute": editors,
	"POST /desk/network/:id/pend": editors, "POST /desk/network/:id/unfollow": editors, "POST /desk/items/:id/share": editors,
	"POST /desk/items/:id/unshare": editors,

	"GET /desk/authors": editors, "GET /desk/authors/new": editors, "POST /desk/authors": editors, "GET /desk/authors/:id": editors,
	"POST /desk/authors/:id": editors, "GET /desk/pages": editors, "GET /desk/pages/new": editors, "POST /desk/pages": editors,
	"GET /desk/redirects": editors, "POST /desk/redirects": editors, "POST /desk/redirects/remove": editors,
	"GET /desk/pages/:slug": editors, "POST /desk/pages/:slug": editors,

	"GET /desk/look": owners, "POST /desk/look": owners, "GET /desk/look/sheet.css": owners,
	"GET /desk/staff": owners, "POST /desk/staff": owners, "POST /desk/staff/:id/role": owners, "POST /desk/staff/:id/disable": owners,
	"POST /desk/staff/:id/link": owners, "POST /desk/invitations/:id/renew": owners, "POST /desk/invitations/:id/remove": owners,
	"GET /desk/setup": owners, "POST /desk/setup/mail": owners, "POST /desk/setup/hello": owners, "POST /desk/setup/hide": owners, "GET /desk/health": owners, "POST /desk/health": owners,

	"GET /desk/legal": owners, "POST /desk/legal": owners, "POST /desk/legal/approve": owners, "GET /desk/retention": owners,
	"POST /desk/retention": owners, "GET /desk/privacy": owners, "POST /desk/privacy": owners, "POST /desk/privacy/export": owners,
	"POST /desk/privacy/erase": owners, "GET /desk/privacy/:id": owners, "GET /desk/privacy/:id/receipt.html": owners,
	"GET /desk/privacy/:id/receipt.json": owners, "GET /desk/election": owners, "POST /desk/election": owners, "GET /desk/election/:id": owners,
	"POST /desk/election/:id": owners, "POST /desk/election/:id/end": owners, "GET /desk/election/:id/evidence.csv": owners,
	"GET /desk/posts/:id/approval": editors, "POST /desk/posts/:id/approval": editors,
	"GET /desk/requests": watchers, "GET /desk/requests/new": watchers, "POST /desk/requests": watchers, "GET /desk/requests/:id": watchers,
	"POST /desk/requests/:id": watchers, "POST /desk/requests/:id/notes": watchers, "POST /desk/requests/:id/end": watchers,
	"GET /desk/requests/:id/bundle.zip": watchers,

	"POST /desk/staff/:id/sign-out": owners, "POST /desk/staff/:id/second-factor": owners,
	"GET /desk/account": all, "POST /desk/account/fresh": all, "POST /desk/account/sessions/end": all, "POST /desk/account/sessions/:id/end": all,
	"GET /desk/account/code": all, "POST /desk/account/code": all, "POST /desk/account/code/confirm": all,
	"POST /desk/account/code/renew": all, "POST /desk/account/code/remove": all, "POST /desk/account/passkeys/options": all,
	"POST /desk/account/passkeys": all, "POST /desk/account/passkeys/:id/remove": all,
}

// Check 48: "Role × route matrix for staff functions (author, editor,
// moderator, admin, none) … → as table". Who may not come is refused before
// anything is looked at, and changes nothing, whether the thing is there or not.
func TestCheck48RolesAndRoutes(t *testing.T) {
	h := furnish(newFloor(t))
	doors := 0
	for _, r := range h.routes() {
		who, ok := mayCome[r.Method+" "+r.Path]
		if r.Right == "" {
			door := strings.HasPrefix(r.Path, "/desk/sign-in") ||
				slices.Contains([]string{"/desk/drafts/:token", "/desk/join/:token", "/desk/setup/:token"}, r.Path)
			if ok || !door {
				t.Errorf("%s %s is open to strangers", r.Method, r.Path)
			}
			doors++
			continue
		}
		if !ok {
			t.Errorf("%s %s is not in the table", r.Method, r.Path)
		}
		before := h.dump()
		for _, path := range []string{at(r.Path), h.real(r.Path)} {
			w := h.serve(h.request("", r.Method, path, url.Values{}))
			switch to := w.Header().Get("Location"); {
			case r.Method == http.MethodGet && (w.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/desk/sign-in?next=")):
				t.Errorf("GET %s answers a stranger %d, to %q", r.Path, w.Code, to)
			case r.Method == http.MethodPost && w.Code != http.StatusUnauthorized:
				t.Errorf("POST %s answers a stranger %d", r.Path, w.Code)
			}
			for _, role := range allRoles {
				if strings.Contains(who, string(role)) {
					continue
				}
				if w := h.bare(role, r.Method, path); w.Code != http.StatusForbidden {
					t.Errorf("%s %s answers %s %d, who may not come", r.Method, r.Path, role, w.Code)
				}
			}
		}
		if after := h.dump(); after != before {
			t.Errorf("%s %s changed something for who may not come:\n%s", r.Method, r.Path, differing(before, after))
		}
		for _, role := range allRoles {
			if !strings.Contains(who, string(role)) || r.Path == "/desk/sign-out" { // which would end the session
				continue
			}
			if w := h.bare(role, r.Method, at(r.Path)); w.Code == http.StatusForbidden || w.Code >= 500 {
				t.Errorf("%s %s answers %s %d, who may come:\n%s", r.Method, r.Path, role, w.Code, core(w.Body.String()))
			}
		}
	}
	if len(mayCome) != len(h.routes())-doors {
		t.Errorf("the table has %d routes, the desk %d", len(mayCome), len(h.routes()))
	}
}

// bare sends a request with the right token and nothing else.
func (f *floor) bare(role blog.Role, method, path string) *httptest.ResponseRecorder {
	return f.serve(f.request(role, method, path, url.Values{"form_token": {f.tokens[role]}}))
}

// Check 48: "incl. object of another author → as table". A contributor reaches
// no post or event of somebody else by any route, whatever its state; to them
// it is as if it were not there, and it stays as it is.
func TestCheck48ObjectOfAnother(t *testing.T) {
	h := furnish(newFloor(t))
	event := text("The editor's event")
	for name, value := range map[string]string{"start": "2027-01-10T18:00", "timezone": "Europe/London", "venue": "The Lab"} {
		event.Set(name, value)
	}
	draftEvent := id(h.done(blog.Managing, "/desk/events", event))
	before, tried := h.dump(), 0
	for _, r := range h.routes() {
		if !strings.Contains(mayCome[r.Method+" "+r.Path], "contributor") || !strings.Contains(r.Path, ":id") {
			continue
		}
		for _, theirs := range []string{h.draft, h.post, h.event, draftEvent} {
			path := strings.Replace(r.Path, ":id", theirs, 1)
			nothing := h.bare(blog.Contributor, r.Method, at(r.Path))
			for _, do := range []string{"", "save", "preview", "overwrite", "publish", "schedule"} {
				form := text("Taken over")
				for name, value := range map[string]string{"version": h.version(theirs), "do": do, "form_token": h.tokens[blog.Contributor], "start": "2027-01-10T18:00"} {
					form.Set(name, value)
				}
				w := h.serve(h.request(blog.Contributor, r.Method, path, form))
				tried++
				if w.Code != http.StatusNotFound || w.Code != nothing.Code {
					t.Errorf("%s %s (%s) of somebody else's answers %d, and %d for nothing", r.Method, r.Path, do, w.Code, nothing.Code)
				}
			}
		}
	}
	if tried < 100 {
		t.Errorf("only %d ways were tried", tried)
	}
	if after := h.dump(); after != before {
		t.Errorf("a contributor changed what is somebody else's:\n%s", differing(before, after))
	}
}

// A contributor sees and changes drafts of their own alone, whatever address
// they type; to them the others are as if they were not there.
func TestContributorsKeepToTheirOwn(t *testing.T) {
	f := newFloor(t)
	theirs := id(f.done(blog.Managing, "/desk/posts", text("The editor's draft")))
	own := id(f.done(blog.Contributor, "/desk/posts", text("My draft")))
	for _, path := range []string{"", "/preview", "/history", "/revisions/2"} {
		if w := f.get(blog.Contributor, "/desk/posts/"+theirs+path); w.Code != http.StatusNotFound {
			t.Errorf("%s of somebody else's draft answers %d", path, w.Code)
		}
		f.see(blog.Contributor, "/desk/posts/"+own+path, "My draft")
	}
	form := text("Taken over")
	form.Set("version", f.version(theirs))
	for _, do := range []string{"save", "preview", "overwrite", "publish"} {
		form.Set("do", do)
		f.refused(blog.Contributor, "/desk/posts/"+theirs, form, http.StatusNotFound)
	}
	if body := f.see(blog.Contributor, "/desk/posts"); strings.Contains(body, "The editor's draft") || !strings.Contains(body, "My draft") {
		t.Errorf("the list of a contributor:\n%s", body)
	}
	form.Set("version", f.version(own))
	form.Set("do", "publish")
	f.refused(blog.Contributor, "/desk/posts/"+own, form, http.StatusForbidden)
	if p, err := f.db.PostByID(t.Context(), own); err != nil || p.Visible() {
		t.Errorf("a contributor published: %v %v", p.State, err)
	}
}

// No answer of the desk may run a script that is not an asset of ours, be framed
// or be kept by a cache.
func TestPolicyOnEveryAnswer(t *testing.T) {
	f := newFloor(t)
	for _, path := range []string{"/desk", "/desk/sign-in", "/desk/posts/new", "/desk/posts/nothing", "/desk/staff"} {
		w := f.get(blog.Owner, path)
		if strings.Count(w.Body.String(), "<script") != strings.Count(w.Body.String(), `<script type="module" src="/assets/`) {
			t.Errorf("%s holds a script of its own", path)
		}
		h := w.Header()
		policy := h.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'; script-src 'self'; connect-src 'self';") || strings.Contains(policy, "unsafe") ||
			!strings.Contains(policy, "frame-ancestors 'none'") || h.Get("Cache-Control") != "no-store" || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s has the headers %v", path, h)
		}
	}
}
