package postgres

import (
	"context"
	"time"

	"github.com/lib/pq"

	"inews/internal/blog"
)

const requestColumns = `r.id, r.number, r.kind, r.state, COALESCE(r.comment_id::text, '') AS comment_id,
	COALESCE(r.message_id::text, '') AS message_id, r.words, r.source, r.name,
	r.contact, r.received_at, r.due_at, r.opened_at, or_never(r.answered_at) AS answered_at, or_never(r.closed_at) AS closed_at,
	COALESCE(r.owner_id::text, '') AS owner_id, COALESCE(o.name, '') AS owner, COALESCE(b.name, '') AS opened_by, r.outcome`

const requestsFrom = ` FROM requests r LEFT JOIN editors o ON o.id = r.owner_id LEFT JOIN editors b ON b.id = r.opened_by`

// Requests returns those that are not closed, what is due first at the top.
func (q queries) Requests(ctx context.Context, limit int) ([]blog.Request, error) {
	var list []blog.Request
	err := q.all(ctx, &list, `SELECT `+requestColumns+requestsFrom+`
		WHERE r.state <> 'closed' ORDER BY r.state = 'answered', r.due_at, r.id LIMIT $1`, limit)
	return list, err
}

// ClosedRequests returns those that are closed before the place, newest first.
func (q queries) ClosedRequests(ctx context.Context, after Cursor, limit int) ([]blog.Request, error) {
	var list []blog.Request
	err := q.all(ctx, &list, `SELECT `+requestColumns+requestsFrom+`
		WHERE r.state = 'closed' AND ($1::timestamptz IS NULL OR (r.closed_at, r.id) < ($1, $2::uuid))
		ORDER BY r.closed_at DESC, r.id DESC LIMIT $3`, nullTime(after.At), null(after.ID), limit)
	return list, err
}

// RequestByID returns a request with its notes.
func (q queries) RequestByID(ctx context.Context, id string) (blog.Request, error) {
	var r blog.Request
	if err := q.one(ctx, &r, `SELECT `+requestColumns+requestsFrom+` WHERE r.id = $1`, id); err != nil {
		return r, err
	}
	err := q.all(ctx, &r.Notes, `
		SELECT COALESCE(e.name, '') AS who, n.words, n.at
		FROM request_notes n LEFT JOIN editors e ON e.id = n.editor_id WHERE n.request_id = $1 ORDER BY n.id`, id)
	return r, err
}

// RequestsAmong returns the requests that hang on any of the comments.
func (q queries) RequestsAmong(ctx context.Context, commentIDs []string) ([]blog.Request, error) {
	var list []blog.Request
	err := q.all(ctx, &list, `SELECT `+requestColumns+requestsFrom+` WHERE r.comment_id = ANY ($1::uuid[]) ORDER BY r.number`, pq.Array(commentIDs))
	return list, err
}

// RequestsOfMessage returns the requests that hang on a message.
func (q queries) RequestsOfMessage(ctx context.Context, messageID string) ([]blog.Request, error) {
	var list []blog.Request
	err := q.all(ctx, &list, `SELECT `+requestColumns+requestsFrom+` WHERE r.message_id = $1 ORDER BY r.number`, messageID)
	return list, err
}

// CountRequests tells how many requests wait for an answer, and when the first is
// due.
func (q queries) CountRequests(ctx context.Context) (n int, first time.Time, err error) {
	row := struct {
		N     int
		First time.Time
	}{}
	err = q.one(ctx, &row, `SELECT count(*) AS n, or_never(min(due_at)) AS first FROM requests WHERE state = 'open'`)
	return row.N, row.First, err
}

// RequestsDue returns what waits for an answer and is due before the given time.
func (q queries) RequestsDue(ctx context.Context, before time.Time, limit int) ([]blog.Request, error) {
	var list []blog.Request
	err := q.all(ctx, &list, `SELECT `+requestColumns+requestsFrom+`
		WHERE r.state = 'open' AND r.due_at < $1 ORDER BY r.due_at, r.id LIMIT $2`, before, limit)
	return list, err
}

// InsertRequest keeps a request and gives it its id and number. The same kind of
// request about the same comment or message is a Conflict while the first is not closed.
func (tx *Tx) InsertRequest(ctx context.Context, r blog.Request, openedBy string) (blog.Request, error) {
	row := struct {
		ID     string
		Number int64
	}{}
	err := tx.one(ctx, &row, `
		INSERT INTO requests (kind, comment_id, message_id, words, source, name, contact, received_at, due_at, owner_id, opened_by, opened_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT DO NOTHING
		RETURNING id, number`,
		r.Kind, null(r.CommentID), null(r.MessageID), r.Words, r.Source, r.Name, r.Contact, r.ReceivedAt, r.DueAt, null(r.OwnerID), null(openedBy), r.OpenedAt)
	if blog.KindOf(err) == blog.NotFound {
		return r, blog.Errorf(blog.Conflict, "This is being treated as such a request already.")
	}
	r.ID, r.Number = row.ID, row.Number
	return r, err
}

// LockRequest keeps others from changing a request until the transaction ends.
func (tx *Tx) LockRequest(ctx context.Context, id string) error {
	var locked string
	return tx.one(ctx, &locked, `SELECT id FROM requests WHERE id = $1 FOR UPDATE`, id)
}

// UpdateRequest stores what can change about a request.
func (tx *Tx) UpdateRequest(ctx context.Context, r blog.Request) error {
	return tx.exec(ctx, `
		UPDATE requests SET kind = $2, state = $3, name = $4, contact = $5, received_at = $6, due_at = $7, owner_id = $8,
			answered_at = $9, closed_at = $10, outcome = $11
		WHERE id = $1`,
		r.ID, r.Kind, r.State, r.Name, r.Contact, r.ReceivedAt, r.DueAt, null(r.OwnerID), nullTime(r.AnsweredAt), nullTime(r.ClosedAt), r.Outcome)
}

// InsertRequestNote keeps what somebody wrote down about a request.
func (tx *Tx) InsertRequestNote(ctx context.Context, requestID, editorID, words string, at time.Time) error {
	return tx.exec(ctx, `INSERT INTO request_notes (request_id, editor_id, words, at) VALUES ($1, $2, $3, $4)`,
		requestID, null(editorID), words, at)
}

// ToldAt tells whether somebody was told of what an address of the desk shows,
// since the given time.
func (tx *Tx) ToldAt(ctx context.Context, n blog.Notice, since time.Time) (bool, error) {
	var told bool
	err := tx.one(ctx, &told, `
		SELECT EXISTS (SELECT FROM notices WHERE editor_id = $1 AND kind = $2 AND path = $3 AND created_at > $4)`,
		n.EditorID, n.Kind, n.Path, since)
	return told, err
}
