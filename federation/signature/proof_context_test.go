package signature

import (
	"crypto/ed25519"
	"crypto/sha256"
	"slices"
	"strings"
	"testing"

	"inews/federation"
)

// Check 7: a proof under another @context than the document's says something
// else than the document, even when it is signed. Source: vc-di-eddsa §3.3.2.
func TestCheck07FEP8b32Context(t *testing.T) {
	key, err := GenerateEd25519()
	if err != nil {
		t.Fatal(err)
	}
	const method = "https://peer.example/users/ann#ed25519-key"
	for context, words := range map[string]string{"https://a.example/v1": "", "https://a.example/v2": "another @context"} {
		// Names in order and nothing to escape: canonical as they stand.
		const document = `{"@context":"https://a.example/v1","type":"Note"}`
		options := `{"@context":"` + context + `","cryptosuite":"eddsa-jcs-2022","proofPurpose":"assertionMethod","type":"DataIntegrityProof","verificationMethod":"` + method + `"}`
		first, second := sha256.Sum256([]byte(options)), sha256.Sum256([]byte(document))
		value := "z" + encode58(ed25519.Sign(key, slices.Concat(first[:], second[:])))
		proven := strings.TrimSuffix(document, "}") + `,"proof":` + strings.TrimSuffix(options, "}") + `,"proofValue":"` + value + `"}}`
		err := VerifyProof([]byte(proven), federation.PublicKey{ID: method, Key: key.Public()})
		if words == "" && err != nil || words != "" && (err == nil || !strings.Contains(err.Error(), words)) {
			t.Errorf("under %s: %v, want %q", context, err, words)
		}
	}
}
