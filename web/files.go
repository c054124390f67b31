package web

import (
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"inews/internal/blog"
	"inews/internal/media"
)

// immutable is for files whose name holds a hash of their content.
var immutable = []string{"public, max-age=31536000, immutable"}

// picture serves an upload. Its type comes from its name, which we made, and
// is never one that a browser would run or a server would take for an object.
// That holds for what is not there as well: among uploads stands no page.
func (s *Server) picture(c *gin.Context) {
	name := c.Param("name")
	contentType, ok := media.ContentType(name)
	if !ok {
		noPicture(c)
		return
	}
	file, err := s.media.Open(name)
	if blog.KindOf(err) == blog.NotFound {
		noPicture(c)
		return
	}
	if err != nil {
		s.trouble(c, err)
		return
	}
	etag := name
	if h := c.Writer.Header(); !media.IsFile(name) {
		h["Vary"] = append(h["Vary"], "Accept")
		if lighter, ok := s.lighter(c, name); ok {
			_ = file.Close() // it was not read
			file, contentType, etag = lighter, "image/webp", name+".webp"
		}
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		s.trouble(c, fmt.Errorf("look at picture: %w", err))
		return
	}
	content, ok := file.(io.ReadSeeker)
	if !ok {
		s.trouble(c, fmt.Errorf("read picture %s: the store cannot seek", name))
		return
	}
	h := c.Writer.Header()
	h["Content-Type"] = []string{contentType}
	if media.IsFile(name) {
		h["Content-Disposition"] = []string{s.disposition(c, name)}
	}
	h["Cache-Control"] = immutable
	h["Content-Security-Policy"] = []string{"sandbox; default-src 'none'"}
	h["Cross-Origin-Resource-Policy"] = []string{"cross-origin"} // previews on other sites show it
	h["Etag"] = []string{`"` + etag + `"`}
	http.ServeContent(c.Writer, c.Request, name, info.ModTime(), content)
}

// lighter is the picture as WebP, for browsers, which say that they read it;
// other servers do not, and get what our documents name.
func (s *Server) lighter(c *gin.Context, name string) (fs.File, bool) {
	if !strings.Contains(c.GetHeader("Accept"), "image/webp") {
		return nil, false
	}
	return s.media.OpenLighter(name)
}

// disposition has a browser keep a document instead of showing it, under the
// name that it was uploaded with. Without that name, when the database is away,
// it is the one in the address.
func (s *Server) disposition(c *gin.Context, name string) string {
	hash, _, _ := strings.Cut(name, ".")
	if f, err := s.db.FileByHash(c.Request.Context(), hash); err == nil {
		name = f.Name
	}
	return mime.FormatMediaType("attachment", map[string]string{"filename": name})
}

func noPicture(c *gin.Context) {
	c.Writer.Header()["Cache-Control"] = cacheNothing
	c.String(http.StatusNotFound, "There is nothing here.\n")
}

func (s *Server) favicon(c *gin.Context) {
	c.Writer.Header()["Cache-Control"] = cacheMoved
	c.Redirect(http.StatusFound, s.assets.Path("icon.png"))
}

// withoutSlash sends a reader from an address with a slash at the end to the
// one without. The path is written anew, so that it can never name a host.
func (s *Server) withoutSlash(c *gin.Context, path string) {
	target := url.URL{Path: "/" + strings.Trim(path, "/"), RawQuery: c.Request.URL.RawQuery}
	c.Writer.Header()["Cache-Control"] = cacheMoved
	c.Redirect(http.StatusMovedPermanently, target.String())
}
