package signature_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"inews/federation/signature"
)

// Check 1 (our half): what Sign writes is what Mastodon asks for in either
// scheme, for a POST and for a GET with a query.
func TestSignWrites(t *testing.T) {
	const page = "https://council.example/ap/actors/inews/outbox?page=2"
	for _, test := range []struct {
		key       signature.Key
		scheme    signature.Scheme
		url, body string
		want      map[string]string // header → beginning of its value
	}{
		{rsaKey(t), signature.Cavage, inbox, follow, map[string]string{
			"Signature": `keyId="https://peer.example/users/ann#main-key",algorithm="rsa-sha256",headers="(request-target) host date digest content-type",signature="`,
			"Date":      "Fri, 20 Nov 2026 12:00:00 GMT",
			"Digest":    "SHA-256=",
		}},
		{rsaKey(t), signature.Cavage, page, "", map[string]string{
			"Signature": `keyId="https://peer.example/users/ann#main-key",algorithm="rsa-sha256",headers="(request-target) host date",signature="`,
		}},
		{rsaKey(t), signature.RFC9421, inbox, follow, map[string]string{
			"Signature-Input": `sig1=("@method" "@target-uri" "content-digest");created=1795176000;keyid="https://peer.example/users/ann#main-key";alg="rsa-v1_5-sha256"`,
			"Signature":       "sig1=:",
			"Content-Digest":  "sha-256=:",
		}},
		{edKey(t), signature.RFC9421, page, "", map[string]string{
			"Signature-Input": `sig1=("@method" "@target-uri");created=1795176000;keyid="https://peer.example/users/ann#main-key";alg="ed25519"`,
		}},
	} {
		r := signed(t, test.key, test.scheme, test.url, test.body)
		for name, want := range test.want {
			if got := r.Header.Get(name); !strings.HasPrefix(got, want) {
				t.Errorf("%s: got %s, want %s…", name, got, want)
			}
		}
		if err := verify(r, test.body, test.key.Signer.Public()); err != nil {
			t.Errorf("%s %s: %v", test.scheme, r.Method, err)
		}
	}
}

// A request is signed afresh for each attempt, perhaps in the other scheme.
func TestSignAgain(t *testing.T) {
	key := rsaKey(t)
	r := request(t, inbox, follow)
	r.Header.Set("Authorization", `Signature keyId="old"`)
	for i, scheme := range []signature.Scheme{signature.Cavage, signature.RFC9421, signature.Cavage, signature.Cavage} {
		now := noon().Add(time.Duration(i-4) * time.Hour)
		if err := signature.Sign(r, []byte(follow), key, scheme, now); err != nil {
			t.Fatal(err)
		}
		s, err := signature.Parse(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Verify([]byte(follow), key.Signer.Public(), now); err != nil || s.Scheme != scheme || s.KeyID != keyID {
			t.Errorf("attempt %d: %v, %+v", i, err, s)
		}
	}
}

func TestSignRefuses(t *testing.T) {
	for words, test := range map[string]struct {
		key    signature.Key
		scheme signature.Scheme
	}{
		"needs an RSA key":       {edKey(t), signature.Cavage},
		"unknown scheme":         {rsaKey(t), "rot13"},
		"no private key":         {signature.Key{ID: keyID}, signature.Cavage},
		"cannot stand in a head": {signature.Key{ID: `https://peer.example/"`, Signer: rsaKey(t).Signer}, signature.Cavage},
	} {
		err := signature.Sign(request(t, inbox, follow), []byte(follow), test.key, test.scheme, noon())
		if err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("got %v, want %q", err, words)
		}
	}
}

