package webfinger_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"inews/federation"
	"inews/federation/webfinger"
)

var news = webfinger.Describe(
	webfinger.Handle{Name: "news", Host: "council.example.com"},
	"https://council.example.com/ap/actors/news", "https://council.example.com/",
)

var register = webfinger.Register{
	"acct:news@council.example.com":              news,
	"https://council.example.com/ap/actors/news": news,
	"https://council.example.com/":               news,
}

func ask(h http.Handler, method, target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, target, nil))
	return w
}

func TestHandler(t *testing.T) {
	h := &webfinger.Handler{Directory: register}
	for _, test := range []struct {
		method, query string
		code          int
	}{
		{"GET", "resource=acct:news@council.example.com", 200},
		{"HEAD", "resource=acct:news@council.example.com", 200},
		{"GET", "resource=acct%3ANews%40Council.Example.COM", 200},
		{"GET", "resource=news@council.example.com", 200},
		{"GET", "resource=@news@council.example.com", 200},
		{"GET", "resource=https://council.example.com/ap/actors/news", 200},
		{"GET", "resource=https%3A%2F%2Fcouncil.example.com%2F", 200},
		{"GET", "resource=acct:nobody@council.example.com", 404},
		{"GET", "resource=acct:news@elsewhere.example.com", 404},
		{"GET", "resource=https://council.example.com/ap/actors/NEWS", 404},
		{"GET", "", 400},
		{"GET", "resource=", 400},
		{"GET", "resource=acct:news@council.example.com&resource=acct:bea@council.example.com", 400},
		{"GET", "resource=news", 400},
		{"GET", "resource=javascript:alert(1)", 400},
		{"GET", "resource=acct:" + strings.Repeat("a", 512) + "@council.example.com", 400},
		{"GET", "resource=https://council.example.com/" + strings.Repeat("a", 512), 400},
		{"POST", "resource=acct:news@council.example.com", 405},
	} {
		w := ask(h, test.method, "/.well-known/webfinger?"+test.query)
		if w.Code != test.code {
			t.Errorf("%s %.60s: %d, want %d", test.method, test.query, w.Code, test.code)
		}
		if w.Header().Get("Access-Control-Allow-Origin") != "*" || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s %.60s: header %v", test.method, test.query, w.Header())
		}
		wantType, wantCache := federation.JRDMediaType, "public, max-age=3600"
		if test.code != 200 {
			wantType, wantCache = federation.ProblemJSONType, "public, max-age=180"
		}
		if w.Header().Get("Content-Type") != wantType || w.Header().Get("Cache-Control") != wantCache {
			t.Errorf("%s %.60s: header %v", test.method, test.query, w.Header())
		}
	}
}

func TestHandlerWritesWhatMastodonReads(t *testing.T) {
	w := ask(&webfinger.Handler{Directory: register}, "GET", "/.well-known/webfinger?resource=acct:NEWS@council.example.com")
	var d webfinger.Document
	if err := json.Unmarshal(w.Body.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	self, _ := d.Link(webfinger.Self)
	if d.Subject != "acct:news@council.example.com" || self.Type != "application/activity+json" || self.Href != "https://council.example.com/ap/actors/news" {
		t.Errorf("%s", w.Body)
	}
	w = ask(&webfinger.Handler{Directory: register}, "GET", "/.well-known/webfinger?resource=acct:news@council.example.com&rel="+url.QueryEscape(webfinger.Page))
	if strings.Contains(w.Body.String(), `"self"`) || !strings.Contains(w.Body.String(), "profile-page") {
		t.Errorf("rel does not filter: %s", w.Body)
	}
}

// brokenDirectory fails in one way.
type brokenDirectory struct{ err error }

func (b brokenDirectory) Resource(context.Context, string) (webfinger.Document, error) {
	return webfinger.Document{}, b.err
}

func TestHandlerNeverSaysGone(t *testing.T) {
	for err, code := range map[error]int{
		federation.ErrGone: 404, fmt.Errorf("find: %w", federation.ErrNotFound): 404,
		errors.New("database is down"): 503, federation.ErrUnavailable: 503,
	} {
		w := ask(&webfinger.Handler{Directory: brokenDirectory{err}}, "GET", "/.well-known/webfinger?resource=acct:news@council.example.com")
		if w.Code != code || code == 503 && (w.Header().Get("Retry-After") == "" || w.Header().Get("Cache-Control") != "no-store") {
			t.Errorf("%v: %d, header %v", err, w.Code, w.Header())
		}
		if strings.Contains(w.Body.String(), "database") {
			t.Errorf("the cause is told to strangers: %s", w.Body)
		}
	}
}

func TestHostMeta(t *testing.T) {
	h := &webfinger.HostMeta{Origin: "https://council.example.com"}
	w := ask(h, "GET", "/.well-known/host-meta")
	want := `<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0"><Link rel="lrdd" type="application/jrd+json" template="https://council.example.com/.well-known/webfinger?resource={uri}"></Link></XRD>`
	if w.Body.String() != want || w.Header().Get("Content-Type") != "application/xrd+xml; charset=utf-8" {
		t.Errorf("%s, header %v", w.Body, w.Header())
	}
	if w := ask(h, "GET", "/.well-known/host-meta.json"); !json.Valid(w.Body.Bytes()) || !strings.Contains(w.Body.String(), `"template":"https://council.example.com/.well-known/webfinger?resource={uri}"`) {
		t.Errorf("%s", w.Body)
	}
	if w := ask(h, "DELETE", "/.well-known/host-meta"); w.Code != 405 {
		t.Errorf("DELETE: %d", w.Code)
	}
}
