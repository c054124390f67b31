package signature_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"inews/federation"
	"inews/federation/signature"
)

const (
	actor  = federation.ID("https://peer.example/users/ann")
	keyID  = actor + "#main-key"
	inbox  = "https://council.example/ap/inbox"
	origin = "https://council.example"

	// What a message covers and says of itself, as most servers write it.
	components = `"@method" "@target-uri" "content-digest"`
	parameters = `;created=1795176000;keyid="https://peer.example/users/ann#main-key"`

	follow = `{"id":"https://peer.example/1","type":"Follow","actor":"https://peer.example/users/ann","object":"https://council.example/ap/actors/inews"}`
)

// noon is the clock of these tests.
func noon() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) }

func privateKey(t testing.TB, name string) crypto.Signer {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name + ".pem")
	if err != nil {
		t.Fatal(err)
	}
	key, err := signature.ParsePrivateKeyPEM(string(raw))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func rsaKey(t testing.TB) signature.Key {
	return signature.Key{ID: keyID, Signer: privateKey(t, "rsa")}
}

func edKey(t testing.TB) signature.Key {
	return signature.Key{ID: keyID, Signer: privateKey(t, "ed25519")}
}

// request is a POST, or a GET when body is empty, that nobody has signed yet.
func request(t testing.TB, url, body string) *http.Request {
	t.Helper()
	method := http.MethodPost
	if body == "" {
		method = http.MethodGet
	}
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", federation.MediaType)
	}
	return r
}

// deliver writes r to the wire and reads it as a server does.
func deliver(t testing.TB, r *http.Request) *http.Request {
	t.Helper()
	var wire bytes.Buffer
	if err := r.Write(&wire); err != nil {
		t.Fatal(err)
	}
	received, err := http.ReadRequest(bufio.NewReader(&wire))
	if err != nil {
		t.Fatal(err)
	}
	return received
}

// signed is a request by the key of these tests, as the server sees it.
func signed(t testing.TB, key signature.Key, scheme signature.Scheme, url, body string) *http.Request {
	t.Helper()
	r := request(t, url, body)
	if err := signature.Sign(r, []byte(body), key, scheme, noon()); err != nil {
		t.Fatal(err)
	}
	return deliver(t, r)
}

// foreign signs as other software does: any list of headers, any label, any
// target, any further parameters.
type foreign struct {
	headers    string
	algorithm  string
	target     string // "": path and query
	parameters string // ",created=1"
	hash       crypto.Hash
}

func (f foreign) sign(t testing.TB, r *http.Request, body string, key crypto.Signer) {
	t.Helper()
	if r.Header.Get("Date") == "" {
		r.Header.Set("Date", noon().Format(http.TimeFormat))
	}
	if body != "" && r.Header.Get("Digest") == "" {
		r.Header.Set("Digest", "SHA-256="+sha256Of(body))
	}
	if f.target == "" {
		f.target = r.URL.RequestURI()
	}
	var lines []string
	for _, name := range strings.Fields(f.headers) {
		value := strings.Join(r.Header.Values(name), ", ")
		switch name {
		case "(request-target)":
			value = strings.ToLower(r.Method) + " " + f.target
		case "host":
			value = r.URL.Host
		case "content-length":
			value = fmt.Sprint(len(body))
		case "(created)", "(expires)":
			_, value, _ = strings.Cut(f.parameters, strings.Trim(name, "()")+"=")
			value, _, _ = strings.Cut(value, ",")
		}
		lines = append(lines, name+": "+value)
	}
	if f.hash == 0 {
		f.hash = crypto.SHA256
	}
	algorithm := ""
	if f.algorithm != "" {
		algorithm = fmt.Sprintf(`,algorithm="%s"`, f.algorithm)
	}
	r.Header.Set("Signature", fmt.Sprintf(`keyId="%s"%s%s,headers="%s",signature="%s"`,
		keyID, algorithm, f.parameters, f.headers, base64.StdEncoding.EncodeToString(f.bytes(t, key, strings.Join(lines, "\n")))))
}

func (f foreign) bytes(t testing.TB, key crypto.Signer, text string) []byte {
	t.Helper()
	if key, ok := key.(ed25519.PrivateKey); ok {
		return ed25519.Sign(key, []byte(text))
	}
	h := f.hash.New()
	_, _ = io.WriteString(h, text)
	out, err := rsa.SignPKCS1v15(rand.Reader, key.(*rsa.PrivateKey), f.hash, h.Sum(nil))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// foreignMessage signs as other software does by RFC 9421: any list of
// components, any parameters.
type foreignMessage struct {
	components string // `"@method" "@target-uri"`
	parameters string // `;created=1795176000;keyid="…"`
}

func (f foreignMessage) sign(t testing.TB, r *http.Request, body string, key crypto.Signer) {
	t.Helper()
	if len(r.Header["Content-Digest"]) == 0 {
		r.Header.Set("Content-Digest", "sha-256=:"+sha256Of(body)+":")
	}
	var text strings.Builder
	for _, quoted := range strings.Fields(f.components) {
		name := strings.Trim(quoted, `"`)
		value := strings.Join(r.Header.Values(name), ", ")
		switch name {
		case "@method":
			value = r.Method
		case "@target-uri":
			value = r.URL.String()
		}
		text.WriteString(quoted + ": " + value + "\n")
	}
	base := "(" + f.components + ")" + f.parameters
	text.WriteString(`"@signature-params": ` + base)
	r.Header.Set("Signature-Input", "sig1="+base)
	r.Header.Set("Signature", "sig1=:"+base64.StdEncoding.EncodeToString(foreign{hash: crypto.SHA256}.bytes(t, key, text.String()))+":")
}

func sha256Of(body string) string {
	h := crypto.SHA256.New()
	_, _ = io.WriteString(h, body)
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}

// keyring is a KeySource that counts what it is asked.
type keyring struct {
	known, fresh federation.PublicKey
	err          error
	asked        []string
}

func (k *keyring) Key(_ context.Context, id federation.ID, fresh bool) (federation.PublicKey, error) {
	k.asked = append(k.asked, fmt.Sprintf("%s %t", id, fresh))
	if k.err != nil {
		return federation.PublicKey{}, k.err
	}
	if fresh {
		return k.fresh, nil
	}
	return k.known, nil
}

func published(key crypto.PublicKey) federation.PublicKey {
	return federation.PublicKey{ID: keyID, Owner: actor, Key: key}
}

// verify asks a verifier under the public origin that knows the key.
func verify(r *http.Request, body string, key crypto.PublicKey) error {
	v := signature.Verifier{
		Keys:   &keyring{known: published(key), fresh: published(key)},
		Now:    noon,
		Origin: origin,
	}
	_, err := v.Verify(context.Background(), r, []byte(body))
	return err
}
