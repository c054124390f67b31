package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/lib/pq"

	"inews/internal/blog"
)

const electionColumns = `l.id, l.name, l.reason, l.begins_at, l.ends_at, l.comments, l.holds_mail, l.watched, COALESCE(e.name, '') AS editor
	FROM elections l LEFT JOIN editors e ON e.id = l.editor_id`

type electionRow struct {
	blog.Election
	Watched pq.StringArray
}

func (r electionRow) whole() blog.Election {
	r.Election.Watched = r.Watched
	return r.Election
}

// ElectionAt returns the election before which it is at the given time; one
// without an id when it is none.
func (q queries) ElectionAt(ctx context.Context, at time.Time) (blog.Election, error) {
	var row electionRow
	err := q.one(ctx, &row, `SELECT `+electionColumns+` WHERE l.begins_at <= $1 AND l.ends_at > $1`, at)
	if blog.KindOf(err) == blog.NotFound {
		return blog.Election{}, nil
	}
	return row.whole(), err
}

// ElectionByID returns an election.
func (q queries) ElectionByID(ctx context.Context, id string) (blog.Election, error) {
	var row electionRow
	err := q.one(ctx, &row, `SELECT `+electionColumns+` WHERE l.id = $1`, id)
	return row.whole(), err
}

// Elections returns the last and the coming ones, newest first.
func (q queries) Elections(ctx context.Context, limit int) ([]blog.Election, error) {
	var rows []electionRow
	err := q.all(ctx, &rows, `SELECT `+electionColumns+` ORDER BY l.begins_at DESC LIMIT $1`, limit)
	list := make([]blog.Election, len(rows))
	for i, row := range rows {
		list[i] = row.whole()
	}
	return list, err
}

