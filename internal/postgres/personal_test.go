package postgres_test

import (
	"slices"
	"strings"
	"testing"

	"inews/internal/blog"
	"inews/internal/pgtest"
)

// others keep tables beside ours, in which nobody is named: the migrations' own, and
// the jobs', whose arguments are ids.
func others(table string) bool {
	return table == "goose_db_version" || strings.HasPrefix(table, "river_")
}

// The privacy notice is made from the list of personal data. A column that is not
// on it, and not said to be about nobody, is one of which readers are not told.
func TestEveryColumnIsClassified(t *testing.T) {
	t.Parallel()
	personal := map[string]string{}
	for _, data := range blog.PersonalColumns {
		if (data.Class == "") == (data.Stays == "") {
			t.Errorf("%s is kept by a clock or otherwise, and not both or neither", data.Key)
		}
		if data.Class != "" && blog.RetentionOf(data.Class).Class == "" {
			t.Errorf("%s has the clock %q, which there is not", data.Key, data.Class)
		}
		for _, column := range data.Columns {
			if personal[column] != "" {
				t.Errorf("%s is personal twice", column)
			}
			personal[column] = data.Key
		}
	}
	rows, err := pgtest.New(t).SQL().QueryContext(t.Context(), `
		SELECT c.table_name, c.column_name FROM information_schema.columns c
		JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE'
		WHERE c.table_schema = 'public' ORDER BY 1, 2`)
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		name := table + "." + column
		there[name] = true
		impersonal := slices.Contains(strings.Fields(blog.ImpersonalColumns[table]), column)
		switch {
		case others(table):
		case personal[name] != "" && impersonal:
			t.Errorf("%s is said to be personal, and about nobody", name)
		case personal[name] == "" && !impersonal:
			t.Errorf("%s is not classified: name it in blog.PersonalColumns, or in blog.ImpersonalColumns if it is about nobody", name)
		}
	}
	if err := rows.Err(); err != nil || len(there) == 0 {
		t.Fatalf("%d columns, %v", len(there), err)
	}
	for name := range personal {
		if !there[name] {
			t.Errorf("%s is said to be personal, and is no column", name)
		}
	}
	for table, columns := range blog.ImpersonalColumns {
		for _, column := range strings.Fields(columns) {
			if !there[table+"."+column] {
				t.Errorf("%s.%s is said to be about nobody, and is no column", table, column)
			}
		}
	}
}
