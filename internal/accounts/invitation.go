package accounts

import (
	"context"
	"fmt"
	"net/netip"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// InvitationLife is how long the link of an invitation works: over somebody's
// week away.
const InvitationLife = 7 * 24 * time.Hour

// keptInvitation is how long one that ran out is still listed, to be sent again.
var keptInvitation = blog.RetentionOf(blog.ClassInvitations).Length()

// Letters writes what staff are sent. Its zero value sends nothing.
type Letters struct {
	BaseURL string // of the site, without a slash at the end
	Name    string // of the site
	Sent    bool   // there is a mail server
}

// JoinPath is what the address of an invitation begins with; its token follows.
const JoinPath = "/desk/join/"

// invitation is the message with the link.
func (l Letters) invitation(i blog.Invitation, token string) blog.Mail {
	by := i.By
	if by == "" {
		by = "Whoever runs the server"
	}
	return blog.Mail{
		Address: i.Email, Name: i.Name, Subject: "Your invitation to the desk of " + l.Name,
		Text: fmt.Sprintf(`Hello %s,

%s invites you to the staff of %s, where you would be %s.

Open this address, choose a password, and you are in:
%s

It works once, until %s. Do not pass it on: whoever has it can come in as you.

If you did not expect this, do nothing. There is no account until you open the address.
`, i.Name, by, l.Name, article(i.Role), l.BaseURL+JoinPath+token, i.ExpiresAt.UTC().Format("15:04 UTC on Monday 2 January 2006")),
	}
}

func article(role blog.Role) string {
	if role == blog.Managing || role == blog.Owner {
		return "an " + string(role)
	}
	return "a " + string(role)
}

// Invite asks somebody to the staff: by e-mail, when byMail is set, or with the
// token that it returns, from which the address of the link is made. What is
// said of them is what they begin with.
func (a *Accounts) Invite(ctx context.Context, by blog.Editor, i blog.Invitation, byMail bool) (blog.Invitation, string, error) {
	if err := owner(by); err != nil {
		return i, "", err
	}
	e := blog.Editor{Email: i.Email, Name: i.Name, Role: i.Role}
	if err := cleanEditor(&e); err != nil {
		return i, "", err
	}
	i = blog.Invitation{Email: e.Email, Name: e.Name, Role: e.Role}
	token, err := a.prepare(&i, byMail)
	if err != nil {
		return i, "", err
	}
	err = a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := notOnStaff(ctx, tx, i.Email); err != nil {
			return err
		}
		i, err = tx.InsertInvitation(ctx, by.ID, i, tokenHash(token))
		if blog.KindOf(err) == blog.Conflict {
			return blog.InvalidField("email", "%s is invited already. Send that invitation again, or take it back first.", e.Email)
		}
		if err != nil {
			return err
		}
		return a.send(ctx, tx, by, blog.Added, i, token)
	})
	return i, token, err
}

// Renew makes a new link for an invitation, good for as long as the first was,
// and voids the one before.
func (a *Accounts) Renew(ctx context.Context, by blog.Editor, id string, byMail bool) (blog.Invitation, string, error) {
	var i blog.Invitation
	if err := owner(by); err != nil {
		return i, "", err
	}
	token := ""
	err := a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		var err error
		if i, err = tx.InvitationByID(ctx, id); err != nil {
			return err
		}
		if token, err = a.prepare(&i, byMail); err != nil {
			return err
		}
		if err := tx.RenewInvitation(ctx, by.ID, i, tokenHash(token)); err != nil {
			return err
		}
		return a.send(ctx, tx, by, blog.Edited, i, token)
	})
	return i, token, err
}

// TakeBack ends an invitation: its link works no more.
func (a *Accounts) TakeBack(ctx context.Context, by blog.Editor, id string) error {
	if err := owner(by); err != nil {
		return err
	}
	return a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		i, err := tx.InvitationByID(ctx, id)
		if err != nil {
			return err
		}
		if _, err := tx.DeleteInvitation(ctx, id); err != nil {
			return err
		}
		return recordInvitation(ctx, tx, by, blog.Removed, i)
	})
}

// prepare sets the times of an invitation and makes its token.
func (a *Accounts) prepare(i *blog.Invitation, byMail bool) (string, error) {
	if byMail && !a.Letters.Sent {
		return "", blog.Errorf(blog.Unavailable, "No mail server is set: make a link, and send it yourself.")
	}
	i.ByMail = byMail
	i.CreatedAt = a.now().Round(time.Microsecond) // as the database keeps it
	i.ExpiresAt = i.CreatedAt.Add(InvitationLife)
	return newToken()
}

// send records an invitation, and puts its letter into the transaction.
func (a *Accounts) send(ctx context.Context, tx *postgres.Tx, by blog.Editor, verb blog.Verb, i blog.Invitation, token string) error {
	if i.ByMail {
		if err := tx.InsertMail(ctx, a.Letters.invitation(i, token)); err != nil {
			return err
		}
	}
	return recordInvitation(ctx, tx, by, verb, i)
}

