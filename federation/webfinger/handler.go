package webfinger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"inews/federation"
)

// defaultMaxAge lets caches keep an answer. Mastodon says three days; an hour
// costs little and lets a wrong handle be mended the same day. Errors are kept
// as short as Mastodon keeps its own, three minutes.
const (
	defaultMaxAge = time.Hour
	errorMaxAge   = 3 * time.Minute
)

// Directory knows our own actors.
type Directory interface {
	// Resource describes what a resource names: a handle as "acct:name@host"
	// in lower case, or an http or https address as it was written. An error
	// that wraps federation.ErrNotFound means that it is not ours.
	Resource(ctx context.Context, resource string) (Document, error)
}

// Register is a Directory of a few actors: the keys are resources, handles in
// lower case.
type Register map[string]Document

// Resource looks the resource up.
func (r Register) Resource(_ context.Context, resource string) (Document, error) {
	d, ok := r[resource]
	if !ok {
		return Document{}, fmt.Errorf("resource %s: %w", resource, federation.ErrNotFound)
	}
	return d, nil
}

// Handler serves /.well-known/webfinger. Source: RFC 7033 §4.
//
// It never answers 410, whatever the directory says: Mastodon deletes an actor
// with all follows and posts when it reads one. Trouble is 503, so that nobody
// takes an actor for gone.
type Handler struct {
	Directory Directory
	MaxAge    time.Duration // for which an answer may be cached; 0: one hour
}

// ServeHTTP answers one look-up.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !readable(w, r) {
		return
	}
	query := r.URL.Query()
	asked := query["resource"]
	if len(asked) != 1 || asked[0] == "" {
		refuse(w, http.StatusBadRequest, "one resource parameter is needed")
		return
	}
	resource, err := normal(asked[0])
	if err != nil {
		refuse(w, http.StatusBadRequest, "the resource is neither a handle nor an address")
		return
	}
	d, err := h.Directory.Resource(r.Context(), resource)
	switch {
	case errors.Is(err, federation.ErrNotFound), errors.Is(err, federation.ErrGone):
		refuse(w, http.StatusNotFound, "there is no such resource here")
	case err != nil:
		w.Header().Set("Retry-After", "60") // seconds: long enough for a database to come back
		refuse(w, http.StatusServiceUnavailable, "the directory cannot be read now")
	default:
		writeJSON(w, federation.JRDMediaType, h.MaxAge, d.only(query["rel"]))
	}
}

// normal is the one spelling of a resource under which the directory has it.
func normal(resource string) (string, error) {
	if len(resource) > maxResource {
		return "", fmt.Errorf("resource of %d bytes: %w", len(resource), federation.ErrMalformed)
	}
	lower := strings.ToLower(resource)
	if strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://") {
		id, err := federation.ParseID(resource)
		return string(id), err
	}
	handle, err := ParseHandle(resource)
	return strings.ToLower(handle.Resource()), err
}

// readable sets what every answer bears, also to scripts of other sites (RFC
// 7033 §5), and lets reading methods pass.
func readable(w http.ResponseWriter, r *http.Request) bool {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return true
	}
	w.Header().Set("Allow", "GET, HEAD")
	refuse(w, http.StatusMethodNotAllowed, "this address can only be read")
	return false
}

func writeJSON(w http.ResponseWriter, mediaType string, maxAge time.Duration, v any) {
	if maxAge == 0 {
		maxAge = defaultMaxAge
	}
	w.Header().Set("Content-Type", mediaType)
	cache(w, maxAge)
	// The status line is out: a connection that breaks here is the caller's loss.
	_ = json.NewEncoder(w).Encode(v)
}

// refuse answers with a problem document. Source: FEP-c180, RFC 9457.
func refuse(w http.ResponseWriter, code int, detail string) {
	w.Header().Set("Content-Type", federation.ProblemJSONType)
	cache(w, errorMaxAge)
	if code >= 500 {
		w.Header().Set("Cache-Control", "no-store")
	}
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(map[string]any{"title": http.StatusText(code), "status": code, "detail": detail})
}

func cache(w http.ResponseWriter, age time.Duration) {
	w.Header().Set("Cache-Control", fmt.Sprintf("public, max-age=%d", int(age.Seconds())))
}
