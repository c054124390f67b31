package postgres

import (
	"context"
	"fmt"
	"time"

	"inews/internal/blog"
)

// UndoDecision puts a comment back to what stood before the last decision, and
// takes back what that did to the trust in its author; it returns that verdict.
// It is NotFound when there is nothing to undo: the decision is somebody else's
// or older than that, or something else has happened to the comment.
func (tx *Tx) UndoDecision(ctx context.Context, id, editorID string, within time.Duration) (blog.Verdict, error) {
	row := struct{ Verdict blog.Verdict }{}
	err := tx.one(ctx, &row, `
		SELECT earlier_verdict AS verdict FROM comments
		WHERE id = $1 AND decided_by IS NOT DISTINCT FROM $2 AND decided_at >= now() - make_interval(secs => $3) AND earlier_verdict IS NOT NULL
			AND verdict <> 'removed'
		FOR UPDATE`, id, null(editorID), within.Seconds())
	if err != nil {
		return "", err
	}
	if err := tx.undoTrust(ctx, id); err != nil {
		return "", fmt.Errorf("put trust back: %w", err)
	}
	return row.Verdict, tx.exec(ctx, `
		UPDATE comments SET verdict = earlier_verdict, reason = earlier_reason, decided_at = NULL, decided_by = NULL,
			earlier_verdict = NULL, earlier_reason = '', earlier_trust = NULL
		WHERE id = $1`, id)
}

// undoTrust takes back the trust that came with an approval, and the distrust
// that came with a word about spam. A colleague who has said since that something
// else of theirs is spam is not overruled, and neither is anything that other
// decisions did.
func (tx *Tx) undoTrust(ctx context.Context, id string) error {
	return tx.exec(ctx, `
		UPDATE people pe SET trusted_at = c.earlier_trust
		FROM comments c WHERE c.id = $1 AND pe.uri = c.person_uri AND pe.blocked_at IS NULL AND pe.gone_at IS NULL
			AND (c.verdict = 'approved' AND c.earlier_trust IS NULL
				OR c.verdict = 'spam' AND pe.trusted_at IS NULL AND NOT EXISTS (
					SELECT FROM comments other WHERE other.person_uri = c.person_uri AND other.id <> c.id
						AND other.verdict = 'spam' AND other.decided_at >= c.decided_at))`, id)
}

// Undoable returns the comments about which an editor has decided within that
// time and can undo it, the last decision first.
func (q queries) Undoable(ctx context.Context, editorID string, within time.Duration, limit int) ([]blog.Comment, error) {
	return q.comments(ctx, `SELECT `+commentColumns+` FROM `+commentTables+`
		WHERE c.decided_by = $1 AND c.decided_at >= now() - make_interval(secs => $2) AND c.earlier_verdict IS NOT NULL
			AND c.verdict <> 'removed'
		ORDER BY c.decided_at DESC, c.id LIMIT $3`, editorID, within.Seconds(), limit)
}
