package signature_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"inews/federation"
	"inews/federation/signature"
)

const everything = "(request-target) host date digest content-type"

// wantRefused fails unless err is a refusal that mentions words.
func wantRefused(t *testing.T, err error, words string) {
	t.Helper()
	if !errors.Is(err, federation.ErrUnauthorized) || !strings.Contains(err.Error(), words) {
		t.Errorf("got %v, want a refusal with %q", err, words)
	}
}

// Check 2: body changed after signing → 401, no effect, no queue row.
func TestCheck02BodyChangedAfterSigning(t *testing.T) {
	for _, scheme := range []signature.Scheme{signature.Cavage, signature.RFC9421} {
		key := rsaKey(t)
		r := signed(t, key, scheme, inbox, follow)
		if err := verify(r, follow, key.Signer.Public()); err != nil {
			t.Errorf("%s: honest request: %v", scheme, err)
		}
		for _, body := range []string{"", follow + " ", strings.Replace(follow, "ann", "bob", 1)} {
			wantRefused(t, verify(r, body, key.Signer.Public()), "body")
		}
	}
}

// Check 2: a changed digest that fits the changed body breaks the signature.
func TestCheck02BodyAndDigestChanged(t *testing.T) {
	for scheme, header := range map[signature.Scheme]string{signature.Cavage: "Digest", signature.RFC9421: "Content-Digest"} {
		key := rsaKey(t)
		r := signed(t, key, scheme, inbox, follow)
		r.Header.Set(header, signed(t, key, scheme, inbox, "{}").Header.Get(header))
		wantRefused(t, verify(r, "{}", key.Signer.Public()), "does not match")
	}
}

// Check 2: every supported digest listed must match; unknown only → 401.
func TestCheck02SeveralDigests(t *testing.T) {
	const (
		right256 = "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="
		right512 = "sha-512=WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew=="
		wrong    = "SHA-256=AAAA9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="
		body     = `{"hello": "world"}`
	)
	key := privateKey(t, "rsa")
	for digest, words := range map[string]string{
		right256:                     "",
		right512:                     "",
		right256 + "," + right512:    "",
		"md5=AAAA, " + right256:      "",
		wrong:                        "not that of the body",
		right512 + "," + wrong:       "not that of the body",
		right256 + "," + wrong:       "not that of the body",
		"md5=AAAA":                   "neither",
		"SHA-256":                    "not that of the body",
		"SHA-256=*":                  "not that of the body",
		"sha-256=:" + right256[8:]:   "not that of the body",
		strings.Repeat("md5=A,", 99): "neither",
	} {
		r := request(t, inbox, body)
		r.Header.Set("Digest", digest)
		foreign{headers: everything}.sign(t, r, body, key)
		err := verify(deliver(t, r), body, key.Public())
		if words == "" && err != nil {
			t.Errorf("Digest %s: %v", digest, err)
		}
		if words != "" {
			wantRefused(t, err, words)
		}
	}
}

// Check 2: the same for Content-Digest.
func TestCheck02SeveralContentDigests(t *testing.T) {
	const (
		right256 = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"
		right512 = "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:"
		wrong256 = "sha-256=:AAAA9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"
		wrong512 = "sha-512=:AAAA:"
		body     = `{"hello": "world"}`
	)
	key := privateKey(t, "rsa")
	for digest, words := range map[string]string{
		right256:                   "",
		right512:                   "",
		right256 + ", " + right512: "",
		"md5=:AAAA:, " + right256:  "",
		wrong256:                   "not that of the body",
		right512 + ", " + wrong256: "not that of the body",
		right256 + ", " + wrong512: "not that of the body",
		"md5=:AAAA:":               "neither",
		"sha-256=X48E9qOokqqrvdts": "not that of the body",
		"sha-256=":                 "cannot be read",
	} {
		r := request(t, inbox, body)
		r.Header.Set("Content-Digest", digest)
		foreignMessage{components, parameters}.sign(t, r, body, key)
		err := verify(deliver(t, r), body, key.Public())
		if words == "" && err != nil {
			t.Errorf("Content-Digest %s: %v", digest, err)
		}
		if words != "" {
			wantRefused(t, err, words)
		}
	}
}

// Check 3: for each of (request-target), host, date|(created), digest
// uncovered → 401.
func TestCheck03CavageUncovered(t *testing.T) {
	key := privateKey(t, "rsa")
	for _, test := range []struct{ headers, words string }{
		{everything, ""},
		{"content-type digest date host (request-target)", ""},
		{"host date digest content-type", "(request-target)"},
		{"(request-target) date digest", "cover host"},
		{"(request-target) host digest", "neither date nor"},
		{"(request-target) host date content-type", "cover digest"},
		{"date", "(request-target)"},
		{"", "does not say"},
	} {
		r := request(t, inbox, follow)
		foreign{headers: test.headers, algorithm: "rsa-sha256"}.sign(t, r, follow, key)
		err := verify(deliver(t, r), follow, key.Public())
		if test.words == "" && err != nil {
			t.Errorf("%q: %v", test.headers, err)
		}
		if test.words != "" {
			wantRefused(t, err, test.words)
		}
	}
}

