package fediverse_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/federation/signature"
)

func unsigned(r *http.Request) {
	for _, name := range []string{"Signature", "Signature-Input"} {
		r.Header.Del(name)
	}
}

// reads signs a request as a peer, lets it be tampered with, and returns the
// answer.
func (w *world) reads(p *fedtest.Peer, scheme signature.Scheme, method string, id fed.ID, tamper func(*http.Request)) *httptest.ResponseRecorder {
	w.Helper()
	r := httptest.NewRequest(method, string(id), nil)
	r.Header.Set("Accept", fed.MediaType)
	check(w.T, signature.Sign(r, nil, p.Key(), scheme, time.Now()))
	if tamper != nil {
		tamper(r)
	}
	answer := httptest.NewRecorder()
	w.site.ServeHTTP(answer, r)
	return answer
}

// refuses checks that an answer is a problem document that says the words, for
// nobody to keep.
func (w *world) refuses(answer *httptest.ResponseRecorder, code int, words string) {
	w.Helper()
	var problem struct {
		Status int
		Detail string
	}
	h := answer.Header()
	if err := json.Unmarshal(answer.Body.Bytes(), &problem); err != nil || answer.Code != code || problem.Status != code ||
		!strings.Contains(problem.Detail, words) || h.Get("Content-Type") != fed.ProblemJSONType || h.Get("Cache-Control") != "no-store" ||
		!strings.Contains(h.Get("Vary"), "Signature-Input") {
		w.Errorf("%d %v %s, want %d … %s", answer.Code, h, answer.Body, code, words)
	}
	if challenge := h.Get("WWW-Authenticate"); (code == http.StatusUnauthorized) != strings.Contains(challenge, "Signature") {
		w.Errorf("%d challenges by %q", code, challenge)
	}
}
