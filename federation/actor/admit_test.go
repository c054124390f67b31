package actor_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"inews/federation"
	"inews/federation/actor"
)

// mirror is a library of documents that say who reads them.
type mirror struct{ asked int }

func (m *mirror) Document(ctx context.Context, id federation.ID) (actor.Document, error) {
	m.asked++
	d := actor.Document{Body: []byte(`{"reader":"` + actor.Reader(ctx) + `"}`)}
	if id == base+"/ap/fleeting" {
		d.MaxAge = -1
	}
	return d, nil
}

// Who is not let in is given nothing, not even whether there is something; what
// a proven reader is given, no shared cache may keep; what is for everybody stays
// as it is.
func TestAdmit(t *testing.T) {
	const ann = "https://peer.example/users/ann"
	const byReader = "Accept, Signature, Signature-Input, Authorization"
	const public = "public, max-age=180, stale-while-revalidate=300, stale-if-error=86400"
	library := &mirror{}
	h := &actor.Handler{Library: library, Base: base,
		Page: func(_ context.Context, id federation.ID) (string, bool) {
			return base + "/page", id == base+"/ap/posts/1"
		},
		Admit: func(w http.ResponseWriter, r *http.Request, id federation.ID) (federation.ID, bool) {
			reader := federation.ID(r.Header.Get("From"))
			if id == base+"/ap/open" {
				return "", true
			}
			if reader == "" {
				w.WriteHeader(http.StatusUnauthorized)
			}
			return reader, reader != ""
		}}
	for _, test := range []struct {
		method, path, accept, from string
		code                       int
		body, cache, vary          string
	}{
		{"GET", "/ap/posts/1", streams, ann, 200, `{"reader":"` + ann + `"}`, "private, max-age=180", byReader},
		{"HEAD", "/ap/posts/1", streams, ann, 200, "", "private, max-age=180", byReader},
		{"GET", "/ap/posts/1", streams, "", 401, "", "", byReader},
		{"HEAD", "/ap/posts/1", streams, "", 401, "", "", byReader},
		{"GET", "/ap/posts/none", streams, "", 401, "", "", byReader},
		{"GET", "/ap/posts/1", browser, "", 303, "", "", "Accept"},    // a page is for everybody
		{"GET", "/ap/posts/2", browser, "", 401, "", "", byReader},    // and what has none is no page
		{"POST", "/ap/posts/1", streams, "", 405, "*", "*", "Accept"}, // nothing to be read
		{"GET", "/ap/fleeting", streams, ann, 200, `{"reader":"` + ann + `"}`, "private, no-store", byReader},
		{"GET", "/ap/open", streams, "", 200, `{"reader":""}`, public, "Accept"},
	} {
		before := library.asked
		r := httptest.NewRequest(test.method, base+test.path, nil)
		r.Header.Set("Accept", test.accept)
		r.Header.Set("From", test.from)
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, r)
		cache, vary := answer.Header().Get("Cache-Control"), answer.Header().Get("Vary")
		if test.method != http.MethodGet || answer.Code != http.StatusOK {
			answer.Body.Reset()
		}
		if test.body == "*" {
			test.body, test.cache = "", cache
		}
		if answer.Code != test.code || answer.Body.String() != test.body || cache != test.cache || vary != test.vary {
			t.Errorf("%s %s by %q: %d %s, %q, %q; want %d %s, %q, %q", test.method, test.path, test.from,
				answer.Code, answer.Body, cache, vary, test.code, test.body, test.cache, test.vary)
		}
		if looked := library.asked != before; looked != (test.code == http.StatusOK) {
			t.Errorf("%s %s by %q: the library was asked: %v", test.method, test.path, test.from, looked)
		}
	}
}
