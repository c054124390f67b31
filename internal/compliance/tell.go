package compliance

import (
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Tell tells members of staff of something in the caller's transaction; whoever
// did it themselves (by) is not told: see newsroom.Tell.
type Tell func(ctx context.Context, tx *postgres.Tx, notice blog.Notice, by string, to ...string) error

// tellOnce tells those of the people who were not told of it since.
func (c *Compliance) tellOnce(ctx context.Context, tx *postgres.Tx, notice blog.Notice, told func(blog.Notice) (bool, error), to ...string) error {
	if c.Tell == nil {
		return nil
	}
	for _, id := range to {
		notice.EditorID = id
		if done, err := told(notice); err != nil {
			return err
		} else if done {
			continue
		}
		if err := c.Tell(ctx, tx, notice, "", id); err != nil {
			return err
		}
	}
	return nil
}

// owners are the ids of the members of staff who may manage.
func owners(ctx context.Context, tx *postgres.Tx) ([]string, error) {
	staff, err := tx.Editors(ctx)
	var ids []string
	for _, e := range staff {
		if e.Role.May(blog.MayManage) {
			ids = append(ids, e.ID)
		}
	}
	return ids, err
}
