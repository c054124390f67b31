package signature_test

import (
	"errors"
	"net/http"
	"testing"

	"inews/federation"
	"inews/federation/signature"
)

// FuzzParse holds that no header makes the reader panic, that every error has
// a kind, and that what was read is bounded and proves nothing by itself.
func FuzzParse(f *testing.F) {
	key := rsaKey(f)
	for _, scheme := range []signature.Scheme{signature.Cavage, signature.RFC9421} {
		r := signed(f, key, scheme, inbox, follow)
		f.Add(r.Header.Get("Signature"), r.Header.Get("Signature-Input"), "", "/ap/inbox")
	}
	f.Add("", "", `Signature keyId="k", headers="(request-target) host date digest",signature="AAAA"`, "/a%0Ab?c")
	f.Add(`keyId="k",created=1,expires=2.5,headers="(created) (expires)",signature=AAAA`, "", "", "/")
	stranger := edKey(f).Signer.Public()
	f.Fuzz(func(t *testing.T, header, input, authorization, path string) {
		r, err := http.NewRequest(http.MethodPost, "https://council.example", nil)
		if err != nil {
			t.Fatal(err)
		}
		if r.URL, err = r.URL.Parse(path); err != nil {
			return
		}
		r.Header = http.Header{"Date": {noon().Format(http.TimeFormat)}}
		for name, value := range map[string]string{"Signature": header, "Signature-Input": input, "Authorization": authorization} {
			if value != "" {
				r.Header.Set(name, value)
			}
		}
		s, err := signature.Parse(r)
		if err != nil {
			if !errors.Is(err, federation.ErrUnauthorized) && !errors.Is(err, federation.ErrMalformed) {
				t.Errorf("error without a kind: %v", err)
			}
			return
		}
		if s.KeyID == "" || len(s.KeyID) > 2048 || len(s.Components) > 32 {
			t.Errorf("out of bounds: %+v", s)
		}
		for _, public := range []any{key.Signer.Public(), stranger} {
			if err := s.Verify([]byte("other"), public, noon()); !errors.Is(err, federation.ErrUnauthorized) {
				t.Errorf("another body was accepted: %v", err)
			}
		}
	})
}

// FuzzReadProof holds that no document makes the reader of proofs panic, that
// every error is a refusal, and that no proof is by a stranger's key.
func FuzzReadProof(f *testing.F) {
	key := signature.Key{ID: actor + "#ed25519-key", Signer: privateKey(f, "ed25519")}
	for _, document := range []string{follow, `{"@context":["a",{"b":"c"}],"n":1e-7,"t":"\ud83d\ude00"}`, `{}`} {
		proven, err := signature.Prove([]byte(document), key, noon())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(proven)
	}
	f.Add([]byte(`{"proof":[{"type":"DataIntegrityProof","cryptosuite":"eddsa-jcs-2022","proofPurpose":"assertionMethod","verificationMethod":"k","proofValue":"z1"}]}`))
	stranger, err := signature.GenerateEd25519()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		proof, ok, err := signature.ReadProof(document)
		if err != nil && !errors.Is(err, federation.ErrUnauthorized) {
			t.Errorf("error without a kind: %v", err)
		}
		if ok && proof.Verify(federation.PublicKey{ID: proof.Method, Key: stranger.Public()}) == nil {
			t.Error("a stranger has proven it")
		}
	})
}
