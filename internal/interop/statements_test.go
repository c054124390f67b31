package interop

import (
	"context"
	"database/sql"
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/lib/pq"

	"inews/internal/postgres"
	"inews/migrations"
)

// statementFiles hold every statement that a program of an older schema can send,
// each file named after the last migration that the program knew. Before a
// migration is written, -update keeps what the program of today says.
const statementFiles = "testdata/statements"

// between stands between two statements in a file.
const between = "\n---\n"

var statementShape = regexp.MustCompile(`^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\s`)

// statements are those in the source of internal/postgres. They are constants,
// so the compiler's own view of them is complete; one that is not would be found
// as a piece, and refused by the database.
func statements(t *testing.T) (found []string) {
	t.Helper()
	paths, err := filepath.Glob("../postgres/*.go")
	check(t, err)
	set := token.NewFileSet()
	var files []*ast.File
	for _, path := range paths {
		if !strings.HasSuffix(path, "_test.go") {
			file, err := parser.ParseFile(set, path, nil, 0)
			check(t, err)
			files = append(files, file)
		}
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	lenient := types.Config{FakeImportC: true, Error: func(error) {}} // what is imported is not looked at, and no constant needs it
	_, _ = lenient.Check("postgres", set, files, info)
	for _, file := range files {
		for _, declaration := range file.Decls {
			f, ok := declaration.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				e, ok := n.(ast.Expr)
				value := info.Types[e].Value
				if !ok || value == nil || value.Kind() != constant.String {
					return true
				}
				if text := constant.StringVal(value); statementShape.MatchString(text) {
					found = append(found, text)
				}
				return false // its pieces are no statements
			})
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// columns are those of all tables, and whether a row can be inserted that does
// not name them.
func (m *migrating) columns() map[string]bool {
	m.Helper()
	rows, err := m.db.SQL().QueryContext(context.Background(), `
		SELECT table_name || '.' || column_name,
			is_nullable = 'YES' OR column_default IS NOT NULL OR is_identity = 'YES' OR is_generated = 'ALWAYS'
		FROM information_schema.columns WHERE table_schema = 'public'`)
	check(m.T, err)
	columns := map[string]bool{}
	for rows.Next() {
		var name string
		var optional bool
		check(m.T, rows.Scan(&name, &optional))
		columns[name] = optional
	}
	check(m.T, rows.Err())
	return columns
}

// refused plans each statement on one connection, and tells what the database
// refuses: a column, table, function or unique index that is not there, or a
// type that does not fit. Nothing is executed.
func (m *migrating) refused(said []string) (trouble []string) {
	m.Helper()
	ctx := context.Background()
	conn, err := m.db.SQL().Conn(ctx)
	check(m.T, err)
	defer func() { _ = conn.Close() }()
	for _, statement := range said {
		if err := plan(ctx, conn, statement); err != nil {
			trouble = append(trouble, fmt.Sprintf("%v: %.300s", err, strings.Join(strings.Fields(statement), " ")))
		}
	}
	return trouble
}

func plan(ctx context.Context, conn *sql.Conn, statement string) error {
	if _, err := conn.ExecContext(ctx, `PREPARE old AS `+statement); err != nil {
		return err
	}
	defer func() { _, _ = conn.ExecContext(ctx, `DEALLOCATE old`) }()
	var parameters pq.StringArray
	err := conn.QueryRowContext(ctx, `SELECT parameter_types::text[] FROM pg_prepared_statements WHERE name = 'old'`).Scan(&parameters)
	if err != nil {
		return err
	}
	nothing := strings.TrimSuffix(strings.Repeat("NULL, ", len(parameters)), ", ")
	if nothing != "" {
		nothing = "(" + nothing + ")"
	}
	_, err = conn.ExecContext(ctx, `EXPLAIN EXECUTE old`+nothing)
	return err
}

// Check 59, of what the previous program says: "previous binary still reads",
// and writes. The database is migrated from each older schema of which the
// statements were kept, and plans every one of them: reads, and writes as far as
// columns, types and unique indexes go; a column that was added must not be
// needed by an INSERT that does not know it. What a CHECK, a trigger or a value
// would refuse, and what River says, only the whole older program would tell.
func TestCheck59OlderStatements(t *testing.T) {
	t.Parallel()
	if *update {
		check(t, os.MkdirAll(statementFiles, 0o755))
		file := filepath.Join(statementFiles, fmt.Sprintf("%04d.sql", migrations.Latest))
		check(t, os.WriteFile(file, []byte(strings.Join(statements(t), between)), 0o644))
	}
	files, err := filepath.Glob(statementFiles + "/*.sql")
	check(t, err)
	older := 0
	for _, file := range files {
		var version int64
		_, err := fmt.Sscanf(filepath.Base(file), "%04d.sql", &version)
		check(t, err)
		if version < migrations.Latest {
			older++
		}
		content, err := os.ReadFile(file)
		check(t, err)
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			m := migratingFrom(t, version)
			said, before := strings.Split(string(content), between), m.columns()
			if len(said) < 150 {
				t.Errorf("only %d statements were kept", len(said))
			}
			m.plans("at its own schema", said)
			_, err := m.db.Migrate(context.Background())
			check(t, err)
			m.plans("after the migrations", said)
			tables := map[string]bool{}
			for column := range before {
				table, _, _ := strings.Cut(column, ".")
				tables[table] = true
			}
			for column, optional := range m.columns() {
				table, _, _ := strings.Cut(column, ".")
				if _, known := before[column]; !known && tables[table] && !optional {
					t.Errorf("%s is needed: an INSERT of the program before cannot know it", column)
				}
			}
			// And the test would see what it is here to see.
			for _, harm := range []string{
				`ALTER TABLE comments DROP COLUMN quote`, `ALTER TABLE posts RENAME summary TO short`, `DROP INDEX comments_uri`,
				`ALTER TABLE hosts ALTER COLUMN host TYPE bytea USING host::bytea`,
			} {
				if trouble := m.harmed(harm, said); trouble == 0 {
					t.Errorf("nothing that the program before says minds %s", harm)
				}
			}
		})
	}
	if older == 0 {
		t.Error("the statements of no older program are kept: nothing is proven")
	}
}

