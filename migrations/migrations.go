// Package migrations holds the schema of the database as numbered SQL files,
// embedded in the binary. They run forward only, each in one transaction, under
// an advisory lock, so that two servers that start together do not collide; an
// applied file is never changed.
package migrations

import "embed"

// Files are the migrations, in the order of their numbers.
//
//go:embed *.sql
var Files embed.FS

// Latest is the number of the newest file: the schema that this binary needs.
const Latest = 42
