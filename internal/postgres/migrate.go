package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"inews/migrations"
)

// maxMigrating is how often a migration is begun again that gave way to the
// queries of a server that went on serving.
const maxMigrating = 5

// Migrate brings the schema forward to what this binary needs, under an
// advisory lock, and returns the number of files that it applied.
func (db *DB) Migrate(ctx context.Context) (int, error) {
	provider, err := db.provider()
	if err != nil {
		return 0, err
	}
	applied, err := Persist(func() (int, error) {
		results, err := provider.Up(ctx)
		if partial := (*goose.PartialError)(nil); errors.As(err, &partial) {
			results = partial.Applied
		}
		return len(results), err
	})
	if err != nil {
		return 0, fmt.Errorf("migrate: %w", err)
	}
	return applied, nil
}

// Persist calls migrate again when it was the one to give way in a deadlock with
// readers. Each file is one transaction, so nothing of the attempt is left. It
// returns what all attempts applied.
func Persist(migrate func() (int, error)) (applied int, err error) {
	for range maxMigrating {
		var n int
		n, err = migrate()
		applied += n
		if !isDeadlock(err) {
			break
		}
	}
	return applied, err
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
