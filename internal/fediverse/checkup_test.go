package fediverse_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
)

// finding is what an examination says about one thing.
func finding(t *testing.T, findings []blog.Finding, about string) blog.Finding {
	t.Helper()
	for _, f := range findings {
		if f.About == about {
			return f
		}
	}
	t.Fatalf("nothing is said about the %s: %+v", about, findings)
	return blog.Finding{}
}

func TestExamineHealthy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	findings := w.bridge.Examine(w.Context())
	for _, about := range []string{
		"address", "certificate", "clock of the proxy", "clock of the database", "handle", "documents", "browsers",
		"caches", "node info", "signatures", "deliveries", "inbox", "other servers",
	} {
		if f := finding(t, findings, about); f.Weight != blog.Fine || f.Do != "" || f.Says == "" {
			t.Errorf("%s: %+v, want it to be fine", about, f)
		}
	}
	if blog.WorstOf(findings) != blog.Fine {
		t.Error("something is worse than fine")
	}
}

// changed has somebody between us and the world who changes answers.
func changed(next http.Handler, change func(r *http.Request, answer *httptest.ResponseRecorder)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, r)
		change(r, answer)
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	})
}

// header has somebody set a header of every answer below a path.
func header(path, name, value string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return changed(next, func(r *http.Request, answer *httptest.ResponseRecorder) {
			if strings.HasPrefix(r.URL.Path, path) {
				answer.Header().Set(name, value)
			}
		})
	}
}

// Each way in which a server is broken is named, and what to do about it.
func TestExamineBroken(t *testing.T) {
	t.Parallel()
	replace := func(path, old, new string) func(http.Handler) http.Handler {
		return func(next http.Handler) http.Handler {
			return changed(next, func(r *http.Request, answer *httptest.ResponseRecorder) {
				if strings.HasPrefix(r.URL.Path, path) {
					answer.Body = bytes.NewBuffer(bytes.ReplaceAll(answer.Body.Bytes(), []byte(old), []byte(new)))
					answer.Header().Del("Content-Length")
				}
			})
		}
	}
	request := func(change func(*http.Request)) func(http.Handler) http.Handler {
		return func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				change(r)
				next.ServeHTTP(w, r)
			})
		}
	}
	missing := func(path string) func(http.Handler) http.Handler {
		return func(next http.Handler) http.Handler {
			return changed(next, func(r *http.Request, answer *httptest.ResponseRecorder) {
				if strings.HasPrefix(r.URL.Path, path) {
					answer.Code = http.StatusNotFound
				}
			})
		}
	}
	for _, test := range []struct {
		name   string
		front  func(http.Handler) http.Handler
		about  string
		weight blog.Weight
		says   string
	}{
		{"the proxy fails", func(http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
		}, "address", blog.Trouble, "answers 502"},
		{"the proxy keeps WebFinger to itself", missing("/.well-known/webfinger"), "handle", blog.Trouble, "cannot be found"},
		{"another program answers WebFinger", replace("/.well-known/webfinger", "/ap/actors/inews", "/users/admin"), "handle", blog.Trouble, "/users/admin"},
		{"the proxy makes it plain JSON", header("/ap/", "Content-Type", "application/json"), "documents", blog.Trouble, "application/json"},
		{"the proxy drops Accept", request(func(r *http.Request) { r.Header.Del("Accept") }), "browsers", blog.Worry, "A browser"},
		{"the site moved", replace("/ap/actors/", `"id":"https://blog.example/`, `"id":"https://www.blog.example/`), "documents", blog.Trouble, "calls itself"},
		{"nothing may be kept", header("/ap/", "Cache-Control", "private, no-store"), "caches", blog.Worry, "no-store"},
		{"pages and documents are mixed", header("/ap/", "Vary", "Accept-Encoding"), "caches", blog.Worry, "Vary"},
		{"somebody sets cookies", header("/ap/", "Set-Cookie", "tracker=1"), "caches", blog.Worry, "cookie"},
		{"the proxy's clock is wrong", header("/", "Date", time.Now().Add(-9*time.Hour).UTC().Format(http.TimeFormat)), "clock of the proxy", blog.Trouble, "It is 9h"},
		{"node info is missing", missing("/.well-known/nodeinfo"), "node info", blog.Worry, "cannot tell"},
		{"the proxy changes bodies", request(func(r *http.Request) {
			if r.Method == http.MethodPost {
				body, _ := io.ReadAll(r.Body)
				r.Body = io.NopCloser(strings.NewReader(string(body) + " "))
			}
		}), "signatures", blog.Trouble, "answers 401"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.front = test.front(w.site)
			f := finding(t, w.bridge.Examine(w.Context()), test.about)
			if f.Weight != test.weight || !strings.Contains(f.Says, test.says) || f.Do == "" {
				t.Errorf("%+v, want %s with %q and what to do", f, test.weight, test.says)
			}
		})
	}
}

