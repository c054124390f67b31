package postgres

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// oftenAsked is how often a query is sent in full before it is prepared. A
// prepared statement saves its parsing and, mostly, its planning, and costs the
// database memory on every connection: too much for what is asked once a day.
const oftenAsked = 16

// schemaChanged is what Postgres answers for a prepared statement whose tables
// were altered under it: "cached plan must not change result type".
const schemaChanged = "0A000"

// deadlocked is what Postgres answers for a query that waits for a change of the
// schema which waits for it: it reads the same tables in another order.
const deadlocked = "40P01"

// statements are the queries that were asked, by their text. All of it is
// written in this package, so there are not many.
type statements struct {
	db *sqlx.DB

	mu    sync.Mutex
	known map[string]*statement
	due   []string // asked often enough, and not prepared yet
}

type statement struct {
	asked    int
	prepared *sqlx.Stmt
}

// find returns the prepared statement of a query, or nil when it is to be sent
// in full.
func (s *statements) find(query string) *sqlx.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	known := s.known[query]
	if known == nil {
		known = &statement{}
		s.known[query] = known
	}
	if known.asked++; known.asked == oftenAsked {
		s.due = append(s.due, query)
	}
	return known.prepared
}

// prepare prepares what has become due. It takes a connection of the pool, so
// whoever holds one already must not call it. What cannot be prepared goes on
// being sent in full.
func (s *statements) prepare(ctx context.Context) {
	s.mu.Lock()
	due := s.due
	s.due = nil
	s.mu.Unlock()
	for _, query := range due {
		prepared, err := s.db.PreparexContext(ctx, query)
		s.mu.Lock()
		if err != nil {
			s.known[query].asked = 0
		} else {
			s.known[query].prepared = prepared
		}
		s.mu.Unlock()
	}
}

// forgotten forgets a statement that the database refuses to run any more, and
// tells whether it did. It stays open: somebody may be about to use it, and be
// refused as well.
func (s *statements) forgotten(query string, err error) bool {
	if !stale(err) {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	*s.known[query] = statement{}
	return true
}

// stale tells whether the schema changed between the preparation of a query and
// its use, or the query gave way to such a change that it would have blocked.
// One that is sent in full is prepared and used as well, in two steps between
// which that is rare.
func stale(err error) bool {
	var refused *pq.Error
	return errors.As(err, &refused) && refused.Code == schemaChanged || isDeadlock(err)
}

func isDeadlock(err error) bool {
	var refused *pq.Error
	return errors.As(err, &refused) && refused.Code == deadlocked
}

// asker sends queries, prepared where they are asked often: outside of a
// transaction, or in tx. One that is refused because the schema changed is sent
// again in full; in a transaction, which the refusal has ended, it fails.
type asker struct {
	*statements
	tx *sqlx.Tx // nil: outside
}

// plain sends a query as it is.
func (a asker) plain() interface {
	sqlx.QueryerContext
	sqlx.ExecerContext
} {
	if a.tx != nil {
		return a.tx
	}
	return a.db
}

// stmt returns the statement to use for a query, or nil to send it in full.
func (a asker) stmt(ctx context.Context, query string) *sqlx.Stmt {
	if a.tx == nil {
		a.prepare(ctx)
	}
	prepared := a.find(query)
	if prepared != nil && a.tx != nil {
		return a.tx.StmtxContext(ctx, prepared)
	}
	return prepared
}

// QueryContext is of sqlx.QueryerContext.
func (a asker) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	rows, err := a.QueryxContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return rows.Rows, nil
}

// QueryxContext is of sqlx.QueryerContext.
func (a asker) QueryxContext(ctx context.Context, query string, args ...any) (*sqlx.Rows, error) {
	stmt := a.stmt(ctx, query)
	if stmt == nil {
		rows, err := a.plain().QueryxContext(ctx, query, args...)
		if stale(err) && a.tx == nil {
			return a.db.QueryxContext(ctx, query, args...)
		}
		return rows, err
	}
	rows, err := stmt.QueryxContext(ctx, args...)
	if a.forgotten(query, err) && a.tx == nil {
		return a.db.QueryxContext(ctx, query, args...)
	}
	return rows, err
}

// QueryRowxContext is of sqlx.QueryerContext.
func (a asker) QueryRowxContext(ctx context.Context, query string, args ...any) *sqlx.Row {
	stmt := a.stmt(ctx, query)
	if stmt == nil {
		row := a.plain().QueryRowxContext(ctx, query, args...)
		if stale(row.Err()) && a.tx == nil {
			return a.db.QueryRowxContext(ctx, query, args...)
		}
		return row
	}
	row := stmt.QueryRowxContext(ctx, args...)
	if a.forgotten(query, row.Err()) && a.tx == nil {
		return a.db.QueryRowxContext(ctx, query, args...)
	}
	return row
}

// ExecContext is of sqlx.ExecerContext.
func (a asker) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	stmt := a.stmt(ctx, query)
	if stmt == nil {
		result, err := a.plain().ExecContext(ctx, query, args...)
		if stale(err) && a.tx == nil {
			return a.db.ExecContext(ctx, query, args...)
		}
		return result, err
	}
	result, err := stmt.ExecContext(ctx, args...)
	if a.forgotten(query, err) && a.tx == nil {
		return a.db.ExecContext(ctx, query, args...)
	}
	return result, err
}
