package activitystreams

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"inews/federation"
)

// minRSA is the shortest RSA key that is believed, in bits.
const minRSA = 2048

// ReadKey reads a key in a document of its own. That it names an owner proves
// nothing until the owner's actor lists it. The error wraps
// federation.ErrMalformed (also: no such document, a key of another kind or too
// short) or ErrTooLarge.
func ReadKey(raw []byte) (federation.PublicKey, error) {
	d, _, err := open(raw, KeyKind)
	if err != nil {
		return federation.PublicKey{}, err
	}
	key, err := readKey(d)
	if err != nil {
		return federation.PublicKey{}, fmt.Errorf("key: %w: %w", federation.ErrMalformed, err)
	}
	if key.Owner == "" {
		return federation.PublicKey{}, fmt.Errorf("key without an owner: %w", federation.ErrMalformed)
	}
	return key, nil
}

// readKeys are the keys of an actor: publicKey as Mastodon has it, and Multikey
// in assertionMethod. One that names another owner is dropped, as is one that
// cannot be read. Source: FEP-521a.
func readKeys(d *dict, actor federation.ID) []federation.PublicKey {
	var keys []federation.PublicKey
	for _, property := range []string{"publicKey", "assertionMethod"} {
		for _, entry := range dicts(d.take(property), maxKeys) {
			key, err := readKey(entry)
			if err != nil || (key.Owner != "" && key.Owner != actor) {
				continue
			}
			key.Owner, key.Asserts = actor, property == "assertionMethod"
			keys = append(keys, key)
		}
	}
	return keys
}

func readKey(d *dict) (federation.PublicKey, error) {
	id, err := d.id()
	if err != nil || id == "" {
		return federation.PublicKey{}, errors.New("no id")
	}
	owner := d.values["owner"]
	if owner == nil {
		owner = d.values["controller"]
	}
	key := federation.PublicKey{ID: id, Owner: reference(owner)}
	if owner != nil && key.Owner == "" {
		return federation.PublicKey{}, errors.New("its owner has no address")
	}
	if s, ok := d.values["publicKeyPem"].(string); ok {
		key.Key, err = readPEM(s)
	} else {
		s, _ := d.values["publicKeyMultibase"].(string)
		key.Key, err = readMultikey(s)
	}
	return key, err
}

// readPEM reads a public key in PEM: PKIX, or PKCS #1 for RSA.
func readPEM(s string) (crypto.PublicKey, error) {
	block, _ := pem.Decode([]byte(strings.TrimSpace(s)))
	if block == nil {
		return nil, errors.New("not PEM")
	}
	var key any
	var err error
	if block.Type == "RSA PUBLIC KEY" {
		key, err = x509.ParsePKCS1PublicKey(block.Bytes)
	} else {
		key, err = x509.ParsePKIXPublicKey(block.Bytes)
	}
	if err != nil {
		return nil, err
	}
	switch key := key.(type) {
	case *rsa.PublicKey:
		if key.N.BitLen() < minRSA {
			return nil, fmt.Errorf("RSA of %d bits: at least %d are needed", key.N.BitLen(), minRSA)
		}
		return key, nil
	case ed25519.PublicKey:
		return key, nil
	}
	return nil, fmt.Errorf("a key of the kind %T", key)
}

// readMultikey reads an Ed25519 key as W3C Controlled Identifiers §2.2.2 writes
// it: z for base58btc, two bytes for the kind, 32 of the key.
func readMultikey(s string) (crypto.PublicKey, error) {
	if len(s) > 2*ed25519.PublicKeySize {
		return nil, errors.New("a multikey of another kind than Ed25519")
	}
	rest, ok := strings.CutPrefix(s, "z")
	raw, err := fromBase58(rest)
	if !ok || err != nil || len(raw) != 2+ed25519.PublicKeySize || raw[0] != 0xed || raw[1] != 0x01 {
		return nil, errors.New("not an Ed25519 multikey in base58btc")
	}
	return ed25519.PublicKey(raw[2:]), nil
}

// base58 is the alphabet of Bitcoin: no 0, O, I, l.
const base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

func fromBase58(s string) ([]byte, error) {
	n := new(big.Int)
	for i := range len(s) {
		digit := strings.IndexByte(base58, s[i])
		if digit < 0 {
			return nil, fmt.Errorf("%q is no digit of base58", s[i])
		}
		n.Mul(n, big.NewInt(58)).Add(n, big.NewInt(int64(digit)))
	}
	return n.Bytes(), nil // a leading zero byte would be none of the kinds we read
}

func toBase58(raw []byte) string {
	n, rest := new(big.Int).SetBytes(raw), new(big.Int)
	var digits []byte
	for n.Sign() > 0 {
		n.DivMod(n, big.NewInt(58), rest)
		digits = append([]byte{base58[rest.Int64()]}, digits...)
	}
	return string(digits)
}
