package delivery

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"inews/federation"
	"inews/federation/fetch"
	"inews/federation/signature"
)

// defaultTimeout is how long one attempt may take. An honest inbox answers
// within a second; Mastodon waits 10 seconds for one.
const defaultTimeout = 15 * time.Second

// Poster makes single attempts. Client and Key must be set. It may be used by
// many goroutines.
type Poster struct {
	Client *fetch.Client

	// Key is the private key of an actor, with the id under which the actor
	// publishes it. An error costs the delivery an attempt, never the host.
	Key func(ctx context.Context, actor federation.ID) (signature.Key, error)

	Timeout time.Duration    // of an attempt, both knocks together; 0: 15 s
	Now     func() time.Time // nil: time.Now
	Chance  func() float64   // spreads the next attempts, see Backoff; nil: at random
}

// Post signs the delivery's bytes with the current date, sends them and says
// what to do next. The signature is of the scheme that the host understood
// last, at first draft-cavage; when it is answered 400 or 401 the other scheme
// is tried, once. Source: Mastodon's double knock, RFC 9421.
//
// When ctx itself ends before there is an answer, the delivery is Released.
func (p *Poster) Post(ctx context.Context, d Delivery) Outcome {
	limited, cancel := context.WithTimeout(ctx, cmp.Or(p.Timeout, defaultTimeout))
	defer cancel()
	response, scheme, err := p.knock(limited, d)
	now, chance := time.Now, rand.Float64
	if p.Now != nil {
		now = p.Now
	}
	if p.Chance != nil {
		chance = p.Chance
	}
	if err != nil && ctx.Err() != nil {
		return Outcome{Kind: Released, At: now(), Reason: err.Error()}
	}
	o := Classify(d, response, err, now(), chance())
	if o.Kind == Delivered {
		o.Scheme = scheme
	}
	return o
}

// knock sends once or, where the signature may not have been understood, twice.
// The second answer counts when it shows that the other scheme was understood;
// otherwise the first one does, so that a server which knows one scheme only
// keeps its say.
func (p *Poster) knock(ctx context.Context, d Delivery) (fetch.Response, signature.Scheme, error) {
	key, err := p.Key(ctx, d.Sender)
	if err != nil {
		// %v, since whatever the error wraps says nothing of the inbox.
		return fetch.Response{}, "", fmt.Errorf("key of %s: %v", d.Sender, err)
	}
	post := fetch.Post{
		Inbox: d.Inbox, Body: d.Body, Key: key, Scheme: cmp.Or(d.Scheme, signature.Cavage),
		Synchronisation: d.Synchronisation, Parting: d.Parting,
	}
	first, err := p.Client.Post(ctx, post)
	if err != nil || !unproven(first) {
		return first, post.Scheme, err
	}
	known := post.Scheme
	post.Scheme = signature.RFC9421
	if known == signature.RFC9421 {
		post.Scheme = signature.Cavage
	}
	if second, err := p.Client.Post(ctx, post); err == nil && !unproven(second) {
		return second, post.Scheme, nil
	}
	return first, known, nil
}

// unproven tells whether an answer may mean that the signature was not understood.
func unproven(r fetch.Response) bool {
	return r.Code == http.StatusBadRequest || r.Code == http.StatusUnauthorized
}
