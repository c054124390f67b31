package actor_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"inews/federation"
	"inews/federation/actor"
)

const (
	base    = "https://council.example"
	streams = `application/activity+json, application/ld+json`
	browser = `text/html,application/xhtml+xml,*/*;q=0.8`
)

// shelf is a Library of three documents and some trouble.
type shelf struct{}

func (shelf) Document(_ context.Context, id federation.ID) (actor.Document, error) {
	switch id {
	case base + "/ap/posts/1":
		return actor.Document{Body: []byte(`{"type":"Article"}`), Modified: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}, nil
	case base + "/ap/posts/1/replies?page=2":
		return actor.Document{Body: []byte(`{"type":"CollectionPage"}`), ETag: `"v2"`, MaxAge: time.Minute}, nil
	case base + "/ap/posts/gone":
		return actor.Document{Body: []byte(`{"type":"Tombstone"}`), Gone: true}, nil
	case base + "/ap/posts/erased":
		return actor.Document{Body: []byte(`{"type":"Tombstone"}`)}, fmt.Errorf("post: %w", federation.ErrGone)
	case base + "/ap/posts/lost":
		return actor.Document{}, federation.ErrGone
	case base + "/ap/posts/hidden":
		return actor.Document{}, fmt.Errorf("the post is a draft: %w", federation.ErrNotFound)
	case base + "/ap/posts/busy":
		return actor.Document{}, fmt.Errorf("too many clients: %w", federation.ErrUnavailable)
	case base + "/ap/posts/broken":
		return actor.Document{}, errors.New("pq: secret detail")
	}
	return actor.Document{}, federation.ErrNotFound
}

func handler() *actor.Handler {
	return &actor.Handler{Library: shelf{}, Base: base, Page: func(_ context.Context, id federation.ID) (string, bool) {
		return base + "/2026/11/story", id == base+"/ap/posts/1"
	}}
}

// ask sends one request to a real server.
func ask(t *testing.T, method, path string, header ...string) (*http.Response, string) {
	t.Helper()
	server := httptest.NewServer(handler())
	defer server.Close()
	r, err := http.NewRequest(method, server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := server.Client().Transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}

func TestHandler(t *testing.T) {
	const problem = federation.ProblemJSONType
	for _, test := range []struct {
		name, method, path, accept string
		status                     int
		contentType, body          string // the beginning of the body
	}{
		{"object", "GET", "/ap/posts/1", streams, 200, federation.MediaType, `{"type":"Article"}`},
		{"object, JSON-LD alone", "GET", "/ap/posts/1", federation.LDMediaType, 200, federation.LDMediaType, `{"type":"Article"}`},
		{"object, anything", "GET", "/ap/posts/1", "*/*", 200, federation.MediaType, `{"type":"Article"}`},
		{"object, head", "HEAD", "/ap/posts/1", streams, 200, federation.MediaType, ""},
		{"page by its query", "GET", "/ap/posts/1/replies?page=2", streams, 200, federation.MediaType, `{"type":"CollectionPage"}`},
		{"other query", "GET", "/ap/posts/1?x=1", streams, 404, problem, `{`},
		{"browser", "GET", "/ap/posts/1", browser, 303, "text/html; charset=utf-8", "<a"},
		{"browser where no page is", "GET", "/ap/posts/1/replies?page=2", browser, 200, federation.MediaType, `{"type":"CollectionPage"}`},
		{"gone", "GET", "/ap/posts/gone", streams, 410, federation.MediaType, `{"type":"Tombstone"}`},
		{"gone, head", "HEAD", "/ap/posts/gone", streams, 410, federation.MediaType, ""},
		{"gone, by the error", "GET", "/ap/posts/erased", streams, 410, federation.MediaType, `{"type":"Tombstone"}`},
		{"gone without a trace", "GET", "/ap/posts/lost", streams, 410, problem, `{`},
		{"absent", "GET", "/ap/posts/none", streams, 404, problem, `{`},
		{"busy", "GET", "/ap/posts/busy", streams, 503, problem, `{`},
		{"broken", "GET", "/ap/posts/broken", streams, 503, problem, `{`},
		{"write", "POST", "/ap/posts/1", streams, 405, problem, `{`},
		{"remove", "DELETE", "/ap/posts/1", browser, 405, problem, `{`},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer, body := ask(t, test.method, test.path, "Accept", test.accept)
			if answer.StatusCode != test.status || answer.Header.Get("Content-Type") != test.contentType || !strings.HasPrefix(body, test.body) {
				t.Errorf("%d, %q, %q", answer.StatusCode, answer.Header.Get("Content-Type"), body)
			}
			if answer.Header.Get("Vary") != "Accept" {
				t.Errorf("Vary is %q: a cache would mix pages and documents", answer.Header.Get("Vary"))
			}
			if test.method == "HEAD" && (body != "" || answer.ContentLength <= 0) {
				t.Errorf("HEAD: %q, length %d", body, answer.ContentLength)
			}
			if test.contentType == problem {
				checkProblem(t, answer, body)
			}
		})
	}
}

