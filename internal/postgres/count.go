package postgres

import (
	"context"
	"time"
)

// PublishedCount is how much anybody can see.
type PublishedCount struct{ Posts, Comments int }

// CountPublished counts published posts and events, and approved comments.
func (q queries) CountPublished(ctx context.Context) (PublishedCount, error) {
	var n PublishedCount
	err := q.one(ctx, &n, `
		SELECT (SELECT count(*) FROM posts WHERE state = 'published') AS posts,
			(SELECT count(*) FROM comments c JOIN posts po ON po.id = c.post_id WHERE `+shown+`) AS comments`)
	return n, err
}

// Clock is the time by the database.
func (q queries) Clock(ctx context.Context) (time.Time, error) {
	var now time.Time
	err := q.one(ctx, &now, `SELECT clock_timestamp()`)
	return now, err
}
