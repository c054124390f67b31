package desk

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"inews/internal/accounts"
	"inews/internal/blog"
	"inews/internal/postgres"
)

// visit is one request to the desk, once the guard has let it in.
type visit struct {
	*gin.Context
	editor  blog.Editor      // zero at the door
	session postgres.Session // zero at the door
	token   string           // of the session, or of the door
	form    url.Values       // of a POST
	done    bool             // an answer was given
}

func (v *visit) ctx() context.Context { return v.Request.Context() }

// may tells whether whoever is signed in carries the right.
func (v *visit) may(right blog.Right) bool { return v.editor.Role.May(right) }

// tokenField is the name of the form token's field.
const tokenField = "form_token"

// formToken goes into every form of a session and comes back with it. It is
// made from the cookie's token, so that no other site can know it, and does not
// give that away.
func formToken(token string) string {
	mac := hmac.New(sha256.New, []byte(token))
	_, _ = mac.Write([]byte("form of the desk")) // a hash takes everything
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// guard is what stands before every handler: it finds out who comes, whether
// they may, and whether a form is one that we gave them.
func (d *Desk) guard(route Route) gin.HandlerFunc {
	return func(c *gin.Context) {
		h := c.Writer.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Robots-Tag", "noindex")
		h.Set("Referrer-Policy", "same-origin") // a sign-in link is a secret
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "+
			"font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		address, _ := netip.ParseAddr(c.ClientIP()) // the zero address has limits of its own
		c.Request = c.Request.WithContext(accounts.From(c.Request.Context(), accounts.Caller{Agent: c.Request.UserAgent(), Address: address}))
		v := &visit{Context: c}
		defer v.clear()
		if err := d.admit(v, route); err != nil {
			d.trouble(v, err)
			return
		}
		if v.done {
			return
		}
		if err := route.handle(v); err != nil {
			d.trouble(v, err)
		}
	}
}

// clear deletes the files of a form that were too large for memory. net/http does
// it for the request that it made alone, and ours is another.
func (v *visit) clear() {
	if v.Request.MultipartForm != nil {
		_ = v.Request.MultipartForm.RemoveAll()
	}
}

// admit identifies the visitor and checks right and form.
func (d *Desk) admit(v *visit, route Route) error {
	if route.Right == "" {
		v.token = d.cookie(v, d.doorCookie())
	} else if err := d.identify(v, route); err != nil || v.done {
		return err
	}
	if route.Method == http.MethodGet {
		return nil
	}
	if err := v.readForm(route.body); err != nil {
		return err
	}
	sent := v.form.Get(tokenField)
	if v.token == "" || !hmac.Equal([]byte(sent), []byte(formToken(v.token))) {
		return blog.Errorf(blog.Forbidden, "This form is out of date, or was not ours. Go back, reload the page and send it again.")
	}
	return nil
}

// identify finds whose session it is. Who has none is sent to the door.
func (d *Desk) identify(v *visit, route Route) error {
	v.token = d.cookie(v, d.sessionCookie())
	editor, session, err := d.Accounts.Open(v.ctx(), v.token)
	if blog.KindOf(err) == blog.Unauthorized && route.Method == http.MethodGet && !wantsJSON(v) {
		v.to("/desk/sign-in?" + url.Values{"next": {v.Request.URL.RequestURI()}}.Encode())
		return nil
	}
	if err != nil {
		return err
	}
	v.editor, v.session = editor, session
	if d.Accounts.Lacks(editor, session.Way) && !secures(route.Path) {
		if route.Method == http.MethodGet {
			v.to("/desk/account")
			return nil
		}
		return blog.Errorf(blog.Forbidden, "Set up a second factor first: on the page of your account.")
	}
	if !v.may(route.Right) {
		return blog.Errorf(blog.Forbidden, "Your role does not come here. Ask an owner if you need to.")
	}
	return nil
}

// secures tells whether a route is open to whoever must still set up a second
// factor: it leads there, or out.
func secures(path string) bool {
	return path == "/desk/account" || strings.HasPrefix(path, "/desk/account/") || path == "/desk/password" || path == "/desk/sign-out"
}

// memory is how much of an upload is held before it goes to a file, in bytes.
const memory = 1 << 20

func (v *visit) readForm(limit int64) error {
	r := v.Request
	r.Body = http.MaxBytesReader(v.Writer, r.Body, limit)
	err := r.ParseMultipartForm(memory)
	if errors.Is(err, http.ErrNotMultipart) {
		err = r.ParseForm()
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return &blog.Error{Kind: blog.Invalid, Msg: "That was too large: a picture may have 16 MB. Nothing was saved; go back in your browser and choose a smaller one.", Err: err}
	case err != nil:
		return &blog.Error{Kind: blog.Invalid, Msg: "The form did not arrive whole. Go back and send it again.", Err: err}
	}
	v.form = r.PostForm
	return nil
}

// to sends the browser on with a GET.
func (v *visit) to(address string) {
	v.done = true
	v.Redirect(http.StatusSeeOther, address)
}

// back sends the browser on with a word about what was done.
func (v *visit) back(address string, done notice) error {
	path, query, _ := strings.Cut(address, "?")
	values, _ := url.ParseQuery(query) // addresses here are our own
	values.Set("done", string(done))
	v.to(path + "?" + values.Encode())
	return nil
}

// show renders a page.
func (d *Desk) show(v *visit, code int, page string, data any) error {
	body, err := d.view.Render(page, data)
	if err != nil {
		return err
	}
	v.done = true
	v.Data(code, "text/html; charset=utf-8", body)
	return nil
}
