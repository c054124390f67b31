package accounts

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// What a password costs to try: OWASP's first choice for argon2id, 19 MiB and
// two passes. Two at a time keep the memory of a small server free, whoever
// knocks.
const (
	argonMemory  = 19 * 1024 // KiB
	argonPasses  = 2
	argonThreads = 1
	saltLength   = 16
	keyLength    = 32
	atATime      = 2
)

// nobodysHash is a hash of our cost that no password has: its key is not the
// output of argon2id for any text that we know of.
const nobodysHash = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// Limits of a password: length is what makes it strong (NIST SP 800-63B), and
// the upper one bounds the work of whoever sends a megabyte.
const (
	minPassword = 12  // characters
	maxPassword = 512 // bytes
)

// commonest are the passwords of at least twelve characters that are tried
// first, in lower case and without digits and marks at their ends.
var commonest = map[string]bool{
	"": true, "passwordpassword": true, "password": true, "letmeinletmein": true, "qwertyuiop": true,
	"qwertyuiopasdfgh": true, "qwertyqwerty": true, "qwerty": true, "iloveyou": true, "iloveyouiloveyou": true,
	"administrator": true, "adminadminadmin": true, "admin": true, "changeme": true, "changemechangeme": true,
	"changemeplease": true, "correcthorsebatterystaple": true, "correct horse battery staple": true, "welcome": true,
	"welcometothe": true, "trustno": true, "football": true, "liverpoolfootballclub": true, "manchesterunited": true,
	"abcdefghijkl": true, "abcdefghijklm": true, "abcdefghijklmnop": true, "q1w2e3r4t5y6": true, "q1w2e3r4t5y": true,
	"1q2w3e4r5t6y": true, "1q2w3e4r5t": true, "p@ssw0rd": true, "p@ssw0rdp@ssw0rd": true, "passw0rdpassw0rd": true,
	"sunshine": true, "princess": true, "innovation": true, "council": true, "countycouncil": true, "inews": true,
}

// SetPassword gives an editor a password and ends their other sessions: keep is
// the token of the one that stays, "" for none.
func (a *Accounts) SetPassword(ctx context.Context, editorID, password, keep string) error {
	editor, err := a.DB.EditorByID(ctx, editorID)
	if err != nil {
		return err
	}
	if err := checkPassword(password, editor); err != nil {
		return err
	}
	hash, err := a.hash(ctx, password)
	if err != nil {
		return err
	}
	var kept []byte
	if keep != "" {
		kept = tokenHash(keep)
	}
	return a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := tx.SetPasswordHash(ctx, editorID, hash); err != nil {
			return err
		}
		if err := tx.EndSessions(ctx, editorID, kept); err != nil {
			return err
		}
		_, err := tx.Record(ctx, blog.Change{
			Editor: editorID, Verb: blog.Edited, Subject: blog.EditorSubject, SubjectID: editorID, Reason: "password",
		})
		return err
	})
}

// Reset takes an editor's password away, ends every session and voids every
// link, and makes a new link: for somebody who forgot it, or whose it no longer
// is alone.
func (a *Accounts) Reset(ctx context.Context, by blog.Editor, email string, validity time.Duration) (blog.Editor, string, error) {
	return a.reset(ctx, by, email, validity, false)
}

// ResetAll is Reset, and forgets the authenticator app and the passkeys as well:
// for somebody who lost their telephone, or whose passkeys are somebody else's.
func (a *Accounts) ResetAll(ctx context.Context, by blog.Editor, email string, validity time.Duration) (blog.Editor, string, error) {
	return a.reset(ctx, by, email, validity, true)
}

