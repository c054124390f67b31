// Package accounts says who is on the staff and lets them in: with a password,
// or with a link that works once. The first of them comes with a link from the
// server's log, the others are invited.
//
// What is kept is never what is shown: of passwords an argon2id hash, of
// sessions and links the SHA-256 of a random token. Whoever tries gets one
// answer, after one span of time, whether or not the address is known. Every
// change of a password or of a role ends the sessions that rested on it.
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

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Accounts is the door for staff. DB is needed. It must not be copied after
// its first use.
type Accounts struct {
	DB  *postgres.DB
	Now func() time.Time // time.Now when nil

	Letters Letters // what staff are sent

	hashing sync.Once
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
// for its cookie. Everything else is one Unauthorized error; too many tries are
// TooMany, the right password included.
func (a *Accounts) SignIn(ctx context.Context, email, password string, address netip.Addr) (Pass, error) {
	email = strings.ToLower(strings.TrimSpace(email))
	emailKey := attemptKey("sign-in as", email)
	if err := a.throttle(ctx, emailKey, attemptKey("sign-in from", network(address))); err != nil {
		return Pass{}, err
	}
	editor, hash, err := a.find(ctx, email)
	if err != nil {
		return Pass{}, err
	}
	right, outdated, err := a.verify(ctx, hash, password)
	if err != nil {
		return Pass{}, err
	}
	if !right || editor.ID == "" || !editor.DisabledAt.IsZero() {
		return Pass{}, blog.Errorf(blog.Unauthorized, "The e-mail address or the password is wrong.")
	}
	fresh := ""
	if outdated {
		if fresh, err = a.hash(ctx, password); err != nil {
			return Pass{}, err
		}
	}
	var pass Pass
	err = a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := tx.ForgetAttempts(ctx, emailKey); err != nil {
			return err
		}
		if fresh != "" {
			if err := tx.SetPasswordHash(ctx, editor.ID, fresh); err != nil {
				return err
			}
		}
		pass, err = a.admit(ctx, tx, editor)
		return err
	})
	return pass, err
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
	now := a.now()
	tooMany := false
	err := a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		byAddress, err := tx.NoteAttempt(ctx, addressKey, now, now.Add(-tryWindow))
		if err != nil {
			return err
		}
		if tooMany = byAddress > addressLimit; tooMany || emailKey == nil {
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
