package signature_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/hex"
	"os"
	"slices"
	"strings"
	"testing"

	"inews/federation"
	"inews/federation/signature"
)

// alice is whose the documents in FEP-8b32's and FEP-521a's own tests are.
const alice = federation.ID("https://server.example/users/alice")

func aliceKey(t *testing.T, multikey string) federation.PublicKey {
	t.Helper()
	key, err := signature.ParseMultikey(multikey)
	if err != nil {
		t.Fatal(err)
	}
	return federation.PublicKey{ID: alice + "#ed25519-key", Owner: alice, Key: key}
}

func provenDocument(t *testing.T) []byte {
	t.Helper()
	raw, err := os.ReadFile("testdata/fep-8b32.json")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

const aliceMultikey = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"

// Check 7: FEP-8b32 files as expected: the published document is proven, and
// every change of it is found.
func TestCheck07FEP8b32Document(t *testing.T) {
	document, key := provenDocument(t), aliceKey(t, aliceMultikey)
	if err := signature.VerifyProof(document, key); err != nil {
		t.Errorf("as published: %v", err)
	}
	var compact bytes.Buffer
	for line := range strings.Lines(string(document)) {
		compact.WriteString(strings.TrimSpace(line))
	}
	if err := signature.VerifyProof(compact.Bytes(), key); err != nil {
		t.Errorf("without white space: %v", err)
	}
	for what, change := range map[string][2]string{
		"its text":              {"Hello world", "Hello World"},
		"its number":            {"25.273962", "25.273963"},
		"its id":                {"activities/1", "activities/2"},
		"something new":         {`"type": "Create",`, `"type": "Create", "to": [],`},
		"the proof's time":      {"23:36:38Z", "23:36:39Z"},
		"the proof's key":       {"#ed25519-key", "#ed25519-kez"},
		"the proof's purpose":   {`"assertionMethod"`, `"authentication"`},
		"the proof's value":     {"z42ffGu6AUKP", "z42ffGu6AUKQ"},
		"a short value":         {"z42ffGu6AUKPCFcF", "z"},
		"a long value":          {"z42ffGu6AUKP", "z42" + strings.Repeat("f", 200)},
		"a value in base 64":    {"z42ffGu6AUKP", "u42ffGu6AUKP"},
		"something in a proof":  {`"proofPurpose"`, `"domain": "x", "proofPurpose"`},
		"a time that is none":   {"2023-02-24T23:36:38Z", "yesterday"},
		"a key that is twice":   {`"type": "Create",`, `"type": "Create", "id": "https://server.example/activities/1",`},
		"the @context at large": {"\"https://w3id.org/security/data-integrity/v2\"\n    ],\n    \"id\"", "\"https://w3id.org/security/data-integrity/v1\"\n    ],\n    \"id\""},
	} {
		changed := strings.Replace(string(document), change[0], change[1], 1)
		if changed == string(document) {
			t.Fatalf("%s: nothing was changed", what)
		}
		if err := signature.VerifyProof([]byte(changed), key); err == nil {
			t.Errorf("%s changed: the proof still fits", what)
		}
	}
	other := key
	other.Key = privateKey(t, "ed25519").Public()
	wantRefused(t, signature.VerifyProof(document, other), "not of this document")
	other.Key = privateKey(t, "rsa").Public()
	wantRefused(t, signature.VerifyProof(document, other), "Ed25519")
	other = key
	other.ID = alice + "#other-key"
	wantRefused(t, signature.VerifyProof(document, other), "another key")
}

// Check 7: FEP-8b32 files as expected: the published key proves the published
// document with the published bytes.
func TestCheck07FEP8b32Value(t *testing.T) {
	document := provenDocument(t)
	proof, ok, err := signature.ReadProof(document)
	if err != nil || !ok || proof.Method != alice+"#ed25519-key" || !proof.Expires.IsZero() {
		t.Fatalf("the proof reads %+v, %v, %v", proof, ok, err)
	}
	head, tail, _ := bytes.Cut(document, []byte(",\n    \"proof\""))
	key := signature.Key{ID: proof.Method, Signer: ed25519.NewKeyFromSeed(mustHex(t, "c96ef9ea10c5e414c471723aff9de72c35fa5b70fae97e8832ecac7d2e2b8ed6"))}
	proven, err := signature.Prove(slices.Concat(head, []byte("}")), key, proof.Created)
	if err != nil {
		t.Fatal(err)
	}
	_, value, _ := bytes.Cut(tail, []byte(`"proofValue": "`))
	value, _, _ = bytes.Cut(value, []byte(`"`))
	if !bytes.Contains(proven, value) || !bytes.HasPrefix(proven, head) {
		t.Errorf("proven:\n%s\nwant the value %s", proven, value)
	}
}

// Check 7: FEP-521a files as expected.
func TestCheck07FEP521aMultikeys(t *testing.T) {
	rsaKey, err := x509.ParsePKCS1PublicKey(mustHex(t, "3082010a0282010100b1b5fcd8d4d5e88ca5c4287b31f578865caf6a78826a3b8ff7b1b23aa4af4e6a0474139f945bd9d3a911ffd0fa72db78e4593a86c91f9da836186ebd3402d51f6a3844247ab5088b46929c311b43604fed84499f06f0f39bf55590e2187f1bbe229ba8f49fd2e570cd0e3733c76bfede80e1e7e0881e4538ea1bc5782be9512f8bf132526e05f4923564fe6e1e21bf7087adebb660fa533fca06d0a8e66991e1312d70b64a61da8ca77c028cdf939601e2cffe2855759b1d479f0847bcac59d7d62427a431d4e3dfd2697428b9dd6309a7b1167db99fe01af1ff1b739566fb949e47089d1dae84aef1214ef7f5773e86a0d3e9da246f9bec09d60c705891183d0203010001"))
	if err != nil {
		t.Fatal(err)
	}
	edKey := ed25519.PublicKey(mustHex(t, "2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6"))
	for text, key := range map[string]any{
		"z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK": edKey,
		"z4MXj1wBzi9jUstyPMS4jQqB6KdJaiatPkAtVtGc6bQEQEEsKTic4G7Rou3iBf9vPmT5dbkm9qsZsuVNjq8HCuW1w24nhBFGkRE4cd2Uf2tfrB3N7h4mnyPp1BF3ZttHTYv3DLUPi1zMdkULiow3M1GfXkoC6DoxDUm1jmN6GBj22SjVsr6dxezRVQc7aj9TxE7JLbMH1wh5X3kA58H3DFW8rnYMakFGbca5CB2Jf6CnGQZmL7o5uJAdTwXfy2iiiyPxXEGerMhHwhjTA1mKYobyk2CpeEcmvynADfNZ5MBvcCS7m3XkFCMNUYBS9NQ3fze6vMSUPsNa6GVYmKx2x6JrdEjCk3qRMMmyjnjCMfR4pXbRMZa3i": rsaKey,
	} {
		if written, err := signature.Multikey(key); err != nil || written != text {
			t.Errorf("%T is written %s, %v; want %s", key, written, err, text)
		}
		if read, err := signature.ParseMultikey(text); err != nil || !equal(read, key) {
			t.Errorf("%s is read as %v, %v", text, read, err)
		}
	}
}

// A proof goes to the end of the document, fits, and leaves the rest alone; what
// cannot be proven is refused.
func TestProve(t *testing.T) {
	key := signature.Key{ID: actor + "#ed25519-key", Signer: privateKey(t, "ed25519")}
	public := federation.PublicKey{ID: key.ID, Owner: actor, Key: key.Signer.Public()}
	for _, document := range []string{
		`{}`, " {\"a\": 1e1}\n", `{"@context":"https://www.w3.org/ns/activitystreams","content":"<p>&amp; é 𝒳 \u20ac</p>","n":[1.0,-0,1e21]}`,
	} {
		proven, err := signature.Prove([]byte(document), key, noon())
		if err != nil {
			t.Fatal(err)
		}
		if body := strings.TrimSpace(document); !strings.HasPrefix(string(proven), body[:len(body)-1]) {
			t.Errorf("%s became %s", document, proven)
		}
		if err := signature.VerifyProof(proven, public); err != nil {
			t.Errorf("%s: %v", proven, err)
		}
		if _, err := signature.Prove(proven, key, noon()); err == nil {
			t.Errorf("%s was proven twice", proven)
		}
	}
	for what, refused := range map[string]struct {
		document string
		key      signature.Key
	}{
		"a list":      {`[1]`, key},
		"null":        {`null`, key},
		"no JSON":     {`{"a":}`, key},
		"an RSA key":  {`{}`, rsaKey(t)},
		"no key":      {`{}`, signature.Key{ID: key.ID}},
		"a key twice": {`{"a":1,"a":2}`, key},
	} {
		if proven, err := signature.Prove([]byte(refused.document), refused.key, noon()); err == nil {
			t.Errorf("%s was proven: %s", what, proven)
		}
	}
}

// What is proven in a way that is not read here is as good as not proven, and no
// more: neither taken for true nor refused.
func TestReadProofOfOthers(t *testing.T) {
	document := string(provenDocument(t))
	for what, text := range map[string]string{
		"no proof":          `{"type":"Create"}`,
		"another suite":     strings.Replace(document, "eddsa-jcs-2022", "mldsa44-jcs-2024", 1),
		"another type":      strings.Replace(document, "DataIntegrityProof", "Ed25519Signature2020", 1),
		"proof is no proof": `{"proof":"https://server.example/proof"}`,
		"an empty list":     `{"proof":[]}`,
	} {
		if proof, ok, err := signature.ReadProof([]byte(text)); ok || err != nil {
			t.Errorf("%s: %+v, %v, %v", what, proof, ok, err)
		}
		wantRefused(t, signature.VerifyProof([]byte(text), aliceKey(t, aliceMultikey)), "no proof")
	}
	// Of a list, the one that is understood; with a linked-data signature around.
	list := strings.Replace(document, `"proof": {`, `"signature": {"type": "RsaSignature2017"}, "proof": [{"type": "Other"}, {`, 1)
	list = strings.TrimSuffix(strings.TrimSpace(list), "}") + "]}"
	if err := signature.VerifyProof([]byte(list), aliceKey(t, aliceMultikey)); err != nil {
		t.Errorf("a list of proofs: %v", err)
	}
}

func mustHex(t *testing.T, text string) []byte {
	t.Helper()
	raw, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
