package signature_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"net/http"
	"strings"
	"testing"

	"inews/federation"
	"inews/federation/signature"
)

// Check 5: duplicate signature parameters, two Signature headers, Signature
// plus Authorization, two RFC 9421 labels, repeated Date → 401.
func TestCheck05Ambiguous(t *testing.T) {
	key := rsaKey(t)
	appendTo := func(name, text string) func(http.Header) {
		return func(h http.Header) { h.Set(name, h.Get(name)+text) }
	}
	for _, test := range []struct {
		name   string
		scheme signature.Scheme
		change func(http.Header)
	}{
		{"keyId", signature.Cavage, appendTo("Signature", `,keyId="https://peer.example/users/bob#main-key"`)},
		{"keyid", signature.Cavage, appendTo("Signature", `, keyid="https://peer.example/users/bob#main-key"`)},
		{"headers", signature.Cavage, appendTo("Signature", `,headers="date"`)},
		{"signature", signature.Cavage, appendTo("Signature", `,signature="AAAA"`)},
		{"unknown", signature.Cavage, appendTo("Signature", `,x="1",x="1"`)},
		{"component", signature.Cavage, func(h http.Header) {
			h.Set("Signature", strings.Replace(h.Get("Signature"), "host date", "host host date", 1))
		}},
		{"Signature", signature.Cavage, func(h http.Header) { h.Add("Signature", h.Get("Signature")) }},
		{"Authorization", signature.Cavage, func(h http.Header) { h.Set("Authorization", "Signature "+h.Get("Signature")) }},
		{"two Authorizations", signature.Cavage, func(h http.Header) {
			h["Authorization"] = []string{"Signature " + h.Get("Signature"), "Signature x"}
			h.Del("Signature")
		}},
		{"Date", signature.Cavage, func(h http.Header) { h.Add("Date", h.Get("Date")) }},
		{"Digest", signature.Cavage, func(h http.Header) { h.Add("Digest", h.Get("Digest")) }},
		{"Host", signature.Cavage, func(h http.Header) { h.Set("Host", "other.example") }},
		{"two labels", signature.RFC9421, func(h http.Header) {
			appendTo("Signature-Input", ", sig2"+strings.TrimPrefix(h.Get("Signature-Input"), "sig1"))(h)
			appendTo("Signature", ", sig2"+strings.TrimPrefix(h.Get("Signature"), "sig1"))(h)
		}},
		{"one label twice", signature.RFC9421, func(h http.Header) { appendTo("Signature-Input", ", "+h.Get("Signature-Input"))(h) }},
		{"one signature twice", signature.RFC9421, func(h http.Header) { appendTo("Signature", ", "+h.Get("Signature"))(h) }},
		{"other label", signature.RFC9421, func(h http.Header) { h.Set("Signature", strings.Replace(h.Get("Signature"), "sig1", "sig2", 1)) }},
		{"two keyids", signature.RFC9421, appendTo("Signature-Input", `;keyid="https://peer.example/users/bob#main-key"`)},
		{"two created", signature.RFC9421, appendTo("Signature-Input", `;created=1795176000`)},
		{"9421 and Authorization", signature.RFC9421, func(h http.Header) { h.Set("Authorization", `Signature keyId="x"`) }},
		{"two inputs", signature.RFC9421, func(h http.Header) { h.Add("Signature-Input", h.Get("Signature-Input")) }},
		{"two content digests", signature.RFC9421, func(h http.Header) { h.Add("Content-Digest", h.Get("Content-Digest")) }},
		{"content digest twice in a line", signature.RFC9421, func(h http.Header) { appendTo("Content-Digest", ","+h.Get("Content-Digest"))(h) }},
		{"component twice", signature.RFC9421, func(h http.Header) {
			h.Set("Signature-Input", strings.Replace(h.Get("Signature-Input"), `"@method"`, `"@method" "@method"`, 1))
		}},
	} {
		r := signed(t, key, test.scheme, inbox, follow)
		test.change(r.Header)
		if err := verify(r, follow, key.Signer.Public()); !errors.Is(err, federation.ErrUnauthorized) {
			t.Errorf("%s: got %v, want a refusal", test.name, err)
		}
	}
}

