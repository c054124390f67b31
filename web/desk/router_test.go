package desk_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"inews/internal/blog"
	"inews/internal/mailing"
)

// runsScripts tells which pages run scripts of ours: those of the desk, and of
// posts and events.
func runsScripts(what string) bool {
	return strings.Contains(what, " /desk") || regexp.MustCompile(` /(?:posts|events)/[^/]+(?:/comments)?(?:[ ?]|$)`).MatchString(what)
}

// Check 37: "CSP present on every response". Every route of the router, as a
// reader and as an owner, with its thing there and not there; and every other
// way to an answer.
func TestCheck37PolicyOnEveryResponse(t *testing.T) {
	t.Parallel()
	h := furnish(newFloor(t))
	h.open()
	look := func(what string, w *httptest.ResponseRecorder) {
		policy := w.Header().Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe-") || strings.Contains(policy, "*") {
			t.Errorf("%s answers %d with the policy %q", what, w.Code, policy)
		}
		if strings.Contains(strings.ReplaceAll(policy, "script-src 'self';", ""), "script-src") || strings.Contains(policy, "script-src") && !runsScripts(what) {
			t.Errorf("%s answers %d and allows scripts where there are none: %q", what, w.Code, policy)
		}
		if !strings.Contains(policy, "frame-ancestors 'none'") && !strings.HasPrefix(policy, "sandbox;") {
			t.Errorf("%s answers %d and may be framed: %q", what, w.Code, policy)
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s answers %d without nosniff", what, w.Code)
		}
	}
	h.everyRoute(func(method, route, path string) {
		if strings.HasSuffix(route, "/sign-out") {
			return
		}
		for _, role := range []blog.Role{"", blog.Owner} {
			for _, at := range []string{path, strings.Replace(route, ":", "no-", 2)} {
				look(method+" "+at, h.serve(h.request(role, method, at, nil)))
			}
		}
	})
	for _, odd := range []struct{ method, path string }{
		{"GET", "/nowhere"}, {"GET", "/posts/"}, {"TRACE", "/"}, {"BREW", "/"}, {"OPTIONS", "/"}, {"PUT", "/posts/a-post"},
		{"GET", "/%2e%2e/%2e%2e/etc/passwd"}, {"GET", "//evil.example/"}, {"GET", "/media/" + strings.Repeat("0", 64) + ".svg"},
		{"HEAD", "/feed.rss"}, {"GET", "/" + strings.Repeat("a", 5000)},
	} {
		look(odd.method+" "+odd.path, h.serve(h.request("", odd.method, odd.path, nil)))
	}
	forged := h.request("", http.MethodPost, "/posts/"+h.slug+"/comments", url.Values{})
	forged.Header.Set("Sec-Fetch-Site", "cross-site")
	look("a forged form", h.serve(forged))
	cached := h.request("", http.MethodGet, "/", nil)
	cached.Header.Set("If-None-Match", "*")
	look("304", h.serve(cached))
}

// Check 43: "all state-changing routes enumerated from the router; each without
// token or with foreign Origin → 403".
func TestCheck43ForgedForms(t *testing.T) {
	t.Parallel()
	h := furnish(newFloor(t))
	before := h.dump()
	n := 0
	h.everyRoute(func(method, route, path string) {
		if method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions || !mountsForms(route) {
			return
		}
		n++
		token := url.Values{"form_token": {h.tokens[blog.Owner]}, "text": {"Bought pills?"}, "name": {"Mallory"}}
		for name, set := range map[string]func(*http.Request){
			"a foreign Origin":          func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
			"an Origin on another port": func(r *http.Request) { r.Header.Set("Origin", base+":8443") },
			"an Origin below ours":      func(r *http.Request) { r.Header.Set("Origin", "https://x.inews.council.example") },
			"an Origin over http":       func(r *http.Request) { r.Header.Set("Origin", "http://inews.council.example:80") },
			"no Origin to tell":         func(r *http.Request) { r.Header.Set("Origin", "null") },
			"no word whence":            func(*http.Request) {},
			"a foreign Referer":         func(r *http.Request) { r.Header.Set("Referer", base+".evil.example/") },
			"cross-site":                func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
			"same-site":                 func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") },
		} {
			request := h.request(blog.Owner, method, path, token)
			request.Header.Del("Sec-Fetch-Site")
			set(request)
			if w := h.serve(request); w.Code != http.StatusForbidden {
				t.Errorf("%s %s with %s answers %d", method, route, name, w.Code)
			}
		}
		if !strings.HasPrefix(route, "/desk") {
			return // a reader's form has no token: there is no session that it could misuse
		}
		for name, form := range map[string]url.Values{
			"without a token":                  {},
			"with an empty token":              {"form_token": {""}},
			"with the token of another person": {"form_token": {h.tokens[blog.Managing]}},
			"with the session for a token":     {"form_token": {h.cookies[blog.Owner]}},
		} {
			if w := h.serve(h.request(blog.Owner, method, path, form)); w.Code != http.StatusForbidden {
				t.Errorf("%s %s %s answers %d", method, route, name, w.Code)
			}
			inAddress := h.request(blog.Owner, method, path+"?"+url.Values{"form_token": {h.tokens[blog.Owner]}}.Encode(), form)
			if w := h.serve(inAddress); w.Code != http.StatusForbidden {
				t.Errorf("%s %s %s, and one in the address, answers %d", method, route, name, w.Code)
			}
		}
	})
	if n < 41 {
		t.Errorf("only %d routes change anything: some were left out", n)
	}
	if after := h.dump(); after != before {
		t.Errorf("a forged form changed something:\n%s", differing(before, after))
	}
}

// mountsForms tells a route for browsers from one for other servers, which
// prove themselves by a signature and which the federation's own tests hold, and
// from the one press that RFC 8058 has mail programs make without having been on
// the site: it can do no more than its secret address.
func mountsForms(route string) bool {
	for _, prefix := range []string{"/ap/", "/nodeinfo/", "/.well-known/", mailing.UnsubscribePath} {
		if strings.HasPrefix(route, prefix) {
			return false
		}
	}
	return true
}

// Check 43: "no GET changes state": every table is the same after every GET
// and HEAD by every role, and by a stranger with a sign-in link.
func TestCheck43NoGetChangesState(t *testing.T) {
	t.Parallel()
	h := furnish(newFloor(t))
	link, err := h.accounts.Link(t.Context(), h.editors[blog.Owner].ID, 1<<40)
	h.check(err)
	before := h.dump()
	h.everyRoute(func(method, route, path string) {
		if method == http.MethodPost {
			method = http.MethodGet // a form's address, as somebody types it
		}
		if method != http.MethodGet && method != http.MethodHead {
			return
		}
		path = strings.Replace(path, "/sign-in/nothing", "/sign-in/"+link, 1)
		for _, role := range append([]blog.Role{""}, allRoles...) {
			query := url.Values{"form_token": {h.tokens[role]}, "do": {"publish"}, "_method": {"POST"}, "reason": {"x"}, "text": {"Words"}, "id": {h.held}, "q": {"post"}, "to": {"@a@b.example"}}
			for _, address := range []string{path, path + "?" + query.Encode()} {
				if w := h.serve(h.request(role, method, address, nil)); w.Code >= 500 {
					t.Errorf("%s %s as %q answers %d", method, address, role, w.Code)
				}
			}
		}
	})
	if after := h.dump(); after != before {
		t.Errorf("a GET changed something:\n%s", differing(before, after))
	}
}
