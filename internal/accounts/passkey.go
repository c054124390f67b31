package accounts

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// passkeyWait is for how long a challenge is good.
const passkeyWait = 5 * time.Minute

// Limits of passkeys: an editor has a few devices, and a list of them has room
// for a name.
const (
	maxPasskeys    = 20
	maxPasskeyName = 60 // characters
)

// challengeLimit is how many challenges one address may ask for in a quarter of
// an hour, and answer. The page at the door asks for one each time it is opened,
// and there is nothing to guess.
const challengeLimit = 300

// webAuthn is the library with our one origin. A passkey belongs to the host of
// the base URL; no other origin, and no frame in one, may ask for it.
func (a *Accounts) webAuthn() (*webauthn.WebAuthn, error) {
	a.keys.Do(func() {
		origin, err := url.Parse(a.Origin)
		if err != nil || origin.Hostname() == "" {
			a.keyErr = blog.Errorf(blog.Unavailable, "This site has no address that a passkey could belong to.")
			return
		}
		a.key, a.keyErr = webauthn.New(&webauthn.Config{
			RPID: origin.Hostname(), RPDisplayName: a.site(), RPOrigins: []string{a.Origin},
			AttestationPreference: protocol.PreferNoAttestation,
			AuthenticatorSelection: protocol.AuthenticatorSelection{
				ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired,
			},
		})
	})
	return a.key, a.keyErr
}

// holder is an editor as the library sees them.
type holder struct {
	blog.Editor
	keys []postgres.Passkey
}

// WebAuthnID is what a device keeps with the key, to say whose it is.
func (h holder) WebAuthnID() []byte { return []byte(h.ID) }

// WebAuthnName tells the editor's keys for this site apart, on their device.
func (h holder) WebAuthnName() string { return h.Email }

// WebAuthnDisplayName is the editor's name.
func (h holder) WebAuthnDisplayName() string { return h.Name }

// WebAuthnCredentials are the editor's keys.
func (h holder) WebAuthnCredentials() []webauthn.Credential {
	var list []webauthn.Credential
	for _, key := range h.keys {
		var c webauthn.Credential
		if err := json.Unmarshal(key.Record, &c); err == nil { // we wrote it
			list = append(list, c)
		}
	}
	return list
}

func (a *Accounts) holder(ctx context.Context, editorID string) (holder, error) {
	editor, err := a.DB.EditorByID(ctx, editorID)
	if err != nil {
		return holder{}, err
	}
	keys, err := a.DB.PasskeysOf(ctx, editorID)
	return holder{editor, keys}, err
}

// OfferPasskey makes a challenge for the browser with the door's token, and
// returns what its script hands to navigator.credentials.get.
func (a *Accounts) OfferPasskey(ctx context.Context, door string) ([]byte, error) {
	wa, err := a.webAuthn()
	if err != nil {
		return nil, err
	}
	if err := a.throttleTo(ctx, challengeLimit, nil, attemptKey("challenge for", network(callerAddress(ctx)))); err != nil {
		return nil, err
	}
	options, state, err := wa.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, fmt.Errorf("make challenge: %w", err)
	}
	return a.challenge(ctx, postgres.Ceremony{Kind: "passkey"}, door, state, options.Response)
}

// challenge keeps the state of a challenge under what only this browser sends
// back: its token and the challenge itself. It is good once.
func (a *Accounts) challenge(ctx context.Context, c postgres.Ceremony, token string, state *webauthn.SessionData, options any) ([]byte, error) {
	var err error
	if c.State, err = json.Marshal(state); err != nil {
		return nil, fmt.Errorf("keep challenge: %w", err)
	}
	c.KeyHash, c.ExpiresAt = challengeKey(c.Kind, token, state.Challenge), a.now().Add(passkeyWait)
	if err := a.DB.InTx(ctx, func(tx *postgres.Tx) error { return tx.BeginCeremony(ctx, c) }); err != nil {
		return nil, err
	}
	return json.Marshal(options)
}

func challengeKey(kind, token, challenge string) []byte {
	return tokenHash(kind + " " + token + " " + challenge)
}

// taken uses up the challenge that an answer names, and returns its state.
func (a *Accounts) taken(ctx context.Context, kind, token, challenge string) (postgres.Ceremony, webauthn.SessionData, error) {
	var c postgres.Ceremony
	var state webauthn.SessionData
	err := a.DB.InTx(ctx, func(tx *postgres.Tx) (err error) {
		c, err = tx.EndCeremony(ctx, challengeKey(kind, token, challenge), kind, a.now())
		return err
	})
	if err != nil {
		return c, state, err
	}
	if err := json.Unmarshal(c.State, &state); err != nil {
		return c, state, fmt.Errorf("read challenge: %w", err)
	}
	return c, state, nil
}

// SignInByPasskey begins the session of whose passkey has answered a challenge.
// The device has made sure of its owner, by a finger, a face or a PIN, so that no
// second factor is wanted. A copied passkey lets nobody in.
func (a *Accounts) SignInByPasskey(ctx context.Context, door string, answer []byte) (Pass, error) {
	wa, err := a.webAuthn()
	if err != nil {
		return Pass{}, err
	}
	if a.OnlyThere {
		return Pass{}, blog.Errorf(blog.Unauthorized, "Here you sign in through %s.", a.Organisation.Name)
	}
	if err := a.throttleTo(ctx, challengeLimit, nil, attemptKey("passkey from", network(callerAddress(ctx)))); err != nil {
		return Pass{}, err
	}
	refused := passkeyRefused()
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		refused.Err = err
		return Pass{}, refused
	}
	_, state, err := a.taken(ctx, "passkey", door, parsed.Response.CollectedClientData.Challenge)
	if err != nil {
		return Pass{}, err
	}
	var found holder
	_, used, err := wa.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
		found, err = a.holder(ctx, string(handle))
		return found, err
	}, state, parsed)
	if err != nil || !found.DisabledAt.IsZero() {
		refused.Err = err
		return Pass{}, refused
	}
	return a.admitKey(ctx, found.Editor, used)
}

