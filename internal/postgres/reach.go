package postgres

import (
	"context"
	"time"

	"inews/internal/blog"
)

// ReachDay is what happened on one day.
type ReachDay struct {
	Day       time.Time // midnight in UTC: a date
	Counted   bool      // followers and deliveries were written down
	Reckoned  bool      // but only afterwards
	Followers int
	Replies   int // comments of readers that stand on the page
	Likes     int
	Shares    int
	Views     int
	Delivered int
	Failed    int
}

// ReachDays returns each day from one until another, by the clock of the zone.
// The id of a post leaves out what does not belong to it, and followers and
// deliveries with it.
func (q queries) ReachDays(ctx context.Context, from, until, zone, postID string) ([]ReachDay, error) {
	var days []ReachDay
	err := q.all(ctx, &days, `
		WITH span AS (
			SELECT $1::date::timestamp AT TIME ZONE $3 AS began, $2::date::timestamp AT TIME ZONE $3 AS ended
		), replies AS (
			SELECT (c.received_at AT TIME ZONE $3)::date AS day, count(*) AS n
			FROM span, comments c JOIN posts po ON po.id = c.post_id
			WHERE c.received_at >= span.began AND c.received_at < span.ended AND c.origin <> 'blog' AND `+shown+`
				AND ($4::uuid IS NULL OR c.post_id = $4)
			GROUP BY 1
		), reactions AS (
			SELECT (r.at AT TIME ZONE $3)::date AS day, count(*) FILTER (WHERE r.kind = 'like') AS likes,
				count(*) FILTER (WHERE r.kind = 'share') AS shares
			FROM span, reactions r
			WHERE r.at >= span.began AND r.at < span.ended AND r.post_id IS NOT NULL AND ($4::uuid IS NULL OR r.post_id = $4)
			GROUP BY 1
		), readings AS (
			SELECT day, sum(views) AS n FROM page_views
			WHERE day >= $1::date AND day < $2::date AND ($4::uuid IS NULL OR post_id = $4)
			GROUP BY 1
		)
		SELECT g.day::date AS day, c.day IS NOT NULL AS counted, COALESCE(c.reckoned, false) AS reckoned,
			COALESCE(c.followers, 0) AS followers, COALESCE(replies.n, 0) AS replies,
			COALESCE(reactions.likes, 0) AS likes, COALESCE(reactions.shares, 0) AS shares,
			COALESCE(readings.n, 0) AS views, COALESCE(c.delivered, 0) AS delivered, COALESCE(c.failed, 0) AS failed
		FROM generate_series($1::date, $2::date - 1, interval '1 day') AS g (day)
		LEFT JOIN daily_counts c ON c.day = g.day::date AND $4::uuid IS NULL
		LEFT JOIN replies ON replies.day = g.day::date
		LEFT JOIN reactions ON reactions.day = g.day::date
		LEFT JOIN readings ON readings.day = g.day::date
		ORDER BY 1`, from, until, zone, null(postID))
	return days, err
}

// ReachSums are the numbers of a span of time that no sum of days gives.
type ReachSums struct {
	Posts    int // that were published, events among them
	Spam     int // comments that came and were no comments
	Servers  int // that took in something of ours
	Partners int // councils that agreed to be followed
}

// SumReach returns those of a span of time.
func (q queries) SumReach(ctx context.Context, from, until time.Time) (ReachSums, error) {
	var sums ReachSums
	err := q.one(ctx, &sums, `
		SELECT (SELECT count(*) FROM posts WHERE state = 'published' AND published_at >= $1 AND published_at < $2) AS posts,
			(SELECT count(*) FROM comments WHERE verdict = 'spam' AND received_at >= $1 AND received_at < $2) AS spam,
			(SELECT count(DISTINCT host) FROM deliveries
				WHERE state = 'delivered' AND done_at >= $1 AND done_at < $2) AS servers,
			(SELECT count(*) FROM partners
				WHERE state = 'accepted' AND answered_at >= $1 AND answered_at < $2) AS partners`, from.UTC(), until.UTC())
	return sums, err
}

// PostReach is how far a post has come.
type PostReach struct {
	ID, Title, Slug string
	Form            blog.Form
	PublishedAt     time.Time
	Views, Replies  int
	Shares, Likes   int
	Delivered       int // servers that took it in, of Servers
	Servers         int
	Failing         int // deliveries that are tried again
	Failed          int // and those that were given up
}

