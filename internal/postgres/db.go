// Package postgres holds every SQL statement of the application, beside the Go
// function that asks its question.
//
// Reads exist on DB and on Tx, writes on Tx only: the compiler forbids a write
// outside a transaction. Use cases begin transactions with InTx; nobody else
// does. The store is concrete: there is no interface over it and no mock, tests
// use a real database.
package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"inews/internal/blog"
)

// Enqueue puts the background work of a change into the transaction that
// commits it.
type Enqueue func(ctx context.Context, tx *sql.Tx, change blog.Change) error

// DB is the database: reads, and transactions for writes.
type DB struct {
	queries
	db      *sqlx.DB
	asked   *statements
	url     string
	enqueue Enqueue
}

// Tx is a transaction: reads and writes.
type Tx struct {
	queries
	tx      *sqlx.Tx
	enqueue Enqueue
}

// queries are the reads, on either.
type queries struct{ q asker }

// Limits of the pool. Thirty connections keep two cores and a disk busy and
// stay well under the hundred that a server allows by default, also with three
// nodes.
const (
	maxConnections = 30
	maxIdle        = 30
	idleTime       = 5 * time.Minute
)

// Open connects to the database with the given address, in the form of a URL
// or of keywords. enqueue may be nil where no background work runs: command
// line tools that only read, and tests.
func Open(ctx context.Context, address string, enqueue Enqueue) (*DB, error) {
	dsn := withSettings(address)
	connections, err := pq.NewConnector(dsn)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	db := sqlx.NewDb(sql.OpenDB(connector{connections}), "postgres")
	db.SetMaxOpenConns(maxConnections)
	db.SetMaxIdleConns(maxIdle)
	db.SetConnMaxIdleTime(idleTime)
	db.MapperFunc(snakeCase)
	if err := db.PingContext(ctx); err != nil {
		_ = db.Close() // the ping's error says more
		return nil, fmt.Errorf("reach database: %w", err)
	}
	asked := &statements{db: db, known: make(map[string]*statement)}
	return &DB{queries: queries{asker{statements: asked}}, db: db, asked: asked, url: dsn, enqueue: enqueue}, nil
}

// Close closes the pool.
func (db *DB) Close() error { return db.db.Close() }

// SQL is the pool below, for the background work's own tables.
func (db *DB) SQL() *sql.DB { return db.db.DB }

// Ping tells whether the database answers.
func (db *DB) Ping(ctx context.Context) error { return wrap(db.db.PingContext(ctx)) }

// SetEnqueue says how a change puts its background work into its transaction.
// Call it before the first write.
func (db *DB) SetEnqueue(enqueue Enqueue) { db.enqueue = enqueue }

// InTx runs fn in one transaction: committed when fn returns nil, and otherwise
// rolled back whole.
func (db *DB) InTx(ctx context.Context, fn func(tx *Tx) error) error {
	err := db.inTx(ctx, fn)
	if isReadOnly(err) {
		// The primary may have moved: the pool's connections lead to the old one,
		// and under load would do so for ever.
		db.db.SetMaxIdleConns(0)
		db.db.SetMaxIdleConns(maxIdle)
	}
	return err
}

func (db *DB) inTx(ctx context.Context, fn func(tx *Tx) error) error {
	db.asked.prepare(ctx)
	raw, err := db.db.BeginTxx(ctx, nil)
	if err != nil {
		return wrap(fmt.Errorf("begin: %w", err))
	}
	defer func() { _ = raw.Rollback() }() // after a commit this does nothing
	tx := &Tx{queries: queries{asker{db.asked, raw}}, tx: raw, enqueue: db.enqueue}
	if err := fn(tx); err != nil {
		return err
	}
	if err := raw.Commit(); err != nil {
		return wrap(fmt.Errorf("commit: %w", err))
	}
	return nil
}

func (tx *Tx) exec(ctx context.Context, query string, args ...any) error {
	_, err := tx.q.ExecContext(ctx, query, args...)
	return wrap(err)
}

// execCount runs a statement and tells how many rows it touched.
func (tx *Tx) execCount(ctx context.Context, query string, args ...any) (int, error) {
	result, err := tx.q.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, wrap(err)
	}
	n, err := result.RowsAffected()
	return int(n), wrap(err)
}

func (q queries) one(ctx context.Context, dest any, query string, args ...any) error {
	return wrap(sqlx.GetContext(ctx, q.q, dest, query, args...))
}

func (q queries) all(ctx context.Context, dest any, query string, args ...any) error {
	return wrap(sqlx.SelectContext(ctx, q.q, dest, query, args...))
}

// withSettings adds to the address what every connection needs: one round trip
// per query with parameters, and times in UTC.
func withSettings(address string) string {
	if u, err := url.Parse(address); err == nil && strings.HasPrefix(u.Scheme, "postgres") {
		settings := u.Query()
		settings.Set("binary_parameters", "yes")
		settings.Set("timezone", "UTC")
		u.RawQuery = settings.Encode()
		return u.String()
	}
	return address + " binary_parameters=yes timezone=UTC"
}

// snakeCase maps a field to its column: InReplyTo to in_reply_to, URL to url.
func snakeCase(field string) string {
	var b strings.Builder
	upper := func(i int) bool { return i >= 0 && i < len(field) && field[i] >= 'A' && field[i] <= 'Z' }
	for i := range field {
		// A word begins where a capital follows a small letter, or where the
		// last capital of an initialism begins the next word.
		if upper(i) && i > 0 && (!upper(i-1) || (i+1 < len(field) && !upper(i+1))) {
			b.WriteByte('_')
		}
		b.WriteString(strings.ToLower(field[i : i+1]))
	}
	return b.String()
}

// null is nil for the zero value of what may be missing, so that the column
// holds NULL and not an empty string or the year 1.
func null[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

func nullTime(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}
