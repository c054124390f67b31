package postgres

import (
	"context"
	"fmt"
	"time"

	"inews/internal/blog"
)

// MailsChannel tells every node that there is mail to send. It has no payload.
const MailsChannel = "inews_mails"

// maxMailsADay is how many mails one reader's address gets within a day, so that
// nobody can have us flood somebody else's. The longest talk under a post is shorter.
const maxMailsADay = 20

// InsertMail keeps a message to be sent once the transaction is committed. One to a
// reader who was sent too many within a day is dropped.
func (tx *Tx) InsertMail(ctx context.Context, m blog.Mail) error {
	if m.Kind == "" {
		m.Kind = blog.MailStaff
	}
	kept, err := tx.execCount(ctx, `
		INSERT INTO mails (kind, address, name, subject, body, why, leave, language)
		SELECT $1::text, $2::text, $3, $4, $5, $6, $7, $8
		WHERE $1 <> 'reader' OR $9 > (
			SELECT count(*) FROM mails
			WHERE kind = 'reader' AND lower(address) = lower($2) AND created_at > now() - interval '1 day')`,
		m.Kind, m.Address, m.Name, m.Subject, m.Text, m.Why, m.Leave, m.Language, maxMailsADay)
	if err != nil {
		return fmt.Errorf("keep mail: %w", err)
	}
	if kept == 0 {
		return nil
	}
	if err := tx.exec(ctx, `SELECT pg_notify($1, '')`, MailsChannel); err != nil {
		return fmt.Errorf("announce mail: %w", err)
	}
	return nil
}

const mailColumns = `
	m.id, m.kind, m.address, m.name, m.subject, m.body AS text, m.why, m.leave, m.language, m.created_at, m.attempts,
	COALESCE(m.subscription_id::text, '') AS subscription, COALESCE(m.post_id::text, '') AS post,
	or_never(m.from_at) AS "from", or_never(m.until_at) AS until`

// ClaimMail takes the message that is due longest, counts an attempt and keeps
// it from everybody else until the lease ends. There is none to send when ok is
// false.
func (tx *Tx) ClaimMail(ctx context.Context, now time.Time, lease time.Duration) (m blog.Mail, ok bool, err error) {
	var claimed []blog.Mail
	err = tx.all(ctx, &claimed, `
		UPDATE mails m SET attempts = m.attempts + 1, due_at = $2
		WHERE m.id = (
			SELECT id FROM mails WHERE sent_at IS NULL AND ended_at IS NULL AND due_at <= $1
			ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
		RETURNING `+mailColumns, now, now.Add(lease))
	if err != nil || len(claimed) == 0 {
		return blog.Mail{}, false, err
	}
	return claimed[0], true, nil
}

// The three ends of an attempt. Each counts only for the attempt that it is of:
// whoever was so slow that another has begun says nothing.

// MailSent notes that the mail server has the message, and forgets its text.
func (tx *Tx) MailSent(ctx context.Context, m blog.Mail, at time.Time) error {
	return tx.exec(ctx, `
		UPDATE mails SET sent_at = $3, body = '', error = ''
		WHERE id = $1 AND attempts = $2 AND sent_at IS NULL AND ended_at IS NULL`, m.ID, m.Attempts, at)
}

// MailDelayed notes why the message could not be sent, and when it is tried again.
func (tx *Tx) MailDelayed(ctx context.Context, m blog.Mail, due time.Time, why string) error {
	return tx.exec(ctx, `
		UPDATE mails SET due_at = $3, error = $4
		WHERE id = $1 AND attempts = $2 AND sent_at IS NULL AND ended_at IS NULL`, m.ID, m.Attempts, due, why)
}

// MailEnded gives the message up, keeps why and forgets its text.
func (tx *Tx) MailEnded(ctx context.Context, m blog.Mail, at time.Time, why string) error {
	return tx.exec(ctx, `
		UPDATE mails SET ended_at = $3, body = '', error = $4
		WHERE id = $1 AND attempts = $2 AND sent_at IS NULL AND ended_at IS NULL`, m.ID, m.Attempts, at, why)
}

// EndOldMails gives up what was written before the given time and is still not
// sent, and tells how many messages those were. A message in the middle of an
// attempt is left to it.
func (tx *Tx) EndOldMails(ctx context.Context, before, now time.Time, why string) (int, error) {
	return tx.execCount(ctx, `
		UPDATE mails SET ended_at = $2, body = '', error = $3
		WHERE sent_at IS NULL AND ended_at IS NULL AND created_at < $1 AND due_at <= $2`, before, now, why)
}

// MailSecret is the key of links in mail and of hashed addresses.
func (q queries) MailSecret(ctx context.Context) ([]byte, error) {
	var key []byte
	if err := q.one(ctx, &key, `SELECT key FROM mail_secret`); err != nil {
		return nil, fmt.Errorf("read the key of links in mail: %w", err)
	}
	return key, nil
}

// MailState is how the mail of the server stands.
type MailState struct {
	Waiting int
	Oldest  time.Time // of those that wait; never when none does
	Ended   int       // given up
	Error   string    // of the last attempt that failed, among those that wait or were given up
}

// MailState tells how mail stands, counting as given up what was since the given
// time, but for mail to subscribers, of whose addresses some are always gone.
func (q queries) MailState(ctx context.Context, since time.Time) (MailState, error) {
	var state MailState
	err := q.one(ctx, &state, `
		SELECT count(*) FILTER (WHERE sent_at IS NULL AND ended_at IS NULL) AS waiting,
			or_never(min(created_at) FILTER (WHERE sent_at IS NULL AND ended_at IS NULL)) AS oldest,
			count(*) FILTER (WHERE ended_at >= $1 AND kind <> 'subscriber') AS ended,
			COALESCE((SELECT error FROM mails WHERE error <> '' AND sent_at IS NULL AND kind <> 'subscriber' AND (ended_at IS NULL OR ended_at >= $1)
				ORDER BY id DESC LIMIT 1), '') AS error
		FROM mails`, since)
	return state, err
}
