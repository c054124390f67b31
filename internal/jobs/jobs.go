// Package jobs runs background and periodic work, on River's tables in the
// application's own Postgres.
//
// A job is enqueued inside the transaction that makes it necessary, so there is
// never one without the other. It runs at least once: a process that is killed
// leaves its jobs to the next, so work must bear being done again. Every node
// runs jobs, and wakes at the commit of one by NOTIFY, with a poll behind it.
// River's own tables are read and written here alone, which is why this package
// holds SQL of its own.
package jobs

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"inews/internal/postgres"
)

// Options of a Runner; the zero value is usable.
type Options struct {
	Workers int           // jobs that run at once; 20 unless told
	Timeout time.Duration // of one attempt; 2 minutes unless told
	Log     *slog.Logger  // takes the errors of jobs; nil drops them
}

// Defaults of Options, and how River is driven.
const (
	workers  = 20              // they wait for the network and the database, rarely for a core
	timeout  = 2 * time.Minute // a fan-out to 10,000 followers takes seconds
	cooldown = 10 * time.Millisecond
	poll     = 200 * time.Millisecond // behind NOTIFY, for a notice that was lost
	softStop = 20 * time.Second       // before a running job is cancelled
)

// Work does one job, with the arguments that it was enqueued with. An error
// makes it run again: after 1 second, 16 seconds, 81 seconds and so on, for
// three weeks.
type Work func(ctx context.Context, args json.RawMessage) error

// Runner enqueues jobs and, once started, runs them.
type Runner struct {
	db      *postgres.DB
	options Options
	name    string // of this node, told apart from every other

	insert   *river.Client[*sql.Tx]
	workers  *river.Workers
	periodic []*river.PeriodicJob
	kinds    map[string]bool
	wrong    []error // what was registered badly

	client *river.Client[*sql.Tx]
	life   *life
	stop   sync.Once
}

// New makes a runner on the database. It enqueues at once; it runs nothing
// before Start.
func New(db *postgres.DB, options Options) (*Runner, error) {
	if options.Workers == 0 {
		options.Workers = workers
	}
	if options.Timeout == 0 {
		options.Timeout = timeout
	}
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	r := &Runner{
		db: db, options: options, name: uuid.NewString(),
		workers: river.NewWorkers(), kinds: map[string]bool{},
	}
	var err error
	r.insert, err = river.NewClient(r.driver(), &river.Config{
		ID: r.name, Logger: r.riverLog(), FetchCooldown: cooldown, SkipUnknownJobCheck: true,
	})
	if err != nil {
		return nil, fmt.Errorf("set up jobs: %w", err)
	}
	return r, nil
}

// Register says what does jobs of the kind. Call it before Start.
func (r *Runner) Register(kind string, work Work) {
	if r.kinds[kind] {
		r.wrong = append(r.wrong, fmt.Errorf("jobs of kind %q are registered twice", kind))
		return
	}
	r.kinds[kind] = true
	river.AddWorkerArgs(r.workers, envelope{kind: kind}, river.WorkFunc(func(ctx context.Context, job *river.Job[envelope]) error {
		return work(ctx, job.Args.Args)
	}))
}

// Every runs work each interval, on one node at a time, and first soon after
// the start. A run that fails is not repeated: the next one comes. Call it
// before Start.
func (r *Runner) Every(interval time.Duration, name string, work func(ctx context.Context) error) {
	r.Register(name, func(ctx context.Context, _ json.RawMessage) error { return work(ctx) })
	options := &river.InsertOpts{MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: unfinished}}
	r.periodic = append(r.periodic, river.NewPeriodicJob(
		river.PeriodicInterval(interval),
		func() (river.JobArgs, *river.InsertOpts) { return envelope{kind: name, Key: name}, options },
		&river.PeriodicJobOpts{RunOnStart: true},
	))
}

// Start begins to run jobs, those of killed processes among them. ctx bounds
// the start alone; Stop ends the work.
func (r *Runner) Start(ctx context.Context) error {
	if err := errors.Join(r.wrong...); err != nil {
		return err
	}
	client, err := river.NewClient(r.driver(), &river.Config{
		ID:                r.name,
		Logger:            r.riverLog(),
		ErrorHandler:      failures{r.options.Log},
		Workers:           r.workers,
		PeriodicJobs:      r.periodic,
		Queues:            map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: r.options.Workers}},
		JobTimeout:        r.options.Timeout,
		FetchCooldown:     cooldown,
		FetchPollInterval: poll,
		SoftStopTimeout:   softStop,
	})
	if err != nil {
		return fmt.Errorf("set up jobs: %w", err)
	}
	if r.life, err = begin(ctx, r.db.SQL(), r.name, r.options.Log); err != nil {
		return err
	}
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		r.life.end()
		return fmt.Errorf("start jobs: %w", err)
	}
	r.client = client
	return nil
}

// Stop takes no more jobs and waits for those that run: for 20 seconds, then it
// cancels them, and for as long as ctx allows. What is cancelled runs again at
// the next start.
func (r *Runner) Stop(ctx context.Context) error {
	if r.client == nil {
		return nil
	}
	var err error
	r.stop.Do(func() {
		err = r.client.Stop(ctx)
		r.life.end()
	})
	if err != nil {
		return fmt.Errorf("stop jobs: %w", err)
	}
	return nil
}

// unfinished are the states in which a job keeps others with its key away.
var unfinished = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
	rivertype.JobStateRunning, rivertype.JobStateScheduled,
}
