package jobs

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/riverqueue/river"
)

// Job is work to be done after the commit.
type Job struct {
	Kind string
	Args any       // written as JSON
	At   time.Time // not before; zero means at once
	// Key keeps other jobs of the same kind and key away while this one waits
	// or runs. Work that must see what was committed while it ran needs another
	// key, or none.
	Key string
}

// Enqueue puts the job into the caller's transaction: it exists when that
// commits, and otherwise never did. One whose key is taken is left out.
func (r *Runner) Enqueue(ctx context.Context, tx *sql.Tx, job Job) error {
	args, err := json.Marshal(job.Args)
	if err != nil {
		return fmt.Errorf("write arguments of job %s: %w", job.Kind, err)
	}
	options := &river.InsertOpts{ScheduledAt: job.At}
	if job.Key != "" {
		options.UniqueOpts = river.UniqueOpts{ByArgs: true, ByState: unfinished}
	}
	if _, err := r.insert.InsertTx(ctx, tx, envelope{kind: job.Kind, Args: args, Key: job.Key}, options); err != nil {
		return fmt.Errorf("enqueue job %s: %w", job.Kind, err)
	}
	return nil
}

// envelope carries any job in the one shape that River's types know.
type envelope struct {
	kind string
	Args json.RawMessage `json:"args,omitempty"`
	Key  string          `json:"key,omitempty" river:"unique"`
}

// Kind is what River finds the work by.
func (e envelope) Kind() string { return e.kind }