// SaveElection inserts an election without an id, or updates the one with it. Two
// at the same time are a Conflict.
func (tx *Tx) SaveElection(ctx context.Context, e blog.Election, editorID string) (blog.Election, error) {
	var err error
	if e.ID == "" {
		err = tx.one(ctx, &e.ID, `
			INSERT INTO elections (name, reason, begins_at, ends_at, comments, watched, editor_id, holds_mail)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
			e.Name, e.Reason, e.BeginsAt, e.EndsAt, e.Comments, pq.Array(append([]string{}, e.Watched...)), null(editorID), e.HoldsMail)
	} else {
		err = tx.one(ctx, &e.ID, `
			UPDATE elections SET name = $2, reason = $3, begins_at = $4, ends_at = $5, comments = $6, watched = $7, holds_mail = $8
			WHERE id = $1 RETURNING id`,
			e.ID, e.Name, e.Reason, e.BeginsAt, e.EndsAt, e.Comments, pq.Array(append([]string{}, e.Watched...)), e.HoldsMail)
	}
	var broken *pq.Error
	if errors.As(err, &broken) && broken.Constraint == "one_at_a_time" {
		return e, blog.InvalidField("begins", "There is another election at that time. Change that one instead.")
	}
	return e, err
}

// DeleteElection forgets an election that has not begun.
func (tx *Tx) DeleteElection(ctx context.Context, id string, now time.Time) (bool, error) {
	n, err := tx.execCount(ctx, `DELETE FROM elections WHERE id = $1 AND begins_at > $2`, id, now)
	return n == 1, err
}

// InsertApproval keeps by whose word a post goes out.
func (tx *Tx) InsertApproval(ctx context.Context, a blog.ElectionApproval) error {
	return tx.exec(ctx, `
		INSERT INTO election_approvals (election_id, post_id, editor_id, second, reason, at, used_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		a.ElectionID, a.PostID, null(a.EditorID), a.Second, a.Reason, a.At, nullTime(a.UsedAt))
}

// UseApproval takes an approval of the post that was not used yet, by the editor
// or, when editorID is "", by anybody; it answers whether there was one.
func (tx *Tx) UseApproval(ctx context.Context, electionID, postID, editorID string, at time.Time) (bool, error) {
	n, err := tx.execCount(ctx, `
		UPDATE election_approvals SET used_at = $4
		WHERE id = (SELECT a.id FROM election_approvals a
			WHERE a.election_id = $1 AND a.post_id = $2 AND ($3::uuid IS NULL OR a.editor_id = $3) AND a.used_at IS NULL
			ORDER BY a.id LIMIT 1)`, electionID, postID, null(editorID), at)
	return n == 1, err
}

// Approvals returns by whose word posts went out, or may, before an election; of
// one post when it is named.
func (q queries) Approvals(ctx context.Context, electionID, postID string) ([]blog.ElectionApproval, error) {
	var list []blog.ElectionApproval
	err := q.all(ctx, &list, `
		SELECT a.id, a.election_id, a.post_id, COALESCE(a.editor_id::text, '') AS editor_id, a.second, a.reason, a.at,
			or_never(a.used_at) AS used_at, COALESCE(e.name, '') AS editor, p.title
		FROM election_approvals a JOIN posts p ON p.id = a.post_id LEFT JOIN editors e ON e.id = a.editor_id
		WHERE a.election_id = $1 AND ($2::uuid IS NULL OR a.post_id = $2) ORDER BY a.id`, electionID, null(postID))
	return list, err
}

// ScheduledWithin is a post that goes out by itself before an election.
type ScheduledWithin struct {
	ID, Title   string
	ScheduledAt time.Time
	Approved    bool
}

// ScheduledDuring returns the posts that go out by themselves before an election.
func (q queries) ScheduledDuring(ctx context.Context, e blog.Election) ([]ScheduledWithin, error) {
	var list []ScheduledWithin
	err := q.all(ctx, &list, `
		SELECT p.id, p.title, p.scheduled_at,
			EXISTS (SELECT FROM election_approvals a WHERE a.post_id = p.id AND a.election_id = $3 AND a.used_at IS NULL) AS approved
		FROM posts p WHERE p.state = 'scheduled' AND p.scheduled_at >= $1 AND p.scheduled_at < $2
		ORDER BY p.scheduled_at, p.id`, e.BeginsAt, e.EndsAt, null(e.ID))
	return list, err
}

// Evidence is one thing that became public, or went from it, before an election.
type Evidence struct {
	At         time.Time
	Verb       blog.Verb
	Title, URL string // of the post; URL without the host
	Writer     string // name of who drafted it
	Who        string // name of who did it; "" for the clock
	Approver   string // name of the second person, or of who gave the reason
	Second     bool
	Reason     string
}

// EvidenceOf returns what was published, edited and withdrawn in a span of time,
// oldest first, with by whose word.
func (q queries) EvidenceOf(ctx context.Context, e blog.Election) ([]Evidence, error) {
	var list []Evidence
	err := q.all(ctx, &list, `
		SELECT c.at, c.verb, p.title, CASE p.form WHEN 'event' THEN '/events/' ELSE '/posts/' END || p.slug AS url,
			COALESCE(w.name, '') AS writer, COALESCE(d.name, '') AS who, COALESCE(b.name, '') AS approver,
			COALESCE(a.second, false) AS second, COALESCE(NULLIF(a.reason, ''), c.reason) AS reason
		FROM changes c
		JOIN posts p ON p.id = c.post_id
		LEFT JOIN editors w ON w.id = p.editor_id
		LEFT JOIN editors d ON d.id = c.editor_id
		LEFT JOIN LATERAL (SELECT x.editor_id, x.second, x.reason FROM election_approvals x
			WHERE x.election_id = $3 AND x.post_id = c.post_id AND x.used_at BETWEEN c.at - interval '1 minute' AND c.at + interval '1 minute'
			ORDER BY x.id DESC LIMIT 1) a ON c.verb IN ('publish', 'edit')
		LEFT JOIN editors b ON b.id = a.editor_id
		WHERE c.at >= $1 AND c.at < $2 AND c.subject IN ('post', 'event') AND c.verb IN ('publish', 'edit', 'withdraw')
		ORDER BY c.id`, e.BeginsAt, e.EndsAt, null(e.ID))
	return list, err
}
