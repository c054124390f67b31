package postgres

import (
	"context"
	"time"

	"inews/internal/blog"
)

// HasEditors tells whether there is or was anybody on the staff.
func (q queries) HasEditors(ctx context.Context) (bool, error) {
	var has bool
	err := q.one(ctx, &has, `SELECT EXISTS (SELECT 1 FROM editors)`)
	return has, err
}

// OpensSetup tells whether a link to set the blog up works.
func (q queries) OpensSetup(ctx context.Context, tokenHash []byte, now time.Time) (bool, error) {
	var opens bool
	err := q.one(ctx, &opens, `
		SELECT EXISTS (SELECT 1 FROM setup_tokens WHERE token_hash = $1 AND expires_at > $2)
			AND NOT EXISTS (SELECT 1 FROM editors)`, tokenHash, now)
	return opens, err
}

// Setup returns how far the owner has come.
func (q queries) Setup(ctx context.Context) (blog.Setup, error) {
	var setup blog.Setup
	err := q.one(ctx, &setup, `
		SELECT or_never(mailed_at) AS mailed_at, or_never(looked_at) AS looked_at, COALESCE(found, '') AS found,
			or_never(hidden_at) AS hidden_at
		FROM setup`)
	return setup, err
}

// Version is the version of PostgreSQL, such as "16.4".
func (q queries) Version(ctx context.Context) (string, error) {
	var version string
	err := q.one(ctx, &version, `SELECT split_part(current_setting('server_version'), ' ', 1)`)
	return version, err
}

// LockStaff has everybody else who would add to the staff wait for the end of
// the transaction.
func (tx *Tx) LockStaff(ctx context.Context) error {
	return tx.exec(ctx, `LOCK TABLE editors IN SHARE ROW EXCLUSIVE MODE`)
}

// InsertSetupToken keeps a link to set the blog up, and drops those that ran out.
func (tx *Tx) InsertSetupToken(ctx context.Context, tokenHash []byte, now, expires time.Time) error {
	if err := tx.exec(ctx, `DELETE FROM setup_tokens WHERE expires_at <= $1`, now); err != nil {
		return err
	}
	return tx.exec(ctx, `INSERT INTO setup_tokens (token_hash, expires_at) VALUES ($1, $2)`, tokenHash, expires)
}

// DropSetupTokens voids every link to set the blog up.
func (tx *Tx) DropSetupTokens(ctx context.Context) error {
	return tx.exec(ctx, `DELETE FROM setup_tokens`)
}

// SaveSetup keeps how far the owner has come.
func (tx *Tx) SaveSetup(ctx context.Context, s blog.Setup) error {
	return tx.exec(ctx, `UPDATE setup SET mailed_at = $1, looked_at = $2, found = $3, hidden_at = $4`,
		nullTime(s.MailedAt), nullTime(s.LookedAt), null(s.Found), nullTime(s.HiddenAt))
}
