package mailing

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"inews/internal/blog"
)

// UnsubscribePath is what the address in List-Unsubscribe begins with; the
// token follows. The page in another language stands below that language's prefix.
const UnsubscribePath = "/unsubscribe/"

// oneClick is the header and, alike, the body of the request that a mail
// program sends when its reader presses the button. Source: RFC 8058 §3.1, §3.2.
const oneClick = "List-Unsubscribe=One-Click"

// Tokens signs what stands in links of messages: the id of what they are about. The
// zero value signs nothing.
type Tokens struct {
	Key []byte // at least 32 random bytes, kept for as long as messages are
}

// Use is what a token is for; it proves nothing elsewhere.
type Use string

// The uses of tokens.
const (
	ToLeave   Use = "unsubscribe"
	ToConfirm Use = "confirm" // that an address is one's own
	ToManage  Use = "manage"  // what one is sent
)

const minKey = 32

// tokenID is what an id may be: nothing in it needs quoting anywhere.
var tokenID = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`)

// Sign makes the token of an id.
func (t Tokens) Sign(use Use, id string) (string, error) {
	if len(t.Key) < minKey {
		return "", errors.New("sign token: the key is too short")
	}
	if !tokenID.MatchString(id) {
		return "", fmt.Errorf("sign token: %q cannot be in an address", id)
	}
	return id + "." + t.mac(use, id), nil
}

// Read returns the id that the token was made for; ok is false for a token that is
// not ours, or is for something else.
func (t Tokens) Read(use Use, token string) (id string, ok bool) {
	id, mac, _ := strings.Cut(token, ".")
	if len(t.Key) < minKey || !tokenID.MatchString(id) || !hmac.Equal([]byte(mac), []byte(t.mac(use, id))) {
		return "", false
	}
	return id, true
}

func (t Tokens) mac(use Use, id string) string {
	sum := hmac.New(sha256.New, t.Key)
	_, _ = sum.Write([]byte(string(use) + " " + id)) // a hash takes everything
	return base64.RawURLEncoding.EncodeToString(sum.Sum(nil))
}

// Unsubscribe answers at UnsubscribePath: GET shows a page with a button, and
// POST ends what the token names, without a session and without a cookie, since
// mail programs send it. The token is all the proof there is; whatever guards
// other forms against other sites must let these pass.
type Unsubscribe struct {
	Tokens Tokens
	// Lists end what blog.Mail.Leave names, by the word before its first dash; they
	// are given the id behind it. An error of kind Gone or NotFound says that it had
	// ended before.
	Lists map[string]func(ctx context.Context, id string) error
	// Page makes the page that is answered with.
	Page func(ctx context.Context, p LeavePage) ([]byte, error)
}

// LeavePage is what the page at UnsubscribePath shows.
type LeavePage struct {
	Stage Leaving
	List  string // the word before the first dash of blog.Mail.Leave; "" at Nowhere
	ID    string
	Token string // that the address ends with; "" at Nowhere
	// The button's name and value, at LeaveAsked.
	Name, Value string
}

// Leaving is how far somebody has come who wants no more of it.
type Leaving string

// The stages of leaving.
const (
	LeaveAsked   Leaving = "asked"   // a button is to be pressed
	LeaveDone    Leaving = "done"    // and was
	LeaveEarlier Leaving = "earlier" // it had ended before
	LeaveNowhere Leaving = "nowhere" // the address is none of ours
	LeaveFailed  Leaving = "failed"  // for now
	LeaveOdd     Leaving = "odd"     // neither a look nor a press of the button
)

// maxBody is the most bytes that the form of a mail program may have.
const maxBody = 4 << 10

// ServeHTTP answers one request.
func (u *Unsubscribe) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer") // the address is the proof
	h.Set("X-Robots-Tag", "noindex")
	_, token, _ := strings.Cut(r.URL.Path, UnsubscribePath)
	leave, ok := u.Tokens.Read(ToLeave, token)
	list, id, _ := strings.Cut(leave, "-")
	page := LeavePage{List: list, ID: id, Token: token}
	switch {
	case !ok || u.Lists[list] == nil:
		u.say(w, r, http.StatusNotFound, LeavePage{}, LeaveNowhere)
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		u.say(w, r, http.StatusOK, page, LeaveAsked)
	case r.Method != http.MethodPost:
		h.Set("Allow", "GET, HEAD, POST")
		u.say(w, r, http.StatusMethodNotAllowed, page, LeaveOdd)
	default:
		u.end(w, r, page)
	}
}

func (u *Unsubscribe) end(w http.ResponseWriter, r *http.Request, page LeavePage) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	name, value, _ := strings.Cut(oneClick, "=")
	if r.PostFormValue(name) != value {
		u.say(w, r, http.StatusUnprocessableEntity, page, LeaveAsked)
		return
	}
	switch err := u.Lists[page.List](r.Context(), page.ID); blog.KindOf(err) {
	case "":
		u.say(w, r, http.StatusOK, page, LeaveDone)
	case blog.Gone, blog.NotFound:
		u.say(w, r, http.StatusGone, page, LeaveEarlier)
	default:
		w.Header().Set("Retry-After", "60") // mail programs try again
		u.say(w, r, http.StatusServiceUnavailable, page, LeaveFailed)
	}
}

func (u *Unsubscribe) say(w http.ResponseWriter, r *http.Request, code int, page LeavePage, stage Leaving) {
	page.Stage = stage
	page.Name, page.Value, _ = strings.Cut(oneClick, "=")
	body, err := u.Page(r.Context(), page)
	if err != nil { // what matters has been done, or not; that is still told
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(code)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(code)
	_, _ = w.Write(body) // a reader who left needs no answer
}
