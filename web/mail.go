package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"inews/internal/mailing"
)

// mountUnsubscribe has what u answers stand at its address, in our pages.
func (s *Server) mountUnsubscribe(u mailing.Unsubscribe) {
	u.Page = s.site.Leave
	// Written out, since a mail program that tries another method is told which it may.
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		s.engine.Handle(method, mailing.UnsubscribePath+":token", gin.WrapH(&u))
	}
}
