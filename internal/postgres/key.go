package postgres

import (
	"context"
	"time"
)

// ActorKey is one of our own keys.
type ActorKey struct {
	KeyID      string // wire id
	Actor      string // name: "inews", "instance"
	Algorithm  string // "rsa" or "ed25519"
	PrivateKey string // PKCS#8 PEM
	CreatedAt  time.Time
}

// ActorKeys returns our keys that are in use, oldest first.
func (q queries) ActorKeys(ctx context.Context) ([]ActorKey, error) {
	var keys []ActorKey
	err := q.all(ctx, &keys, `
		SELECT key_id, actor, algorithm, private_key, created_at FROM actor_keys
		WHERE retired_at IS NULL ORDER BY created_at, key_id`)
	return keys, err
}

// InsertActorKey keeps a new key; one with the same id stays as it is, so that
// two nodes that start together agree.
func (tx *Tx) InsertActorKey(ctx context.Context, key ActorKey) error {
	return tx.exec(ctx, `
		INSERT INTO actor_keys (key_id, actor, algorithm, private_key) VALUES ($1, $2, $3, $4)
		ON CONFLICT (key_id) DO NOTHING`, key.KeyID, key.Actor, key.Algorithm, key.PrivateKey)
}
