package desk_test

import "strings"

// dump is every row of the database as text, a line each with its table. What
// a limit has counted is left out, when a session was last seen, and who has
// which post open.
func (f *floor) dump() string {
	f.Helper()
	rows, err := f.db.SQL().QueryContext(f.Context(), `
		SELECT table_name FROM information_schema.tables
		WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT IN ('attempts', 'openings')
			AND table_name NOT LIKE 'river%' AND table_name NOT LIKE 'goose%' ORDER BY table_name`)
	f.check(err)
	var parts []string
	for rows.Next() {
		var table string
		f.check(rows.Scan(&table))
		parts = append(parts, "SELECT '"+table+" ' || (to_jsonb(x) - 'seen_at')::text AS line FROM "+table+" x")
	}
	f.check(rows.Err())
	rows, err = f.db.SQL().QueryContext(f.Context(), strings.Join(parts, " UNION ALL ")+" ORDER BY line")
	f.check(err)
	var all strings.Builder
	for rows.Next() {
		var line string
		f.check(rows.Scan(&line))
		all.WriteString(line + "\n")
	}
	f.check(rows.Err())
	return all.String()
}

// differing are the lines that one of two dumps has and the other has not.
func differing(before, after string) string {
	was := map[string]bool{}
	for line := range strings.Lines(before) {
		was[line] = true
	}
	var lines strings.Builder
	for line := range strings.Lines(after) {
		if !was[line] {
			lines.WriteString(line)
		}
		delete(was, line)
	}
	for line := range was {
		lines.WriteString("gone: " + line)
	}
	const enough = 1000 // bytes of it tell what happened
	return lines.String()[:min(lines.Len(), enough)]
}
