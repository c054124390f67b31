package signature

import (
	"crypto"
	"net/http"
	"net/url"
	"strings"
	"time"

	"inews/federation"
)

// Scheme is a way to write a signature into a request.
type Scheme string

// The two schemes.
const (
	Cavage  Scheme = "draft-cavage" // draft-cavage-http-signatures-12
	RFC9421 Scheme = "rfc9421"      // RFC 9421, HTTP Message Signatures
)

// Limits on what a request may claim. The longest honest header is about 1 kB.
const (
	maxHeader     = 8 << 10
	maxParameters = 16
	maxComponents = 32
	maxKeyID      = 2048
	maxBytes      = maxRSABits / 8
)

// hour is the window either side of now within which a request is fresh.
// Mastodon and the ActivityPub signature report use the same.
const hour = time.Hour

// Signature is the one signature of a request, as written: read, not proven.
type Signature struct {
	Scheme     Scheme
	KeyID      federation.ID // whole, with its fragment
	Algorithm  string        // as the request names it; "" when it does not
	Components []string      // what is covered, lower-cased, in order
	Created    time.Time     // zero when not given
	Expires    time.Time     // zero when not given

	bytes      []byte            // the signature itself
	parameters map[string]string // draft-cavage: created and expires as written
	base       string            // RFC 9421: the value of @signature-params
	request    request
}

// Parse reads the signature of a request and looks at its structure only. It
// refuses everything that two readers could read differently: two signatures,
// a parameter or a covered component twice, a repeated line of a header that
// may stand once. Errors wrap federation.ErrUnauthorized, or
// federation.ErrMalformed when the header is no signature header at all.
func Parse(r *http.Request) (*Signature, error) { return parse(r, nil) }

func parse(r *http.Request, origin *url.URL) (*Signature, error) {
	for _, name := range []string{"Signature", "Signature-Input", "Authorization", "Date", "Digest", "Content-Digest", "Host", "Content-Type", "Content-Length"} {
		if len(r.Header[name]) > 1 {
			return nil, refuse("the header %s stands more than once", name)
		}
	}
	if host := r.Header.Get("Host"); host != "" && host != r.Host {
		return nil, refuse("the request names two hosts")
	}
	header, input := r.Header.Get("Signature"), r.Header.Get("Signature-Input")
	authorization, authorized := cutScheme(r.Header.Get("Authorization"))
	switch {
	case header == "" && input == "" && !authorized:
		return nil, refuse("the request has no signature")
	case authorized && (header != "" || input != ""):
		return nil, refuse("the request has a Signature and an Authorization header")
	case max(len(header), len(input), len(authorization)) > maxHeader:
		return nil, refuse("a signature header is longer than %d bytes", maxHeader)
	}
	s := &Signature{request: request{r: r, origin: origin}}
	var err error
	switch {
	case input != "":
		err = s.readMessage(input, header)
	case authorized:
		err = s.readCavage(authorization)
	default:
		err = s.readCavage(header)
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Verify proves that the holder of key signed the request and body within an
// hour of now. Every error wraps federation.ErrUnauthorized.
func (s *Signature) Verify(body []byte, key crypto.PublicKey, now time.Time) error {
	if err := s.check(body, now, hour); err != nil {
		return err
	}
	return s.prove(key)
}

// check does what needs no key: coverage, clock, digest.
func (s *Signature) check(body []byte, now time.Time, window time.Duration) error {
	if err := s.covers(); err != nil {
		return err
	}
	if err := s.fresh(now, window); err != nil {
		return err
	}
	if s.request.bodiless() && len(body) == 0 {
		return nil
	}
	if s.Scheme == RFC9421 {
		return checkContentDigest(s.request.r.Header.Get("Content-Digest"), body)
	}
	return checkDigest(s.request.r.Header.Get("Digest"), body)
}

func (s *Signature) prove(key crypto.PublicKey) error {
	if err := checkStrength(key); err != nil {
		return refuse("%v", err)
	}
	if s.Scheme == RFC9421 {
		return s.proveMessage(key)
	}
	return s.proveCavage(key)
}

// covers demands that the signature binds the method, the address, the time
// and, where there may be one, the body.
func (s *Signature) covers() error {
	var required []string
	switch {
	case s.Scheme == RFC9421:
		// @authority with @path would say nearly the same as @target-uri, but
		// Mastodon asks for @target-uri and so every sender has it.
		required = []string{"@method", "@target-uri"}
	default:
		required = []string{"(request-target)", "host"}
	}
	if !s.request.bodiless() || s.request.r.ContentLength != 0 {
		required = append(required, map[Scheme]string{Cavage: "digest", RFC9421: "content-digest"}[s.Scheme])
	}
	for _, name := range required {
		if !s.has(name) {
			return refuse("the signature does not cover %s", name)
		}
	}
	if s.Scheme == Cavage && !s.has("date") && !s.has("(created)") {
		return refuse("the signature covers neither date nor (created)")
	}
	return nil
}

func (s *Signature) has(component string) bool {
	for _, c := range s.Components {
		if c == component {
			return true
		}
	}
	return false
}

// fresh compares every time that the request states with now.
func (s *Signature) fresh(now time.Time, window time.Duration) error {
	if s.has("date") {
		date, err := http.ParseTime(s.request.r.Header.Get("Date"))
		if err != nil {
			return refuse("the Date header cannot be read")
		}
		if err := within("Date", date, now, window); err != nil {
			return err
		}
	}
	if !s.Created.IsZero() {
		if err := within("created", s.Created, now, window); err != nil {
			return err
		}
	}
	if !s.Expires.IsZero() && now.After(s.Expires) {
		return refuse("the signature expired %s ago", now.Sub(s.Expires).Round(time.Second))
	}
	return nil
}

func within(what string, t, now time.Time, window time.Duration) error {
	if age := now.Sub(t); age > window || age < -window {
		return refuse("%s is %s away from the clock here: at most %s is allowed", what, age.Abs().Round(time.Second), window)
	}
	return nil
}

// cutScheme takes the parameters out of "Authorization: Signature …".
func cutScheme(authorization string) (parameters string, ok bool) {
	scheme, rest, _ := strings.Cut(authorization, " ")
	if !strings.EqualFold(scheme, "Signature") {
		return "", false
	}
	return strings.TrimSpace(rest), true
}
