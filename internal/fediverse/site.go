package fediverse

import (
	"net/http"
	"strings"

	fed "inews/federation"
	"inews/federation/actor"
	"inews/federation/inbox"
	"inews/federation/nodeinfo"
	"inews/federation/webfinger"
)

// Site answers for every address of the fediverse. It is what web mounts.
type Site struct {
	mux  *http.ServeMux
	ways *ways
}

// NewSite joins the parts. door takes activities in, and readers are let in to
// what is not for everybody: a server's own followers, and with authorised fetch
// every document but the one by which we are proven ourselves.
func NewSite(b *Bridge, library actor.Library, door *inbox.Handler, readers *Readers) *Site {
	documents := &actor.Handler{Library: library, Base: fed.ID(b.Base), Page: Library{b}.PageFor}
	if b.AuthorisedFetch {
		documents.Admit = readers.admitUnless(b.isOpen)
	}
	partial := &actor.Handler{Library: synchronisation{b}, Base: fed.ID(b.Base), Admit: readers.admit}
	hostMeta := &webfinger.HostMeta{Origin: b.Base}
	info := &nodeinfo.Handler{Origin: b.Base, Application: b.Instance(), Describe: b.nodeInfo}
	mux := http.NewServeMux()
	mux.Handle("POST /ap/inbox", door)
	for _, name := range []string{b.Handle, InstanceName} {
		mux.Handle("POST /ap/actors/"+name+"/inbox", door)
	}
	mux.Handle("/ap/", documents)
	mux.Handle(strings.TrimPrefix(string(b.Synchronisation()), b.Base), partial)
	mux.Handle("/.well-known/webfinger", &webfinger.Handler{Directory: b})
	mux.Handle("/.well-known/host-meta", hostMeta)
	mux.Handle("/.well-known/host-meta.json", hostMeta)
	mux.Handle("/.well-known/nodeinfo", info)
	mux.Handle("/nodeinfo/2.1", info)
	return &Site{mux, newWays(b)}
}

// Wants tells whether a request is for ActivityStreams and not for a page.
func (s *Site) Wants(r *http.Request) bool { return actor.Wants(r) }

// ServeHTTP answers one request.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }
