package postgres

import (
	"context"
	"time"

	"inews/internal/blog"
)

const messageColumns = `
	m.id, m.reference, m.kind, m.state, m.title, m.words, m.name, m.email, m.language, m.named, m.page,
	COALESCE(m.post_id::text, '') AS post_id, m.useful, m.signs, or_never(m.spam_at) AS spam_at,
	COALESCE(m.assigned_to::text, '') AS assigned, COALESCE(m.outcome_id::text, '') AS outcome_id,
	or_never(m.told_at) AS told_at, m.created_at, m.touched_at`

// MessageByID returns what a reader wrote.
func (q queries) MessageByID(ctx context.Context, id string) (blog.ReaderMessage, error) {
	var m blog.ReaderMessage
	err := q.one(ctx, &m, `SELECT `+messageColumns+` FROM messages m WHERE m.id = $1`, id)
	return m, err
}

// MessageBySecret returns the message whose sender's page ends with what has the
// given hash.
func (q queries) MessageBySecret(ctx context.Context, secretHash []byte) (blog.ReaderMessage, error) {
	var m blog.ReaderMessage
	err := q.one(ctx, &m, `SELECT `+messageColumns+` FROM messages m WHERE m.secret_hash = $1`, secretHash)
	return m, err
}

// MessagesWaiting returns the messages of a kind about which something is to be
// done, oldest first, after the cursor.
func (q queries) MessagesWaiting(ctx context.Context, kind blog.MessageKind, after Cursor, limit int) ([]blog.ReaderMessage, error) {
	var list []blog.ReaderMessage
	err := q.all(ctx, &list, `
		SELECT `+messageColumns+` FROM messages m
		WHERE m.kind = $1 AND m.spam_at IS NULL AND m.state NOT IN ('closed', 'done', 'declined')
			AND ($2::timestamptz IS NULL OR (m.created_at, m.id) > ($2, $3::uuid))
		ORDER BY m.created_at, m.id LIMIT $4`, kind, after.at(), after.id(), limit)
	return list, err
}

// MessagesDone returns the messages with which staff are done, the last touched
// first, after the cursor. Feedback without a word is counted and not listed.
func (q queries) MessagesDone(ctx context.Context, after Cursor, limit int) ([]blog.ReaderMessage, error) {
	var list []blog.ReaderMessage
	err := q.all(ctx, &list, `
		SELECT `+messageColumns+` FROM messages m
		WHERE m.spam_at IS NULL AND m.state IN ('closed', 'done', 'declined') AND m.words <> ''
			AND ($1::timestamptz IS NULL OR (m.touched_at, m.id) < ($1, $2::uuid))
		ORDER BY m.touched_at DESC, m.id DESC LIMIT $3`, after.at(), after.id(), limit)
	return list, err
}

// MessagesSpam returns what is taken for spam, newest first, after the cursor.
func (q queries) MessagesSpam(ctx context.Context, after Cursor, limit int) ([]blog.ReaderMessage, error) {
	var list []blog.ReaderMessage
	err := q.all(ctx, &list, `
		SELECT `+messageColumns+` FROM messages m
		WHERE m.spam_at IS NOT NULL AND ($1::timestamptz IS NULL OR (m.created_at, m.id) < ($1, $2::uuid))
		ORDER BY m.created_at DESC, m.id DESC LIMIT $3`, after.at(), after.id(), limit)
	return list, err
}

// AllMessages returns every message, oldest first, after the cursor: for whoever
// takes all of them with them.
func (q queries) AllMessages(ctx context.Context, after Cursor, limit int) ([]blog.ReaderMessage, error) {
	var list []blog.ReaderMessage
	err := q.all(ctx, &list, `
		SELECT `+messageColumns+` FROM messages m
		WHERE $1::timestamptz IS NULL OR (m.created_at, m.id) > ($1, $2::uuid)
		ORDER BY m.created_at, m.id LIMIT $3`, after.at(), after.id(), limit)
	return list, err
}

// MessageCounts are how many messages of each sort there are.
type MessageCounts struct {
	Ideas, Contact, Feedback int // with which staff are not done
	NewIdeas                 int // about which nobody has decided anything
	Spam, Done               int
	Oldest                   time.Time // of those that wait for somebody to begin
}

