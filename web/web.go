// Package web is the HTTP side of the blog: routes, middleware, the cache of
// pages, and the one place where errors become status codes.
//
// It knows no ActivityPub. What another server may ask for goes to a
// Federation, which cmd hands in; pages only name the id of the object that
// they show. Pages themselves are made in web/site (for readers) and web/desk
// (for staff) from the templates in web/view.
package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/mailing"
	"inews/internal/media"
	"inews/internal/postgres"
	"inews/internal/reach"
	"inews/internal/tongue"
	"inews/web/assets"
	"inews/web/desk"
	"inews/web/site"
)

// Federation serves what other servers ask for, and knows their requests.
type Federation interface {
	// Wants tells whether the request asks for ActivityStreams rather than a
	// page.
	Wants(r *http.Request) bool
	// Way finds where the server of a visitor does an errand, by the visitor's
	// handle. from is where the visitor is, so that none can ask too much. The
	// error is Invalid for what is no handle; whoever does not answer leaves a
	// guess.
	Way(ctx context.Context, from netip.Addr, handle string, errand blog.Errand) (blog.Way, error)
	// Handler serves actors, objects, collections, inboxes and discovery. The
	// RemoteAddr of what it is given is the client's, also behind proxies that
	// are trusted.
	http.Handler
}

// Options are what a Server is made of. DB, Comments, Federation and BaseURL
// are needed.
type Options struct {
	DB          *postgres.DB
	Comments    *comments.Comments
	Updates     *mailing.Updates   // how readers ask for mail; nobody can when nil
	Letterbox   *mailing.Letterbox // one that tells nobody when nil
	Media       media.Folder
	Federation  Federation
	Readings    *reach.Counter      // counts them; nobody does when nil
	Unsubscribe mailing.Unsubscribe // ends messages by e-mail; its page is ours
	Desk        *desk.Options       // what the pages of staff need beside the rest; no desk when nil
	Log         *slog.Logger        // discards when nil
	Now         func() time.Time    // time.Now when nil

	BaseURL         string // scheme and host, without a slash at the end
	Name            string
	Tagline         string // what the site is, in a few words
	Organisation    string
	Language        string                   // BCP 47; en-GB when empty
	Languages       []string                 // further ones, each with addresses of its own: "cy" below /cy
	Called          map[string]tongue.Called // what the site is called in those, by the first part of their tags
	Zone            string                   // IANA name; Europe/London when empty
	Handle          string                   // name alone: "inews"
	HandleDomain    string
	SecurityContact string         // for /.well-known/security.txt; none when empty
	TrustedProxies  []netip.Prefix // whose X-Forwarded-For is believed
	CacheBytes      int            // of rendered pages; 64 MiB when 0
}

// Server is the public HTTP handler.
type Server struct {
	engine     *gin.Engine
	site       *site.Site
	further    []*Server // the same server in other languages, with their pages and all else in common
	cache      *cache
	assets     *assets.Set
	media      media.Folder
	db         *postgres.DB // for the names of documents
	federation Federation
	readings   *reach.Counter
	log        *slog.Logger
	baseURL    string
}

// New makes the public handler. The error names the option that is wrong.
func New(o Options) (*Server, error) {
	o.defaults()
	zone, err := time.LoadLocation(o.Zone)
	if err != nil {
		return nil, fmt.Errorf("make web server: zone: %w", err)
	}
	set, err := assets.Load()
	if err != nil {
		return nil, fmt.Errorf("make web server: %w", err)
	}
	s := &Server{
		cache: newCache(o.CacheBytes, o.Now), assets: set, media: o.Media, db: o.DB,
		federation: o.Federation, readings: o.Readings, log: o.Log, baseURL: o.BaseURL,
	}
	err = s.speak(o.Languages, o.Called, site.Options{
		DB: o.DB, Comments: o.Comments, Updates: o.Updates, Letterbox: o.Letterbox, BaseURL: o.BaseURL, Name: o.Name, Tagline: o.Tagline,
		Organisation: o.Organisation, Language: o.Language, Handle: o.Handle, HandleDomain: o.HandleDomain,
		SecurityContact: o.SecurityContact, Zone: zone, Asset: set.Path, Now: o.Now,
		Way: o.Federation.Way,
	})
	if err != nil {
		return nil, fmt.Errorf("make web server: %w", err)
	}
	if s.engine, err = s.newEngine(o); err != nil {
		return nil, err
	}
	s.mountMail(o.Unsubscribe)
	return s, s.mountDesk(o, zone)
}

func (o *Options) defaults() {
	o.BaseURL = strings.TrimSuffix(o.BaseURL, "/")
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Language == "" {
		o.Language = "en-GB"
	}
	if o.Letterbox == nil {
		o.Letterbox = &mailing.Letterbox{DB: o.DB, Site: o.BaseURL, Tongues: tongue.All(o.Language, o.Languages), Now: o.Now}
	}
	if o.Zone == "" {
		o.Zone = "Europe/London"
	}
	if o.CacheBytes == 0 {
		o.CacheBytes = 64 << 20
	}
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.engine.ServeHTTP(w, r) }

// Routes is the map of the whole site, as the router has it.
func (s *Server) Routes() gin.RoutesInfo { return s.engine.Routes() }

// Forget drops the kept pages that a change concerns. change is the payload of
// a notice on postgres.ChangesChannel: subject, its id and the post's id.
func (s *Server) Forget(change string) { s.cache.forget(change) }

// ForgetAll drops every kept page: after notices may have been missed.
func (s *Server) ForgetAll() { s.cache.forget("") }

// Made is how many pages were made, for all who asked.
func (s *Server) Made() int64 { return s.cache.made.Load() }

// Warm renders the front page, so that the first reader finds it made.
func (s *Server) Warm(ctx context.Context) error {
	for _, in := range s.tongues() {
		_, err := in.cache.page(ctx, in.site.Tongue.Path("/"), func(ctx context.Context) (site.Answer, error) {
			return in.site.Home(ctx, site.Ask{})
		})
		if err != nil {
			return err
		}
	}
	return nil
}
