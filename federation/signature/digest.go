package signature

import (
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
	"strings"

	"github.com/dunglas/httpsfv"
)

// sum hashes body with an algorithm of the digest registries; nil when the
// algorithm is not one that proves anything.
func sum(algorithm string, body []byte) []byte {
	switch strings.ToLower(algorithm) {
	case "sha-256":
		h := sha256.Sum256(body)
		return h[:]
	case "sha-512":
		h := sha512.Sum512(body)
		return h[:]
	}
	return nil
}

// digest writes the Digest header. Source: RFC 3230.
func digest(body []byte) string {
	return "SHA-256=" + base64.StdEncoding.EncodeToString(sum("sha-256", body))
}

// contentDigest writes the Content-Digest header. Source: RFC 9530 §2.
func contentDigest(body []byte) string {
	return "sha-256=:" + base64.StdEncoding.EncodeToString(sum("sha-256", body)) + ":"
}

// checkDigest demands that each known digest of a Digest header is that of the
// body, and that one is known. Source: RFC 3230 §4.3.2.
func checkDigest(header string, body []byte) error {
	known := false
	for instance := range strings.SplitSeq(header, ",") {
		algorithm, encoded, _ := strings.Cut(strings.TrimSpace(instance), "=")
		want := sum(algorithm, body)
		if want == nil {
			continue
		}
		got, err := base64.StdEncoding.Strict().DecodeString(encoded)
		if err != nil || subtle.ConstantTimeCompare(got, want) != 1 {
			return refuse("the Digest header is not that of the body")
		}
		known = true
	}
	if !known {
		return refuse("the Digest header has neither SHA-256 nor SHA-512")
	}
	return nil
}

// checkContentDigest does the same for a Content-Digest header. Source: RFC
// 9530 §2.
func checkContentDigest(header string, body []byte) error {
	dictionary, err := httpsfv.UnmarshalDictionary([]string{header})
	if err != nil || !unambiguous(header, dictionary) {
		return refuse("the Content-Digest header cannot be read")
	}
	known := false
	for _, algorithm := range dictionary.Names() {
		want := sum(algorithm, body)
		if want == nil {
			continue
		}
		member, _ := dictionary.Get(algorithm)
		item, _ := member.(httpsfv.Item)
		if got, ok := item.Value.([]byte); !ok || subtle.ConstantTimeCompare(got, want) != 1 {
			return refuse("the Content-Digest header is not that of the body")
		}
		known = true
	}
	if !known {
		return refuse("the Content-Digest header has neither sha-256 nor sha-512")
	}
	return nil
}
