package signature

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// base58 is the alphabet of multibase "z".
const base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// maxMultikey holds an RSA key of 8192 bits; reading base 58 takes time in the
// square of its length.
const maxMultikey = 1500

// multicodec prefixes: the codes 0xed and 0x1205 as varints.
const (
	ed25519Codec = "\xed\x01"
	rsaCodec     = "\x85\x24"
)

// Multikey writes a public key for publicKeyMultibase: multibase base58-btc of
// a multicodec prefix and the key. Source: FEP-521a, W3C Controlled Identifiers
// §2.2.2.
func Multikey(key crypto.PublicKey) (string, error) {
	if err := checkStrength(key); err != nil {
		return "", fmt.Errorf("multikey: %w", err)
	}
	if key, ok := key.(*rsa.PublicKey); ok {
		return "z" + encode58(append([]byte(rsaCodec), x509.MarshalPKCS1PublicKey(key)...)), nil
	}
	return "z" + encode58(append([]byte(ed25519Codec), key.(ed25519.PublicKey)...)), nil
}

// ParseMultikey reads publicKeyMultibase in base58-btc or base64url. It refuses
// everything but Ed25519 and RSA of 2048 to 8192 bits. Source: FEP-521a.
func ParseMultikey(s string) (crypto.PublicKey, error) {
	raw, err := decodeMultibase(s)
	if err != nil {
		return nil, fmt.Errorf("multikey: %w", err)
	}
	var key crypto.PublicKey
	if rest, ok := bytes.CutPrefix(raw, []byte(ed25519Codec)); ok {
		key = ed25519.PublicKey(rest)
	} else if rest, ok := bytes.CutPrefix(raw, []byte(rsaCodec)); ok {
		if key, err = x509.ParsePKCS1PublicKey(rest); err != nil {
			return nil, errors.New("multikey: not an RSA key")
		}
	} else {
		return nil, errors.New("multikey: neither Ed25519 nor RSA")
	}
	if err := checkStrength(key); err != nil {
		return nil, fmt.Errorf("multikey: %w", err)
	}
	return key, nil
}

// decodeMultibase reads the two encodings that Controlled Identifiers §2.4 names.
func decodeMultibase(s string) ([]byte, error) {
	switch {
	case len(s) > maxMultikey:
		return nil, fmt.Errorf("longer than %d characters", maxMultikey)
	case strings.HasPrefix(s, "z"):
		return decode58(s[1:])
	case strings.HasPrefix(s, "u"):
		return base64.RawURLEncoding.DecodeString(s[1:])
	}
	return nil, errors.New("neither base58-btc nor base64url")
}

func encode58(raw []byte) string {
	var out []byte
	n, base, digit := new(big.Int).SetBytes(raw), big.NewInt(58), new(big.Int)
	for n.Sign() > 0 {
		n.DivMod(n, base, digit)
		out = append(out, base58[digit.Int64()])
	}
	for i := 0; i < len(raw) && raw[i] == 0; i++ {
		out = append(out, base58[0])
	}
	slices.Reverse(out)
	return string(out)
}

func decode58(s string) ([]byte, error) {
	n, base := new(big.Int), big.NewInt(58)
	for i := range len(s) {
		digit := strings.IndexByte(base58, s[i])
		if digit < 0 {
			return nil, fmt.Errorf("%q is not in the base58-btc alphabet", s[i])
		}
		n.Add(n.Mul(n, base), big.NewInt(int64(digit)))
	}
	zeros := len(s) - len(strings.TrimLeft(s, base58[:1]))
	return append(make([]byte, zeros), n.Bytes()...), nil
}
