package postgres

import (
	"context"
	"strconv"

	"inews/internal/blog"
)

// Ready tells whether the database answers and takes writes: one that is only
// a copy of another, or is kept from writing, is of kind Unavailable.
func (db *DB) Ready(ctx context.Context) error {
	var readOnly bool
	err := db.one(ctx, &readOnly, `SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean`)
	if err == nil && readOnly {
		err = blog.Errorf(blog.Unavailable, "The database takes no writes.")
	}
	return err
}

// Major is the major version of the server: 15.
func (db *DB) Major(ctx context.Context) (int, error) {
	var number string
	if err := db.one(ctx, &number, `SHOW server_version_num`); err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(number)
	return n / 10000, err
}

// Empty tells whether nobody has put anything into the database yet.
func (db *DB) Empty(ctx context.Context) (bool, error) {
	var empty bool
	err := db.one(ctx, &empty, `
		SELECT NOT EXISTS (
			SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
				AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e'))`)
	return empty, err
}