// Waiting is how many wait for somebody to begin, in all.
func (c MessageCounts) Waiting() int { return c.NewIdeas + c.Contact + c.Feedback }

// CountMessages counts what readers wrote.
func (q queries) CountMessages(ctx context.Context) (MessageCounts, error) {
	var counts MessageCounts
	err := q.one(ctx, &counts, `
		SELECT count(*) FILTER (WHERE open AND kind = 'idea') AS ideas, count(*) FILTER (WHERE open AND kind = 'contact') AS contact,
			count(*) FILTER (WHERE open AND kind = 'feedback') AS feedback, count(*) FILTER (WHERE spam) AS spam,
			count(*) FILTER (WHERE NOT open AND NOT spam AND words <> '') AS done,
			count(*) FILTER (WHERE open AND state = 'received') AS new_ideas,
			or_never(min(created_at) FILTER (WHERE open AND state IN ('waiting', 'received'))) AS oldest
		FROM (SELECT kind, state, words, created_at, spam_at IS NOT NULL AS spam,
			spam_at IS NULL AND state NOT IN ('closed', 'done', 'declined') AS open FROM messages) m`)
	return counts, err
}

// CountWaitingMessages tells how many messages wait for somebody to begin: the
// head of every page of the desk asks. An idea on trial waits for nobody.
func (q queries) CountWaitingMessages(ctx context.Context) (int, error) {
	var n int
	err := q.one(ctx, &n, `
		SELECT count(*) FROM messages
		WHERE spam_at IS NULL AND state NOT IN ('closed', 'done', 'declined') AND state IN ('waiting', 'received')`)
	return n, err
}

// EntriesOf returns what was done about a message, oldest first.
func (q queries) EntriesOf(ctx context.Context, messageID string) ([]blog.Entry, error) {
	var entries []blog.Entry
	err := q.all(ctx, &entries, `
		SELECT id, message_id, kind, COALESCE(editor_id::text, '') AS editor_id, from_state AS "from", to_state AS "to", words,
			created_at AS at
		FROM message_entries WHERE message_id = $1 ORDER BY id`, messageID)
	return entries, err
}

// OpinionsOfPages returns how useful readers found each page, those with most
// opinions first.
func (q queries) OpinionsOfPages(ctx context.Context, limit int) ([]blog.PageOpinion, error) {
	var opinions []blog.PageOpinion
	err := q.all(ctx, &opinions, `
		SELECT m.page, COALESCE(max(p.id::text), '') AS post_id, COALESCE(max(p.title), '') AS title,
			count(*) FILTER (WHERE m.useful = 'yes') AS yes, count(*) FILTER (WHERE m.useful = 'no') AS no,
			count(*) FILTER (WHERE m.words <> '') AS words
		FROM messages m LEFT JOIN posts p ON p.id = m.post_id
		WHERE m.kind = 'feedback' AND m.spam_at IS NULL AND m.page <> ''
		GROUP BY m.page ORDER BY count(*) DESC, m.page LIMIT $1`, limit)
	return opinions, err
}

// OpinionOfPost returns how useful readers found the page of a post.
func (q queries) OpinionOfPost(ctx context.Context, postID string) (blog.PageOpinion, error) {
	opinion := blog.PageOpinion{PostID: postID}
	err := q.one(ctx, &opinion, `
		SELECT count(*) FILTER (WHERE useful = 'yes') AS yes, count(*) FILTER (WHERE useful = 'no') AS no,
			count(*) FILTER (WHERE words <> '') AS words
		FROM messages WHERE kind = 'feedback' AND spam_at IS NULL AND post_id = $1`, postID)
	return opinion, err
}

// MessagesOf returns all that came from an e-mail address, in any case, oldest
// first: for whoever asks what is kept of them.
func (q queries) MessagesOf(ctx context.Context, email string) ([]blog.ReaderMessage, error) {
	var list []blog.ReaderMessage
	err := q.all(ctx, &list, `
		SELECT `+messageColumns+` FROM messages m
		WHERE lower(m.email) = lower($1) AND m.email <> '' ORDER BY m.created_at, m.id`, email)
	return list, err
}
