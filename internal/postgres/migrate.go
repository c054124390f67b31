package postgres

import (
	"context"
	"fmt"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"inews/migrations"
)

// Migrate brings the schema forward to what this binary needs, under an
// advisory lock, and returns the number of files that it applied.
func (db *DB) Migrate(ctx context.Context) (int, error) {
	provider, err := db.provider()
	if err != nil {
		return 0, err
	}
	results, err := provider.Up(ctx)
	if err != nil {
		return 0, fmt.Errorf("migrate: %w", err)
	}
	return len(results), nil
}

// Schema is the number of the newest migration that the database has seen; 0:
// none.
func (db *DB) Schema(ctx context.Context) (int, error) {
	// Goose would make its table where it finds none, and asking changes nothing.
	var seen bool
	if err := db.one(ctx, &seen, `SELECT to_regclass('goose_db_version') IS NOT NULL`); err != nil || !seen {
		return 0, err
	}
	provider, err := db.provider()
	if err != nil {
		return 0, err
	}
	version, err := provider.GetDBVersion(ctx)
	if err != nil {
		return 0, fmt.Errorf("read schema version: %w", err)
	}
	return int(version), nil
}

// CheckSchema refuses a schema that this binary does not know: one that was not
// migrated yet, or one that a newer binary has changed.
func (db *DB) CheckSchema(ctx context.Context) error {
	version, err := db.Schema(ctx)
	if err != nil {
		return err
	}
	switch {
	case version < migrations.Latest:
		return fmt.Errorf("the database has schema %d and this program needs %d: run \"inews migrate\"", version, migrations.Latest)
	case version > migrations.Latest:
		return fmt.Errorf("the database has schema %d, newer than the %d that this program knows: start the newer inews", version, migrations.Latest)
	}
	return nil
}

func (db *DB) provider() (*goose.Provider, error) {
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, fmt.Errorf("make migration lock: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db.SQL(), migrations.Files, goose.WithSessionLocker(locker))
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return provider, nil
}
