// Package desk makes what staff work with: the editor, the queue of comments,
// followers, partners, deliveries, staff.
//
// Everything is a plain form that works without a script; scripts, which come
// from package assets, add to the forms and never replace them. One table names each
// route with the right that it needs, and one wrapper around every handler
// checks session, right and form token before the handler runs; use cases check
// the right again. Nothing is kept in a cache, and no GET changes anything,
// except that who opens a post is seen there.
package desk

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/gin-gonic/gin"

	"inews/internal/accounts"
	"inews/internal/blog"
	"inews/internal/calendar"
	"inews/internal/comments"
	"inews/internal/compliance"
	"inews/internal/look"
	"inews/internal/mailing"
	"inews/internal/media"
	"inews/internal/network"
	"inews/internal/newsroom"
	"inews/internal/postgres"
	"inews/internal/privacy"
	"inews/internal/reach"
	"inews/web/view"
)

// Options are what a Desk is made of. All are needed, except those that say
// otherwise.
type Options struct {
	DB         *postgres.DB
	Newsroom   *newsroom.Newsroom
	Calendar   *calendar.Calendar
	Comments   *comments.Comments
	Network    *network.Network
	Accounts   *accounts.Accounts
	Postbox    *mailing.Postbox
	Updates    *mailing.Updates
	Letterbox  *mailing.Letterbox // what readers write in private
	Uploads    *media.Uploads
	Looks      *look.Looks
	Reach      *reach.Reach
	Compliance *compliance.Compliance
	Privacy    *privacy.Privacy

	// Examine looks at the server from outside and inside.
	Examine func(ctx context.Context) []blog.Finding

	// Machine tells what is known of the machine; it may be nil.
	Machine func() Machine

	// Appear tells how the programs of those who follow the blog show a post; the
	// event is nil for one that is none.
	Appear func(ctx context.Context, p blog.Post, e *blog.Event) ([]blog.Appearance, error)

	BaseURL      string   // without a slash at the end
	Name         string   // of the site
	Organisation string   // may be empty
	Summary      string   // of the site; may be empty
	Handle       string   // "@inews@council.example"
	Languages    []string // that readers have pages in, the site's own first
	Zone         *time.Location

	Asset  func(name string) string // address of an asset
	Status func(blog.Kind) int      // the code that goes with a kind of error
	Log    *slog.Logger             // discards when nil
	Now    func() time.Time         // time.Now when nil
}

// Desk answers staff. Its handlers may run at the same time.
type Desk struct {
	Options
	view *view.Desk
}

// New makes a Desk.
func New(o Options) (*Desk, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	templates, err := view.ParseDesk(o.Zone, o.Asset)
	if err != nil {
		return nil, fmt.Errorf("make desk: %w", err)
	}
	return &Desk{Options: o, view: templates}, nil
}

// Mount adds the routes of the desk. Cross-origin requests are refused by the
// middleware of whoever owns the router; the desk asks for its own token in
// every form as well.
func (d *Desk) Mount(r gin.IRouter) {
	for _, route := range d.Routes() {
		r.Handle(route.Method, route.Path, d.guard(route))
	}
}
