package signature

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"slices"
	"strings"
	"time"

	"inews/federation"

	"github.com/dunglas/httpsfv"
)

// readMessage reads the one signature of RFC 9421 §4.
func (s *Signature) readMessage(input, header string) error {
	s.Scheme = RFC9421
	inputs, err := httpsfv.UnmarshalDictionary([]string{input})
	if err != nil {
		return malformed("Signature-Input: %v", err)
	}
	signatures, err := httpsfv.UnmarshalDictionary([]string{header})
	if err != nil {
		return malformed("Signature: %v", err)
	}
	if !unambiguous(input, inputs) || !unambiguous(header, signatures) {
		return refuse("a signature header names something twice or writes it in an unusual way")
	}
	if len(inputs.Names()) != 1 || !slices.Equal(inputs.Names(), signatures.Names()) {
		return refuse("the request must have one signature under one label")
	}
	label := inputs.Names()[0]
	member, _ := inputs.Get(label)
	list, ok := member.(httpsfv.InnerList)
	if !ok {
		return malformed("Signature-Input is not a list of components")
	}
	member, _ = signatures.Get(label)
	item, _ := member.(httpsfv.Item)
	if s.bytes, ok = item.Value.([]byte); !ok || len(s.bytes) == 0 || len(s.bytes) > maxBytes {
		return malformed("the signature is not a byte sequence of 1 to %d bytes", maxBytes)
	}
	if err := s.readParameters(list.Params); err != nil {
		return err
	}
	if err := s.readComponents(list.Items); err != nil {
		return err
	}
	if s.base, err = httpsfv.Marshal(httpsfv.List{list}); err != nil {
		return malformed("Signature-Input: %v", err)
	}
	return nil
}

// readParameters reads the parameters of RFC 9421 §2.3: keyid and created are
// required here, since without them nothing can be proven; nonce and tag mean
// nothing between servers of the fediverse.
func (s *Signature) readParameters(parameters *httpsfv.Params) error {
	if len(parameters.Names()) > maxParameters {
		return malformed("more than %d parameters", maxParameters)
	}
	for _, name := range parameters.Names() {
		value, _ := parameters.Get(name)
		ok := true
		switch name {
		case "keyid":
			var id string
			id, ok = value.(string)
			s.KeyID = federation.ID(id)
		case "alg":
			s.Algorithm, ok = value.(string)
		case "created", "expires":
			var seconds int64
			seconds, ok = value.(int64)
			if name == "created" {
				s.Created = time.Unix(seconds, 0)
			} else {
				s.Expires = time.Unix(seconds, 0)
			}
		}
		if !ok {
			return malformed("the parameter %s is of the wrong type", name)
		}
	}
	if s.Created.IsZero() {
		return refuse("the signature has no created")
	}
	return checkKeyID(s.KeyID)
}

// readComponents reads the covered components. Components with parameters of
// their own are refused: they sign a part or another spelling of a header, and
// nobody needs them.
func (s *Signature) readComponents(items []httpsfv.Item) error {
	if len(items) > maxComponents {
		return refuse("the signature covers more than %d components", maxComponents)
	}
	for _, item := range items {
		name, ok := item.Value.(string)
		if !ok || name != strings.ToLower(name) {
			return malformed("a component is not a string in lower case")
		}
		if len(item.Params.Names()) != 0 {
			return refuse("the signature covers %s with parameters", name)
		}
		if slices.Contains(s.Components, name) {
			return refuse("the signature covers %s twice", name)
		}
		s.Components = append(s.Components, name)
	}
	return nil
}

func (s *Signature) proveMessage(key crypto.PublicKey) error {
	if s.Algorithm != "" && s.Algorithm != messageAlgorithm(key) {
		return refuse("algorithm %q does not go with a key of type %T", s.Algorithm, key)
	}
	text, err := s.messageString()
	if err != nil {
		return err
	}
	if !verify(key, crypto.SHA256, text, s.bytes) {
		return refuse("the signature does not match the key")
	}
	return nil
}

// messageAlgorithm names the algorithm that goes with a key. Source: RFC 9421
// §3.3.2, §3.3.6.
func messageAlgorithm(key crypto.PublicKey) string {
	switch key.(type) {
	case *rsa.PublicKey:
		return "rsa-v1_5-sha256"
	case ed25519.PublicKey:
		return "ed25519"
	}
	return ""
}

// messageString is the signature base. Source: RFC 9421 §2.5.
func (s *Signature) messageString() (string, error) {
	var text strings.Builder
	for _, name := range s.Components {
		value, ok := s.request.component(name)
		if !ok {
			return "", refuse("the signature covers %s, which the request does not have", name)
		}
		text.WriteString(`"` + name + `": ` + value + "\n")
	}
	text.WriteString(`"@signature-params": ` + s.base)
	return text.String(), nil
}

// component is the value of a covered component. Source: RFC 9421 §2.1, §2.2.
func (q request) component(name string) (string, bool) {
	switch name {
	case "@method":
		return q.method(), true
	case "@target-uri":
		return q.scheme() + "://" + q.host() + q.target(), true
	case "@authority":
		return q.authority(), true
	case "@scheme":
		return q.scheme(), true
	case "@request-target":
		return q.target(), true
	case "@path":
		path, _, _ := strings.Cut(q.target(), "?")
		return path, true
	case "@query":
		return "?" + q.r.URL.RawQuery, true
	}
	if !isToken(name) {
		return "", false
	}
	return q.field(name)
}

// unambiguous tells whether a structured field, written out again, gives the
// same text but for spaces. What stands twice is then missing: the rules of
// structured fields let the last one win without a word (RFC 9651 §3.2).
func unambiguous(header string, parsed *httpsfv.Dictionary) bool {
	again, err := httpsfv.Marshal(parsed)
	return err == nil && withoutSpaces(header) == withoutSpaces(again)
}

// withoutSpaces drops white space outside of quotes.
func withoutSpaces(s string) string {
	quoted, escaped := false, false
	return strings.Map(func(r rune) rune {
		switch {
		case escaped:
			escaped = false
		case quoted && r == '\\':
			escaped = true
		case r == '"':
			quoted = !quoted
		case !quoted && (r == ' ' || r == '\t'):
			return -1
		}
		return r
	}, s)
}
