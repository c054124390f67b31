package desk_test

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"inews/internal/accounts"
	"inews/internal/blog"
)

var secretShape = regexp.MustCompile(`id="secret">([^<]+)<`)

// equip gives an editor an authenticator app, and returns what it shows.
func (f *floor) equip(role blog.Role) (show func(later time.Duration) string) {
	f.Helper()
	f.done(role, "/desk/account/code", nil)
	page := f.see(role, "/desk/account/code", "Scan this with the app", "<svg", "Switch on")
	secret := strings.ReplaceAll(secretShape.FindStringSubmatch(page)[1], " ", "")
	show = func(later time.Duration) string {
		code, err := totp.GenerateCode(secret, time.Now().Add(later))
		f.check(err)
		return code
	}
	f.refused(role, "/desk/account/code/confirm", url.Values{"code": {"000000"}}, http.StatusUnprocessableEntity, `href="#code"`)
	w := f.post(role, "/desk/account/code/confirm", url.Values{"code": {show(-30 * time.Second)}})
	if w.Code != http.StatusOK || strings.Count(w.Body.String(), "<li><code>") != 10 {
		f.Fatalf("the first code answers %d:\n%s", w.Code, core(w.Body.String()))
	}
	if again := f.see(role, "/desk/account/code"); strings.Contains(again, secret[:4]) || strings.Contains(again, "<code>") {
		f.Error("the key or the recovery codes are shown again")
	}
	return show
}

// After the right password of somebody with an app there is no session until the
// code has come, to the browser that gave the password alone; then the way leads
// on where it was to lead, inside of the desk.
func TestCodeAtTheDoor(t *testing.T) {
	f := newFloor(t)
	f.check(f.accounts.SetPassword(t.Context(), f.editors[blog.Owner].ID, password, f.cookies[blog.Owner]))
	show := f.equip(blog.Owner)
	w := f.enter("/desk/sign-in", url.Values{"email": {"owner@council.example"}, "password": {password}, "next": {"/desk/comments"}})
	to := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || to != "/desk/sign-in/code?next=%2Fdesk%2Fcomments" || session(w) != nil {
		t.Fatalf("the password answers %d, to %q, with the session %v", w.Code, to, session(w))
	}
	door := doorOf(w)
	if door == nil || !door.HttpOnly || !door.Secure || door.SameSite != http.SameSiteLaxMode {
		t.Fatalf("the door's cookie is %+v", door)
	}
	page := f.with("/desk/sign-in/code", door, http.MethodGet, nil)
	if page.Code != http.StatusOK || !strings.Contains(page.Body.String(), "one-time-code") {
		t.Fatalf("the form for the code answers %d", page.Code)
	}
	form := url.Values{"form_token": {f.token(page)}, "code": {"000000"}}
	if w := f.with("/desk/sign-in/code", door, http.MethodPost, form); w.Code != http.StatusUnprocessableEntity || session(w) != nil {
		t.Errorf("a wrong code answers %d", w.Code)
	}
	if stranger := f.get("", "/desk/sign-in/code"); stranger.Code != http.StatusSeeOther {
		t.Errorf("a browser that gave no password is answered %d", stranger.Code)
	}
	for next, want := range map[string]string{"//evil.example": "/desk", `/\evil.example`: "/desk", "/desk/sign-out": "/desk"} {
		page := f.with("/desk/sign-in/code?"+url.Values{"next": {next}}.Encode(), door, http.MethodGet, nil)
		if !strings.Contains(page.Body.String(), `name="next" value="`+want+`"`) {
			t.Errorf("next=%q is kept", next)
		}
	}
	form.Set("code", show(0))
	form.Set("next", "//evil.example")
	w = f.with("/desk/sign-in/code", door, http.MethodPost, form)
	if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || session(w) == nil || to != "/desk" {
		t.Errorf("the code answers %d, to %q, with the session %v", w.Code, to, session(w))
	}
	if w := f.with("/desk/sign-in/code", door, http.MethodPost, form); session(w) != nil {
		t.Error("the same code opens a second session")
	}
}

func doorOf(w *httptest.ResponseRecorder) *http.Cookie {
	for _, cookie := range w.Result().Cookies() {
		if strings.HasSuffix(cookie.Name, "-door") && cookie.Value != "" {
			return cookie
		}
	}
	return nil
}

// with sends a request with a cookie of the door.
func (f *floor) with(path string, door *http.Cookie, method string, form url.Values) *httptest.ResponseRecorder {
	r := f.request("", method, path, form)
	r.AddCookie(door)
	return f.serve(r)
}

// Switching codes off asks for the password and a code.
func TestSwitchingCodesOff(t *testing.T) {
	f := newFloor(t)
	f.check(f.accounts.SetPassword(t.Context(), f.editors[blog.Managing].ID, password, f.cookies[blog.Managing]))
	show := f.equip(blog.Managing)
	const path = "/desk/account/code/remove"
	f.refused(blog.Managing, path, url.Values{"current": {"a guess"}, "code": {show(0)}}, http.StatusUnprocessableEntity, "not your present password")
	f.refused(blog.Managing, path, url.Values{"current": {password}, "code": {"000000"}}, http.StatusUnprocessableEntity, "not right")
	f.see(blog.Managing, "/desk/account", "After your password you are asked for a code.")
	f.done(blog.Managing, path, url.Values{"current": {password}, "code": {show(0)}})
	f.see(blog.Managing, "/desk/account", "Set up an app")
}

