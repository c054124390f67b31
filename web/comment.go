package web

import (
	"errors"
	"net/http"
	"net/netip"
	"net/url"

	"github.com/gin-gonic/gin"

	"inews/internal/blog"
	"inews/web/site"
)

// comment takes a reader's comment in.
func (s *Server) comment(c *gin.Context) {
	r := c.Request
	if err := r.ParseForm(); err != nil {
		s.trouble(c, badForm(err))
		return
	}
	form := r.PostForm
	address, _ := netip.ParseAddr(c.ClientIP()) // gin gives an address, or nothing on a Unix socket
	answer, err := s.site.Comment(r.Context(), site.Ask{Param: c.Param, Query: url.Values{}}, site.Typed{
		Name: form.Get("name"), Email: form.Get("email"), Text: form.Get("text"), Trap: form.Get("website"),
		Parent: form.Get("parent"), Opened: form.Get("opened"), Address: address,
	})
	if err != nil {
		s.trouble(c, err)
		return
	}
	h := c.Writer.Header()
	h["Cache-Control"] = cacheNothing
	if answer.Location != "" {
		c.Redirect(answer.Status, answer.Location)
		return
	}
	page := finish(answer, s.cache.now())
	if page.policy != nil {
		h["Content-Security-Policy"] = page.policy
	}
	s.write(c, status(blog.KindOf(answer.Err)), page)
}

// badForm says in words why a form cannot be read.
func badForm(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return &blog.Error{Kind: blog.Invalid, Msg: "That is too long. Please shorten it and send it again.", Err: err}
	}
	return &blog.Error{Kind: blog.Invalid, Msg: "The form did not arrive whole. Please send it again.", Err: err}
}
