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
	PrivateKey string // PKCS#8 PEM; "" once it is retired
	State      string // "signing", "replaced" (listed still) or "retired"
	CreatedAt  time.Time
	ReplacedAt time.Time // zero while it signs
	RetiredAt  time.Time
}

const actorKeyColumns = `
	key_id, actor, algorithm, private_key, state, created_at,
	or_never(replaced_at) AS replaced_at, or_never(retired_at) AS retired_at`

// ActorKeys returns our keys that are listed: RSA first, and of one kind the
// one that signs.
func (q queries) ActorKeys(ctx context.Context) ([]ActorKey, error) {
	var keys []ActorKey
	err := q.all(ctx, &keys, `
		SELECT `+actorKeyColumns+` FROM actor_keys WHERE state <> 'retired'
		ORDER BY actor, algorithm = 'rsa' DESC, state = 'signing' DESC`)
	return keys, err
}

// ActorKeysEver returns all keys that we ever had, oldest first.
func (q queries) ActorKeysEver(ctx context.Context) ([]ActorKey, error) {
	var keys []ActorKey
	err := q.all(ctx, &keys, `SELECT `+actorKeyColumns+` FROM actor_keys ORDER BY actor, created_at, key_id`)
	return keys, err
}

// CountActorKeys tells how many keys of a kind an actor ever had.
func (q queries) CountActorKeys(ctx context.Context, actor, algorithm string) (int, error) {
	var n int
	err := q.one(ctx, &n, `SELECT count(*) FROM actor_keys WHERE actor = $1 AND algorithm = $2`, actor, algorithm)
	return n, err
}

// InsertActorKey keeps a new key that signs, unless the actor has one of that
// kind: two nodes that start together agree.
func (tx *Tx) InsertActorKey(ctx context.Context, key ActorKey) error {
	return tx.exec(ctx, `
		INSERT INTO actor_keys (key_id, actor, algorithm, private_key) VALUES ($1, $2, $3, $4)
		ON CONFLICT DO NOTHING`, key.KeyID, key.Actor, key.Algorithm, key.PrivateKey)
}

// ReplaceActorKey puts a new key in the place of the actor's of the same kind,
// which stays listed. It is a Conflict while another key of the actor's is on
// its way out.
func (tx *Tx) ReplaceActorKey(ctx context.Context, key ActorKey, at time.Time) error {
	err := tx.exec(ctx, `
		UPDATE actor_keys SET state = 'replaced', replaced_at = $3
		WHERE actor = $1 AND algorithm = $2 AND state = 'signing'`, key.Actor, key.Algorithm, at)
	if err != nil {
		return err
	}
	return tx.exec(ctx, `
		INSERT INTO actor_keys (key_id, actor, algorithm, private_key) VALUES ($1, $2, $3, $4)`,
		key.KeyID, key.Actor, key.Algorithm, key.PrivateKey)
}

// RetireActorKeys stops listing what was replaced before a time, and returns it.
func (tx *Tx) RetireActorKeys(ctx context.Context, before, at time.Time) ([]ActorKey, error) {
	var keys []ActorKey
	err := tx.all(ctx, &keys, `
		UPDATE actor_keys SET state = 'retired', retired_at = $2, private_key = ''
		WHERE state = 'replaced' AND replaced_at <= $1
		RETURNING `+actorKeyColumns, before, at)
	return keys, err
}
