package postgres

import (
	"context"

	"github.com/lib/pq"

	"inews/internal/blog"
)

// OpenReports returns the reports that staff are not done with, oldest first.
func (q queries) OpenReports(ctx context.Context, limit int) ([]blog.Report, error) {
	var reports []blog.Report
	err := q.all(ctx, &reports, `
		SELECT id, COALESCE(activity_id, '') AS uri, host, COALESCE(person_uri, '') AS person_uri, rule, contact, words, received_at
		FROM reports
		WHERE closed_at IS NULL ORDER BY received_at, id LIMIT $1`, limit)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(reports))
	place := make(map[string]int, len(reports))
	for i, r := range reports {
		ids[i], place[r.ID] = r.ID, i
	}
	var subjects []blog.ReportedThing
	err = q.all(ctx, &subjects, `
		SELECT s.report_id, s.uri, COALESCE(s.comment_id::text, '') AS comment_id, COALESCE(po.id::text, '') AS post_id,
			COALESCE(po.title, '') AS title,
			COALESCE(CASE po.form WHEN 'event' THEN '/events/' ELSE '/posts/' END || po.slug, '/') AS path,
			COALESCE(c.plain, '') AS text, COALESCE(c.verdict, '') AS verdict
		FROM report_subjects s
		LEFT JOIN comments c ON c.id = s.comment_id
		LEFT JOIN posts po ON po.id = COALESCE(s.post_id, c.post_id)
		WHERE s.report_id = ANY ($1::uuid[]) ORDER BY s.report_id, s.uri`, pq.Array(ids))
	for _, s := range subjects {
		at := place[s.ReportID]
		reports[at].Subjects = append(reports[at].Subjects, s)
	}
	return reports, err
}

// CountOpenReports tells how many reports of a server staff are not done with,
// or of all servers when host is "".
func (q queries) CountOpenReports(ctx context.Context, host string) (int, error) {
	var n int
	err := q.one(ctx, &n, `SELECT count(*) FROM reports WHERE closed_at IS NULL AND ($1 = '' OR host = $1)`, host)
	return n, err
}

// CountReadersReports tells how many reports of readers staff are not done with.
func (q queries) CountReadersReports(ctx context.Context) (int, error) {
	var n int
	err := q.one(ctx, &n, `SELECT count(*) FROM reports WHERE closed_at IS NULL AND person_uri IS NULL`)
	return n, err
}

// InsertReport keeps a report and gives it its id; the same one twice is kept
// once, and fresh tells which.
func (tx *Tx) InsertReport(ctx context.Context, r blog.Report) (saved blog.Report, fresh bool, err error) {
	err = tx.one(ctx, &r.ID, `
		INSERT INTO reports (activity_id, host, person_uri, rule, contact, words) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (activity_id) DO NOTHING RETURNING id`, null(r.URI), r.Host, null(r.PersonURI), r.Rule, r.Contact, r.Words)
	if blog.KindOf(err) == blog.NotFound {
		return r, false, nil
	}
	for _, s := range r.Subjects {
		if err != nil {
			break
		}
		err = tx.exec(ctx, `
			INSERT INTO report_subjects (report_id, uri, comment_id, post_id) VALUES ($1, $2, $3, $4)
			ON CONFLICT DO NOTHING`, r.ID, s.URI, null(s.CommentID), null(s.PostID))
	}
	return r, err == nil, err
}

// CloseReport notes that staff are done with a report, and forgets how to reach
// the reader; it tells whether it was open.
func (tx *Tx) CloseReport(ctx context.Context, id, editorID string) (bool, error) {
	n, err := tx.execCount(ctx, `
		UPDATE reports SET closed_at = now(), closed_by = $2, contact = '' WHERE id = $1 AND closed_at IS NULL`, id, null(editorID))
	return n > 0, err
}
