package inbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"inews/federation"
	"inews/federation/signature"
)

// TooMany is what Admit returns to a sender who sends too much: the answer is
// 429 with Retry-After.
type TooMany struct{ RetryAfter time.Duration }

// Error says when to come back.
func (e TooMany) Error() string {
	return fmt.Sprintf("too many requests: try again in %s", e.RetryAfter)
}

// Times after which senders may try again. Mastodon waits at least as long as
// its own schedule says; others obey.
const (
	retryStore = time.Minute
	retryBusy  = 10 * time.Second
	retryKey   = 5 * time.Minute
)

// challenge says what a signature must cover. Source: RFC 9110 §15.5.2,
// draft-cavage-12 §3.1.1.
const challenge = `Signature realm="inbox",headers="(request-target) host date digest"`

// challengeToRead is the same of a request without a body.
const challengeToRead = `Signature realm="documents",headers="(request-target) host date"`

// refusal is an answer other than 202.
type refusal struct {
	status int   // 0: from kind
	kind   error // one of federation's errors
	reason string
	retry  time.Duration
	err    error // what lies behind it; never told to the sender
	reads  bool  // the request has no body that could be signed
}

func (r *refusal) Error() string {
	if r.err != nil {
		return r.reason + ": " + r.err.Error()
	}
	return r.reason
}

func (r *refusal) Unwrap() []error {
	var errs []error
	for _, err := range []error{r.kind, r.err} {
		if err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

// RefuseReader answers a signed GET, or one that should have been signed, with
// why it is refused: as Handler answers a delivery, so that an application can
// keep its documents behind the same Verifier and Throttle. An error that is
// neither a signature.Error nor a TooMany is told as 503.
func RefuseReader(w http.ResponseWriter, err error) {
	answer := refusal{status: http.StatusServiceUnavailable, reason: "this cannot be told now", retry: retryStore}
	var signed *signature.Error
	if errors.As(err, &signed) || errors.As(err, new(TooMany)) {
		answer = *refuse(err)
	}
	answer.reads = true
	answer.write(w)
}

// refuse turns any error into an answer. Only words of this library reach the
// sender; where an error came from elsewhere, a fixed sentence does.
func refuse(err error) *refusal {
	var known *refusal
	var signed *signature.Error
	var flood TooMany
	switch {
	case errors.As(err, &known):
		if known.status == 0 {
			known.status = status(known.kind)
		}
		return known
	case errors.As(err, &signed):
		return &refusal{status: status(signed.Kind), kind: signed.Kind, reason: signed.Reason, retry: retryKey, err: err}
	case errors.As(err, &flood):
		return &refusal{status: http.StatusTooManyRequests, reason: "too many requests", retry: flood.RetryAfter, err: err}
	case errors.Is(err, federation.ErrForbidden):
		return &refusal{status: http.StatusForbidden, reason: "this server takes nothing from there", err: err}
	default:
		return &refusal{status: http.StatusServiceUnavailable, reason: "the activity cannot be taken in now", retry: retryStore, err: err}
	}
}

// status is the one place where kinds of errors become statuses. Senders drop
// an activity for good after most of the 400s, so what may pass is 503.
func status(kind error) int {
	switch {
	case errors.Is(kind, federation.ErrUnauthorized):
		return http.StatusUnauthorized
	case errors.Is(kind, federation.ErrMalformed):
		return http.StatusBadRequest
	case errors.Is(kind, federation.ErrForbidden):
		return http.StatusForbidden
	case errors.Is(kind, federation.ErrTooLarge):
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusServiceUnavailable
}

// problem is the body of an answer that refuses. Source: FEP-c180, RFC 9457.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

func (r *refusal) write(w http.ResponseWriter) {
	body, err := json.Marshal(problem{Type: "about:blank", Title: http.StatusText(r.status), Status: r.status, Detail: r.reason})
	if err != nil {
		body = []byte("{}")
	}
	header := w.Header()
	header.Set("Content-Type", federation.ProblemJSONType)
	header.Set("Cache-Control", "no-store")
	switch r.status {
	case http.StatusUnauthorized:
		header.Set("WWW-Authenticate", challenge)
		if r.reads {
			header.Set("WWW-Authenticate", challengeToRead)
		}
	case http.StatusMethodNotAllowed:
		header.Set("Allow", http.MethodPost)
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		seconds := max(1, int(math.Ceil(r.retry.Seconds())))
		header.Set("Retry-After", strconv.Itoa(seconds))
	}
	w.WriteHeader(r.status)
	_, _ = w.Write(body) // the sender has gone; there is nobody left to tell
}
