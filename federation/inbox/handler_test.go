package inbox_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"inews/federation"
	"inews/federation/inbox"
)

func TestHandlerAccepts(t *testing.T) {
	w := newWorld(t)
	if answer := w.post(t, w.request(t, ann, like)); answer.Code != http.StatusAccepted {
		t.Fatalf("answer %d: %s", answer.Code, answer.Body)
	}
	if len(w.items) != 1 {
		t.Fatalf("%d items", len(w.items))
	}
	got := w.items[0]
	if got.ActivityID != "https://peer.example/likes/1" || got.Type != "Like" || got.Actor != ann || got.Signer != ann || got.KeyID != ann+"#key" ||
		got.ObjectID != "https://council.example/ap/posts/1" || got.Forwarded || string(got.Body) != like || !got.ReceivedAt.Equal(noon()) {
		t.Errorf("got %+v", got)
	}
	if w.outcomes[0].Received.Body != nil || w.outcomes[0].Received.Actor != ann {
		t.Errorf("outcome %+v", w.outcomes[0])
	}
}

// Each gate has its status.
func TestHandlerStatuses(t *testing.T) {
	for _, test := range []struct {
		name   string
		body   string
		signer federation.ID
		setup  func(*world)
		change func(*http.Request)
		status int
		detail string
	}{
		{"method", like, ann, nil, func(r *http.Request) { r.Method = "PUT" }, 405, "takes POST"},
		{"GET", like, ann, nil, func(r *http.Request) { r.Method = "GET" }, 405, "takes POST"},
		{"plain JSON", like, ann, nil, func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }, 415, "activity+json"},
		{"ld+json without profile", like, ann, nil, func(r *http.Request) { r.Header.Set("Content-Type", "application/ld+json") }, 415, "activity+json"},
		{"no type", like, ann, nil, func(r *http.Request) { r.Header.Del("Content-Type") }, 415, "activity+json"},
		{"two types", like, ann, nil, func(r *http.Request) { r.Header.Add("Content-Type", "text/html") }, 415, "activity+json"},
		{"gzip", like, ann, nil, func(r *http.Request) { r.Header.Set("Content-Encoding", "gzip") }, 415, "compressed"},
		{"too large", like, ann, func(w *world) { w.Limit = int64(len(like)) - 1 }, nil, 413, "limit"},
		{"not JSON", "{", ann, nil, nil, 400, "not JSON"},
		{"list", "[]", ann, nil, nil, 400, "not a JSON object"},
		{"collection", `{"type":"Collection","items":[]}`, ann, nil, nil, 400, "collection"},
		{"bad header", like, ann, nil, func(r *http.Request) { r.Header.Del("Signature-Input"); r.Header.Set("Signature", "?") }, 400, "signature header"},
		{"unsigned", like, ann, nil, func(r *http.Request) { r.Header.Del("Signature-Input"); r.Header.Del("Signature") }, 401, "no signature"},
		{"unknown key", like, ann, func(w *world) { w.keyError = fmt.Errorf("%w: secret", federation.ErrNotFound) }, nil, 401, "not published"},
		{"other key", like, ann, func(w *world) { w.keys[ann] = ed25519.NewKeyFromSeed(make([]byte, 32)) }, nil, 401, "does not match"},
		{"key host down", like, ann, func(w *world) { w.keyError = fmt.Errorf("%w: secret", federation.ErrUnavailable) }, nil, 503, "fetched"},
		{"key host forbidden", like, ann, func(w *world) { w.keyError = fmt.Errorf("%w: secret", federation.ErrForbidden) }, nil, 403, "may not be fetched"},
		{"id elsewhere", strings.Replace(like, "//peer.example/likes", "//council.example/likes", 1), ann, nil, nil, 403, "id of the activity"},
		{"blocked", like, ann, func(w *world) {
			w.Admit = func(context.Context, inbox.Visitor) error { return fmt.Errorf("secret: %w", federation.ErrForbidden) }
		}, nil, 403, "nothing from there"},
		{"flood", like, ann, func(w *world) {
			w.Admit = func(context.Context, inbox.Visitor) error { return inbox.TooMany{RetryAfter: 90 * time.Second} }
		}, nil, 429, "too many"},
		{"policy broken", like, ann, func(w *world) { w.Admit = func(context.Context, inbox.Visitor) error { return errSecret } }, nil, 503, "cannot be taken in now"},
		{"actors broken", farewell, ann, func(w *world) {
			w.Known = func(context.Context, federation.ID) (bool, error) { return true, errSecret }
		}, nil, 503, "cannot be taken in now"},
		{"store broken", like, ann, func(w *world) { w.broken = errSecret }, nil, 503, "cannot be taken in now"},
		{"busy", like, ann, func(w *world) { w.MaxInFlight = -1 }, nil, 503, "at once"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			r := w.request(t, test.signer, test.body)
			if test.setup != nil {
				test.setup(w)
			}
			if test.change != nil {
				test.change(r)
			}
			answer := w.post(t, r)
			if answer.Code != test.status || !strings.Contains(answer.Body.String(), test.detail) {
				t.Errorf("got %d %s, want %d %s", answer.Code, answer.Body, test.status, test.detail)
			}
			retry := answer.Header().Get("Retry-After")
			if (test.status == 503 || test.status == 429) != (retry != "") || retry == "0" {
				t.Errorf("%d with Retry-After %q", answer.Code, retry)
			}
			if test.status == 405 && answer.Header().Get("Allow") != "POST" {
				t.Error("405 without Allow")
			}
		})
	}
}

