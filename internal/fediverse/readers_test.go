package fediverse_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/federation/inbox"
	"inews/federation/signature"
	"inews/internal/blog"
	"inews/internal/fediverse"
)

// guarded are addresses of documents of every kind, and of none.
func (w *world) guarded() []fed.ID {
	w.Helper()
	const comment = "https://blog.example/ap/comments/33333333-3333-4333-8333-333333333333"
	w.exec(`
		INSERT INTO comments (id, post_id, origin, name, html, plain, verdict, path, uri, depth)
		VALUES ('33333333-3333-4333-8333-333333333333', $1, 'web', 'Reader', '<p>Good.</p>', 'Good.', 'approved', '000001', $2, 1)`, w.postID, comment)
	activity := w.bridge.Activity("11111111-1111-4111-8111-111111111111")
	w.exec(`INSERT INTO outbox_activities (id, uri, type, sender, object_id, public, body)
		VALUES ('11111111-1111-4111-8111-111111111111', $1, 'Update', 'inews', 'https://blog.example/ap/actors/inews', true, '{}')`, activity)
	blog, instance := w.bridge.Blog(), w.bridge.Instance()
	return []fed.ID{
		blog, blog + "/outbox", blog + "/outbox?page=1", blog + "/followers", blog + "/following", blog + "/featured", blog + "/tags",
		w.post, w.post + "/replies", w.post + "/replies?page=1", w.post + "/likes", w.post + "/shares", w.post + "/context",
		comment, comment + "/replies", activity,
		instance + "/outbox", // only the actor proves us
		w.bridge.Stamp("22222222-2222-4222-8222-222222222222"), w.bridge.Activity("nothing"), "https://blog.example/ap/nothing",
	}
}

// open are addresses that are for everybody in either mode.
var open = []fed.ID{
	"https://blog.example/ap/actors/instance", "https://blog.example/.well-known/webfinger?resource=acct:inews@blog.example",
	"https://blog.example/.well-known/host-meta", "https://blog.example/.well-known/nodeinfo", "https://blog.example/nodeinfo/2.1",
}

func unsigned(r *http.Request) {
	for _, name := range []string{"Signature", "Signature-Input"} {
		r.Header.Del(name)
	}
}

