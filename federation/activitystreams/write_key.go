package activitystreams

import (
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"

	"inews/federation"
)

type keyJSON struct {
	ID    federation.ID `json:"id"`
	Owner federation.ID `json:"owner"`
	PEM   string        `json:"publicKeyPem"`
}

type multikeyJSON struct {
	ID         federation.ID `json:"id"`
	Type       string        `json:"type"`
	Controller federation.ID `json:"controller"`
	Key        string        `json:"publicKeyMultibase"`
}

// newKeys sorts an actor's keys into publicKey, which is one object or a list,
// and assertionMethod.
func newKeys(owner federation.ID, keys []federation.PublicKey) (publicKey any, assertion []multikeyJSON, err error) {
	var rsaKeys []keyJSON
	for _, k := range keys {
		switch key := k.Key.(type) {
		case *rsa.PublicKey:
			der, err := x509.MarshalPKIXPublicKey(key)
			if err != nil {
				return nil, nil, fmt.Errorf("write key %s: %w: %w", k.ID, federation.ErrMalformed, err)
			}
			block := pem.Block{Type: "PUBLIC KEY", Bytes: der}
			rsaKeys = append(rsaKeys, keyJSON{k.ID, owner, string(pem.EncodeToMemory(&block))})
		case ed25519.PublicKey:
			multikey := "z" + toBase58(append([]byte{0xed, 0x01}, key...))
			assertion = append(assertion, multikeyJSON{k.ID, "Multikey", owner, multikey})
		default:
			return nil, nil, fmt.Errorf("write key %s: a key of the kind %T: %w", k.ID, k.Key, federation.ErrMalformed)
		}
	}
	switch len(rsaKeys) {
	case 0:
		return nil, assertion, nil
	case 1:
		return rsaKeys[0], assertion, nil
	}
	return rsaKeys, assertion, nil
}
