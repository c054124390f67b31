package signature

import (
	"crypto"
	"crypto/ed25519"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"inews/federation"

	"github.com/go-fed/httpsig"
)

// readCavage reads the parameters of a draft-cavage signature (§2.1).
func (s *Signature) readCavage(header string) error {
	parameters, err := parseParameters(header)
	if err != nil {
		return err
	}
	s.Scheme = Cavage
	s.KeyID = federation.ID(parameters["keyid"])
	s.Algorithm = strings.ToLower(parameters["algorithm"])
	s.Components = strings.Fields(strings.ToLower(parameters["headers"]))
	s.parameters = parameters
	if err := checkKeyID(s.KeyID); err != nil {
		return err
	}
	if s.bytes, err = base64.StdEncoding.DecodeString(parameters["signature"]); err != nil || len(s.bytes) == 0 || len(s.bytes) > maxBytes {
		return malformed("the signature is not base64 of 1 to %d bytes", maxBytes)
	}
	if s.Created, err = parseSeconds(parameters["created"], false); err != nil {
		return malformed("created: %v", err)
	}
	if s.Expires, err = parseSeconds(parameters["expires"], true); err != nil {
		return malformed("expires: %v", err)
	}
	return s.checkComponents()
}

// checkComponents refuses lists that are absent (the default, "(created)" or
// "date", covers too little for any request), too long or ambiguous.
func (s *Signature) checkComponents() error {
	if len(s.Components) == 0 {
		return refuse("the signature does not say what it covers")
	}
	if len(s.Components) > maxComponents {
		return refuse("the signature covers more than %d headers", maxComponents)
	}
	// Draft §2.3: created and expires belong to hs2019; with an older label
	// they must not be believed.
	older := s.Algorithm != "" && s.Algorithm != "hs2019" && s.Algorithm != "ed25519"
	for i, name := range s.Components {
		if slices.Contains(s.Components[:i], name) {
			return refuse("the signature covers %s twice", name)
		}
		switch name {
		case "(request-target)":
		case "(created)", "(expires)":
			if s.parameters[strings.Trim(name, "()")] == "" || older {
				return refuse("the signature covers %s without right", name)
			}
		case "signature", "authorization":
			return refuse("a signature cannot cover itself")
		default:
			if !isToken(name) {
				return refuse("the signature covers %q, which is no header", name)
			}
		}
	}
	return nil
}

// proveCavage tries the spellings of the request target that servers sign:
// GoToSocial and Mastodon the path with its query, Fedify the escaped path
// without it, go-fed/httpsig the decoded path. The query is then unproven, and
// so no handler may act on it; everything else stays as strict.
func (s *Signature) proveCavage(key crypto.PublicKey) error {
	algorithms := cavageAlgorithms(s.Algorithm, key)
	if algorithms == nil {
		return refuse("algorithm %q does not go with a key of type %T", s.Algorithm, key)
	}
	for _, name := range s.Components {
		if _, ok := s.request.field(name); !ok && !strings.HasPrefix(name, "(") {
			return refuse("the signature covers the header %s, which is not there", name)
		}
	}
	for _, target := range s.request.targets() {
		for _, algorithm := range algorithms {
			if s.matches(target, algorithm, key) {
				return nil
			}
		}
	}
	return refuse("the signature does not match the key")
}

// cavageAlgorithms are the algorithms that the key allows under the label: for
// RSA hs2019 or no label mean SHA-256 almost everywhere and SHA-512 by the
// letter of the draft; the padding is always PKCS #1 v1.5.
func cavageAlgorithms(label string, key crypto.PublicKey) []httpsig.Algorithm {
	if _, ok := key.(ed25519.PublicKey); ok {
		switch label {
		case "", "hs2019", "ed25519":
			return []httpsig.Algorithm{httpsig.ED25519}
		}
		return nil
	}
	switch label {
	case "", "hs2019":
		return []httpsig.Algorithm{httpsig.RSA_SHA256, httpsig.RSA_SHA512}
	case "rsa-sha256":
		return []httpsig.Algorithm{httpsig.RSA_SHA256}
	case "rsa-sha512":
		return []httpsig.Algorithm{httpsig.RSA_SHA512}
	}
	return nil
}

// matches does the arithmetic for one spelling of the target.
func (s *Signature) matches(target *url.URL, algorithm httpsig.Algorithm, key crypto.PublicKey) bool {
	if s.has("(created)") || s.has("(expires)") {
		// httpsig holds these two against its own clock.
		hash := crypto.SHA256
		if algorithm == httpsig.RSA_SHA512 {
			hash = crypto.SHA512
		}
		return verify(key, hash, s.cavageString(target), s.bytes)
	}
	verifier, err := httpsig.NewVerifier(s.shadow(target))
	return err == nil && verifier.Verify(key, algorithm) == nil
}

// shadow is a request with nothing in it but what is covered and the signature
// in the spelling that httpsig reads: it can see nothing that was not checked.
func (s *Signature) shadow(target *url.URL) *http.Request {
	header := http.Header{"Signature": {`keyId="-",headers="` + strings.Join(s.Components, " ") +
		`",signature="` + base64.StdEncoding.EncodeToString(s.bytes) + `"`}}
	for _, name := range s.Components {
		if value, ok := s.request.field(name); ok {
			header[http.CanonicalHeaderKey(name)] = []string{value}
		}
	}
	return &http.Request{Method: s.request.method(), URL: target, Header: header}
}

// cavageString is the text that is signed. Source: draft-cavage-12 §2.3.
func (s *Signature) cavageString(target *url.URL) string {
	lines := make([]string, len(s.Components))
	for i, name := range s.Components {
		var value string
		switch name {
		case "(request-target)":
			value = strings.ToLower(s.request.method()) + " " + target.Path
			if target.RawQuery != "" {
				value += "?" + target.RawQuery
			}
		case "(created)", "(expires)":
			value = s.parameters[strings.Trim(name, "()")]
		default:
			value, _ = s.request.field(name)
		}
		lines[i] = name + ": " + value
	}
	return strings.Join(lines, "\n")
}

// targets are the spellings of the request target, the likeliest first. Path
// holds what is to be signed, escaped or not. A decoded path with a control
// character is left out: a line break in it would forge lines of the text.
func (q request) targets() []*url.URL {
	escaped, decoded, query := q.r.URL.EscapedPath(), q.r.URL.Path, q.r.URL.RawQuery
	targets := []*url.URL{{Path: escaped, RawQuery: query}}
	if query != "" {
		targets = append(targets, &url.URL{Path: escaped})
	}
	if decoded == escaped || strings.ContainsFunc(decoded, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return targets
	}
	targets = append(targets, &url.URL{Path: decoded, RawQuery: query})
	if query != "" {
		targets = append(targets, &url.URL{Path: decoded})
	}
	return targets
}

// parseSeconds reads Unix seconds; expires may have a fraction (draft §2.1).
func parseSeconds(s string, fraction bool) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	whole, _, dotted := strings.Cut(s, ".")
	seconds, err := strconv.ParseUint(whole, 10, 40)
	if err == nil && dotted && !fraction {
		err = strconv.ErrSyntax
	}
	if err != nil {
		return time.Time{}, err
	}
	return time.Unix(int64(seconds), 0), nil
}

func checkKeyID(id federation.ID) error {
	if id == "" {
		return malformed("no keyId")
	}
	if len(id) > maxKeyID || strings.ContainsFunc(string(id), func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return malformed("the keyId is too long or has white space")
	}
	return nil
}
