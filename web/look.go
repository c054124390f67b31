package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"inews/web/site"
)

// asset serves what comes with the program, and beside it the style sheet of the
// council's look, which does not.
func (s *Server) asset(c *gin.Context) {
	name := c.Param("name")
	if !site.IsLook(name) {
		s.assets.ServeHTTP(c.Writer, c.Request)
		return
	}
	sheet, lasting, err := s.site.Look(c.Request.Context(), name)
	if err != nil {
		s.trouble(c, err)
		return
	}
	h := c.Writer.Header()
	h["Cache-Control"] = cacheNothing
	if lasting {
		h["Cache-Control"] = immutable
	}
	c.Data(http.StatusOK, "text/css; charset=utf-8", []byte(sheet))
}