// With authorised fetch every document but the instance actor is for signed
// requests alone, in either scheme, by GET and by HEAD; without it nothing asks
// who reads, or looks at a signature.
func TestAuthorisedFetch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.peer("alice@a.example")
	ids, there := w.guarded(), map[fed.ID]int{}
	verifier := w.readers.Verifier
	w.readers.Verifier = nil // whoever asks it falls over
	for _, id := range append(ids, open...) {
		answer := w.reads(alice, signature.Cavage, http.MethodGet, id, nil)
		there[id] = answer.Code
		if without := w.reads(alice, signature.Cavage, http.MethodGet, id, unsigned); without.Code != answer.Code || without.Body.String() != answer.Body.String() {
			t.Errorf("off: %s answers %d without a signature and %d with one", id, without.Code, answer.Code)
		}
		if cache := answer.Header().Get("Cache-Control"); answer.Code == http.StatusOK && !strings.Contains(cache, "max-age") || strings.Contains(cache, "private") {
			t.Errorf("off: %s is to be kept as %q", id, cache)
		}
	}
	if there[ids[0]] != http.StatusOK || there[w.post] != http.StatusOK || there[ids[13]] != http.StatusOK || there["https://blog.example/ap/nothing"] != http.StatusNotFound {
		t.Fatalf("what is there answers %v", there)
	}
	w.bridge.AuthorisedFetch, w.readers.Verifier = true, verifier
	w.opens()
	for _, id := range open {
		answer := w.reads(alice, signature.Cavage, http.MethodGet, id, unsigned)
		if answer.Code != http.StatusOK || strings.Contains(answer.Header().Get("Cache-Control"), "private") || strings.Contains(answer.Header().Get("Vary"), "Signature") {
			t.Errorf("on: %s, which is for everybody, answers %d, %v", id, answer.Code, answer.Header())
		}
	}
	for _, id := range ids {
		w.refuses(w.reads(alice, signature.Cavage, http.MethodGet, id, unsigned), http.StatusUnauthorized, "sign the GET")
		w.refuses(w.reads(alice, signature.RFC9421, http.MethodHead, id, unsigned), http.StatusUnauthorized, "sign the GET")
		for _, scheme := range []signature.Scheme{signature.Cavage, signature.RFC9421} {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				answer := w.reads(alice, scheme, method, id, nil)
				h := answer.Header()
				kept := answer.Code == http.StatusOK && h.Get("Cache-Control") != "private, max-age=180"
				if answer.Code != there[id] || kept || h.Get("Vary") != "Accept, Signature, Signature-Input, Authorization" {
					t.Errorf("on: %s %s in %s answers %d, %v; off %d", method, id, scheme, answer.Code, h, there[id])
				}
			}
		}
	}
	// The other way to write a signature, and the altered one.
	answer := w.reads(alice, signature.Cavage, http.MethodGet, w.post, func(r *http.Request) {
		r.Header.Set("Authorization", "Signature "+r.Header.Get("Signature"))
		r.Header.Del("Signature")
	})
	if answer.Code != http.StatusOK {
		t.Errorf("in Authorization: %d", answer.Code)
	}
	for name, tamper := range map[string]func(*http.Request){
		"another address": func(r *http.Request) { r.URL.Path = "/ap/actors/inews" },
		"another method":  func(r *http.Request) { r.Method = http.MethodHead },
		"another date":    func(r *http.Request) { r.Header.Set("Date", time.Now().Add(time.Minute).UTC().Format(http.TimeFormat)) },
		"an old date": func(r *http.Request) {
			r.Header.Set("Date", time.Now().Add(-2*time.Hour).UTC().Format(http.TimeFormat))
		},
	} {
		if answer := w.reads(alice, signature.Cavage, http.MethodGet, w.post, tamper); answer.Code != http.StatusUnauthorized {
			t.Errorf("signed for %s: %d", name, answer.Code)
		}
	}
}

// Whom staff have blocked reads nothing, and nor do those who are not on the
// list of a blog that speaks with some servers only.
func TestAuthorisedFetchRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.bridge.AuthorisedFetch = true
	w.opens()
	alice, mallory, evil, below := w.peer("alice@a.example"), w.peer("mallory@m.example"), w.peer("eve@evil.example"), w.peer("eve@below.evil.example")
	w.known(mallory.Actor(), "")
	reads := func(p *fedtest.Peer, code int) {
		t.Helper()
		answer := w.reads(p, signature.Cavage, http.MethodGet, w.post, nil)
		if code == http.StatusForbidden {
			w.refuses(answer, code, "gives nothing")
		} else if answer.Code != code {
			t.Errorf("%s: %d, want %d", p.Handle(), answer.Code, code)
		}
	}
	for _, p := range []*fedtest.Peer{alice, mallory, evil, below} {
		reads(p, http.StatusOK)
	}
	check(t, w.staff.BlockPerson(t.Context(), owner, string(mallory.Actor()), "spam"))
	check(t, w.staff.DecideHost(t.Context(), owner, "evil.example", blog.Suspend, "spam"))
	check(t, w.staff.DecideHost(t.Context(), owner, "a.example", blog.Hold, "a wave")) // which is no refusal
	w.guard.Forget()
	reads(alice, http.StatusOK)
	for _, p := range []*fedtest.Peer{mallory, evil, below} {
		reads(p, http.StatusForbidden)
	}
	w.guard.Only = []string{"council.example"}
	reads(alice, http.StatusForbidden)
	reads(w.peer("news@below.council.example"), http.StatusOK)
	// A blocked server's key is not even looked for.
	stranger := w.peer("stranger@other.example")
	check(t, stranger.Stop())
	reads(stranger, http.StatusForbidden)
}

