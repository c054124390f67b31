package web

import (
	"context"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"inews/internal/blog"
	"inews/web/site"
)

// retryAfter is how many seconds a client is asked to wait when we are busy.
const retryAfter = "30"

// status is the code that goes with a kind of error: the one place where that
// is decided. No error, kind "", is 200.
func status(kind blog.Kind) int {
	switch kind {
	case "":
		return http.StatusOK
	case blog.Invalid:
		return http.StatusUnprocessableEntity
	case blog.NotFound:
		return http.StatusNotFound
	case blog.Gone:
		return http.StatusGone
	case blog.Conflict:
		return http.StatusConflict
	case blog.Unauthorized:
		return http.StatusUnauthorized
	case blog.Forbidden:
		return http.StatusForbidden
	case blog.TooMany:
		return http.StatusTooManyRequests
	case blog.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// trouble answers with the page of an error, and logs what is our fault.
func (s *Server) trouble(c *gin.Context, err error) {
	if errors.Is(err, context.Canceled) && c.Request.Context().Err() != nil {
		c.Abort() // the reader left
		return
	}
	kind := blog.KindOf(err)
	if errors.Is(err, context.DeadlineExceeded) {
		kind, err = blog.Unavailable, &blog.Error{Kind: blog.Unavailable, Err: err}
	}
	code := status(kind)
	if code >= http.StatusInternalServerError {
		s.log.Error("cannot answer", "request", requestID(c), "err", err)
	}
	page, fault := s.at(c.Request.URL.Path).troublePage(c, err, code)
	if fault != nil {
		s.log.Error("cannot render the page of an error", "request", requestID(c), "err", fault)
		c.String(code, "%s\n", blog.Message(err))
		c.Abort()
		return
	}
	h := c.Writer.Header()
	h["Cache-Control"] = cacheNothing
	if kind == blog.Unavailable || kind == blog.TooMany {
		h["Retry-After"] = []string{retryAfter}
	}
	s.write(c, code, page)
	c.Abort()
}

// nothingKey is the key of the page for what is not there. No path begins
// with a space.
const nothingKey = " nothing"

// troublePage makes the page of an error. The one for what is not there is
// kept, since whoever walks through addresses asks for it the most.
func (s *Server) troublePage(c *gin.Context, err error, code int) (*kept, error) {
	request := requestID(c) // the page may be made when c is of another request
	render := func(ctx context.Context) (site.Answer, error) {
		return s.site.Trouble(ctx, err, code, request)
	}
	if code == http.StatusNotFound {
		return s.cache.page(c.Request.Context(), nothingKey+s.site.Tongue.Prefix, render)
	}
	answer, err := render(c.Request.Context())
	return finish(answer, s.cache.now()), err
}
