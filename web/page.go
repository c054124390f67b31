package web

import (
	"context"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"inews/internal/blog"
	"inews/web/site"
)

// Header values that many answers share. They are never changed.
var (
	cachePage    = []string{"public, max-age=60, stale-while-revalidate=300, stale-if-error=86400"}
	cacheMoved   = []string{"public, max-age=300"}
	cacheNothing = []string{"no-store"}
	varyEncoding = []string{"Accept-Encoding"}
	varyBoth     = []string{"Accept, Accept-Encoding"}
	gzipped      = []string{"gzip"}
)

// page serves a reader page from the cache. query names the parameters that
// the page knows; all others are ignored, so that they cannot fill the cache.
func (s *Server) page(reader site.Reader, query ...string) gin.HandlerFunc {
	return func(c *gin.Context) {
		values := known(c.Request.URL.RawQuery, query)
		key := c.Request.URL.Path
		if len(values) > 0 {
			key += "?" + values.Encode()
		}
		params := slices.Clone(c.Params) // the page may be made when c is of another request
		k, err := s.cache.page(c.Request.Context(), key, func(ctx context.Context) (site.Answer, error) {
			return reader(site.Asking(ctx, values), site.Ask{Param: params.ByName, Query: values})
		})
		if err != nil {
			s.missing(c, err)
			return
		}
		s.serve(c, k)
	}
}

// found serves a page that finds a visitor's own server. Until they say which,
// it is the same for all; what was found for one is kept for nobody.
func (s *Server) found(reader site.Reader, query ...string) gin.HandlerFunc {
	same := s.page(reader, query...)
	return func(c *gin.Context) {
		values := known(c.Request.URL.RawQuery, query)
		if values.Get("to") == "" {
			same(c)
			return
		}
		from, _ := netip.ParseAddr(c.ClientIP()) // gin gives an address, or nothing on a Unix socket
		answer, err := reader(site.Asking(c.Request.Context(), values), site.Ask{Param: c.Param, Query: values, From: from})
		if err != nil {
			s.trouble(c, err)
			return
		}
		c.Writer.Header()["Cache-Control"] = cacheNothing
		s.write(c, status(blog.KindOf(answer.Err)), finish(answer, s.cache.now()))
	}
}

// known parses the parameters that a page knows, without the empty ones.
func known(raw string, names []string) url.Values {
	if raw == "" || len(names) == 0 {
		return nil
	}
	all, _ := url.ParseQuery(raw) // what is malformed is left out
	values := url.Values{}
	for _, name := range names {
		if v := all.Get(name); v != "" {
			values.Set(name, v)
		}
	}
	return values
}

// serve writes a finished page, or sends whoever wants ActivityStreams to the
// object that it shows.
func (s *Server) serve(c *gin.Context, k *kept) {
	h, r := c.Writer.Header(), c.Request
	if k.answer.Location != "" {
		h["Cache-Control"] = cacheMoved
		c.Redirect(k.answer.Status, s.site.Tongue.Path(k.answer.Location))
		return
	}
	h["Vary"] = varyEncoding
	if k.link != nil {
		h["Vary"] = varyBoth
		h["Link"] = k.link
		if ours(k.answer.Object, s.baseURL) && s.federation.Wants(r) {
			h["Cache-Control"] = cacheMoved
			c.Redirect(http.StatusSeeOther, k.answer.Object)
			return
		}
	}
	s.read(r, k)
	if k.policy != nil {
		h["Content-Security-Policy"] = k.policy
	}
	h["Cache-Control"] = cachePage
	h["Etag"] = k.etag
	if k.modified != nil {
		h["Last-Modified"] = k.modified
	}
	if unchanged(r, k) {
		c.Status(http.StatusNotModified)
		c.Writer.WriteHeaderNow()
		return
	}
	status := k.answer.Status
	if status == 0 {
		status = http.StatusOK
	}
	s.write(c, status, k)
}

// write sends the bytes, compressed for whoever takes that.
func (s *Server) write(c *gin.Context, status int, k *kept) {
	h := c.Writer.Header()
	h["Content-Type"] = k.contentType
	body, length := k.answer.Body, k.length
	if k.zipped != nil && acceptsGzip(c.Request.Header.Get("Accept-Encoding")) {
		h["Content-Encoding"] = gzipped
		body, length = k.zipped, k.zippedLength
	}
	h["Content-Length"] = length
	c.Status(status)
	if c.Request.Method == http.MethodHead {
		c.Writer.WriteHeaderNow()
		return
	}
	_, _ = c.Writer.Write(body) // a reader who left needs no answer
}

func ours(object, base string) bool { return strings.HasPrefix(object, base+"/") }

// unchanged tells whether the reader has the page already (RFC 9110 §13.1).
func unchanged(r *http.Request, k *kept) bool {
	if tags := r.Header.Get("If-None-Match"); tags != "" {
		return tags == "*" || strings.Contains(tags, strings.TrimPrefix(k.etag[0], "W/"))
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !k.answer.Modified.IsZero() && !k.answer.Modified.Truncate(time.Second).After(since)
}

// acceptsGzip reads Accept-Encoding as far as it matters here: gzip is named
// and not refused (RFC 9110 §12.5.3).
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			weight := strings.ReplaceAll(params, " ", "")
			return strings.Trim(weight, "q=.0") != "" || weight == ""
		}
	}
	return false
}
