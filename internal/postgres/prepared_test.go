package postgres_test

import (
	"context"
	"testing"

	"inews/internal/blog"
	"inews/internal/pgtest"
	"inews/internal/postgres"
)

// manyTimes is more often than a query is asked before it is prepared.
const manyTimes = 40

// What is asked often is prepared, once for each connection, inside of a
// transaction and outside; what is asked once is not.
func TestOftenAskedIsPrepared(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	prepared := func(query string) (n int) {
		t.Helper()
		err := db.SQL().QueryRowContext(t.Context(), // on the connection that was used: there is no other
			`SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%' || $1 || '%'`, query).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for range manyTimes {
		if _, err := db.DecidedHosts(t.Context()); err != nil {
			t.Fatal(err)
		}
		err := db.InTx(t.Context(), func(tx *postgres.Tx) error {
			_, err := tx.IsKnown(t.Context(), "https://peer.example/users/ann")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.BreakersOpen(t.Context()); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]int{"h.host AS name": 1, "FROM people WHERE uri": 1, "open_until IS NOT NULL ORDER BY host": 0} {
		if got := prepared(query); got != want {
			t.Errorf("%q is prepared %d times, want %d", query, got, want)
		}
	}
}

// A table that is altered while the program serves costs no query: the one that
// the database refuses is sent again, and prepared anew when it is asked often.
func TestPreparedOutlivesAMigration(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	ask := func() error {
		_, err := db.BreakersOpen(t.Context())
		return err
	}
	for range manyTimes {
		if err := ask(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.SQL().ExecContext(t.Context(), `ALTER TABLE hosts ALTER COLUMN host TYPE varchar(500)`); err != nil {
		t.Fatal(err)
	}
	refused := 0
	for range manyTimes {
		if ask() != nil {
			refused++
		}
	}
	if refused > 0 {
		t.Errorf("%d queries were refused after a migration", refused)
	}
}

// A query and a migration that wait for each other's tables: whichever of the
// two the database ends is begun again, and neither fails.
func TestQueryAndMigrationInDeadlock(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for _, queryFirst := range []bool{true, false} {
		read := make(chan error, 1)
		ask := func() {
			_, err := db.CountReplies(t.Context(), "00000000-0000-0000-0000-000000000001", "") // comments, then posts
			read <- err
		}
		attempts := 0
		_, err := postgres.Persist(func() (int, error) {
			attempts++
			tx, err := db.SQL().BeginTx(t.Context(), nil)
			if err != nil {
				return 0, err
			}
			defer tx.Rollback() //nolint:errcheck // committed by then, or of no use
			if _, err := tx.ExecContext(t.Context(), `LOCK TABLE posts IN ACCESS EXCLUSIVE MODE`); err != nil {
				return 0, err
			}
			if attempts == 1 {
				go ask()
				waiting(t, db)
				if !queryFirst { // the query has looked for the deadlock before there is one
					if _, err := tx.ExecContext(t.Context(), `SELECT pg_sleep(1.5)`); err != nil {
						return 0, err
					}
				}
			}
			if _, err := tx.ExecContext(t.Context(), `LOCK TABLE comments IN ACCESS EXCLUSIVE MODE`); err != nil {
				return 0, err
			}
			return 1, tx.Commit()
		})
		if err != nil {
			t.Errorf("query first %v: the migration fails: %v", queryFirst, err)
		}
		if err := <-read; err != nil {
			t.Errorf("query first %v: the query fails: %v", queryFirst, err)
		}
	}
}

// waiting returns when a query waits for a lock.
func waiting(t *testing.T, db *postgres.DB) {
	t.Helper()
	for n := 0; n == 0; {
		err := db.SQL().QueryRowContext(t.Context(), `
			SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
			WHERE NOT l.granted AND a.datname = current_database()`).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Transactions that hold every connection of the pool do not wait for one more
// to prepare a statement on.
func TestPreparingWaitsForNobody(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	const all = 30
	inside, leave := make(chan error, all), make(chan struct{})
	for range all {
		go func() {
			inside <- db.InTx(t.Context(), func(tx *postgres.Tx) error {
				for range manyTimes {
					if _, err := tx.IsKnown(t.Context(), "https://peer.example/users/ann"); err != nil {
						return err
					}
				}
				inside <- nil
				<-leave
				return nil
			})
		}()
	}
	for range all {
		if err := <-inside; err != nil {
			t.Fatal(err)
		}
	}
	close(leave)
	for range all {
		if err := <-inside; err != nil {
			t.Fatal(err)
		}
	}
}

// A query that cannot be prepared is sent in full, and fails as it would have.
func TestWhatIsWrongStaysWrong(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for range manyTimes {
		if _, err := db.ChangeByID(t.Context(), 1); blog.KindOf(err) != blog.NotFound {
			t.Fatalf("error %v, want not found", err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := db.ChangeByID(ctx, 1); err == nil {
		t.Error("an ended context asked a prepared statement")
	}
	if _, err := db.ChangeByID(t.Context(), 1); blog.KindOf(err) != blog.NotFound {
		t.Errorf("error %v, want not found", err)
	}
}
