package accounts

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/netip"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// How long a session lasts: unused, and at all. The first is a working day.
var sessionIdle = blog.RetentionOf(blog.ClassSessions).Length()

const (
	sessionLife  = 7 * 24 * time.Hour // as blog.SessionCookie tells readers
	sessionTouch = time.Minute        // a session in use is written no more often

	// borrowedLife is that of a session which the organisation's sign-in began:
	// whoever lost their role there is out by the next day.
	borrowedLife = 12 * time.Hour
)

// The ways to begin a session.
const (
	byLink         = "link"
	byPassword     = "password"
	byCode         = "code" // after a password
	byPasskey      = "passkey"
	byOrganisation = "organisation"
)

// wayWords are the ways as the audit trail tells them.
var wayWords = map[string]string{
	byLink: "with a link", byPassword: "with a password", byCode: "with a password and a code", byPasskey: "with a passkey",
	byOrganisation: "through the organisation",
}

// tokenLength is that of tokens in bytes: 256 bits that nobody guesses.
const tokenLength = 32

// MaxLink is how long a sign-in link may stay good.
const MaxLink = 7 * 24 * time.Hour

// Pass is a session that has just begun. Token belongs into a cookie that is
// HttpOnly, Secure and SameSite, and nowhere else: it cannot be had again. There
// is none while a code is still to come.
type Pass struct {
	Token   string
	Editor  blog.Editor
	Expires time.Time

	Borrowed bool // the organisation has let them in: no password of ours is wanted
}

// admit begins a session for whoever came by a link.
func (a *Accounts) admit(ctx context.Context, tx *postgres.Tx, editor blog.Editor) (Pass, error) {
	return a.admitBy(ctx, tx, editor, byLink)
}

// admitBy begins a session, and tells its owner if its browser is a new one.
func (a *Accounts) admitBy(ctx context.Context, tx *postgres.Tx, editor blog.Editor, way string) (Pass, error) {
	token, err := newToken()
	if err != nil {
		return Pass{}, err
	}
	now, caller := a.now(), callerOf(ctx)
	pass := Pass{Token: token, Editor: editor, Expires: now.Add(sessionLife)}
	if way == byOrganisation {
		pass.Expires, pass.Borrowed = now.Add(borrowedLife), true
	}
	session := postgres.Session{
		TokenHash: tokenHash(token), EditorID: editor.ID, Agent: agentWords(caller.Agent), Network: neighbourhood(caller.Address),
		Way: way, SeenAt: now, ExpiresAt: pass.Expires,
	}
	if err := tx.InsertSession(ctx, session); err != nil {
		return Pass{}, fmt.Errorf("begin session: %w", err)
	}
	known, any, err := tx.NoteBrowser(ctx, editor.ID, attemptKey(session.Agent, session.Network), now)
	if err != nil {
		return Pass{}, err
	}
	if any && !known {
		if err := a.tellOfSignIn(ctx, tx, editor, session); err != nil {
			return Pass{}, err
		}
	}
	_, err = tx.Record(ctx, blog.Change{
		Editor: editor.ID, Verb: blog.SignedIn, Subject: blog.EditorSubject, SubjectID: editor.ID, Reason: wayWords[way],
	})
	return pass, err
}

// Session returns the editor whose session the token opens. It is Unauthorized
// when the token opens none, when twelve hours passed without use or seven days
// since sign-in, and when the editor may no longer sign in.
func (a *Accounts) Session(ctx context.Context, token string) (blog.Editor, error) {
	editor, _, err := a.Open(ctx, token)
	return editor, err
}

// Open is Session, with what is kept of the session itself.
func (a *Accounts) Open(ctx context.Context, token string) (blog.Editor, postgres.Session, error) {
	ended := blog.Errorf(blog.Unauthorized, "Please sign in.")
	if token == "" {
		return blog.Editor{}, postgres.Session{}, ended
	}
	hash, now := tokenHash(token), a.now()
	session, err := a.DB.SessionByHash(ctx, hash)
	switch {
	case blog.KindOf(err) == blog.NotFound:
		return blog.Editor{}, session, ended
	case err != nil:
		return blog.Editor{}, session, err
	case !now.Before(session.ExpiresAt) || now.Sub(session.SeenAt) >= sessionIdle:
		return blog.Editor{}, session, ended
	}
	editor, err := a.DB.EditorByID(ctx, session.EditorID)
	if err != nil {
		return blog.Editor{}, session, err
	}
	if !editor.DisabledAt.IsZero() {
		return blog.Editor{}, session, ended
	}
	if now.Sub(session.SeenAt) >= sessionTouch {
		err = a.DB.InTx(ctx, func(tx *postgres.Tx) error { return tx.TouchSession(ctx, hash, now) })
	}
	return editor, session, err
}

