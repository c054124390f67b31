package desk_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/web"
)

const password = "lantern orchard quiet ferry"

// knock opens a page of the door as a stranger, and returns the cookie that it
// gives and the token of its form.
func (f *floor) knock(path string) (*http.Cookie, string) {
	f.Helper()
	w := f.get("", path)
	for _, cookie := range w.Result().Cookies() {
		if strings.HasSuffix(cookie.Name, "-door") {
			return cookie, f.token(w)
		}
	}
	f.Fatalf("GET %s answers %d without a cookie", path, w.Code)
	return nil, ""
}

// enter sends a form of the door.
func (f *floor) enter(path string, form url.Values) *httptest.ResponseRecorder {
	f.Helper()
	cookie, token := f.knock(path)
	form.Set("form_token", token)
	r := f.request("", http.MethodPost, path, form)
	r.AddCookie(cookie)
	return f.serve(r)
}

// session is the cookie that opens a session, nil when the answer has none.
func session(w *httptest.ResponseRecorder) *http.Cookie {
	for _, cookie := range w.Result().Cookies() {
		if cookie.Name == "__Host-inews" {
			return cookie
		}
	}
	return nil
}

func TestSignInAndOut(t *testing.T) {
	f := newFloor(t)
	f.check(f.accounts.SetPassword(t.Context(), f.editors[blog.Managing].ID, password, ""))

	w := f.enter("/desk/sign-in", url.Values{"email": {"editor@council.example"}, "password": {"wrong"}})
	if w.Code != http.StatusUnauthorized || session(w) != nil || !strings.Contains(w.Body.String(), `value="editor@council.example"`) {
		t.Fatalf("a wrong password answers %d", w.Code)
	}
	unknown := f.enter("/desk/sign-in", url.Values{"email": {"nobody@council.example"}, "password": {"wrong"}})
	if unknown.Code != w.Code {
		t.Errorf("an unknown address answers %d", unknown.Code)
	}

	w = f.enter("/desk/sign-in", url.Values{"email": {" Editor@Council.example"}, "password": {password}, "next": {"/desk/posts?state=draft"}})
	cookie := session(w)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/desk/posts?state=draft" || cookie == nil {
		t.Fatalf("the right password answers %d, to %q", w.Code, w.Header().Get("Location"))
	}
	if !cookie.HttpOnly || !cookie.Secure || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.Domain != "" {
		t.Errorf("the cookie is %+v", cookie)
	}
	f.cookies[blog.Managing] = cookie.Value
	f.tokens[blog.Managing] = f.token(f.get(blog.Managing, "/desk"))
	f.see(blog.Managing, "/desk", "Editor Okafor")
	if to := f.get(blog.Managing, "/desk/sign-in").Header().Get("Location"); to != "/desk" {
		t.Errorf("the door sends who is in already to %q", to)
	}
	f.done(blog.Managing, "/desk/sign-out", nil)
	if w := f.get(blog.Managing, "/desk"); w.Code != http.StatusSeeOther {
		t.Errorf("after signing out, the desk answers %d", w.Code)
	}
}

// A one-time link is opened as often as a mail program likes and works once,
// when its button is pressed; the session gets a token of its own.
func TestSignInLink(t *testing.T) {
	f := newFloor(t)
	link, err := f.accounts.Link(t.Context(), f.editors[blog.Moderator].ID, time.Hour)
	f.check(err)
	path := "/desk/sign-in/" + link
	for range 2 {
		f.see("", path, "This link works once")
	}
	w := f.enter(path, url.Values{})
	if cookie := session(w); w.Code != http.StatusSeeOther || cookie == nil || cookie.Value == link ||
		!strings.HasPrefix(w.Header().Get("Location"), "/desk/password") {
		t.Fatalf("the link answers %d, to %q", w.Code, w.Header().Get("Location"))
	}
	if w := f.enter(path, url.Values{}); w.Code != http.StatusGone || session(w) != nil {
		t.Errorf("a spent link answers %d", w.Code)
	}
}

