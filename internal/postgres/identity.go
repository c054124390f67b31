package postgres

import (
	"context"
	"time"
)

// Identity is whom the organisation's sign-in service knows an editor as.
type Identity struct {
	Issuer, Subject string
	EditorID        string
	LostAt          time.Time // when it gave them no role any more; zero while it does
}

// IdentityOf returns whom a service means.
func (q queries) IdentityOf(ctx context.Context, issuer, subject string) (Identity, error) {
	var i Identity
	err := q.one(ctx, &i, `
		SELECT issuer, subject, editor_id, or_never(lost_at) AS lost_at
		FROM identities WHERE issuer = $1 AND subject = $2`, issuer, subject)
	return i, err
}

// InsertIdentity notes whom a service means. It is a Conflict when it means
// somebody else by that editor.
func (tx *Tx) InsertIdentity(ctx context.Context, i Identity) error {
	return tx.exec(ctx, `
		INSERT INTO identities (issuer, subject, editor_id) VALUES ($1, $2, $3)`, i.Issuer, i.Subject, i.EditorID)
}

// UseIdentity notes that the service has let its person through, and whether
// with a role.
func (tx *Tx) UseIdentity(ctx context.Context, i Identity, at time.Time) error {
	var lost any
	if !i.LostAt.IsZero() {
		lost = i.LostAt
	}
	return tx.exec(ctx, `
		UPDATE identities SET used_at = $3, lost_at = $4 WHERE issuer = $1 AND subject = $2`, i.Issuer, i.Subject, at, lost)
}

// KeepOut has no service let an editor in again whom staff have disabled.
func (tx *Tx) KeepOut(ctx context.Context, editorID string) error {
	return tx.exec(ctx, `UPDATE identities SET lost_at = NULL WHERE editor_id = $1`, editorID)
}
