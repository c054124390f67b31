package fetch_test

import (
	"context"
	"crypto/rsa"
	"fmt"
	"testing"

	"inews/federation"
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
	const lone, victim = "https://peer.example.com/keys/1", "https://victim.example.com/users/bea"
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

// standalone is the document of a key that is not part of its owner's.
func standalone(id, owner string, key *rsa.PrivateKey) string {
	pem, err := signature.MarshalPublicKeyPEM(key.Public())
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf(`{"@context":"https://w3id.org/security/v1","id":%q,"type":"Key","owner":%q,"publicKeyPem":%q}`, id, owner, pem)
}
