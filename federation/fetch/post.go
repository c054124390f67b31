package fetch

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"inews/federation"
	"inews/federation/signature"
)

// maxAnswer bounds what is read of the answer to a Post; it says no more than
// why, and only people read it.
const maxAnswer = 64 << 10

// maxRetryAfter bounds what a server may ask for, so that no number overflows.
const maxRetryAfter = 30 * 24 * time.Hour

// Post is one attempt to hand an activity to an inbox. Source: ActivityPub §7.
type Post struct {
	Inbox  federation.ID
	Body   []byte // the activity, sent as it is
	Key    signature.Key
	Scheme signature.Scheme // "": signature.Cavage, which every server reads
	Date   time.Time        // of the signature; zero: now

	// Synchronisation is the value of federation.SynchronisationHeader, which the
	// signature covers; "": none.
	Synchronisation string
	// Parting says that this is the last word to a host that gets nothing else:
	// Client.Admit is told so, see IsParting.
	Parting bool
}

// Response is what an inbox answered, whatever it was.
type Response struct {
	Code       int           // HTTP status code
	RetryAfter time.Duration // when it wants to be asked again; 0: it did not say
	Body       []byte        // the first 64 KiB
}

type partingKey struct{}

// IsParting tells a Client.Admit that the request is the last word to the host,
// such as the end of a following because the host is refused from now on.
func IsParting(ctx context.Context) bool {
	parting, _ := ctx.Value(partingKey{}).(bool)
	return parting
}

// Accepted tells whether the inbox took the activity: any 2xx.
func (r Response) Accepted() bool { return r.Code >= 200 && r.Code <= 299 }

// Post signs the body and sends it once, to that address and no other: a
// redirect is an answer, since following one would hand a signed request to a
// host that it was not meant for. An error means that there was no answer; it
// wraps federation.ErrForbidden or ErrMalformed when there never will be one,
// ErrUnavailable when there may be one later, and neither when the key cannot
// sign.
func (c *Client) Post(ctx context.Context, p Post) (Response, error) {
	judged := ctx
	if p.Parting {
		judged = context.WithValue(ctx, partingKey{}, true)
	}
	if err := c.check(judged, p.Inbox); err != nil {
		return Response{}, fmt.Errorf("post to %s: %w", p.Inbox, err)
	}
	limited, cancel := context.WithTimeout(ctx, or(c.PostTimeout, defaultPostTimeout))
	defer cancel()
	r, err := http.NewRequestWithContext(limited, http.MethodPost, string(p.Inbox), bytes.NewReader(p.Body))
	if err != nil {
		return Response{}, fmt.Errorf("post to %s: %w: %w", p.Inbox, federation.ErrMalformed, err)
	}
	r.Header.Set("Content-Type", federation.MediaType)
	if p.Synchronisation != "" {
		r.Header.Set(federation.SynchronisationHeader, p.Synchronisation)
	}
	c.introduce(r)
	date := p.Date
	if date.IsZero() {
		date = c.now()
	}
	if err := signature.Sign(r, p.Body, p.Key, or(p.Scheme, signature.Cavage), date); err != nil {
		return Response{}, fmt.Errorf("post to %s: %w", p.Inbox, err)
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return Response{}, fmt.Errorf("post to %s: %w", p.Inbox, trouble(ctx, err))
	}
	defer answer.Body.Close()
	// The code alone decides; what arrives of a broken body is enough.
	body, _ := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	return Response{Code: answer.StatusCode, RetryAfter: retryAfter(answer.Header, c.now()), Body: body}, nil
}

// retryAfter reads seconds or a date. Source: RFC 9110 §10.2.3.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := h.Get("Retry-After")
	if seconds, err := strconv.ParseUint(value, 10, 32); err == nil {
		return min(time.Duration(seconds)*time.Second, maxRetryAfter)
	}
	if at, err := http.ParseTime(value); err == nil {
		return min(max(at.Sub(now), 0), maxRetryAfter)
	}
	return 0
}
