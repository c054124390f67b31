package accounts

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"inews/internal/blog"
)

// Organisation is the sign-in service of the organisation that staff belong to,
// by OpenID Connect. The first six and Client are needed.
//
// Its address is the operator's choice and nobody else's, and is often inside of
// the organisation's network, so that the client is no guarded one; it comes from
// whoever knows the operator's certificates.
type Organisation struct {
	Issuer       string // exactly as the service writes it
	ClientID     string
	ClientSecret string
	Name         string // on the button
	Redirect     string // our address that it sends browsers back to
	GroupsClaim  string // which holds the groups; app roles of Entra ID are read as well
	Client       *http.Client

	// Roles says which group makes what of somebody. Without any, the service only
	// says who somebody is, and owners decide here what they may do.
	Roles map[string]blog.Role

	// TrustEmail takes the address for the person's own though the service does not
	// say so: Entra ID never does, and lets nobody but its administrators set it.
	TrustEmail bool

	mu       sync.Mutex
	provider *oidc.Provider
	found    time.Time
}

// discoveryLasts is how long what a service says of itself is believed. Its keys
// are looked up anew whenever an unknown one signs.
const discoveryLasts = time.Hour

// OrganisationVisit is what a browser keeps while it is at the service, in a
// cookie that only we read.
type OrganisationVisit struct{ State, Nonce, Verifier, Next string }

// person is whom the service means.
type person struct {
	Issuer, Subject, Email, Name string
	Vouched                      bool // the address is theirs
	Role                         blog.Role
	Overage                      bool // they have more groups than fit: the service does not say which
}

// Visit begins a visit: where to send the browser, and what it must bring back.
func (o *Organisation) Visit(ctx context.Context, next string) (string, OrganisationVisit, error) {
	provider, err := o.discover(ctx)
	if err != nil {
		return "", OrganisationVisit{}, err
	}
	visit := OrganisationVisit{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Next: next}
	address := o.oauth(provider).AuthCodeURL(visit.State, oidc.Nonce(visit.Nonce), oauth2.S256ChallengeOption(visit.Verifier))
	return address, visit, nil
}

// away is the error of a service that does not answer.
func (o *Organisation) away(err error) error {
	return &blog.Error{
		Kind: blog.Unavailable, Err: err,
		Msg: o.Name + " does not answer. Please try again in a minute; if it stays so, ask an owner for a sign-in link.",
	}
}

func (o *Organisation) discover(ctx context.Context) (*oidc.Provider, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.provider != nil && time.Since(o.found) < discoveryLasts {
		return o.provider, nil
	}
	provider, err := oidc.NewProvider(oidc.ClientContext(ctx, o.Client), o.Issuer)
	if err != nil {
		return nil, o.away(fmt.Errorf("discover sign-in service: %w", err))
	}
	o.provider, o.found = provider, time.Now()
	return provider, nil
}

func (o *Organisation) oauth(p *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: o.ClientID, ClientSecret: o.ClientSecret, Endpoint: p.Endpoint(), RedirectURL: o.Redirect,
		Scopes: []string{oidc.ScopeOpenID, "profile", "email"},
	}
}

// returned makes out of what a browser brings back from the service who it is.
func (o *Organisation) returned(ctx context.Context, visit OrganisationVisit, query url.Values, now func() time.Time) (person, error) {
	refused := func(err error) (person, error) {
		return person{}, &blog.Error{Kind: blog.Unauthorized, Msg: "The sign-in through " + o.Name + " did not work. Please begin again.", Err: err}
	}
	switch {
	case visit.State == "" || query.Get("state") != visit.State:
		return refused(errors.New("state of another browser"))
	case query.Has("iss") && query.Get("iss") != o.Issuer: // RFC 9207 §2.4
		return refused(errors.New("answer of another service"))
	case query.Get("error") != "":
		return refused(fmt.Errorf("service says %q: %q", query.Get("error"), query.Get("error_description")))
	}
	provider, err := o.discover(ctx)
	if err != nil {
		return person{}, err
	}
	ctx = oidc.ClientContext(ctx, o.Client)
	token, err := o.oauth(provider).Exchange(ctx, query.Get("code"), oauth2.VerifierOption(visit.Verifier))
	var answer *oauth2.RetrieveError
	switch {
	case errors.As(err, &answer):
		return refused(err)
	case err != nil:
		return person{}, o.away(fmt.Errorf("exchange code: %w", err))
	}
	raw, _ := token.Extra("id_token").(string)
	said, err := provider.VerifierContext(ctx, &oidc.Config{ClientID: o.ClientID, Now: now}).Verify(ctx, raw)
	if err != nil {
		return refused(fmt.Errorf("verify token: %w", err))
	}
	if said.Nonce != visit.Nonce {
		return refused(errors.New("token of another visit"))
	}
	all, err := o.claims(ctx, provider, token, said)
	if err != nil {
		return refused(err)
	}
	who, err := o.read(said, all)
	if err != nil {
		return refused(err)
	}
	return who, nil
}