// A certificate is a worry while there is time to renew it.
func TestExamineCertificate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.bridge.Now = func() time.Time { return time.Now().Add(80 * 24 * time.Hour) }
	if f := finding(t, w.bridge.Examine(w.Context()), "certificate"); f.Weight != blog.Worry || !strings.Contains(f.Says, "ends on") || f.Do == "" {
		t.Errorf("%+v, want a worry", f)
	}
}

// The queues are looked at from inside.
func TestExamineQueues(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`INSERT INTO hosts (host, failures, opened, open_until) VALUES ('dead.example', 5, 1, now() + interval '1 hour')`)
	w.exec(`INSERT INTO inbox_items (activity_id, type, actor, body, received_at) VALUES ('https://a.example/1', 'Like', 'https://a.example/a', '', now() - interval '1 hour')`)
	findings := w.bridge.Examine(w.Context())
	for about, says := range map[string]string{"other servers": "dead.example", "inbox": "the oldest for 1h0m0s"} {
		if f := finding(t, findings, about); f.Weight != blog.Worry || !strings.Contains(f.Says, says) || f.Do == "" {
			t.Errorf("%s: %+v, want a worry with %q", about, f, says)
		}
	}
	w.exec(`UPDATE hosts SET open_until = NULL`)
	w.exec(`INSERT INTO outbox_activities (id, uri, type, sender, object_id, public, body) VALUES (gen_random_uuid(), 'https://blog.example/1', 'Create', 'inews', '', true, '')`)
	w.exec(`INSERT INTO deliveries (activity_id, host, inbox, object_id, run_at) SELECT id, 'b.example', 'https://b.example/inbox', '', now() - interval '3 hours' FROM outbox_activities`)
	if f := finding(t, w.bridge.Examine(w.Context()), "deliveries"); f.Weight != blog.Trouble || !strings.Contains(f.Says, "1 wait") || f.Do == "" {
		t.Errorf("deliveries: %+v, want trouble", f)
	}
}

// A server that nobody else can reach is told so first, and nothing else is
// tried from outside.
func TestExamineAtHome(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.bridge.Base = "http://localhost:8080"
	findings := w.bridge.Examine(w.Context())
	if f := finding(t, findings, "address"); f.Weight != blog.Trouble || !strings.Contains(f.Do, "INEWS_BASE_URL") {
		t.Errorf("address: %+v, want trouble", f)
	}
	for _, f := range findings {
		if f.About == "handle" || f.About == "signatures" {
			t.Errorf("looked at the %s of a server that cannot be reached", f.About)
		}
	}
}

// Our own client reads a server that asks for signatures, and what we look at
// from outside we look at as it is meant: see TestAuthorisedTwoServers for two
// whole ones.
func TestExamineAuthorised(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	everybody := w.site
	w.bridge.AuthorisedFetch = true
	w.opens()
	if _, err := w.bridge.Client.Actor(t.Context(), w.bridge.Blog()); err != nil {
		t.Errorf("our own client: %v", err)
	}
	for _, f := range w.bridge.Examine(t.Context()) {
		if f.Weight != blog.Fine {
			t.Errorf("%s: %+v, want it to be fine", f.About, f)
		}
	}
	guarded := w.site
	for _, test := range []struct {
		name, about string
		front       http.Handler
	}{
		{"another node gives them to everybody", "documents", everybody},
		{"a proxy has them kept", "caches", header("/ap/", "Cache-Control", "public, max-age=60")(guarded)},
		{"a proxy does not tell readers apart", "caches", header("/ap/", "Vary", "Accept")(guarded)},
	} {
		w.front = test.front
		if f := finding(t, w.bridge.Examine(t.Context()), test.about); f.Weight != blog.Trouble || f.Do == "" {
			t.Errorf("%s: %+v, want trouble", test.name, f)
		}
	}
}
