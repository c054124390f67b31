package web_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"inews/internal/media"
)

func readMedia(t *testing.T, e *edition) {
	path := e.lead.Picture.Path()
	paths := []string{path}
	for _, width := range e.lead.Picture.Widths {
		paths = append(paths, strings.Replace(path, ".", "-"+strconv.Itoa(width)+".", 1))
	}
	if len(paths) < 2 {
		t.Fatal("the picture has no variants")
	}
	for _, path := range paths {
		// Also for a server that asks for an object, an upload is a picture.
		w := e.ask("GET", path, "Accept", "application/activity+json")
		h := w.Header()
		if w.Code != 200 || h.Get("Content-Type") != "image/jpeg" || w.Body.Len() == 0 {
			t.Errorf("%s: status %d, %s, %d bytes", path, w.Code, h.Get("Content-Type"), w.Body.Len())
		}
		if !strings.Contains(h.Get("Cache-Control"), "immutable") || h.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(h.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%s: headers %v", path, h)
		}
		if w := e.ask("GET", path, "If-None-Match", h.Get("Etag")); w.Code != http.StatusNotModified {
			t.Errorf("%s, known: status %d", path, w.Code)
		}
	}
	e.lighten(path)
	// Every picture that a page names is there.
	m := parse(t, e.get(e.lead.Path()).Body.String())
	for _, image := range m.elements["img"] {
		for candidate := range strings.SplitSeq(strings.Trim(image["src"]+","+image["srcset"], ","), ",") {
			address, _, _ := strings.Cut(strings.TrimSpace(candidate), " ")
			if w := e.get(address); w.Code != 200 {
				t.Errorf("%s: status %d", address, w.Code)
			}
		}
	}
	for _, name := range []string{"..", "..%2f..%2fetc%2fpasswd", "x.html", strings.Repeat("0", 64) + ".svg", ".hidden"} {
		if w := e.get("/media/" + name); w.Code == 200 {
			t.Errorf("/media/%s: status %d", name, w.Code)
		}
	}
}

// lighten has the picture copied as WebP, which is for browsers alone: other
// servers get the type that our documents name.
func (e *edition) lighten(path string) {
	const browser, peer = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8", "*/*"
	heavy := e.ask("GET", path, "Accept", browser)
	if heavy.Header().Get("Content-Type") != "image/jpeg" {
		e.Errorf("before there is a copy: %s", heavy.Header().Get("Content-Type"))
	}
	uploads := media.Uploads{Folder: e.folder, Darkroom: media.NewDarkroom(1, media.Limits{})}
	if err := uploads.Lighten(e.Context()); err != nil {
		e.Fatal(err)
	}
	light := e.ask("GET", path, "Accept", browser)
	h := light.Header()
	if h.Get("Content-Type") != "image/webp" || h.Get("Etag") == heavy.Header().Get("Etag") || light.Body.Len() == 0 || light.Body.Len() >= heavy.Body.Len() {
		e.Errorf("for a browser: %d bytes, %v", light.Body.Len(), h)
	}
	if w := e.ask("GET", path, "Accept", browser, "If-None-Match", h.Get("Etag")); w.Code != http.StatusNotModified {
		e.Errorf("the copy, known: status %d", w.Code)
	}
	same := e.ask("GET", path, "Accept", peer)
	if same.Header().Get("Content-Type") != "image/jpeg" || same.Body.Len() != heavy.Body.Len() {
		e.Errorf("for a server: %s, %d bytes", same.Header().Get("Content-Type"), same.Body.Len())
	}
	for _, w := range []*httptest.ResponseRecorder{light, same} {
		if !strings.Contains(strings.Join(w.Header().Values("Vary"), ","), "Accept") {
			e.Errorf("a cache between takes one for the other: %v", w.Header())
		}
	}
	if w := e.get(strings.Replace(path, ".jpg", ".webp", 1)); w.Code != http.StatusNotFound {
		e.Errorf("the copy has an address of its own: status %d", w.Code)
	}
}

func readAssets(t *testing.T, p *edition) {
	m := parse(t, p.get("/").Body.String())
	n := 0
	for _, link := range m.elements["link"] {
		if !strings.HasPrefix(link["href"], "/assets/") {
			continue
		}
		n++
		w := p.ask("GET", link["href"])
		if w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: status %d, %s", link["href"], w.Code, w.Header().Get("Cache-Control"))
		}
	}
	if n != 5 {
		t.Errorf("the page has %d assets, want style, two letters, icon and touch icon", n)
	}
	if w := p.get("/assets/icon.png"); w.Code != 200 || strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("the lasting address: status %d, %s", w.Code, w.Header().Get("Cache-Control"))
	}
	if w := p.get("/favicon.ico"); w.Code != http.StatusFound {
		t.Errorf("/favicon.ico: status %d", w.Code)
	}
	if w := p.get("/assets/../go.mod"); w.Code == 200 {
		t.Error("assets lead out of their folder")
	}
}

func readCaching(t *testing.T, e *edition) {
	plain := e.get(e.lead.Path())
	if cc := plain.Header().Get("Cache-Control"); cc != "public, max-age=60, stale-while-revalidate=300, stale-if-error=86400" {
		t.Errorf("Cache-Control is %q", cc)
	}
	zipped := e.ask("GET", e.lead.Path(), "Accept-Encoding", "gzip, br")
	if zipped.Header().Get("Content-Encoding") != "gzip" || zipped.Body.Len() >= plain.Body.Len() {
		t.Fatalf("compressed: %q, %d bytes", zipped.Header().Get("Content-Encoding"), zipped.Body.Len())
	}
	z, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(z); err != nil || !bytes.Equal(body, plain.Body.Bytes()) {
		t.Errorf("the compressed page is another one, %v", err)
	}
	tag := plain.Header().Get("Etag")
	for header, want := range map[string]int{tag: 304, `"other", ` + tag: 304, "*": 304, strings.TrimPrefix(tag, "W/"): 304, `"other"`: 200} {
		if w := e.ask("GET", e.lead.Path(), "If-None-Match", header); w.Code != want || (want == 304 && w.Body.Len() > 0) {
			t.Errorf("If-None-Match: %s: status %d, want %d", header, w.Code, want)
		}
	}
	feed := e.get("/feed.rss")
	if w := e.ask("GET", "/feed.rss", "If-Modified-Since", feed.Header().Get("Last-Modified")); w.Code != 304 {
		t.Errorf("the feed since its last change: status %d", w.Code)
	}
}

// A change shows on the next request, and what was not announced does not make
// the page anew.
func TestForget(t *testing.T) {
	t.Parallel()
	e := newEdition(newPress(t))
	before := e.get("/").Body.String()
	e.save(e.leadCopy("Fresh from the press"))
	if got := e.get("/").Body.String(); got != before {
		t.Error("the page was made anew although nobody said that anything changed")
	}
	e.server.Forget("post 0b0e 0b0e")
	if got := e.get("/").Body.String(); !strings.Contains(got, "Fresh from the press") {
		t.Error("the page does not show the change")
	}
}