func (a *Accounts) reset(ctx context.Context, by blog.Editor, email string, validity time.Duration, second bool) (blog.Editor, string, error) {
	if err := owner(by); err != nil {
		return blog.Editor{}, "", err
	}
	editor, err := a.DB.EditorByEmail(ctx, strings.ToLower(strings.TrimSpace(email)))
	if blog.KindOf(err) == blog.NotFound {
		return editor, "", blog.InvalidField("email", "Nobody with the address %s is on the staff.", email)
	}
	if err != nil {
		return editor, "", err
	}
	err = a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := tx.SetPasswordHash(ctx, editor.ID, ""); err != nil {
			return err
		}
		if err := tx.EndSessions(ctx, editor.ID, nil); err != nil {
			return err
		}
		if second {
			if err := a.dropSecond(ctx, tx, by, editor); err != nil {
				return err
			}
		}
		return record(ctx, tx, by, blog.Edited, editor.ID, "password taken away")
	})
	if err != nil {
		return editor, "", err
	}
	link, err := a.Link(ctx, editor.ID, validity)
	return editor, link, err
}

// checkPassword refuses what is short or tried first; it asks for no digits or
// marks, which make passwords hard to remember and no harder to guess.
func checkPassword(password string, editor blog.Editor) error {
	word := strings.ToLower(password)
	stem := strings.Trim(word, "0123456789!?.#*_- ")
	local, _, _ := strings.Cut(editor.Email, "@")
	switch {
	case utf8.RuneCountInString(password) < minPassword:
		return blog.InvalidField("password", "Choose at least %d characters. A few words that only you would put together are good.", minPassword)
	case len(password) > maxPassword:
		return blog.InvalidField("password", "Choose at most %d characters.", maxPassword)
	case commonest[word] || commonest[stem] || strings.Count(word, word[:1]) == len(word):
		return blog.InvalidField("password", "This password is among the first that somebody would try. Choose another.")
	case stem == editor.Email || stem == local || stem == strings.ToLower(editor.Name):
		return blog.InvalidField("password", "Your name or address is among the first that somebody would try. Choose another.")
	}
	return nil
}

// hash returns the password in PHC form.
func (a *Accounts) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLength)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("make salt: %w", err)
	}
	key, err := a.derive(ctx, password, salt, argonPasses, argonMemory, argonThreads, keyLength)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonPasses, argonThreads,
		encode(salt), encode(key)), nil
}

// encode writes bytes as the PHC form does: base64 without padding.
func encode(b []byte) string { return base64.RawStdEncoding.EncodeToString(b) }

// verify tells whether the password is the hashed one, and whether the hash was
// made at another cost than today's.
func (a *Accounts) verify(ctx context.Context, hash, password string) (right, outdated bool, err error) {
	if len(password) > maxPassword {
		password = password[:maxPassword] // wrong anyway, and may cost no more
	}
	parts := strings.Split(hash, "$")
	var version, passes, memory uint32
	var threads uint8
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, false, fmt.Errorf("read password hash: not argon2id in PHC form")
	}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &memory, &passes, &threads); err != nil {
		return false, false, fmt.Errorf("read password hash: %w", err)
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, false, fmt.Errorf("read password hash: %w", err)
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(want) == 0 || passes == 0 || threads == 0 || version != argon2.Version {
		return false, false, fmt.Errorf("read password hash: unknown parameters")
	}
	key, err := a.derive(ctx, password, salt, passes, memory, threads, uint32(len(want)))
	if err != nil {
		return false, false, err
	}
	outdated = passes != argonPasses || memory != argonMemory || threads != argonThreads
	return subtle.ConstantTimeCompare(key, want) == 1, outdated, nil
}

// derive runs argon2id when a slot is free.
func (a *Accounts) derive(ctx context.Context, password string, salt []byte, passes, memory uint32, threads uint8, length uint32) ([]byte, error) {
	a.hashing.Do(func() { a.slots = make(chan struct{}, atATime) })
	select {
	case a.slots <- struct{}{}:
		defer func() { <-a.slots }()
	case <-ctx.Done():
		return nil, fmt.Errorf("wait to hash a password: %w", ctx.Err())
	}
	return argon2.IDKey([]byte(password), salt, passes, memory, threads, length), nil
}
