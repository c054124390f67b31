package signature

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/gowebpki/jcs"

	"inews/federation"
)

// The one kind of proof that is written and read. Source: FEP-8b32, W3C Data
// Integrity EdDSA Cryptosuites §3.3.
const (
	proofType    = "DataIntegrityProof"
	proofSuite   = "eddsa-jcs-2022"
	proofPurpose = "assertionMethod"
)

// maxProofValue is more than 64 bytes take in base 58, and bounds how long a
// stranger makes us calculate.
const maxProofValue = 100

// Proof is what a document says of its own proof.
type Proof struct {
	Method  federation.ID // the key, as its owner's assertionMethod must list it
	Created time.Time     // zero when it does not say
	Expires time.Time     // zero for never

	document map[string]json.RawMessage // what is proven: all but the proof itself
	options  map[string]json.RawMessage // how: all of the proof but its value
	value    []byte
}

// proofJSON is a proof as it is written.
type proofJSON struct {
	Context json.RawMessage `json:"@context,omitempty"`
	Type    string          `json:"type"`
	Suite   string          `json:"cryptosuite"`
	Method  federation.ID   `json:"verificationMethod"`
	Purpose string          `json:"proofPurpose"`
	Created string          `json:"created,omitempty"`
	Expires string          `json:"expires,omitempty"`
	Value   string          `json:"proofValue,omitempty"`
}

// Prove adds a proof by an Ed25519 key to the end of a JSON document, whose
// other bytes stay as they are. Whoever gets the document by whatever way can
// tell that it is the key owner's, unchanged. Source: FEP-8b32.
func Prove(document []byte, key Key, now time.Time) ([]byte, error) {
	if key.Signer == nil {
		return nil, fmt.Errorf("prove: no private key for %s", key.ID)
	}
	if _, ok := key.Signer.Public().(ed25519.PublicKey); !ok {
		return nil, fmt.Errorf("prove with %s: a proof needs an Ed25519 key, this is %T", key.ID, key.Signer)
	}
	members, err := canonical(document)
	if err != nil {
		return nil, fmt.Errorf("prove: %w", err)
	}
	if _, proven := members["proof"]; proven {
		return nil, errors.New("prove: the document has a proof already")
	}
	written := proofJSON{
		Context: members["@context"], Type: proofType, Suite: proofSuite, Method: key.ID, Purpose: proofPurpose,
		Created: now.UTC().Format(time.RFC3339),
	}
	text, err := proofText(members, written)
	if err != nil {
		return nil, fmt.Errorf("prove: %w", err)
	}
	signed, err := key.Signer.Sign(rand.Reader, text, crypto.Hash(0))
	if err != nil {
		return nil, fmt.Errorf("prove with %s: %w", key.ID, err)
	}
	written.Value = "z" + encode58(signed)
	proof, err := json.Marshal(written)
	if err != nil {
		return nil, fmt.Errorf("prove: %w", err)
	}
	open, comma := bytes.TrimSuffix(bytes.TrimSpace(document), []byte("}")), ","
	if len(members) == 0 {
		comma = ""
	}
	return fmt.Appendf(nil, `%s%s"proof":%s}`, open, comma, proof), nil
}

// ReadProof finds the proof of a document; ok is false when there is none of the
// kind that is read here, which is as good as none. Of several it is the first.
// An error wraps federation.ErrUnauthorized: the document or its proof cannot
// be read.
func ReadProof(document []byte) (proof Proof, ok bool, err error) {
	members, err := canonical(document)
	if err != nil {
		return Proof{}, false, refuse("the document cannot be read: %v", err)
	}
	entries := []json.RawMessage{members["proof"]}
	if bytes.HasPrefix(members["proof"], []byte("[")) {
		if err := json.Unmarshal(members["proof"], &entries); err != nil {
			return Proof{}, false, refuse("its proofs cannot be read")
		}
	}
	delete(members, "proof")
	delete(members, "signature") // made after the proof. Source: FEP-8b32, backward compatibility
	for _, entry := range entries {
		var read proofJSON
		if json.Unmarshal(entry, &read) != nil || read.Type != proofType || read.Suite != proofSuite {
			continue
		}
		proof, err := openProof(entry, read, members)
		return proof, err == nil, err
	}
	return Proof{}, false, nil
}

