package web

import (
	"net/http"
	"net/netip"

	"github.com/gin-gonic/gin"

	"inews/internal/blog"
	"inews/internal/mailing"
	"inews/web/site"
)

// mountMail adds the addresses at which readers ask for mail and leave it: what only
// a link in a message leads to is nobody's business, and kept nowhere.
func (s *Server) mountMail(u mailing.Unsubscribe) {
	for _, in := range s.tongues() {
		r, leave := s.engine.Group(in.site.Tongue.Prefix), u
		leave.Page = in.site.Leave
		// Written out, since a mail program that tries another method is told which it may.
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
			r.Handle(method, mailing.UnsubscribePath+":token", gin.WrapH(&leave))
		}
		in.updateRoutes(r)
	}
}

// updateRoutes is the map of the pages and forms for updates.
func (s *Server) updateRoutes(r *gin.RouterGroup) {
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		r.Handle(method, mailing.UpdatesPath, s.page(s.site.Updates, "tag", "series", "sent"))
	}
	r.POST(mailing.UpdatesPath, limit(maxForm), s.form(func(c *gin.Context) (site.Answer, error) {
		address, _ := netip.ParseAddr(c.ClientIP()) // gin gives an address, or nothing on a Unix socket
		return s.site.Subscribe(c.Request.Context(), c.Request.PostForm, address)
	}))
	const confirm, manage = mailing.UpdatesPath + "/confirm/:token", mailing.UpdatesPath + "/:token"
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		r.Handle(method, confirm, s.form(func(c *gin.Context) (site.Answer, error) {
			return s.site.ConfirmUpdates(c.Request.Context(), c.Param("token"), false)
		}))
		r.Handle(method, manage, s.form(func(c *gin.Context) (site.Answer, error) {
			return s.site.ManageUpdates(c.Request.Context(), c.Param("token"))
		}))
	}
	r.POST(confirm, limit(maxForm), s.form(func(c *gin.Context) (site.Answer, error) {
		return s.site.ConfirmUpdates(c.Request.Context(), c.Param("token"), c.Request.PostForm.Get("do") == "confirm")
	}))
	r.POST(manage, limit(maxForm), s.form(func(c *gin.Context) (site.Answer, error) {
		return s.site.ChangeUpdates(c.Request.Context(), c.Param("token"), c.Request.PostForm)
	}))
}

// form answers with a page that nothing keeps. Its address may be a proof, which no
// other site is told.
func (s *Server) form(make func(c *gin.Context) (site.Answer, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		h := c.Writer.Header()
		h["Cache-Control"] = cacheNothing
		h["Referrer-Policy"] = []string{"same-origin"}
		h["X-Robots-Tag"] = []string{"noindex"}
		if err := c.Request.ParseForm(); err != nil {
			s.trouble(c, badForm(err))
			return
		}
		answer, err := make(c)
		if err != nil {
			s.trouble(c, err)
			return
		}
		if answer.Location != "" {
			c.Redirect(answer.Status, s.site.Tongue.Path(answer.Location))
			return
		}
		s.write(c, status(blog.KindOf(answer.Err)), finish(answer, s.cache.now()))
	}
}
