package accounts

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/boombuler/barcode/qr"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Codes as every authenticator app makes them (RFC 6238): six digits, a new one
// each half minute, SHA-1, which is all that some apps know and does no harm in
// an HMAC. A clock may be half a minute off, either way.
const (
	codeStep   = 30 // seconds
	codeSkew   = 1  // steps
	codeSecret = 20 // bytes
)

// codeWait is how long after the password the code may come.
const codeWait = 5 * time.Minute

// Setup is what an authenticator app must be told once.
type Setup struct {
	Secret string // in groups of four, to type
	Size   int    // of the picture's side, in squares
	Box    string // of the picture with its margin, as an SVG viewBox
	Path   string // of the picture's dark squares, as an SVG path: no script and no request is needed to show it
}

// quiet is the margin that a QR code needs, in squares (ISO 18004).
const quiet = 4

// BeginCode makes a secret for an editor's authenticator app, in the place of one
// that was not confirmed.
func (a *Accounts) BeginCode(ctx context.Context, editor blog.Editor) error {
	raw := make([]byte, codeSecret)
	if _, err := rand.Read(raw); err != nil {
		return fmt.Errorf("make secret: %w", err)
	}
	secret := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
	return a.DB.InTx(ctx, func(tx *postgres.Tx) error { return tx.BeginAuthenticator(ctx, editor.ID, secret) })
}

// CodeSetup returns what to show until the app has proven that it knows the
// secret. It is NotFound when none was begun, and once it is confirmed.
func (a *Accounts) CodeSetup(ctx context.Context, editor blog.Editor) (Setup, error) {
	kept, err := a.DB.AuthenticatorOf(ctx, editor.ID)
	if err != nil {
		return Setup{}, err
	}
	if !kept.ConfirmedAt.IsZero() {
		return Setup{}, blog.Errorf(blog.NotFound, "Your authenticator app is set up.")
	}
	// The label and the issuer: https://github.com/google/google-authenticator/wiki/Key-Uri-Format
	address := "otpauth://totp/" + url.PathEscape(a.site()+":"+editor.Email) + "?" +
		strings.ReplaceAll(url.Values{"secret": {kept.Secret}, "issuer": {a.site()}}.Encode(), "+", "%20")
	picture, err := qr.Encode(address, qr.M, qr.Auto)
	if err != nil {
		return Setup{}, fmt.Errorf("draw code: %w", err)
	}
	s := Setup{Size: picture.Bounds().Dx()}
	s.Box = fmt.Sprintf("-%d -%d %d %d", quiet, quiet, s.Size+2*quiet, s.Size+2*quiet)
	var path strings.Builder
	for y := range s.Size {
		for x := range s.Size {
			if r, _, _, _ := picture.At(x, y).RGBA(); r == 0 {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x, y)
			}
		}
	}
	s.Path = path.String()
	for i := 0; i < len(kept.Secret); i += 4 {
		s.Secret += kept.Secret[i:min(i+4, len(kept.Secret))] + " "
	}
	s.Secret = strings.TrimSpace(s.Secret)
	return s, nil
}

// ConfirmCode has an app prove that it knows the secret. From then on a password
// alone does not let the editor in. It returns the recovery codes, which cannot
// be had again.
func (a *Accounts) ConfirmCode(ctx context.Context, editor blog.Editor, code string) ([]string, error) {
	if editor.HasCode {
		return nil, blog.Errorf(blog.Conflict, "You have an authenticator app already.")
	}
	codes, hashes, err := newRecoveryCodes(editor)
	if err != nil {
		return nil, err
	}
	err = a.withCode(ctx, editor, code, func(tx *postgres.Tx, _ bool) error {
		if err := tx.ReplaceRecoveryCodes(ctx, editor.ID, hashes); err != nil {
			return err
		}
		if err := record(ctx, tx, editor, blog.Secured, editor.ID, "authenticator app"); err != nil {
			return err
		}
		return a.tell(ctx, tx, editor, "Authenticator app added at "+a.site(),
			"An authenticator app was added to your sign-in at the desk of "+a.site()+".")
	})
	return codes, err
}

// RemoveCode switches codes off for whoever gives a right one, and ends the
// editor's other sessions: keep is the token of the one that stays. Whoever calls
// has asked for the password.
func (a *Accounts) RemoveCode(ctx context.Context, editor blog.Editor, code, keep string) error {
	if !editor.HasCode {
		return blog.Errorf(blog.Conflict, "You have no authenticator app.")
	}
	return a.withCode(ctx, editor, code, func(tx *postgres.Tx, _ bool) error {
		if err := tx.RemoveAuthenticator(ctx, editor.ID); err != nil {
			return err
		}
		if err := tx.EndSessions(ctx, editor.ID, tokenHash(keep)); err != nil {
			return err
		}
		if err := record(ctx, tx, editor, blog.Unsecured, editor.ID, "authenticator app"); err != nil {
			return err
		}
		return a.tell(ctx, tx, editor, "Authenticator app removed at "+a.site(),
			"The authenticator app was removed from your sign-in at the desk of "+a.site()+".")
	})
}

// AwaitCode notes that the browser with the door's token has given the right
// password, for five minutes. It is no session: all that it opens is GiveCode.
func (a *Accounts) AwaitCode(ctx context.Context, door string, editor blog.Editor) error {
	return a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		return tx.BeginCeremony(ctx, postgres.Ceremony{
			KeyHash: codeCeremony(door), Kind: "code", EditorID: editor.ID, State: json.RawMessage("{}"), ExpiresAt: a.now().Add(codeWait),
		})
	})
}

