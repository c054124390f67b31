package fediverse

import (
	"log/slog"
	"sync/atomic"
	"time"

	fed "inews/federation"
	"inews/federation/fetch"
	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/network"
	"inews/internal/postgres"
)

// Bridge joins the newsroom and the fediverse. Every field but AuthorisedFetch
// is needed.
type Bridge struct {
	Addresses
	DB       *postgres.DB
	Client   *fetch.Client // signs as the instance actor
	Keys     *KeyRing
	Comments *comments.Comments
	Network  *network.Network
	Profile  Profile
	Log      *slog.Logger
	Now      func() time.Time

	// AuthorisedFetch says that documents are for readers who have proven who they
	// are, and whom staff have not blocked.
	AuthorisedFetch bool

	known atomic.Pointer[whereabouts] // as they were read last
}

// Profile is how the blog presents itself to other servers.
type Profile struct {
	Name         string   // display name
	Summary      string   // HTML
	HandleDomain string   // host of the handle; may differ from the site's
	Language     string   // BCP 47
	Languages    []string // of the site's pages, its own first
	Organisation string
	Icon         *fed.Image
	Version      string // of the program
}

// WebFinger is the blog's handle without the leading @: "inews@council.example".
func (b *Bridge) WebFinger() string { return b.Handle + "@" + b.Profile.HandleDomain }

// oldNews is the age at publishing from which a post is not pushed: a reader's
// timeline sorts what arrives as new, whatever its date, so an import of the
// posts of 2009 would bury it. It can still be fetched.
const oldNews = 24 * time.Hour

// isNews tells whether a post that is published now should be pushed.
func isNews(p blog.Post, at time.Time) bool { return at.Sub(p.PublishedAt) < oldNews }
