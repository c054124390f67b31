package jobs

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/rivermigrate"

	"inews/internal/postgres"
)

// Migrate brings River's own tables forward, and returns the number of steps
// that it took. Processes that start together wait for each other.
func Migrate(ctx context.Context, db *postgres.DB) (int, error) {
	migrator, err := rivermigrate.New(riverdatabasesql.New(db.SQL()), &rivermigrate.Config{Logger: quiet(nil)})
	if err != nil {
		return 0, fmt.Errorf("read migrations of jobs: %w", err)
	}
	lock, err := db.SQL().Conn(ctx)
	if err != nil {
		return 0, fmt.Errorf("migrate jobs: %w", err)
	}
	defer func() { _ = lock.Close() }() // back to the pool, without its lock
	if _, err := lock.ExecContext(ctx, `SELECT pg_advisory_lock(hashtextextended('inews migrates jobs', 0))`); err != nil {
		return 0, fmt.Errorf("wait for another migration of jobs: %w", err)
	}
	result, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	if _, unlock := lock.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock_all()`); err == nil {
		err = unlock
	}
	if err != nil {
		return 0, fmt.Errorf("migrate jobs: %w", err)
	}
	return len(result.Versions), nil
}

// CheckSchema refuses tables of River that this program does not know.
func CheckSchema(ctx context.Context, db *postgres.DB) error {
	migrator, err := rivermigrate.New(riverdatabasesql.New(db.SQL()), &rivermigrate.Config{Logger: quiet(nil)})
	if err != nil {
		return fmt.Errorf("read migrations of jobs: %w", err)
	}
	result, err := migrator.Validate(ctx, nil)
	if err != nil {
		return fmt.Errorf("read schema of jobs: %w", err)
	}
	if !result.OK {
		return errors.New("the tables of background work need a migration, run \"inews migrate\": " + strings.Join(result.Messages, "; "))
	}
	return nil
}
