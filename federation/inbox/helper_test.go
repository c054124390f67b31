package inbox_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"inews/federation"
	"inews/federation/inbox"
	"inews/federation/signature"
)

const (
	ann  = federation.ID("https://peer.example/users/ann")
	bob  = federation.ID("https://other.example/users/bob")
	door = "https://council.example/ap/inbox"
	like = `{"@context":"https://www.w3.org/ns/activitystreams","id":"https://peer.example/likes/1","type":"Like",` +
		`"actor":"https://peer.example/users/ann","object":"https://council.example/ap/posts/1"}`
	farewell = `{"id":"https://peer.example/users/ann#delete","type":"Delete","actor":"https://peer.example/users/ann",` +
		`"to":["https://www.w3.org/ns/activitystreams#Public"],"object":"https://peer.example/users/ann"}`
)

func noon() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) }

// world is an inbox with everything around it: peers' keys, a store, a report.
type world struct {
	inbox.Handler
	keys     map[federation.ID]ed25519.PrivateKey // by owner
	keyError error
	fetched  int
	broken   error // of the store
	items    []inbox.Received
	outcomes []inbox.Outcome
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{keys: make(map[federation.ID]ed25519.PrivateKey)}
	for _, owner := range []federation.ID{ann, bob} {
		key, err := signature.GenerateEd25519()
		if err != nil {
			t.Fatal(err)
		}
		w.keys[owner] = key
	}
	w.Store, w.Report = w, func(o inbox.Outcome) { w.outcomes = append(w.outcomes, o) }
	w.Verifier = &signature.Verifier{Keys: w, Now: noon, Origin: "https://council.example"}
	return w
}

// Accept keeps items as a store must: once per id.
func (w *world) Accept(_ context.Context, item inbox.Received) error {
	if w.broken != nil {
		return w.broken
	}
	if !slices.ContainsFunc(w.items, func(i inbox.Received) bool { return i.ActivityID == item.ActivityID }) {
		w.items = append(w.items, item)
	}
	return nil
}

func (w *world) Key(_ context.Context, id federation.ID, _ bool) (federation.PublicKey, error) {
	w.fetched++
	if w.keyError != nil {
		return federation.PublicKey{}, w.keyError
	}
	key, ok := w.keys[id.Document()]
	if !ok {
		return federation.PublicKey{}, federation.ErrNotFound
	}
	return federation.PublicKey{ID: id, Owner: id.Document(), Key: key.Public()}, nil
}

// request is body signed by owner.
func (w *world) request(t testing.TB, owner federation.ID, body string) *http.Request {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, door, strings.NewReader(body))
	r.Header.Set("Content-Type", federation.MediaType)
	key := signature.Key{ID: owner + "#key", Signer: w.keys[owner]}
	if err := signature.Sign(r, []byte(body), key, signature.RFC9421, noon()); err != nil {
		t.Fatal(err)
	}
	return r
}

// post knocks, and makes sure that an answer other than 202 explains itself,
// leaves no trace and gives no secrets away.
func (w *world) post(t testing.TB, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	before := len(w.items)
	answer := httptest.NewRecorder()
	w.ServeHTTP(answer, r)
	outcome := w.outcomes[len(w.outcomes)-1]
	if outcome.Status != answer.Code || (outcome.Err == nil) != (answer.Code == http.StatusAccepted) {
		t.Errorf("answered %d, reported %+v", answer.Code, outcome)
	}
	if answer.Code == http.StatusAccepted {
		return answer
	}
	var problem struct {
		Status        int
		Title, Detail string
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &problem); err != nil || problem.Status != answer.Code || problem.Title == "" || problem.Detail == "" {
		t.Errorf("answer %d is no problem document: %s", answer.Code, answer.Body)
	}
	if got := answer.Header().Get("Content-Type"); got != federation.ProblemJSONType {
		t.Errorf("answer %d is %s", answer.Code, got)
	}
	if len(w.items) != before || strings.Contains(answer.Body.String(), "secret") {
		t.Errorf("answer %d stored %d items and says %s", answer.Code, len(w.items)-before, answer.Body)
	}
	return answer
}

var errSecret = errors.New("a secret about the database")