// Check 5: what stands twice is refused also when all of it is signed, so that
// nothing but this rule stands in its way.
func TestCheck05TwiceAndSigned(t *testing.T) {
	const wrong = "sha-256=:AAAA9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"
	key := privateKey(t, "rsa")
	once := request(t, inbox, follow)
	foreign{headers: everything}.sign(t, once, follow, key)
	foreignMessage{components, parameters}.sign(t, once, follow, key)
	cavage := func(headers string) func(*http.Request) {
		return func(r *http.Request) { foreign{headers: headers}.sign(t, r, follow, key) }
	}
	message := func(components string) func(*http.Request) {
		return func(r *http.Request) { foreignMessage{components, parameters}.sign(t, r, follow, key) }
	}
	for _, test := range []struct {
		name, header string
		values       []string // of that header
		sign         func(*http.Request)
		words        string
	}{
		{"nothing", "", nil, cavage(everything), ""},
		{"nothing", "", nil, message(components), ""},
		{"Date", "Date", []string{once.Header.Get("Date"), "Fri, 20 Nov 2020 12:00:00 GMT"}, cavage(everything), "Date stands more than once"},
		{"Digest", "Digest", []string{once.Header.Get("Digest"), "SHA-256=AAAA"}, cavage(everything), "Digest stands more than once"},
		{"component", "", nil, cavage("(request-target) host date digest date"), "covers date twice"},
		{"content digest", "Content-Digest", []string{once.Header.Get("Content-Digest"), wrong}, message(components), "Content-Digest stands more than once"},
		{"content digest in a line", "Content-Digest", []string{wrong + ", " + once.Header.Get("Content-Digest")}, message(components), "cannot be read"},
		{"component of a message", "", nil, message(components + ` "@method"`), "covers @method twice"},
	} {
		r := request(t, inbox, follow)
		if test.header != "" {
			r.Header[test.header] = test.values
		}
		test.sign(r)
		err := verify(deliver(t, r), follow, key.Public())
		if test.words == "" && err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		if test.words != "" {
			wantRefused(t, err, test.words)
		}
	}
}

// Check 6: algorithm named hmac-*, rsa-sha1, key of 1024 bits, Ed25519 key with
// RSA label → 401.
func TestCheck06Algorithm(t *testing.T) {
	strong, edwards := privateKey(t, "rsa"), privateKey(t, "ed25519")
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		label string
		hash  crypto.Hash
		key   crypto.Signer
		words string
	}{
		{"rsa-sha256", crypto.SHA256, strong, ""},
		{"hs2019", crypto.SHA256, strong, ""},
		{"hs2019", crypto.SHA512, strong, ""},
		{"rsa-sha512", crypto.SHA512, strong, ""},
		{"", crypto.SHA256, strong, ""},
		{"ed25519", 0, edwards, ""},
		{"hs2019", 0, edwards, ""},
		{"RSA-SHA256", crypto.SHA256, strong, ""},
		{"rsa-sha256", crypto.SHA512, strong, "does not match"},
		{"rsa-sha512", crypto.SHA256, strong, "does not match"},
		{"hmac-sha256", crypto.SHA256, strong, "does not go with"},
		{"hmac-sha512", crypto.SHA512, strong, "does not go with"},
		{"rsa-sha1", crypto.SHA1, strong, "does not go with"},
		{"none", crypto.SHA256, strong, "does not go with"},
		{"ecdsa-sha256", crypto.SHA256, strong, "does not go with"},
		{"ed25519", crypto.SHA256, strong, "does not go with"},
		{"rsa-sha256", 0, edwards, "does not go with"},
		{"hs2019", crypto.SHA256, weak, "1024 bits"},
	} {
		r := request(t, inbox, follow)
		foreign{headers: everything, algorithm: test.label, hash: test.hash}.sign(t, r, follow, test.key)
		err := verify(deliver(t, r), follow, test.key.Public())
		if test.words == "" && err != nil {
			t.Errorf("%q by %T: %v", test.label, test.key, err)
		}
		if test.words != "" {
			wantRefused(t, err, test.words)
		}
	}
}

// Check 6: the same for RFC 9421, and a public key used as a shared secret.
func TestCheck06MessageAlgorithm(t *testing.T) {
	for _, label := range []string{"hmac-sha256", "rsa-pss-sha512", "ecdsa-p256-sha256", "none", "rsa-v1_5-sha256"} {
		key := edKey(t).Signer
		r := request(t, inbox, follow)
		foreignMessage{components, parameters + `;alg="` + label + `"`}.sign(t, r, follow, key)
		wantRefused(t, verify(deliver(t, r), follow, key.Public()), "does not go with")
	}
	key := rsaKey(t)
	r := signed(t, key, signature.RFC9421, inbox, follow)
	wantRefused(t, verify(r, follow, []byte("a secret")), "only RSA and Ed25519")
	wantRefused(t, verify(r, follow, edKey(t).Signer.Public()), "does not go with")
}
