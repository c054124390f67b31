package postgres

import (
	"context"
	"fmt"
	"time"
)

// OutboxActivity is an activity of ours in its final bytes.
type OutboxActivity struct {
	ID        string // uuid
	URI       string
	Type      string
	Sender    string // our actor's name
	ObjectID  string // wire id of what it is about
	PostID    string
	Public    bool
	Followers bool // addressed to the followers collection
	Body      []byte
	ChangeID  int64 // 0 when no change stands behind it
	CreatedAt time.Time
}

// InsertActivity keeps an activity; it tells whether the change behind it had
// not been told before.
func (tx *Tx) InsertActivity(ctx context.Context, a OutboxActivity) (bool, error) {
	n, err := tx.execCount(ctx, `
		INSERT INTO outbox_activities (id, uri, type, sender, object_id, post_id, public, to_followers, body, change_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (change_id) DO NOTHING`,
		a.ID, a.URI, a.Type, a.Sender, a.ObjectID, null(a.PostID), a.Public, a.Followers, a.Body, null(a.ChangeID))
	if err != nil {
		return false, fmt.Errorf("keep activity: %w", err)
	}
	return n > 0, nil
}

// outboxShown is the condition under which anybody may see an activity: it was
// public, and what it is about still is.
const outboxShown = `a.public AND a.sender = $1 AND (a.post_id IS NULL OR EXISTS (
	SELECT FROM posts p WHERE p.id = a.post_id AND p.state = 'published'
		AND (a.type NOT IN ('Create', 'Update') OR a.object_id LIKE '%' || p.object_id::text
			OR a.object_id LIKE '%/ap/comments/%')))
	AND (a.object_id NOT LIKE '%/ap/comments/%' OR a.type = 'Delete' OR EXISTS (
		SELECT FROM comments c WHERE c.uri = a.object_id AND c.verdict = 'approved'))
	AND (a.type <> 'Announce' OR EXISTS (
		SELECT FROM network_items i WHERE i.uri = a.object_id AND i.shared_at IS NOT NULL))`

// ActivityByID returns a public activity of the sender that still stands.
func (q queries) ActivityByID(ctx context.Context, sender, id string) (OutboxActivity, error) {
	var activity OutboxActivity
	err := q.one(ctx, &activity, `
		SELECT a.id, a.uri, a.type, a.sender, a.object_id, a.public, a.body, a.created_at
		FROM outbox_activities a WHERE a.id = $2 AND `+outboxShown, sender, id)
	return activity, err
}

// Outbox returns the sender's public activities of the given types after the
// cursor, newest first.
func (q queries) Outbox(ctx context.Context, sender string, after Cursor, limit int) ([]OutboxActivity, error) {
	var activities []OutboxActivity
	err := q.all(ctx, &activities, `
		SELECT a.id, a.uri, a.type, a.sender, a.object_id, a.public, a.body, a.created_at
		FROM outbox_activities a
		WHERE `+outboxShown+` AND a.type IN ('Create', 'Announce')
			AND ($2::timestamptz IS NULL OR (a.created_at, a.id) < ($2, $3::uuid))
		ORDER BY a.created_at DESC, a.id DESC LIMIT $4`, sender, after.at(), after.id(), limit)
	return activities, err
}

// CountOutbox tells how many activities Outbox returns in all.
func (q queries) CountOutbox(ctx context.Context, sender string) (int, error) {
	var n int
	err := q.one(ctx, &n, `
		SELECT count(*) FROM outbox_activities a
		WHERE `+outboxShown+` AND a.type IN ('Create', 'Announce')`, sender)
	return n, err
}

// SharesOf returns the URIs of the people who shared a post, newest first.
func (q queries) SharesOf(ctx context.Context, postID string, limit int) ([]string, error) {
	var uris []string
	err := q.all(ctx, &uris, `
		SELECT activity_id FROM reactions WHERE post_id = $1 AND kind = 'share'
		ORDER BY id DESC LIMIT $2`, postID, limit)
	return uris, err
}

// WasDelivered tells whether any activity about the object was queued for
// anybody.
func (q queries) WasDelivered(ctx context.Context, objectID string) (bool, error) {
	var delivered bool
	err := q.one(ctx, &delivered, `
		SELECT EXISTS (SELECT FROM outbox_activities a JOIN deliveries d ON d.activity_id = a.id WHERE a.object_id = $1)`, objectID)
	return delivered, err
}

// ActivityByURI returns any activity of ours by its wire id.
func (q queries) ActivityByURI(ctx context.Context, uri string) (OutboxActivity, error) {
	var activity OutboxActivity
	err := q.one(ctx, &activity, `
		SELECT id, uri, type, sender, object_id, public, body, created_at FROM outbox_activities WHERE uri = $1`, uri)
	return activity, err
}
