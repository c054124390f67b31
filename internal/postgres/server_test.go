package postgres_test

import (
	"testing"

	"inews/internal/blog"
	"inews/internal/pgtest"
	"inews/internal/postgres"
)

// Check 56: failover to read-only primary detected.
//
// A pool whose connections lead to a server that takes no writes any more says
// so, and leaves them for new ones.
func TestCheck56ReadOnlyConnectionsAreLeft(t *testing.T) {
	t.Parallel()
	address := pgtest.URL(t)
	admin, err := postgres.Open(t.Context(), address, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = admin.Close() }()
	readOnly := func(value string) { // for connections that are made from now on
		t.Helper()
		if _, err := admin.SQL().ExecContext(t.Context(), `
			DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = `+value+`', current_database()); END $$`); err != nil {
			t.Fatal(err)
		}
	}
	readOnly("on")
	db, err := postgres.Open(t.Context(), address, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	write := func() error {
		return db.InTx(t.Context(), func(tx *postgres.Tx) error {
			_, _, err := tx.Beat(t.Context())
			return err
		})
	}
	if err := db.Ready(t.Context()); blog.KindOf(err) != blog.Unavailable {
		t.Errorf("a database that takes no writes is ready: %v", err)
	}
	if err := db.Ping(t.Context()); err != nil {
		t.Errorf("it answers, all the same: %v", err)
	}
	readOnly("off")
	if err := write(); blog.KindOf(err) != blog.Unavailable {
		t.Errorf("a write on an old connection: %v, want that it is not possible now", err)
	}
	if err := write(); err != nil {
		t.Errorf("the next write goes to the old server again: %v", err)
	}
	if err := db.Ready(t.Context()); err != nil {
		t.Errorf("the database is ready again: %v", err)
	}
}
