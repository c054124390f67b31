package activitystreams_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"inews/federation"
	"inews/federation/activitystreams"
)

const actorID = federation.ID("https://a.example/jane")

func readActor(t *testing.T, properties string) federation.Actor {
	t.Helper()
	a, err := activitystreams.ReadActor([]byte(`{"type":"Person","id":"https://a.example/jane",` + properties + `}`))
	if err != nil {
		t.Fatalf("%s: %v", properties, err)
	}
	return a
}

// quotedPEM is a public key as it stands in JSON.
func quotedPEM(t *testing.T, kind string, der []byte) string {
	t.Helper()
	text, err := json.Marshal(string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func pkix(t *testing.T, key any) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return quotedPEM(t, "PUBLIC KEY", der)
}

func TestReadActorKeys(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "rsa.pem"))
	if err != nil {
		t.Fatal(err)
	}
	long := rsaKey(t).(*rsa.PublicKey)
	quoted, _ := json.Marshal(string(text))
	// A 1024-bit modulus; it needs no private half to be refused.
	short := &rsa.PublicKey{N: long.N, E: long.E}
	short.N = short.N.Rsh(long.N, 1024)
	long = rsaKey(t).(*rsa.PublicKey)
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	good := `{"id":"https://a.example/jane#k","owner":"https://a.example/jane","publicKeyPem":` + string(quoted) + `}`
	const multikey = `{"id":"https://a.example/jane#e","type":"Multikey","controller":"https://a.example/jane","publicKeyMultibase":"z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"}`
	rsaOne := federation.PublicKey{ID: actorID + "#k", Owner: actorID, Key: long}
	edOne := federation.PublicKey{ID: actorID + "#e", Owner: actorID, Key: ed25519Key(), Asserts: true}
	for _, test := range []struct {
		name, json string
		want       []federation.PublicKey
	}{
		{"object", `"publicKey":` + good, []federation.PublicKey{rsaOne}},
		{"list", `"publicKey":[null,` + good + `,"https://a.example/jane#other"]`, []federation.PublicKey{rsaOne}},
		{"multikey", `"publicKey":` + good + `,"assertionMethod":[` + multikey + `]`, []federation.PublicKey{rsaOne, edOne}},
		{"PKCS #1", `"publicKey":{"id":"https://a.example/jane#k","publicKeyPem":` + quotedPEM(t, "RSA PUBLIC KEY", x509.MarshalPKCS1PublicKey(long)) + `}`, []federation.PublicKey{rsaOne}},
		{"Ed25519 in PEM", `"publicKey":{"id":"https://a.example/jane#e","publicKeyPem":` + pkix(t, ed25519Key()) + `}`, []federation.PublicKey{{ID: actorID + "#e", Owner: actorID, Key: ed25519Key()}}},
		// A key of somebody else is not the actor's (CVE-2025-54888).
		{"other owner", `"publicKey":{"id":"https://a.example/jane#k","owner":"https://b.example/victim","publicKeyPem":` + string(quoted) + `}`, nil},
		{"owner without address", `"publicKey":{"id":"https://a.example/jane#k","owner":7,"publicKeyPem":` + string(quoted) + `}`, nil},
		{"other controller", `"assertionMethod":{"id":"https://a.example/jane#e","controller":"https://b.example/v","publicKeyMultibase":"z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"}`, nil},
		{"no id", `"publicKey":{"publicKeyPem":` + string(quoted) + `}`, nil},
		// RSA below 2048 bits and kinds that nobody signs with are no keys.
		{"short", `"publicKey":{"id":"https://a.example/jane#k","publicKeyPem":` + pkix(t, short) + `}`, nil},
		{"ECDSA", `"publicKey":{"id":"https://a.example/jane#k","publicKeyPem":` + pkix(t, &curve.PublicKey) + `}`, nil},
		{"no PEM", `"publicKey":{"id":"https://a.example/jane#k","publicKeyPem":"hello"}`, nil},
		{"no multikey", `"assertionMethod":["https://a.example/jane#e",{"id":"https://a.example/jane#e","publicKeyMultibase":"z0OIl"},{"id":"https://a.example/jane#f","publicKeyMultibase":"u6Mk"}]`, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := readActor(t, test.json).Keys; !reflect.DeepEqual(got, test.want) {
				t.Errorf("%v, want %v", got, test.want)
			}
		})
	}
}

