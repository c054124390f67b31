package desk_test

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"inews/internal/blog"
)

// elsewhere are the forms of an address that some browser takes for another
// site, though a careless reader takes them for a local path.
var elsewhere = []string{
	"//evil.example", "///evil.example", `/\evil.example`, `\\evil.example`, `\/evil.example`, "https://evil.example/desk", "http:evil.example",
	"https:/evil.example", "/%2fevil.example", "/%5cevil.example", "/desk/../..//evil.example", "/desk//evil.example", "javascript:alert(46)",
	"data:text/html,x", "//evil.example/desk/posts", "/\t/evil.example", "\t//evil.example", "/desk/%0d%0aLocation:https://evil.example",
	"https://inews.council.example@evil.example/desk", "https://inews.council.example.evil.example/desk", ".evil.example", "@evil.example",
	"/desk@evil.example/..//evil.example", "//evil.example%2f@inews.council.example/desk", "http://[::ffff:1.2.3.4]/", "//1249763844/",
}

// local tells whether a browser that is at our site stays there.
func local(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "" && u.Host == "" && strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") &&
		!strings.ContainsAny(address, "\\\t\r\n") && !strings.Contains(strings.ToLower(address), "%0d") && !strings.Contains(strings.ToLower(address), "%5c")
}

var (
	hiddenField = regexp.MustCompile(`name="(?:next|back)" value="([^"]*)"`)
	anyLink     = regexp.MustCompile(`(?:href|action)="([^"]*)"`)
)

// Check 46: "next, remote-follow and share URLs: 12 open-redirect forms → local
// page", at every place that goes on to where it is told: the sign-in in all its
// ways, the password, a person's button, and what a path with a slash becomes.
func TestCheck46EveryPlace(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.check(f.accounts.SetPassword(t.Context(), f.editors[blog.Owner].ID, password, f.cookies[blog.Owner]))
	ana := f.person("ana", "social.example")
	goes := func(place, next string, w *httptest.ResponseRecorder) {
		to := w.Header().Get("Location")
		if w.Code != http.StatusSeeOther || !local(to) {
			t.Errorf("%s with %q answers %d and leads to %q", place, next, w.Code, to)
		}
	}
	for _, next := range elsewhere {
		_, err := f.db.SQL().ExecContext(t.Context(), `DELETE FROM attempts`) // so many tries are too many
		f.check(err)
		query := url.Values{"next": {next}, "back": {next}, "person": {ana.URI}}.Encode()
		goes("sign-in of who is in", next, f.get(blog.Owner, "/desk/sign-in?"+query))
		goes("sign-in", next, f.enter("/desk/sign-in", url.Values{"email": {"owner@council.example"}, "password": {password}, "next": {next}}))
		goes("password", next, f.post(blog.Owner, "/desk/password", url.Values{"current": {password}, "password": {password}, "again": {password}, "next": {next}}))
		goes("trust", next, f.post(blog.Owner, "/desk/people/trust", url.Values{"person": {ana.URI}, "back": {next}}))
		for _, path := range []string{"/desk/sign-in?", "/desk/password?", "/desk/blocks/new?"} {
			role := blog.Owner
			if path == "/desk/sign-in?" {
				role = ""
			}
			page := f.get(role, path+query).Body.String()
			for _, field := range hiddenField.FindAllStringSubmatch(page, -1) {
				if value := html.UnescapeString(field[1]); !local(value) {
					t.Errorf("%s with %q carries on %q", path, next, value)
				}
			}
			if strings.Contains(page, "evil.example") {
				t.Errorf("%s with %q shows it", path, next)
			}
		}
		if strings.HasPrefix(next, "/") {
			slash := f.request("", http.MethodGet, "/", nil)
			slash.URL.Path, slash.RequestURI = strings.ReplaceAll(next, "\t", "")+"/", ""
			if to := f.serve(slash).Header().Get("Location"); to != "" && (strings.HasPrefix(to, "//") || strings.HasPrefix(to, `/\`) || !strings.HasPrefix(to, "/")) {
				t.Errorf("a path %q leads to %q", next, to)
			}
		}
	}
}

// Check 46, remote-follow: whatever the visitor's handle is, the page that asks
// for it is a page of ours, and never a redirect; a way that leaves it is over
// https to the host that was typed, whole and to be seen.
func TestCheck46RemoteFollow(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	for _, to := range append([]string{
		"@a@evil.example/x", "@a@evil.example:80", "@a@evil.example?x", "@a@evil.example#x", "@a@b@evil.example", "@a@evil.example\\x", "@a@1.2.3.4", "@a@[::1]",
		"@a@localhost", "@javascript:alert(46)@x", "@a@evil.example\r\nLocation: x", "@a@аррӏе.com", "@a@evil.example@inews.council.example", "a\" onclick=\"x@evil.example",
	}, elsewhere...) {
		w := f.get("", "/follow?"+url.Values{"to": {to}}.Encode())
		if w.Code != http.StatusOK || w.Header().Get("Location") != "" || w.Header().Get("Refresh") != "" {
			t.Errorf("to=%q answers %d, to %q", to, w.Code, w.Header().Get("Location"))
		}
		typed := to[strings.LastIndexByte(to, '@')+1:]
		for _, link := range anyLink.FindAllStringSubmatch(w.Body.String(), -1) {
			u, err := url.Parse(html.UnescapeString(link[1]))
			if err != nil || u.Host == "" || u.Host == "inews.council.example" {
				continue
			}
			if u.Scheme != "https" || u.Host != typed || u.Path != "/authorize_interaction" || u.User != nil {
				t.Errorf("to=%q leads to %s", to, u)
			}
		}
	}
}
