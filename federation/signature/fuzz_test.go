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