func codeCeremony(door string) []byte { return tokenHash("code " + door) }

// Awaited returns of whom a code is awaited in the browser with the door's token,
// and is Gone when of nobody.
func (a *Accounts) Awaited(ctx context.Context, door string) (blog.Editor, error) {
	begun, err := a.DB.CeremonyByHash(ctx, codeCeremony(door), "code", a.now())
	if blog.KindOf(err) == blog.NotFound || door == "" {
		return blog.Editor{}, blog.Errorf(blog.Gone, "That took too long. Please sign in again.")
	}
	if err != nil {
		return blog.Editor{}, err
	}
	return a.DB.EditorByID(ctx, begun.EditorID)
}

// GiveCode begins the session of whom a code is awaited, for a right one. A wrong
// one is Invalid and may be tried again, as often as a password.
func (a *Accounts) GiveCode(ctx context.Context, door, code string) (Pass, error) {
	editor, err := a.Awaited(ctx, door)
	if err != nil {
		return Pass{}, err
	}
	if !editor.DisabledAt.IsZero() || !editor.HasCode {
		return Pass{}, blog.Errorf(blog.Unauthorized, "You may no longer sign in here.")
	}
	var pass Pass
	err = a.withCode(ctx, editor, code, func(tx *postgres.Tx, recovery bool) error {
		if _, err := tx.EndCeremony(ctx, codeCeremony(door), "code", a.now()); err != nil {
			return err
		}
		if recovery {
			if err := a.recovered(ctx, tx, editor); err != nil {
				return err
			}
		}
		pass, err = a.admitBy(ctx, tx, editor, byCode)
		return err
	})
	return pass, err
}

// withCode does something for a right code, in the transaction that uses it up.
// Tries are counted by editor and by network.
func (a *Accounts) withCode(ctx context.Context, editor blog.Editor, code string, do func(tx *postgres.Tx, recovery bool) error) error {
	if err := a.throttleCode(ctx, editor); err != nil {
		return err
	}
	kept, err := a.DB.AuthenticatorOf(ctx, editor.ID)
	if blog.KindOf(err) == blog.NotFound {
		return blog.Errorf(blog.Conflict, "Begin anew: there is no authenticator app to confirm.")
	}
	if err != nil {
		return err
	}
	step, err := a.stepOf(kept.Secret, digits(code))
	if err != nil {
		return err
	}
	return a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		right, recovery := false, false
		switch {
		case step > 0:
			right, err = tx.SpendStep(ctx, editor.ID, step, a.now())
		case editor.HasCode:
			right, err = tx.SpendRecoveryCode(ctx, editor.ID, recoveryHash(editor, code), a.now())
			recovery = true
		}
		if err != nil {
			return err
		}
		if !right {
			return blog.InvalidField("code", "This code is not right, or was used before. Wait for the next one and type that.")
		}
		for _, key := range [][]byte{codeKey(editor), codeDayKey(editor)} {
			if err := tx.ForgetAttempts(ctx, key); err != nil {
				return err
			}
		}
		return do(tx, recovery)
	})
}

// codesADay is how many codes may be wrong in a day, each of which has three
// chances in a million. By the quarter of an hour alone they were a thousand, so
// that whoever has the password would be in within the year.
const codesADay = 30

func codeKey(editor blog.Editor) []byte    { return attemptKey("code of", editor.ID) }
func codeDayKey(editor blog.Editor) []byte { return attemptKey("codes in a day of", editor.ID) }

// throttleCode counts a try of a code, by network and by editor, in a quarter of
// an hour and in a day. Only who has the password, or sits at an open desk, can
// try so often: the editor is told.
func (a *Accounts) throttleCode(ctx context.Context, editor blog.Editor) error {
	err := a.throttle(ctx, codeKey(editor), attemptKey("code from", network(callerAddress(ctx))))
	if err != nil {
		return err
	}
	tooMany := false
	err = a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		now := a.now()
		tries, err := tx.NoteAttempt(ctx, codeDayKey(editor), now, now.Add(-24*time.Hour))
		if tooMany = tries > codesADay; err != nil || tries != emailLimit && tries != codesADay {
			return err
		}
		return a.tell(ctx, tx, editor, "Wrong codes at "+a.site(), fmt.Sprintf(
			"Somebody who knows your password gave %d wrong codes for your sign-in to the desk of %s since yesterday.", tries, a.site()))
	})
	if err == nil && tooMany {
		err = blog.Errorf(blog.TooMany, "There were too many wrong codes within a day. Use a passkey, or ask an owner for a sign-in link.")
	}
	return err
}

func callerAddress(ctx context.Context) netip.Addr { return callerOf(ctx).Address }

// digits is a code without the spaces that apps show in it.
func digits(code string) string { return strings.Join(strings.Fields(code), "") }

// stepOf is the half minute whose code it is, or 0 when it is none of those that
// count now.
func (a *Accounts) stepOf(secret, code string) (int64, error) {
	now, found := a.now().Unix()/codeStep, int64(0)
	for step := now - codeSkew; step <= now+codeSkew; step++ {
		want, err := totp.GenerateCodeCustom(secret, time.Unix(step*codeStep, 0), totp.ValidateOpts{
			Period: codeStep, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1,
		})
		if err != nil {
			return 0, fmt.Errorf("make code: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found = step
		}
	}
	return found, nil
}