// Check 3: for RFC 9421 each of @method, @target-uri, content-digest, created
// uncovered → 401, although what is covered is signed as it should be.
func TestCheck03MessageUncovered(t *testing.T) {
	key := privateKey(t, "rsa")
	for _, test := range []struct{ components, parameters, words string }{
		{components, parameters, ""},
		{`"content-digest" "@target-uri" "@method" "content-type"`, parameters, ""},
		{`"@target-uri" "content-digest"`, parameters, "cover @method"},
		{`"@method" "content-digest"`, parameters, "cover @target-uri"},
		{`"@method" "@target-uri"`, parameters, "cover content-digest"},
		{components, strings.Replace(parameters, ";created=1795176000", "", 1), "no created"},
		{"", parameters, "cover @method"},
	} {
		r := request(t, inbox, follow)
		foreignMessage{test.components, test.parameters}.sign(t, r, follow, key)
		err := verify(deliver(t, r), follow, key.Public())
		if test.words == "" && err != nil {
			t.Errorf("%s%s: %v", test.components, test.parameters, err)
		}
		if test.words != "" {
			wantRefused(t, err, test.words)
		}
	}
}

// Check 4: Date 61 min old, 61 min ahead, malformed, absent → 401.
func TestCheck04Date(t *testing.T) {
	key := privateKey(t, "rsa")
	for date, words := range map[string]string{
		noon().Add(-59 * time.Minute).Format(http.TimeFormat): "",
		noon().Add(59 * time.Minute).Format(http.TimeFormat):  "",
		noon().Add(-61 * time.Minute).Format(http.TimeFormat): "away from the clock",
		noon().Add(61 * time.Minute).Format(http.TimeFormat):  "away from the clock",
		"yesterday":                 "cannot be read",
		noon().Format(time.RFC3339): "cannot be read",
		" ":                         "cannot be read",
	} {
		r := request(t, inbox, follow)
		r.Header.Set("Date", date)
		foreign{headers: everything}.sign(t, r, follow, key)
		err := verify(deliver(t, r), follow, key.Public())
		if words == "" && err != nil {
			t.Errorf("Date %q: %v", date, err)
		}
		if words != "" {
			wantRefused(t, err, words)
		}
	}
	r := request(t, inbox, follow)
	foreign{headers: everything}.sign(t, r, follow, key)
	r.Header.Del("Date")
	wantRefused(t, verify(deliver(t, r), follow, key.Public()), "Date header cannot be read")
}

// Check 4: created outside the window, expires past → 401.
func TestCheck04CreatedAndExpires(t *testing.T) {
	key := privateKey(t, "rsa")
	const covered = "(request-target) host (created) (expires) digest"
	for _, test := range []struct{ headers, algorithm, parameters, words string }{
		{covered, "hs2019", ",created=1795176000,expires=1795176300", ""},
		{covered, "", ",created=1795179540,expires=1795176300", ""}, // 59 minutes ahead
		{covered, "hs2019", ",created=1795172339,expires=1795176300", "away from the clock"},
		{covered, "hs2019", ",created=1795179661,expires=1795176300", "away from the clock"},
		{covered, "hs2019", ",created=1795176000,expires=1795175999", "expired"},
		{everything, "hs2019", ",expires=1795175999", "expired"}, // honoured although it is not covered
		{everything, "hs2019", ",created=1795172339", "away from the clock"},
		{covered, "hs2019", ",created=1795176000", "(expires) without right"},
		{covered, "rsa-sha256", ",created=1795176000,expires=1795176300", "(created) without right"},
	} {
		r := request(t, inbox, follow)
		foreign{headers: test.headers, algorithm: test.algorithm, parameters: test.parameters}.sign(t, r, follow, key)
		err := verify(deliver(t, r), follow, key.Public())
		if test.words == "" && err != nil {
			t.Errorf("%s: %v", test.parameters, err)
		}
		if test.words != "" {
			wantRefused(t, err, test.words)
		}
	}
}

// Check 4: the same for RFC 9421.
func TestCheck04Message(t *testing.T) {
	key := rsaKey(t)
	for minutes, ok := range map[int]bool{-61: false, -59: true, 59: true, 61: false} {
		r := request(t, inbox, follow)
		if err := signature.Sign(r, []byte(follow), key, signature.RFC9421, noon().Add(time.Duration(minutes)*time.Minute)); err != nil {
			t.Fatal(err)
		}
		if err := verify(deliver(t, r), follow, key.Signer.Public()); ok != (err == nil) {
			t.Errorf("%d minutes: %v", minutes, err)
		}
	}
	for expires, words := range map[string]string{";expires=1795176300": "", ";expires=1795175999": "expired"} {
		r := request(t, inbox, follow)
		foreignMessage{components, parameters + expires}.sign(t, r, follow, key.Signer)
		err := verify(deliver(t, r), follow, key.Signer.Public())
		if words == "" && err != nil {
			t.Errorf("%s: %v", expires, err)
		}
		if words != "" {
			wantRefused(t, err, words)
		}
	}
}
