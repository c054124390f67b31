package web_test

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

// The page of a post is whole without its one script, which may run there and
// nowhere else: what only the script can do is hidden until it is there.
func readShare(t *testing.T, e *edition) {
	for _, path := range []string{e.lead.Path(), e.talk.Path()} {
		w := e.get(path)
		m := checkMarkup(t, w.Body.String())
		if !strings.Contains(w.Header().Get("Content-Security-Policy"), "script-src 'self';") {
			t.Errorf("%s may not run its script", path)
		}
		if !hasValue(m, base+path) || !leadsTo(m, path+"/interact?do=share") || !strings.Contains(w.Body.String(), `href="mailto:?`) {
			t.Errorf("%s cannot be shared without a script", path)
		}
		acts := 0
		for _, button := range m.elements["button"] {
			if _, hidden := button["hidden"]; hidden && button["data-act"] != "" {
				acts++
			} else if button["type"] == "button" {
				t.Errorf("%s shows a button that does nothing without a script: %v", path, button)
			}
		}
		if acts != 3 {
			t.Errorf("%s has %d hidden buttons for the script, want copy, share and print", path, acts)
		}
	}
	for _, path := range []string{"/", "/follow", "/events", "/search?q=x", e.lead.Path() + "/interact", "/pages/about", "/follow/poster"} {
		w := e.get(path)
		if strings.Contains(w.Header().Get("Content-Security-Policy"), "script") || strings.Contains(w.Body.String(), "<script type=\"module\"") {
			t.Errorf("%s runs scripts", path)
		}
	}
}

// QR codes are pictures of our own, for addresses of ours that are public.
func readCodes(t *testing.T, e *edition) {
	for _, path := range []string{"/follow/qr.svg", e.lead.Path() + "/qr.svg", e.talk.Path() + "/qr.svg"} {
		w := e.get(path)
		if w.Code != 200 || w.Header().Get("Content-Type") != "image/svg+xml" || w.Body.Len() > 8<<10 {
			t.Errorf("%s: status %d, %s, %d bytes", path, w.Code, w.Header().Get("Content-Type"), w.Body.Len())
		}
		for reader := xml.NewDecoder(w.Body); ; {
			if _, err := reader.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Errorf("%s: %v", path, err)
				break
			}
		}
	}
	for _, path := range []string{e.draft.Path() + "/qr.svg", "/posts/never-was/qr.svg"} {
		if w := e.get(path); w.Code != 404 {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}
