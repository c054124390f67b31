package postgres

import (
	"context"
	"time"

	"inews/internal/blog"
)

// Suppressed tells whether nothing more goes to the address with that hash.
func (q queries) Suppressed(ctx context.Context, emailHash []byte) (bool, error) {
	var yes bool
	err := q.one(ctx, &yes, `SELECT EXISTS (SELECT 1 FROM mail_suppressions WHERE email_hash = $1)`, emailHash)
	return yes, err
}

// Suppress keeps mail from an address from now on. A complaint outlives a bounce.
func (tx *Tx) Suppress(ctx context.Context, emailHash []byte, reason string, now time.Time) error {
	return tx.exec(ctx, `
		INSERT INTO mail_suppressions (email_hash, reason, created_at) VALUES ($1, $2, $3)
		ON CONFLICT (email_hash) DO UPDATE SET created_at = EXCLUDED.created_at,
			reason = CASE WHEN mail_suppressions.reason = 'complaint' THEN 'complaint' ELSE EXCLUDED.reason END`, emailHash, reason, now)
}

// MailByID returns a mail that was kept, with the address that it went to.
func (q queries) MailByID(ctx context.Context, id int64) (blog.Mail, error) {
	var m blog.Mail
	err := q.one(ctx, &m, `SELECT `+mailColumns+` FROM mails m WHERE m.id = $1`, id)
	return m, err
}

// MailBounced notes that a mail came back; first is false when that is known.
func (tx *Tx) MailBounced(ctx context.Context, id int64, now time.Time, why string) (first bool, err error) {
	n, err := tx.execCount(ctx, `UPDATE mails SET bounced_at = $2, error = $3 WHERE id = $1 AND bounced_at IS NULL`, id, now, why)
	return n == 1, err
}

// CountBounce counts that a subscription's address took no mail for a time, and
// returns how often that was since it was confirmed.
func (tx *Tx) CountBounce(ctx context.Context, id string) (int, error) {
	var n int
	err := tx.one(ctx, &n, `UPDATE subscriptions SET bounces = bounces + 1 WHERE id = $1 RETURNING bounces`, id)
	return n, err
}

// SuspendSubscription ends mail for a subscription until its address is confirmed
// again, and forgets what waits to be sent.
func (tx *Tx) SuspendSubscription(ctx context.Context, id string, now time.Time) error {
	err := tx.exec(ctx, `
		UPDATE subscriptions SET suspended_at = $2 WHERE id = $1 AND confirmed_at IS NOT NULL AND suspended_at IS NULL`, id, now)
	if err != nil {
		return err
	}
	return tx.exec(ctx, `DELETE FROM mails WHERE subscription_id = $1 AND sent_at IS NULL AND ended_at IS NULL`, id)
}
