package postgres

import (
	"context"
	"time"

	"inews/internal/blog"
)

// Sieve says which part of the queue to look at. The zero value is all comments.
type Sieve struct {
	Mentions     bool        // what answers none of our posts, without our own answers; else what stands under one
	Origin       blog.Origin // by which way it came
	PostID, Host string
	Since, Until time.Time // when it came
}

// sifted holds for the comments of a Sieve, whose args are the first six
// placeholders.
const sifted = `CASE WHEN $1::boolean THEN c.post_id IS NULL AND c.origin = 'fediverse' ELSE c.post_id IS NOT NULL END
	AND ($2::text = '' OR c.origin = $2) AND ($3::text = '' OR c.post_id::text = $3) AND ($4::text = '' OR pe.host = $4)
	AND ($5::timestamptz IS NULL OR c.received_at >= $5) AND ($6::timestamptz IS NULL OR c.received_at < $6)`

func (s Sieve) args(more ...any) []any {
	return append([]any{s.Mentions, string(s.Origin), s.PostID, s.Host, nullTime(s.Since), nullTime(s.Until)}, more...)
}

// CommentsInQueue returns comments with the given verdict, newest first; those
// that are held in the order in which to look at them.
func (q queries) CommentsInQueue(ctx context.Context, verdict blog.Verdict, limit int) ([]blog.Comment, error) {
	return q.QueueSifted(ctx, verdict, Sieve{}, Cursor{}, limit)
}

// QueueSifted returns a part of the queue with the given verdict: newest first,
// after the cursor, by when it came; what is held, in the order in which to look
// at it, always from the beginning: that order changes with each decision.
func (q queries) QueueSifted(ctx context.Context, verdict blog.Verdict, s Sieve, after Cursor, limit int) ([]blog.Comment, error) {
	if verdict == blog.VerdictHeld {
		return q.heldComments(ctx, s, limit)
	}
	return q.comments(ctx, `SELECT `+commentColumns+` FROM `+commentTables+`
		WHERE c.verdict = $7 AND `+sifted+` AND ($8::timestamptz IS NULL OR (c.received_at, c.id) < ($8, $9::uuid))
		ORDER BY c.received_at DESC, c.id DESC LIMIT $10`, s.args(verdict, after.at(), after.id(), limit)...)
}

// loud is of how many held comments from one server on it counts as loud.
const loud = 5

// heldComments returns held comments, oldest first; but what looks like spam, and
// what comes from loud servers, stands behind all others, so that a flood of it
// hides nobody. A server is as loud when only a part is looked at. Mentions stand
// on no page, so that only what looks like spam stands behind there.
func (q queries) heldComments(ctx context.Context, s Sieve, limit int) ([]blog.Comment, error) {
	return q.comments(ctx, `
		WITH held AS (
			SELECT c.id, c.received_at, c.suspicion <> '' AS suspicious,
				NOT $1 AND pe.host IS NOT NULL AND count(*) OVER (PARTITION BY pe.host) > $8 AS loud, (`+sifted+`) AS fits
			FROM comments c LEFT JOIN people pe ON pe.uri = c.person_uri
			WHERE c.verdict = 'held' AND (c.post_id IS NULL) = $1
		), line AS (
			SELECT id, row_number() OVER (ORDER BY suspicious, loud, received_at, id) AS place FROM held
			WHERE fits ORDER BY place LIMIT $7
		)
		SELECT `+commentColumns+` FROM `+commentTables+` JOIN line ON line.id = c.id ORDER BY line.place`, s.args(limit, loud)...)
}

// CountComments tells how many comments have each verdict, mentions aside.
func (q queries) CountComments(ctx context.Context) (map[blog.Verdict]int, error) {
	return q.CountSifted(ctx, Sieve{})
}

// CountMentions tells how many mentions have each verdict, our own answers
// aside.
func (q queries) CountMentions(ctx context.Context) (map[blog.Verdict]int, error) {
	return q.CountSifted(ctx, Sieve{Mentions: true})
}

// CountSifted tells how much of a part of the queue has each verdict.
func (q queries) CountSifted(ctx context.Context, s Sieve) (map[blog.Verdict]int, error) {
	var rows []struct {
		Verdict blog.Verdict
		N       int
	}
	err := q.all(ctx, &rows, `
		SELECT c.verdict, count(*) AS n FROM comments c LEFT JOIN people pe ON pe.uri = c.person_uri
		WHERE `+sifted+` GROUP BY c.verdict`, s.args()...)
	counts := make(map[blog.Verdict]int)
	for _, row := range rows {
		counts[row.Verdict] = row.N
	}
	return counts, err
}

// Portion is how much of a queue has something in common.
type Portion struct {
	What  string // an origin, the id of a post or a server, as By says
	By    string // "origin", "post" or "host"
	Title string // of the post
	N     int
}

// PortionsOfQueue tells which origins, posts and servers what has that verdict
// comes from, most first, so many of each sort.
func (q queries) PortionsOfQueue(ctx context.Context, verdict blog.Verdict, mentions bool, limit int) ([]Portion, error) {
	var portions []Portion
	err := q.all(ctx, &portions, `
		WITH queue AS (
			SELECT c.origin, c.post_id, pe.host FROM comments c LEFT JOIN people pe ON pe.uri = c.person_uri
			WHERE c.verdict = $1 AND (c.post_id IS NULL) = $2::boolean AND (NOT $2 OR c.origin = 'fediverse')
		), portions AS (
			SELECT origin AS what, 'origin' AS by, '' AS title, count(*) AS n FROM queue GROUP BY origin
			UNION ALL
			SELECT po.id::text, 'post', po.title, count(*) FROM queue JOIN posts po ON po.id = queue.post_id GROUP BY po.id
			UNION ALL
			SELECT host, 'host', '', count(*) FROM queue WHERE host IS NOT NULL GROUP BY host
		), ranked AS (
			SELECT what, by, title, n, row_number() OVER (PARTITION BY by ORDER BY n DESC, what) AS place FROM portions
		)
		SELECT what, by, title, n FROM ranked WHERE place <= $3 ORDER BY by, place`, verdict, mentions, limit)
	return portions, err
}
