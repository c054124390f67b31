package newsroom

import (
	"context"
	"strings"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Limits of working copies. The text of a post alone may have blog.MaxBody
// bytes; what is longer could not be saved either, and is still kept.
const (
	maxCopy       = 3 * blog.MaxBody // bytes of all fields
	maxCopyFields = 200
	maxCopies     = 50 // of one editor, the newest
	maxEnded      = 200
)

// KeepCopy keeps what somebody typed. The post itself stays as it is. It is a
// Conflict when the copy has ended, or when a later turn of it is here.
func (n *Newsroom) KeepCopy(ctx context.Context, by blog.Editor, c blog.WorkingCopy) (blog.WorkingCopy, error) {
	if !by.Role.May(blog.MayWrite) {
		return c, blog.Errorf(blog.Forbidden, "Your role does not write posts.")
	}
	size, fields := 0, make(map[string][]string, len(c.Fields))
	for name, values := range c.Fields {
		for _, value := range values {
			size += len(name) + len(value)
			fields[name] = append(fields[name], strings.ReplaceAll(value, "\x00", "")) // which the database does not hold
		}
	}
	if size > maxCopy || len(fields) > maxCopyFields {
		return c, blog.Errorf(blog.Invalid, "This is too long to be kept: a text has %d characters at most.", blog.MaxBody)
	}
	if c.Turn < 0 || c.Version < 0 {
		return c, blog.Errorf(blog.Invalid, "This form is out of date. Reload the page.")
	}
	c.Fields, c.EditorID, c.KeptAt = fields, by.ID, n.now()
	err := n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := mayOpen(ctx, tx, by, c.PostID); err != nil {
			return err
		}
		kept, err := tx.KeepCopy(ctx, c)
		if err != nil {
			return err
		}
		if !kept {
			return blog.Errorf(blog.Conflict, "This text was saved, or goes on in another window.")
		}
		return tx.TrimCopies(ctx, by.ID, maxCopies)
	})
	return c, err
}

// mayOpen lets those at a post who may edit it; a post that is not saved yet
// is whose copy it is.
func mayOpen(ctx context.Context, tx *postgres.Tx, by blog.Editor, postID string) error {
	if postID == "" {
		return nil
	}
	p, err := tx.PostByID(ctx, postID)
	if err != nil {
		return err
	}
	return mayEdit(ctx, tx, by, p)
}

// EndCopy empties a working copy once it is saved, goes on in another form, or
// is not wanted, unless a later turn than the given one was kept.
func (n *Newsroom) EndCopy(ctx context.Context, by blog.Editor, id string, turn int) error {
	return n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := tx.EndCopy(ctx, id, by.ID, turn, n.now()); err != nil {
			return err
		}
		if err := tx.TrimEnded(ctx, by.ID, maxEnded); err != nil {
			return err
		}
		return tx.LeaveOpening(ctx, id, by.ID)
	})
}