func checkProblem(t *testing.T, answer *http.Response, body string) {
	t.Helper()
	var problem struct{ Status int }
	if err := json.Unmarshal([]byte(body), &problem); err != nil || problem.Status != answer.StatusCode {
		t.Errorf("problem %s of a %d: %v", body, answer.StatusCode, err)
	}
	if strings.Contains(body, "secret") {
		t.Errorf("the problem tells too much: %s", body)
	}
	if got := answer.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("a refusal is kept: %s", got)
	}
	if (answer.StatusCode == 503) != (answer.Header.Get("Retry-After") != "") {
		t.Errorf("Retry-After %q with %d", answer.Header.Get("Retry-After"), answer.StatusCode)
	}
	if answer.StatusCode == 405 && answer.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("Allow %q", answer.Header.Get("Allow"))
	}
}

// What is hidden must look like what never was, to the byte (GHSA-gwhw).
func TestHandlerHides(t *testing.T) {
	for _, accept := range []string{streams, browser, "*/*"} {
		absent, absentBody := ask(t, "GET", "/ap/posts/none", "Accept", accept)
		hidden, hiddenBody := ask(t, "GET", "/ap/posts/hidden", "Accept", accept)
		absent.Header.Del("Date")
		hidden.Header.Del("Date")
		if absent.StatusCode != hidden.StatusCode || absentBody != hiddenBody || fmt.Sprint(absent.Header) != fmt.Sprint(hidden.Header) {
			t.Errorf("%s: %v %q, %v %q", accept, absent.Header, absentBody, hidden.Header, hiddenBody)
		}
	}
}

func TestHandlerCaching(t *testing.T) {
	first, _ := ask(t, "GET", "/ap/posts/1", "Accept", streams)
	etag := first.Header.Get("ETag")
	if len(etag) < 10 || first.Header.Get("Last-Modified") != "Mon, 23 Nov 2026 09:00:00 GMT" {
		t.Errorf("ETag %q, Last-Modified %q", etag, first.Header.Get("Last-Modified"))
	}
	if got := first.Header.Get("Cache-Control"); !strings.HasPrefix(got, "public, max-age=180, stale-while-revalidate=") || !strings.Contains(got, "stale-if-error=") {
		t.Errorf("Cache-Control %q", got)
	}
	for _, test := range []struct {
		path, name, value string
		status            int
	}{
		{"/ap/posts/1", "If-None-Match", etag, 304},
		{"/ap/posts/1", "If-None-Match", `"older", W/` + etag, 304},
		{"/ap/posts/1", "If-None-Match", `"older"`, 200},
		{"/ap/posts/1", "If-Modified-Since", "Mon, 23 Nov 2026 09:00:00 GMT", 304},
		{"/ap/posts/1", "If-Modified-Since", "Mon, 23 Nov 2026 08:59:59 GMT", 200},
		{"/ap/posts/1/replies?page=2", "If-None-Match", `"v2"`, 304},
		{"/ap/posts/gone", "If-None-Match", `*`, 410},
		{"/ap/posts/none", "If-None-Match", `*`, 404},
	} {
		answer, body := ask(t, "GET", test.path, "Accept", streams, test.name, test.value)
		if answer.StatusCode != test.status || (test.status == 304) != (body == "") {
			t.Errorf("%s, %s: %s: %d, %q", test.path, test.name, test.value, answer.StatusCode, body)
		}
		if answer.StatusCode == 304 && (answer.Header.Get("ETag") == "" || answer.Header.Get("Vary") != "Accept") {
			t.Errorf("%s: 304 with %v", test.path, answer.Header)
		}
	}
	page, _ := ask(t, "GET", "/ap/posts/1/replies?page=2", "Accept", streams)
	if !strings.HasPrefix(page.Header.Get("Cache-Control"), "public, max-age=60,") {
		t.Errorf("Cache-Control %q", page.Header.Get("Cache-Control"))
	}
}
