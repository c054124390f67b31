package signature_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"

	"inews/federation/signature"
)

func TestKeysGoAndReturn(t *testing.T) {
	fresh, err := signature.GenerateRSA()
	if err != nil {
		t.Fatal(err)
	}
	edwards, err := signature.GenerateEd25519()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []crypto.Signer{fresh, edwards, privateKey(t, "rsa"), privateKey(t, "ed25519")} {
		text, err := signature.MarshalPrivateKeyPEM(key)
		if err != nil {
			t.Fatal(err)
		}
		private, err := signature.ParsePrivateKeyPEM(text)
		if err != nil || !private.(interface{ Equal(crypto.PrivateKey) bool }).Equal(key) {
			t.Errorf("%T: private key: %v", key, err)
		}
		if text, err = signature.MarshalPublicKeyPEM(key.Public()); err != nil {
			t.Fatal(err)
		}
		public, err := signature.ParsePublicKeyPEM(text)
		if err != nil || !equal(public, key.Public()) {
			t.Errorf("%T: public key: %v", key, err)
		}
		if text, err = signature.Multikey(key.Public()); err != nil {
			t.Fatal(err)
		}
		if public, err = signature.ParseMultikey(text); err != nil || !equal(public, key.Public()) {
			t.Errorf("%T: multikey: %v", key, err)
		}
		// did:key and FEP-521a: the beginning tells the kind.
		if !strings.HasPrefix(text, "z6Mk") && !strings.HasPrefix(text, "z4MX") {
			t.Errorf("%T: multikey is %s", key, text)
		}
	}
}

// Some servers publish PKCS #1, and some under the wrong label.
func TestPublicKeyPKCS1(t *testing.T) {
	key := privateKey(t, "rsa").Public().(*rsa.PublicKey)
	for _, label := range []string{"RSA PUBLIC KEY", "PUBLIC KEY"} {
		text := pem.EncodeToMemory(&pem.Block{Type: label, Bytes: x509.MarshalPKCS1PublicKey(key)})
		if got, err := signature.ParsePublicKeyPEM(string(text)); err != nil || !key.Equal(got) {
			t.Errorf("%s: %v", label, err)
		}
	}
}

// Check 6: weak and foreign kinds of keys are refused wherever they come in.
func TestCheck06WeakKeys(t *testing.T) {
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	huge := &rsa.PublicKey{N: new(big.Int).SetBit(big.NewInt(1), 8192, 1), E: 65537}
	even := &rsa.PublicKey{N: privateKey(t, "rsa").Public().(*rsa.PublicKey).N, E: 1}
	for name, key := range map[string]crypto.PublicKey{"1024 bits": small.Public(), "8193 bits": huge, "exponent 1": even, "ecdsa": curve.Public()} {
		text, err := signature.MarshalPublicKeyPEM(key)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := signature.ParsePublicKeyPEM(text); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("PEM: got %v, want a refusal of %s", err, name)
		}
		if _, err := signature.Multikey(key); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("multikey: got %v, want a refusal of %s", err, name)
		}
		weak, ok := key.(*rsa.PublicKey)
		if !ok {
			continue
		}
		text = "u" + base64.RawURLEncoding.EncodeToString(append([]byte("\x85\x24"), x509.MarshalPKCS1PublicKey(weak)...))
		if _, err := signature.ParseMultikey(text); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("multikey of others: got %v, want a refusal of %s", err, name)
		}
	}
	for _, text := range []string{"", "z", "z6Mk", "x6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2", "z0OIl", "u***",
		"zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169", "u7QEAAAA", "z" + strings.Repeat("6", 1500)} {
		if key, err := signature.ParseMultikey(text); err == nil {
			t.Errorf("multikey %.60s is %v", text, key)
		}
	}
	for _, text := range []string{"", "PUBLIC KEY", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", strings.Repeat("\n", 20<<10)} {
		if key, err := signature.ParsePublicKeyPEM(text); err == nil {
			t.Errorf("public key %.60q is %v", text, key)
		}
		if key, err := signature.ParsePrivateKeyPEM(text); err == nil {
			t.Errorf("private key %.60q is %v", text, key)
		}
	}
	if _, err := signature.Multikey(ed25519.PublicKey{1}); err == nil {
		t.Error("an Ed25519 key of one byte was written")
	}
}

func equal(a, b crypto.PublicKey) bool {
	return a.(interface{ Equal(crypto.PublicKey) bool }).Equal(b)
}