// freshFor is how long after somebody showed who they are they may change how
// they sign in: a desk that is left open must not give that away for good.
const freshFor = 15 * time.Minute

// IsFresh tells whether it was shown lately whose session it is, by signing in or
// by Reassure.
func (a *Accounts) IsFresh(s postgres.Session) bool { return a.now().Sub(s.CreatedAt) < freshFor }

// Reassure makes a session fresh for the password of whose it is. It lasts no
// longer for that. Trying is counted like a sign-in.
func (a *Accounts) Reassure(ctx context.Context, editor blog.Editor, s postgres.Session, password string, address netip.Addr) error {
	if err := a.ProvePassword(ctx, editor, password, address); err != nil {
		return err
	}
	return a.DB.InTx(ctx, func(tx *postgres.Tx) error { return tx.RenewSession(ctx, s.TokenHash, a.now()) })
}

// Sessions returns those of an editor that are open, the one that was used last
// first.
func (a *Accounts) Sessions(ctx context.Context, editorID string) ([]postgres.Session, error) {
	now := a.now()
	return a.DB.SessionsOf(ctx, editorID, now, now.Add(-sessionIdle))
}

// EndSession ends one session of the editor's own.
func (a *Accounts) EndSession(ctx context.Context, by blog.Editor, id string) error {
	return a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := tx.EndSessionByID(ctx, by.ID, id); err != nil {
			return err
		}
		return record(ctx, tx, by, blog.SignedOut, by.ID, "one browser")
	})
}

// EndOtherSessions ends the editor's own sessions, all but the one that the token
// opens.
func (a *Accounts) EndOtherSessions(ctx context.Context, by blog.Editor, keep string) error {
	return a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := tx.EndSessions(ctx, by.ID, tokenHash(keep)); err != nil {
			return err
		}
		return record(ctx, tx, by, blog.SignedOut, by.ID, "all other browsers")
	})
}

// SignOut ends the session that the token opens, if there is one.
func (a *Accounts) SignOut(ctx context.Context, token string) error {
	return a.DB.InTx(ctx, func(tx *postgres.Tx) error { return tx.EndSession(ctx, tokenHash(token)) })
}

// Link makes a token with which an editor signs in once, within the given time.
// Whoever calls has made sure that it is the editor's to have, or an owner's to
// give.
func (a *Accounts) Link(ctx context.Context, editorID string, validity time.Duration) (string, error) {
	if validity <= 0 || validity > MaxLink {
		return "", blog.InvalidField("validity", "A sign-in link is good for at most %d days.", int(MaxLink.Hours()/24))
	}
	token, err := newToken()
	if err != nil {
		return "", err
	}
	err = a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		editor, err := tx.EditorByID(ctx, editorID)
		if err != nil {
			return err
		}
		if !editor.DisabledAt.IsZero() {
			return blog.Errorf(blog.Conflict, "%s may no longer sign in.", editor.Name)
		}
		return tx.InsertLink(ctx, tokenHash(token), editorID, a.now().Add(validity))
	})
	return token, err
}

// Redeem begins a session for the link's token. A link that was used, has run
// out or never was is Gone; too many tries from one address are TooMany. A
// token that is wrong is nobody's, so that there is no account to count by.
func (a *Accounts) Redeem(ctx context.Context, token string, address netip.Addr) (Pass, error) {
	var pass Pass
	if err := a.throttle(ctx, nil, attemptKey("link from", network(address))); err != nil {
		return pass, err
	}
	err := a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		editorID, err := tx.SpendLink(ctx, tokenHash(token), a.now())
		if err != nil {
			return err
		}
		editor, err := tx.EditorByID(ctx, editorID)
		if err != nil {
			return err
		}
		if !editor.DisabledAt.IsZero() {
			return blog.Errorf(blog.Unauthorized, "You may no longer sign in here.")
		}
		pass, err = a.admit(ctx, tx, editor)
		return err
	})
	return pass, err
}

func newToken() (string, error) {
	raw := make([]byte, tokenLength)
	if _, err := rand.Read(raw); err != nil {
		return "", fmt.Errorf("make token: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(raw), nil
}

func tokenHash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
