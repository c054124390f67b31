package accounts

import (
	"context"
	"net/netip"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// SetupLife is how long a link to set the blog up works.
const SetupLife = 24 * time.Hour

// SetupPath is what the address of such a link begins with; its token follows.
const SetupPath = "/desk/setup/"

// SetupToken makes a token with which the first owner arrives. Once there is or
// was anybody on the staff it is a Conflict.
func (a *Accounts) SetupToken(ctx context.Context) (string, error) {
	token, err := newToken()
	if err != nil {
		return "", err
	}
	err = a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := tx.LockStaff(ctx); err != nil {
			return err
		}
		if err := stillEmpty(ctx, tx); err != nil {
			return err
		}
		now := a.now()
		return tx.InsertSetupToken(ctx, tokenHash(token), now, now.Add(SetupLife))
	})
	return token, err
}

// OpensSetup refuses a token that does not open the form for the first owner.
func (a *Accounts) OpensSetup(ctx context.Context, token string) error {
	opens, err := a.DB.OpensSetup(ctx, tokenHash(token), a.now())
	if err == nil && !opens {
		err = closed()
	}
	return err
}

func closed() error {
	return blog.Errorf(blog.Gone, "This address was used, or has run out. If the blog has an owner by now, sign in; otherwise look for a newer address in the log of the server, or run “inews setup” on it.")
}

func stillEmpty(ctx context.Context, tx *postgres.Tx) error {
	has, err := tx.HasEditors(ctx)
	if err == nil && has {
		err = blog.Errorf(blog.Conflict, "The blog has an owner already. “inews staff reset” lets somebody in who has forgotten the password.")
	}
	return err
}

// FirstOwner makes whoever holds the token the first owner, and begins their
// session. Every such token is void from then on. Too many tries from one
// address are TooMany.
func (a *Accounts) FirstOwner(ctx context.Context, token string, e blog.Editor, password string, address netip.Addr) (Pass, error) {
	var pass Pass
	if err := a.throttle(ctx, nil, attemptKey("setup from", network(address))); err != nil {
		return pass, err
	}
	if err := a.OpensSetup(ctx, token); err != nil {
		return pass, err
	}
	e = blog.Editor{Email: e.Email, Name: e.Name, Role: blog.Owner}
	hash, err := a.vet(ctx, &e, password)
	if err != nil {
		return pass, err
	}
	err = a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := tx.LockStaff(ctx); err != nil {
			return err
		}
		opens, err := tx.OpensSetup(ctx, tokenHash(token), a.now())
		if err != nil {
			return err
		}
		if !opens {
			return closed()
		}
		if err := tx.DropSetupTokens(ctx); err != nil {
			return err
		}
		pass, err = a.arrive(ctx, tx, e, hash, "set the blog up")
		return err
	})
	return pass, err
}

// The notes on the owner's list of tasks.

// NoteMail notes that a test message went out.
func (a *Accounts) NoteMail(ctx context.Context, by blog.Editor) error {
	return a.noteSetup(ctx, by, func(s *blog.Setup) { s.MailedAt = a.now() })
}

// NoteLook notes what a look at the server from outside has shown.
func (a *Accounts) NoteLook(ctx context.Context, by blog.Editor, found blog.Weight) error {
	return a.noteSetup(ctx, by, func(s *blog.Setup) { s.LookedAt, s.Found = a.now(), found })
}

// HideSetup puts the list of tasks away, or back to where it is seen.
func (a *Accounts) HideSetup(ctx context.Context, by blog.Editor, hide bool) error {
	return a.noteSetup(ctx, by, func(s *blog.Setup) {
		s.HiddenAt = time.Time{}
		if hide {
			s.HiddenAt = a.now()
		}
	})
}

func (a *Accounts) noteSetup(ctx context.Context, by blog.Editor, step func(*blog.Setup)) error {
	if err := owner(by); err != nil {
		return err
	}
	return a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		s, err := tx.Setup(ctx)
		if err != nil {
			return err
		}
		step(&s)
		return tx.SaveSetup(ctx, s)
	})
}