// VerifyProof tells whether a document's proof is by the key: nil, or an error
// that wraps federation.ErrUnauthorized. That the key's owner is whose the
// document is, and that the proof has not expired, is for the caller to see to.
func VerifyProof(document []byte, key federation.PublicKey) error {
	proof, ok, err := ReadProof(document)
	if err != nil {
		return err
	}
	if !ok {
		return refuse("the document has no proof")
	}
	return proof.Verify(key)
}

// Verify is VerifyProof of a proof that has been read.
func (p Proof) Verify(key federation.PublicKey) error {
	public, ok := key.Key.(ed25519.PublicKey)
	if !ok || checkStrength(public) != nil {
		return refuse("the proof is not by an Ed25519 key")
	}
	if key.ID != p.Method {
		return refuse("the proof is by another key: %s", p.Method)
	}
	readings := []map[string]json.RawMessage{p.options}
	if _, ok := p.options["@context"]; !ok { // Fedify signs the document's and does not write it
		whole := map[string]json.RawMessage{"@context": p.document["@context"]}
		for name, value := range p.options {
			whole[name] = value
		}
		readings = append(readings, whole)
	}
	for _, options := range readings {
		text, err := proofText(p.document, options)
		if err == nil && ed25519.Verify(public, text, p.value) {
			return nil
		}
	}
	return refuse("the proof is not of this document")
}

// openProof checks what a proof says of itself. Source: W3C Data Integrity §4.4.
func openProof(entry json.RawMessage, read proofJSON, document map[string]json.RawMessage) (Proof, error) {
	if read.Purpose != proofPurpose || read.Method == "" {
		return Proof{}, refuse("the proof is for another purpose, or by nobody")
	}
	if len(read.Context) > 0 && !bytes.Equal(read.Context, document["@context"]) {
		return Proof{}, refuse("the proof has another @context than the document")
	}
	p := Proof{Method: read.Method, document: document}
	for text, at := range map[string]*time.Time{read.Created: &p.Created, read.Expires: &p.Expires} {
		if text == "" {
			continue
		}
		var err error
		if *at, err = time.Parse(time.RFC3339, text); err != nil {
			return Proof{}, refuse("the proof has a time that is none")
		}
	}
	text, ok := strings.CutPrefix(read.Value, "z")
	var err error
	if p.value, err = decode58(text[:min(len(text), maxProofValue)]); !ok || err != nil || len(p.value) != ed25519.SignatureSize {
		return Proof{}, refuse("the value of the proof is no signature")
	}
	if err := json.Unmarshal(entry, &p.options); err != nil {
		return Proof{}, refuse("the proof cannot be read")
	}
	delete(p.options, "proofValue")
	return p, nil
}

// canonical is a JSON object's members in their canonical form. A key that
// stands twice is refused. Source: RFC 8785.
func canonical(document []byte) (map[string]json.RawMessage, error) {
	text, err := jcs.Transform(document)
	if err != nil {
		return nil, err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		return nil, err
	}
	if members == nil {
		return nil, errors.New("not a JSON object")
	}
	return members, nil
}

// proofText is what is signed: the hashes of the canonical proof without its
// value and of the canonical document. Source: vc-di-eddsa §3.3.4.
func proofText(document map[string]json.RawMessage, options any) ([]byte, error) {
	var text []byte
	for _, part := range []any{options, document} {
		raw, err := json.Marshal(part)
		if err != nil {
			return nil, err
		}
		if raw, err = jcs.Transform(raw); err != nil {
			return nil, err
		}
		hashed := sha256.Sum256(raw)
		text = append(text, hashed[:]...)
	}
	return text, nil
}
