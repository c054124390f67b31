package webfinger

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"time"

	"inews/federation"
)

const (
	xrdMediaType = "application/xrd+xml"
	lrdd         = "lrdd" // the relation of the template that leads to WebFinger
)

// xrd is the part of an Extensible Resource Descriptor that leads on. Source:
// RFC 6415 §3.
type xrd struct {
	XMLName xml.Name  `xml:"http://docs.oasis-open.org/ns/xri/xrd-1.0 XRD"`
	Links   []xrdLink `xml:"Link"`
}

type xrdLink struct {
	Rel      string `xml:"rel,attr"`
	Type     string `xml:"type,attr,omitempty"`
	Template string `xml:"template,attr"`
}

// HostMeta serves /.well-known/host-meta and /.well-known/host-meta.json, which
// tell where WebFinger is answered; Mastodon reads it where the first question
// finds nothing. Source: RFC 6415 §3, appendix A.
type HostMeta struct {
	Origin string        // that answers WebFinger: "https://council.example"
	MaxAge time.Duration // for which the answer may be cached; 0: one hour
}

// ServeHTTP answers in XML, or in JSON where the path or the Accept header asks
// for it.
func (h *HostMeta) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !readable(w, r) {
		return
	}
	template := h.Origin + "/.well-known/webfinger?resource={uri}"
	w.Header().Set("Vary", "Accept")
	if strings.HasSuffix(r.URL.Path, ".json") || strings.Contains(r.Header.Get("Accept"), "json") {
		writeJSON(w, federation.JRDMediaType, h.MaxAge, struct {
			Links []Link `json:"links"`
		}{[]Link{{Rel: lrdd, Type: federation.JRDMediaType, Template: template}}})
		return
	}
	text, err := xml.Marshal(xrd{Links: []xrdLink{{Rel: lrdd, Type: federation.JRDMediaType, Template: template}}})
	if err != nil {
		refuse(w, http.StatusServiceUnavailable, "the document cannot be written")
		return
	}
	w.Header().Set("Content-Type", xrdMediaType+"; charset=utf-8")
	age := h.MaxAge
	if age == 0 {
		age = defaultMaxAge
	}
	cache(w, age)
	// As above: a connection that breaks here is the caller's loss.
	_, _ = w.Write(append([]byte(xml.Header), text...))
}

// template finds the address of WebFinger in another server's host-meta, XML
// or JSON.
func template(raw []byte) (string, error) {
	var links []xrdLink
	if text := strings.TrimSpace(string(raw)); strings.HasPrefix(text, "{") {
		var d Document
		if err := json.Unmarshal(raw, &d); err != nil {
			return "", fmt.Errorf("host-meta: %w: %w", federation.ErrMalformed, err)
		}
		for _, l := range d.Links {
			links = append(links, xrdLink{Rel: l.Rel, Template: l.Template})
		}
	} else {
		var d xrd
		if err := xml.Unmarshal(raw, &d); err != nil {
			return "", fmt.Errorf("host-meta: %w: %w", federation.ErrMalformed, err)
		}
		links = d.Links
	}
	for _, l := range links {
		if l.Rel == lrdd && strings.Contains(l.Template, "{uri}") {
			return l.Template, nil
		}
	}
	return "", fmt.Errorf("host-meta without a template: %w", federation.ErrNotFound)
}
