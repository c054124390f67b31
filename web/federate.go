package web

import (
	"net"

	"github.com/gin-gonic/gin"
)

// federate hands a request on to the fediverse side, with the address of the
// client for that of a trusted proxy: who floods an inbox is counted by it.
func (s *Server) federate(c *gin.Context) {
	r := c.Request
	if client := c.ClientIP(); client != "" && client != c.RemoteIP() {
		r = r.WithContext(r.Context()) // a copy: the request is not ours to change
		r.RemoteAddr = net.JoinHostPort(client, "0")
	}
	s.federation.ServeHTTP(c.Writer, r)
}
