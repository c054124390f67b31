package desk_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"testing"
	"time"

	"inews/web"
)

// behind opens the site again, behind proxies.
func (f *floor) behind(proxies ...netip.Prefix) {
	f.Helper()
	var err error
	f.server, err = web.New(web.Options{
		DB: f.db, Comments: f.options.Comments, Federation: wire{}, Desk: &f.options, BaseURL: base,
		Handle: "inews", HandleDomain: "council.example", TrustedProxies: proxies,
	})
	f.check(err)
}

// Check 34 for the forms: Forged X-Forwarded-For does not change the rate-limit
// key unless the peer is a trusted proxy.
func TestCheck34Forms(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.published("Post")
	opened := fmt.Sprint(time.Now().Add(-time.Minute).Unix())
	comment := func(n int) *http.Request {
		r := f.request("", http.MethodPost, "/posts/post/comments", url.Values{"text": {fmt.Sprint("Words ", n)}, "opened": {opened}})
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		return r
	}
	cookie, token := f.knock("/desk/sign-in")
	signIn := func(n int) *http.Request {
		form := url.Values{"email": {fmt.Sprintf("nobody%d@council.example", n)}, "password": {"wrong"}, "form_token": {token}}
		r := f.request("", http.MethodPost, "/desk/sign-in", form)
		r.AddCookie(cookie)
		return r
	}
	const proxy = "192.0.2.1" // whence the requests of httptest come
	for _, form := range []struct {
		name  string
		send  func(n int) *http.Request
		limit int // requests from one address in a short time
		taken int // the status of one that is let in
	}{
		{"comment", comment, 5, http.StatusSeeOther},
		{"sign-in", signIn, 30, http.StatusUnauthorized},
	} {
		ask := func(n int, forwarded ...string) *httptest.ResponseRecorder {
			r := form.send(n)
			r.Header["X-Forwarded-For"] = forwarded
			return f.serve(r)
		}
		f.behind()
		for n := range form.limit + 1 {
			want := form.taken
			if n == form.limit {
				want = http.StatusTooManyRequests
			}
			if w := ask(n, fmt.Sprintf("198.51.100.%d", n)); w.Code != want {
				t.Fatalf("%s %d with a forged address: %d, want %d", form.name, n, w.Code, want)
			}
		}
		// Behind a trusted proxy each has an address of its own; what stands
		// before it in the header was written by whoever sent it.
		f.behind(netip.MustParsePrefix(proxy + "/32"))
		if w := ask(100, "203.0.113.1"); w.Code != form.taken {
			t.Errorf("%s of another behind the proxy: %d", form.name, w.Code)
		}
		for n := range form.limit + 1 {
			want := form.taken
			if n == form.limit {
				want = http.StatusTooManyRequests
			}
			if w := ask(200+n, fmt.Sprintf("198.51.100.%d", n), "203.0.113.2"); w.Code != want {
				t.Errorf("%s %d behind the proxy: %d, want %d", form.name, n, w.Code, want)
			}
		}
	}
}
