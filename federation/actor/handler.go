package actor

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"inews/federation"
)

// Handler serves the documents of a Library. It answers
//
//	200 the document, 304 when the client has it
//	303 to a browser: the page for people
//	404 nothing is there, or nothing that may be seen
//	405 neither GET nor HEAD
//	410 it is gone for good, with its Tombstone if there is one
//	503 it cannot be told now, with Retry-After
//
// Refusals carry a problem document (FEP-c180). Library and Base must be set.
type Handler struct {
	Library Library
	Base    federation.ID // scheme and host of every id: "https://council.example"
	// Page is where a browser is sent that asks for an id: the address of the
	// page for people. nil, or false: it is given the document.
	Page func(ctx context.Context, id federation.ID) (url string, ok bool)
	// Admit lets in who may read a document: it is asked when one would be given,
	// and not when a browser is sent to a page. It returns the actor who has
	// proven to be the reader, or "" for a document that everybody may read; with
	// false it has answered itself. What a proven reader is given is for them
	// alone: no cache that others use may keep it, and the Library learns from
	// Reader who they are. nil: everybody may read everything.
	Admit func(w http.ResponseWriter, r *http.Request, id federation.ID) (reader federation.ID, ok bool)
}

// retryAfter is when to come back in trouble.
const retryAfter = 30 * time.Second

// Headers by which a cache must tell requests apart: for everybody, and where
// it matters who asks. Source: RFC 9110 §12.5.5.
const (
	varyForAll   = "Accept"
	varyByReader = "Accept, Signature, Signature-Input, Authorization"
)

// ServeHTTP answers one request. The id that it asks for is Base with the
// request's path and query.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Vary", varyForAll)
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		problem(w, http.StatusMethodNotAllowed, "This address can be read only.")
		return
	}
	id := h.Base + federation.ID(r.URL.RequestURI())
	if streams, page := weights(r.Header.Values("Accept")); page > streams && h.Page != nil {
		if address, ok := h.Page(r.Context(), id); ok {
			http.Redirect(w, r, address, http.StatusSeeOther)
			return
		}
	}
	reader, ok := h.admit(w, r, id)
	if !ok {
		return
	}
	ctx := r.Context()
	if reader != "" {
		ctx = context.WithValue(ctx, readerKey{}, reader)
	}
	document, err := h.Library.Document(ctx, id)
	if errors.Is(err, federation.ErrGone) && len(document.Body) > 0 {
		document.Gone, err = true, nil
	}
	switch {
	case errors.Is(err, federation.ErrNotFound):
		problem(w, http.StatusNotFound, "Nothing is here.")
	case errors.Is(err, federation.ErrGone):
		problem(w, http.StatusGone, "It is gone.")
	case err != nil:
		w.Header().Set("Retry-After", strconv.Itoa(int(retryAfter.Seconds())))
		problem(w, http.StatusServiceUnavailable, "This cannot be told at the moment: try again soon.")
	default:
		w.Header().Set("Cache-Control", document.cacheControl(reader))
		write(w, r, document)
	}
}

// admit asks Admit. What it answers, or the reader is given, depends on who asks.
func (h *Handler) admit(w http.ResponseWriter, r *http.Request, id federation.ID) (reader federation.ID, ok bool) {
	if h.Admit == nil {
		return "", true
	}
	w.Header().Set("Vary", varyByReader)
	reader, ok = h.Admit(w, r, id)
	if ok && reader == "" {
		w.Header().Set("Vary", varyForAll)
	}
	return reader, ok
}

type readerKey struct{}

// Reader is the actor who has proven to be the reader, as a Library learns it
// from the context of Document; "" when everybody may read.
func Reader(ctx context.Context) federation.ID {
	reader, _ := ctx.Value(readerKey{}).(federation.ID)
	return reader
}

func write(w http.ResponseWriter, r *http.Request, d Document) {
	header := w.Header()
	header.Set("Content-Type", federation.MediaType)
	if wantsLD(r) {
		header.Set("Content-Type", federation.LDMediaType)
	}
	header.Set("X-Content-Type-Options", "nosniff")
	if d.Gone {
		header.Set("Content-Length", strconv.Itoa(len(d.Body)))
		w.WriteHeader(http.StatusGone)
		if r.Method == http.MethodGet {
			_, _ = w.Write(d.Body) // the client is gone, too: nothing is left to do
		}
		return
	}
	header.Set("ETag", d.tag())
	// It answers 304 and HEAD; ranges of a document are harmless.
	http.ServeContent(w, r, "", d.Modified, bytes.NewReader(d.Body))
}

// problem writes an RFC 9457 document. It tells nothing that depends on whether
// something hidden is here.
func problem(w http.ResponseWriter, status int, detail string) {
	body, err := json.Marshal(map[string]any{
		"type": "about:blank", "title": http.StatusText(status), "status": status, "detail": detail,
	})
	if err != nil { // strings and a number can always be written
		http.Error(w, detail, status)
		return
	}
	w.Header().Set("Content-Type", federation.ProblemJSONType)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
