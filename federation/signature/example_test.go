package signature_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"time"

	"inews/federation"
	"inews/federation/signature"
)

// directory knows the keys of one peer.
type directory map[federation.ID]federation.PublicKey

func (d directory) Key(_ context.Context, id federation.ID, _ bool) (federation.PublicKey, error) {
	key, ok := d[id]
	if !ok {
		return key, federation.ErrNotFound
	}
	return key, nil
}

// A peer signs a Follow, and the server proves whose it is.
func Example() {
	private, err := signature.GenerateRSA()
	if err != nil {
		fmt.Println(err)
		return
	}
	key := signature.Key{ID: "https://peer.example/ann#main-key", Signer: private}
	body := `{"type":"Follow","actor":"https://peer.example/ann"}`

	r := httptest.NewRequest("POST", "https://council.example/ap/inbox", strings.NewReader(body))
	r.Header.Set("Content-Type", federation.MediaType)
	if err := signature.Sign(r, []byte(body), key, signature.Cavage, time.Now()); err != nil {
		fmt.Println(err)
		return
	}

	verifier := signature.Verifier{
		Keys:   directory{key.ID: {ID: key.ID, Owner: "https://peer.example/ann", Key: private.Public()}},
		Origin: "https://council.example",
	}
	signer, err := verifier.Verify(context.Background(), r, []byte(body))
	fmt.Println(signer.Owner, err)
	_, err = verifier.Verify(context.Background(), r, []byte(strings.Replace(body, "ann", "bob", 1)))
	fmt.Println(err)
	// Output:
	// https://peer.example/ann <nil>
	// not authorised: the Digest header is not that of the body
}

// A document proves itself, whoever passes it on.
func ExampleProve() {
	private, err := signature.GenerateEd25519()
	if err != nil {
		fmt.Println(err)
		return
	}
	key := signature.Key{ID: "https://peer.example/ann#ed25519-key", Signer: private}
	proven, err := signature.Prove([]byte(`{"type":"Note","content":"New bins"}`), key, time.Now())
	if err != nil {
		fmt.Println(err)
		return
	}

	listed := federation.PublicKey{ID: key.ID, Owner: "https://peer.example/ann", Key: private.Public()}
	fmt.Println(signature.VerifyProof(proven, listed))
	fmt.Println(signature.VerifyProof([]byte(strings.Replace(string(proven), "New", "Old", 1)), listed))
	// Output:
	// <nil>
	// not authorised: the proof is not of this document
}
