package interop

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"inews/internal/media"
	"inews/internal/postgres"
)

// digest is a checksum of each table, of which the chief ones hold something.
func (n *node) digest(db *postgres.DB) map[string]string {
	n.Helper()
	sums := n.sums(db)
	for _, table := range []string{"posts", "pictures", "comments", "followers", "people", "actor_keys", "deliveries"} {
		if sums[table] == "" {
			n.Errorf("table %s is empty: there is nothing to compare", table)
		}
	}
	return sums
}

// sums is a checksum of each table. What tells the epochs apart is left out.
func (n *node) sums(db *postgres.DB) map[string]string {
	n.Helper()
	rows, err := db.SQL().QueryContext(context.Background(), `
		SELECT relname, (xpath('//md5/text()', query_to_xml(
			'SELECT md5(string_agg(r::text, chr(10) ORDER BY r::text)) AS md5 FROM ' || relname || ' r'
				|| CASE relname WHEN 'deliveries' THEN ' WHERE state NOT IN (''waiting'', ''held'')' ELSE '' END,
			true, false, '')))[1]::text
		FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
			AND relname <> 'epochs' AND relname NOT LIKE 'river%'`)
	check(n.T, err)
	sums := map[string]string{}
	for rows.Next() {
		var table string
		var sum *string // NULL for an empty table
		check(n.T, rows.Scan(&table, &sum))
		if sum != nil {
			sums[table] = *sum
		}
	}
	check(n.T, rows.Err())
	return sums
}

// digestOf is the names and contents of the pictures, without their WebP copies, which
// no backup holds.
func digestOf(t *testing.T, data string) map[string]string {
	t.Helper()
	files := map[string]string{}
	root := filepath.Join(data, "media")
	check(t, filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || media.IsLighter(path) {
			return err
		}
		content, err := os.ReadFile(path)
		files[strings.TrimPrefix(path, root)] = string(content)
		return err
	}))
	return files
}

func same(t *testing.T, what string, want, got map[string]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got[name] != want[name] {
			t.Errorf("%s: %s is not as it was", what, name)
		}
	}
	if len(got) != len(want) || len(want) == 0 {
		t.Errorf("%s: %d things, want %d", what, len(got), len(want))
	}
}
