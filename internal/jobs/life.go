package jobs

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// heartbeat is how often a node makes sure of its own life and looks for the
// dead.
const heartbeat = 2 * time.Second

// life is the sign that a node is alive: a lock that lasts as long as its
// connection, so that the database knows of a killed process at once. River
// alone would wait an hour before it takes a killed process's jobs for lost.
type life struct {
	db     *sql.DB
	name   string
	log    *slog.Logger
	conn   *sql.Conn
	cancel context.CancelFunc
	ended  sync.WaitGroup
}

// begin shows the sign and frees the jobs of the dead, now and again.
func begin(ctx context.Context, db *sql.DB, name string, log *slog.Logger) (*life, error) {
	l := &life{db: db, name: name, log: log}
	if err := l.show(ctx); err != nil {
		return nil, err
	}
	if err := l.inherit(ctx); err != nil {
		_ = l.conn.Close()
		return nil, err
	}
	ctx, l.cancel = context.WithCancel(context.WithoutCancel(ctx))
	l.ended.Go(func() { l.run(ctx) })
	return l, nil
}

// end takes the sign away. Call it when no job of this node runs any more.
func (l *life) end() {
	l.cancel()
	l.ended.Wait()
	// The pool keeps the connection, and the lock would stay with it.
	_, _ = l.conn.ExecContext(context.Background(), `SELECT pg_advisory_unlock_all()`)
	_ = l.conn.Close()
}

func (l *life) run(ctx context.Context) {
	ticker := time.NewTicker(heartbeat)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		err := l.conn.PingContext(ctx)
		if err != nil {
			_ = l.conn.Close() // it is broken
			err = l.show(ctx)
		}
		if err == nil {
			err = l.inherit(ctx)
		}
		if err != nil && ctx.Err() == nil {
			l.log.WarnContext(ctx, "look after jobs of other nodes", "err", err)
		}
	}
}

// show takes the lock of this node's name.
func (l *life) show(ctx context.Context) error {
	conn, err := l.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("show this node's life: %w", err)
	}
	l.conn = conn
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock(hashtextextended($1, 0))`, l.name); err != nil {
		_ = conn.Close()
		return fmt.Errorf("show this node's life: %w", err)
	}
	return nil
}

// inherit makes the running jobs of dead nodes available again.
func (l *life) inherit(ctx context.Context) error {
	rows, err := l.db.QueryContext(ctx, `
		SELECT DISTINCT attempted_by[ARRAY_UPPER(attempted_by, 1)]
		FROM river_job
		WHERE state = 'running' AND attempted_by[ARRAY_UPPER(attempted_by, 1)] <> $1`, l.name)
	if err != nil {
		return fmt.Errorf("list nodes with running jobs: %w", err)
	}
	defer rows.Close()
	var nodes []string
	for rows.Next() {
		var node string
		if err := rows.Scan(&node); err != nil {
			return fmt.Errorf("list nodes with running jobs: %w", err)
		}
		nodes = append(nodes, node)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("list nodes with running jobs: %w", err)
	}
	for _, node := range nodes {
		if err := l.inheritFrom(ctx, node); err != nil {
			return fmt.Errorf("take over jobs of node %s: %w", node, err)
		}
	}
	return nil
}

func (l *life) inheritFrom(ctx context.Context, node string) error {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit this does nothing
	var dead bool
	if err := tx.QueryRowContext(ctx, `SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))`, node).Scan(&dead); err != nil || !dead {
		return err
	}
	if _, err := tx.ExecContext(ctx, `
		UPDATE river_job SET state = 'available', scheduled_at = NOW()
		WHERE state = 'running' AND attempted_by[ARRAY_UPPER(attempted_by, 1)] = $1`, node); err != nil {
		return err
	}
	return tx.Commit()
}
