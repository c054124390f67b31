package signature_test

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"inews/federation"
	"inews/federation/signature"
)

const (
	askedKnown = string(keyID) + " false"
	askedFresh = string(keyID) + " true"
)

// Check 10 (this package's half): rotated key: first failure triggers one
// refetch, then 202; a bad signature asks once for the key and once afresh.
func TestVerifierRotation(t *testing.T) {
	now, old := rsaKey(t).Signer.Public(), edKey(t).Signer.Public()
	for name, test := range map[string]struct {
		keys  keyring
		ok    bool
		asked []string
	}{
		"known":   {keyring{known: published(now)}, true, []string{askedKnown}},
		"rotated": {keyring{known: published(old), fresh: published(now)}, true, []string{askedKnown, askedFresh}},
		"wrong":   {keyring{known: published(old), fresh: published(old)}, false, []string{askedKnown, askedFresh}},
		"ownerless": {keyring{known: federation.PublicKey{ID: keyID, Key: now}}, false,
			[]string{askedKnown}},
	} {
		v := signature.Verifier{Keys: &test.keys, Now: noon}
		r := signed(t, rsaKey(t), signature.Cavage, "http://council.example/ap/inbox", follow)
		key, err := v.Verify(t.Context(), r, []byte(follow))
		if test.ok && (err != nil || key.Owner != actor || key.ID != keyID) {
			t.Errorf("%s: %+v, %v", name, key, err)
		}
		if !test.ok && !errors.Is(err, federation.ErrUnauthorized) {
			t.Errorf("%s: got %v, want a refusal", name, err)
		}
		if !reflect.DeepEqual(test.keys.asked, test.asked) {
			t.Errorf("%s: asked for %q, want %q", name, test.keys.asked, test.asked)
		}
	}
}

// A request that cannot be good costs no look-up.
func TestVerifierAsksLate(t *testing.T) {
	for name, change := range map[string]func(*http.Request){
		"unsigned": func(r *http.Request) { r.Header.Del("Signature") },
		"digest":   func(r *http.Request) { r.Header.Set("Digest", "SHA-256=AAAA") },
		"date":     func(r *http.Request) { r.Header.Set("Date", noon().AddDate(0, 0, -1).Format(http.TimeFormat)) },
		"coverage": func(r *http.Request) {
			r.Header.Set("Signature", strings.Replace(r.Header.Get("Signature"), " digest", "", 1))
		},
	} {
		keys := &keyring{}
		v := signature.Verifier{Keys: keys, Now: noon}
		r := signed(t, rsaKey(t), signature.Cavage, inbox, follow)
		change(r)
		if _, err := v.Verify(t.Context(), r, []byte(follow)); !errors.Is(err, federation.ErrUnauthorized) || len(keys.asked) != 0 {
			t.Errorf("%s: %v after asking for %q", name, err, keys.asked)
		}
	}
}

// Errors of the source keep the meaning that an answer needs.
func TestVerifierSourceErrors(t *testing.T) {
	for _, test := range []struct{ source, want error }{
		{federation.ErrUnavailable, federation.ErrUnavailable},
		{federation.ErrForbidden, federation.ErrForbidden},
		{federation.ErrNotFound, federation.ErrUnauthorized},
		{federation.ErrGone, federation.ErrUnauthorized},
		{federation.ErrMalformed, federation.ErrUnauthorized},
		{federation.ErrUnauthorized, federation.ErrUnauthorized},
		{federation.ErrBudget, federation.ErrUnavailable},
		{context.DeadlineExceeded, federation.ErrUnavailable},
	} {
		v := signature.Verifier{Keys: &keyring{err: test.source}, Now: noon}
		_, err := v.Verify(t.Context(), signed(t, rsaKey(t), signature.RFC9421, "http://council.example/ap/inbox", follow), []byte(follow))
		if !errors.Is(err, test.want) || (test.want == federation.ErrUnauthorized && errors.Is(err, federation.ErrMalformed)) {
			t.Errorf("%v: got %v, want %v", test.source, err, test.want)
		}
	}
}

func TestVerifierWindow(t *testing.T) {
	key := rsaKey(t)
	r := signed(t, key, signature.Cavage, inbox, follow)
	v := signature.Verifier{Keys: &keyring{known: published(key.Signer.Public())}, Origin: origin, Window: 12 * time.Hour,
		Now: func() time.Time { return noon().Add(11 * time.Hour) }}
	if _, err := v.Verify(t.Context(), r, []byte(follow)); err != nil {
		t.Error(err)
	}
	v.Window = 0
	if _, err := v.Verify(t.Context(), r, []byte(follow)); !errors.Is(err, federation.ErrUnauthorized) {
		t.Errorf("got %v, want a refusal", err)
	}
	v.Now = nil // the real clock is years away from a Date of 2014
	r.Header.Set("Date", "Sun, 05 Jan 2014 21:31:40 GMT")
	if _, err := v.Verify(t.Context(), r, []byte(follow)); !errors.Is(err, federation.ErrUnauthorized) {
		t.Errorf("got %v, want a refusal", err)
	}
}