// A body of 2 MiB that does not say so is cut off, not read.
func TestHandlerChunkedBody(t *testing.T) {
	w := newWorld(t)
	server := httptest.NewServer(w)
	defer server.Close()
	endless := io.LimitReader(neverEnding(' '), 2<<20)
	answer, err := server.Client().Post(server.URL, federation.MediaType, io.NopCloser(endless))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusRequestEntityTooLarge || !answer.Close {
		t.Errorf("answer %d, close %t", answer.StatusCode, answer.Close)
	}
}

// A body that breaks off is nobody's activity.
func TestHandlerBrokenBody(t *testing.T) {
	w := newWorld(t)
	r := w.request(t, ann, like)
	r.Body = io.NopCloser(io.MultiReader(strings.NewReader(like[:20]), broken{}))
	if answer := w.post(t, r); answer.Code != http.StatusRequestTimeout {
		t.Errorf("answer %d", answer.Code)
	}
}

// Check 9: signer differs from actor → 403; forwarded activity causes refetch
// of the object, never use of the carried copy (Forwarded tells the
// application so).
func TestCheck09SignerDiffersFromActor(t *testing.T) {
	create := `{"id":"https://peer.example/1/create","type":"Create","actor":"https://peer.example/users/ann",` +
		`"object":{"id":"https://peer.example/1","type":"Note","content":"forged?"}%s}`
	const ld = `,"signature":{"type":"RsaSignature2017","signatureValue":"AAAA"}`
	for _, test := range []struct {
		name, body string
		status     int
		forwarded  bool
	}{
		{"like", like, 403, false},
		{"like with a signature inside", like[:len(like)-1] + ld + "}", 403, false},
		{"create", fmt.Sprintf(create, ""), 403, false},
		{"create with null", fmt.Sprintf(create, `,"signature":null`), 403, false},
		{"forwarded create", fmt.Sprintf(create, ld), 202, true},
		{"forwarded with a proof", fmt.Sprintf(create, `,"proof":{"type":"DataIntegrityProof"}`), 202, true},
		{"create with a proof that is none", fmt.Sprintf(create, `,"proof":"https://peer.example/proof"`), 403, false},
		{"forwarded without object", `{"type":"Create","actor":"https://peer.example/users/ann"` + ld + `}`, 403, false},
		{"forwarded with a foreign id", strings.Replace(fmt.Sprintf(create, ld), "//peer.example/1/create", "//other.example/1", 1), 403, false},
	} {
		w := newWorld(t)
		answer := w.post(t, w.request(t, bob, test.body))
		if answer.Code != test.status {
			t.Errorf("%s: answer %d: %s", test.name, answer.Code, answer.Body)
		}
		if test.status != 202 {
			continue
		}
		got := w.items[0]
		if got.Forwarded != test.forwarded || got.Actor != ann || got.Signer != bob || got.ObjectID != "https://peer.example/1" {
			t.Errorf("%s: %+v", test.name, got)
		}
	}
}

