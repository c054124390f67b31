package postgres

import (
	"context"
	"time"

	"inews/internal/blog"
)

// CountHeldMentions tells how many mentions by people on a host wait for staff,
// and how many in all.
func (q queries) CountHeldMentions(ctx context.Context, host string) (ofHost, all int, err error) {
	row := struct{ OfHost, N int }{}
	err = q.one(ctx, &row, `
		SELECT count(*) FILTER (WHERE pe.host = $1) AS of_host, count(*) AS n
		FROM comments c JOIN people pe ON pe.uri = c.person_uri WHERE c.post_id IS NULL AND c.verdict = 'held'`, host)
	return row.OfHost, row.N, err
}

// AnswerToMention returns an answer of the blog that stands under no post and
// that anybody may fetch.
func (q queries) AnswerToMention(ctx context.Context, id string) (blog.Comment, error) {
	return q.comment(ctx, `SELECT `+commentColumns+` FROM `+commentTables+`
		WHERE c.id = $1 AND c.post_id IS NULL AND c.origin = 'blog' AND c.verdict = 'approved'
			AND c.audience IN ('public', 'quiet')`, id)
}

// SpamTally is what the queue has kept from readers since a day.
type SpamTally struct {
	Stopped int // comments and mentions that are spam now
	Shown   int // of them, those that readers saw before somebody said so
}

// SpamSince counts the spam that came since then, and how much of it was ever
// shown: what was received as shown, or approved, before it was spam.
func (q queries) SpamSince(ctx context.Context, since time.Time) (SpamTally, error) {
	var tally SpamTally
	err := q.one(ctx, &tally, `
		SELECT count(*) AS stopped, count(*) FILTER (WHERE c.post_id IS NOT NULL AND EXISTS (
			SELECT FROM changes ch WHERE ch.subject = 'comment' AND ch.subject_id = c.id::text AND ch.verb IN ('receive', 'approve'))) AS shown
		FROM comments c WHERE c.verdict = 'spam' AND c.received_at >= $1`, since)
	return tally, err
}