// No other spelling of an address, Accept or method is a way round.
func TestAuthorisedFetchHasNoWayRound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.bridge.AuthorisedFetch = true
	w.opens()
	ids := w.guarded()
	post := strings.TrimPrefix(string(w.post), "https://blog.example")
	paths := []string{
		"/ap/actors/instance/../inews", "/ap/actors/instance/..%2finews", "/ap/actors/instance%2f..%2finews", "/ap//actors/inews", "//ap/actors/inews",
		"/ap/actors/%69news", "/ap/actors/inews/", "/ap/actors/inews?", "/ap/actors/inews?actor=instance", "/ap/actors/inews#/ap/actors/instance",
		"/ap/actors/instance;/../inews", "/ap/./actors/inews", "/AP/actors/inews", post + "?format=json", post + "/", post + ".json", "/ap/actors/INSTANCE",
		"/ap/actors/inews/followers/synchronization", "/ap/actors/inews/followers/synchronization/", "/ap/actors/inews/followers//synchronization",
	}
	for _, id := range ids {
		paths = append(paths, strings.TrimPrefix(string(id), "https://blog.example"))
	}
	for _, path := range paths {
		for _, accept := range []string{fed.MediaType, fed.LDMediaType, "*/*", "application/json", "text/html", "text/html;q=0.1, " + fed.MediaType, ""} {
			for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodPost} {
				r := httptest.NewRequest(method, "https://blog.example/", nil)
				target, err := r.URL.Parse("https://blog.example" + path)
				check(t, err)
				r.URL = target
				r.Header.Set("Accept", accept)
				r.Header.Set("X-HTTP-Method-Override", http.MethodGet)
				r.Header.Set("X-Original-URL", "/ap/actors/instance")
				answer := httptest.NewRecorder()
				w.site.ServeHTTP(answer, r)
				if answer.Code < 300 || strings.Contains(answer.Body.String(), "@context") {
					t.Errorf("%s %s for %q: %d %s", method, path, accept, answer.Code, answer.Body)
				}
			}
		}
	}
	// Who wants a page is sent to it; the page's own address sends back here.
	r := httptest.NewRequest(http.MethodGet, string(w.post), nil)
	r.Header.Set("Accept", "text/html")
	answer := httptest.NewRecorder()
	w.site.ServeHTTP(answer, r)
	if answer.Code != http.StatusSeeOther || answer.Header().Get("Location") != "https://blog.example/posts/bins" {
		t.Errorf("a browser is answered %d, %v", answer.Code, answer.Header())
	}
}

// What is kept in memory stays behind the check, and asking for it is bounded:
// by address before a key is looked for, by server once it is proven.
func TestAuthorisedFetchIsBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.bridge.AuthorisedFetch = true
	now := time.Now()
	w.readers.Throttle = &inbox.Throttle{PerAddress: 8, PerHost: 3, Now: func() time.Time { return now }}
	shelf := &fediverse.Shelf{Library: fediverse.Library{Bridge: w.bridge}, Now: time.Now}
	w.site = fediverse.NewSite(w.bridge, shelf, &inbox.Handler{}, w.readers)
	alice, bob := w.peer("alice@a.example"), w.peer("bob@b.example")
	reads := func(p *fedtest.Peer, code int, tamper func(*http.Request)) *httptest.ResponseRecorder {
		t.Helper()
		answer := w.reads(p, signature.Cavage, http.MethodGet, w.post, tamper)
		if answer.Code != code {
			t.Errorf("%s: %d, want %d", p.Handle(), answer.Code, code)
		}
		return answer
	}
	for range 3 {
		reads(alice, http.StatusOK, nil)
		reads(alice, http.StatusUnauthorized, unsigned)
	}
	if shelf.Made() != 1 {
		t.Errorf("the document was made %d times, want once", shelf.Made())
	}
	if answer := reads(alice, http.StatusTooManyRequests, nil); answer.Header().Get("Retry-After") == "" || answer.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("too much is answered with %v", answer.Header())
	}
	reads(bob, http.StatusOK, nil)
	// Four of eight are used up: bad signatures use up the others.
	altered := func(r *http.Request) { r.URL.Path = "/ap/actors/inews" }
	for range 4 {
		reads(bob, http.StatusUnauthorized, altered)
	}
	reads(bob, http.StatusTooManyRequests, altered)
	now = now.Add(time.Minute)
	reads(bob, http.StatusOK, nil)
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
