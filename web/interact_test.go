package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// From each post, event and comment a reader gets to their own server, to reply,
// to like and to share, by a plain form. The page never leads them away by itself.
func readInteract(t *testing.T, e *edition) {
	said := e.lead.Path() + "/comments/" + e.said.ID
	for _, test := range []struct{ place, title, object string }{
		{e.lead.Path(), e.lead.Title, base + "/ap/posts/" + e.lead.ObjectID},
		{e.talk.Path(), e.talk.Title, base + "/ap/events/" + e.talk.ObjectID},
		{said, "Will the first talk be recorded?", e.said.URI},
	} {
		for do, title := range map[string]string{
			"reply": "Reply from your own server", "like": "Like this on your own server", "share": "Share this on your own server", "steal": "Reply from your own server",
		} {
			w := e.get(test.place + "/interact?do=" + do)
			m := checkMarkup(t, w.Body.String())
			if w.Code != http.StatusOK || m.h1 != title || !strings.Contains(m.text, test.title) || !hasValue(m, test.object) || m.meta("robots") != "noindex" {
				t.Errorf("%s to %s: status %d, title %q, or it does not say of what", test.place, do, w.Code, m.h1)
			}
			w = e.get(test.place + "/interact?to=%40me%40social.example&do=" + do)
			m = checkMarkup(t, w.Body.String())
			if do == "steal" {
				do = "reply"
			}
			way := "https://social.example/" + do + "?" + url.QueryEscape(test.object)
			if w.Code != http.StatusOK || !leadsTo(m, way) || !strings.Contains(m.text, "Continue to social.example") {
				t.Errorf("%s to %s: status %d, no way to %s", test.place, do, w.Code, way)
			}
			if w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Location") != "" {
				t.Errorf("%s to %s: %v", test.place, do, w.Header())
			}
		}
	}
	body := e.get(e.lead.Path() + "/interact?do=share&to=@me@social.example").Body.String()
	if !leadsTo(parse(t, body), "https://social.example/write?"+url.QueryEscape(e.lead.Title+" "+base+e.lead.Path()+" #Care #Villages #OpenData")) {
		t.Error("sharing offers no post that begins with the title, the address and the tags")
	}
}

// What is no handle is told at the field, with what was typed.
func readInteractWrong(t *testing.T, e *edition) {
	for _, path := range []string{"/follow?to=", e.lead.Path() + "/interact?to="} {
		w := e.get(path + url.QueryEscape(`not "a" handle`))
		m := checkMarkup(t, w.Body.String())
		if w.Code != http.StatusOK || !strings.Contains(m.text, "This is not a handle.") || !hasValue(m, `not "a" handle`) || strings.Contains(m.text, "Continue to") {
			t.Errorf("%s: status %d, or what was typed is lost", path, w.Code)
		}
	}
	for _, path := range []string{
		e.draft.Path() + "/interact", e.lead.Path() + "/comments/" + e.held.ID + "/interact?to=@me@social.example", e.talk.Path() + "/comments/" + e.said.ID + "/interact",
	} {
		if w := e.get(path); w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", path, w.Code)
		}
	}
}

func hasValue(m *markup, value string) bool {
	for _, input := range m.inputs {
		if input["value"] == value {
			return true
		}
	}
	return false
}

func leadsTo(m *markup, address string) bool {
	for _, a := range m.elements["a"] {
		if a["href"] == address {
			return true
		}
	}
	return false
}
