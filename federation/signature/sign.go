package signature

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"inews/federation"

	"github.com/dunglas/httpsfv"
	"github.com/go-fed/httpsig"
)

// Sign writes a signature by key into the headers of r, with the headers that
// it covers: Date, and for a method with a body the digest of body, which must
// be the bytes that are sent; body is nil for a GET. A header that says nothing
// unless it is signed, federation.SynchronisationHeader, is covered, too. Signing
// a request again replaces the earlier signature, as every new attempt must. Sign
// may be called for different requests at the same time.
//
// Cavage takes RSA keys only, since no large server reads Ed25519 in that form.
func Sign(r *http.Request, body []byte, key Key, scheme Scheme, now time.Time) error {
	if err := checkKeyID(key.ID); err != nil || strings.ContainsAny(string(key.ID), `"\`) {
		return fmt.Errorf("sign: key id %q cannot stand in a header", key.ID)
	}
	if key.Signer == nil {
		return fmt.Errorf("sign: no private key for %s", key.ID)
	}
	if err := checkStrength(key.Signer.Public()); err != nil {
		return fmt.Errorf("sign with %s: %w", key.ID, err)
	}
	for _, name := range []string{"Signature", "Signature-Input", "Digest", "Content-Digest", "Host"} {
		r.Header.Del(name)
	}
	if _, ok := cutScheme(r.Header.Get("Authorization")); ok {
		r.Header.Del("Authorization")
	}
	r.Header.Set("Date", now.UTC().Format(http.TimeFormat))
	switch scheme {
	case Cavage:
		return signCavage(r, body, key)
	case RFC9421:
		return signMessage(r, body, key, now)
	}
	return fmt.Errorf("sign: unknown scheme %q", scheme)
}

// signCavage signs what Mastodon asks for. httpsig writes the decoded path and
// wants the host among the headers, so it works on a copy; and it calls the
// algorithm hs2019, where rsa-sha256 names the same signature and is known to
// every reader. The label itself is not signed.
func signCavage(r *http.Request, body []byte, key Key) error {
	private, ok := key.Signer.(*rsa.PrivateKey)
	if !ok {
		return fmt.Errorf("sign with %s: draft-cavage needs an RSA key in memory, this is %T", key.ID, key.Signer)
	}
	q := request{r: r}
	covered := []string{httpsig.RequestTarget, "host", "date"}
	if !q.bodiless() {
		r.Header.Set("Digest", digest(body))
		covered = append(covered, "digest")
		if r.Header.Get("Content-Type") != "" {
			covered = append(covered, "content-type")
		}
	}
	covered = append(covered, synchronisation(r)...)
	signer, _, err := httpsig.NewSigner([]httpsig.Algorithm{httpsig.RSA_SHA256}, httpsig.DigestSha256, covered, httpsig.Signature, 0)
	if err != nil {
		return fmt.Errorf("sign with %s: %w", key.ID, err)
	}
	header := r.Header.Clone()
	header.Set("Host", q.host())
	shadow := &http.Request{Method: q.method(), URL: &url.URL{Path: r.URL.EscapedPath(), RawQuery: r.URL.RawQuery}, Header: header}
	if shadow.URL.Path == "" {
		shadow.URL.Path = "/"
	}
	if err := signer.SignRequest(private, string(key.ID), shadow, nil); err != nil {
		return fmt.Errorf("sign with %s: %w", key.ID, err)
	}
	r.Header.Set("Signature", strings.Replace(shadow.Header.Get("Signature"), `",algorithm="hs2019",`, `",algorithm="rsa-sha256",`, 1))
	return nil
}

// synchronisation is the name of federation.SynchronisationHeader as signatures
// write it, when the request has it.
func synchronisation(r *http.Request) []string {
	if r.Header.Get(federation.SynchronisationHeader) == "" {
		return nil
	}
	return []string{strings.ToLower(federation.SynchronisationHeader)}
}

// signMessage signs @method, @target-uri and content-digest: what Mastodon asks
// for and what proxies leave alone.
func signMessage(r *http.Request, body []byte, key Key, now time.Time) error {
	s := &Signature{Components: []string{"@method", "@target-uri"}, request: request{r: r}}
	if !s.request.bodiless() {
		r.Header.Set("Content-Digest", contentDigest(body))
		s.Components = append(s.Components, "content-digest")
	}
	s.Components = append(s.Components, synchronisation(r)...)
	list := httpsfv.InnerList{Params: httpsfv.NewParams()}
	for _, name := range s.Components {
		list.Items = append(list.Items, httpsfv.NewItem(name))
	}
	list.Params.Add("created", now.Unix())
	list.Params.Add("keyid", string(key.ID))
	list.Params.Add("alg", messageAlgorithm(key.Signer.Public()))
	var err error
	if s.base, err = httpsfv.Marshal(httpsfv.List{list}); err != nil {
		return fmt.Errorf("sign with %s: %w", key.ID, err)
	}
	text, err := s.messageString()
	if err != nil {
		return err
	}
	signed, err := sign(key.Signer, text)
	if err != nil {
		return fmt.Errorf("sign with %s: %w", key.ID, err)
	}
	r.Header.Set("Signature-Input", "sig1="+s.base)
	r.Header.Set("Signature", "sig1=:"+base64.StdEncoding.EncodeToString(signed)+":")
	return nil
}

// sign signs text with PKCS #1 v1.5 over SHA-256, or with Ed25519.
func sign(key crypto.Signer, text string) ([]byte, error) {
	if _, ok := key.Public().(ed25519.PublicKey); ok {
		return key.Sign(rand.Reader, []byte(text), crypto.Hash(0))
	}
	hashed := sha256.Sum256([]byte(text))
	return key.Sign(rand.Reader, hashed[:], crypto.SHA256)
}

// verify undoes sign; hash is for RSA.
func verify(key crypto.PublicKey, hash crypto.Hash, text string, signed []byte) bool {
	switch key := key.(type) {
	case *rsa.PublicKey:
		h := hash.New()
		h.Write([]byte(text))
		return rsa.VerifyPKCS1v15(key, hash, h.Sum(nil), signed) == nil
	case ed25519.PublicKey:
		return ed25519.Verify(key, []byte(text), signed)
	}
	return false
}
