package postgres

import (
	"context"
	"time"

	"inews/internal/blog"
)

// Session is a signed-in browser of an editor. TokenHash is the SHA-256 of what
// its cookie holds.
type Session struct {
	ID        string // which names it in forms
	TokenHash []byte
	EditorID  string
	Agent     string    // "Firefox on Windows"
	Network   string    // the range that its address is in
	Way       string    // in which it was begun: "link", "password", "code", "passkey" or "organisation"
	CreatedAt time.Time // when it was begun, or its owner gave their password again
	SeenAt    time.Time
	ExpiresAt time.Time
}

const sessionColumns = `id, token_hash, editor_id, agent, network, way, created_at, seen_at, expires_at`

// SessionByHash returns a session, whether or not it has run out.
func (q queries) SessionByHash(ctx context.Context, tokenHash []byte) (Session, error) {
	var session Session
	err := q.one(ctx, &session, `SELECT `+sessionColumns+` FROM sessions WHERE token_hash = $1`, tokenHash)
	return session, err
}

// SessionsOf returns the sessions of an editor that have not run out, the one
// that was used last first.
func (q queries) SessionsOf(ctx context.Context, editorID string, now, idleSince time.Time) ([]Session, error) {
	var sessions []Session
	err := q.all(ctx, &sessions, `
		SELECT `+sessionColumns+` FROM sessions
		WHERE editor_id = $1 AND expires_at > $2 AND seen_at > $3
		ORDER BY seen_at DESC, id`, editorID, now, idleSince)
	return sessions, err
}

// InsertSession saves a new session.
func (tx *Tx) InsertSession(ctx context.Context, s Session) error {
	return tx.exec(ctx, `
		INSERT INTO sessions (token_hash, editor_id, agent, network, way, created_at, seen_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $6, $7)`, s.TokenHash, s.EditorID, s.Agent, s.Network, s.Way, s.SeenAt, s.ExpiresAt)
}

// EndSessionByID ends one session of an editor; that of somebody else is
// NotFound.
func (tx *Tx) EndSessionByID(ctx context.Context, editorID, id string) error {
	return tx.one(ctx, &id, `DELETE FROM sessions WHERE editor_id = $1 AND id = $2 RETURNING id`, editorID, id)
}

// TouchSession notes that the session was used.
func (tx *Tx) TouchSession(ctx context.Context, tokenHash []byte, at time.Time) error {
	return tx.exec(ctx, `UPDATE sessions SET seen_at = $2 WHERE token_hash = $1`, tokenHash, at)
}

// RenewSession notes that a session's owner has shown who they are again.
func (tx *Tx) RenewSession(ctx context.Context, tokenHash []byte, at time.Time) error {
	return tx.exec(ctx, `UPDATE sessions SET created_at = $2 WHERE token_hash = $1`, tokenHash, at)
}

// EndSession ends one session.
func (tx *Tx) EndSession(ctx context.Context, tokenHash []byte) error {
	return tx.exec(ctx, `DELETE FROM sessions WHERE token_hash = $1`, tokenHash)
}

// EndSessions ends every session of an editor except the one with the given
// hash, and voids their sign-in links and what they have begun at the door; nil
// spares none.
func (tx *Tx) EndSessions(ctx context.Context, editorID string, except []byte) error {
	if except == nil {
		except = []byte{} // no token has an empty hash, and NULL would match nothing
	}
	err := tx.exec(ctx, `DELETE FROM sessions WHERE editor_id = $1 AND token_hash <> $2`, editorID, except)
	if err != nil {
		return err
	}
	if err := tx.EndCeremonies(ctx, editorID); err != nil {
		return err
	}
	return tx.exec(ctx, `DELETE FROM sign_in_links WHERE editor_id = $1 AND used_at IS NULL`, editorID)
}

// InsertLink saves a one-time sign-in link.
func (tx *Tx) InsertLink(ctx context.Context, tokenHash []byte, editorID string, expires time.Time) error {
	return tx.exec(ctx, `
		INSERT INTO sign_in_links (token_hash, editor_id, expires_at) VALUES ($1, $2, $3)`,
		tokenHash, editorID, expires)
}

// SpendLink uses a sign-in link up and returns its editor's id. A link that was
// used, has run out or never was is Gone.
func (tx *Tx) SpendLink(ctx context.Context, tokenHash []byte, now time.Time) (string, error) {
	var editorID string
	err := tx.one(ctx, &editorID, `
		UPDATE sign_in_links SET used_at = $2
		WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2
		RETURNING editor_id`, tokenHash, now)
	if blog.KindOf(err) == blog.NotFound {
		return "", blog.Errorf(blog.Gone, "This sign-in link has been used or has run out. Ask for a new one.")
	}
	return editorID, err
}

// NoteBrowser notes that an editor has signed in from a browser, of which the
// hash is given, and tells whether they had before, and whether from any.
func (tx *Tx) NoteBrowser(ctx context.Context, editorID string, sign []byte, at time.Time) (known, any bool, err error) {
	row := struct{ Known, Other bool }{}
	err = tx.one(ctx, &row, `
		SELECT EXISTS (SELECT FROM known_browsers WHERE editor_id = $1 AND sign_hash = $2) AS known,
			EXISTS (SELECT FROM known_browsers WHERE editor_id = $1) AS other`, editorID, sign)
	if err != nil {
		return false, false, err
	}
	return row.Known, row.Other, tx.exec(ctx, `
		INSERT INTO known_browsers (editor_id, sign_hash, seen_at) VALUES ($1, $2, $3)
		ON CONFLICT (editor_id, sign_hash) DO UPDATE SET seen_at = EXCLUDED.seen_at`, editorID, sign, at)
}