// claims are what the token says, and what the service adds when it is asked:
// some put into the token no more than an id.
func (o *Organisation) claims(ctx context.Context, p *oidc.Provider, token *oauth2.Token, said *oidc.IDToken) (map[string]json.RawMessage, error) {
	all := map[string]json.RawMessage{}
	if err := said.Claims(&all); err != nil {
		return nil, fmt.Errorf("read token: %w", err)
	}
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return all[name] != nil })
	}
	enough := has("email") && (len(o.Roles) == 0 || has(o.GroupsClaim, "roles", "_claim_names"))
	if enough || p.UserInfoEndpoint() == "" {
		return all, nil
	}
	more, err := p.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return nil, fmt.Errorf("ask for more claims: %w", err)
	}
	if more.Subject != said.Subject { // OpenID Connect Core §5.3.2
		return nil, errors.New("more claims are about somebody else")
	}
	added := map[string]json.RawMessage{}
	if err := more.Claims(&added); err != nil {
		return nil, fmt.Errorf("read more claims: %w", err)
	}
	for name, value := range added {
		if _, ok := all[name]; !ok {
			all[name] = value
		}
	}
	return all, nil
}

// read takes what we need out of claims that are verified.
func (o *Organisation) read(said *oidc.IDToken, all map[string]json.RawMessage) (person, error) {
	var claims struct {
		Party     string         `json:"azp"`
		Email     string         `json:"email"`
		Preferred string         `json:"preferred_username"`
		Verified  any            `json:"email_verified"` // some write "true"
		Name      string         `json:"name"`
		Roles     texts          `json:"roles"`
		Elsewhere map[string]any `json:"_claim_names"`
	}
	text, err := json.Marshal(all)
	if err == nil {
		err = json.Unmarshal(text, &claims)
	}
	if err != nil {
		return person{}, fmt.Errorf("read token: %w", err)
	}
	// OpenID Connect Core §3.1.3.7, 4 and 5.
	if claims.Party != "" && claims.Party != o.ClientID || claims.Party == "" && len(said.Audience) > 1 {
		return person{}, errors.New("token was made for another program")
	}
	who := person{Issuer: said.Issuer, Subject: said.Subject, Email: strings.ToLower(strings.TrimSpace(claims.Email)), Name: claims.Name}
	who.Vouched = claims.Verified == true || claims.Verified == "true"
	if o.TrustEmail && claims.Verified == nil {
		who.Vouched = true
		if who.Email == "" { // Entra ID leaves out an address that is not in its directory
			who.Email = strings.ToLower(strings.TrimSpace(claims.Preferred))
		}
	}
	var groups texts
	if raw, ok := all[o.GroupsClaim]; ok {
		if err := json.Unmarshal(raw, &groups); err != nil {
			return person{}, fmt.Errorf("read groups: %w", err)
		}
	}
	for _, group := range slices.Concat(groups, claims.Roles) {
		who.Role = blog.Strongest(who.Role, o.Roles[group])
	}
	// Entra ID sends no groups at all to whoever is in more than 200.
	_, who.Overage = claims.Elsewhere[o.GroupsClaim]
	return who, nil
}

// texts is one text, or several.
type texts []string

// UnmarshalJSON reads either.
func (t *texts) UnmarshalJSON(raw []byte) error {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		*t = texts{one}
		return nil
	}
	return json.Unmarshal(raw, (*[]string)(t))
}