// migratingFrom is an empty database with the schema of a version.
func migratingFrom(t *testing.T, version int64) *migrating {
	t.Helper()
	db, err := postgres.Open(context.Background(), emptied(t), nil)
	check(t, err)
	t.Cleanup(func() { _ = db.Close() })
	m := &migrating{T: t, db: db}
	_, err = m.provider(migrations.Files).UpTo(context.Background(), version)
	check(t, err)
	return m
}

func (m *migrating) plans(when string, said []string) {
	m.Helper()
	for _, trouble := range m.refused(said) {
		m.Errorf("%s: %s", when, trouble)
	}
}

// harmed tells how many statements are refused after a migration that takes
// something away, which is not kept.
func (m *migrating) harmed(migration string, said []string) (refused int) {
	m.Helper()
	ctx := context.Background()
	conn, err := m.db.SQL().Conn(ctx)
	check(m.T, err)
	defer func() { _ = conn.Close() }()
	for _, step := range []string{`BEGIN`, migration} {
		_, err = conn.ExecContext(ctx, step)
		check(m.T, err)
	}
	for _, statement := range said {
		_, err = conn.ExecContext(ctx, `SAVEPOINT before`)
		check(m.T, err)
		if plan(ctx, conn, statement) != nil {
			refused++
		}
		_, err = conn.ExecContext(ctx, `ROLLBACK TO before`)
		check(m.T, err)
	}
	_, err = conn.ExecContext(ctx, `ROLLBACK`)
	check(m.T, err)
	return refused
}
