package accounts

import (
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Policy says who must have a second factor: a code of an authenticator app, or a
// passkey, which is both factors in one.
type Policy string

// The policies.
const (
	ForNobody   Policy = "none"
	ForOwners   Policy = "owners"
	ForEveryone Policy = "everyone"
)

// Requires tells whether the editor must have a second factor.
func (p Policy) Requires(e blog.Editor) bool {
	return p == ForEveryone || p == ForOwners && e.Role == blog.Owner
}

// wantsMore tells whether a password alone does not let the editor in. Who has
// passkeys and no app may fall back to the password, for a browser that has no
// script or another device, unless a second factor is required of them.
func (a *Accounts) wantsMore(e blog.Editor) bool {
	return e.HasCode || e.Passkeys > 0 && a.SecondFactor.Requires(e)
}

// Lacks tells whether the editor must set up a second factor before anything
// else. Whoever came through the organisation's own sign-in has done there what
// it asks of them.
func (a *Accounts) Lacks(e blog.Editor, way string) bool {
	return way != byOrganisation && a.SecondFactor.Requires(e) && !e.HasSecond()
}

// DropSecond has an owner forget the authenticator app and the passkeys of a
// colleague who has lost them, and ends their sessions. Owners' own are taken
// away with a code: a desk left open must not do without.
func (a *Accounts) DropSecond(ctx context.Context, by blog.Editor, id string) (blog.Editor, error) {
	if by.ID == id {
		return by, blog.Errorf(blog.Conflict, "Your own you take away on the page of your account. If you have lost them, ask another owner, or run “inews staff reset” on the server.")
	}
	return a.decide(ctx, by, id, func(tx *postgres.Tx, e blog.Editor) error {
		return a.dropSecond(ctx, tx, by, e)
	})
}

func (a *Accounts) dropSecond(ctx context.Context, tx *postgres.Tx, by, e blog.Editor) error {
	if err := tx.RemoveAuthenticator(ctx, e.ID); err != nil {
		return err
	}
	if err := tx.RemovePasskeys(ctx, e.ID); err != nil {
		return err
	}
	if err := tx.EndSessions(ctx, e.ID, nil); err != nil {
		return err
	}
	if err := record(ctx, tx, by, blog.Unsecured, e.ID, "authenticator app and passkeys"); err != nil {
		return err
	}
	return a.tell(ctx, tx, e, "Second factor removed at "+a.site(),
		"Your authenticator app and your passkeys were removed from your sign-in at the desk of "+a.site()+" by an owner.")
}
