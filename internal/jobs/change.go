package jobs

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"inews/internal/blog"
)

// changeKind is the job that follows every change; its argument is the number
// of the change.
const changeKind = "change"

// OnChange says what to do after the commit of a change, whose number it is
// told. Call it before Start.
func (r *Runner) OnChange(work func(ctx context.Context, id int64) error) {
	r.Register(changeKind, func(ctx context.Context, args json.RawMessage) error {
		var id int64
		if err := json.Unmarshal(args, &id); err != nil {
			return fmt.Errorf("read number of change: %w", err)
		}
		return work(ctx, id)
	})
}

// EnqueueChange puts the work of a change into the transaction that records
// it. It is a postgres.Enqueue.
func (r *Runner) EnqueueChange(ctx context.Context, tx *sql.Tx, change blog.Change) error {
	return r.Enqueue(ctx, tx, Job{Kind: changeKind, Args: change.ID})
}