// A header that is no signature header is the sender's mistake: 400.
func TestParseMalformed(t *testing.T) {
	const good = `keyId="k",headers="date",signature="AAAA"`
	for _, header := range []string{
		`keyId`, `keyId=`, `="k"`, good + ",", `,` + good, good + `;x="1"`, `keyId="k`, `keyId="a\"b"`,
		`headers="date",signature="AAAA"`, `keyId="",headers="date",signature="AAAA"`,
		`keyId="a b",headers="date",signature="AAAA"`, `keyId="k",headers="date",signature=""`,
		`keyId="k",headers="date",signature="*"`, good + `,created=now`, good + `,created=1.5`, good + `,expires=-1`,
		`keyId="k",headers="date",signature="` + strings.Repeat("AAAA", 400) + `"`,
		good + `,a=1,b=1,c=1,d=1,e=1,f=1,g=1,h=1,i=1,j=1,k=1,l=1,m=1,n=1`,
		`keyId="` + strings.Repeat("k", 2049) + `",headers="date",signature="AAAA"`,
	} {
		r := request(t, inbox, follow)
		r.Header.Set("Signature", header)
		if s, err := signature.Parse(r); !errors.Is(err, federation.ErrMalformed) {
			t.Errorf("%.80s: got %+v, %v, want malformed", header, s, err)
		}
	}
	for _, input := range []string{`sig1`, `sig1=("@method"`, `sig1=("@method" 1);created=1;keyid="k"`, `sig1=("Date");created=1;keyid="k"`,
		`sig1=("date");created=now;keyid="k"`, `sig1=("date");created=1;keyid=k`, `sig1=("date");created=1`, `sig1="date"`} {
		r := request(t, inbox, follow)
		r.Header.Set("Signature-Input", input)
		r.Header.Set("Signature", "sig1=:AAAA:")
		if s, err := signature.Parse(r); !errors.Is(err, federation.ErrMalformed) {
			t.Errorf("%s: got %+v, %v, want malformed", input, s, err)
		}
	}
}

// What can be read but not trusted is refused with 401.
func TestParseRefused(t *testing.T) {
	for header, words := range map[string]string{
		`keyId="k",headers="date (status)",signature="AAAA"`:                              "no header",
		`keyId="k",headers="signature date",signature="AAAA"`:                             "itself",
		`keyId="k",headers="` + strings.Repeat("x ", 9) + `date",signature="AAAA"`:        "twice",
		`keyId="k",headers="` + manyNames() + `",signature="AAAA"`:                        "more than 32",
		`keyId="k",` + strings.Repeat(" ", 9<<10) + `headers="date",signature="AAAA"`:     "longer than",
		`keyId="k",headers="(request-target) host date digest x-no",signature="AAAAAAA="`: "",
	} {
		r := request(t, inbox, follow)
		r.Header.Set("Signature", header)
		_, err := signature.Parse(r)
		if words == "" && err != nil {
			t.Error(err)
		}
		if words != "" {
			wantRefused(t, err, words)
		}
	}
	for input, words := range map[string]string{
		`sig1=("date";sf);created=1;keyid="k"`:                                             "with parameters",
		`sig1=("date");created=01;keyid="k"`:                                               "unusual",
		`sig1=("` + strings.ReplaceAll(manyNames(), " ", `" "`) + `");created=1;keyid="k"`: "more than 32",
	} {
		r := request(t, inbox, follow)
		r.Header.Set("Signature-Input", input)
		r.Header.Set("Signature", "sig1=:AAAA:")
		_, err := signature.Parse(r)
		wantRefused(t, err, words)
	}
	r := request(t, inbox, follow)
	foreign{headers: everything}.sign(t, r, follow, privateKey(t, "rsa"))
	r.Header.Set("Signature", strings.Replace(r.Header.Get("Signature"), " host", " host x-absent", 1))
	wantRefused(t, verify(r, follow, rsaKey(t).Signer.Public()), "not there")
}

func manyNames() string {
	var names []string
	for c := range 33 {
		names = append(names, "x-"+string(rune('a'+c/10))+string(rune('0'+c%10)))
	}
	return strings.Join(names, " ")
}
