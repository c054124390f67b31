package desk_test

import (
	"net/http"
	"net/url"
	"testing"

	"inews/internal/blog"
)

// Staff say where the addresses of the site before lead, one by one or as a list
// that is taken whole or not at all.
func TestOldAddressesOnTheDesk(t *testing.T) {
	f := newFloor(t)
	f.see(blog.Managing, "/desk/redirects", "No old address leads anywhere yet")
	f.done(blog.Managing, "/desk/redirects", url.Values{"path": {"/2009/11/care.html"}, "target": {"/archive"}})
	f.see(blog.Managing, "/desk/redirects", "/2009/11/care.html", "/archive", "1 in all")
	f.refused(blog.Managing, "/desk/redirects", url.Values{"path": {"old"}, "target": {"https://evil.example/"}},
		http.StatusUnprocessableEntity, "Give the old address as a path", "Give the new address", `value="old"`)
	f.refused(blog.Managing, "/desk/redirects", url.Values{"list": {"/a /archive\n/b\n"}},
		http.StatusUnprocessableEntity, "Line 2: write the old address", "/a /archive")
	if n, err := f.db.CountRedirects(t.Context()); n != 1 || err != nil {
		t.Errorf("after a list with a mistake: %d old addresses, %v", n, err)
	}
	f.done(blog.Managing, "/desk/redirects", url.Values{"list": {"/a,/archive\r\n\r\n/b\t/events\r\n/2009/11/care.html /events"}})
	f.see(blog.Managing, "/desk/redirects", "3 in all")
	f.see(blog.Managing, "/desk/trail", "the old address /a and 2 more")
	f.done(blog.Managing, "/desk/redirects/remove", url.Values{"path": {"/a"}})
	f.refused(blog.Managing, "/desk/redirects/remove", url.Values{"path": {"/a"}}, http.StatusNotFound, "leads nowhere")
	if r, err := f.db.RedirectFrom(t.Context(), "/2009/11/care.html"); r.Target != "/events" || err != nil {
		t.Errorf("given anew, it leads to %q, %v", r.Target, err)
	}
}
