package nodeinfo

import (
	"context"
	"encoding/json"
	"net/http"

	"inews/federation"
)

const (
	discoveryPath = "/.well-known/nodeinfo"
	documentPath  = "/nodeinfo/2.1"

	jsonMediaType = "application/json"
	// The profile tells a reader the schema. Source: NodeInfo 2.1, "Accessing
	// instance metadata".
	documentMediaType = jsonMediaType + `; profile="` + Schema21 + `#"`

	// Half an hour, as long as Mastodon keeps its own: the numbers need not be
	// newer, and every server asks.
	cacheControl = "public, max-age=1800"
)

// Handler serves /.well-known/nodeinfo and /nodeinfo/2.1.
type Handler struct {
	Origin      string        // "https://council.example"
	Application federation.ID // the actor of the server itself; "": not told

	// Describe makes the document; empty lists and the version are filled in.
	Describe func(context.Context) (Document, error)
}

// ServeHTTP answers both addresses, and 404 elsewhere.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		refuse(w, http.StatusMethodNotAllowed, "this address can only be read")
		return
	}
	switch r.URL.Path {
	case discoveryPath:
		write(w, jsonMediaType, h.discovery())
	case documentPath:
		d, err := h.Describe(r.Context())
		if err != nil {
			w.Header().Set("Retry-After", "60") // seconds: long enough for a database to come back
			refuse(w, http.StatusServiceUnavailable, "the numbers cannot be read now")
			return
		}
		write(w, documentMediaType, d.whole())
	default:
		refuse(w, http.StatusNotFound, "there is no such document here")
	}
}

func (h *Handler) discovery() Discovery {
	d := Discovery{Links: []Link{{Rel: Schema21, Href: h.Origin + documentPath}}}
	if h.Application != "" {
		d.Links = append(d.Links, Link{Rel: Application, Href: string(h.Application)})
	}
	return d
}

func write(w http.ResponseWriter, mediaType string, v any) {
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Cache-Control", cacheControl)
	// The status line is out: a connection that breaks here is the caller's loss.
	_ = json.NewEncoder(w).Encode(v)
}

// refuse answers with a problem document. Source: FEP-c180, RFC 9457.
func refuse(w http.ResponseWriter, code int, detail string) {
	w.Header().Set("Content-Type", federation.ProblemJSONType)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(map[string]any{"title": http.StatusText(code), "status": code, "detail": detail})
}