// Admit hears of the claimed actor before a key is looked for, and of the proven
// one after; also when the activity does not say who acts.
func TestHandlerAdmit(t *testing.T) {
	w := newWorld(t)
	var visitors []string
	w.Admit = func(_ context.Context, v inbox.Visitor) error {
		visitors = append(visitors, fmt.Sprint(v.Host, " ", v.Actor == ann, " ", v.Proven, " ", w.fetched, " ", v.Address != ""))
		return nil
	}
	w.post(t, w.request(t, ann, like))
	w.post(t, w.request(t, ann, `{"type":"FeatureRequest","object":"https://council.example/ap/actors/inews"}`))
	want := "peer.example true false 0 true, peer.example true true 1 true, " +
		" false false 1 true, peer.example true true 2 true"
	if got := strings.Join(visitors, ", "); got != want {
		t.Errorf("visitors: %s", got)
	}
}

// Check 31 (this package's half): Deletes of unknown actors → no outbound
// fetch, no table growth.
func TestHandlerFarewell(t *testing.T) {
	embedded := strings.Replace(farewell, `"object":"https://peer.example/users/ann"`, `"object":{"id":"https://peer.example/users/ann","type":"Person"}`, 1)
	for _, body := range []string{farewell, embedded} {
		for _, known := range []bool{false, true} {
			w := newWorld(t)
			w.Known = func(_ context.Context, actor federation.ID) (bool, error) { return known && actor == ann, nil }
			if !known { // nor is it counted against anybody, or it would be sent again
				w.Admit = func(context.Context, inbox.Visitor) error { return inbox.TooMany{} }
			}
			answer := w.post(t, w.request(t, ann, body))
			if answer.Code != 202 || (len(w.items) == 1) != known || (w.fetched == 1) != known || w.outcomes[0].Dropped == known {
				t.Errorf("known %t: answer %d, %d items, %d keys, %+v", known, answer.Code, len(w.items), w.fetched, w.outcomes[0])
			}
		}
	}
}

// Check 11 (this package's half): actor 410 plus its Delete → handed on to be
// confirmed; 404 → not; 410 does not help any other activity, not even another
// Delete or another activity about the actor itself.
func TestCheck11ActorGone(t *testing.T) {
	for _, test := range []struct {
		body   string
		err    error
		status int
	}{
		{farewell, federation.ErrGone, 202},
		{farewell, federation.ErrNotFound, 401},
		{farewell, federation.ErrUnauthorized, 401},
		{like, federation.ErrGone, 401},
		{strings.Replace(farewell, `"object":"https://peer.example/users/ann"`, `"object":"https://peer.example/notes/1"`, 1), federation.ErrGone, 401},
		{strings.Replace(farewell, `"Delete"`, `"Update"`, 1), federation.ErrGone, 401},
	} {
		w := newWorld(t)
		r := w.request(t, ann, test.body)
		w.keyError = test.err
		answer := w.post(t, r)
		if answer.Code != test.status {
			t.Errorf("%v: answer %d: %s", test.err, answer.Code, answer.Body)
		}
		if test.status == 202 && (len(w.items) != 1 || !w.items[0].ActorGone || w.items[0].Signer != "" || w.items[0].Actor != ann) {
			t.Errorf("items %+v", w.items)
		}
	}
}

// Activities without an id are named by their content, so that a second
// delivery has no second effect; without an actor they are the signer's.
func TestHandlerWithoutIDOrActor(t *testing.T) {
	add := `{"type":"Add","actor":"https://peer.example/users/ann","object":"https://peer.example/1","target":"https://peer.example/featured"}`
	w := newWorld(t)
	for range 2 {
		w.post(t, w.request(t, ann, add))
	}
	if len(w.items) != 1 || !strings.HasPrefix(string(w.items[0].ActivityID), "sha256:") || len(w.items[0].ActivityID) != 71 {
		t.Fatalf("items %+v", w.items)
	}
	ask := `{"id":%q,"type":"FeatureRequest","object":"https://council.example/ap/actors/inews"}`
	if answer := w.post(t, w.request(t, ann, fmt.Sprintf(ask, "https://peer.example/f/1"))); answer.Code != 202 || w.items[1].Actor != ann {
		t.Errorf("answer %d, items %+v", answer.Code, w.items)
	}
	if answer := w.post(t, w.request(t, bob, fmt.Sprintf(ask, "https://peer.example/f/2"))); answer.Code != 403 {
		t.Errorf("an id of another server: answer %d", answer.Code)
	}
}

type neverEnding byte

func (c neverEnding) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(c)
	}
	return len(p), nil
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
