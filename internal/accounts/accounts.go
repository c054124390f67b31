// Package accounts says who is on the staff and lets them in: with a password
// and, where they have one, a code of an authenticator app; with a passkey, which
// is both; through the organisation's own sign-in (OpenID Connect); or with a
// link that works once, which is the way back for whoever has lost the rest. The
// first of them comes with a link from the server's log, the others are invited.
//
// What is kept is never what is shown: of passwords an argon2id hash, of
// sessions, links and recovery codes the SHA-256 of a random text. The one secret
// that must be kept as it is, an authenticator app's, is not shown again. Whoever
// tries gets one answer, after one span of time, whether or not the address is
// known. Every change of a password, of a role or of a second factor ends the
// sessions that rested on it.
package accounts

import (
	"context"
	"crypto/sha256"
	"net/mail"
	"net/netip"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/webauthn"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Accounts is the door for staff. DB is needed. It must not be copied after
// its first use.
type Accounts struct {
	DB  *postgres.DB
	Now func() time.Time // time.Now when nil

	Letters Letters // what staff are sent

	Origin       string        // "https://news.council.example"; without one there are no passkeys
	Name         string        // of the site, as an authenticator app shows it
	SecondFactor Policy        // who must have one; nobody when ""
	Organisation *Organisation // its own sign-in; nil when there is none
	OnlyThere    bool          // nobody signs in with a password or a passkey of ours

	hashing sync.Once
	keys    sync.Once
	key     *webauthn.WebAuthn
	keyErr  error
	slots   chan struct{} // one for each password that is hashed at a time
}

func (a *Accounts) now() time.Time {
	if a.Now == nil {
		return time.Now()
	}
	return a.Now()
}

// How often a password may be tried: by one address, which may be a whole
// office behind one line, and for one member of staff.
const (
	addressLimit = 30
	emailLimit   = 10
	tryWindow    = 15 * time.Minute
)

// SignIn opens a session for whoever knows the password, and returns the token
// for its cookie; there is none when a code is wanted as well, for which
// AwaitCode is next. Everything else is one Unauthorized error; too many tries
// are TooMany, the right password included.
func (a *Accounts) SignIn(ctx context.Context, email, password string, address netip.Addr) (Pass, error) {
	if a.OnlyThere {
		return Pass{}, blog.Errorf(blog.Unauthorized, "Here you sign in through %s.", a.Organisation.Name)
	}
	editor, emailKey, err := a.prove(ctx, email, password, address)
	if err != nil {
		return Pass{}, err
	}
	pass := Pass{Editor: editor}
	err = a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := tx.ForgetAttempts(ctx, emailKey); err != nil || a.wantsMore(editor) {
			return err
		}
		pass, err = a.admitBy(ctx, tx, editor, byPassword)
		return err
	})
	return pass, err
}

// ProvePassword asks an editor who is in for their password again. Trying it is
// counted like a sign-in.
func (a *Accounts) ProvePassword(ctx context.Context, editor blog.Editor, password string, address netip.Addr) error {
	_, emailKey, err := a.prove(ctx, editor.Email, password, address)
	if err != nil {
		return err
	}
	return a.DB.InTx(ctx, func(tx *postgres.Tx) error { return tx.ForgetAttempts(ctx, emailKey) })
}

// prove finds whose password it is. A hash of another cost than today's is made
// anew on the way.
func (a *Accounts) prove(ctx context.Context, email, password string, address netip.Addr) (blog.Editor, []byte, error) {
	email = strings.ToLower(strings.TrimSpace(email))
	emailKey := attemptKey("sign-in as", email)
	if err := a.throttle(ctx, emailKey, attemptKey("sign-in from", network(address))); err != nil {
		return blog.Editor{}, nil, err
	}
	editor, hash, err := a.find(ctx, email)
	if err != nil {
		return blog.Editor{}, nil, err
	}
	right, outdated, err := a.verify(ctx, hash, password)
	if err != nil {
		return blog.Editor{}, nil, err
	}
	if !right || editor.ID == "" || !editor.DisabledAt.IsZero() {
		return blog.Editor{}, nil, blog.Errorf(blog.Unauthorized, "The e-mail address or the password is wrong.")
	}
	if outdated {
		fresh, err := a.hash(ctx, password)
		if err != nil {
			return blog.Editor{}, nil, err
		}
		err = a.DB.InTx(ctx, func(tx *postgres.Tx) error { return tx.SetPasswordHash(ctx, editor.ID, fresh) })
		if err != nil {
			return blog.Editor{}, nil, err
		}
	}
	return editor, emailKey, nil
}

// find returns the editor and what to verify the password against: for somebody
// unknown a hash that no password has, so that the answer takes as long.
func (a *Accounts) find(ctx context.Context, email string) (blog.Editor, string, error) {
	editor, err := a.DB.EditorByEmail(ctx, email)
	if blog.KindOf(err) == blog.NotFound {
		return blog.Editor{}, nobodysHash, nil
	}
	if err != nil {
		return blog.Editor{}, "", err
	}
	hash, err := a.DB.PasswordHash(ctx, editor.ID)
	if err == nil && hash == "" {
		return blog.Editor{}, nobodysHash, nil
	}
	return editor, hash, err
}

// throttle counts a try under both keys before anything is looked at; there is
// no emailKey when nobody is named.
func (a *Accounts) throttle(ctx context.Context, emailKey, addressKey []byte) error {
	return a.throttleTo(ctx, addressLimit, emailKey, addressKey)
}

func (a *Accounts) throttleTo(ctx context.Context, limit int, emailKey, addressKey []byte) error {
	now := a.now()
	tooMany := false
	err := a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		byAddress, err := tx.NoteAttempt(ctx, addressKey, now, now.Add(-tryWindow))
		if err != nil {
			return err
		}
		if tooMany = byAddress > limit; tooMany || emailKey == nil {
			return nil // an address that floods does not lock its victim out as well
		}
		byEmail, err := tx.NoteAttempt(ctx, emailKey, now, now.Add(-tryWindow))
		tooMany = byEmail > emailLimit
		return err
	})
	if err == nil && tooMany {
		err = blog.Errorf(blog.TooMany, "There were too many tries. Please wait fifteen minutes, or ask an owner for a sign-in link.")
	}
	return err
}

func attemptKey(what, who string) []byte {
	sum := sha256.Sum256([]byte(what + " " + who))
	return sum[:]
}

// network is the address itself, or its /64: an owner of an IPv6 line has at
// least that many.
func network(address netip.Addr) string {
	address = address.Unmap().WithZone("")
	if prefix, err := address.Prefix(64); err == nil && address.Is6() {
		return prefix.Addr().String()
	}
	return address.String()
}

// cleanEditor checks what is said of a new member of staff.
func cleanEditor(e *blog.Editor) error {
	var bad blog.Problems
	e.Email = strings.ToLower(strings.TrimSpace(e.Email))
	e.Name = strings.Join(strings.Fields(e.Name), " ")
	if parsed, err := mail.ParseAddress(e.Email); err != nil || parsed.Address != e.Email || len(e.Email) > 254 {
		bad.Add("email", "%q is not an e-mail address.", e.Email)
	}
	if n := utf8.RuneCountInString(e.Name); n == 0 || n > 120 {
		bad.Add("name", "Give the name, of at most 120 characters.")
	}
	if !e.Role.Valid() {
		bad.Add("role", "%q is not a role: choose contributor, moderator, editor or owner.", e.Role)
	}
	return bad.Err()
}