func recordInvitation(ctx context.Context, tx *postgres.Tx, by blog.Editor, verb blog.Verb, i blog.Invitation) error {
	_, err := tx.Record(ctx, blog.Change{
		Editor: by.ID, Verb: verb, Subject: blog.InviteSubject, SubjectID: i.ID, Reason: i.Email + " as " + string(i.Role),
	})
	return err
}

func notOnStaff(ctx context.Context, tx *postgres.Tx, email string) error {
	_, err := tx.EditorByEmail(ctx, email)
	switch blog.KindOf(err) {
	case "":
		return blog.InvalidField("email", "Somebody with the address %s is on the staff already.", email)
	case blog.NotFound:
		return nil
	}
	return err
}

// Invited returns the invitation that the token is of. One that has run out, or
// is no more, is Gone, and says what to do.
func (a *Accounts) Invited(ctx context.Context, token string) (blog.Invitation, error) {
	i, err := a.DB.InvitationByHash(ctx, tokenHash(token))
	switch {
	case blog.KindOf(err) == blog.NotFound:
		return i, blog.Errorf(blog.Gone, "This invitation was used, or taken back, or a newer one was sent. If you have a password, sign in; otherwise ask whoever invited you to send it again.")
	case err != nil:
		return i, err
	case i.Expired(a.now()):
		by := i.By
		if by == "" {
			by = "whoever invited you"
		}
		return i, blog.Errorf(blog.Gone, "This invitation ran out on %s. Ask %s to send it again.", i.ExpiresAt.Format("2 January"), by)
	}
	return i, nil
}

// Accept makes whoever holds the token a member of the staff, under the name and
// with the password that they choose, and begins their session. The invitation
// is used up. Too many tries from one address are TooMany.
func (a *Accounts) Accept(ctx context.Context, token, name, password string, address netip.Addr) (Pass, error) {
	var pass Pass
	if err := a.throttle(ctx, nil, attemptKey("invitation from", network(address))); err != nil {
		return pass, err
	}
	i, err := a.Invited(ctx, token)
	if err != nil {
		return pass, err
	}
	e := blog.Editor{Email: i.Email, Name: name, Role: i.Role}
	hash, err := a.vet(ctx, &e, password)
	if err != nil {
		return pass, err
	}
	err = a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		again, err := tx.InvitationByHash(ctx, tokenHash(token))
		if blog.KindOf(err) == blog.NotFound || err == nil && (again.ID != i.ID || again.Expired(a.now())) {
			return blog.Errorf(blog.Gone, "This invitation was just used or taken back.")
		}
		if err != nil {
			return err
		}
		there, err := tx.DeleteInvitation(ctx, i.ID)
		if err == nil && !there {
			err = blog.Errorf(blog.Gone, "This invitation was just used or taken back.")
		}
		if err != nil {
			return err
		}
		if err := notOnStaff(ctx, tx, e.Email); blog.KindOf(err) == blog.Invalid {
			return blog.Errorf(blog.Conflict, "You are on the staff already. Sign in with your password, or ask an owner for a sign-in link.")
		} else if err != nil {
			return err
		}
		pass, err = a.arrive(ctx, tx, e, hash, "invited by "+orConsole(i.By))
		return err
	})
	return pass, err
}

func orConsole(name string) string {
	if name == "" {
		return "the command line"
	}
	return name
}

// vet checks what somebody new says of themselves, and hashes the password.
func (a *Accounts) vet(ctx context.Context, e *blog.Editor, password string) (string, error) {
	var bad blog.Problems
	for _, err := range []error{cleanEditor(e), checkPassword(password, *e)} {
		if err == nil {
			continue
		}
		problems := blog.ProblemsOf(err)
		if len(problems) == 0 {
			return "", err
		}
		bad = append(bad, problems...)
	}
	if err := bad.Err(); err != nil {
		return "", err
	}
	return a.hash(ctx, password)
}

// arrive adds somebody who has chosen a password, and begins their session.
func (a *Accounts) arrive(ctx context.Context, tx *postgres.Tx, e blog.Editor, hash, how string) (Pass, error) {
	e, err := tx.InsertEditor(ctx, e)
	if err != nil {
		return Pass{}, err
	}
	if err := tx.SetPasswordHash(ctx, e.ID, hash); err != nil {
		return Pass{}, err
	}
	if e, err = tx.EditorByID(ctx, e.ID); err != nil {
		return Pass{}, err
	}
	if err := record(ctx, tx, e, blog.Added, e.ID, string(e.Role)+", "+how); err != nil {
		return Pass{}, err
	}
	return a.admit(ctx, tx, e)
}