// Check 44: whoever chooses a new password ends every other session, and must
// know the one before.
func TestCheck44NewPassword(t *testing.T) {
	f := newFloor(t)
	other, err := f.accounts.Link(t.Context(), f.editors[blog.Owner].ID, time.Hour)
	f.check(err)
	pass, err := f.accounts.Redeem(t.Context(), other, netip.Addr{})
	f.check(err)
	form := url.Values{"password": {password}, "again": {"another"}}
	f.refused(blog.Owner, "/desk/password", form, http.StatusUnprocessableEntity, "not the same")
	f.refused(blog.Owner, "/desk/password", url.Values{"password": {"short"}, "again": {"short"}}, http.StatusUnprocessableEntity, `href="#password"`)
	form.Set("again", password)
	f.done(blog.Owner, "/desk/password", form)
	f.see(blog.Owner, "/desk", "Owner Okafor")
	if _, err := f.accounts.Session(t.Context(), pass.Token); blog.KindOf(err) != blog.Unauthorized {
		t.Errorf("the other session still opens: %v", err)
	}
	form = url.Values{"password": {password + " two"}, "again": {password + " two"}}
	f.refused(blog.Owner, "/desk/password", form, http.StatusUnprocessableEntity, "not your present password")
	form.Set("current", password)
	f.done(blog.Owner, "/desk/password", form)
}

