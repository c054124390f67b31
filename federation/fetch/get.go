package fetch

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"inews/federation"
	"inews/federation/signature"
)

// answer is what the last of a chain of redirects said.
type answer struct {
	at          federation.ID // the address that was asked last, as it was asked
	contentType string
	raw         []byte
	header      http.Header
	unchanged   bool // it is what question says that we have
}

// question is what a GET asks for.
type question struct {
	accept        string
	tag, modified string // ETag and Last-Modified of what we have; "": nothing
}

// conditional tells whether it may be answered that nothing has changed.
func (q question) conditional() bool { return q.tag != "" || q.modified != "" }

// get asks an address and follows redirects. Each hop is a new request: judged
// from the start and signed for its own address, so that nothing that was made
// for one host reaches another.
func (c *Client) get(ctx context.Context, id federation.ID, q question, signed bool) (answer, error) {
	if _, err := federation.ParseID(string(id)); err != nil {
		return answer{}, fmt.Errorf("fetch: %w: %w", federation.ErrMalformed, err)
	}
	at, seen := id.Document(), map[federation.ID]bool{}
	for {
		if err := c.check(ctx, at); err != nil {
			return answer{}, fmt.Errorf("fetch %s: %w", at, err)
		}
		seen[at] = true
		r, err := c.ask(ctx, at, q, signed)
		if err != nil {
			return answer{}, fmt.Errorf("fetch %s: %w", at, err)
		}
		next, ok := location(at, r)
		if !ok {
			a, err := c.read(ctx, at, q, r)
			if err != nil {
				return answer{}, fmt.Errorf("fetch %s: %w", at, err)
			}
			return a, nil
		}
		r.Body.Close()
		switch {
		case len(seen) > or(c.MaxRedirects, defaultMaxRedirects):
			return answer{}, fmt.Errorf("fetch %s: more than %d redirects: %w", id, len(seen)-1, federation.ErrForbidden)
		case seen[next]:
			return answer{}, fmt.Errorf("fetch %s: redirects in a circle: %w", id, federation.ErrForbidden)
		case secure(at) && !secure(next):
			return answer{}, fmt.Errorf("fetch %s: redirects from https to %q: %w", id, next, federation.ErrForbidden)
		}
		at = next
	}
}

// check judges an address before anything is sent to it.
func (c *Client) check(ctx context.Context, id federation.ID) error {
	c.start()
	if _, err := federation.ParseID(string(id)); err != nil {
		return fmt.Errorf("%w: %w", federation.ErrMalformed, err)
	}
	// A host of dots, or one with a zone, has no single spelling.
	if origin := federation.ID(id.Origin()); origin.Origin() != string(origin) {
		return fmt.Errorf("no host that can be asked: %w", federation.ErrMalformed)
	}
	if !secure(id) && !c.AllowHTTP {
		return fmt.Errorf("not an https address: %w", federation.ErrForbidden)
	}
	if c.Admit != nil {
		if err := c.Admit(ctx, host(id)); err != nil {
			return fmt.Errorf("%w: %w", federation.ErrForbidden, err)
		}
	}
	return nil
}

// ask sends one GET, with the signature scheme that the host understood last.
// A host that answers 401 is asked once more with the other one. Source:
// Mastodon 4.7 ("double knock"), SWICG report on HTTP signatures §3.
func (c *Client) ask(ctx context.Context, id federation.ID, q question, signed bool) (*http.Response, error) {
	if !signed || c.Key == nil {
		return c.send(ctx, id, q, signature.Key{}, "")
	}
	key, err := c.Key(ctx)
	if err != nil {
		return nil, fmt.Errorf("key to sign with: %w", err)
	}
	scheme, _ := c.schemes.load(id.Host())
	scheme = or(scheme, signature.Cavage)
	first, err := c.send(ctx, id, q, key, scheme)
	if err != nil || first.StatusCode != http.StatusUnauthorized {
		return first, err
	}
	first.Body.Close()
	scheme = other(scheme)
	second, err := c.send(ctx, id, q, key, scheme)
	if err == nil && second.StatusCode != http.StatusUnauthorized {
		c.schemes.store(id.Host(), scheme)
	}
	return second, err
}

func (c *Client) send(ctx context.Context, id federation.ID, q question, key signature.Key, scheme signature.Scheme) (*http.Response, error) {
	if err := BudgetOf(ctx).spend(); err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, string(id), nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", federation.ErrMalformed, err)
	}
	r.Header.Set("Accept", q.accept)
	if q.tag != "" {
		r.Header.Set("If-None-Match", q.tag)
	}
	if q.modified != "" {
		r.Header.Set("If-Modified-Since", q.modified)
	}
	c.introduce(r)
	if key.Signer != nil {
		if err := signature.Sign(r, nil, key, scheme, c.now()); err != nil {
			return nil, err
		}
	}
	got, err := c.http.Do(r)
	if err != nil {
		return nil, trouble(ctx, err)
	}
	return got, nil
}

func (c *Client) introduce(r *http.Request) {
	if c.UserAgent != "" {
		r.Header.Set("User-Agent", c.UserAgent)
	}
}

// read takes the body of a 200, and a 304 where one may come, and turns every
// other code into an error. The
// limit counts what comes out of decompression; a Content-Length is only
// believed when it is too large.
func (c *Client) read(ctx context.Context, at federation.ID, q question, r *http.Response) (answer, error) {
	defer r.Body.Close()
	if r.StatusCode == http.StatusNotModified && q.conditional() {
		return answer{at: at, header: r.Header, unchanged: true}, nil
	}
	if r.StatusCode != http.StatusOK {
		return answer{}, &StatusError{Code: r.StatusCode, RetryAfter: retryAfter(r.Header, c.now())}
	}
	limit := or(c.MaxBody, defaultMaxBody)
	if r.ContentLength > limit {
		return answer{}, fmt.Errorf("body of %d bytes: %w", r.ContentLength, federation.ErrTooLarge)
	}
	raw, err := io.ReadAll(io.LimitReader(r.Body, limit+1))
	if err == nil {
		// A server that sees us hang up at the deadline may still end its
		// answer in good order: half a document that looks whole.
		err = ctx.Err()
	}
	if err != nil {
		return answer{}, trouble(ctx, err)
	}
	if int64(len(raw)) > limit {
		return answer{}, fmt.Errorf("body of more than %d bytes: %w", limit, federation.ErrTooLarge)
	}
	return answer{at: at, contentType: r.Header.Get("Content-Type"), raw: raw, header: r.Header}, nil
}

// location is where an answer redirects to. A fragment does not travel.
func location(at federation.ID, r *http.Response) (federation.ID, bool) {
	switch r.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return "", false
	}
	base, err := url.Parse(string(at))
	if err != nil {
		return "", false
	}
	next, err := base.Parse(r.Header.Get("Location"))
	if err != nil || r.Header.Get("Location") == "" {
		return "", false
	}
	return federation.ID(next.String()).Document(), true
}

func other(s signature.Scheme) signature.Scheme {
	if s == signature.Cavage {
		return signature.RFC9421
	}
	return signature.Cavage
}
