package postgres

import (
	"context"
	"fmt"
	"time"

	"inews/internal/blog"
)

// InsertMessage keeps what a reader wrote, and the hash of what the address of
// their page ends with, nil for none.
func (tx *Tx) InsertMessage(ctx context.Context, m blog.ReaderMessage, secretHash []byte) (blog.ReaderMessage, error) {
	signs, err := signsAsKept(m.Signs)
	if err != nil {
		return m, err
	}
	var secret any
	if secretHash != nil {
		secret = secretHash
	}
	err = tx.one(ctx, &m.ID, `
		INSERT INTO messages (kind, reference, secret_hash, state, title, words, name, email, named, page, post_id, useful, signs,
			spam_at, created_at, touched_at, language)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, $16)
		RETURNING id`,
		m.Kind, m.Reference, secret, m.State, m.Title, m.Words, m.Name, m.Email, m.Named, m.Page, null(m.PostID), m.Useful, signs,
		nullTime(m.SpamAt), m.CreatedAt, m.Language)
	if err != nil {
		return m, fmt.Errorf("insert message: %w", err)
	}
	return m, nil
}

// LockMessage keeps others from the message until the transaction ends, and
// returns it as it stands.
func (tx *Tx) LockMessage(ctx context.Context, id string) (blog.ReaderMessage, error) {
	var locked string
	if err := tx.one(ctx, &locked, `SELECT id FROM messages WHERE id = $1 FOR UPDATE`, id); err != nil {
		return blog.ReaderMessage{}, err
	}
	return tx.MessageByID(ctx, id)
}

// InsertEntry keeps what was done about a message; a step moves it.
func (tx *Tx) InsertEntry(ctx context.Context, e blog.Entry) error {
	err := tx.exec(ctx, `
		INSERT INTO message_entries (message_id, kind, editor_id, from_state, to_state, words, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, e.MessageID, e.Kind, null(e.EditorID), e.From, e.To, e.Words, e.At)
	if err != nil {
		return fmt.Errorf("insert entry of message: %w", err)
	}
	state := e.To
	return tx.exec(ctx, `
		UPDATE messages SET touched_at = $2, state = CASE WHEN $3::text = '' THEN state ELSE $3 END WHERE id = $1`, e.MessageID, e.At, string(state))
}

// AssignMessage gives a message to an editor, or to nobody.
func (tx *Tx) AssignMessage(ctx context.Context, id, editorID string, at time.Time) error {
	return tx.exec(ctx, `UPDATE messages SET assigned_to = $2, touched_at = $3 WHERE id = $1`, id, null(editorID), at)
}

// MarkMessage takes a message for spam since the given time, or for none when
// that is zero.
func (tx *Tx) MarkMessage(ctx context.Context, id string, spamAt, at time.Time) error {
	return tx.exec(ctx, `UPDATE messages SET spam_at = $2, touched_at = $3 WHERE id = $1`, id, nullTime(spamAt), at)
}

// CountSameMessage tells how many messages since the given time say the same.
func (q queries) CountSameMessage(ctx context.Context, words string, since time.Time) (int, error) {
	var n int
	err := q.one(ctx, &n, `SELECT count(*) FROM messages WHERE words = $1 AND created_at > $2`, words, since)
	return n, err
}

// untold takes back what staff were told of messages, on the desk and by mail: the
// heading of a message stands in it, and the council's mailbox gets all its words. The
// subject of a mail is how the notice begins.
const untold = `
	gone AS (DELETE FROM notices n USING theirs WHERE n.path = '/desk/messages/' || theirs.id RETURNING n.words)
	DELETE FROM mails m WHERE m.kind = 'staff' AND (
		EXISTS (SELECT FROM theirs WHERE strpos(m.subject || ' ' || m.body, theirs.reference) > 0)
		OR EXISTS (SELECT FROM gone WHERE ` + startsMail + `))`

// startsMail is the condition on a notice that is gone under which a mail told of it.
const startsMail = `starts_with(regexp_replace(gone.words, '\s+', ' ', 'g'), rtrim(m.subject, '…'))`

// Erased is what EraseMessagesOf took away.
type Erased struct{ Deleted, Emptied int }

// EraseMessagesOf takes away all that came from an e-mail address. Ideas and
// messages are deleted with what was done about them; of feedback stays which
// page was useful to somebody. A post that says what became of an idea stays.
func (tx *Tx) EraseMessagesOf(ctx context.Context, email string) (done Erased, err error) {
	if err := tx.exec(ctx, `
		WITH theirs AS (SELECT id, reference FROM messages WHERE lower(email) = lower($1) AND email <> ''), `+untold, email); err != nil {
		return done, fmt.Errorf("erase notices of messages: %w", err)
	}
	if done.Emptied, err = tx.execCount(ctx, `
		WITH emptied AS (
			UPDATE messages SET words = '', name = '', email = '', title = '', named = false, signs = '[]', state = 'closed'
			WHERE kind = 'feedback' AND lower(email) = lower($1) AND email <> '' RETURNING id),
		gone AS (DELETE FROM message_entries WHERE message_id IN (SELECT id FROM emptied))
		SELECT id FROM emptied`, email); err != nil {
		return done, fmt.Errorf("empty feedback: %w", err)
	}
	if done.Deleted, err = tx.execCount(ctx, `
		DELETE FROM messages WHERE kind <> 'feedback' AND lower(email) = lower($1) AND email <> ''`, email); err != nil {
		return done, fmt.Errorf("erase messages: %w", err)
	}
	return done, nil
}

// EraseMessage takes away one message with all that was done about it.
func (tx *Tx) EraseMessage(ctx context.Context, id string) error {
	if err := tx.exec(ctx, `WITH theirs AS (SELECT id, reference FROM messages WHERE id = $1), `+untold, id); err != nil {
		return fmt.Errorf("erase notices of message: %w", err)
	}
	return tx.exec(ctx, `DELETE FROM messages WHERE id = $1`, id)
}
