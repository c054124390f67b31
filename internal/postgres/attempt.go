package postgres

import (
	"context"
	"fmt"
	"time"

	"inews/internal/blog"
)

// NoteAttempt counts an attempt under a hashed key and returns how many there
// were since the given time, this one included. Transactions that count under
// one key wait for each other, so a burst cannot slip below the limit.
func (tx *Tx) NoteAttempt(ctx context.Context, keyHash []byte, now, since time.Time) (int, error) {
	// The lock's key is half a bigint of the hash: a clash makes two keys wait
	// for each other and nothing more.
	err := tx.exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended(encode($1::bytea, 'hex'), 0))`, keyHash)
	if err != nil {
		return 0, fmt.Errorf("wait for other attempts: %w", err)
	}
	if err := tx.exec(ctx, `INSERT INTO attempts (key_hash, at) VALUES ($1, $2)`, keyHash, now); err != nil {
		return 0, fmt.Errorf("note attempt: %w", err)
	}
	var n int
	err = tx.one(ctx, &n, `SELECT count(*) FROM attempts WHERE key_hash = $1 AND at > $2`, keyHash, since)
	return n, err
}

// NoteFlood counts what came under a blog.FloodKey, in a transaction of its own so that
// what is refused counts too.
func (db *DB) NoteFlood(ctx context.Context, key []byte, now time.Time) (flood blog.Flood, err error) {
	err = db.InTx(ctx, func(tx *Tx) (err error) {
		if flood.Short, err = tx.NoteAttempt(ctx, key, now, now.Add(-blog.FloodShort)); err != nil {
			return err
		}
		flood.Day, err = tx.CountAttempts(ctx, key, now.Add(-blog.FloodDay))
		return err
	})
	return flood, err
}

// ForgetAttempts clears what was counted under a key: the right password came.
func (tx *Tx) ForgetAttempts(ctx context.Context, keyHash []byte) error {
	return tx.exec(ctx, `DELETE FROM attempts WHERE key_hash = $1`, keyHash)
}

// CountAttempts tells how many attempts there were under a hashed key since the
// given time.
func (q queries) CountAttempts(ctx context.Context, keyHash []byte, since time.Time) (int, error) {
	var n int
	err := q.one(ctx, &n, `SELECT count(*) FROM attempts WHERE key_hash = $1 AND at > $2`, keyHash, since)
	return n, err
}
