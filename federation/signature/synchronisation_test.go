package signature_test

import (
	"strings"
	"testing"

	"inews/federation"
	"inews/federation/signature"
)

// A Collection-Synchronization header is covered by the signature, in both
// schemes: nobody on the way can change it, or take it from another request.
// Source: FEP-8fcf, which has it ignored otherwise.
func TestSignCoversSynchronisation(t *testing.T) {
	const value = `collectionId="https://peer.example/followers", url="https://peer.example/followers/yours", digest="00"`
	for scheme, where := range map[signature.Scheme]string{
		signature.Cavage: `digest content-type collection-synchronization"`, signature.RFC9421: `"content-digest" "collection-synchronization")`,
	} {
		r := request(t, inbox, follow)
		r.Header.Set(federation.SynchronisationHeader, value)
		if err := signature.Sign(r, []byte(follow), rsaKey(t), scheme, noon()); err != nil {
			t.Fatal(err)
		}
		if said := r.Header.Get("Signature-Input") + r.Header.Get("Signature"); !strings.Contains(said, where) {
			t.Errorf("%s covers it nowhere: %s", scheme, said)
		}
		received := deliver(t, r)
		if err := verify(received, follow, rsaKey(t).Signer.Public()); err != nil {
			t.Errorf("%s: %v", scheme, err)
		}
		received.Header.Set(federation.SynchronisationHeader, strings.Replace(value, "00", "01", 1))
		wantRefused(t, verify(received, follow, rsaKey(t).Signer.Public()), "does not match")
		received.Header.Del(federation.SynchronisationHeader)
		wantRefused(t, verify(received, follow, rsaKey(t).Signer.Public()), "collection-synchronization")
	}
}
