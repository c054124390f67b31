package pgtest

import (
	"context"
	"testing"

	"inews/internal/postgres"
)

// Exec does to the database what no method of postgres does, such as to change when
// something came.
func Exec(t testing.TB, db *postgres.DB, statement string, args ...any) {
	t.Helper()
	if _, err := db.SQL().ExecContext(context.Background(), statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// Count is the result of a query for one number.
func Count(t testing.TB, db *postgres.DB, query string, args ...any) (n int) {
	t.Helper()
	if err := db.SQL().QueryRowContext(context.Background(), query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}
