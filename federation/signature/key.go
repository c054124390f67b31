package signature

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"

	"inews/federation"
)

// Bounds on RSA keys: weaker ones prove nothing, and checking a signature by a
// longer one costs too much to do for a stranger.
const (
	minRSABits = 2048
	maxRSABits = 8192
	maxPEM     = 16 << 10
)

// Key is a private key and the id under which its owner publishes it. Signer is
// an *rsa.PrivateKey or an ed25519.PrivateKey.
type Key struct {
	ID     federation.ID
	Signer crypto.Signer
}

// GenerateRSA makes a private key of 2048 bits, the size that every server of
// the fediverse reads.
func GenerateRSA() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, minRSABits) }

// GenerateEd25519 makes a private key for RFC 9421 and FEP-8b32.
func GenerateEd25519() (ed25519.PrivateKey, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	return key, err
}

// ParsePublicKeyPEM reads a key as actors publish it in publicKeyPem: PKIX or
// PKCS #1, under either label. It refuses everything but Ed25519 and RSA of
// 2048 to 8192 bits.
func ParsePublicKeyPEM(s string) (crypto.PublicKey, error) {
	block, err := decodePEM(s)
	if err != nil {
		return nil, fmt.Errorf("public key: %w", err)
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		if key, err = x509.ParsePKCS1PublicKey(block.Bytes); err != nil {
			return nil, errors.New("public key: neither PKIX nor PKCS #1")
		}
	}
	return key, checkStrength(key)
}

// MarshalPublicKeyPEM writes a key for publicKeyPem, as PKIX.
func MarshalPublicKeyPEM(key crypto.PublicKey) (string, error) {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return "", fmt.Errorf("public key: %w", err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), nil
}

// ParsePrivateKeyPEM reads a private key that MarshalPrivateKeyPEM or openssl
// wrote: PKCS #8, or PKCS #1 as some other servers keep theirs.
func ParsePrivateKeyPEM(s string) (crypto.Signer, error) {
	block, err := decodePEM(s)
	if err != nil {
		return nil, fmt.Errorf("private key: %w", err)
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		if key, err = x509.ParsePKCS1PrivateKey(block.Bytes); err != nil {
			return nil, errors.New("private key: neither PKCS #8 nor PKCS #1")
		}
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("private key of type %T cannot sign", key)
	}
	return signer, checkStrength(signer.Public())
}

// MarshalPrivateKeyPEM writes a private key as PKCS #8.
func MarshalPrivateKeyPEM(key crypto.Signer) (string, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return "", fmt.Errorf("private key: %w", err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})), nil
}

func decodePEM(s string) (*pem.Block, error) {
	if len(s) > maxPEM {
		return nil, fmt.Errorf("longer than %d bytes", maxPEM)
	}
	block, _ := pem.Decode([]byte(s))
	if block == nil {
		return nil, errors.New("not PEM")
	}
	return block, nil
}

// checkStrength refuses keys that prove nothing.
func checkStrength(key crypto.PublicKey) error {
	switch key := key.(type) {
	case *rsa.PublicKey:
		if key == nil || key.N == nil {
			return errors.New("no key")
		}
		if bits := key.N.BitLen(); bits < minRSABits || bits > maxRSABits {
			return fmt.Errorf("RSA key of %d bits: %d to %d are allowed", bits, minRSABits, maxRSABits)
		}
		if key.E < 3 {
			return fmt.Errorf("RSA key with exponent %d", key.E)
		}
		return nil
	case ed25519.PublicKey:
		if len(key) != ed25519.PublicKeySize {
			return fmt.Errorf("Ed25519 key of %d bytes", len(key))
		}
		return nil
	default:
		return fmt.Errorf("key of type %T: only RSA and Ed25519 are supported", key)
	}
}
