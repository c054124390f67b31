package signature

import (
	"bufio"
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"inews/federation"
)

// vector reads a request as it was published.
func vector(t *testing.T, name string) (*http.Request, []byte) {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(raw)))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r, body
}

// Check 7: RFC 9421 B vectors as expected. B.2.6 proves the signature base and
// the arithmetic; as a request it covers too little to be accepted.
func TestCheck07RFC9421AppendixB26(t *testing.T) {
	r, body := vector(t, "rfc9421-b26.txt")
	raw, err := os.ReadFile("testdata/ed25519.pem")
	if err != nil {
		t.Fatal(err)
	}
	private, err := ParsePrivateKeyPEM(string(raw))
	if err != nil {
		t.Fatal(err)
	}
	s, err := Parse(r)
	if err != nil {
		t.Fatal(err)
	}
	const base = `"date": Tue, 20 Apr 2021 02:07:55 GMT
"@method": POST
"@path": /foo
"@authority": example.com
"content-type": application/json
"content-length": 18
"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"`
	if text, err := s.messageString(); err != nil || text != base {
		t.Errorf("signature base: %v\n%s", err, text)
	}
	if err := s.prove(private.Public()); err != nil {
		t.Error(err)
	}
	again, err := sign(private, base)
	if err != nil || !bytes.Equal(again, s.bytes) {
		t.Errorf("signed again: %v, %x", err, again)
	}
	if err := checkContentDigest(r.Header.Get("Content-Digest"), body); err != nil {
		t.Error(err)
	}
	err = s.Verify(body, private.Public(), time.Unix(1618884480, 0))
	if !errors.Is(err, federation.ErrUnauthorized) || !strings.Contains(err.Error(), "@target-uri") {
		t.Errorf("got %v, want a refusal for coverage", err)
	}
}

// Check 7: the derived components of RFC 9421 §2.2 have the values that the RFC
// gives for its examples.
func TestCheck07RFC9421Components(t *testing.T) {
	r, _ := vector(t, "rfc9421-b26.txt")
	q := request{r: r}
	for name, want := range map[string]string{
		"@method":         "POST",
		"@target-uri":     "http://example.com/foo?param=Value&Pet=dog",
		"@authority":      "example.com",
		"@scheme":         "http",
		"@request-target": "/foo?param=Value&Pet=dog",
		"@path":           "/foo",
		"@query":          "?param=Value&Pet=dog",
		"host":            "example.com",
		"content-length":  "18",
	} {
		if got, ok := q.component(name); !ok || got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"@status", "@query-param", "@signature-params", "x-absent", "two words"} {
		if got, ok := q.component(name); ok {
			t.Errorf("%s is %q, want nothing", name, got)
		}
	}
}

// Check 7: draft-cavage appendix C as expected: the text and the signatures are
// those of the draft, and its key of 1024 bits is refused.
func TestCheck07CavageAppendixC(t *testing.T) {
	raw, err := os.ReadFile("testdata/cavage.pem")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ParsePublicKeyPEM(string(raw)); err == nil || !strings.Contains(err.Error(), "1024 bits") {
		t.Errorf("key: got %v, want a refusal for its size", err)
	}
	block, _ := pem.Decode(raw)
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	const basic = "(request-target): post /foo?param=value&pet=dog\nhost: example.com\ndate: Sun, 05 Jan 2014 21:31:40 GMT"
	for name, text := range map[string]string{
		"cavage-c2.txt": basic,
		"cavage-c3.txt": basic + "\ncontent-type: application/json\ndigest: SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=\ncontent-length: 18",
	} {
		r, body := vector(t, name)
		s, err := Parse(r)
		if err != nil {
			t.Fatal(name, err)
		}
		if got := s.cavageString(s.request.targets()[0]); got != text {
			t.Errorf("%s: text is\n%s", name, got)
		}
		if err := s.proveCavage(key); err != nil {
			t.Errorf("%s: through httpsig: %v", name, err)
		}
		if !verify(key, crypto.SHA256, text, s.bytes) {
			t.Errorf("%s: the signature is not that of the text", name)
		}
		if err := checkDigest(r.Header.Get("Digest"), body); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := s.Verify(body, key, time.Date(2014, 1, 5, 21, 32, 0, 0, time.UTC)); !errors.Is(err, federation.ErrUnauthorized) {
			t.Errorf("%s: got %v, want a refusal", name, err)
		}
	}
}

// Check 7: the rules that the w3c-ccg suite states for the text of a
// draft-cavage signature: names in any case, lines of one header joined, empty
// values kept, the headers in the order of the list. What is signed by hand
// here is checked through httpsig, so both write the same text.
func TestCheck07CavageRules(t *testing.T) {
	raw, err := os.ReadFile("testdata/rsa.pem")
	if err != nil {
		t.Fatal(err)
	}
	private, err := ParsePrivateKeyPEM(string(raw))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ headers, parameters, text string }{
		{"date", "", "date: Fri, 20 Nov 2026 12:00:00 GMT"},
		{"DATE Host", "", "date: Fri, 20 Nov 2026 12:00:00 GMT\nhost: council.example"},
		{"x-two x-empty", "", "x-two: one, two\nx-empty: "},
		{"(request-target)", "", "(request-target): get /a%20b?c=d&c=e"},
		{"(created) (expires) host", "created=1795176000,expires=1795176300.5,", "(created): 1795176000\n(expires): 1795176300.5\nhost: council.example"},
	} {
		r, err := http.NewRequest("GET", "https://council.example/a%20b?c=d&c=e", nil)
		if err != nil {
			t.Fatal(err)
		}
		signed, err := sign(private, test.text)
		if err != nil {
			t.Fatal(err)
		}
		r.Header = http.Header{"Date": {"Fri, 20 Nov 2026 12:00:00 GMT"}, "X-Two": {" one", "two "}, "X-Empty": {""},
			"Signature": {`keyId="k",` + test.parameters + `headers="` + test.headers + `",signature="` + base64.StdEncoding.EncodeToString(signed) + `"`}}
		s, err := Parse(r)
		if err != nil {
			t.Errorf("%s: %v", test.headers, err)
			continue
		}
		if got := s.cavageString(s.request.targets()[0]); got != test.text {
			t.Errorf("%s: text is %q, want %q", test.headers, got, test.text)
		}
		if err := s.prove(private.Public()); err != nil {
			t.Errorf("%s: %v", test.headers, err)
		}
	}
}

// Check 7: FEP-521a Multikey as expected: the key pair that the W3C EdDSA suites
// and FEP-8b32 use.
func TestCheck07Multikey(t *testing.T) {
	const public = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
	secret, err := decode58("3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(secret, []byte{0x80, 0x26}) { // multicodec ed25519-priv
		t.Fatalf("secret key starts with %x", secret[:2])
	}
	private := ed25519.NewKeyFromSeed(secret[2:])
	if got, err := Multikey(private.Public()); err != nil || got != public {
		t.Errorf("got %s, %v", got, err)
	}
	if got, err := ParseMultikey(public); err != nil || !same(got, private.Public()) {
		t.Errorf("got %x, %v", got, err)
	}
}
