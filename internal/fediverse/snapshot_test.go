package fediverse_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	fed "inews/federation"
)

// snapshot is every row of the database as text, by table; what belongs to the
// inbox and to the background work, or is kept of other rows, is left out.
type snapshot map[string][]string

func (w *world) snapshot() snapshot {
	w.Helper()
	rows, err := w.db.SQL().QueryContext(w.Context(), `
		SELECT table_name FROM information_schema.tables
		WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT IN ('inbox_items', 'follower_digests')
			AND table_name NOT LIKE 'river%' AND table_name NOT LIKE 'goose%' ORDER BY table_name`)
	check(w.T, err)
	var parts []string
	for rows.Next() {
		var table string
		check(w.T, rows.Scan(&table))
		parts = append(parts, "SELECT '"+table+"' AS name, x::text AS content FROM "+table+" x")
	}
	check(w.T, rows.Err())
	rows, err = w.db.SQL().QueryContext(w.Context(), strings.Join(parts, " UNION ALL "))
	check(w.T, err)
	taken := snapshot{}
	for rows.Next() {
		var table, content string
		check(w.T, rows.Scan(&table, &content))
		taken[table] = append(taken[table], content)
	}
	check(w.T, rows.Err())
	return taken
}

// changed tells in short what is different in a later snapshot: "comments+1"
// for a row that came, "followers-1" for one that went, "people~1" for one that
// is not what it was.
func (s snapshot) changed(later snapshot) string {
	tables := map[string]bool{}
	for table := range s {
		tables[table] = true
	}
	for table := range later {
		tables[table] = true
	}
	var words []string
	for table := range tables {
		came, went := missing(later[table], s[table]), missing(s[table], later[table])
		edited := min(came, went)
		for _, part := range []struct {
			sign string
			n    int
		}{{"~", edited}, {"+", came - edited}, {"-", went - edited}} {
			if part.n > 0 {
				words = append(words, fmt.Sprintf("%s%s%d", table, part.sign, part.n))
			}
		}
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// missing counts the rows of one list that the other does not have.
func missing(rows, from []string) int {
	there := map[string]bool{}
	for _, row := range from {
		there[row] = true
	}
	n := 0
	for _, row := range rows {
		if !there[row] {
			n++
		}
	}
	return n
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", fed.MediaType)
	_ = json.NewEncoder(w).Encode(v) // the asker has gone
}