// go-fed/httpsig's signers are not safe for several goroutines; Sign is.
func TestSignConcurrently(t *testing.T) {
	key := rsaKey(t)
	var group sync.WaitGroup
	for range 8 {
		r := request(t, inbox, follow)
		group.Go(func() {
			if err := signature.Sign(r, []byte(follow), key, signature.Cavage, noon()); err != nil {
				t.Error(err)
			}
			if err := verify(r, follow, key.Signer.Public()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

// What other software signs: any headers in any order, any spacing, the target
// with or without its query, escaped or not.
func TestVerifyForeign(t *testing.T) {
	key := privateKey(t, "rsa")
	const escaped = "https://council.example/ap/actors/caf%C3%A9/inbox?via=%7Erelay"
	for name, test := range map[string]struct {
		url string
		foreign
		header func(http.Header)
	}{
		"Mastodon":              {inbox, foreign{headers: "host date digest content-type (request-target)", algorithm: "rsa-sha256"}, nil},
		"Friendica":             {inbox, foreign{headers: "(request-target) date content-length digest host", algorithm: "rsa-sha256"}, nil},
		"GoToSocial":            {escaped, foreign{headers: "(request-target) host date digest", algorithm: "hs2019"}, nil},
		"Fedify":                {escaped, foreign{headers: "(request-target) host date digest", target: "/ap/actors/caf%C3%A9/inbox"}, nil},
		"go-fed/httpsig":        {escaped, foreign{headers: "(request-target) host date digest", target: "/ap/actors/café/inbox?via=%7Erelay"}, nil},
		"decoded without query": {escaped, foreign{headers: "(request-target) host date digest", target: "/ap/actors/café/inbox"}, nil},
		"spaces": {inbox, foreign{headers: everything}, func(h http.Header) {
			h.Set("Signature", strings.ReplaceAll(h.Get("Signature"), `",`, `" ,  `))
		}},
		"Authorization": {inbox, foreign{headers: everything}, func(h http.Header) {
			h.Set("Authorization", "Signature "+h.Get("Signature"))
			h.Del("Signature")
		}},
		"unknown parameters": {inbox, foreign{headers: everything}, func(h http.Header) {
			h.Set("Signature", h.Get("Signature")+`, opaque="a,b=c", v=1`)
		}},
	} {
		r := request(t, test.url, follow)
		test.sign(t, r, follow, key)
		if test.header != nil {
			test.header(r.Header)
		}
		if err := verify(deliver(t, r), follow, key.Public()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Of the request target nothing but its spelling may differ.
func TestVerifyTarget(t *testing.T) {
	key := privateKey(t, "rsa")
	const forged = "https://council.example/ap/inbox%0Ahost:%20council.example"
	for name, test := range map[string]struct{ url, target string }{
		"other path":  {inbox, "/ap/actors/inews/inbox"},
		"other query": {inbox + "?page=1", "/ap/inbox?page=2"},
		"line break":  {forged, "/ap/inbox\nhost: council.example"},
		"prefix":      {inbox, "/ap"},
	} {
		r := request(t, test.url, follow)
		foreign{headers: everything, target: test.target}.sign(t, r, follow, key)
		if err := verify(deliver(t, r), follow, key.Public()); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	r := request(t, inbox, follow)
	foreign{headers: everything}.sign(t, r, follow, key)
	r.Method = http.MethodPut
	wantRefused(t, verify(deliver(t, r), follow, key.Public()), "does not match")
}

// Behind a proxy the public origin counts, and a signature made for another
// host is worth nothing.
func TestVerifyOrigin(t *testing.T) {
	key := rsaKey(t)
	for _, scheme := range []signature.Scheme{signature.Cavage, signature.RFC9421} {
		r := signed(t, key, scheme, inbox, follow)
		r.Host = "127.0.0.1:8080"
		if err := verify(r, follow, key.Signer.Public()); err != nil {
			t.Errorf("%s behind a proxy: %v", scheme, err)
		}
		r = signed(t, key, scheme, "https://other.example/ap/inbox", follow)
		wantRefused(t, verify(r, follow, key.Signer.Public()), "does not match")
	}
	v := signature.Verifier{Keys: &keyring{known: published(key.Signer.Public())}, Now: noon, Origin: "council"}
	_, err := v.Verify(t.Context(), signed(t, key, signature.Cavage, inbox, follow), []byte(follow))
	if err == nil || !strings.Contains(err.Error(), "origin") {
		t.Errorf("got %v, want an error about the origin", err)
	}
}
