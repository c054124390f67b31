package desk_test

import (
	"net/http"
	"net/url"
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
	path = strings.NewReplacer(":id", "00000000-0000-4000-8000-000000000000", ":slug", "nothing", ":token", "nothing").Replace(path)
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

// Check 48: the roles come to the routes that their rights open and to no
// other, and who is not signed in comes to the door alone.
func TestCheck48RolesAndRoutes(t *testing.T) {
	f := newFloor(t)
	for _, r := range f.routes() {
		if r.Right == "" {
			continue
		}
		w := f.serve(f.request("", r.Method, at(r.Path), url.Values{}))
		switch to := w.Header().Get("Location"); {
		case r.Method == http.MethodGet && (w.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/desk/sign-in?next=")):
			t.Errorf("GET %s answers a stranger %d, to %q", r.Path, w.Code, to)
		case r.Method == http.MethodPost && w.Code != http.StatusUnauthorized:
			t.Errorf("POST %s answers a stranger %d", r.Path, w.Code)
		}
		for _, role := range allRoles {
			if r.Path == "/desk/sign-out" {
				continue // it would end the session of those who come next
			}
			form := url.Values{"form_token": {f.tokens[role]}}
			w := f.serve(f.request(role, r.Method, at(r.Path), form))
			if barred := w.Code == http.StatusForbidden; barred == role.May(r.Right) {
				t.Errorf("%s %s answers %s %d, who %s", r.Method, r.Path, role, w.Code,
					map[bool]string{true: "may come", false: "may not"}[role.May(r.Right)])
			}
			if w.Code >= 500 {
				t.Errorf("%s %s answers %s %d:\n%s", r.Method, r.Path, role, w.Code, w.Body)
			}
		}
	}
}

// A contributor sees and changes drafts of their own alone, whatever address
// they type; to them the others are as if they were not there.
func TestContributorsKeepToTheirOwn(t *testing.T) {
	f := newFloor(t)
	theirs := id(f.done(blog.Managing, "/desk/posts", text("The editor's draft")))
	own := id(f.done(blog.Contributor, "/desk/posts", text("My draft")))
	for _, path := range []string{"", "/preview", "/history"} {
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

// No answer of the desk may run a script, be framed or be kept by a cache.
func TestPolicyOnEveryAnswer(t *testing.T) {
	f := newFloor(t)
	for _, path := range []string{"/desk", "/desk/sign-in", "/desk/posts/new", "/desk/posts/nothing", "/desk/staff"} {
		h := f.get(blog.Owner, path).Header()
		policy := h.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "script-src") || strings.Contains(policy, "unsafe") ||
			!strings.Contains(policy, "frame-ancestors 'none'") || h.Get("Cache-Control") != "no-store" || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s has the headers %v", path, h)
		}
	}
}
