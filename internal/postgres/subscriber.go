package postgres

import (
	"context"
	"time"

	"inews/internal/blog"
)

// stands is who is sent something; s is subscriptions.
const stands = `s.confirmed_at IS NOT NULL AND s.ended_at IS NULL AND s.suspended_at IS NULL`

// wants tells whether a subscription is of a post; s is subscriptions and p posts.
const wants = `(s.everything OR EXISTS (
	SELECT 1 FROM subscription_topics t WHERE t.subscription_id = s.id AND (
		(t.kind = 'tag' AND EXISTS (SELECT 1 FROM post_tags pt WHERE pt.post_id = p.id AND pt.key = t.key))
		OR (t.kind = 'series' AND t.key = p.series_id::text))))`

// freshFor is for how long a post that gives itself a date is news on publication.
const freshFor = 48 * time.Hour

// MailPost has subscribers hear of a post that goes public now, in the transaction
// that publishes it: unless it is not to be mailed, went out before or is an old one
// that only came here. Before an election that has mail wait nobody hears of it at
// once, and it is in the first digest afterwards.
func (tx *Tx) MailPost(ctx context.Context, postID string, now time.Time) error {
	n, err := tx.execCount(ctx, `
		INSERT INTO post_mailings (post_id, rule, created_at, done_at)
		SELECT id, mail, $2, CASE WHEN mail = 'usual' AND EXISTS (
			SELECT FROM elections l WHERE l.holds_mail AND l.begins_at <= $2 AND l.ends_at > $2) THEN $2::timestamptz END FROM posts
		WHERE id = $1 AND state = 'published' AND mail <> 'no' AND published_at > $3
		ON CONFLICT DO NOTHING`, postID, now, now.Add(-freshFor))
	if err != nil || n == 0 {
		return err
	}
	return tx.exec(ctx, `SELECT pg_notify($1, '')`, MailsChannel)
}

// WriteMailsAboutPost writes the next mails about the post that has waited longest
// for its own, limit at most, to those who hear of it at once. did is 0 when there
// is no such post. Of a post that was withdrawn nothing more is written.
func (tx *Tx) WriteMailsAboutPost(ctx context.Context, now time.Time, limit int) (did int, err error) {
	var open []struct {
		PostID, Rule, Reached string
		CreatedAt             time.Time
		Visible               bool
	}
	err = tx.all(ctx, &open, `
		SELECT m.post_id, m.rule, COALESCE(m.reached::text, '') AS reached, m.created_at, p.state = 'published' AS visible
		FROM post_mailings m JOIN posts p ON p.id = m.post_id
		WHERE m.done_at IS NULL ORDER BY m.created_at LIMIT 1 FOR UPDATE OF m SKIP LOCKED`)
	if err != nil || len(open) == 0 {
		return 0, err
	}
	m := open[0]
	var batch struct {
		N    int
		Last string
	}
	if m.Visible {
		err = tx.one(ctx, &batch, `
			WITH due AS (
				SELECT s.id FROM subscriptions s JOIN posts p ON p.id = $1
				WHERE `+stands+` AND s.confirmed_at <= $2 AND (s.pace = 'now' OR $3 = 'now')
					AND ($4::uuid IS NULL OR s.id > $4) AND `+wants+`
				ORDER BY s.id LIMIT $5),
			written AS (
				INSERT INTO mails (kind, address, subject, body, subscription_id, post_id)
				SELECT 'subscriber', '', '', '', id, $1 FROM due ON CONFLICT DO NOTHING)
			SELECT count(*) AS n, COALESCE((SELECT id::text FROM due ORDER BY id DESC LIMIT 1), '') AS last FROM due`,
			m.PostID, m.CreatedAt, m.Rule, null(m.Reached), limit)
		if err != nil {
			return 0, err
		}
	}
	err = tx.exec(ctx, `
		UPDATE post_mailings SET reached = COALESCE($2::uuid, reached), done_at = CASE WHEN $3 THEN $4::timestamptz END
		WHERE post_id = $1`, m.PostID, null(batch.Last), batch.N < limit, now)
	return 1, err
}

// WriteDigests writes the digests of some subscribers, limit at most, about what was
// published until the given time, and tells how many it has dealt with: those for
// whom there is nothing among them.
func (tx *Tx) WriteDigests(ctx context.Context, until time.Time, limit int) (int, error) {
	var n int
	err := tx.one(ctx, &n, `
		WITH due AS (
			SELECT s.id, s.told_until, s.everything FROM subscriptions s
			WHERE `+stands+` AND s.pace = 'weekly' AND s.told_until < $1
			ORDER BY s.id LIMIT $2 FOR UPDATE SKIP LOCKED),
		told AS (UPDATE subscriptions s SET told_until = $1 FROM due WHERE s.id = due.id),
		written AS (
			INSERT INTO mails (kind, address, subject, body, subscription_id, from_at, until_at)
			SELECT 'subscriber', '', '', '', s.id, s.told_until, $1 FROM due s
			WHERE EXISTS (
				SELECT 1 FROM post_mailings m JOIN posts p ON p.id = m.post_id AND p.state = 'published'
				WHERE m.rule = 'usual' AND m.created_at > s.told_until AND m.created_at <= $1 AND `+wants+`)
			ON CONFLICT DO NOTHING)
		SELECT count(*) FROM due`, until, limit)
	return n, err
}

// PostsForSubscriber returns the published posts and events that a subscription is
// of and that went out to subscribers after the one time until the other, newest
// first.
func (q queries) PostsForSubscriber(ctx context.Context, id string, from, until time.Time, limit int) ([]blog.Post, error) {
	return q.posts(ctx, `SELECT `+postColumns+` FROM `+postTables+`
		JOIN post_mailings m ON m.post_id = p.id JOIN subscriptions s ON s.id = $1
		WHERE p.state = 'published' AND m.rule = 'usual' AND m.created_at > $2 AND m.created_at <= $3 AND `+wants+`
		ORDER BY p.published_at DESC, p.id DESC LIMIT $4`, id, from, until, limit)
}

// DropMail deletes a mail that has nothing to tell any more.
func (tx *Tx) DropMail(ctx context.Context, id int64) error {
	return tx.exec(ctx, `DELETE FROM mails WHERE id = $1 AND sent_at IS NULL`, id)
}

// CountMailAbout counts a message about a post that was sent, or could not be.
func (tx *Tx) CountMailAbout(ctx context.Context, postID string, sent bool) error {
	return tx.exec(ctx, `
		UPDATE post_mailings SET sent = sent + CASE WHEN $2 THEN 1 ELSE 0 END, failed = failed + CASE WHEN $2 THEN 0 ELSE 1 END
		WHERE post_id = $1`, postID, sent)
}

// PostMailing is how subscribers heard of a post by messages about it alone.
type PostMailing struct {
	Rule                  blog.MailRule
	At                    time.Time
	Sent, Failed, Waiting int
}

// MailingOfPost tells how a post went out; NotFound when it did not.
func (q queries) MailingOfPost(ctx context.Context, postID string) (PostMailing, error) {
	var m PostMailing
	err := q.one(ctx, &m, `
		SELECT rule, created_at AS at, sent, failed, (
			SELECT count(*) FROM mails WHERE mails.post_id = m.post_id AND sent_at IS NULL AND ended_at IS NULL) AS waiting
		FROM post_mailings m WHERE m.post_id = $1`, postID)
	return m, err
}
