package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"
)

// deliveriesOn counts what ended in a span of time. It stands behind a table
// whose row has the ends as began and ended.
const deliveriesOn = `
	LATERAL (SELECT count(*) FILTER (WHERE d.state = 'delivered') AS delivered,
		count(*) FILTER (WHERE d.state = 'failed') AS failed
		FROM deliveries d WHERE d.done_at >= span.began AND d.done_at < span.ended) ends`

// TallyDay writes down how a day stands that has not ended: the numbers of an
// earlier tally give way to those of this one.
func (tx *Tx) TallyDay(ctx context.Context, day, zone string) error {
	return tx.exec(ctx, `
		INSERT INTO daily_counts (day, followers, delivered, failed, reckoned)
		SELECT span.day, (SELECT count(*) FROM followers), ends.delivered, ends.failed, false
		FROM (SELECT $1::date AS day, $1::date::timestamp AT TIME ZONE $2 AS began,
			($1::date + 1)::timestamp AT TIME ZONE $2 AS ended) span, `+deliveriesOn+`
		ON CONFLICT (day) DO UPDATE SET followers = EXCLUDED.followers, delivered = EXCLUDED.delivered,
			failed = EXCLUDED.failed, reckoned = false`, day, zone)
}

// EndDay counts the deliveries of a day again, once it is over: the last tally
// was before midnight. How many followed then nobody can tell any more.
func (tx *Tx) EndDay(ctx context.Context, day, zone string) error {
	return tx.exec(ctx, `
		UPDATE daily_counts c SET delivered = now.delivered, failed = now.failed
		FROM (SELECT ends.delivered, ends.failed FROM (SELECT $1::date::timestamp AT TIME ZONE $2 AS began,
			($1::date + 1)::timestamp AT TIME ZONE $2 AS ended) span, `+deliveriesOn+`) now
		WHERE c.day = $1::date AND (c.delivered, c.failed) <> (now.delivered, now.failed)`, day, zone)
}

// ReckonDays fills in the days before the given one on which nobody counted,
// since the blog has anything to count and for at most so many days. It returns
// how many those were.
func (tx *Tx) ReckonDays(ctx context.Context, before, zone string, most int) (int, error) {
	n, err := tx.execCount(ctx, `
		INSERT INTO daily_counts (day, followers, delivered, failed, reckoned)
		SELECT span.day, (SELECT count(*) FROM followers WHERE since < span.ended), ends.delivered, ends.failed, true
		FROM (
			SELECT g.day::date AS day, g.day::date::timestamp AT TIME ZONE $2 AS began,
				(g.day::date + 1)::timestamp AT TIME ZONE $2 AS ended
			FROM generate_series(
				greatest($1::date - $3::int, (SELECT (least(
					(SELECT min(since) FROM followers), (SELECT min(published_at) FROM posts)) AT TIME ZONE $2)::date)),
				$1::date - 1, interval '1 day') AS g (day)
			WHERE NOT EXISTS (SELECT FROM daily_counts c WHERE c.day = g.day::date)
				AND (EXISTS (SELECT FROM followers) OR EXISTS (SELECT FROM posts WHERE published_at IS NOT NULL))
		) span, `+deliveriesOn+`
		ON CONFLICT (day) DO NOTHING`, before, zone, most)
	if err != nil {
		return 0, fmt.Errorf("reckon days: %w", err)
	}
	return n, nil
}

// PageViews are readings of one page on one day by readers who came from one
// sort of place.
type PageViews struct {
	Day, Path, PostID, Source string // PostID "" where the page is no post's
	Views                     int
}

// AddPageViews adds to what was counted. No two may be of the same day, path
// and source.
func (tx *Tx) AddPageViews(ctx context.Context, counted []PageViews) error {
	var days, paths, posts, sources pq.StringArray
	var views pq.Int64Array
	for _, c := range counted {
		days, paths, posts = append(days, c.Day), append(paths, c.Path), append(posts, c.PostID)
		sources, views = append(sources, c.Source), append(views, int64(c.Views))
	}
	return tx.exec(ctx, `
		INSERT INTO page_views AS kept (day, path, source, post_id, views)
		SELECT v.day::date, v.path, v.source, po.id, v.views
		FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[]) AS v (day, path, source, post_id, views)
		LEFT JOIN posts po ON po.id = NULLIF(v.post_id, '')::uuid -- one that is gone meanwhile is nobody's
		ORDER BY 1, 2, 3 -- two nodes take the rows in the same order
		ON CONFLICT (day, path, source) DO UPDATE
			SET views = kept.views + EXCLUDED.views, post_id = COALESCE(EXCLUDED.post_id, kept.post_id)`,
		days, paths, sources, posts, views)
}

// HostsKnown returns the names of the other servers, those heard of last first.
func (q queries) HostsKnown(ctx context.Context, limit int) ([]string, error) {
	var hosts []string
	err := q.all(ctx, &hosts, `SELECT host FROM hosts ORDER BY first_seen DESC, host LIMIT $1`, limit)
	return hosts, err
}

// OldestHeld is since when the oldest comment waits for staff.
func (q queries) OldestHeld(ctx context.Context) (time.Time, error) {
	var oldest time.Time
	err := q.one(ctx, &oldest, `SELECT or_never(min(received_at)) FROM comments WHERE verdict = 'held'`)
	return oldest, err
}