// Over plain http, as on a newcomer's own machine, browsers keep neither a
// Secure cookie nor one with the prefix: the desk must open there as well.
func TestSignInOverPlainHTTP(t *testing.T) {
	f := newFloor(t)
	const plain = "http://localhost:8080"
	server, err := web.New(web.Options{
		DB: f.db, Comments: f.options.Comments, Federation: wire{}, Desk: &f.options, BaseURL: plain, Name: "iNews", Handle: "inews",
	})
	f.check(err)
	link, err := f.accounts.Link(t.Context(), f.editors[blog.Owner].ID, time.Hour)
	f.check(err)
	opened := httptest.NewRecorder()
	server.ServeHTTP(opened, httptest.NewRequest(http.MethodGet, plain+"/desk/sign-in/"+link, nil))
	form := url.Values{"form_token": {f.token(opened)}}
	r := httptest.NewRequest(http.MethodPost, plain+"/desk/sign-in/"+link, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", plain)
	for _, cookie := range opened.Result().Cookies() {
		r.AddCookie(cookie)
	}
	w := httptest.NewRecorder()
	server.ServeHTTP(w, r)
	found := false
	for _, cookie := range w.Result().Cookies() {
		found = found || cookie.Name == "inews" && cookie.HttpOnly && !cookie.Secure && cookie.Value != ""
	}
	if w.Code != http.StatusSeeOther || !found {
		t.Errorf("the link answers %d with the cookies %v", w.Code, w.Result().Cookies())
	}
}

// Check 45: "Brute force on login, reset, change, … comment → limited per account
// and IP", at every form where it can be tried. Whatever the browser says of
// where it comes from is not believed.
func TestCheck45Throttle(t *testing.T) {
	f := newFloor(t)
	f.check(f.accounts.SetPassword(t.Context(), f.editors[blog.Moderator].ID, password, f.cookies[blog.Moderator]))
	post := f.published("A post")
	p, err := f.db.PostByID(t.Context(), post)
	f.check(err)
	n := 0
	forwarded := func(r *http.Request) *http.Request {
		n++
		r.Header.Set("X-Forwarded-For", fmt.Sprintf("198.51.100.%d", n))
		r.Header.Set("X-Real-Ip", fmt.Sprintf("198.51.100.%d", n))
		return r
	}
	comment := url.Values{"text": {"A remark"}, "opened": {"1"}}
	for name, way := range map[string]struct {
		most int
		try  func() int
	}{
		"sign-in": {10, func() int {
			return f.enter("/desk/sign-in", url.Values{"email": {"owner@council.example"}, "password": {"guess"}}).Code
		}},
		"change": {10, func() int {
			form := url.Values{"form_token": {f.tokens[blog.Moderator]}, "current": {"guess"}, "password": {password + " two"}, "again": {password + " two"}}
			w := f.serve(forwarded(f.request(blog.Moderator, http.MethodPost, "/desk/password", form)))
			if strings.Contains(w.Body.String(), "too many tries") {
				return http.StatusTooManyRequests
			}
			return w.Code
		}},
		"reset": {30, func() int { return f.enter("/desk/sign-in/a-guess", url.Values{}).Code }},
		"comment": {5, func() int {
			return f.serve(forwarded(f.request("", http.MethodPost, p.Path()+"/comments", comment))).Code
		}},
	} {
		codes := map[int]int{}
		for range way.most + 3 {
			codes[way.try()]++
		}
		if codes[http.StatusTooManyRequests] < 3 || codes[http.StatusTooManyRequests] > way.most {
			t.Errorf("%s answers %v, and %d tries may pass", name, codes, way.most)
		}
	}
}

// Check 44: "Login rotates session": neither a session that the browser brings
// nor the token of the door is the new one, and what it brought has ended.
func TestCheck44SignInRotates(t *testing.T) {
	f := newFloor(t)
	f.check(f.accounts.SetPassword(t.Context(), f.editors[blog.Owner].ID, password, f.cookies[blog.Owner]))
	link, err := f.accounts.Link(t.Context(), f.editors[blog.Owner].ID, time.Hour)
	f.check(err)
	for path, form := range map[string]url.Values{
		"/desk/sign-in": {"email": {"owner@council.example"}, "password": {password}}, "/desk/sign-in/" + link: {},
	} {
		door, token := f.knock(path)
		form.Set("form_token", token)
		brought := f.cookies[blog.Managing]
		for _, fixed := range []string{brought, "fixed-by-mallory"} {
			r := f.request("", http.MethodPost, path, form)
			r.AddCookie(door)
			r.AddCookie(&http.Cookie{Name: "__Host-inews", Value: fixed})
			cookie := session(f.serve(r))
			if fixed == brought && (cookie == nil || cookie.Value == fixed || cookie.Value == door.Value || len(cookie.Value) < 40) {
				t.Errorf("%s with the session %s gives %v", path, fixed, cookie)
			}
			if _, err := f.accounts.Session(t.Context(), fixed); blog.KindOf(err) != blog.Unauthorized {
				t.Errorf("%s leaves the session that the browser brought: %v", path, err)
			}
		}
		f.hireAgain(blog.Managing)
	}
}

// hireAgain gives an editor a new session.
func (f *floor) hireAgain(role blog.Role) {
	f.Helper()
	link, err := f.accounts.Link(f.Context(), f.editors[role].ID, time.Hour)
	f.check(err)
	pass, err := f.accounts.Redeem(f.Context(), link, netip.Addr{})
	f.check(err)
	f.cookies[role] = pass.Token
}

// Check 46: after signing in, the way leads to the desk, whatever the address
// asks for.
func TestCheck46OpenRedirects(t *testing.T) {
	f := newFloor(t)
	f.check(f.accounts.SetPassword(t.Context(), f.editors[blog.Owner].ID, password, ""))
	for next, want := range map[string]string{
		"/desk/comments": "/desk/comments", "/desk/network?partner=1": "/desk/network?partner=1",
		"//evil.example": "/desk", "///evil.example": "/desk", `/\evil.example`: "/desk", `\\evil.example`: "/desk",
		"https://evil.example/desk": "/desk", "http:evil.example": "/desk", "/%2fevil.example": "/desk",
		"/desk/../..//evil.example": "/desk", "/desk//evil.example": "/desk", "javascript:alert(1)": "/desk",
		"/desk/%5c%5cevil": "/desk", "/desk\t/x": "/desk", "/deskx": "/desk", "": "/desk", "/desk/sign-out": "/desk",
		"//evil.example/desk/posts": "/desk", "/desk/%0d%0aSet-Cookie:x": "/desk",
	} {
		form := url.Values{"email": {"owner@council.example"}, "password": {password}, "next": {next}}
		if w := f.enter("/desk/sign-in", form); w.Code != http.StatusSeeOther || w.Header().Get("Location") != want {
			t.Errorf("next=%q answers %d and leads to %q, not %q", next, w.Code, w.Header().Get("Location"), want)
		}
	}
}
