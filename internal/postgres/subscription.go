package postgres

import (
	"context"
	"time"

	"github.com/lib/pq"

	"inews/internal/blog"
)

const subscriptionColumns = `
	s.id, COALESCE(s.email, '') AS email, s.pace, s.everything, s.language, s.consent, s.asked_at,
	or_never(s.confirmed_at) AS confirmed_at, s.told_until, s.bounces, or_never(s.suspended_at) AS suspended_at,
	or_never(s.ended_at) AS ended_at, s.ended_by,
	ARRAY(SELECT t.key FROM subscription_topics t WHERE t.subscription_id = s.id AND t.kind = 'tag' ORDER BY t.key) AS tag_keys,
	ARRAY(SELECT t.key FROM subscription_topics t WHERE t.subscription_id = s.id AND t.kind = 'series' ORDER BY t.key) AS series_keys`

// subscriptionRow is a blog.Subscription as the driver reads it.
type subscriptionRow struct {
	blog.Subscription
	TagKeys, SeriesKeys pq.StringArray
}

func (q queries) subscription(ctx context.Context, query string, args ...any) (blog.Subscription, error) {
	var row subscriptionRow
	err := q.one(ctx, &row, query, args...)
	row.Tags, row.Series = []string(row.TagKeys), []string(row.SeriesKeys)
	return row.Subscription, err
}

// SubscriptionByID returns a subscription, also one that has ended.
func (q queries) SubscriptionByID(ctx context.Context, id string) (blog.Subscription, error) {
	return q.subscription(ctx, `SELECT `+subscriptionColumns+` FROM subscriptions s WHERE s.id = $1`, id)
}

// SubscriptionByEmail returns the subscription of an address, in small letters.
func (q queries) SubscriptionByEmail(ctx context.Context, email string) (blog.Subscription, error) {
	return q.subscription(ctx, `SELECT `+subscriptionColumns+` FROM subscriptions s WHERE s.email = $1`, email)
}

// LockSubscription keeps others from changing a subscription until the transaction ends.
func (tx *Tx) LockSubscription(ctx context.Context, id string) error {
	return tx.exec(ctx, `SELECT id FROM subscriptions WHERE id = $1 FOR UPDATE`, id)
}

// InsertSubscription keeps a wish that is still to be confirmed, without what it
// wants to hear of; fresh is false when its address has one already.
func (tx *Tx) InsertSubscription(ctx context.Context, s blog.Subscription, emailHash, originHash []byte) (fresh bool, err error) {
	n, err := tx.execCount(ctx, `
		INSERT INTO subscriptions (email, email_hash, pace, everything, language, consent, origin_hash, asked_at, told_until)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT (email) WHERE email IS NOT NULL DO NOTHING`,
		s.Email, emailHash, s.Pace, s.Everything, s.Language, s.Consent, originHash, s.AskedAt)
	return n == 1, err
}

// ChooseUpdates keeps how and of what a subscriber wants to hear. Whoever changes to
// the digest gets what is published from now on in it.
func (tx *Tx) ChooseUpdates(ctx context.Context, s blog.Subscription, now time.Time) error {
	err := tx.exec(ctx, `
		UPDATE subscriptions SET told_until = CASE WHEN pace = $2 THEN told_until ELSE $4 END, pace = $2, everything = $3
		WHERE id = $1`, s.ID, s.Pace, s.Everything, now)
	if err != nil {
		return err
	}
	if err := tx.exec(ctx, `DELETE FROM subscription_topics WHERE subscription_id = $1`, s.ID); err != nil || s.Everything {
		return err
	}
	return tx.exec(ctx, `
		INSERT INTO subscription_topics (subscription_id, kind, key)
		SELECT $1::uuid, 'tag', unnest($2::text[]) UNION SELECT $1::uuid, 'series', unnest($3::text[])`,
		s.ID, pq.Array(s.Tags), pq.Array(s.Series))
}

// AskAgain begins the week anew in which a subscription may be confirmed.
func (tx *Tx) AskAgain(ctx context.Context, s blog.Subscription, originHash []byte) error {
	return tx.exec(ctx, `
		UPDATE subscriptions SET asked_at = $2, consent = $3, language = $4, origin_hash = $5
		WHERE id = $1 AND confirmed_at IS NULL`, s.ID, s.AskedAt, s.Consent, s.Language, originHash)
}

