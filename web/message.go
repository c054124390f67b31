package web

import (
	"net/http"
	"net/netip"

	"github.com/gin-gonic/gin"

	"inews/internal/blog"
	"inews/web/site"
)

// messageRoutes is where readers write to the council in private, and the pages
// that are one reader's.
func (s *Server) messageRoutes(r gin.IRouter) {
	r.POST("/contact", limit(maxForm), s.message(blog.ContactMessage))
	r.POST("/ideas", limit(maxForm), s.message(blog.IdeaMessage))
	r.POST("/feedback", limit(maxForm), s.message(blog.FeedbackMessage))
	r.POST("/ideas/:token/remove", limit(maxForm), s.takeBack)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		r.Handle(method, "/ideas/:token", s.private(s.site.Idea, "sent"))
		r.Handle(method, "/thanks/:reference", s.private(s.site.Thanks, "page"))
	}
}

// message takes in what a reader writes to the council in private.
func (s *Server) message(kind blog.MessageKind) gin.HandlerFunc {
	return func(c *gin.Context) {
		r := c.Request
		if err := r.ParseForm(); err != nil {
			s.trouble(c, badForm(err))
			return
		}
		form := r.PostForm
		address, _ := netip.ParseAddr(c.ClientIP()) // gin gives an address, or nothing on a Unix socket
		answer, err := s.site.Write(r.Context(), site.Written{
			Kind: kind, Title: form.Get("title"), Text: form.Get("text"), Name: form.Get("name"), Email: form.Get("email"),
			Useful: form.Get("useful"), Named: form.Get("named") == "yes", Page: form.Get("page"),
			Trap: form.Get("website"), Opened: form.Get("opened"), Address: address,
		})
		s.give(c, answer, err)
	}
}

// private serves a page that is one reader's: no cache keeps it, and nobody counts
// who reads it.
func (s *Server) private(reader site.Reader, query ...string) gin.HandlerFunc {
	return func(c *gin.Context) {
		answer, err := reader(c.Request.Context(), site.Ask{Param: c.Param, Query: known(c.Request.URL.RawQuery, query)})
		s.give(c, answer, err)
	}
}

// takeBack erases an idea for whoever had it.
func (s *Server) takeBack(c *gin.Context) {
	answer, err := s.site.TakeBack(c.Request.Context(), c.Param("token"))
	s.give(c, answer, err)
}

// give writes an answer that is kept nowhere.
func (s *Server) give(c *gin.Context, answer site.Answer, err error) {
	if err != nil {
		s.trouble(c, err)
		return
	}
	h := c.Writer.Header()
	h["Cache-Control"] = cacheNothing
	if answer.Location != "" {
		c.Redirect(answer.Status, s.site.Tongue.Path(answer.Location))
		return
	}
	page := finish(answer, s.cache.now())
	if page.policy != nil {
		h["Content-Security-Policy"] = page.policy
	}
	s.write(c, status(blog.KindOf(answer.Err)), page)
}
