package mailing

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"regexp"
	"strings"

	"inews/internal/blog"
)

// UnsubscribePath is what the address in List-Unsubscribe begins with; the
// token follows.
const UnsubscribePath = "/unsubscribe/"

// oneClick is the header and, alike, the body of the request that a mail
// program sends when its reader presses the button. Source: RFC 8058 §3.1, §3.2.
const oneClick = "List-Unsubscribe=One-Click"

// Tokens signs and reads the ids of subscriptions. The zero value signs nothing.
type Tokens struct {
	Key []byte // at least 32 random bytes, kept for as long as messages are
}

const minKey = 32

// subscriptionID is what an id may be: nothing in it needs quoting anywhere.
var subscriptionID = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`)

// Sign makes the token of a subscription.
func (t Tokens) Sign(subscription string) (string, error) {
	if len(t.Key) < minKey {
		return "", errors.New("sign token: the key is too short")
	}
	if !subscriptionID.MatchString(subscription) {
		return "", fmt.Errorf("sign token: %q is not the id of a subscription", subscription)
	}
	return subscription + "." + t.mac(subscription), nil
}

// Read returns the subscription that the token was made for; ok is false for a
// token that is not ours.
func (t Tokens) Read(token string) (subscription string, ok bool) {
	subscription, mac, _ := strings.Cut(token, ".")
	if len(t.Key) < minKey || !subscriptionID.MatchString(subscription) || !hmac.Equal([]byte(mac), []byte(t.mac(subscription))) {
		return "", false
	}
	return subscription, true
}

func (t Tokens) mac(subscription string) string {
	sum := hmac.New(sha256.New, t.Key)
	_, _ = sum.Write([]byte("unsubscribe " + subscription)) // a hash takes everything
	return base64.RawURLEncoding.EncodeToString(sum.Sum(nil))
}

// Unsubscribe answers at UnsubscribePath: GET shows a page with a button, and
// POST ends the subscription, without a session and without a cookie, since
// mail programs send it. The token is all the proof there is; whatever guards
// other forms against other sites must let these pass.
type Unsubscribe struct {
	Tokens Tokens
	// End ends a subscription, in one transaction with whatever notes it. An
	// error of kind Gone says that it had ended before.
	End func(ctx context.Context, subscription string) error
}

// maxBody is the most bytes that the form of a mail program may have.
const maxBody = 4 << 10

// ServeHTTP answers one request.
func (u *Unsubscribe) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer") // the address is the proof
	h.Set("X-Robots-Tag", "noindex")
	token, _ := strings.CutPrefix(r.URL.Path, UnsubscribePath)
	subscription, ok := u.Tokens.Read(token)
	switch {
	case !ok:
		u.say(w, http.StatusNotFound, "There is nothing here.", false)
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		u.say(w, http.StatusOK, "Press the button to stop these messages.", true)
	case r.Method != http.MethodPost:
		h.Set("Allow", "GET, HEAD, POST")
		u.say(w, http.StatusMethodNotAllowed, "This address takes no such request.", false)
	default:
		u.end(w, r, subscription)
	}
}

func (u *Unsubscribe) end(w http.ResponseWriter, r *http.Request, subscription string) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	name, value, _ := strings.Cut(oneClick, "=")
	if r.PostFormValue(name) != value {
		u.say(w, http.StatusUnprocessableEntity, "Press the button to stop these messages.", true)
		return
	}
	switch err := u.End(r.Context(), subscription); blog.KindOf(err) {
	case "":
		u.say(w, http.StatusOK, "You will get no more of these messages.", false)
	case blog.Gone, blog.NotFound:
		u.say(w, http.StatusGone, "These messages were stopped before.", false)
	default:
		w.Header().Set("Retry-After", "60") // mail programs try again
		u.say(w, http.StatusServiceUnavailable, "This did not work. Please try again in a minute.", false)
	}
}

var unsubscribePage = template.Must(template.New("unsubscribe").Parse(`<!doctype html>
<html lang="en-GB"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Stop messages</title>
<main><h1>Stop messages</h1><p>{{.Words}}</p>{{if .Button}}
<form method="post"><button name="{{.Name}}" value="{{.Value}}">Stop these messages</button></form>{{end}}</main></html>
`))

func (u *Unsubscribe) say(w http.ResponseWriter, code int, words string, button bool) {
	name, value, _ := strings.Cut(oneClick, "=")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(code)
	// The reader has gone when this fails; the page itself cannot.
	_ = unsubscribePage.Execute(w, struct {
		Words, Name, Value string
		Button             bool
	}{words, name, value, button})
}
