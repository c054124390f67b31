package desk_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"inews/internal/blog"
)

// probes are headers that no cache looks at, and by which a server that
// believed them would answer otherwise.
var probes = [][2]string{
	{"X-Forwarded-Host", "evil.example"}, {"X-Forwarded-Scheme", "http"}, {"X-Forwarded-Proto", "http"}, {"X-Forwarded-Port", "1337"},
	{"X-Forwarded-Server", "evil.example"}, {"X-Forwarded-Prefix", "/evil.example"}, {"X-Host", "evil.example"}, {"Forwarded", "host=evil.example;proto=http"},
	{"X-Original-URL", "/desk"}, {"X-Rewrite-URL", "/desk"}, {"X-Original-Host", "evil.example"}, {"X-HTTP-Host-Override", "evil.example"},
	{"X-HTTP-Method-Override", "POST"}, {"X-HTTP-Method", "DELETE"}, {"X-Method-Override", "PUT"}, {"X-Forwarded-For", "127.0.0.1"},
	{"X-Real-IP", "127.0.0.1"}, {"Accept-Language", "xx-evil"}, {"Cookie", "lang=evil; theme=evil; __Host-inews=evil; inews=evil"},
	{"Authorization", "Basic ZXZpbDpldmls"}, {"User-Agent", "evil.example"}, {"Referer", "https://evil.example/"}, {"Origin", "https://evil.example"},
	{"X-Wap-Profile", "https://evil.example/x.xml"}, {"Via", "1.1 evil.example"}, {"Range", "bytes=0-1"}, {"TE", "trailers"}, {"Upgrade", "h2c"},
	{"Content-Type", "application/x-evil"}, {"X-Request-Id", "evil.example"}, {"Purpose", "prefetch"}, {"Save-Data", "on"}, {"DNT", "1"},
}

// Check 49: "Frame, host-header, method-override, cache-poison (unkeyed header)
// probes → no effect." Every page for readers is the same with each of them as
// without, when it is made anew for the probe and when others ask after it.
func TestCheck49UnkeyedHeaders(t *testing.T) {
	t.Parallel()
	h := furnish(newFloor(t))
	h.open()
	tried := 0
	h.everyRoute(func(method, route, path string) {
		if method != http.MethodGet || !mountsForms(route) || strings.HasPrefix(route, "/desk") || strings.HasPrefix(route, "/media/") || strings.HasPrefix(route, "/assets/") {
			return // files are not made but read, and may be read in ranges
		}
		tried++
		clean := h.get("", path)
		for _, probe := range probes {
			h.server.ForgetAll()
			r := h.request("", http.MethodGet, path, nil)
			r.Header.Set(probe[0], probe[1])
			poisoned, after := h.serve(r), h.get("", path)
			for i, w := range []*struct {
				code   int
				header http.Header
				body   string
			}{{poisoned.Code, poisoned.Header(), poisoned.Body.String()}, {after.Code, after.Header(), after.Body.String()}} {
				when := []string{"with it", "after it"}[i]
				if w.code != clean.Code || withoutOpened(w.body) != withoutOpened(clean.Body.String()) {
					t.Errorf("%s: with %s: %s the answer %s is another one", path, probe[0], probe[1], when)
				}
				for name := range clean.Header() {
					if !slices.Contains([]string{"X-Request-Id", "Etag", "Content-Length"}, name) && w.header.Get(name) != clean.Header().Get(name) {
						t.Errorf("%s: with %s: %s the header %s %s is %q, not %q", path, probe[0], probe[1], name, when, w.header.Get(name), clean.Header().Get(name))
					}
				}
				if len(w.header) != len(clean.Header()) {
					t.Errorf("%s: with %s: %s the headers %s are %v", path, probe[0], probe[1], when, w.header)
				}
			}
		}
	})
	if tried < 20 {
		t.Errorf("only %d pages were tried", tried)
	}
}

// withoutOpened takes out when the form on a page was made.
func withoutOpened(page string) string {
	before, rest, found := strings.Cut(page, `name="opened" value="`)
	if !found {
		return page
	}
	_, after, _ := strings.Cut(rest, `"`)
	return before + after
}

// Check 49, the host header: no answer names a host that the request invented,
// in its text or in its headers, whether for a reader, for staff, or on the way
// to the door.
func TestCheck49HostHeader(t *testing.T) {
	t.Parallel()
	h := furnish(newFloor(t))
	h.everyRoute(func(method, route, path string) {
		if strings.HasSuffix(route, "/sign-out") {
			return
		}
		for _, role := range []blog.Role{"", blog.Owner} {
			h.server.ForgetAll()
			r := h.request(role, method, path, url.Values{})
			r.Host = "evil49.example"
			r.Header.Set("X-Forwarded-Host", "evil49.example")
			w := h.serve(r)
			if strings.Contains(w.Body.String(), "evil49") {
				t.Errorf("%s %s answers with the host of the request", method, path)
			}
			for name, values := range w.Header() {
				if strings.Contains(strings.Join(values, " "), "evil49") {
					t.Errorf("%s %s has the header %s: %s", method, path, name, values)
				}
			}
		}
	})
}

// Check 49, method override: what says that it is another method is not.
func TestCheck49MethodOverride(t *testing.T) {
	t.Parallel()
	h := furnish(newFloor(t))
	before := h.dump()
	form := url.Values{"form_token": {h.tokens[blog.Owner]}, "reason": {"x"}, "text": {"Words."}, "do": {"publish"}, "role": {"owner"}}
	h.everyRoute(func(method, route, path string) {
		if method != http.MethodPost {
			return
		}
		for _, name := range []string{"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "_method"} {
			form.Set("_method", "POST")
			r := h.request(blog.Owner, http.MethodGet, path+"?"+form.Encode(), nil)
			r.Header.Set(name, http.MethodPost)
			h.serve(r)
			for _, method := range []string{http.MethodPut, http.MethodPatch, http.MethodDelete} {
				r := h.request(blog.Owner, method, path, form)
				r.Header.Set(name, http.MethodPost)
				if w := h.serve(r); mountsForms(route) && w.Code != http.StatusNotFound {
					t.Errorf("%s %s with %s answers %d", method, path, name, w.Code)
				}
			}
		}
	})
	if after := h.dump(); after != before {
		t.Errorf("a method was overridden:\n%s", differing(before, after))
	}
}

// Check 49, frames: no page may stand in another's frame, nor name one.
func TestCheck49Frames(t *testing.T) {
	t.Parallel()
	h := furnish(newFloor(t))
	h.everyRoute(func(method, route, path string) {
		if method != http.MethodGet || !mountsForms(route) {
			return
		}
		w := h.get(blog.Owner, path)
		if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors 'none'") && !strings.HasPrefix(policy, "sandbox") {
			t.Errorf("%s may be framed: %q", path, policy)
		}
		for _, element := range []string{"<iframe", "<frame", "<object", "<embed", "<script src", "<base"} {
			if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") && strings.Contains(w.Body.String(), element) {
				t.Errorf("%s holds %s", path, element)
			}
		}
	})
}
