package fetch_test

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"testing"

	"inews/federation"
	"inews/federation/fetch"
	"inews/federation/signature"
)

// Check 8: four legitimate keyId shapes → 202 (here: are found).
func TestCheck08FourShapesOfKeyID(t *testing.T) {
	key := aKey(t)
	full := func(keyID string) string { return actor(anna, keyID, anna, key) }
	for name, test := range map[string]struct {
		keyID federation.ID
		docs  map[string]string
	}{
		"fragment": {annas, map[string]string{"/users/anna": full(annas)}},
		"path key with a shortened actor": {anna + "/main-key", map[string]string{
			"/users/anna/main-key": full(anna + "/main-key"), "/users/anna": full(anna + "/main-key"),
		}},
		"document of the key alone": {"https://peer.example.com/keys/1", map[string]string{
			"/keys/1": standalone("https://peer.example.com/keys/1", anna, key), "/users/anna": full("https://peer.example.com/keys/1"),
		}},
		"id of the actor":                     {anna, map[string]string{"/users/anna": full(anna)}},
		"id of the actor, who has one key":    {anna, map[string]string{"/users/anna": full(annas)}},
		"fragment of an address with a query": {anna + "?page=1#main-key", map[string]string{"/users/anna?page=1": full(anna + "?page=1#main-key"), "/users/anna": full(anna + "?page=1#main-key")}},
	} {
		t.Run(name, func(t *testing.T) {
			p, _, keys := peer(t)
			for path, doc := range test.docs {
				p.set(path, doc)
			}
			learnt := federation.ID("")
			keys.Learn = func(_ context.Context, a federation.Actor) { learnt = a.ID }
			wantKey(t, keys, test.keyID, false, key)
			if learnt != anna || p.count() != len(test.docs) {
				t.Errorf("learnt %q with %d requests", learnt, p.count())
			}
		})
	}
}

// Check 8: Key document whose owner does not list it, owner on another host, id
// unequal to keyId → 401 (here: no key).
func TestCheck08ForeignKeys(t *testing.T) {
	key := aKey(t)
	const lone, victim, alias = "https://peer.example.com/keys/1", "https://victim.example.com/users/bea", "https://peer.example.com/@anna"
	for name, test := range map[string]struct {
		keyID federation.ID
		docs  map[string]string
	}{
		"owner does not list it":          {lone, map[string]string{"/keys/1": standalone(lone, anna, key), "/users/anna": actor(anna, annas, anna, key)}},
		"owner on another host":           {lone, map[string]string{"/keys/1": standalone(lone, victim, key)}},
		"id unequal to keyId":             {lone, map[string]string{"/keys/1": standalone(lone+"2", anna, key), "/users/anna": actor(anna, lone, anna, key)}},
		"actor lists another id":          {anna + "#other-key", map[string]string{"/users/anna": actor(anna, annas, anna, key)}},
		"actor lists a key of another":    {annas, map[string]string{"/users/anna": actor(anna, annas, victim, key)}},
		"document of a foreign actor":     {annas, map[string]string{"/users/anna": actor(victim, annas, victim, key)}},
		"actor is of another address":     {annas, map[string]string{"/users/anna": actor("https://peer.example.com/users/zoe", annas, "https://peer.example.com/users/zoe", key)}},
		"shortened actor, owner differs":  {anna + "/main-key", map[string]string{"/users/anna/main-key": actor(anna, anna+"/main-key", anna, key), "/users/anna": actor(anna, annas, anna, key)}},
		"not an ActivityStreams document": {annas, map[string]string{"/users/anna": `[]`}},
		"neither actor nor key":           {annas, map[string]string{"/users/anna": note(anna)}},
		"no address":                      {"acct:anna@peer.example.com", nil},
		"private address":                 {"https://127.0.0.1/users/anna#main-key", nil},
		"one of two, by the actor's id":   {anna, map[string]string{"/users/anna": twoKeys(t, key)}},
		"owner under another address":     {lone, map[string]string{"/keys/1": standalone(lone, alias, key), "/@anna": actor(anna, lone, anna, key), "/users/anna": actor(anna, lone, anna, key)}},
	} {
		t.Run(name, func(t *testing.T) {
			p, _, keys := peer(t)
			for path, doc := range test.docs {
				p.set(path, doc)
			}
			got, err := keys.Key(t.Context(), test.keyID, false)
			if err == nil {
				t.Fatalf("%+v", got)
			}
			asked := p.count()
			if _, again := keys.Key(t.Context(), test.keyID, true); again == nil || p.count() != asked {
				t.Errorf("the failure was looked up again: %v", again)
			}
		})
	}
}

// Check 8: owner on another host → 401, although that owner lists the key, and
// is not even asked when only the key's document names them.
func TestCheck08OwnerOnAnotherHost(t *testing.T) {
	key := aKey(t)
	const lone, victim = "https://peer.example.com/keys/1", "https://victim.example.com/users/bea"
	for name, test := range map[string]struct {
		keyID federation.ID
		host  http.Handler // of the key
		asked int          // requests to the other host
	}{
		"named by the key":           {lone, serving("/keys/1", standalone(lone, victim, key)), 0},
		"named by a shortened actor": {lone, serving("/keys/1", actor(victim, lone, victim, key)), 0},
		"behind a redirect":          {lone, http.RedirectHandler(victim, http.StatusFound), 1},
	} {
		t.Run(name, func(t *testing.T) {
			n, other := newNetwork(t), &pages{}
			n.serve("peer.example.com", test.host)
			n.serve("victim.example.com", other)
			other.set("/users/bea", actor(victim, lone, victim, key))
			learnt := federation.ID("")
			keys := &fetch.Keys{Client: n.client(), Learn: func(_ context.Context, a federation.Actor) { learnt = a.ID }}
			got, err := keys.Key(t.Context(), test.keyID, false)
			wantError(t, err, federation.ErrUnauthorized)
			if got.Owner != "" || learnt != "" || other.count() != test.asked {
				t.Errorf("got a key of %q and learnt %q with %d requests to the other host, want %d", got.Owner, learnt, other.count(), test.asked)
			}
		})
	}
}

// standalone is the document of a key that is not part of its owner's.
func standalone(id, owner string, key *rsa.PrivateKey) string {
	pem, err := signature.MarshalPublicKeyPEM(key.Public())
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf(`{"@context":"https://w3id.org/security/v1","id":%q,"type":"Key","owner":%q,"publicKeyPem":%q}`, id, owner, pem)
}

// twoKeys is anna with two keys, neither of which has her own id.
func twoKeys(t *testing.T, key *rsa.PrivateKey) string {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal([]byte(actor(anna, annas, anna, key)), &doc); err != nil {
		t.Fatal(err)
	}
	first := doc["publicKey"].(map[string]any)
	second := maps.Clone(first)
	second["id"] = anna + "#second-key"
	doc["publicKey"] = []any{first, second}
	raw, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func serving(path, doc string) *pages {
	p := &pages{}
	p.set(path, doc)
	return p
}