func passkeyRefused() *blog.Error {
	return blog.Errorf(blog.Unauthorized, "This passkey does not open the desk. Use another one, or your password.")
}

// admitKey notes that a passkey was used, and begins the session unless its
// counter shows that there are two of it.
func (a *Accounts) admitKey(ctx context.Context, editor blog.Editor, used *webauthn.Credential) (Pass, error) {
	kept, err := json.Marshal(used)
	if err != nil {
		return Pass{}, fmt.Errorf("keep passkey: %w", err)
	}
	var pass Pass
	err = a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if used.Authenticator.CloneWarning {
			if err := a.tell(ctx, tx, editor, "A passkey was refused at "+a.site(),
				"Somebody tried to sign in with a passkey of yours that seems to have been copied: it counts fewer uses than we do. It was refused."); err != nil {
				return err
			}
			return record(ctx, tx, editor, blog.Refused, editor.ID, "a passkey that seems to be copied")
		}
		if err := tx.UsePasskey(ctx, used.ID, kept, a.now()); err != nil {
			return err
		}
		pass, err = a.admitBy(ctx, tx, editor, byPasskey)
		return err
	})
	if blog.KindOf(err) == blog.NotFound { // removed while it was used
		err = passkeyRefused()
	}
	if err == nil && pass.Token == "" {
		err = blog.Errorf(blog.Unauthorized, "This passkey seems to have been copied, and is refused. Use another one, or your password, and remove it.")
	}
	return pass, err
}

// BeginPasskey makes a challenge for a new passkey of an editor who is in, with
// the session's token, and returns what the script hands to
// navigator.credentials.create.
func (a *Accounts) BeginPasskey(ctx context.Context, editor blog.Editor, token string) ([]byte, error) {
	wa, err := a.webAuthn()
	if err != nil {
		return nil, err
	}
	h, err := a.holder(ctx, editor.ID)
	if err != nil {
		return nil, err
	}
	if len(h.keys) >= maxPasskeys {
		return nil, blog.Errorf(blog.Conflict, "You have %d passkeys. Remove one first.", maxPasskeys)
	}
	var present []protocol.CredentialDescriptor // a device makes no second one
	for _, c := range h.WebAuthnCredentials() {
		present = append(present, c.Descriptor())
	}
	options, state, err := wa.BeginRegistration(h, webauthn.WithExclusions(present))
	if err != nil {
		return nil, fmt.Errorf("make challenge: %w", err)
	}
	return a.challenge(ctx, postgres.Ceremony{Kind: "register", EditorID: editor.ID}, token, state, options.Response)
}

// AddPasskey keeps the passkey that has answered the challenge.
func (a *Accounts) AddPasskey(ctx context.Context, editor blog.Editor, token, name string, answer []byte) error {
	wa, err := a.webAuthn()
	if err != nil {
		return err
	}
	if name = strings.Join(strings.Fields(name), " "); name == "" || utf8.RuneCountInString(name) > maxPasskeyName {
		return blog.InvalidField("name", "Give the passkey a name, of at most %d characters, such as “Work laptop”.", maxPasskeyName)
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return &blog.Error{Kind: blog.Invalid, Field: "name", Msg: "Your browser made no passkey. Try again.", Err: err}
	}
	begun, state, err := a.taken(ctx, "register", token, parsed.Response.CollectedClientData.Challenge)
	if err != nil {
		return err
	}
	if begun.EditorID != editor.ID {
		return blog.Errorf(blog.Forbidden, "This passkey was begun by somebody else.")
	}
	h, err := a.holder(ctx, editor.ID)
	if err != nil {
		return err
	}
	made, err := wa.CreateCredential(h, state, parsed)
	if err != nil {
		return &blog.Error{Kind: blog.Invalid, Field: "name", Msg: "This passkey cannot be used here. Try another device.", Err: err}
	}
	kept, err := json.Marshal(made)
	if err != nil {
		return fmt.Errorf("keep passkey: %w", err)
	}
	return a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := tx.InsertPasskey(ctx, postgres.Passkey{EditorID: editor.ID, CredentialID: made.ID, Name: name, Record: kept}); err != nil {
			return err
		}
		if err := record(ctx, tx, editor, blog.Secured, editor.ID, "passkey "+name); err != nil {
			return err
		}
		return a.tell(ctx, tx, editor, "Passkey added at "+a.site(),
			"The passkey “"+name+"” was added to your sign-in at the desk of "+a.site()+".")
	})
}

// RemovePasskey forgets one of the editor's passkeys and ends their other
// sessions: keep is the token of the one that stays.
func (a *Accounts) RemovePasskey(ctx context.Context, editor blog.Editor, id, keep string) error {
	return a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		name, err := tx.RemovePasskey(ctx, editor.ID, id)
		if err != nil {
			return err
		}
		if err := tx.EndSessions(ctx, editor.ID, tokenHash(keep)); err != nil {
			return err
		}
		if err := record(ctx, tx, editor, blog.Unsecured, editor.ID, "passkey "+name); err != nil {
			return err
		}
		return a.tell(ctx, tx, editor, "Passkey removed at "+a.site(),
			"The passkey “"+name+"” was removed from your sign-in at the desk of "+a.site()+".")
	})
}
