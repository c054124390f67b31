package postgres

import (
	"context"
	"time"

	"inews/internal/blog"
)

// Followers returns followers after the cursor, newest first.
func (q queries) Followers(ctx context.Context, after Cursor, limit int) ([]blog.Follower, error) {
	return q.FollowersFound(ctx, "", "", after, limit)
}

// FollowersFound returns, of those on a server ("" for all) whose name or handle
// has the words, the followers after the cursor, newest first.
func (q queries) FollowersFound(ctx context.Context, host, words string, after Cursor, limit int) ([]blog.Follower, error) {
	var followers []blog.Follower
	err := q.all(ctx, &followers, `
		SELECT `+personColumns+`, f.follow_id, f.since
		FROM followers f JOIN people pe ON pe.uri = f.person_uri
		WHERE ($1::timestamptz IS NULL OR (f.since, f.person_uri) < ($1, $2))
			AND ($4 = '' OR pe.host = $4) AND ($5 = '' OR strpos(lower(pe.name || ' ' || pe.handle), lower($5)) > 0)
		ORDER BY f.since DESC, f.person_uri DESC LIMIT $3`, after.at(), after.ID, limit, host, words)
	return followers, err
}

// FollowingServer is a server on which people follow the blog, and how it takes
// what is sent to it.
type FollowingServer struct {
	blog.Host
	Followers int
	Newest    time.Time // since when the newest follows
}

// ServersOfFollowers returns the servers of all followers whose name has the
// words, those with most followers first.
func (q queries) ServersOfFollowers(ctx context.Context, words string, limit int) ([]FollowingServer, error) {
	var servers []FollowingServer
	err := q.all(ctx, &servers, `
		WITH following AS (
			SELECT pe.host, count(*) AS followers, max(f.since) AS newest
			FROM followers f JOIN people pe ON pe.uri = f.person_uri
			WHERE $1 = '' OR strpos(pe.host, lower($1)) > 0 OR strpos(lower(pe.name || ' ' || pe.handle), lower($1)) > 0
			GROUP BY pe.host
		)
		SELECT `+hostColumns+`, fo.followers, fo.newest FROM following fo JOIN hosts h ON h.host = fo.host
		ORDER BY fo.followers DESC, h.host LIMIT $2`, words, limit)
	return servers, err
}

// CountFollowers tells how many follow the blog.
func (q queries) CountFollowers(ctx context.Context) (int, error) {
	var n int
	err := q.one(ctx, &n, `SELECT count(*) FROM followers`)
	return n, err
}

// FollowerBy tells whether the person follows, and under which Follow.
func (q queries) FollowerBy(ctx context.Context, personURI string) (blog.Follower, error) {
	var follower blog.Follower
	err := q.one(ctx, &follower, `
		SELECT `+personColumns+`, f.follow_id, f.since
		FROM followers f JOIN people pe ON pe.uri = f.person_uri WHERE f.person_uri = $1`, personURI)
	return follower, err
}

// AddFollower notes a follower, or the newer Follow of one who is there
// already; it tells whether they are new.
func (tx *Tx) AddFollower(ctx context.Context, personURI, followID string) (bool, error) {
	var added bool
	if err := tx.exec(ctx, `DELETE FROM farewells WHERE person_uri = $1`, personURI); err != nil {
		return false, err // the Accept says more
	}
	err := tx.one(ctx, &added, `
		INSERT INTO followers (person_uri, follow_id) VALUES ($1, $2)
		ON CONFLICT (person_uri) DO UPDATE SET follow_id = EXCLUDED.follow_id
		RETURNING xmax = 0`, personURI, followID)
	return added, err
}

// RemoveFollower takes a follower off the list; it tells whether they were on it.
func (tx *Tx) RemoveFollower(ctx context.Context, personURI string) (bool, error) {
	n, err := tx.execCount(ctx, `DELETE FROM followers WHERE person_uri = $1`, personURI)
	return n > 0, err
}

// DismissFollower takes a follower off the list whose server has still to be
// told; it tells whether they were on it.
func (tx *Tx) DismissFollower(ctx context.Context, personURI string) (bool, error) {
	n, err := tx.execCount(ctx, `
		WITH gone AS (DELETE FROM followers WHERE person_uri = $1 RETURNING person_uri, follow_id)
		INSERT INTO farewells (person_uri, follow_id) SELECT person_uri, follow_id FROM gone
		ON CONFLICT (person_uri) DO UPDATE SET follow_id = EXCLUDED.follow_id`, personURI)
	return n > 0, err
}

// FollowerByFollow returns the follower whose Follow has that id.
func (q queries) FollowerByFollow(ctx context.Context, followID string) (blog.Follower, error) {
	var follower blog.Follower
	err := q.one(ctx, &follower, `
		SELECT `+personColumns+`, f.follow_id, f.since
		FROM followers f JOIN people pe ON pe.uri = f.person_uri WHERE f.follow_id = $1`, followID)
	return follower, err
}

// Farewell is a follower whom a block has removed, and whose server has not been
// told.
type Farewell struct {
	PersonURI, FollowID string
	Since               time.Time // of the block
}

// TakeFarewells takes at most limit farewells off the list; no other
// transaction takes the same.
func (tx *Tx) TakeFarewells(ctx context.Context, limit int) ([]Farewell, error) {
	var taken []Farewell
	err := tx.all(ctx, &taken, `
		DELETE FROM farewells WHERE person_uri IN (
			SELECT person_uri FROM farewells ORDER BY since, person_uri LIMIT $1 FOR UPDATE SKIP LOCKED)
		RETURNING person_uri, follow_id, since`, limit)
	return taken, err
}
