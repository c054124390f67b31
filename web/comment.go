package web

import (
	"errors"
	"net/http"
	"net/netip"
	"net/url"

	"github.com/gin-gonic/gin"

	"inews/internal/blog"
	"inews/internal/comments"
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
		Name: form.Get("name"), Email: form.Get("email"), Wish: form.Get("wish") != "", Text: form.Get("text"), Trap: form.Get("website"),
		Parent: form.Get("parent"), Opened: form.Get("opened"), Address: address,
	})
	s.give(c, answer, err)
}

// report takes a reader's report of a comment in.
func (s *Server) report(c *gin.Context) {
	r := c.Request
	if err := r.ParseForm(); err != nil {
		s.trouble(c, badForm(err))
		return
	}
	address, _ := netip.ParseAddr(c.ClientIP()) // gin gives an address, or nothing on a Unix socket
	form := r.PostForm
	answer, err := s.site.TakeReport(r.Context(), site.Ask{Param: c.Param, Query: url.Values{}}, comments.Complaint{
		Rule: form.Get("rule"), Words: form.Get("words"), Contact: form.Get("contact"), Trap: form.Get("website"), Address: address,
	})
	s.give(c, answer, err)
}

// ownComment shows a comment to whoever wrote it.
func (s *Server) ownComment(c *gin.Context) {
	answer, err := s.site.OwnComment(c.Request.Context(), site.Ask{Param: c.Param, Query: known(c.Request.URL.RawQuery, []string{"new", "saved"})})
	s.seclude(c)
	s.give(c, answer, err)
}

// editOwnComment does what they ask for.
func (s *Server) editOwnComment(c *gin.Context) {
	r := c.Request
	s.seclude(c)
	if err := r.ParseForm(); err != nil {
		s.trouble(c, badForm(err))
		return
	}
	answer, err := s.site.EditOwnComment(r.Context(), site.Ask{Param: c.Param, Query: url.Values{}}, r.PostForm.Get("text"), r.PostForm.Get("do") == "delete")
	s.give(c, answer, err)
}

// answers shows and takes the wish to hear of answers to a comment.
func (s *Server) answers(c *gin.Context) {
	s.seclude(c)
	if c.Request.Method == http.MethodPost {
		answer, err := s.site.ConfirmAnswers(c.Request.Context(), c.Param("token"))
		s.give(c, answer, err)
		return
	}
	answer, err := s.site.Answers(c.Request.Context(), site.Ask{Param: c.Param, Query: url.Values{}})
	s.give(c, answer, err)
}

// seclude keeps an address that lets in whoever has it from other sites and from
// search engines.
func (s *Server) seclude(c *gin.Context) {
	h := c.Writer.Header()
	h["Referrer-Policy"] = []string{"same-origin"} // its own forms still say whence they come
	h["X-Robots-Tag"] = []string{"noindex"}
}

// badForm says in words why a form cannot be read.
func badForm(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return &blog.Error{Kind: blog.Invalid, Msg: "That is too long. Please shorten it and send it again.", Err: err}
	}
	return &blog.Error{Kind: blog.Invalid, Msg: "The form did not arrive whole. Please send it again.", Err: err}
}