// ConfirmSubscription notes that the address is the subscriber's and takes mail.
func (tx *Tx) ConfirmSubscription(ctx context.Context, id string, now time.Time) error {
	err := tx.exec(ctx, `
		UPDATE subscriptions SET confirmed_at = COALESCE(confirmed_at, $2), suspended_at = NULL, bounces = 0, told_until = $2
		WHERE id = $1`, id, now)
	if err != nil {
		return err
	}
	return tx.exec(ctx, `
		DELETE FROM mail_suppressions m USING subscriptions s
		WHERE s.id = $1 AND m.email_hash = s.email_hash AND m.reason = 'bounce'`, id)
}

// EndSubscription forgets the address of a subscription, and what waits to be sent
// there; ended is false when that was done before.
func (tx *Tx) EndSubscription(ctx context.Context, id, by string, now time.Time) (ended bool, err error) {
	n, err := tx.execCount(ctx, `
		UPDATE subscriptions SET email = NULL, ended_at = $3, ended_by = $2 WHERE id = $1 AND ended_at IS NULL`, id, by, now)
	if err != nil || n == 0 {
		return false, err
	}
	return true, tx.exec(ctx, `
		DELETE FROM mails WHERE subscription_id = $1 AND sent_at IS NULL AND ended_at IS NULL`, id)
}

// SubscriptionCount is how many hear of what is published by e-mail.
type SubscriptionCount struct {
	Standing, Now, Weekly, Everything int
	Waiting                           int // for their confirmation
	Suspended                         int
	Gained, Lost                      int // since a time
}

// CountSubscriptions counts subscriptions, and what came and went since a time.
func (q queries) CountSubscriptions(ctx context.Context, since time.Time) (SubscriptionCount, error) {
	var n SubscriptionCount
	err := q.one(ctx, &n, `
		SELECT count(*) FILTER (WHERE stands) AS standing,
			count(*) FILTER (WHERE stands AND pace = 'now') AS now,
			count(*) FILTER (WHERE stands AND pace = 'weekly') AS weekly,
			count(*) FILTER (WHERE stands AND everything) AS everything,
			count(*) FILTER (WHERE confirmed_at IS NULL AND ended_at IS NULL) AS waiting,
			count(*) FILTER (WHERE suspended_at IS NOT NULL AND ended_at IS NULL) AS suspended,
			count(*) FILTER (WHERE confirmed_at >= $1) AS gained,
			count(*) FILTER (WHERE ended_at >= $1 AND confirmed_at IS NOT NULL) AS lost
		FROM (
			SELECT pace, everything, confirmed_at, suspended_at, ended_at,
				confirmed_at IS NOT NULL AND ended_at IS NULL AND suspended_at IS NULL AS stands
			FROM subscriptions) s`, since)
	return n, err
}

// TopicCount is how many subscriptions name a tag or a series.
type TopicCount struct {
	Kind, Label   string
	Subscriptions int
}

// CountTopics counts who asked to hear of which subject, most first.
func (q queries) CountTopics(ctx context.Context, limit int) ([]TopicCount, error) {
	var topics []TopicCount
	err := q.all(ctx, &topics, `
		SELECT t.kind, count(*) AS subscriptions, COALESCE(
			CASE t.kind WHEN 'tag' THEN (SELECT min(pt.label) FROM post_tags pt WHERE pt.key = t.key)
				ELSE (SELECT se.title FROM series se WHERE se.id::text = t.key) END, t.key) AS label
		FROM subscription_topics t JOIN subscriptions s ON s.id = t.subscription_id
		WHERE s.confirmed_at IS NOT NULL AND s.ended_at IS NULL AND s.suspended_at IS NULL
		GROUP BY t.kind, t.key ORDER BY count(*) DESC, t.key LIMIT $1`, limit)
	return topics, err
}

// SubscriptionsAfter returns confirmed subscriptions that have not ended, in the
// order of their ids: for an export.
func (q queries) SubscriptionsAfter(ctx context.Context, after string, limit int) ([]blog.Subscription, error) {
	var rows []subscriptionRow
	err := q.all(ctx, &rows, `SELECT `+subscriptionColumns+` FROM subscriptions s
		WHERE s.confirmed_at IS NOT NULL AND s.ended_at IS NULL AND ($1::uuid IS NULL OR s.id > $1)
		ORDER BY s.id LIMIT $2`, null(after), limit)
	all := make([]blog.Subscription, len(rows))
	for i, row := range rows {
		row.Tags, row.Series = []string(row.TagKeys), []string(row.SeriesKeys)
		all[i] = row.Subscription
	}
	return all, err
}