func TestReadKey(t *testing.T) {
	const start, multikey = `{"id":"https://a.example/jane/key",`, `"publicKeyMultibase":"z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"}`
	key, err := activitystreams.ReadKey([]byte(start + `"type":"Multikey","controller":"https://a.example/jane",` + multikey))
	want := federation.PublicKey{ID: actorID + "/key", Owner: actorID, Key: ed25519Key()}
	if err != nil || !reflect.DeepEqual(key, want) {
		t.Errorf("%v, %v", key, err)
	}
	for _, text := range []string{
		start + multikey, // no owner: whose would it be?
		start + `"owner":"https://a.example/jane","publicKeyPem":"x"}`,
		`{"type":"Person","id":"https://a.example/jane"}`,
	} {
		if _, err := activitystreams.ReadKey([]byte(text)); !errors.Is(err, federation.ErrMalformed) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestReadActor(t *testing.T) {
	a := readActor(t, `"preferredUsername":"jane","name":null,"nameMap":{"en":"Jane"},"webfinger":"acct:jane@a.example",
		"inbox":"https://a.example/in","sharedInbox":"https://a.example/old","endpoints":{"sharedInbox":"https://a.example/shared"},
		"url":[{"type":"Link","href":"threads://x"},{"type":"Link","mediaType":"text/html","href":"https://a.example/@jane"}],
		"icon":[{"type":"Image","url":"https://a.example/i.png","summary":"me"}],"alsoKnownAs":"https://b.example/jane",
		"attachment":{"type":"PropertyValue","name":"Web","value":"x"},"attributionDomains":"a.example","discoverable":true,"indexable":null,
		"interactionPolicy":{"canFeature":{"automaticApproval":"as:Public"}},"memorial":true`)
	want := federation.Actor{
		ID: actorID, Type: "Person", PreferredUsername: "jane", Name: "Jane", WebFinger: "jane@a.example",
		Inbox: "https://a.example/in", SharedInbox: "https://a.example/shared", URL: "https://a.example/@jane",
		Icon: &federation.Image{URL: "https://a.example/i.png", Alt: "me"}, AlsoKnownAs: []federation.ID{"https://b.example/jane"},
		Fields: []federation.Field{{Name: "Web", Value: "x"}}, AttributionDomains: []string{"a.example"},
		Discoverable: true, CanFeature: true, Extra: map[string]any{"memorial": true}, Raw: a.Raw,
	}
	if !reflect.DeepEqual(a, want) {
		t.Errorf("\n%+v, want\n%+v", a, want)
	}
	if a := readActor(t, `"sharedInbox":"https://a.example/old","endpoints":null`); a.SharedInbox != "https://a.example/old" {
		t.Errorf("shared inbox %q", a.SharedInbox)
	}
}

func TestWriteActorKeys(t *testing.T) {
	a := publisher(t)
	a.Keys = []federation.PublicKey{a.Keys[0], {ID: blog + "#old-key", Owner: blog, Key: a.Keys[0].Key}}
	written, err := activitystreams.WriteActor(a)
	if err != nil {
		t.Fatal(err)
	}
	again, err := activitystreams.ReadActor(written)
	if err != nil || !reflect.DeepEqual(again.Keys, a.Keys) {
		t.Errorf("%v, %v", again.Keys, err)
	}
	a.Keys[0].Key = ed25519.PrivateKey{} // never on the wire
	if _, err := activitystreams.WriteActor(a); !errors.Is(err, federation.ErrMalformed) {
		t.Errorf("a private key: %v", err)
	}
}
