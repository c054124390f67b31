package web

import (
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"inews/internal/blog"
	"inews/internal/mailing"
)

const requestKey = "request"

// requestID names the request in the log and to the visitor.
func requestID(c *gin.Context) string { return c.GetString(requestKey) }

// identify names the request, and notes in the log what became of it: without
// the query, which holds what somebody searched for, without the visitor's
// address, and without what is secret in a path.
func (s *Server) identify(c *gin.Context) {
	id := rand.Text()[:16] // 80 bits
	c.Set(requestKey, id)
	c.Writer.Header()["X-Request-Id"] = []string{id}
	begun := time.Now()
	c.Next()
	level, path := slog.LevelInfo, c.Request.URL.Path
	if strings.HasPrefix(path, "/assets/") || strings.HasPrefix(path, "/media/") || c.Writer.Status() == http.StatusAccepted {
		level = slog.LevelDebug // what comes by the thousand and says nothing: files, and activities taken in
	}
	if ctx := c.Request.Context(); s.log.Enabled(ctx, level) {
		path = withoutSecret(path, c.FullPath())
		outcome := fmt.Sprintf("%d, %d bytes, %s", c.Writer.Status(), max(c.Writer.Size(), 0), time.Since(begun).Round(time.Microsecond))
		s.log.LogAttrs(ctx, level, c.Request.Method+" "+path, slog.String("request", id), slog.String("outcome", outcome))
	}
}

// secrets are the folders whose addresses go on with a token that lets in, or
// speaks for, whoever has it.
var secrets = []string{"/desk/sign-in/", "/desk/join/", "/desk/setup/", "/desk/drafts/", "/unsubscribe/", "/ideas/", "/updates/", "/comments/edit/", "/comments/answers/"}

// withoutSecret is a path as the log may have it: the route itself where that
// takes a token, also when the link was copied with too much.
func withoutSecret(path, route string) string {
	if strings.Contains(route, ":token") {
		return route
	}
	if route != "" {
		return path
	}
	for _, folder := range secrets {
		if before, _, found := strings.Cut(path, folder); found {
			return before + folder + "…"
		}
	}
	return path
}

// recover turns a panic into the page for our own faults.
func (s *Server) recover(c *gin.Context) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		if p == http.ErrAbortHandler { // net/http's way to drop a connection
			panic(p)
		}
		err := fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		if c.Writer.Written() { // half an answer is out: all that is left is to cut it off
			s.log.Error("cannot finish an answer", "request", requestID(c), "err", err)
			panic(http.ErrAbortHandler)
		}
		s.trouble(c, err)
	}()
	c.Next()
}

// readersPolicy is what a page for readers may load.
const readersPolicy = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; " +
	"base-uri 'none'; frame-ancestors 'none'"

// secure sets on every answer what limits a browser: no script, no frame, no
// plug-in, nothing from other servers.
func secure(baseURL string) gin.HandlerFunc {
	always := http.Header{
		"Content-Security-Policy":    {readersPolicy},
		"X-Content-Type-Options":     {"nosniff"},
		"Referrer-Policy":            {"strict-origin-when-cross-origin"},
		"Permissions-Policy":         {"camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"},
		"Cross-Origin-Opener-Policy": {"same-origin"},
	}
	if strings.HasPrefix(baseURL, "https://") {
		// A year, as browsers' preload lists ask for; without subdomains, which
		// are not ours to decide about.
		always["Strict-Transport-Security"] = []string{"max-age=31536000"}
	}
	return func(c *gin.Context) {
		h := c.Writer.Header()
		for name, value := range always {
			h[name] = value
		}
		c.Next()
	}
}

// sameOrigin refuses unsafe requests that another site's page sends. Servers
// send no Origin and no Sec-Fetch-Site; inboxes are left out because what
// guards them is the signature, and the way out of our mail because programs on
// any site may take it for their users (RFC 8058), with the token in its address.
func (s *Server) sameOrigin(baseURL string) (*http.CrossOriginProtection, error) {
	guard := http.NewCrossOriginProtection()
	if err := guard.AddTrustedOrigin(baseURL); err != nil {
		return nil, err
	}
	guard.AddInsecureBypassPattern("POST " + signedPaths)
	for _, in := range s.tongues() {
		guard.AddInsecureBypassPattern("POST " + in.site.Tongue.Prefix + mailing.UnsubscribePath)
	}
	return guard, nil
}

// signedPaths is below what only signed requests change anything.
const signedPaths = "/ap/"

func (s *Server) refuseCrossOrigin(guard *http.CrossOriginProtection) gin.HandlerFunc {
	return func(c *gin.Context) {
		err := guard.Check(c.Request)
		if err == nil && !s.saysWhence(c.Request) {
			err = errNoOrigin
		}
		if err != nil {
			s.trouble(c, &blog.Error{Kind: blog.Forbidden, Msg: "This form was sent from another site. Open the page here and send it again.", Err: err})
			return
		}
		c.Next()
	}
}

var errNoOrigin = errors.New("neither Sec-Fetch-Site nor Origin nor Referer tells where the form stood")

// saysWhence tells whether an unsafe request names the page that it comes from.
// Go's guard takes one that does not for a program's, but an old browser may
// leave out both headers that it looks at: for that one the Referer speaks,
// which our Referrer-Policy lets it send.
func (s *Server) saysWhence(r *http.Request) bool {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return true
	}
	path := r.URL.Path
	leaving := s.at(path).site.Tongue.Prefix + mailing.UnsubscribePath
	if strings.HasPrefix(path, signedPaths) || strings.HasPrefix(path, leaving) || r.Header.Get("Sec-Fetch-Site") != "" || r.Header.Get("Origin") != "" {
		return true
	}
	from := r.Header.Get("Referer")
	return from == s.baseURL || strings.HasPrefix(from, s.baseURL+"/")
}

// limit bounds the body of a request, in bytes.
func limit(n int64) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, n)
		c.Next()
	}
}
