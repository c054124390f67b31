package postgres

import (
	"context"
	"time"

	"inews/internal/blog"
)

// Authenticator is what an editor's authenticator app shares with us.
type Authenticator struct {
	EditorID    string
	Secret      string // in base32
	LastStep    int64
	ConfirmedAt time.Time // zero while the app has not shown a right code
}

// AuthenticatorOf returns an editor's, confirmed or not.
func (q queries) AuthenticatorOf(ctx context.Context, editorID string) (Authenticator, error) {
	var a Authenticator
	err := q.one(ctx, &a, `
		SELECT editor_id, secret, last_step, or_never(confirmed_at) AS confirmed_at
		FROM authenticators WHERE editor_id = $1`, editorID)
	return a, err
}

// BeginAuthenticator keeps a new secret that is to be confirmed. It is a Conflict
// when the editor has a confirmed one.
func (tx *Tx) BeginAuthenticator(ctx context.Context, editorID, secret string) error {
	err := tx.one(ctx, &editorID, `
		INSERT INTO authenticators (editor_id, secret) VALUES ($1, $2)
		ON CONFLICT (editor_id) DO UPDATE SET secret = EXCLUDED.secret, created_at = now(), last_step = 0
		WHERE authenticators.confirmed_at IS NULL
		RETURNING editor_id`, editorID, secret)
	if blog.KindOf(err) == blog.NotFound {
		return blog.Errorf(blog.Conflict, "You have an authenticator app already. Switch it off first.")
	}
	return err
}

// SpendStep takes the code of a half minute, once: it returns false when that
// one or a later one was taken before.
func (tx *Tx) SpendStep(ctx context.Context, editorID string, step int64, at time.Time) (bool, error) {
	err := tx.one(ctx, &editorID, `
		UPDATE authenticators SET last_step = $2, confirmed_at = COALESCE(confirmed_at, $3)
		WHERE editor_id = $1 AND last_step < $2
		RETURNING editor_id`, editorID, step, at)
	if blog.KindOf(err) == blog.NotFound {
		return false, nil
	}
	return err == nil, err
}

// RemoveAuthenticator forgets an editor's secret and recovery codes.
func (tx *Tx) RemoveAuthenticator(ctx context.Context, editorID string) error {
	if err := tx.exec(ctx, `DELETE FROM recovery_codes WHERE editor_id = $1`, editorID); err != nil {
		return err
	}
	return tx.exec(ctx, `DELETE FROM authenticators WHERE editor_id = $1`, editorID)
}

// ReplaceRecoveryCodes gives an editor new codes, as hashes, and forgets the old.
func (tx *Tx) ReplaceRecoveryCodes(ctx context.Context, editorID string, hashes [][]byte) error {
	if err := tx.exec(ctx, `DELETE FROM recovery_codes WHERE editor_id = $1`, editorID); err != nil {
		return err
	}
	for _, hash := range hashes {
		if err := tx.exec(ctx, `INSERT INTO recovery_codes (code_hash, editor_id) VALUES ($1, $2)`, hash, editorID); err != nil {
			return err
		}
	}
	return nil
}

// SpendRecoveryCode uses a code up: it returns false when the editor has no such
// code, or has used it.
func (tx *Tx) SpendRecoveryCode(ctx context.Context, editorID string, hash []byte, at time.Time) (bool, error) {
	err := tx.one(ctx, &editorID, `
		UPDATE recovery_codes SET used_at = $3 WHERE editor_id = $1 AND code_hash = $2 AND used_at IS NULL
		RETURNING editor_id`, editorID, hash, at)
	if blog.KindOf(err) == blog.NotFound {
		return false, nil
	}
	return err == nil, err
}

// CountRecoveryCodes tells how many codes an editor has left.
func (q queries) CountRecoveryCodes(ctx context.Context, editorID string) (int, error) {
	var n int
	err := q.one(ctx, &n, `SELECT count(*) FROM recovery_codes WHERE editor_id = $1 AND used_at IS NULL`, editorID)
	return n, err
}
