package desk

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"inews/internal/blog"
)

// The prefix __Host- has browsers refuse the cookie unless it is Secure, of
// this host alone and for the whole of it; over plain http there is no such
// cookie.
func (d *Desk) cookieName(name string) string {
	if d.secure() {
		return blog.CookiePrefix + name
	}
	return name
}

func (d *Desk) secure() bool { return strings.HasPrefix(d.BaseURL, "https://") }

func (d *Desk) sessionCookie() string { return d.cookieName(blog.SessionCookie.Name) }

// doorCookie holds a random token before there is a session, so that the forms
// at the door have a token to be checked against as well.
func (d *Desk) doorCookie() string { return d.cookieName(blog.DoorCookie.Name) }

func (d *Desk) cookie(v *visit, name string) string {
	cookie, err := v.Request.Cookie(name)
	if err != nil {
		return ""
	}
	return cookie.Value
}

func (d *Desk) setCookie(v *visit, name, value string, expires time.Time) {
	cookie := http.Cookie{
		Name: name, Value: value, Path: "/", Expires: expires,
		HttpOnly: true, Secure: d.secure(), SameSite: http.SameSiteLaxMode,
	}
	if value == "" {
		cookie.MaxAge = -1
	}
	http.SetCookie(v.Writer, &cookie)
}

// door gives a visitor without a session a token for the forms at the door.
func (d *Desk) door(v *visit) {
	if v.token == "" {
		v.token = rand.Text()
		d.setCookie(v, d.doorCookie(), v.token, time.Time{})
	}
}

// onward is where to go after signing in: an address of the desk itself, or
// the dashboard for everything else. A browser reads a backslash as a slash and
// drops control characters, so that neither is let through.
func onward(next string) string {
	const home = "/desk"
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" {
		return home
	}
	if strings.ContainsFunc(u.Path, func(r rune) bool { return r < ' ' || r == '\\' || r == 0x7f }) {
		return home
	}
	if clean := path.Clean(u.Path); clean != u.Path || (clean != home && !strings.HasPrefix(clean, home+"/")) {
		return home
	}
	if strings.HasPrefix(u.Path, "/desk/sign-") {
		return home
	}
	return (&url.URL{Path: u.Path, RawQuery: u.Query().Encode()}).String()
}
