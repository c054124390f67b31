package postgres

import (
	"context"
	"time"

	"github.com/lib/pq"

	"inews/internal/blog"
)

// Legal returns what the council says of itself on the pages that the law asks for.
func (q queries) Legal(ctx context.Context) (blog.Legal, error) {
	var row struct {
		blog.Legal
		Issues pq.StringArray
	}
	err := q.one(ctx, &row, `
		SELECT l.organisation, l.nation, l.email, l.phone, l.address, l.answer_days, l.complaint_days, l.lead, l.lead_email,
			l.registration, l.standing, l.issues, l.tested_by, or_never(l.tested_on::timestamptz) AS tested_on,
			l.prepared_on::timestamptz AS prepared_on, or_never(l.reviewed_on::timestamptz) AS reviewed_on,
			or_never(l.review_due::timestamptz) AS review_due, COALESCE(e.name, '') AS approved_by, l.version
		FROM legal l LEFT JOIN editors e ON e.id = l.approved_by`)
	row.Legal.Issues = row.Issues
	return row.Legal, err
}

// SaveLegal stores what the council says of itself, unless somebody else was
// faster: it answers whether it did.
func (tx *Tx) SaveLegal(ctx context.Context, l blog.Legal) (bool, error) {
	n, err := tx.execCount(ctx, `
		UPDATE legal SET organisation = $1, nation = $2, email = $3, phone = $4, address = $5, answer_days = $6,
			complaint_days = $7, lead = $8, lead_email = $9, registration = $10, standing = $11, issues = $12, tested_by = $13,
			tested_on = $14, version = version + 1, saved_at = now()
		WHERE version = $15`,
		l.Organisation, l.Nation, l.Email, l.Phone, l.Address, l.AnswerDays, l.ComplaintDays, l.Lead, l.LeadEmail, l.Registration,
		l.Standing, pq.Array(append([]string{}, l.Issues...)), l.TestedBy, nullTime(l.TestedOn), l.Version)
	return n == 1, err
}

// ApproveLegal notes that somebody has looked the pages over, and when they are
// to be looked at again.
func (tx *Tx) ApproveLegal(ctx context.Context, editorID string, on, due time.Time) error {
	return tx.exec(ctx, `UPDATE legal SET reviewed_on = GREATEST($1::date, prepared_on), review_due = $2, approved_by = $3`, on, due, null(editorID))
}

// Inaccessible is what readers see that others made, and that some cannot use.
type Inaccessible struct {
	Comments  int // from other servers, with a picture that nobody described
	Documents int // files that are no web page: PDF and the like
	Players   int // posts with a video of somebody else's
}

// Inaccessible counts what is public and may be out of reach for some. Pictures
// beside a comment are links that say what they show; one that says nothing more
// than where it leads was not described.
func (q queries) Inaccessible(ctx context.Context) (Inaccessible, error) {
	var n Inaccessible
	err := q.one(ctx, &n, `
		SELECT (SELECT count(*) FROM comments c JOIN posts p ON p.id = c.post_id
				WHERE c.verdict = 'approved' AND p.state = 'published' AND c.origin = 'fediverse'
					AND c.html ~ '>(Picture|Video|Sound) on [^:<]+</a>') AS comments,
			(SELECT count(*) FROM files f
				WHERE f.ext NOT IN ('csv', 'txt') AND EXISTS (SELECT FROM posts p WHERE p.state = 'published' AND p.html LIKE '%/media/' || f.hash || '%')) AS documents,
			(SELECT count(*) FROM posts p WHERE p.state = 'published' AND p.html LIKE '%<iframe%') AS players`)
	return n, err
}
