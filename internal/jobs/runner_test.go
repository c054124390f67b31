package jobs_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/jobs"
	"inews/internal/pgtest"
	"inews/internal/postgres"
)

// patience is how long a test waits for what must happen.
const patience = 30 * time.Second

func TestMain(m *testing.M) { pgtest.Main(m) }

func runner(t *testing.T, db *postgres.DB, options jobs.Options) *jobs.Runner {
	t.Helper()
	r, err := jobs.New(db, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Stop(context.Background()) }) // asserted where it matters
	return r
}

func start(t *testing.T, r *jobs.Runner) {
	t.Helper()
	if err := r.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// enqueue commits the jobs in one transaction, or rolls it back.
func enqueue(t *testing.T, db *postgres.DB, r *jobs.Runner, commit bool, all ...jobs.Job) {
	t.Helper()
	tx, err := db.SQL().BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, job := range all {
		if err := r.Enqueue(t.Context(), tx, job); err != nil {
			t.Fatal(err)
		}
	}
	end := tx.Commit
	if !commit {
		end = tx.Rollback
	}
	if err := end(); err != nil {
		t.Fatal(err)
	}
}

func receive[T any](t *testing.T, from <-chan T, what string) (v T) {
	t.Helper()
	select {
	case v = <-from:
	case <-time.After(patience):
		t.Fatalf("%s did not happen", what)
	}
	return v
}

func count(t *testing.T, db *sql.DB, query string, args ...any) (n int) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestMigrate(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	if _, err := db.SQL().ExecContext(t.Context(), `DROP SCHEMA public CASCADE; CREATE SCHEMA public`); err != nil {
		t.Fatal(err)
	}
	if err := jobs.CheckSchema(t.Context(), db); err == nil || !strings.Contains(err.Error(), "inews migrate") {
		t.Errorf("an empty database is answered %v, want what to do", err)
	}
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if _, err := jobs.Migrate(t.Context(), db); err != nil {
				t.Errorf("one of two at once: %v", err)
			}
		})
	}
	both.Wait()
	if n, err := jobs.Migrate(t.Context(), db); n != 0 || err != nil {
		t.Errorf("a migrated database took %d steps (%v)", n, err)
	}
	if err := jobs.CheckSchema(t.Context(), db); err != nil {
		t.Errorf("a migrated database is refused: %v", err)
	}
}

func TestEnqueue(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	r := runner(t, db, jobs.Options{})
	got := make(chan string, 10)
	r.Register("print", func(_ context.Context, args json.RawMessage) error {
		var words []string
		if err := json.Unmarshal(args, &words); err != nil {
			return err
		}
		got <- strings.Join(words, " ")
		return nil
	})
	start(t, r)
	enqueue(t, db, r, false, jobs.Job{Kind: "print", Args: []string{"rolled back"}})
	enqueue(t, db, r, true,
		jobs.Job{Kind: "print", Args: []string{"later"}, At: time.Now().Add(time.Hour)},
		jobs.Job{Kind: "print", Args: []string{"in", "time"}, Key: "one"},
		jobs.Job{Kind: "print", Args: []string{"twice"}, Key: "one"})
	if words := receive(t, got, "the committed job"); words != "in time" {
		t.Errorf("the job got %q, want what it was enqueued with", words)
	}
	if err := r.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(got); n != 0 {
		t.Errorf("%d more jobs ran: %q", n, <-got)
	}
	if n := count(t, db.SQL(), `SELECT COUNT(*) FROM river_job`); n != 2 {
		t.Errorf("%d jobs are in the table, want the one that ran and the later one", n)
	}
}

func TestChangesAreWorkedOn(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	r := runner(t, db, jobs.Options{})
	db.SetEnqueue(r.EnqueueChange)
	got := make(chan int64, 1)
	r.OnChange(func(_ context.Context, id int64) error {
		got <- id
		return nil
	})
	start(t, r)
	var recorded blog.Change
	err := db.InTx(t.Context(), func(tx *postgres.Tx) (err error) {
		recorded, err = tx.Record(t.Context(), blog.Change{Verb: blog.Blocked, Subject: blog.HostSubject, SubjectID: "spam.example"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if id := receive(t, got, "the change's work"); id != recorded.ID {
		t.Errorf("the work was told change %d, want %d", id, recorded.ID)
	}
}

func TestFailuresAreLoggedAndRepeated(t *testing.T) {
	t.Parallel()
	var log logBuffer
	db := pgtest.New(t)
	r := runner(t, db, jobs.Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	done := make(chan int, 1)
	tries := 0
	r.Register("stumble", func(context.Context, json.RawMessage) error {
		if tries++; tries == 1 {
			return errors.New("no ink")
		}
		done <- tries
		return nil
	})
	panicked := make(chan bool, 1)
	r.Register("fall", func(context.Context, json.RawMessage) error {
		select {
		case panicked <- true:
			panic("out of paper")
		default:
			return nil
		}
	})
	start(t, r)
	enqueue(t, db, r, true, jobs.Job{Kind: "stumble"}, jobs.Job{Kind: "fall"})
	receive(t, panicked, "the panic")
	if n := receive(t, done, "the second try"); n != 2 {
		t.Errorf("it took %d tries, want 2", n)
	}
	if err := r.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"job stumble failed, will run again", "attempt=1", "no ink", "job fall panicked", "out of paper"} {
		if n := strings.Count(log.String(), want); n == 0 {
			t.Errorf("the log lacks %q:\n%s", want, log.String())
		}
	}
	if n := strings.Count(log.String(), "no ink"); n != 1 {
		t.Errorf("one failure is logged %d times", n)
	}
}

func TestEvery(t *testing.T) {
	t.Parallel()
	r := runner(t, pgtest.New(t), jobs.Options{})
	ran := make(chan bool, 1)
	r.Every(time.Hour, "sweep", func(context.Context) error {
		ran <- true
		return nil
	})
	start(t, r)
	receive(t, ran, "the first run of periodic work")
}

func TestStopWaitsForWork(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	r := runner(t, db, jobs.Options{})
	running, finish := make(chan bool), make(chan bool)
	r.Register("slow", func(context.Context, json.RawMessage) error {
		running <- true
		<-finish
		return nil
	})
	start(t, r)
	enqueue(t, db, r, true, jobs.Job{Kind: "slow"})
	receive(t, running, "the job")
	stopped := make(chan error)
	go func() { stopped <- r.Stop(context.Background()) }()
	close(finish)
	if err := receive(t, stopped, "the stop"); err != nil {
		t.Fatal(err)
	}
	if n := count(t, db.SQL(), `SELECT COUNT(*) FROM river_job WHERE state = 'completed'`); n != 1 {
		t.Error("the stop left a job that was running unfinished")
	}
}

func TestRegisterTwiceIsRefused(t *testing.T) {
	t.Parallel()
	r := runner(t, pgtest.New(t), jobs.Options{})
	for range 2 {
		r.Register("print", func(context.Context, json.RawMessage) error { return nil })
	}
	if err := r.Start(t.Context()); err == nil || !strings.Contains(err.Error(), `"print"`) {
		t.Errorf("Start says %v, want the kind that is registered twice", err)
	}
}

// logBuffer is a buffer that jobs may write to while the test reads.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
