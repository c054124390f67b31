package web

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/web/site"
)

// maxForm bounds the body of a reader's form. A comment has 5000 characters of
// at most four bytes, each of which a form writes as three.
const maxForm = 64 << 10

func (s *Server) newEngine(o Options) (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	r.RedirectTrailingSlash = false // gin would answer before any middleware: see notFound
	r.ContextWithFallback = true
	r.RemoteIPHeaders = []string{"X-Forwarded-For"} // a proxy that adds to this one may pass others on as they came
	proxies := make([]string, len(o.TrustedProxies))
	for i, p := range o.TrustedProxies {
		proxies[i] = p.String()
	}
	if err := r.SetTrustedProxies(proxies); err != nil {
		return nil, fmt.Errorf("make web server: trusted proxies: %w", err)
	}
	guard, err := s.sameOrigin(o.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("make web server: base URL: %w", err)
	}
	r.Use(s.identify, s.recover, secure(o.BaseURL), s.refuseCrossOrigin(guard))
	r.NoRoute(s.notFound)
	s.routes(r)
	return r, nil
}

// routes is the map of the public site.
func (s *Server) routes(r *gin.Engine) {
	for _, in := range s.tongues() {
		in.readersRoutes(r.Group(in.site.Tongue.Prefix))
	}
	s.commonRoutes(r)
}

// show routes an address to a page.
func (s *Server) show(r gin.IRoutes, path string, reader site.Reader, query ...string) {
	handle := s.page(reader, query...)
	r.GET(path, handle)
	r.HEAD(path, handle)
}

// readersRoutes is the map of what there is in every language.
func (s *Server) readersRoutes(r *gin.RouterGroup) {
	at := func(path string, reader site.Reader, query ...string) {
		if path == "/" && s.site.Tongue.Prefix != "" {
			path = "" // the front page of a further language has no slash behind it
		}
		s.show(r, path, reader, query...)
	}

	// What readers read.
	at("/", s.site.Home)
	at("/posts/:slug", s.site.Post, "after")
	at("/posts/:slug/comments/:id", s.site.Reply)
	at("/events", s.site.Events, "month", "tag", "place", "cost")
	at("/events/:slug", s.site.Event, "after")
	at("/events/:slug/comments/:id", s.site.Reply)
	at("/tags/:tag", s.site.Tag, "after")
	at("/authors/:author", s.site.Author, "after")
	at("/series/:series", s.site.Series)
	at("/archive", s.site.Archive)
	at("/archive/:year/:month", s.site.Month)
	at("/network", s.site.Network, "after")
	at("/pages/:slug", s.site.Lasting)
	at("/search", s.site.Search, "q", "kind", "tag", "author", "year", "page")

	s.takePart(r, at)

	// What readers write to the council in private.
	at("/contact", s.site.Contact)
	at("/ideas", s.site.Ideas, "after")
	at("/ideas/new", s.site.NewIdea)
	at("/feedback", s.site.Feedback, "page", "useful")
	s.messageRoutes(r)
	s.lawful(at)

	// What readers write.
	r.POST("/posts/:slug/comments", limit(maxForm), s.comment)
	r.POST("/events/:slug/comments", limit(maxForm), s.comment)

	s.programRoutes(r, at)
}

// programRoutes are what programs read for readers, in their language: feeds and
// calendars.
func (s *Server) programRoutes(r gin.IRouter, at func(path string, reader site.Reader, query ...string)) {
	for _, folder := range []string{"", "/tags/:tag", "/authors/:author", "/series/:series"} {
		at(folder+"/feed.rss", s.site.RSS)
		at(folder+"/feed.atom", s.site.Atom)
		at(folder+"/feed.json", s.site.JSONFeed)
	}
	for _, folder := range []string{"", "/tags/:tag", "/series/:series"} {
		at(folder+"/events.ics", s.site.Calendar)
	}
	at("/events/:slug/event.ics", s.site.CalendarOfEvent)
}

// commonRoutes is the map of what has no language.
func (s *Server) commonRoutes(r *gin.Engine) {
	s.show(r, "/sitemap.xml", s.site.Sitemap)
	s.show(r, "/robots.txt", s.site.Robots)
	s.show(r, "/.well-known/security.txt", s.site.SecurityText)

	// Files.
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		r.Handle(method, "/media/:name", s.picture)
		r.Handle(method, "/assets/:name", s.asset)
		r.Handle(method, "/favicon.ico", s.favicon)
	}

	// What other servers read and write.
	for _, path := range []string{
		"/ap/*path", "/nodeinfo/:version", "/.well-known/webfinger", "/.well-known/host-meta",
		"/.well-known/host-meta.json", "/.well-known/nodeinfo",
	} {
		r.Any(path, s.federate)
	}
}

// takePart is the part of the map by which readers follow, answer and share on
// their own servers, and come back to what they said here.
func (s *Server) takePart(r gin.IRouter, at func(path string, reader site.Reader, query ...string)) {
	find := func(path string, reader site.Reader, query ...string) {
		handle := s.found(reader, query...)
		r.GET(path, handle)
		r.HEAD(path, handle)
	}
	find("/follow", s.site.Follow, "to")
	at("/follow/poster", s.site.Poster)
	at("/follow/qr.svg", s.site.FollowCode)
	for _, folder := range []string{"/posts/:slug", "/events/:slug"} {
		at(folder+"/qr.svg", s.site.Code)
		find(folder+"/interact", s.site.Interact, "do", "to")
		find(folder+"/comments/:id/interact", s.site.InteractWithComment, "do", "to")
		at(folder+"/comments/:id/report", s.site.Report, "sent")
	}
	r.POST("/posts/:slug/comments/:id/report", limit(maxForm), s.report)
	r.POST("/events/:slug/comments/:id/report", limit(maxForm), s.report)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		r.Handle(method, comments.OwnPath+":token", s.ownComment)
		r.Handle(method, comments.WishPath+":token", s.answers)
	}
	r.POST(comments.OwnPath+":token", limit(maxForm), s.editOwnComment)
	r.POST(comments.WishPath+":token", limit(maxForm), s.answers)
}

// lawful are the pages that the law asks for.
func (s *Server) lawful(at func(path string, reader site.Reader, query ...string)) {
	at("/accessibility", s.site.Accessibility)
	at("/privacy", s.site.Privacy)
	at("/cookies", s.site.Cookies)
	at("/rules", s.site.Rules)
	at("/pre-election", s.site.PreElection)
}

func (s *Server) notFound(c *gin.Context) {
	if strings.HasPrefix(c.Request.URL.Path, "/media/") {
		noPicture(c)
		return
	}
	if path := c.Request.URL.Path; isRead(c.Request) && len(path) > 1 && path[len(path)-1] == '/' {
		s.withoutSlash(c, path)
		return
	}
	s.missing(c, blog.Errorf(blog.NotFound, "There is nothing here."))
}

// missing answers with the page of an error, unless the site that stood here
// before had something at the address, and staff know where it is now.
func (s *Server) missing(c *gin.Context, err error) {
	if kind := blog.KindOf(err); isRead(c.Request) && (kind == blog.NotFound || kind == blog.Gone) {
		if to := s.site.Elsewhere(c.Request.Context(), c.Request.URL.EscapedPath()); to != "" {
			c.Writer.Header()["Cache-Control"] = cacheMoved
			c.Redirect(http.StatusMovedPermanently, to)
			return
		}
	}
	s.trouble(c, err)
}

func isRead(r *http.Request) bool {
	return r.Method == http.MethodGet || r.Method == http.MethodHead
}
