package main

import (
	"context"

	"inews/federation/fetch"
	"inews/internal/accounts"
	"inews/internal/blog"
	"inews/internal/config"
	"inews/internal/postgres"
)

// newAccounts is the door for staff, as it is configured. The client that talks
// to the organisation's sign-in is a trusting one: its address is the operator's,
// and may lead into their own network.
func newAccounts(cfg config.Config, db *postgres.DB) (*accounts.Accounts, error) {
	a := &accounts.Accounts{
		DB: db, Origin: cfg.Origin(), Name: cfg.Name, SecondFactor: accounts.Policy(cfg.SecondFactor), OnlyThere: cfg.OIDCOnly,
	}
	if cfg.OIDCIssuer.IsZero() {
		return a, nil
	}
	roots, err := rootsOf(cfg.CAFile)
	if err != nil {
		return nil, err
	}
	a.Organisation = &accounts.Organisation{
		Issuer: cfg.OIDCIssuer.URL.String(), ClientID: cfg.OIDCClientID, ClientSecret: string(cfg.OIDCClientSecret),
		Name: cfg.OIDCName, GroupsClaim: cfg.OIDCGroupsClaim, TrustEmail: cfg.OIDCTrustEmail,
		Redirect: cfg.Origin() + "/desk/sign-in/organisation/back", Client: fetch.Trusting(roots), Roles: map[string]blog.Role{},
	}
	for group, role := range cfg.OIDCRoles {
		a.Organisation.Roles[group] = blog.Role(role)
	}
	return a, nil
}

// lookAtSignIn sees whether the organisation's sign-in answers, where there is
// one.
func (a *app) lookAtSignIn(ctx context.Context) []blog.Finding {
	o := a.accounts.Organisation
	if o == nil {
		return nil
	}
	f := blog.Finding{About: "staff sign-in", Weight: blog.Fine, Says: o.Name + " answers, and is to send browsers back to " + o.Redirect + "."}
	if _, _, err := o.Visit(ctx, ""); err != nil {
		f.Weight, f.Says = blog.Trouble, "Staff cannot sign in through "+o.Name+": "+err.Error()+"."
		f.Do = "See that this machine reaches the service, and that INEWS_OIDC_ISSUER is written exactly as the service names itself."
	}
	return []blog.Finding{f}
}
