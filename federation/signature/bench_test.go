package signature_test

import (
	"testing"

	"inews/federation/signature"
)

func BenchmarkSign(b *testing.B) {
	for name, test := range map[string]struct {
		key    signature.Key
		scheme signature.Scheme
	}{
		"cavage":       {rsaKey(b), signature.Cavage},
		"rfc9421":      {rsaKey(b), signature.RFC9421},
		"rfc9421-ed25": {edKey(b), signature.RFC9421},
	} {
		b.Run(name, func(b *testing.B) {
			r := request(b, inbox, follow)
			for b.Loop() {
				if err := signature.Sign(r, []byte(follow), test.key, test.scheme, noon()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkVerify(b *testing.B) {
	for name, test := range map[string]struct {
		key    signature.Key
		scheme signature.Scheme
	}{
		"cavage":       {rsaKey(b), signature.Cavage},
		"rfc9421":      {rsaKey(b), signature.RFC9421},
		"rfc9421-ed25": {edKey(b), signature.RFC9421},
	} {
		b.Run(name, func(b *testing.B) {
			r := signed(b, test.key, test.scheme, inbox, follow)
			for b.Loop() {
				if err := verify(r, follow, test.key.Signer.Public()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