// Where a second factor is required, whoever lacks one comes nowhere before they
// have set one up; with one they go on.
func TestRequiredSecondFactor(t *testing.T) {
	f := newFloor(t)
	f.accounts.SecondFactor = accounts.ForOwners
	if to := f.get(blog.Owner, "/desk/staff").Header().Get("Location"); to != "/desk/account" {
		t.Errorf("an owner without a second factor is led to %q", to)
	}
	if w := f.post(blog.Owner, "/desk/staff", url.Values{"name": {"Eve"}, "email": {"eve@council.example"}, "role": {"owner"}}); w.Code != http.StatusForbidden {
		t.Errorf("and adds staff, which answers %d", w.Code)
	}
	f.see(blog.Owner, "/desk/account", "Set up a second factor first")
	f.see(blog.Managing, "/desk", "Editor Okafor")
	f.equip(blog.Owner)
	f.see(blog.Owner, "/desk/staff", "no second factor")
	if page := f.see(blog.Owner, "/desk/account"); strings.Contains(page, "Set up a second factor first") {
		t.Error("an owner with an app is asked for one")
	}
}

var endShape = regexp.MustCompile(`action="(/desk/account/sessions/[^"]+/end)"`)

// Everybody sees where they are signed in, and ends it, and nobody else's; an
// owner ends those of others, and their second factor.
func TestSessionsOnThePage(t *testing.T) {
	f := newFloor(t)
	before := f.cookies[blog.Managing]
	f.hireAgain(blog.Managing)
	f.tokens[blog.Managing] = f.token(f.get(blog.Managing, "/desk/account"))
	f.see(blog.Managing, "/desk/password", `href="/desk/notices/choices"`)
	page := f.see(blog.Managing, "/desk/account", `<h2 id="your-notices">What you are told</h2>`, `href="/desk/notices/choices"`, "this one", "by a sign-in link", "Sign out all others")
	end := html.UnescapeString(endShape.FindStringSubmatch(page)[1])
	if w := f.post(blog.Owner, end, nil); w.Code != http.StatusNotFound {
		t.Errorf("ending somebody else's session answers %d", w.Code)
	}
	f.done(blog.Managing, end, nil)
	if _, err := f.accounts.Session(t.Context(), before); blog.KindOf(err) != blog.Unauthorized {
		t.Errorf("the ended session is open: %v", err)
	}
	f.see(blog.Managing, "/desk/account", "this one")

	f.equip(blog.Managing)
	staff := "/desk/staff/" + f.editors[blog.Managing].ID
	f.refused(blog.Moderator, staff+"/sign-out", nil, http.StatusForbidden)
	f.see(blog.Owner, "/desk/staff", "Forget the second factor of Editor Okafor")
	f.done(blog.Owner, staff+"/second-factor", nil)
	if w := f.get(blog.Managing, "/desk"); w.Code != http.StatusSeeOther {
		t.Errorf("whose second factor was forgotten is answered %d", w.Code)
	}
	f.hireAgain(blog.Managing)
	f.tokens[blog.Managing] = f.token(f.get(blog.Managing, "/desk/account"))
	f.see(blog.Managing, "/desk/account", "Set up an app")
	f.done(blog.Owner, staff+"/sign-out", nil)
	if w := f.get(blog.Managing, "/desk"); w.Code != http.StatusSeeOther {
		t.Errorf("whom an owner has signed out is answered %d", w.Code)
	}
}

// The door offers what there is: the script for passkeys, and the organisation's
// sign-in only where it is set up.
func TestTheDoorOffers(t *testing.T) {
	f := newFloor(t)
	page := f.see("", "/desk/sign-in", `src="/assets/door`, `id="passkey-door" class="door-key" hidden`, `autocomplete="username webauthn"`)
	if strings.Contains(page, "/desk/sign-in/organisation") {
		t.Error("an organisation is offered that there is not")
	}
	f.accounts.Organisation = &accounts.Organisation{Name: "Council ID"}
	f.see("", "/desk/sign-in", "Sign in with Council ID", `type="password"`)
	f.accounts.OnlyThere = true
	if page := f.see("", "/desk/sign-in", "Sign in with Council ID"); strings.Contains(page, `type="password"`) || strings.Contains(page, "passkey-door") {
		t.Error("a password is asked for where there is none")
	}
	f.check(f.accounts.SetPassword(t.Context(), f.editors[blog.Owner].ID, password, ""))
	door, token := f.knock("/desk/sign-in/a-link") // a page with a form, which the door has no more
	form := url.Values{"form_token": {token}, "email": {"owner@council.example"}, "password": {password}}
	if w := f.with("/desk/sign-in", door, http.MethodPost, form); w.Code != http.StatusUnauthorized || session(w) != nil {
		t.Errorf("the right password answers %d", w.Code)
	}
}
