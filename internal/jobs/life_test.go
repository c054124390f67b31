package jobs_test

import (
	"context"
	"encoding/json"
	"testing"

	"inews/internal/jobs"
	"inews/internal/pgtest"
	"inews/internal/postgres"
)

// leave puts a job into the table as a node leaves it that is killed.
func leave(t *testing.T, db *postgres.DB, kind, node string) {
	t.Helper()
	_, err := db.SQL().ExecContext(t.Context(), `
		INSERT INTO river_job (kind, args, state, attempt, max_attempts, attempted_at, attempted_by)
		VALUES ($1, '{}', 'running', 1, 25, NOW(), ARRAY['an earlier node', $2::text])`, kind, node)
	if err != nil {
		t.Fatal(err)
	}
}

func TestJobsOfKilledNodesRunAgain(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	leave(t, db, "orphan", "killed")
	leave(t, db, "busy", "alive")
	alive, err := db.SQL().Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer alive.Close()
	if _, err := alive.ExecContext(t.Context(), `SELECT pg_advisory_lock(hashtextextended('alive', 0))`); err != nil {
		t.Fatal(err)
	}
	ran := make(chan string, 2)
	r := runner(t, db, jobs.Options{})
	for _, kind := range []string{"orphan", "busy"} {
		r.Register(kind, func(context.Context, json.RawMessage) error {
			ran <- kind
			return nil
		})
	}
	start(t, r)
	if kind := receive(t, ran, "the killed node's job"); kind != "orphan" {
		t.Errorf("the job %q of a node that is alive was taken", kind)
	}
	// The other node is killed while this one runs.
	if _, err := alive.ExecContext(t.Context(), `SELECT pg_advisory_unlock_all()`); err != nil {
		t.Fatal(err)
	}
	if kind := receive(t, ran, "the second killed node's job"); kind != "busy" {
		t.Errorf("the job %q ran twice", kind)
	}
}

func TestStoppedNodeCountsAsGone(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	r := runner(t, db, jobs.Options{})
	r.Register("rest", func(context.Context, json.RawMessage) error { return nil })
	start(t, r)
	held := `SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = CURRENT_DATABASE())`
	if n := count(t, db.SQL(), held); n != 1 {
		t.Errorf("a running node holds %d locks, want 1", n)
	}
	if err := r.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := count(t, db.SQL(), held); n != 0 {
		t.Errorf("a stopped node still holds %d locks", n)
	}
}
