package postgres

import (
	"context"
	"time"

	"inews/internal/blog"
)

// Passkey is a public key of an editor's device.
type Passkey struct {
	ID           string
	EditorID     string
	CredentialID []byte // by which the device names it
	Name         string
	Record       []byte // what the WebAuthn library keeps, in JSON
	CreatedAt    time.Time
	UsedAt       time.Time // zero when it never was
}

// PasskeysOf returns an editor's passkeys, oldest first.
func (q queries) PasskeysOf(ctx context.Context, editorID string) ([]Passkey, error) {
	var keys []Passkey
	err := q.all(ctx, &keys, `
		SELECT id, editor_id, credential_id, name, record, created_at, or_never(used_at) AS used_at
		FROM passkeys WHERE editor_id = $1 ORDER BY created_at, id`, editorID)
	return keys, err
}

// InsertPasskey keeps a new passkey.
func (tx *Tx) InsertPasskey(ctx context.Context, p Passkey) error {
	return tx.exec(ctx, `
		INSERT INTO passkeys (editor_id, credential_id, name, record) VALUES ($1, $2, $3, $4)`,
		p.EditorID, p.CredentialID, p.Name, string(p.Record))
}

// UsePasskey notes that a passkey was used, with what is known of it since. It is
// NotFound when the passkey was removed in the meantime.
func (tx *Tx) UsePasskey(ctx context.Context, credentialID, record []byte, at time.Time) error {
	return tx.one(ctx, &credentialID, `
		UPDATE passkeys SET record = $2, used_at = $3 WHERE credential_id = $1 RETURNING credential_id`, credentialID, string(record), at)
}

// RemovePasskey forgets one of an editor's passkeys and returns its name.
func (tx *Tx) RemovePasskey(ctx context.Context, editorID, id string) (string, error) {
	var name string
	err := tx.one(ctx, &name, `DELETE FROM passkeys WHERE editor_id = $1 AND id = $2 RETURNING name`, editorID, id)
	return name, err
}

// RemovePasskeys forgets all of an editor's.
func (tx *Tx) RemovePasskeys(ctx context.Context, editorID string) error {
	return tx.exec(ctx, `DELETE FROM passkeys WHERE editor_id = $1`, editorID)
}

// Ceremony is what has begun in a browser and is to be finished there: a password
// whose code is still to come, or the challenge of a passkey.
type Ceremony struct {
	KeyHash   []byte
	Kind      string // "code", "passkey" or "register"
	EditorID  string // "" where a passkey is to tell
	State     []byte // in JSON
	ExpiresAt time.Time
}

// BeginCeremony keeps what has begun, in the place of what had begun there.
func (tx *Tx) BeginCeremony(ctx context.Context, c Ceremony) error {
	return tx.exec(ctx, `
		INSERT INTO ceremonies (key_hash, kind, editor_id, state, expires_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (key_hash) DO UPDATE
		SET kind = EXCLUDED.kind, editor_id = EXCLUDED.editor_id, state = EXCLUDED.state, expires_at = EXCLUDED.expires_at`,
		c.KeyHash, c.Kind, null(c.EditorID), string(c.State), c.ExpiresAt)
}

// CeremonyByHash returns what has begun and not run out.
func (q queries) CeremonyByHash(ctx context.Context, keyHash []byte, kind string, now time.Time) (Ceremony, error) {
	var c Ceremony
	err := q.one(ctx, &c, `
		SELECT key_hash, kind, COALESCE(editor_id::text, '') AS editor_id, state, expires_at
		FROM ceremonies WHERE key_hash = $1 AND kind = $2 AND expires_at > $3`, keyHash, kind, now)
	return c, err
}

// EndCeremony takes what has begun: nobody finishes it twice. It is Gone when it
// has run out, was finished or never began.
func (tx *Tx) EndCeremony(ctx context.Context, keyHash []byte, kind string, now time.Time) (Ceremony, error) {
	var c Ceremony
	err := tx.one(ctx, &c, `
		DELETE FROM ceremonies WHERE key_hash = $1 AND kind = $2 AND expires_at > $3
		RETURNING key_hash, kind, COALESCE(editor_id::text, '') AS editor_id, state, expires_at`, keyHash, kind, now)
	if blog.KindOf(err) == blog.NotFound {
		return c, blog.Errorf(blog.Gone, "That took too long, or was done before. Please begin again.")
	}
	return c, err
}

// EndCeremonies forgets what an editor has begun.
func (tx *Tx) EndCeremonies(ctx context.Context, editorID string) error {
	return tx.exec(ctx, `DELETE FROM ceremonies WHERE editor_id = $1`, editorID)
}