// Path is where readers find the post.
func (p PostReach) Path() string { return blog.Post{Form: p.Form, Slug: p.Slug}.Path() }

// reachOf begins a query for PostReach: what happened to the posts p from $1
// until $2 by the clock of the zone $3. reachTold ends it, with what was sent of
// those few that are left then.
const (
	reachOf = `
	SELECT p.id, p.title, p.slug, p.form, p.published_at, p.views, p.replies, p.likes, p.shares,
		told.delivered, told.servers, told.failing, told.failed
	FROM (SELECT id, title, slug, form, published_at, views, replies, likes, shares FROM (
		SELECT p.id, p.title, p.slug, p.form, p.published_at, reacted.likes, reacted.shares,
			(SELECT COALESCE(sum(v.views), 0) FROM page_views v
				WHERE v.post_id = p.id AND v.day >= $1::date AND v.day < $2::date) AS views,
			(SELECT count(*) FROM comments c JOIN posts po ON po.id = c.post_id
				WHERE c.post_id = p.id AND c.origin <> 'blog' AND ` + shown + `
					AND c.received_at >= $1::date::timestamp AT TIME ZONE $3
					AND c.received_at < $2::date::timestamp AT TIME ZONE $3) AS replies
		FROM posts p,
			LATERAL (SELECT count(*) FILTER (WHERE r.kind = 'like') AS likes, count(*) FILTER (WHERE r.kind = 'share') AS shares
				FROM reactions r WHERE r.post_id = p.id AND r.at >= $1::date::timestamp AT TIME ZONE $3
					AND r.at < $2::date::timestamp AT TIME ZONE $3) reacted
		WHERE p.state = 'published') moved`
	reachTold = `) p,
	LATERAL (SELECT count(DISTINCT d.host) FILTER (WHERE d.state = 'delivered') AS delivered,
		count(DISTINCT d.host) FILTER (WHERE d.state <> 'replaced') AS servers,
		count(*) FILTER (WHERE d.state = 'waiting' AND d.attempts > 0) AS failing,
		count(*) FILTER (WHERE d.state = 'failed') AS failed
		FROM deliveries d JOIN outbox_activities a ON a.id = d.activity_id WHERE a.post_id = p.id) told`
)

// ReachOfNewest returns the newest posts with what happened in the span, newest
// first; a post's id narrows it to that one.
func (q queries) ReachOfNewest(ctx context.Context, from, until, zone, postID string, limit int) ([]PostReach, error) {
	var posts []PostReach
	err := q.all(ctx, &posts, reachOf+`
		WHERE $4::uuid IS NULL OR id = $4 ORDER BY published_at DESC, id DESC LIMIT $5`+reachTold+`
		ORDER BY p.published_at DESC, p.id DESC`, from, until, zone, null(postID), limit)
	return posts, err
}

// ReachOfBest returns the posts that moved most in the span: those with most
// replies first, since a reply is more than a share, and a share more than a
// reading.
func (q queries) ReachOfBest(ctx context.Context, from, until, zone string, limit int) ([]PostReach, error) {
	var posts []PostReach
	err := q.all(ctx, &posts, reachOf+`
		WHERE views + replies + likes + shares > 0
		ORDER BY replies DESC, shares DESC, likes DESC, views DESC, published_at DESC, id LIMIT $4`+reachTold+`
		ORDER BY p.replies DESC, p.shares DESC, p.likes DESC, p.views DESC, p.published_at DESC, p.id`, from, until, zone, limit)
	return posts, err
}

// SourceCount is how many readers came from a sort of place.
type SourceCount struct {
	Source string
	Views  int
}

// ReadersFrom returns from where the readers of the span came, most first; a
// post's id leaves out those of other pages.
func (q queries) ReadersFrom(ctx context.Context, from, until, postID string) ([]SourceCount, error) {
	var counts []SourceCount
	err := q.all(ctx, &counts, `
		SELECT source, sum(views) AS views FROM page_views
		WHERE day >= $1::date AND day < $2::date AND ($3::uuid IS NULL OR post_id = $3)
		GROUP BY source ORDER BY views DESC, source`, from, until, null(postID))
	return counts, err
}
