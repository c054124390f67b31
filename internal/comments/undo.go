package comments

import (
	"context"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Undoable is for how long whoever decided about a comment can undo that. Later
// they decide anew.
const Undoable = 15 * time.Minute

// Undo takes back the last decision about a comment: it is what it was before,
// and its author is trusted as before. It is a Conflict when the decision is
// somebody else's or too old, or something happened since.
func (c *Comments) Undo(ctx context.Context, by blog.Editor, id string) (blog.Comment, error) {
	return c.decide(ctx, by, id, func(tx *postgres.Tx, comment blog.Comment) error {
		earlier, err := tx.UndoDecision(ctx, id, by.ID, Undoable)
		if blog.KindOf(err) == blog.NotFound {
			return blog.Errorf(blog.Conflict, "This cannot be undone any more. Decide anew.")
		}
		if err != nil {
			return err
		}
		if earlier == blog.VerdictApproved {
			if err := showable(ctx, tx, comment); err != nil {
				return err
			}
		}
		return record(ctx, tx, by, blog.Undone, comment, "was "+string(comment.Verdict))
	})
}
